"""Several processes on one run, and processes killed in the middle: nothing acknowledged is ever lost."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.review.verify import verify
from engine.rules.exercise import Exercise
from engine.rules.load import load, names

ROOT = Path(__file__).resolve().parents[2]

SPEAKER = """
import sys
from engine.play.commands import Command
from engine.record.run import Run
run, name, count = Run.open(sys.argv[1]), sys.argv[2], int(sys.argv[3])
roles = run.exercise.roles
for number in range(count):
    text = {"text": f"{name}-{number}"}
    command = (
        Command("message", roles[number % 2], {**text, "to": [roles[2]]}),
        Command("note", "control", text),
        Command("statement", roles[number % 3], text),
    )[number % 3]
    line = run.do(command)
    print(line.seq, flush=True)
"""

PLAYER = """
import sys
from engine.play.automatic import next_act
from engine.play.commands import Command, Refusal
from engine.record.run import Run
run, name = Run.open(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
number = 0
while True:
    number += 1
    if number % 3 == 0 and not run.state.game.finished:
        command = Command.of(next_act(run.state))
    elif run.state.game.finished:
        command = Command("undo", data={"line": 5})
    else:
        command = Command("note", data={"text": f"{name}-{number}"}, id=f"{name}-{number}")
    print(run.do(command).seq, command.id, flush=True)
"""


def small() -> Exercise:
    return min((load(name) for name in names()), key=lambda exercise: len(exercise.slots))


def child(program: str, path: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", program, str(path), *words],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_two_processes_command_one_run(path: Path) -> None:
    """Law: a thousand commands from two processes at once: nothing lost, nothing doubled, one chain."""
    Run.start(small(), path, seed=1, people=["control"])
    speakers = [child(SPEAKER, path, name, "500") for name in ("one", "two")]
    told = [speaker.communicate(timeout=120)[0].split() for speaker in speakers]
    assert [speaker.returncode for speaker in speakers] == [0, 0]
    run = Run.open(path)
    texts = [line.data["text"] for line in run.lines[1:]]
    assert sorted(texts) == sorted(f"{name}-{number}" for name in ("one", "two") for number in range(500))
    assert sorted(int(seq) for part in told for seq in part) == list(range(2, 1002))
    for name in ("one", "two"):
        own = [text for text in texts if text.startswith(name)]
        assert own == [f"{name}-{number}" for number in range(500)], "each in its own order"
    assert len(run.state.room.messages) + len(run.state.room.statements) == 1000 - 2 * 167
    assert verify(path) == (None, True)


def killed(path: Path, kills: int, seed: int) -> None:
    """Let a child command the run, kill it at a moment of chance, look, and go on with the next."""
    Run.start(small(), path, seed=seed)
    chance, acknowledged, lines = Random(seed), 0, 1
    ids: set[str] = set()
    for number in range(kills):
        player = child(PLAYER, path, f"child{number}")
        assert player.stdout is not None
        assert player.stdout.readline() == "ready\n"
        time.sleep(chance.random() * 0.08)
        os.kill(player.pid, signal.SIGKILL)
        rest = player.stdout.read()
        player.stdout.close()
        player.wait()
        # What was printed whole was acknowledged; a last word without its newline may be cut.
        for line in rest.splitlines(keepends=True):
            if line.endswith("\n"):
                seq, _, name = line.strip().partition(" ")
                acknowledged = int(seq)
                ids |= {name} if name else set()
        run = Run.open(path)
        assert len(run.lines) >= acknowledged >= lines - 1 or not rest
        assert ids <= {line.id for line in run.lines}, "acknowledged and lost"
        assert len({line.id for line in run.lines}) == len(run.lines), "doubled"
        line = run.do(Command("note", data={"text": f"after {number}"}))
        lines = line.seq
        assert line.seq == len(Run.open(path).lines)
    assert verify(path) == (None, True)
    assert acknowledged > kills, "the children did something before they were killed"


def test_killed_at_any_moment(path: Path) -> None:
    """Law: what a killed process had acknowledged is in the log, the run opens, and it goes on."""
    killed(path, 20, 1)


@pytest.mark.long
def test_killed_fifty_times(tmp_path: Path) -> None:
    """The same law, in two other runs of twenty-five kills."""
    for seed in (2, 3):
        killed(tmp_path / f"{seed}.jsonl", 25, seed)
