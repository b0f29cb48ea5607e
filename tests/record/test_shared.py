"""Runs of one exercise share it: compiled once, held once, and known by its very text."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.play.commands import Command
from engine.record import shared
from engine.record.log import Log
from engine.record.run import Run
from engine.review import verify as verification
from engine.rules import load as loading
from engine.rules.digest import digest
from tests.play.tiny import exercise


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the exercises that are built from now on."""
    found: list[str] = []
    build = loading.Builder.build

    def counted(builder: Any) -> Any:
        found.append(builder.file.id)
        return build(builder)

    monkeypatch.setattr(loading.Builder, "build", counted)
    return found


def started(folder: Path, number: int, **parts: Any) -> list[Path]:
    paths = [folder / f"{place}.jsonl" for place in range(number)]
    for place, path in enumerate(paths):
        run = Run.start(exercise(**parts), path, seed=place, people=["north"])
        run.do(Command("advance"))
        run.log.close()
    return paths


def test_runs_of_one_exercise_compile_it_once_and_hold_it_once(tmp_path: Path, built: list[str]) -> None:
    paths = started(tmp_path, 5)
    shared.forget()
    built.clear()
    runs = [Run.open(path) for path in paths]
    assert len(built) == 1
    assert len({id(run.exercise) for run in runs}) == 1
    assert len({id(run.log.lines[0].data["exercise"]) for run in runs}) == 1
    assert [run.state.seed for run in runs] == [0, 1, 2, 3, 4]


def test_the_order_of_keys_makes_another_exercise(tmp_path: Path) -> None:
    """The digest does not mind it; the order of roles counts in play."""
    (path,) = started(tmp_path, 1)
    data = msgspec.json.decode(path.read_bytes().splitlines()[0])["data"]["exercise"]
    turned = {**data, "roles": dict(reversed(data["roles"].items()))}
    first, second = (shared.shared(found, digest(data)) for found in (data, turned))
    assert first.digest == second.digest
    assert first.roles == second.roles[::-1]


def test_verifying_reads_a_log_once_and_compiles_it_once(
    tmp_path: Path, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = started(tmp_path, 1)
    shared.forget()
    built.clear()
    opened: list[Path] = []
    open_log = Log.open.__func__  # type: ignore[attr-defined]
    monkeypatch.setattr(
        Log, "open", classmethod(lambda kind, path, *rest: opened.append(path) or open_log(kind, path, *rest))
    )
    monkeypatch.setattr(verification.records, "verify", None)
    assert verification.verify(path) == (None, 1)
    assert (len(built), opened) == (1, [path])


def test_words_cost_the_same_however_many_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message moves nothing: no state is copied for it, and what is refused leaves the state as it was."""
    run = Run.start(exercise(), tmp_path / "run.jsonl", seed=1, people=["north"])
    monkeypatch.setattr("engine.play.state.State.copy", None)
    run.do(Command("message", "north", {"to": ["south"], "text": "One."}))
    with pytest.raises(Exception, match="empty"):
        run.do(Command("message", "north", {"to": ["south"], "text": " "}))
    run.do(Command("note", data={"text": "Two."}))
    assert [message.text for message in run.state.room.messages.values()] == ["One."]
    again = Run.open(run.log.path)
    assert again.state.room.history == run.state.room.history
    assert again.state.room.messages == run.state.room.messages
