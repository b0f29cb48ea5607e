"""What the console's tests share: commands run as a person would type them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from console.main import cli
from engine.record.run import Run

Whitecell = Callable[..., Result]


@pytest.fixture
def whitecell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Whitecell:
    """Runs one command in an empty folder, in English, at 80 columns and without colour."""
    monkeypatch.chdir(tmp_path)
    for name, value in (("COLUMNS", "80"), ("NO_COLOR", "1"), ("WHITECELL_LANG", "en"), ("TERM", "dumb")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("WHITECELL_DEBUG", raising=False)
    runner = CliRunner()

    def invoke(*arguments: str, lines: tuple[str, ...] = ()) -> Result:
        return runner.invoke(cli, list(arguments), input="\n".join(lines) + "\n" if lines else "")

    return invoke


@pytest.fixture
def run(whitecell: Whitecell) -> str:
    """A run of Korea 2025 that nobody has touched yet."""
    assert whitecell("start", "korea-2025", "run.jsonl", "--seed", "7").exit_code == 0
    return "run.jsonl"


def sit(whitecell: Whitecell, run: Run, seat: str, *lines: str, language: str = "en") -> str:
    """What somebody at a seat reads who types these lines and leaves, with long ones in one."""
    found = whitecell("play", str(run.log.path), "--as", seat, "--lang", language, lines=(*lines, "quit"))
    assert found.exit_code == 0, found.stderr
    run.refresh()
    return " ".join(found.stdout.split())
