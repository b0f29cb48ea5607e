"""The data of a run, written for analysis."""

import time
from collections.abc import Iterable
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from console.screen import make_console
from console.sitting import known_seat
from console.speech import speech
from engine.play.refusal import Refusal
from engine.record.run import Run
from engine.views import PUBLIC

PATIENCE = 1.0
"""Seconds after which a bar is shown."""


def export_run(
    path: str, form: str, target: str, seat: str, anonymous: bool, force: bool, lang: str | None
) -> None:
    """Write tables into a folder, or CloudEvents or the log itself into a file."""
    from engine.exchange import export
    from engine.exchange.delivery import deliver

    language = speech(lang)
    run = Run.open(path)
    eyes = PUBLIC if seat == PUBLIC else known_seat(run, seat)
    out = Path(target)
    spare(Path(path), out, folder=form == "csv")
    with Bar(language.say("Writing")) as bar:
        if form == "csv":
            written = export.write_tables(run, eyes, language.code, anonymous, out, bar.show, force)
            out, names = out, [file.name for file in written]
        else:
            lines: Iterable[bytes]
            if form == "jsonl":
                lines = [export.raw_log(run, eyes, anonymous)]
            else:
                found = export.cloudevents(run, eyes, language.code, anonymous, bar.show)
                lines = (line.encode() for line in found)
            deliver([(out, lines)], force)
            out, names = out.parent, [out.name]
    told = language.say("Written to {folder}: {files}", folder=out, files=", ".join(names))
    make_console().print(Text(told))


def spare(run: Path, out: Path, *, folder: bool) -> None:
    """Refuse to write over the run, or a file where a folder stands. Raises Refusal."""
    if out.exists() and out.samefile(run):
        raise Refusal("{path} is the run itself: choose another place.", path=out)
    if out.is_dir() and not folder:
        raise Refusal("{path} is a folder: name a file.", path=out)


class Bar:
    """A bar that is shown where something takes longer than a second."""

    def __init__(self, title: str) -> None:
        columns = TextColumn("{task.description}"), BarColumn()
        self.progress = Progress(*columns, console=make_console(errors=True), transient=True)
        self.task = self.progress.add_task(title)
        self.begun, self.shown = time.monotonic(), False

    def __enter__(self) -> "Bar":
        return self

    def show(self, done: int, of: int) -> None:
        """So much is done."""
        self.progress.update(self.task, completed=done, total=of)
        if not self.shown and time.monotonic() - self.begun > PATIENCE:
            self.progress.start()
            self.shown = True

    def __exit__(self, *_: object) -> None:
        if self.shown:
            self.progress.stop()
