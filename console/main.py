"""The command line: what can be typed after `whitecell`. Each command imports what it needs when it runs."""

import re
import sys
from typing import Any

import click

from console.guard import guarded, to_the_end
from engine import __version__


class LanguageCode(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.2
    """A language that there is a folder for."""

    name = "language"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        from engine.words.locale import languages

        return f"[{'|'.join(languages())}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from engine.words.locale import languages

        return click.Choice(list(languages())).convert(value, param, ctx)


LANG = click.option("--lang", type=LanguageCode(), help="Language; else WHITECELL_LANG, else the machine's.")
FORCE = click.option(
    "--force", is_flag=True, help="Write over files that somebody has changed since they were written."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
RUN = click.argument("run", metavar="RUN")


class Commands(click.Group):
    """The commands, with one guard around them: whatever goes wrong becomes a sentence and an exit code."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """The command that is named, or a word about the one that was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as fault:
            from console.matching import close

            guess = close(args[0], self.commands)
            if not guess or guess in fault.message:
                raise
            raise click.UsageError(f"{fault.message} Did you mean '{guess}'?", ctx) from None

    def main(  # type: ignore[override]
        self, args: Any = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        from console.speech import Spoken

        Spoken.code = None
        command = super().main
        sys.exit(guarded(lambda: command(args, prog_name or "whitecell", standalone_mode=False)))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="whitecell")
def cli() -> None:
    """Play, check and replay political-military tabletop exercises.

    EXERCISE is the id of one that ships, a file or a folder. RUN is the path of a run log.
    Exit codes: 0 done, 1 findings or a refused action, 2 usage.
    """


@cli.command("list")
@LANG
def list_(lang: str | None) -> None:
    """The exercises that ship, a line each."""
    from console.exercises import list_exercises

    list_exercises(lang)


@cli.command()
@click.argument("exercise")
@JSON
def check(exercise: str, as_json: bool) -> None:
    """Check an exercise: 0 sound, 1 problems."""
    from console.exercises import check_exercise

    sys.exit(check_exercise(exercise, as_json))


@cli.command()
@click.argument("exercise")
@RUN
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), help="Seed of the dice; else the system draws one."
)
@click.option("--format", "format_id", metavar="F", help="Length of play, as the exercise names it.")
@click.option("--preset", metavar="P", help="Seating, as the exercise names it.")
@click.option(
    "--human",
    "people",
    metavar="ROLE",
    multiple=True,
    help="A seat for a person (a role or control); may be repeated.",
)
@click.option("--only-sealed", is_flag=True, help="Only sealed orders count at the lock, and no drafts.")
@LANG
def start(
    exercise: str,
    run: str,
    seed: int | None,
    format_id: str | None,
    preset: str | None,
    people: tuple[str, ...],
    only_sealed: bool,
    lang: str | None,
) -> None:
    """Make a run. Seats not named are bots; control is automatic until a person takes it.

    It waits in the ready room: control presses STARTEX, and `auto` and `inject` do so first.
    """
    from console.runs import start_run

    start_run(exercise, run, seed, format_id, preset, people, only_sealed, lang)


@cli.command()
@click.argument("run", metavar="[RUN]", required=False)
@click.option(
    "--as", "seat", metavar="control|ROLE", help="The seat to take. Default: that of whoever played last."
)
@LANG
def play(run: str | None, seat: str | None, lang: str | None) -> None:
    """Play a run in the terminal, resuming wherever it stands. Without RUN: choose one, or begin one."""
    from console.sitting import sit, welcome

    if run is None:
        welcome(seat, lang)
    else:
        sit(run, seat, lang)


@cli.command()
@RUN
@click.option("--turns", type=click.IntRange(1), metavar="N", help="Only so many turns.")
@LANG
def auto(run: str, turns: int | None, lang: str | None) -> None:
    """Let bots and the default plan of injects play on, to the end or for N turns."""
    from console.runs import auto_run

    auto_run(run, turns, lang)


@cli.command()
@RUN
@click.option("--as", "seat", metavar="ROLE|control", default="control", help="Whose eyes. Default: control.")
@click.option("--turn", type=int, metavar="N", help="As it stood at the end of turn N.")
@JSON
@LANG
def show(run: str, seat: str, turn: int | None, as_json: bool, lang: str | None) -> None:
    """The situation as a seat knows it."""
    from console.runs import show_run

    show_run(run, seat, turn, as_json, lang)


