"""The after-action report, written into a folder."""

import json
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from console.screen import make_console
from console.sitting import known_seat
from console.speech import speech
from engine.play.views import PUBLIC
from engine.record.run import Run
from engine.review.report import report
from engine.review.report.to_html import html
from engine.review.report.to_markdown import markdown
from engine.review.report.to_word import word

FILES = ("report.html", "report.md", "report.docx", "data")


def write_report(path: str, folder: str, seat: str, anonymous: bool, lang: str | None) -> None:
    """Write the report of a run for one seat: HTML, Markdown, DOCX, and the data as CSV."""
    from engine.review.export import write_tables

    language, console = speech(lang), make_console()
    run = Run.open(path)
    eyes = PUBLIC if seat == PUBLIC else known_seat(run, seat)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with bar(console) as progress:
        task = progress.add_task(language.say("Reckoning"), total=None)
        found = report(
            run,
            eyes,
            language.code,
            {} if anonymous else names(Path(path)),
            lambda done, of: progress.update(task, completed=done, total=of),
        )
        progress.update(task, description=language.say("Writing"), completed=0, total=len(FILES))
        (target / "report.html").write_text(html(found), encoding="utf-8")
        progress.advance(task)
        (target / "report.md").write_text(markdown(found), encoding="utf-8")
        progress.advance(task)
        (target / "report.docx").write_bytes(word(found))
        progress.advance(task)
        write_tables(run, eyes, language.code, anonymous, target / "data")
        progress.advance(task)
    say = language.say
    console.print(Text(f"{found.title}: {found.whose}", style="title"))
    console.print(Text(say("Written to {folder}: {files}", folder=folder, files=", ".join(FILES))))
    if eyes != PUBLIC and not run.state.game.finished:
        console.print(Text(say("The run goes on, so the report is interim.")))
    console.print(Text(say("For PDF, open report.html in a browser and print it.")))


def bar(console: Any) -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True)


def names(path: Path) -> dict[str, list[str]]:
    """The names of people by seat, from the file that the server keeps beside a run; none without it."""
    try:
        seats = json.loads(seats_file(path).read_text(encoding="utf-8"))
        return {
            seat: [*entry.get("people", {}).values()] for seat, entry in seats.items() if entry.get("people")
        }
    except (OSError, ValueError, AttributeError):
        return {}


def seats_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.seats")
