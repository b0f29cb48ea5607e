"""What the debrief answers is what its types say: no key more, none less, and every key has a meaning."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.record.run import Run
from engine.review.chances import swings
from engine.review.compare import compare
from engine.review.evidence import questions
from engine.review.fork import fork
from engine.review.learned import Comparison, ExplainedRuling, Ledger, StopEntry, Swings
from engine.review.luck import luck
from engine.review.pieces import DebriefQuestion
from engine.review.replay import Replay
from engine.views import CONTROL, PUBLIC
from tests.laws.declared import faults, never_met, reachable, without_meaning
from tests.play.test_evidence import asked, played

ROOTS = (Ledger, Swings, list[DebriefQuestion], Comparison, StopEntry, ExplainedRuling)


def answers(run: Run, eyes: str, language: str) -> Iterator[tuple[str, Any, Any]]:
    """All that is answered to a seat, each with its type."""
    yield "luck", luck(run.state, eyes, language), Ledger
    yield "questions", questions(run.state, eyes, language), list[DebriefQuestion]
    replay = Replay(run)
    stops = replay.stops(eyes, language)
    yield "stops", stops, list[StopEntry]
    for entry in stops:
        if entry["kind"] == "ruling" and (entry["sign"] or entry["stop"] % 5 == 0):
            yield f"stop {entry['stop']}", replay.explained(eyes, entry["stop"], language), ExplainedRuling


RARE = {"ExplainedRuling.reason", "ExplainedRuling.replaced"}
"""Of a ruling that control moved, which these runs do not come to: cards try overrides elsewhere."""


def test_every_answer_is_what_its_type_says(tmp_path: Path) -> None:
    """To control, a role and the public, of runs of people who do everything, in both languages; and every
    key that a type knows is there at some time, or it would be a meaning without a thing.
    """
    met: set[tuple[str, str]] = set()
    runs: list[Run] = []
    for number, name in enumerate(("grey-strait", "grey-strait", "korea-2025")):
        run = played(asked(name), tmp_path / f"{number}.jsonl", 6 * number + 2, undo=number == 1)
        runs.append(run)
        for eyes in (CONTROL, next(iter(run.exercise.roles)), PUBLIC):
            for at, found, kind in answers(run, eyes, ("en", "pl")[number % 2]):
                assert not (wrong := list(faults(found, kind, f"{eyes} {at}", met))[:8]), "\n".join(wrong)
    others = (*runs[:2], fork(runs[0], tmp_path / "fork.jsonl", 2))
    for other in others:
        assert not (wrong := list(faults(compare(runs[0], other), Comparison, "compare", met))), wrong[:8]
    for run in runs:
        assert not (wrong := list(faults(swings(run), Swings, "swings", met))), wrong[:8]
    own = [kind for kind in reachable(ROOTS) if kind.__module__.startswith("engine.review")]
    assert not (missing := never_met(own, met, RARE)), "\n".join(missing)


def test_every_key_has_a_meaning() -> None:
    assert not (found := list(without_meaning(reachable(ROOTS)))), "\n".join(found)