@cli.command()
@RUN
@click.argument("inject", metavar="[ID]", required=False)
@click.option("--to", metavar="ROLE", multiple=True, help="To this role instead; may be repeated.")
@click.option("--text", metavar="T", help="Improvise an inject with this text.")
@LANG
def inject(run: str, inject: str | None, to: tuple[str, ...], text: str | None, lang: str | None) -> None:
    """Release an inject, or improvise one with --text."""
    from console.runs import inject_run

    if (inject is None) == (text is None):
        raise click.UsageError("Name the ID of an inject, or give --text; one of the two.")
    inject_run(run, inject, list(to), text, lang)


@cli.command()
@click.argument("exercise")
@click.argument("table")
@click.argument("values", metavar="name=value...", nargs=-1)
@JSON
@LANG
def ask(exercise: str, table: str, values: tuple[str, ...], as_json: bool, lang: str | None) -> None:
    """What would a table say? Odds by row; with roll=N or dice=4,5 the row.

    Other names are arguments of the table, actor, answer, or tracks, flags and tokens changed from the start.
    """
    from console.asking import ask_table

    ask_table(exercise, table, list(values), as_json, lang)


@cli.command()
@RUN
@click.argument("about", metavar="ORDER")
@click.option("--as", "seat", metavar="ROLE", default="", help="Whose decision. Default: that of the order.")
@click.option("--terms", metavar="T", default="", help="Of an agreement: relief=1,verification=yes.")
@JSON
@LANG
def why(run: str, about: str, seat: str, terms: str, as_json: bool, lang: str | None) -> None:
    """What can come of an order, as far as its role may know?

    ORDER is the key of an order, such as reassure(rok); or a question, a proposal or an agreement by its id.
    """
    from console.why import why_run

    why_run(run, about, seat, terms, as_json, lang)


@cli.command()
@RUN
@click.option("--as", "seat", metavar="ROLE", default="control", help="Whose eyes. Default: control.")
@click.option("--beside", metavar="ROLE", help="What was true, and beside it what this role knew.")
@click.option("--turn", type=int, metavar="N", help="Only turn N; with keys: begin there.")
@click.option("--plain", is_flag=True, help="Print the story from end to end, without keys.")
@LANG
def replay(run: str, seat: str, beside: str | None, turn: int | None, plain: bool, lang: str | None) -> None:
    """Go through a run again, event by event, as a seat knew it then.

    In a terminal, keys step and play; without one, or with --plain, the story is printed.
    """
    from console.replay import replay_run

    replay_run(run, seat, beside, turn, plain, lang)


@cli.command()
@RUN
@click.option("--strict", is_flag=True, help="A torn tail and rules of another number are findings, too.")
@click.option("--head", metavar="HASH", help="The last hash as somebody wrote it down: is it still in there?")
@LANG
def verify(run: str, strict: bool, head: str | None, lang: str | None) -> None:
    """Whether a run is intact: chain, fold and re-adjudication agree; else 1 and the first line at fault.

    That finds lines that were changed, moved or taken out. A tail that was cut off, and a log that was
    written anew as a whole, are found with --head alone: keep the last hash elsewhere, as the report does.
    """
    from console.runs import verify_run

    if head is not None and not re.fullmatch("[0-9a-fA-F]{64}", head := "".join(head.split())):
        raise click.UsageError("HASH is the whole of it: 64 digits and letters from a to f.")
    sys.exit(verify_run(run, strict, head, lang))


