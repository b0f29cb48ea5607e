"""A Dask cluster plays what one process would, also when a worker dies in the middle of it."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from engine.play.refusal import Refusal
from engine.rehearsal import question as questions
from engine.rehearsal import travel
from engine.rehearsal.policies import Play
from engine.rehearsal.question import Question, answer
from engine.rules.load import load
from engine.workers.cluster import cluster
from tests.workers.test_processes import Deadly, until

NEEDED = os.environ.get("WHITECELL_CLUSTER") == "required"
if not NEEDED:
    pytest.importorskip("distributed", reason="a cluster needs Dask: pip install 'whitecell[cluster]'")

from distributed import Client  # noqa: E402 (only where it is installed)

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
QUIET = pytest.mark.filterwarnings("ignore")
"""What a cluster warns of is no matter of Whitecell's."""
pytestmark = [QUIET, pytest.mark.long]


@contextmanager
def program(
    *arguments: str, environment: dict[str, str] = ENVIRONMENT, cwd: Path = ROOT
) -> Iterator[tuple[int, str]]:
    """A scheduler or worker, with its process and the address that it tells."""
    command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment, cwd=cwd
    ) as running:
        assert running.stderr is not None
        told = ""
        try:
            for line in running.stderr:
                told += line
                if found := re.search(r"(?:Scheduler|Start worker) at: +(tcp://\S+)", line):
                    break
            else:
                pytest.fail(told)
            drain = threading.Thread(target=running.stderr.read, daemon=True)
            drain.start()
            yield running.pid, found[1]
            running.kill()
            drain.join()
        finally:
            running.kill()


def worker(address: str, environment: dict[str, str] = ENVIRONMENT, cwd: Path = ROOT) -> "ExitStack":
    """A worker of a scheduler, which is gone when this is left."""
    stack = ExitStack()
    stack.worker = stack.enter_context(  # type: ignore[attr-defined]
        program(
            *("dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"),
            environment=environment,
            cwd=cwd,
        )
    )
    return stack


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with program("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard") as (_, address):
        yield address


MIXED = Play("mixed", 40)


def asked(runs: int = 200, play: Play = MIXED) -> Question:
    exercise = load("grey-strait")
    return Question(exercise, runs, 3, plays={exercise.roles[0]: play})


def test_a_cluster_plays_what_one_process_does(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: with one worker or with three, of which one is killed while it has runs in hand."""
    monkeypatch.setattr(questions, "AT_ONCE", 20)
    found = answer(asked())
    with worker(scheduler):
        with cluster(scheduler) as crew:
            assert answer(asked()._replace(crew=crew)) == found
        with worker(scheduler) as second, worker(scheduler), cluster(scheduler) as crew:
            pid, address = second.worker
            with Client(scheduler, set_as_default=False) as watching:
                watching.wait_for_workers(3)

                os.kill(pid, signal.SIGSTOP)  # so that what it is given it never finishes

                def kill() -> None:
                    until(lambda: bool(watching.processing().get(address)))
                    os.kill(pid, signal.SIGKILL)

                killer = threading.Thread(target=kill)
                killer.start()
                assert answer(asked()._replace(crew=crew)) == found
                killer.join()


def test_runs_that_kill_their_workers_are_given_up(scheduler: str) -> None:
    """Law: with a sentence, when worker after worker has died over them."""
    given_up = pytest.raises(Refusal, match="died over the same runs")
    with worker(scheduler), worker(scheduler), cluster(scheduler) as crew, given_up:
        answer(asked(5, Deadly())._replace(crew=crew))


def test_a_worker_of_another_edition_is_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: what it would play might be something else."""
    monkeypatch.setattr(travel, "EDITION", "another")
    with worker(scheduler), pytest.raises(Refusal, match="Install the same"), cluster(scheduler):
        pass


def test_a_worker_without_whitecell_is_refused(scheduler: str, tmp_path: Path) -> None:
    """Law: with a sentence that says what to do."""
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "__init__.py").write_text("", "utf-8")
    bare = {**ENVIRONMENT, "PYTHONPATH": str(tmp_path)}
    refused = pytest.raises(Refusal, match="no Whitecell")
    with worker(scheduler, bare, tmp_path), refused, cluster(scheduler):
        pass


def test_no_cluster_and_no_worker_are_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: soon, with how to start one."""
    monkeypatch.setattr("engine.workers.cluster.PATIENCE", 0.3)
    for address, said in (("tcp://127.0.0.1:1", "dask scheduler"), ("no address", "dask scheduler")):
        with pytest.raises(Refusal, match=said), cluster(address):
            pass
    with pytest.raises(Refusal, match="has no worker"), cluster(scheduler):
        pass


def test_a_cluster_that_goes_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: a scheduler that dies ends the question with a sentence."""
    monkeypatch.setattr(questions, "AT_ONCE", 5)
    with ExitStack() as stack:
        pid, address = stack.enter_context(program("dask_scheduler", "--host", "127.0.0.1", "--port", "0"))
        stack.enter_context(worker(address))
        with cluster(address) as crew:

            def dying(parts):  # type: ignore[no-untyped-def]
                outcomes = crew(parts)
                yield next(outcomes)
                os.kill(pid, signal.SIGKILL)
                yield from outcomes

            with pytest.raises(Refusal, match="gone in the middle"):
                answer(asked(2000)._replace(crew=dying))
