"""`whitecell rehearse`: thousands of runs played by bots, and what came of them."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
from rich.console import Group, RenderableType
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from console import gauges
from console.comparing import part
from console.news import heading
from console.screen import make_console
from console.speech import speech
from engine.play.refusal import Refusal
from engine.play.state import State
from engine.record.run import Run
from engine.rehearsal.best_reply import Reply, best_reply
from engine.rehearsal.columns import Rulebook
from engine.rehearsal.comparison import Comparison, Difference, compare
from engine.rehearsal.ensemble import roles
from engine.rehearsal.expectations import Held, held
from engine.rehearsal.figures import Figures, Mean, Share
from engine.rehearsal.question import Question, answer, changed, play
from engine.review.rehearsed import remarks, reply_said
from engine.rules.exercise import Exercise
from engine.rules.load import load
from engine.rules.problems import suggest
from engine.words.language import Language
from engine.words.numbers import minus, percent

MOST_NAMED = 12
"""Of things that never came, how many are named in the terminal; --json has them all."""
BAR = 20


class Asked(NamedTuple):
    """What was typed."""

    source: str
    runs: int
    seed: int
    format_id: str
    preset: str | None
    everybody: str
    seats: tuple[str, ...]
    settings: tuple[str, ...]
    against: str
    without: tuple[str, ...]
    replies: tuple[str, ...]


def rehearse(asked: Asked, as_json: bool, folder: str, lang: str | None) -> int:
    """Ask, print, and write what was asked for; 0. Raises Refusal for what makes no sense."""
    language, console = speech(lang), make_console()
    question = understood(asked)
    other = other_question(asked, question)
    scored = roles(Rulebook(question.exercise, question.format, question.preset))
    seats = scored if "all" in asked.replies else list(asked.replies)
    for role in seats:
        known(role, scored, "There is no seat '{name}' with a score.{help}")
    with played(language, asked.runs * (1 if other is None else 2)) as told:
        compared = None if other is None else compare(question, other, told)
        found = answer(question, told) if compared is None else compared.first
    replies = list(replies_of(question, seats, language))
    if folder:
        write(Path(folder), found)
    if as_json:
        print(json.dumps(plain(found, compared, replies), ensure_ascii=False, indent=1))
        return 0
    for drawn in report(found, question, language):
        console.print(drawn)
    if compared:
        console.print(differences(compared, question.exercise, language))
    if replies:
        lines = [Text(reply_said(reply, question.exercise, language)) for reply in replies]
        console.print(part(language.say("Best replies"), *lines))
    return 0


def understood(asked: Asked) -> Question:
    """The question as it was typed, without its changes. Raises Refusal."""
    exercise, start = source(asked.source)
    file, preset = exercise.file, asked.preset
    if start:
        if start.game.finished:
            message = "This run has ended. Rehearse a fork of it, or its exercise."
            raise Refusal(message)
        if asked.format_id or asked.preset:
            raise Refusal("A run has its format and preset; leave --format and --preset out.")
        format_id, preset = start.game.format, start.game.preset
    else:
        format_id = asked.format_id or exercise.default_format
        known(format_id, file.formats, "There is no format '{name}'.{help}")
        if preset:
            known(preset, file.presets, "There is no preset '{name}'.{help}")
    plays = dict.fromkeys((*exercise.roles, "control"), play(asked.everybody, exercise))
    for text in asked.seats:
        role, sign, way = text.partition("=")
        if not sign:
            raise Refusal("'{value}' is not of the form ROLE=POLICY.", value=text)
        known(role, plays, "There is no role '{name}'.{help}")
        plays[role] = play(way, exercise)
    return Question(exercise, asked.runs, asked.seed, format_id, preset, plays, (), start)


def source(name: str) -> tuple[Exercise, State | None]:
    """An exercise, or a run with where it stands."""
    path = Path(name)
    if path.is_file() and path.suffix not in (".yaml", ".yml"):
        run = Run.open(name)
        return run.exercise, run.state
    return load(name), None


def known(name: str, names: Iterable[str], message: str) -> None:
    """Raise Refusal where a name is none of these."""
    names = list(names)
    if name not in names:
        raise Refusal(message, name=name, help=suggest(name, names) or f" ({', '.join(names)})")


def other_question(asked: Asked, question: Question) -> Question | None:
    """The question with what was to be changed; None where nothing was."""
    if not (asked.settings or asked.against or asked.without):
        return None
    exercise = load(asked.against) if asked.against else question.exercise
    for name in asked.without:
        known(name, exercise.file.injects, "There is no inject '{name}'.{help}")
    return question._replace(exercise=changed(exercise, settings(asked.settings)), without=asked.without)


def settings(texts: Iterable[str]) -> dict[str, int]:
    """`bank=3` by name. Raises Refusal."""
    found = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not value.lstrip("+-").isdigit():
            raise Refusal("'{value}' is not of the form name=value.", value=text)
        found[name] = int(value)
    return found


def bars() -> Progress:
    """Bars beside what is printed; none where nobody looks at a terminal."""
    console = make_console(errors=True)
    columns = TextColumn("{task.description}"), BarColumn()
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def played(language: Language, runs: int) -> Iterator[Callable[[int], None]]:
    """A bar that fills as runs are played."""
    with bars() as progress:
        task = progress.add_task(language.say("Runs"), total=runs)
        yield lambda number: progress.advance(task, number)


def replies_of(question: Question, seats: Iterable[str], language: Language) -> Iterator[Reply]:
    """The best replies of seats, with a bar."""
    with bars() as progress:
        for role in seats:
            name = language.text(question.exercise.file.roles[role].title)
            task = progress.add_task(language.say("Best reply of {role}", role=name), total=None)
            yield best_reply(question, role, lambda order, task=task: progress.advance(task))  # type: ignore[misc]
            progress.remove_task(task)


def plain(found: Figures, compared: Comparison | None, replies: list[Reply]) -> dict[str, object]:
    """Everything as plain data."""
    result: dict[str, object] = {"figures": msgspec.to_builtins(found)}
    if compared:
        result["other"] = msgspec.to_builtins(compared.other)
        result["differences"] = {
            "endings": msgspec.to_builtins(compared.endings),
            "scores": msgspec.to_builtins(compared.scores),
            "alike": compared.alike,
        }
    if replies:
        result["best_replies"] = msgspec.to_builtins(replies)
    return result


def check(source_name: str, runs: int, seed: int, as_json: bool, lang: str | None) -> int:
    """Hold an exercise to what it expects of itself: 0, or 1 with what failed and by how much."""
    language, console = speech(lang), make_console()
    exercise, start = source(source_name)
    if start:
        raise Refusal("What is expected is expected of an exercise, not of a run.")
    if not exercise.file.expect:
        raise Refusal("This exercise expects nothing of itself. Write under 'expect' what should come of it.")
    with bars() as progress:
        task = progress.add_task(language.say("Runs"), total=None)
        found = list(held(exercise, runs, seed, lambda number: progress.advance(task, number)))
    if as_json:
        listed = [{**msgspec.to_builtins(entry), "holds": entry.holds, "off": entry.off} for entry in found]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        console.print(expected(found, language))
        failed = sum(not entry.holds for entry in found)
        said = (
            language.say("{number} of {all} expectations fail.", number=failed, all=len(found))
            if failed
            else language.say("All {all} expectations hold.", all=len(found))
        )
        console.print(Text(said, "title"))
    return int(any(not entry.holds for entry in found))


# Drawn


def expected(found: list[Held], language: Language) -> Table:
    """Each expectation with what was found."""
    table = grid("left", "left", "left", "right", "right", "left")
    words = (language.say("found"), language.say("expected"))
    table.add_row("", "", "", *(Text(word, "quiet") for word in words), "")
    for entry in found:
        off = (
            "" if entry.holds else language.say("off by {points}", points=language.number(f"{entry.off:.1f}"))
        )
        table.add_row(
            entry.format,
            language.say(entry.kind.replace("_", " ")),
            entry.id,
            language.number(f"{entry.found:.1f}%"),
            f"{entry.low:.0f}–{entry.high:.0f}%",
            Text(off, "edge"),
        )
    return table


def report(found: Figures, question: Question, language: Language) -> Iterator[RenderableType]:
    """The whole of it, part by part."""
    exercise = question.exercise
    yield head(found, question, language)
    yield part(language.say("Endings"), endings(found, exercise, language))
    yield part(language.say("Seats"), seats(found, exercise, language))
    yield part(language.say("Objectives"), objectives(found, exercise, language))
    yield part(language.say("Tracks"), courses(found, exercise, language))
    yield part(language.say("What never came"), *never(found, language))
    said = list(remarks(found, exercise, language))
    if said:
        yield part(language.say("What to make of it"), *(Text(f"– {text}") for text in said))


def head(found: Figures, question: Question, language: Language) -> RenderableType:
    """What was asked, and what the figures stand for."""
    say, file = language.say, question.exercise.file
    title = language.text(file.title)
    what = [
        language.text(file.formats[found.format].title),
        language.count(found.runs, "run", "runs"),
        say("seeds from {seed}", seed=found.seed),
    ]
    if question.start:
        what.insert(1, say("from turn {turn}", turn=question.start.game.turn))
    note = say(
        "Bots play every seat: the figures describe rules and doctrine, not people. Intervals hold 95 of 100."
    )
    return Group(heading(title), Text(" · ".join(what)), Text(note, style="quiet"))


def interval(found: Share) -> str:
    return f"{percent(found.low)}–{percent(found.high)}"


def bar(value: float) -> Text:
    """A share as a bar."""
    full = round(value * BAR)
    return Text.assemble(gauges.FULL * full, (gauges.EMPTY * (BAR - full), "quiet"))


def grid(*justify: str) -> Table:
    table = Table.grid(padding=(0, 2))
    for side in justify:
        table.add_column(justify=side, no_wrap=side == "right")  # type: ignore[arg-type]
    return table


def endings(found: Figures, exercise: Exercise, language: Language) -> Table:
    """Each ending with its share."""
    table = grid("left", "left", "right", "right")
    titles = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}
    for entry in found.endings:
        table.add_row(
            titles[entry.id],
            bar(entry.share.part),
            percent(entry.share.part),
            Text(interval(entry.share), "quiet"),
        )
    return table


def seats(found: Figures, exercise: Exercise, language: Language) -> Table:
    """Each seat with its score, and what it did with its capital and its turns."""
    say, table = language.say, grid("left", "right", "right", "right", "right", "right")
    words = (say("points"), say("most runs"), say("left"), say("lost"), say("idle turns"))
    table.add_row("", *(Text(word, "quiet") for word in words))
    for seat in found.seats:
        score = seat.score
        table.add_row(
            language.text(exercise.file.roles[seat.role].title),
            "–" if score is None else minus(language.tenths(score.mean)),
            "" if score is None else spread(score),
            *(language.number(f"{value:.1f}") for value in (seat.unspent.mean, seat.lost, seat.idle)),
        )
    if found.common:
        name = language.text(exercise.file.derived[exercise.file.common_score or ""].title)
        table.add_row(name, minus(language.tenths(found.common.mean)), spread(found.common), "", "", "")
    return table


def spread(found: Mean) -> str:
    """Where eight runs of ten lie."""
    return f"{minus(round(found.tenth))}…{minus(round(found.ninetieth))}"


def objectives(found: Figures, exercise: Exercise, language: Language) -> Table:
    """Each objective and red line with its share."""
    table = grid("left", "left", "left", "right", "right")
    titles = {goal.id: language.text(goal.title) for goal in (*exercise.objectives, *exercise.red_lines)}
    for entry, sign in [
        *((goal, " ") for goal in found.objectives),
        *((line, "!") for line in found.red_lines),
    ]:
        table.add_row(
            Text(sign, "edge"),
            Text(f"{language.text(exercise.file.roles[entry.role].title)}: {titles[entry.id]}"),
            bar(entry.share.part),
            percent(entry.share.part),
            Text(interval(entry.share), "quiet"),
        )
    return table


def courses(found: Figures, exercise: Exercise, language: Language) -> Table:
    """Each track turn by turn: the middle, and where eight runs of ten end."""
    say, table = language.say, grid("left", "left", "right", "right", "right")
    words = (say("middle"), say("start"), say("end"), say("peak in turn"))
    table.add_row("", *(Text(word, "quiet") for word in words))
    for course in found.courses:
        track = exercise.file.tracks[course.track.partition("(")[0]]
        middles: list[int | str | None] = [round(middle) for _, middle, _ in course.turns]
        low, _, high = course.turns[-1] if course.turns else (course.start, course.start, course.start)
        member = course.track.partition("(")[2].rstrip(")")
        table.add_row(
            language.text(track.title, member),
            gauges.spark(middles, track.min, track.max),
            minus(course.start),
            f"{minus(round(low))}…{minus(round(high))}",
            str(course.peak or "–"),
        )
    return table


def never(found: Figures, language: Language) -> Iterator[Text]:
    """What came in no run, by kind."""
    kinds = {
        "row": language.say("Rows"),
        "order": language.say("Orders"),
        "inject": language.say("Injects"),
        "agreement": language.say("Agreements"),
    }
    for kind, title in kinds.items():
        names = [entry.id for entry in found.came if entry.kind == kind and not entry.number]
        if names:
            more = f" … +{len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
            yield Text(f"{title}: {', '.join(names[:MOST_NAMED])}{more}")
    if all(entry.number for entry in found.came):
        yield Text(language.say("Everything that can come came."))


def differences(compared: Comparison, exercise: Exercise, language: Language) -> RenderableType:
    """What the change was worth."""
    say, table = language.say, grid("left", "right", "right", "left")
    titles = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}
    for entry in compared.endings:
        table.add_row(
            titles.get(entry.id, entry.id),
            f"{language.tenths(entry.mean * 100)} %",
            *sure(entry, 100, language),
        )
    for entry in compared.scores:
        name = language.text(exercise.file.roles[entry.id].title)
        table.add_row(name, language.tenths(entry.mean), *sure(entry, 1, language))
    alike = say("{share} of the runs are the same in both.", share=percent(compared.alike))
    return part(say("What the change does, on the same dice"), table, Text(alike))


def sure(entry: Difference, scale: int, language: Language) -> tuple[Text, Text]:
    """The interval of a difference, and whether it is one."""
    ends = f"{language.tenths(entry.low * scale)} … {language.tenths(entry.high * scale)}"
    return Text(ends, "quiet"), Text("" if entry.sure else language.say("no clear difference"), "quiet")


def write(folder: Path, found: Figures) -> None:
    """Tidy CSV: a file for each kind of figure."""
    from csv import writer

    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, tuple[list[str], Iterable[tuple[object, ...]]]] = {
        "endings": (
            ["ending", "runs", "share", "low", "high"],
            ((e.id, e.share.number, e.share.part, e.share.low, e.share.high) for e in found.endings),
        ),
        "objectives": (
            ["objective", "role", "share", "low", "high", "at_start"],
            ((g.id, g.role, g.share.part, g.share.low, g.share.high, g.at_start) for g in found.objectives),
        ),
        "red_lines": (
            ["red_line", "role", "share", "low", "high"],
            ((g.id, g.role, g.share.part, g.share.low, g.share.high) for g in found.red_lines),
        ),
        "seats": (
            ["role", "score", "low", "high", "unspent", "lost", "idle"],
            (
                (
                    s.role,
                    *((s.score.mean, s.score.low, s.score.high) if s.score else ("", "", "")),
                    s.unspent.mean,
                    s.lost,
                    s.idle,
                )
                for s in found.seats
            ),
        ),
        "tracks": (
            ["track", "turn", "tenth", "middle", "ninetieth"],
            ((c.track, number, *values) for c in found.courses for number, values in enumerate(c.turns, 1)),
        ),
        "came": (["kind", "id", "by_run"], ((c.kind, c.id, c.number) for c in found.came)),
    }
    for name, (columns, rows) in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            sheet = writer(file, lineterminator="\n")
            sheet.writerow(columns)
            sheet.writerows(rows)
