"""Processes play what one process would, also when one of them dies; and none outlives whoever asked."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.play.refusal import Refusal
from engine.rehearsal import question as questions
from engine.rehearsal.figures import figures
from engine.rehearsal.policies import Play
from engine.rehearsal.question import Question, answer, each, parts
from engine.rules.exercise import Exercise
from engine.rules.load import load
from engine.workers.cluster import cluster
from engine.workers.processes import cores, processes

ROOT = Path(__file__).resolve().parents[2]
REHEARSE = """import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from console.main import main
main()"""
"""Interrupted as from a keyboard, also where the tests run in the background of a shell, which ignores it."""


BEGUN = """import multiprocessing
from pathlib import Path
from engine.workers.processes import Worker
if __name__ == "__main__":
    worker = Worker()
    [child] = multiprocessing.active_children()
    print(Path(f"/proc/{child.pid}/status").read_text())
    worker.end()
"""
"""The first process that an interpreter begins, seen before it has run a line of its own."""


class Deadly(Play):
    """A way to play that ends the process in which it arrives."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (1,)


def test_the_same_seeds_make_the_same_whoever_plays(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: one process or several, and the parts come in their order."""
    monkeypatch.setattr(questions, "AT_ONCE", 30)
    asked, told = Question(exercise, 100, 4, plays={exercise.roles[0]: Play("mixed", 40)}), list[int]()
    found, other = (figures(one, 4) for one in each([asked, asked._replace(seed=9)]))
    for number in (1, 2):
        with processes(number) as crew:
            assert answer(asked._replace(crew=crew), told.append) == found
            several = [asked._replace(crew=crew, seed=seed) for seed in (4, 9)]
            assert [figures(one, 4) for one in each(several)] == [found, other]
        assert not multiprocessing.active_children()
    assert told == [30, 30, 30, 10] * 2
    assert cores() >= 1


def test_what_a_process_had_in_hand_is_played_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: one that dies in the middle takes nothing with it."""
    monkeypatch.setattr(questions, "AT_ONCE", 10)
    asked = Question(load("korea-2025"), 60)
    found = answer(asked)
    with processes(2) as crew:

        def dying(wanted):  # type: ignore[no-untyped-def]
            outcomes = crew(wanted)
            yield next(outcomes)
            for process in multiprocessing.active_children():
                process.kill()
                process.join()
            yield from outcomes

        assert answer(asked._replace(crew=dying)) == found


def test_processes_that_die_time_and_again_are_given_up() -> None:
    """Law: with a sentence, not for ever; and nothing is left of them."""
    asked = Question(load("korea-2025"), 10, plays={"usa": Deadly()})
    with processes(1) as crew, pytest.raises(Refusal, match="Process after process"):
        list(crew(parts(asked)))
    assert not multiprocessing.active_children()


def members(session: int) -> list[int]:
    """The processes of a session that are alive."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = entry.read_text().rpartition(")")
        except OSError:
            continue
        state, _, _, of, *_ = rest.split()
        if int(of) == session and state not in "ZX":
            found.append(int(entry.parent.name))
    return found


def until(holds: Callable[[], bool]) -> None:
    """Wait for a state."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="signals are read in /proc")
def test_no_process_hears_of_an_interruption_from_its_first_moment(tmp_path: Path) -> None:
    """Law: nor while Python begins in it, when nothing of ours could ignore the signal."""
    (tmp_path / "begun.py").write_text(BEGUN)
    status = subprocess.run(
        [sys.executable, tmp_path / "begun.py"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    held = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    deaf = int(held["SigBlk"], 16) | int(held["SigIgn"], 16)
    assert deaf & 1 << signal.SIGINT - 1


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")
@pytest.mark.parametrize("ended", ["interrupted", "killed"])
def test_nothing_outlives_whoever_asked(ended: str) -> None:
    """Law: after Ctrl-C, which the terminal sends to all of them, and after the asker was killed."""
    command = [sys.executable, "-c", REHEARSE, "rehearse", "korea-2025", "--runs", "900000", "--workers", "2"]
    with subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as asker:
        until(lambda: len(members(asker.pid)) >= 3)
        if ended == "killed":
            asker.kill()
        else:
            os.killpg(asker.pid, signal.SIGINT)
        until(lambda: not members(asker.pid))
        _, errors = asker.communicate(timeout=60)
    assert ended == "killed" or "Traceback" not in errors
    assert asker.returncode == (-signal.SIGKILL if ended == "killed" else 130)


def test_without_dask_a_cluster_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: with what to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Refusal, match="pip install"), cluster("tcp://127.0.0.1:8786"):
        pass
