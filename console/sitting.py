"""Sitting down at a run: taking a seat, or choosing a run first."""

from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from console.matching import Option
from console.prompt import Back, Gone, Prompt, Quit
from console.screen import make_console
from console.speech import speech
from console.table import Table
from engine.play.commands import Command, Refusal
from engine.play.commands.declared import Seat
from engine.play.state import PLAYERS
from engine.record.log import LogError
from engine.record.run import Run
from engine.record.torn import torn
from engine.words.language import Language
from engine.words.locale import languages

FOLDER = Path("runs")
EXERCISE = "korea-2025"
MOST_RUNS = 9
SAT_DOWN = {
    "person": "This seat is kept for you: nobody has taken it yet.",
    "program": "A program plays this seat. You join it.",
    "bot": "This seat was a bot's; now a person sits here.",
    "empty": "A person sits here now.",
}
"""By who had a seat that nobody has played yet, what is said to whoever takes it."""
LEADS = "This seat is control: it sees everything and runs the exercise."
LED = "Control was automatic until now; you lead. 'seat control bot' gives it back."


def sit(path: str, seat: str | None, lang: str | None, prompt: Prompt | None = None) -> None:
    """Take a seat of a run and play; without one named, go on as whoever played last.

    A bot's seat is given to the person, and said. Nobody becomes control who did not ask for it.
    """
    language, console = speech(lang), make_console()
    prompt = prompt or Prompt(console, language)
    run = Run.open(path)
    run.refresh()
    tell_torn(run, console, language)
    try:
        chosen = known_seat(run, seat) if seat else own_seat(run, prompt)
    except (Quit, Back, Gone, KeyboardInterrupt) as left:
        command = f"whitecell play {path} --as ROLE"
        console.print(Text(language.say("Nobody sat down. Name the seat with: {command}", command=command)))
        if isinstance(left, KeyboardInterrupt):
            raise SystemExit(130) from None
        return
    before, resumed = run.state.seat(chosen), has_played(run, chosen)
    if before not in PLAYERS and not run.state.game.finished:
        run.do(Command.of(Seat(seat=chosen, by="person")))
    if not (resumed and before in PLAYERS) and not run.state.game.finished:
        leads = chosen in run.state.control_roles
        led = chosen == "control" and before == "bot" and not run.state.control_roles
        before = "empty" if leads and before == "bot" else before
        console.print(Text(language.say(LED if led else SAT_DOWN[before])))
        if leads:
            console.print(Text(language.say(LEADS)))
    table = Table(run, chosen, language, console, prompt)
    if table.is_control and not run.state.controlled and not run.state.game.finished:
        run.do(Command.of(Seat(seat="control", by="person")))
    table.play(resumed=before in PLAYERS and resumed)


def has_played(run: Run, seat: str) -> bool:
    """Whether somebody in a seat has done or chosen anything, or, alone at the table, let the game go on."""
    alone = people(run) == [seat] and run.place not in ((1, "situation"), (1, "consultation"))
    return alone or seat in run.state.drafts or any(line.actor == seat for line in run.log.lines[1:])


def people(run: Run) -> list[str]:
    """The seats that people and programs have."""
    return [seat for seat in (*run.exercise.roles, "control") if run.state.played(seat)]


def own_seat(run: Run, prompt: Prompt) -> str:
    """The seat of whoever played last; asked for where that is not clear. Raises Back, Quit or Gone."""
    played = people(run)
    last = next((str(line.actor) for line in reversed(run.log.lines[1:]) if line.actor in played), None)
    if len(played) == 1:
        return played[0]
    if last is None:
        return ask_seat(prompt, run)
    command = f"whitecell play {run.log.path} --as ROLE"
    said = "Going on as {seat}, who played last. Another seat: {command}"
    roles, language = run.exercise.file.roles, prompt.language
    title = language.text(roles[last].title) if last in roles else language.say("Control")
    prompt.console.print(Text(language.say(said, seat=title, command=command)))
    return last


def tell_torn(run: Run, console: Console, language: Language) -> None:
    """Say that a line which was never acknowledged has been set aside, and that the clock was set back."""
    for found in (torn(run.log.path), run.timer.set_back):
        if found:
            console.print(Text(found.words(language.say)))


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
    except (Quit, Back, KeyboardInterrupt) as left:
        console.print(Text(speech(lang).say("Nothing was begun.")))
        if isinstance(left, KeyboardInterrupt):
            raise SystemExit(130) from None
    except Gone:
        console.print(
            Text(
                speech(lang).say(
                    "Input has ended. Play with: {command}", command="whitecell play RUN --as ROLE"
                )
            )
        )


def ask_language(prompt: Prompt, lang: str | None) -> Language:
    if lang in languages():
        return Language(str(lang))
    known = {code: Language(code) for code in languages()}
    title = " / ".join(dict.fromkeys(spoken.say("Language") for spoken in known.values()))
    prompt.console.print(Text(title, style="title"))
    numbers = "/".join(str(number) for number in range(1, len(known) + 1))
    return known[prompt.choose(numbers, [Option(code, spoken.about.name) for code, spoken in known.items()])]


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
            return Path(chosen), seat or own_seat(prompt=prompt, run=run)
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


def length_words(entry: Any, language: Language) -> str:
    """How many turns a format has, and how many minutes in all."""
    turns, minutes = language.count(entry.turns, "turn", "turns"), entry.turns * sum(entry.minutes.values())
    return f"{turns}, {language.count(minutes, 'minute', 'minutes')}" if minutes else turns


def seats(exercise: "object", language: Language) -> list[Option[str]]:
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
        Option(name, f"{language.text(entry.title)} ({length_words(entry, language)})")
        for name, entry in exercise.file.formats.items()
    ]
    length = prompt.choose(language.say("How long"), lengths)
    FOLDER.mkdir(exist_ok=True)
    path = free_path(EXERCISE)
    Run.start(exercise, path, format_id=length, people=[chosen], ready=True)
    prompt.console.print(Text(language.say("The run is kept in {path}.", path=path)))
    return path, chosen


def free_path(name: str) -> Path:
    """A path of today in the folder that is still free."""
    stem, number = f"{name}-{datetime.now():%Y-%m-%d}", 1
    while (path := FOLDER / f"{stem}-{number}.jsonl").exists():
        number += 1
    return path
