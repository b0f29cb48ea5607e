"""What the program makes is for its owner alone, also where the machine's custom is that others read."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.main import cli
from engine.play.commands import Command
from engine.record.log import Log
from engine.record.private import private_folder
from engine.record.run import Run
from engine.record.torn import beside
from engine.rules.load import load
from web.addresses import Addresses
from web.runs import Runs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders there have lists instead of modes")


@pytest.fixture(autouse=True)
def others_read() -> Iterator[None]:
    """The custom of most machines: others read what one writes."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """Everything below a folder with who may do what with it."""
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


def test_a_run_and_all_beside_it(tmp_path: Path) -> None:
    """The log, its lock, its drafts, a torn tail, seats, keys, and the folder itself."""
    runs = Runs(tmp_path / "made" / "runs")
    open_run = runs.start("grey-strait", None, None, ["brenia", "control"])
    seats = runs.seats(open_run.name)
    seats.link("brenia")
    runs.host.renew()
    open_run.do(Command("startex"))
    open_run.keep_draft(Command("orders", "brenia", {"orders": [], "seal": False}))
    Addresses(None, runs.folder).join("room", "word")
    path = runs.path(open_run.name)
    with path.open("ab") as log:
        log.write(b'{"seq":9')
    again = Log.open(path)
    with again.locked():
        again.refresh()
    assert beside(path).exists()
    assert {".key", ".host"} <= set(os.listdir(runs.folder))
    found = modes(tmp_path)
    assert not any(mode & 0o077 for mode in found.values()), found
    assert found[f"made/runs/{path.name}"] == 0o600
    assert found["made"] == found["made/runs"] == 0o700


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    private_folder(shared / "runs")
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755
    assert stat.S_IMODE((shared / "runs").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "line",
    [
        ["start", "grey-strait", "{}/in/run.jsonl"],
        ["fork", "{}/run.jsonl", "{}/in/other.jsonl", "--turn", "1"],
        ["export", "{}/run.jsonl", "--out", "{}/in"],
        ["debrief", "{}/run.jsonl", "--out", "{}/in"],
        ["msel", "export", "{}/run.jsonl", "{}/in.xlsx"],
    ],
    ids=lambda line: line[0],
)
def test_what_the_command_line_writes(tmp_path: Path, line: list[str]) -> None:
    (tmp_path / "made").mkdir()
    run = Run.start(load("grey-strait"), tmp_path / "run.jsonl", ready=False)
    run.press_on()
    before = set(modes(tmp_path))
    with pytest.raises(SystemExit) as done:
        cli.main([part.format(tmp_path) for part in line])
    assert done.value.code == 0
    made = {name: mode for name, mode in modes(tmp_path).items() if name not in before}
    assert made
    assert not any(mode & 0o077 for mode in made.values()), made
    assert os.umask(0o022) == 0o022
