"""What stands after undos: found from the few lines that move the game, as by walking all of them."""

from pathlib import Path
from random import Random

import pytest

from engine.play.commands import Command
from engine.play.events import PhaseBegan, TurnBegan
from engine.record.folded import Record
from engine.record.run import Run
from engine.views.journal import Journal
from tests.play.tiny import exercise


def played(path: Path, seed: int) -> Run:
    """A run with words, steps, and undos of undos."""
    chance, run = Random(seed), Run.start(exercise(), path, seed=seed, people=["north"])
    for number in range(60):
        if chance.random() < 0.5:
            run.do(Command("note", data={"text": f"Note {number}."}))
        elif chance.random() < 0.3 and number > 3:
            run.do(Command("undo", data={"line": chance.randint(1, len(run.log.lines))}))
        elif not run.state.game.finished:
            run.press_on()
    return run


@pytest.mark.parametrize("seed", range(6))
def test_the_short_way_finds_what_the_long_way_finds(path: Path, seed: int) -> None:
    run = played(path, seed)
    record, lines = run.record, run.log.lines
    assert record.undone
    for target in range(1, len(lines) + 1):
        stands = record.standing(target)
        acts = [line for line in stands if line in set(record.past.acts)]
        assert list(record.past.standing_acts(target))[::-1] == acts
        assert record.past.taken(target) == [line for line in record.standing() if line not in set(stands)]
        events = [event for line in stands for event in record.events[line - 1]]
        turns = [event.turn for event in events if isinstance(event, TurnBegan)]
        phases = [event.phase for event in events if isinstance(event, PhaseBegan)]
        assert record.past.place_after(target) == (turns[-1], phases[-1])
    folded = Record(run.exercise, seed)
    for line in lines:
        folded.take(line, line.events)
        journal = Journal(folded.state, "en")
        journal.lines = lines[: line.seq]
        assert journal.place(line.seq) == (folded.state.game.turn, folded.state.game.phase)
    assert folded.state.game.vector == run.state.game.vector
    assert Journal(run.state, "en").tell(lines, 5) == Journal(run.state, "en").tell(lines)[:5]
