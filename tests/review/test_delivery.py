"""Files that people go on writing in: what somebody changed is never written over without a word, and a full
disk leaves what there was.
"""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from console.main import cli
from engine.exchange.delivery import DIGESTS, deliver
from engine.play.refusal import Refusal
from engine.record.run import Run
from tests.review.closed import closed_run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return closed_run(tmp_path_factory.mktemp("delivered") / "run.jsonl")


def whitecell(*words: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        cli.main([*words, "--lang", "en"])
    return int(leaving.value.code or 0)


WRITERS: dict[str, tuple[str, Callable[[Path, Path], tuple[str, ...]]]] = {
    "debrief": ("aar/report.md", lambda run, out: ("debrief", str(run), "--out", str(out / "aar"))),
    "debrief's data": (
        "aar/data/events.csv",
        lambda run, out: ("debrief", str(run), "--out", str(out / "aar")),
    ),
    "tables": ("data/events.csv", lambda run, out: ("export", str(run), "--out", str(out / "data"))),
    "events": (
        "run.ndjson",
        lambda run, out: ("export", str(run), "--format", "cloudevents", "--out", str(out / "run.ndjson")),
    ),
    "sheet": ("plan.csv", lambda run, out: ("msel", "export", str(run), str(out / "plan.csv"))),
    "workbook": ("plan.xlsx", lambda run, out: ("msel", "export", str(run), str(out / "plan.xlsx"))),
    "figures": (
        "figures/endings.csv",
        lambda run, out: ("rehearse", "grey-strait", "--runs", "3", "--csv", str(out / "figures")),
    ),
}
"""Everything of the house that writes files for people, and one file of each."""


@pytest.mark.parametrize("writer", WRITERS)
def test_what_somebody_changed_is_not_written_over(
    writer: str, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Law: written again where it is as it was, refused by name where it is not, and by force alone done."""
    name, words = WRITERS[writer]
    asked, file = words(run.log.path, tmp_path), tmp_path / name
    assert whitecell(*asked) == 0
    first = file.read_bytes()
    assert whitecell(*asked) == 0, "nobody has touched it"
    file.write_bytes(first + b"By hand.\n")
    others = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert whitecell(*asked) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert file.name in said
    assert "--force" in said
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == others
    assert whitecell(*asked, "--force") == 0
    assert file.read_bytes().partition(b"By hand")[1] == b""
    assert whitecell(*asked) == 0, "and then it is known again"


@pytest.mark.parametrize("name", ["plan.csv", "aar/report.docx"])
def test_what_was_here_before_is_not_ours(name: str, tmp_path: Path) -> None:
    """Law: a file that was not written here is somebody's, whatever its name."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    with pytest.raises(Refusal):
        deliver([(path, b"ours")])
    assert path.read_text() == "mine"


@pytest.mark.parametrize("full", ["open", "write", "digests"])
@pytest.mark.parametrize("again", [False, True])
def test_a_full_disk_leaves_what_there_was_and_says_where(
    full: str, again: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: no half delivery, a path in the fault, and nothing that blocks the next try."""
    files: list[tuple[Path, Any]] = [(tmp_path / "out" / name, name.encode() * 9) for name in ("a", "b", "c")]
    if again:
        deliver((path, b"older") for path, _ in files)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*")}

    def no_room(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def parts() -> Any:
        yield b"half of it"
        no_room()

    true = Path.open

    def opened(path: Path, mode: str = "r", **more: Any) -> Any:
        return no_room() if "w" in mode else true(path, mode, **more)

    given = list(files)
    with monkeypatch.context() as broken:
        if full == "open":
            broken.setattr(Path, "open", opened)
        elif full == "write":
            given[2] = (given[2][0], parts())
        else:
            broken.setattr(Path, "write_text", no_room)
        with pytest.raises(OSError, match="No space") as fault:
            deliver(given)
    assert str(tmp_path / "out") in str(fault.value.filename)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*")} == before
    deliver(files)
    assert (tmp_path / "out" / "b").read_bytes() == files[1][1]


def test_a_delivery_that_was_cut_off_does_not_block_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: files that were put in their places before something broke are known as ours afterwards."""
    files = [(tmp_path / name, b"new") for name in ("a", "b")]
    deliver((path, b"old") for path, _ in files)
    true = os.replace

    def replace(source: Any, target: Any) -> None:
        if Path(target).name == "b":
            raise OSError(errno.EIO, "broken")
        true(source, target)

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", replace)
        with pytest.raises(OSError, match="broken"):
            deliver(files)
    assert [path.read_bytes() for path, _ in files] == [b"new", b"old"]
    deliver(files)
    assert sorted(path.name for path in tmp_path.iterdir()) == [DIGESTS, "a", "b"]
