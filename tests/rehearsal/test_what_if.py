"""What would have come of a run that has ended, on its own dice."""

from pathlib import Path

import pytest

from engine.play.commands import Command
from engine.play.commands.declared import Undo
from engine.play.refusal import Refusal
from engine.record.run import Run
from engine.rehearsal.policies import Play
from engine.rehearsal.question import Question
from engine.rehearsal.what_if import what_if
from engine.review.replay import at_line, situation_line, turns
from engine.rules.exercise import Exercise


def ended(exercise: Exercise, path: Path, seed: int) -> Run:
    """A run of bots whose second turn was published, taken back and thrown again."""
    run = Run.start(exercise, path, seed=seed)
    while run.state.game.turn < 3:
        run.press_on()
    assert run.do(Command.of(Undo(line=situation_line(run, 2))))
    assert run.state.room.takes
    while not run.state.game.finished:
        run.press_on()
    return run


def asked(run: Run, turn: int, **plays: Play) -> Question:
    start = at_line(run, situation_line(run, turn))
    return Question(
        run.exercise, format=start.game.format, preset=start.game.preset, plays=plays, start=start
    )


def test_played_as_it_was_a_run_ends_as_it_did(exercise: Exercise, tmp_path: Path) -> None:
    """Law: from every turn on the dice are those of the run, also where an undo had them thrown again."""
    for seed in range(3):
        run = ended(exercise, tmp_path / f"{seed}.jsonl", seed)
        for turn in turns(run):
            found = what_if(asked(run, turn), run.state)
            assert found.would == found.was
            assert found.turn == turn
    assert run.state.game.finished
    assert found.was.scores == run.state.game.finished.scores


def test_played_otherwise_it_ends_otherwise(exercise: Exercise, tmp_path: Path) -> None:
    run = ended(exercise, tmp_path / "run.jsonl", 4)
    found = what_if(asked(run, 1, **dict.fromkeys(exercise.roles, Play("passing"))), run.state)
    assert found.would != found.was


def test_a_run_that_goes_on_keeps_its_dice_to_itself(exercise: Exercise, tmp_path: Path) -> None:
    """Law: nobody learns what dice will show that are not thrown yet."""
    run = Run.start(exercise, tmp_path / "run.jsonl", seed=1)
    while run.state.game.turn < 2:
        run.press_on()
    with pytest.raises(Refusal, match="goes on"):
        what_if(asked(run, 1), run.state)
