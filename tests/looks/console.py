"""What the terminal shows of a run: commands as typed, and whole sittings."""

import os
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from console.main import cli
from engine.record.run import Run
from engine.review.fork import fork
from tests.looks.engine import Looks

SITTING = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
"""A terminal of one size, without colours."""
OF_CONTROL = (
    "tray", "1", "msel", "release 1", "1", "y", "hold 1", "next", "note Quiet.", "help", "status",
    "improvise A ship is late.", "A late ship", "Harbour", "all", "at once", "", "waiting", "next", "orders",
    "next", "y", "next", "y", "override", "1", "1", "The room disagrees.", "dice 1", "2 3", "1", "next", "y",
    "bulletin", "undo", "y", "Too soon.", "Once more.", "log 3", "seat", "back", "clock 5", "pause", "quit",
)  # fmt: skip
OF_A_SEAT = (
    "status", "moves", "log", "help", "message all We should talk.", "statement We wait.", "ask May we?",
    "propose", "1", "back", "done", "y", "1", "2", "review", "seal", "y", "", "next", "report", "back",
    "done", "order 1", "seal", "y", "next", "quit",
)  # fmt: skip


def of_terminal(run: Run, folder: Path) -> Looks:
    """The commands that show something of a run, as control, a seat and the public read it."""
    path, role = str(run.log.path), next(iter(run.exercise.roles))
    other, last = folder / "fork.jsonl", list(run.exercise.roles)[-1]
    fork(run, other, 2, run.clock)
    for words in (
        ("check", run.exercise.id),
        *(("show", path, "--as", seat) for seat in ("control", role, last, "public")),
        ("show", path, "--turn", "2"),
        *(("replay", path, "--plain", "--as", seat) for seat in ("control", role, "public")),
        ("replay", path, "--plain", "--beside", role, "--turn", "2"),
        ("verify", path),
        ("verify", path, "--strict"),
        ("compare", path, str(other)),
    ):
        yield f"terminal: {words[0]}", typed(*words)
        if words[0] != "replay":
            yield f"terminal: {words[0]}, in Polish", typed(*words, "--lang", "pl")
    for table in list(run.exercise.file.tables)[:4]:
        yield "terminal: ask", typed("ask", run.exercise.id, table)
    for seat, lines in (("control", OF_CONTROL), (role, OF_A_SEAT), (last, OF_A_SEAT)):
        begun = folder / f"{seat}.jsonl"
        Run.start(run.exercise, begun, seed=3, people=[seat], clock=run.clock)
        yield f"terminal: sitting of {seat}", typed("play", str(begun), "--as", seat, lines=lines)
    begun = folder / "automatic.jsonl"
    Run.start(run.exercise, begun, seed=3, clock=run.clock)
    yield "terminal: auto", typed("auto", str(begun))


def typed(*words: str, lines: tuple[str, ...] = ()) -> str:
    """What is shown, but for the folder it was asked in."""
    with patch.dict(os.environ, SITTING):
        found = CliRunner().invoke(cli, list(words), input="\n".join(lines) + "\n" if lines else "")
    folder = str(Path(words[1]).parent) if len(words) > 1 else ""
    shown = found.stdout + found.stderr
    return f"{found.exit_code} {shown.replace(folder, '') if len(folder) > 1 else shown}"