@cli.command()
@RUN
@click.argument("new", metavar="NEW")
@click.option("--turn", type=int, metavar="N", required=True, help="Begin at the situation of turn N.")
@click.option("--bots", is_flag=True, help="Bots play the seats that people held.")
@click.option("--empty", is_flag=True, help="Nobody sits in the seats that people held; doctrine answers.")
@click.option(
    "--human", "people", metavar="ROLE", multiple=True, help="A person plays this seat; may be repeated."
)
@click.option(
    "--keep-orders", is_flag=True, help="Orders and answers of the old run, where nobody decides otherwise."
)
@click.option("--order", "orders", metavar="ROLE:OLD=NEW", multiple=True, help="Another order in turn N.")
@click.option(
    "--answer", "answers", metavar="QUESTION=ANSWER", multiple=True, help="Another answer in turn N."
)
@click.option("--row", "rows", metavar="RULING=ROW", multiple=True, help="Another row of a ruling in turn N.")
@click.option("--without", metavar="INJECT", multiple=True, help="Leave this inject out in turn N.")
@click.option(
    "--times",
    type=click.IntRange(0, 1_000_000),
    metavar="N",
    default=1000,
    show_default=True,
    help="Of one thing otherwise, also the difference in odds, by so many runs with and without it.",
)
@LANG
def fork(
    run: str,
    new: str,
    turn: int,
    bots: bool,
    empty: bool,
    people: tuple[str, ...],
    keep_orders: bool,
    orders: tuple[str, ...],
    answers: tuple[str, ...],
    rows: tuple[str, ...],
    without: tuple[str, ...],
    times: int,
    lang: str | None,
) -> None:
    """Make a new run that begins where another one stood.

    The same people keep their seats, unless --bots, --empty or --human says otherwise. With one thing
    otherwise (--order, --answer, --row, --without) all else is decided as it was, on the same dice, as far
    as the old run goes; and what it does to the odds of the endings is told, on dice that no run has.
    """
    from console.forking import fork_run, read_changes
    from engine.review.fork import Seating

    if bots and empty:
        raise click.UsageError("Either --bots or --empty.")
    seating = Seating("bot" if bots else "empty" if empty else "same", people)
    changes = read_changes(orders, answers, rows, without)
    fork_run(run, new, turn, seating, keep_orders, changes, times, lang)


