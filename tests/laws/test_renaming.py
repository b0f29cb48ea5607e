"""The law of renaming: what a seat is shown follows from what things are, never from what they are called."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.exchange.export import tables
from engine.exchange.export.cloudevents import cloudevents
from engine.play import dice, trace
from engine.record.folded import Record
from engine.record.run import Run
from engine.review.report import report
from engine.rules.exercise import Exercise
from engine.rules.problems import ExerciseError
from engine.views import CONTROL, PUBLIC, view
from tests.laws.renamed import Names, everywhere, ids, log_renamed, names, said
from tests.laws.test_stories import played

HASH = re.compile(r"\b[0-9a-f]{10}(?:[0-9a-f]{54})?\b")
"""Versions and hashes."""


@pytest.fixture
def both(exercise: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Run, Run, Names]:
    """A finished run with names that mean nothing, the same with hostile ones, and what stands for what."""
    run = played(exercise, tmp_path / "run.jsonl", 5)
    neutral, hostile = names(exercise.data)
    renaming = {neutral[name]: hostile[name] for name in hostile}
    back = {other: name for name, other in renaming.items()}
    key = dice.slot_key
    for module in (dice, trace):  # the dice hang on the paths, which are made of names
        monkeypatch.setattr(module, "slot_key", lambda slot: key(said(slot, back)))
    runs = []
    for title, chosen in (("neutral", neutral), ("hostile", hostile)):
        path = tmp_path / title / "run.jsonl"
        path.parent.mkdir()
        log_renamed(run.log.path, path, chosen)
        try:
            runs.append(Run.open(path))
        except ExerciseError as fault:
            raise AssertionError([problem.message for problem in fault.problems]) from None
    return runs[0], runs[1], renaming


def plain(value: Any) -> Any:
    """Data without what follows from the bytes of a log, and with names as they are read aloud."""
    if isinstance(value, dict):
        return {plain(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return HASH.sub("hash", value.replace("_", " ")) if isinstance(value, str) else value


def same(one: Any, other: Any, renaming: Names, place: str) -> None:
    """Hold that two things are the same but for the ids; `place` says where they are not."""
    expected = plain(everywhere(msgspec.to_builtins(one), renaming))
    different(expected, plain(msgspec.to_builtins(other)), place)


def different(expected: Any, found: Any, place: str) -> None:
    if isinstance(expected, dict) and isinstance(found, dict) and expected.keys() == found.keys():
        for key in expected:
            different(expected[key], found[key], f"{place}.{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for index, (one, other) in enumerate(zip(expected, found, strict=True)):
            different(one, other, f"{place}.{index}")
    else:
        assert found == expected, place


def test_what_is_shown_does_not_hang_on_names(both: tuple[Run, Run, Names]) -> None:
    """Law: with every id renamed, a finished run gives the same views, reports and exports but for ids."""
    one, other, renaming = both
    assert len(ids(one.exercise.data)) == len(renaming) > 80
    for seat in (*one.exercise.roles, CONTROL, PUBLIC):
        twin = renaming.get(seat, seat)
        for language in ("en", "pl"):
            place = f"{seat} {language}"
            same(view(one.state, seat, language), view(other.state, twin, language), renaming, place)
            reports = report(one, seat, language), report(other, twin, language)
            same(*reports, renaming, f"{place} report")
        same(tables(one, seat), tables(other, twin), renaming, f"{seat} tables")
        lines = (
            list(map(msgspec.json.decode, cloudevents(run, eyes)))
            for run, eyes in ((one, seat), (other, twin))
        )
        same(*lines, renaming, f"{seat} cloudevents")


def test_what_is_shown_during_play_does_not_hang_on_names(both: tuple[Run, Run, Names]) -> None:
    """Law: nor are the views of a run that goes on."""
    one, other, renaming = both
    records = [Record(run.exercise, run.state.seed) for run in (one, other)]
    for number, lines in enumerate(zip(one.log.lines, other.log.lines, strict=True), 1):
        for record, line in zip(records, lines, strict=True):
            record.take(line, line.events)
        seats = (*one.exercise.roles, CONTROL, PUBLIC)
        if number % 10 == 0:
            seat = seats[number // 10 % len(seats)]
            found = [
                view(record.state, eyes, "pl")
                for record, eyes in zip(records, (seat, renaming.get(seat, seat)), strict=True)
            ]
            same(*found, renaming, f"line {number}: {seat}")
