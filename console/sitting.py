"""Sitting down at a run: taking a seat, or choosing a run first."""

from datetime import datetime
from pathlib import Path

from rich.text import Text

from console.matching import Option
from console.prompt import Back, Gone, Prompt, Quit
from console.screen import make_console
from console.speech import speech
from console.table import Table
from engine.language import LANGUAGES, Language
from engine.play.commands import Command, Refusal
from engine.record.log import LogError
from engine.record.run import Run

FOLDER = Path("runs")
EXERCISE = "korea-2025"
MOST_RUNS = 9


def sit(path: str, seat: str, lang: str | None, prompt: Prompt | None = None) -> None:
    """Take a seat of a run and play. A bot's seat is given to the person, and said."""
    language, console = speech(lang), make_console()
    run = Run.open(path)
    for notice in run.log.notices:
        console.print(Text(notice))
    seat = known_seat(run, seat)
    if run.state.seat(seat) != "person" and not run.state.game.finished:
        run.do(Command("seat", "control", {"seat": seat, "by": "person"}))
        console.print(Text(language.say("This seat was a bot's; now a person sits here.")))
    table = Table(run, seat, language, console, prompt or Prompt(console, language))
    if table.is_control and run.state.seat("control") != "person" and not run.state.game.finished:
        run.do(Command("seat", "control", {"seat": "control", "by": "person"}))
    table.play()


def known_seat(run: Run, seat: str) -> str:
    """A seat by its id or code. Raises Refusal."""
    from console.matching import fold

    for role, entry in run.exercise.file.roles.items():
        codes = entry.code.values() if isinstance(entry.code, dict) else [entry.code]
        if fold(seat) in (fold(role), *(fold(str(code)) for code in codes)):
            return role
    if fold(seat) == "control":
        return "control"
    raise Refusal(
        "There is no seat '{seat}'. Possible: {known}.",
        seat=seat,
        known=", ".join((*run.exercise.roles, "control")),
    )


def welcome(seat: str | None, lang: str | None) -> None:
    """Without a run: offer those in the folder `runs`, or a new one of Korea 2025."""
    console = make_console()
    try:
        language = ask_language(Prompt(console, speech(lang)), lang)
        prompt = Prompt(console, language)
        path, chosen = choose_run(prompt, seat)
        sit(str(path), chosen, language.code, prompt)
    except (Quit, Back):
        console.print(Text(speech(lang).say("Nothing was begun.")))
    except Gone:
        console.print(
            Text(
                speech(lang).say(
                    "Input has ended. Play with: {command}", command="whitecell play RUN --as ROLE"
                )
            )
        )


def ask_language(prompt: Prompt, lang: str | None) -> Language:
    if lang in LANGUAGES:
        return Language(str(lang))
    prompt.console.print(Text("Language / Język", style="title"))
    return Language(prompt.choose("1/2", [Option("en", "English"), Option("pl", "polski")]))


def choose_run(prompt: Prompt, seat: str | None) -> tuple[Path, str]:
    """A run that is there, or a new one; and the seat."""
    runs = existing()
    say = prompt.language.say
    if runs:
        prompt.console.print(Text(say("Runs that can be played on, or a new one:"), style="title"))
        options = [Option(str(path), standing(path, run, prompt.language)) for path, run in runs]
        options.append(Option("new", say("begin a new run")))
        chosen = prompt.choose(say("Which"), options)
        if chosen != "new":
            run = next(run for path, run in runs if str(path) == chosen)
            return Path(chosen), seat or ask_seat(prompt, run)
    return new_run(prompt, seat)


def existing() -> list[tuple[Path, Run]]:
    """The newest runs in the folder that have not ended. A file that is no run is passed over."""
    found = []
    paths = (
        sorted(FOLDER.glob("*.jsonl"), key=lambda path: path.stat().st_mtime, reverse=True)
        if FOLDER.is_dir()
        else []
    )
    for path in paths[:MOST_RUNS]:
        try:
            found.append((path, Run.open(path)))
        except (LogError, OSError):
            continue
    return found


def standing(path: Path, run: Run, language: Language) -> str:
    """A run in one line: its name, turn and phase."""
    game = run.state.game
    phase = "ENDEX" if game.finished else language.say(game.phase)
    return language.say(
        "{name}: turn {turn} of {turns}, {phase}",
        name=path.stem,
        turn=game.turn,
        turns=game.turns,
        phase=phase,
    )


def ask_seat(prompt: Prompt, run: Run) -> str:
    """Which seat; whoever already sits as a person comes first to mind, so it is said."""
    return prompt.choose(prompt.language.say("Which seat"), seats(run.exercise, prompt.language))


def seats(exercise: "object", language: Language) -> list[Option]:
    """Every role, then control."""
    file = exercise.file  # type: ignore[attr-defined]
    from console.gauges import CONTROL_MARK, mark

    found = [
        Option(role, f"{mark(place)} {language.text(entry.title)}", language.text(entry.code))
        for place, (role, entry) in enumerate(file.roles.items())
    ]
    return [*found, Option("control", f"{CONTROL_MARK} {language.say('Control: lead the exercise')}")]


def new_run(prompt: Prompt, seat: str | None) -> tuple[Path, str]:
    """A new run of Korea 2025: which seat, which length."""
    from engine.rules.load import load

    exercise, language = load(EXERCISE), prompt.language
    prompt.console.print(Text(""), Text(language.text(exercise.file.title), style="title"), sep="\n")
    prompt.console.print(Text(language.text(exercise.file.summary), style="world"), Text(""), sep="\n")
    chosen = seat or prompt.choose(language.say("Which seat"), seats(exercise, language))
    lengths = [
        Option(name, f"{language.text(entry.title)} ({language.count(entry.turns, 'turn', 'turns')})")
        for name, entry in exercise.file.formats.items()
    ]
    length = prompt.choose(language.say("How long"), lengths)
    FOLDER.mkdir(exist_ok=True)
    path = free_path(EXERCISE)
    Run.start(exercise, path, format_id=length, people=[chosen])
    prompt.console.print(Text(language.say("The run is kept in {path}.", path=path)))
    return path, chosen


def free_path(name: str) -> Path:
    """A path of today in the folder that is still free."""
    stem, number = f"{name}-{datetime.now():%Y-%m-%d}", 1
    while (path := FOLDER / f"{stem}-{number}.jsonl").exists():
        number += 1
    return path