@cli.command()
@click.argument("runs", metavar="[RUN...]", nargs=-1)
@click.option(
    "--host",
    metavar="H",
    default="",
    help="Address to listen on; default: this machine alone. With --lan: the one to announce first.",
)
@click.option("--port", type=click.IntRange(1, 65535), metavar="P", default=8025, help="Default: 8025.")
@click.option("--runs", "folder", metavar="DIR", default="runs", help="Folder of runs. Default: runs.")
@click.option("--lan", is_flag=True, help="Listen in every network, and say how teams join.")
@click.option(
    "--public-url",
    metavar="URL",
    default="",
    help="The address that browsers show, behind a proxy: https://wargame.example.org/ttx",
)
@click.option(
    "--proxies",
    type=click.IntRange(0, 9),
    metavar="N",
    default=0,
    help="How many proxies in front are believed who asks (X-Forwarded-For). Default: 0.",
)
@click.option(
    "--exercises",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    default=None,
    help="Folder with exercises of your own: the lobby offers them, too.",
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@LANG
def serve(
    runs: tuple[str, ...],
    host: str,
    port: int,
    folder: str,
    lan: bool,
    public_url: str,
    proxies: int,
    exercises: str | None,
    no_browser: bool,
    lang: str | None,
) -> None:
    """Serve runs to a room: facilitator page, seats and screen, in the browser.

    Without RUN: the newest run of the folder that goes on, or a new one of Korea 2025.
    """
    from console.serving import Listen, serve_runs

    listen = Listen(host, port, lan, public_url, proxies)
    serve_runs(list(runs), folder, listen, not no_browser, lang, exercises or "")


@cli.command()
@click.argument("source", metavar="EXERCISE|RUN")
@click.option(
    "--runs", type=click.IntRange(1, 1_000_000), metavar="N", default=10_000, help="Default: 10,000."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**62), metavar="S", default=0, help="The first seed. Default: 0."
)
@click.option(
    "--format", "format_id", metavar="F", default="", help="Length of play, as the exercise names it."
)
@click.option("--preset", metavar="P", help="Seating, as the exercise names it.")
@click.option(
    "--play",
    "everybody",
    metavar="POLICY",
    default="doctrine",
    help="How seats are played: doctrine (default), chance, mixed:30, pass, orders:ORDER,ORDER, run:PATH.",
)
@click.option(
    "--seat", "seats", metavar="ROLE=POLICY", multiple=True, help="How one seat is; also control=offered."
)
@click.option(
    "--set",
    "settings",
    metavar="NAME=VALUE",
    multiple=True,
    help="Ask what another number does: start of a track, bank, paid, free, fades, cost.MOVE, income.ROLE.",
)
@click.option(
    "--against", metavar="EXERCISE", default="", help="Ask what another version does on the same dice."
)
@click.option("--without", metavar="INJECT", multiple=True, help="Ask what an inject does; may be repeated.")
@click.option(
    "--best-reply", "replies", metavar="ROLE|all", multiple=True, help="Search what beats doctrine."
)
@click.option("--limits", is_flag=True, help="Move every limit by one: which of them changes anything?")
@click.option(
    "--moves", is_flag=True, help="Make every move always, and never: what is it worth to its seat?"
)
@click.option("--weights", is_flag=True, help="Ask how much hangs on each seat's play, and on the dice.")
@click.option(
    "--sensitivity",
    is_flag=True,
    help="Change starts, modifiers and injects one at a time: which move the endings?",
)
@click.option(
    "--turn", type=click.IntRange(1), metavar="N", default=None, help="Take a run up at the start of turn N."
)
@click.option(
    "--own-dice", is_flag=True, help="Of a run that has ended: play it otherwise, once, on its own dice."
)
@click.option(
    "--check", "checking", is_flag=True, help="Hold the exercise to what it expects: 1 where it fails."
)
@click.option(
    "--questions",
    is_flag=True,
    help="Ask the paired questions that the exercise names under `rehearsals`, on the same dice. Of a run "
    "that has ended: and beside them how it ended.",
)
@click.option(
    "--find",
    "finds",
    metavar="DIR",
    default="",
    help="Search for crashes, dead ends and what ordinary play never reaches; write each as a run into DIR.",
)
@click.option(
    "--csv", "folder", metavar="DIR", default="", help="Write the figures as CSV, a file for each kind."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Processes that play the runs. Default: one, or one for each core where there is enough to do.",
)
@click.option(
    "--cluster", "address", metavar="ADDRESS", default="", help="Play them on a Dask cluster you trust."
)
@FORCE
@JSON
@LANG
def rehearse(
    source: str,
    runs: int,
    seed: int,
    format_id: str,
    preset: str | None,
    everybody: str,
    seats: tuple[str, ...],
    settings: tuple[str, ...],
    against: str,
    without: tuple[str, ...],
    replies: tuple[str, ...],
    limits: bool,
    moves: bool,
    weights: bool,
    sensitivity: bool,
    turn: int | None,
    own_dice: bool,
    checking: bool,
    questions: bool,
    finds: str,
    folder: str,
    workers: int | None,
    address: str,
    force: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Play thousands of runs by bots, from the start or from where a run stands, and say what came of them.

    What dice a run itself will throw stays unknown: what is asked of it has seeds of its own. Only one
    that has ended can be asked what its own dice would have made of it.
    """
    from console.hiring import hired
    from console.rehearsing import Asked, check, rehearse

    if workers and address:
        raise click.UsageError("Either --workers or --cluster.")
    if finds and (checking or everybody != "doctrine" or seats or settings or against or without or replies):
        raise click.UsageError("--find has beside it only --runs, --seed, --format and --preset.")
    if checking and (
        everybody != "doctrine" or seats or settings or against or without or preset or format_id or turn
    ):
        raise click.UsageError(
            "--check asks what the exercise expects, and nothing beside it but --runs and --seed."
        )
    beside = everybody != "doctrine" or seats or settings or against or without or preset or format_id or turn
    if questions and (beside or checking or finds or replies or limits or moves or weights or sensitivity):
        raise click.UsageError("--questions has beside it only --runs, --seed, --csv, --json and --workers.")
    crew_of = hired(workers, address, runs, search=bool(replies) or checking or questions)
    if questions:
        from console.rehearsing import questions as ask

        with crew_of as crew:
            sys.exit(ask(source, runs, seed, as_json, folder, lang, crew, force))
    if checking:
        with crew_of as crew:
            sys.exit(check(source, runs, seed, as_json, lang, crew))

    asked = Asked(
        source,
        runs,
        seed,
        format_id,
        preset,
        everybody,
        seats,
        settings,
        against,
        without,
        replies,
        limits,
        moves,
        weights,
        sensitivity,
        turn or 0,
        own_dice,
    )
    with crew_of as crew:
        if finds:
            from console.exploring import find

            sys.exit(find(asked, finds, as_json, lang, crew))
        sys.exit(rehearse(asked, as_json, folder, lang, crew, force))


@cli.command()
@RUN
@click.argument("other", metavar="OTHER")
@JSON
@LANG
def compare(run: str, other: str, as_json: bool, lang: str | None) -> None:
    """Two runs of the same exercise: where they part, and how tracks, orders and endings differ."""
    from console.comparing import compare_runs

    compare_runs(run, other, as_json, lang)


@cli.command()
@RUN
@JSON
@LANG
def decided(run: str, as_json: bool, lang: str | None) -> None:
    """What decided a run that has ended: its turning points, and what else could have been."""
    from console.deciding import tell_decided

    tell_decided(run, as_json, lang)


@cli.command()
@RUN
@click.option("--out", "folder", metavar="DIR", required=True, help="Folder for the documents.")
@click.option(
    "--as",
    "seat",
    metavar="ROLE|public|control",
    default="control",
    help="Only what this seat may know. Default: control.",
)
@click.option("--without-names", is_flag=True, help="Leave the names of people out.")
@click.option(
    "--anonymous",
    is_flag=True,
    help="Without names, what people wrote, the day and times of day: nothing tells who played it, and when.",
)
@FORCE
@LANG
def debrief(
    run: str, folder: str, seat: str, without_names: bool, anonymous: bool, force: bool, lang: str | None
) -> None:
    """Write the after-action report: HTML, Markdown, DOCX and CSV."""
    from console.debrief import Wanted, write_report

    write_report(run, folder, Wanted(seat, without_names, anonymous, force), lang)


@cli.group()
def msel() -> None:
    """The list of injects as a sheet: out to XLSX or CSV, and in again."""


@msel.command("export")
@click.argument("source", metavar="EXERCISE|RUN")
@click.argument("sheet", metavar="SHEET")
@click.option("--format", "format_id", metavar="F", help="Length of play of an exercise; a run has its own.")
@FORCE
@LANG
def msel_export(source: str, sheet: str, format_id: str | None, force: bool, lang: str | None) -> None:
    """Write the list of an exercise, or of a run with what became of it. SHEET ends in .xlsx or .csv."""
    from console.msel import export_msel

    export_msel(source, sheet, format_id, force, lang)


@msel.command("import")
@click.argument("sheet", metavar="SHEET")
@click.argument("exercise", metavar="EXERCISE")
@click.option(
    "--out", "folder", metavar="DIR", help="Write the exercise here. Default: only say what would change."
)
@click.option("--mapping", metavar="FILE", help="YAML: which heading of the sheet is which column.")
@click.option("--format", "format_id", metavar="F", help="The length of play whose timetable the sheet is.")
@LANG
def msel_import(
    sheet: str,
    exercise: str,
    folder: str | None,
    mapping: str | None,
    format_id: str | None,
    lang: str | None,
) -> None:
    """Take a list of injects from XLSX or CSV into an exercise. Faults are told by sheet and row."""
    from console.msel import import_msel

    sys.exit(import_msel(sheet, exercise, folder, mapping, format_id, lang))


@cli.command()
@RUN
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "cloudevents", "jsonl"]),
    default="csv",
    show_default=True,
    help="Tidy tables, CloudEvents, or the raw log.",
)
@click.option("--out", "target", metavar="PATH", required=True, help="A folder for csv, else a file.")
@click.option(
    "--as", "seat", metavar="ROLE|public|control", default="control", help="Only what this seat may know."
)
@click.option("--anonymous", is_flag=True, help="Without names, what people wrote, and times of day.")
@FORCE
@LANG
def export(
    run: str, form: str, target: str, seat: str, anonymous: bool, force: bool, lang: str | None
) -> None:
    """Write the data of a run for analysis."""
    from console.exporting import export_run

    export_run(run, form, target, seat, anonymous, force, lang)


@cli.command()
@click.option("--part", is_flag=True, help="Of one of several files that add up to an exercise.")
def schema(part: bool) -> None:
    """The JSON Schema of the exercise format, for editors."""
    from console.exercises import print_schema

    print_schema(part)


def main() -> None:
    """The entry point."""
    to_the_end(cli.main)


if __name__ == "__main__":
    main()
