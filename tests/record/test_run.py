"""A run on disk: one flipped byte is found where it is, and nothing is repaired by looking."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine.play.commands import Command
from engine.record.log import Line, Log, LogError
from engine.record.run import Run
from engine.review.verify import verify
from engine.rules.exercise import Exercise
from engine.rules.load import load, names
from tests.laws.people import People


def small() -> Exercise:
    """The smallest exercise that ships."""
    return min((load(name) for name in names()), key=lambda exercise: len(exercise.slots))


def short_run(path: Path) -> Run:
    run = Run.start(small(), path, seed=1, people=["control"])
    one, two = run.exercise.roles[:2]
    run.do(Command("message", one, {"to": [two], "text": "zażółć gęślą jaźń"}))
    run.do(Command("advance"))
    run.do(Command("statement", two, {"text": "We say nothing."}))
    for _ in range(4):
        run.do(Command("advance"))
    run.do(Command("note", data={"text": "the last line"}))
    return run


def flip(path: Path, whole: bytes, position: int, bit: int) -> None:
    changed = bytearray(whole)
    changed[position] ^= 1 << bit
    path.write_bytes(changed)


def line_of(whole: bytes, position: int) -> int:
    return whole[:position].count(b"\n") + 1


def check_flip(path: Path, whole: bytes, position: int, bit: int) -> None:
    flip(path, whole, position, bit)
    damaged, line = path.read_bytes(), line_of(whole, position)
    try:
        finding, again = verify(path)
    except LogError:
        if line != 1:  # only what is no log at all cannot be verified
            raise
    else:
        assert finding is not None, f"the flipped bit {bit} of byte {position} was not found"
        # A newline that is gone makes one line of two, and the last line one that was never finished.
        assert finding.line == line, f"byte {position}: {finding}"
        assert not again
    last = whole.count(b"\n")
    if position == len(whole) - 1:
        assert len(Run.open(path).lines) == last - 1, "a torn last line is left out"
    else:
        with pytest.raises(LogError) as refused:
            Run.open(path)
        assert refused.value.line == line or (line == 1 and refused.value.line is None)
    assert path.read_bytes() == damaged, "looking repairs nothing"
    assert sorted(entry.name for entry in path.parent.iterdir() if "torn" in entry.name) == []


def test_a_flipped_bit_is_found_where_it_is(path: Path) -> None:
    """Law: one changed bit: `verify` names its line, opening refuses it, and looking changes nothing."""
    short_run(path)
    whole, chance = path.read_bytes(), Random(1)
    first = whole.index(b"\n")
    ends = [position for position in range(len(whole)) if whole[position : position + 1] == b"\n"]
    positions = [*ends, 0, len(whole) - 2, *(chance.randrange(first) for _ in range(40))]
    positions += [chance.randrange(first, len(whole)) for _ in range(150)]
    for position in positions:
        check_flip(path, whole, position, chance.randrange(8))


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_a_flipped_bit_is_found_at_thousands_of_bytes(path: Path, part: int) -> None:
    """The same law at every ninth byte after the first line, and at five hundred of the first; in parts, so
    that several processes share them.
    """
    short_run(path)
    whole, chance = path.read_bytes(), Random(2)
    first = whole.index(b"\n")
    positions = (*sorted(chance.sample(range(first), 500)), *range(first, len(whole), 9))
    for position in positions[part::4]:
        check_flip(path, whole, position, chance.randrange(8))


def test_a_run_goes_on_after_a_torn_line(path: Path) -> None:
    """A last line never finished was never acknowledged: it is set aside by the next command alone."""
    run = short_run(path)
    whole, count = path.read_bytes(), len(run.lines)
    path.write_bytes(whole + b'{"seq":')
    assert len(Run.open(path).lines) == count
    assert path.read_bytes() == whole + b'{"seq":'
    again = Run.open(path)
    again.do(Command("note", data={"text": "on"}))
    assert len(Run.open(path).lines) == count + 1
    assert verify(path) == (None, True)
    assert path.with_name(f"{path.name}.torn").read_bytes() == b'{"seq":'


def test_a_log_that_tells_another_story_is_found(path: Path) -> None:
    """A chain that is whole and events that its commands would not cause: re-adjudication names the line."""
    short_run(path)
    other = path.with_name("other.jsonl")
    lines = Log.open(path).lines
    copy = Log.create(other, entry(lines[0]))
    with copy.locked():
        copy.refresh()
        for line in lines[1:]:
            changed = entry(line)
            if line.command == "statement":
                changed["events"] = [{**line.events[0], "text": "We say everything."}]
            copy.append(**changed)
    finding, _ = verify(other)
    assert finding is not None
    assert (finding.what, finding.line) == ("rules", 4)


def entry(line: Line) -> Any:
    fields = ("id", "at", "actor", "capacity", "command", "data", "events")
    return {name: getattr(line, name) for name in fields}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nobody_need_read_what_they_wrote(exercise: Exercise, path: Path, seed: int) -> None:
    """Law: a line as a command returns it, with its data and events, is the line as everybody reads it."""
    run = Run.start(exercise, path, seed=seed, people=list(exercise.roles), ready=seed == 2)
    people = People(run, seed)
    for _ in range(2):
        people.play(most=60)
        people.attempt(people.undo())
    assert len(run.lines) > 60
    assert Run.open(path).lines == run.lines


def test_data_stand_in_a_line_as_plain_values(path: Path) -> None:
    run = Run.start(small(), path, seed=1, people=["control"])
    role = run.exercise.roles[0]
    words = {"text": "We talk.", "to": tuple(run.exercise.roles[1:2])}
    assert run.do(Command("message", role, words)).data == {**words, "to": list(words["to"])}
    assert Run.open(path).lines == run.lines


def test_starting_never_overwrites(path: Path) -> None:
    """A run that is there stays there."""
    run = short_run(path)
    whole = path.read_bytes()
    with pytest.raises(LogError, match="there is a file already"):
        Run.start(run.exercise, path, seed=2)
    assert path.read_bytes() == whole
