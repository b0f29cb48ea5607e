"""The scramble law: what a seat has not been told may be otherwise, and its view is the same to the byte."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from engine.play import events as happened
from engine.play.events import Event
from engine.record.folded import Record
from engine.record.run import Run
from engine.review.verify import verify
from engine.rules.exercise import Exercise
from engine.views import Stories, view
from tests.laws.people import CANARY, People
from tests.laws.scramble import PUBLIC, Twin


def played(
    exercise: Exercise, path: Path, seed: int, *, undo: bool = False, preset: str | None = None
) -> Run:
    """A run with people at the table who do everything that people do."""
    people, drafts = list(exercise.roles), seed % 3 != 0
    run = Run.start(exercise, path, seed=seed, people=people, preset=preset, ready=True, drafts=drafts)
    people = People(run, seed)
    if undo:
        for _ in range(3):
            people.play(most=12)
            people.attempt(people.undo())
    people.play()
    assert run.state.game.finished
    return run


def seats_of(run: Run) -> list[str]:
    """Everybody who does not see all under the preset."""
    preset = run.exercise.file.presets.get(run.state.game.preset)
    control = {role for role, seat in preset.seats.items() if seat.is_ == "control"} if preset else set()
    return [*(role for role in run.exercise.roles if role not in control), PUBLIC]


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    """Where two views differ, so that a leak can be read."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = {**one, **other}
        return [text for key in keys for text in differences(one.get(key), other.get(key), f"{where}.{key}")]
    if isinstance(one, list) and isinstance(other, list):
        if len(one) == len(other):
            pairs = enumerate(zip(one, other, strict=True))
            return [text for index, (a, b) in pairs for text in differences(a, b, f"{where}[{index}]")]
        only = [[item for item in some if item not in rest] for some, rest in ((one, other), (other, one))]
        return [f"{where}: {only[0]} | {only[1]}"]
    return [] if one == other else [f"{where}: {one!r} | {other!r}"]


def hold(
    run: Run, lines: list[list[Event]], seat: str, every: int, seed: int, *, running: bool = False
) -> None:
    """The law for one seat at every so-manieth line of a run, in both languages.

    `running` lets both tell their stories bit by bit, as servers do, instead of from the start each time.
    """
    twin = Twin(run.exercise, seat, lines, run.state.seed)
    stories = {id(record): Stories(record.state) if running else None for record in (twin.true, twin.other)}
    for number in range(1, len(lines) + 1):
        twin.step()
        if number % every and number != len(lines):
            continue
        for language in ("en", "pl")[:: 1 if number == len(lines) else 2]:
            one, other = (
                view(record.state, seat, language, stories[id(record)]) for record in (twin.true, twin.other)
            )
            if msgspec.json.encode(one) != msgspec.json.encode(other):
                leaks = "\n".join(differences(one, other)[:6])
                pytest.fail(f"seed {seed}, line {number}, {seat} in {language} sees a secret:\n{leaks}")


def undisclosed(run: Run) -> list[list[Event]]:
    """The lines of a run, up to what control releases after its end."""
    lines = run.record.events
    last = [
        number for number, line in enumerate(lines) if any(isinstance(e, happened.Disclosed) for e in line)
    ]
    return lines[: last[0]] if last else lines


def test_no_seat_sees_what_it_was_not_told(exercise: Exercise, path: Path) -> None:
    """Law: all through a run, for every role and the public."""
    run = played(exercise, path, 1)
    assert verify(path) == (None, True)
    for seat in seats_of(run):
        hold(run, undisclosed(run), seat, 7, 1)


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_no_seat_sees_a_secret_in_other_runs(exercise: Exercise, tmp_path: Path, seed: int) -> None:
    """The same law at some lines of many runs, with games taken back and control's disclosures."""
    run = played(exercise, tmp_path / "run.jsonl", seed, undo=seed % 2 == 0)
    for seat in seats_of(run):
        hold(run, undisclosed(run), seat, 41, seed)
    for seat in seats_of(run)[seed % 4 :: 4]:
        for what in ("nothing", "traces"):
            lines = run.record.events
            until = next(
                number
                for number, line in enumerate(lines, 1)
                if any(isinstance(event, happened.Disclosed) and event.what == what for event in line)
            )
            hold(run, lines[:until], seat, 10_000, seed)


@pytest.mark.parametrize("number", range(2))
def test_no_seat_sees_a_secret_under_another_preset(exercise: Exercise, tmp_path: Path, number: int) -> None:
    """The same law in the seatings that are not the default."""
    presets = [name for name in exercise.file.presets if name != exercise.default_preset]
    if number >= len(presets):
        pytest.skip("there is no such preset")
    run = played(exercise, tmp_path / "run.jsonl", 20 + number, preset=presets[number])
    for seat in seats_of(run):
        hold(run, undisclosed(run), seat, 61, number)


