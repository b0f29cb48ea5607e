"""`whitecell rehearse`: thousands of runs played by bots, and what came of them."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from console.answers import beside
from console.leverage import otherwise
from console.pairs import pairs
from console.rehearsed import expected, report
from console.screen import make_console
from console.speech import speech
from engine.exchange.delivery import deliver
from engine.exchange.figures import plain, write_figures
from engine.exchange.levers import of_paired
from engine.play.adjudicate import RULES
from engine.play.events import Locked
from engine.play.refusal import Refusal
from engine.play.state import State
from engine.record.migration import rules_of
from engine.rehearsal.best_reply import Reply, best_reply, most_tried
from engine.rehearsal.columns import Rulebook
from engine.rehearsal.comparison import compare
from engine.rehearsal.ensemble import roles
from engine.rehearsal.expectations import held
from engine.rehearsal.inquiry import Findings
from engine.rehearsal.leverage import Forced, Limit, forced, limits, numbers
from engine.rehearsal.paired import paired
from engine.rehearsal.policies import DOCTRINE, Play
from engine.rehearsal.question import Crew, Question, answer, changed, meant, play
from engine.rehearsal.sensitivity import Change, changes, sensitivity
from engine.rehearsal.weights import ensembles, weights
from engine.rehearsal.what_if import what_if
from engine.review.claims import how_ended
from engine.rules.exercise import Exercise
from engine.rules.load import load
from engine.words.language import Language

if TYPE_CHECKING:
    from engine.record.run import Run

CHANGED = 1_000
"""Runs by which one change is judged, where there are many of them."""


CONTROL = {"timetable": DOCTRINE, "offered": Play("offered")}
"""How control can be played."""


class Taken(NamedTuple):
    """What is rehearsed."""

    exercise: Exercise
    start: State | None = None
    """Where a run is taken up."""
    run: "Run | None" = None
    older: int | None = None
    """The number of the rules that the run was played under, if they are not those of this edition."""


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
    limits: bool
    moves: bool
    weights: bool = False
    sensitivity: bool = False
    turn: int = 0
    """Of a run, the turn at whose beginning it is taken up; 0 where it stands."""
    own_dice: bool = False


def rehearse(
    asked: Asked,
    as_json: bool,
    folder: str,
    lang: str | None,
    crew: Crew | None = None,
    force: bool = False,
) -> int:
    """Ask, print, and write what was asked for; 0. Raises Refusal for what makes no sense."""
    language, console = speech(lang), make_console()
    taken = source(asked.source, asked.turn)
    question = understood(asked, taken)._replace(crew=crew)
    if asked.own_dice:
        return on_own_dice(asked, question, taken, as_json, language)
    if taken.start and taken.start.game.finished:
        raise Refusal(
            "This run has ended. Take it up at a turn (--turn N), or rehearse its exercise.",
        )
    found = answers(asked, question, language)
    if folder:
        write_figures(Path(folder), found, force=force)
    if as_json:
        rules = {} if taken.older is None else {"rules": {"run": taken.older, "today": RULES}}
        print(json.dumps({**plain(found), **rules}, ensure_ascii=False, indent=1))
        return 0
    for drawn in report(found.figures, question, typed(asked), language):
        console.print(drawn)
    if taken.older is not None:
        console.print(Text(older_rules(taken.older, language), "quiet"))
    for drawn in beside(found, question.exercise, language):
        console.print(drawn)
    return 0


def answers(asked: Asked, question: Question, language: Language) -> Findings:
    """Play everything that was asked for."""
    other = other_question(asked, question)
    scored = roles(Rulebook(question.exercise, question.format, question.preset))
    seats = scored if "all" in asked.replies else list(dict.fromkeys(asked.replies))
    for role in seats:
        known(role, scored, "There is no seat '{name}' with a score.{help}")
    with bar(language.say("Runs"), language, asked.runs * (1 if other is None else 2)) as told:
        compared = None if other is None else compare(question, other, told)
        figures = answer(question, told) if compared is None else compared.first
    file, fewer = question.exercise.file, question._replace(runs=min(question.runs, CHANGED))
    found_limits: list[Limit] = []
    found_moves: list[Forced] = []
    found_changes: list[Change] = []
    weighed = None
    replies = list(replies_of(question, seats, language))
    if asked.limits:
        with bar(language.say("Limits"), language, 2 * len(numbers(question.exercise.data))) as told:
            found_limits = list(limits(fewer, lambda name: told(1)))
    if asked.moves:
        with bar(language.say("Moves"), language, len(file.moves)) as told:
            found_moves = list(forced(fewer, lambda name: told(1)))
    if asked.weights:
        with bar(language.say("Weights"), language, question.runs * ensembles(question)) as told:
            weighed = weights(question, told)
    if asked.sensitivity:
        with bar(language.say("Changes"), language, changes(question)) as told:
            found_changes = list(sensitivity(fewer, lambda name: told(1)))
    return Findings(figures, compared, replies, found_limits, found_moves, weighed, found_changes)


def on_own_dice(asked: Asked, question: Question, taken: Taken, as_json: bool, language: Language) -> int:
    """What would have come of a run that has ended, on its own dice."""
    if not taken.run or not question.start:
        raise Refusal("Only a run has dice of its own; an exercise has none.")
    if question.start.game.finished:
        raise Refusal("Say with --turn N from which turn on it is played otherwise.")
    if asked.replies or asked.limits or asked.moves or asked.weights or asked.sensitivity:
        raise Refusal("On its own dice a run is played on once: ask for nothing that needs many runs.")
    changed = other_question(asked, question) or question
    found = what_if(changed, taken.run.state)
    if as_json:
        print(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1))
        return 0
    console = make_console()
    console.print(otherwise(found, changed.exercise, typed(asked), language))
    if taken.older is not None:
        console.print(Text(older_rules(taken.older, language), "quiet"))
    return 0


def older_rules(number: int, language: Language) -> str:
    """Said of a run that was played under other rules than those of this edition."""
    return language.say(
        "This run was played under rules {number}. What is played on follows those of this edition, {today}.",
        number=number,
        today=RULES,
    )


def typed(asked: Asked) -> str:
    """What was asked beyond the exercise itself, as it was typed."""
    parts = [] if asked.everybody == "doctrine" else [asked.everybody]
    parts += [*asked.seats, *asked.settings, *(f"--without {name}" for name in asked.without)]
    parts += [f"--against {asked.against}"] if asked.against else []
    return " · ".join([*parts, *(["--own-dice"] if asked.own_dice else [])])


def understood(asked: Asked, taken: Taken) -> Question:
    """The question as it was typed, without its changes. Raises Refusal."""
    exercise, start = taken.exercise, taken.start
    file, preset = exercise.file, asked.preset
    if start:
        if asked.format_id or asked.preset:
            raise Refusal("A run has its format and preset; leave --format and --preset out.")
        format_id, preset = start.game.format, start.game.preset
    else:
        format_id = asked.format_id or exercise.default_format
        known(format_id, file.formats, "There is no format '{name}'.{help}")
        if preset:
            known(preset, file.presets, "There is no preset '{name}'.{help}")
    plays = dict.fromkeys((*exercise.roles, "control"), way_of(asked.everybody, exercise))
    for text in asked.seats:
        role, sign, way = text.partition("=")
        if not sign:
            raise Refusal("'{value}' is not of the form ROLE=POLICY.", value=text)
        known(role, (*exercise.roles, "control"), "There is no role '{name}'.{help}")
        if role == "control":
            known(way, CONTROL, "There is no way for control to play '{name}'.{help}")
            plays[role] = CONTROL[way]
            continue
        plays[role] = way_of(way, exercise)
        for key in plays[role].orders:
            if exercise.orders[key].role != role:
                raise Refusal("'{order}' is no order of {role}.", order=key, role=role)
    return Question(exercise, asked.runs, asked.seed, format_id, preset, plays, start=start)


def way_of(text: str, exercise: Exercise) -> Play:
    """How a seat is played: as `engine.rehearsal.question.play` reads it, or by the orders of a run."""
    kind, _, path = text.partition(":")
    if kind != "run":
        return play(text, exercise)
    from engine.record.run import Run  # the fewest ask for a run, and it brings half of the engine

    run, script = Run.open(path), dict[int, tuple[str, ...]]()
    if run.exercise.id != exercise.id:
        raise Refusal("This is a run of '{one}', not of '{other}'.", one=run.exercise.id, other=exercise.id)
    for moment in run.state.game.history:
        if isinstance(moment.event, Locked):
            given = [entry["order"] for entries in moment.event.orders.values() for entry in entries]
            script[moment.turn] = tuple(key for key in given if key in exercise.orders)
    return Play("run", script=tuple(script.items()))


def source(name: str, turn: int = 0) -> Taken:
    """An exercise, or a run with where it stands or stood as a turn began. Raises Refusal."""
    path = Path(name)
    if not path.is_file() or path.suffix in (".yaml", ".yml"):
        if turn:
            raise Refusal("An exercise begins at its start; leave --turn out.")
        return Taken(load(name))
    from engine.record.run import Run
    from engine.review.replay import at_line, situation_line, turns

    run = Run.open(name)
    rules = rules_of(run.log.lines)
    older = None if rules == RULES else rules
    if not turn:
        return Taken(run.exercise, run.state, run, older)
    if turn not in turns(run):
        raise Refusal(
            "Turn {turn} has not been played. Played so far: {played}.",
            turn=turn,
            played=", ".join(map(str, turns(run))),
        )
    return Taken(run.exercise, at_line(run, situation_line(run, turn)), run, older)


def known(name: str, names: Iterable[str], message: str) -> None:
    """Raise Refusal where a name is none of these."""
    names = list(names)
    if name not in names:
        raise Refusal(message, name=name, help=meant(name, names) or f" ({', '.join(names)})")


def other_question(asked: Asked, question: Question) -> Question | None:
    """The question with what was to be changed; None where nothing was."""
    if not (asked.settings or asked.against or asked.without):
        return None
    exercise = load(asked.against) if asked.against else question.exercise
    if asked.against:
        comparable(exercise, question)
    if question.start and any(text.partition("=")[0] in exercise.file.tracks for text in asked.settings):
        raise Refusal("This run has left its start, so the start of a track cannot be changed.")
    for name in asked.without:
        known(name, exercise.file.injects, "There is no inject '{name}'.{help}")
    return question._replace(
        exercise=changed(exercise, settings(asked.settings), thorough=True), without=asked.without
    )


def comparable(other: Exercise, question: Question) -> None:
    """Raise Refusal where another exercise is no version of this one that can be asked the same."""
    one = question.exercise
    if question.start:
        raise Refusal("A run goes on under its own exercise; leave --against out.")
    alike = other.id == one.id and other.roles == one.roles and question.format in other.file.formats
    if not alike or (question.preset and question.preset not in other.file.presets):
        raise Refusal(
            "'{other}' is no version of '{one}': it needs the same id, roles, format and preset.",
            other=other.id,
            one=one.id,
        )


def settings(texts: Iterable[str]) -> dict[str, int]:
    """`bank=3` by name. Raises Refusal."""
    found = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not value.lstrip("+-").isdigit():
            raise Refusal("'{value}' is not of the form name=value with a whole number.", value=text)
        found[name] = int(value)
    return found


def bars() -> Progress:
    """Bars beside what is printed; none where nobody looks at a terminal."""
    console = make_console(errors=True)
    columns = TextColumn("{task.description}"), BarColumn()
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def bar(title: str, language: Language, total: int) -> Iterator[Callable[[int], None]]:
    """A bar that fills."""
    with bars() as progress:
        task = progress.add_task(title, total=total)
        yield lambda number: progress.advance(task, number)


def replies_of(question: Question, seats: Sequence[str], language: Language) -> Iterator[Reply]:
    """The best replies of seats, with one bar for all of them: what a search does not need, it skips."""
    sizes = [most_tried(question, role) for role in seats]
    with bars() as progress:
        task = progress.add_task("", total=sum(sizes))
        for place, role in enumerate(seats):
            name = language.text(question.exercise.file.roles[role].title)
            progress.update(task, description=language.say("Best reply of {role}", role=name))
            yield best_reply(question, role, lambda order: progress.advance(task))
            progress.update(task, completed=sum(sizes[: place + 1]))


def questions(
    source_name: str,
    runs: int,
    seed: int,
    as_json: bool,
    folder: str,
    lang: str | None,
    crew: Crew | None,
    force: bool = False,
) -> int:
    """Ask the paired rehearsals that an exercise names, and nothing else; 0. Of a run, those of its exercise,
    and beside them how it ended.
    """
    language, console = speech(lang), make_console()
    taken = source(source_name)
    exercise = taken.exercise
    if not exercise.file.rehearsals:
        raise Refusal("This exercise names no paired rehearsals. Write them under 'rehearsals'.")
    with bar(language.say("Runs"), language, 2 * runs * len(exercise.file.rehearsals)) as told:
        found = list(paired(exercise, runs, seed, told=told, crew=crew))
    if folder:
        table = of_paired(found)
        deliver([(Path(folder) / f"{table.name}.csv", table.csv().encode())], force)
    if as_json:
        print(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1))
        return 0
    for drawn in pairs(found, exercise, language, how_ended(taken.start.game) if taken.start else None):
        console.print(drawn)
    if taken.older is not None:
        console.print(Text(older_rules(taken.older, language), "quiet"))
    return 0


def check(
    source_name: str, runs: int, seed: int, as_json: bool, lang: str | None, crew: Crew | None = None
) -> int:
    """Hold an exercise to what it expects of itself: 0, or 1 with what failed and by how much."""
    language, console = speech(lang), make_console()
    taken = source(source_name)
    exercise = taken.exercise
    if taken.start:
        raise Refusal("What is expected is expected of an exercise, not of a run.")
    if not exercise.file.expect:
        raise Refusal("This exercise expects nothing of itself. Write under 'expect' what should come of it.")
    with bars() as progress:
        task = progress.add_task(language.say("Runs"), total=None)
        found = list(held(exercise, runs, seed, lambda number: progress.advance(task, number), crew))
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
