"""The after-action report, written into a folder."""

import json
from collections.abc import Callable
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from console.screen import make_console
from console.sitting import known_seat
from console.speech import speech
from engine.play.commands import Refusal
from engine.record.run import Run
from engine.review.report import report
from engine.review.report.to_html import MADE_BY, html
from engine.review.report.to_markdown import markdown
from engine.review.report.to_word import word
from engine.views import CONTROL, PUBLIC

FILES = ("report.html", "report.md", "report.docx", "data")


def write_report(path: str, folder: str, seat: str, anonymous: bool, lang: str | None) -> None:
    """Write the report of a run for one seat: HTML, Markdown, DOCX, and the data as CSV.

    Raises Refusal where the folder holds files of the same names that are no earlier report.
    """
    from engine.exchange.export import write_tables

    language, console = speech(lang), make_console()
    run = Run.open(path)
    eyes = PUBLIC if seat == PUBLIC else known_seat(run, seat)
    target = made(Path(folder))
    with Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True) as progress:
        task = progress.add_task(language.say("Reckoning"), total=None)

        def reckoned(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of)

        people = names(Path(path)) if eyes == CONTROL and not anonymous else {}
        found = report(run, eyes, language.code, people, reckoned)
        writers: list[Callable[[], object]] = [
            lambda: (target / "report.html").write_text(html(found), encoding="utf-8"),
            lambda: (target / "report.md").write_text(markdown(found), encoding="utf-8"),
            lambda: (target / "report.docx").write_bytes(word(found)),
            lambda: write_tables(run, eyes, language.code, anonymous, target / "data"),
        ]
        progress.update(task, description=language.say("Writing"), completed=0, total=len(writers))
        for write in writers:
            write()
            progress.advance(task)
    say = language.say
    console.print(Text(f"{found.title}: {found.whose}", style="title"))
    console.print(Text(say("Written to {folder}: {files}", folder=folder, files=", ".join(FILES))))
    if not run.state.game.finished:
        console.print(Text(say("The run goes on, so the report is interim.")))
    console.print(Text(say("For PDF, open report.html in a browser and print it.")))


def made(target: Path) -> Path:
    """The folder, where nothing is in the way but an earlier report. Raises Refusal, OSError."""
    taken = [name for name in FILES if (target / name).exists()]
    page = target / FILES[0]
    ours = page.is_file() and MADE_BY in page.read_text(encoding="utf-8", errors="replace")[:2000]
    if taken and not ours:
        raise Refusal(
            "{folder} holds {files}, and no earlier report of Whitecell. Name another folder.",
            folder=str(target),
            files=", ".join(taken),
        )
    target.mkdir(parents=True, exist_ok=True)
    return target


def names(path: Path) -> dict[str, list[str]]:
    """The names of people by seat, from the file that the server keeps beside a run; none without it."""
    try:
        seats = json.loads(path.with_name(f"{path.name}.seats").read_text(encoding="utf-8"))
        people = {seat: list(map(str, entry["people"].values())) for seat, entry in seats.items()}
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return {}
    return {seat: given for seat, given in people.items() if given}