@pytest.mark.long
def test_no_seat_sees_a_secret_at_any_line(exercise: Exercise, path: Path) -> None:
    """The same law at every single line of a run with a game taken back, the stories told bit by bit:
    that those are the stories told from the start is a law of its own, in `test_stories.py`.
    """
    run = played(exercise, path, 8, undo=True)
    for seat in seats_of(run):
        hold(run, undisclosed(run), seat, 1, 8, running=True)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 108))
def test_no_seat_sees_a_secret_in_many_runs(exercise: Exercise, tmp_path: Path, seed: int) -> None:
    """The same law at every ninth line of eight runs: what leaks stays for some lines, so that other runs
    find more than more lines of one.
    """
    run = played(exercise, tmp_path / "run.jsonl", seed, undo=seed % 2 == 0)
    for seat in seats_of(run):
        hold(run, undisclosed(run), seat, 9, seed)


def test_scrambling_changes_what_control_sees(exercise: Exercise, path: Path) -> None:
    """The law above is not empty: the scrambled run is another run, and control sees that it is."""
    run = played(exercise, path, 4)
    for seat in (seats_of(run)[0], PUBLIC):
        twin = Twin(run.exercise, seat, undisclosed(run), run.state.seed)
        for _ in undisclosed(run):
            twin.step()
        one, other = (view(record.state, "control") for record in (twin.true, twin.other))
        changed = {text.split(":")[0].split("[")[0].split(".")[1] for text in differences(one, other)}
        assert {"story", "msel", "all_capital", "evaluation"} <= changed, (
            f"{seat}: only {sorted(changed)} differ"
        )


def canaries(run: Run, seat: str) -> set[str]:
    """The private texts of a run that this seat was never given."""
    given: set[str] = set()
    letters: dict[str, happened.Messaged] = {}
    for event in (event for line in run.record.events for event in line):
        if isinstance(event, happened.Messaged):
            letters[event.message] = event
            readers = {event.sender, *event.to, *event.read_by}
            if event.through and not event.sealed:
                readers.add(event.through)
            if seat in readers:
                given |= {event.text, event.topic}
        elif (
            (isinstance(event, happened.Promised) and seat in (event.role, *event.to))
            or (isinstance(event, happened.Worded) and seat in (event.chair, *event.parties))
            or (isinstance(event, happened.Jotted) and event.role == seat)
        ):
            given.add(event.text)
        elif isinstance(event, happened.Delivered | happened.Exposed) and seat in event.to:
            given.add(letters[event.message].text)
        elif isinstance(event, happened.Proposed) and seat in (event.by, *event.parties, *event.invites):
            given.add(event.text)
        elif isinstance(event, happened.Improvised) and seat in event.to:
            for text in (event.text, event.sender, event.title):
                given |= {*text.values()} if isinstance(text, dict) else {text}
        elif (isinstance(event, happened.Requested) and event.role == seat) or (
            isinstance(event, happened.Replied) and seat in event.to
        ):
            given.add(event.text)
        elif (isinstance(event, happened.Laid) and seat in event.knows) or (
            isinstance(event, happened.Argued) and event.role == seat
        ):
            given |= {event.title, event.text, *event.reasons}
        elif isinstance(event, happened.Judged) and seat in event.knows:
            given |= {*event.counters.values(), event.reason if event.role == seat else ""}
        elif isinstance(event, happened.Answered) and event.question.rpartition("?")[2] == seat:
            given.add(event.text)
    return given


@pytest.mark.parametrize("seed", [5, pytest.param(6, marks=pytest.mark.long)])
def test_no_private_text_reaches_another_seat(exercise: Exercise, path: Path, seed: int) -> None:
    """Law: nothing in a view bears the mark of a text that this seat was not given."""
    run = played(exercise, path, seed)
    lines = undisclosed(run)
    allowed = {seat: canaries(run, seat) for seat in exercise.roles}
    record = Record(exercise, run.state.seed)
    for number, events in enumerate(lines, 1):
        record.take(SimpleNamespace(seq=number), events)  # type: ignore[arg-type]
        if number % 29 and number != len(lines):
            continue
        for seat in exercise.roles:
            text = msgspec.json.encode(view(record.state, seat)).decode()
            found = set(re.findall(rf"{CANARY}-\d+-ąę", text))
            assert found <= allowed[seat], f"line {number}: {seat} reads {found - allowed[seat]}"
