"""The after-action report, written into a folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from console.screen import make_console
from console.sitting import known_seat
from console.speech import speech
from engine.record.run import Run
from engine.review.deciding import Decided
from engine.review.report import Report, report
from engine.review.report.to_html import html
from engine.review.report.to_markdown import markdown
from engine.review.report.to_word import word
from engine.views import CONTROL, PUBLIC, effective
from engine.words.language import Language

FILES = ("report.html", "report.md", "report.docx", "data")


class Wanted(NamedTuple):
    """What report is wanted."""

    seat: str = CONTROL
    without_names: bool = False
    anonymous: bool = False
    """Without names, what people wrote, the day and times of day."""
    force: bool = False
    """Whether to write over what somebody has changed."""


def what_decided(run: Run, eyes: str, language: Language, progress: Progress) -> Decided | None:
    """What decided a run that has ended, for eyes that see all."""
    if not run.state.game.finished or effective(run.state, eyes) != CONTROL:
        return None
    from engine.review.decided import decided
    from engine.review.looking_back import looked_back

    task = progress.add_task(language.say("Playing on from each moment"), total=None)
    course, usual = looked_back(run, lambda done, of: progress.update(task, completed=done, total=of))
    return decided(run.state, course, language.code, usual)


def write_report(path: str, folder: str, wanted: Wanted, lang: str | None) -> None:
    """Write the report of a run for one seat: HTML, Markdown, DOCX, and the data as CSV.

    Raises Refusal where one of the files is not as a report was written there.
    """
    from engine.exchange.delivery import delivery
    from engine.exchange.export import files
    from engine.exchange.export.columns import TABLES

    language, console = speech(lang), make_console()
    run, target = Run.open(path), Path(folder)
    eyes = PUBLIC if wanted.seat == PUBLIC else known_seat(run, wanted.seat)
    bar = Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True)
    with bar as progress, delivery(wanted.force) as out:
        tables = (f"data/{name}.csv" for name in TABLES)
        out.spare(target / name for name in (*FILES[:-1], *tables))
        task = progress.add_task(language.say("Reckoning"), total=None)

        def reckoned(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of)

        people = {} if eyes != CONTROL or wanted.without_names else names(Path(path))
        told = what_decided(run, eyes, language, progress)
        found = report(run, eyes, language.code, people, reckoned, wanted.anonymous, decided=told)
        writers: dict[str, Callable[[Report], str | bytes]] = {
            "report.html": html,
            "report.md": markdown,
            "report.docx": word,
        }
        progress.update(task, description=language.say("Writing"), completed=0, total=len(writers) + 1)
        for name, write in writers.items():
            made = write(found)
            out.add(target / name, made.encode() if isinstance(made, str) else made)
            progress.advance(task)
        for name, content in files(run, eyes, language.code, wanted.anonymous):
            out.add(target / "data" / name, content)
    say = language.say
    console.print(Text(f"{found.title}: {found.whose}", style="title"))
    console.print(Text(say("Written to {folder}: {files}", folder=folder, files=", ".join(FILES))))
    if not run.state.game.finished:
        console.print(Text(say("The run goes on, so the report is interim.")))
    console.print(Text(say("For PDF, open report.html in a browser and print it.")))
    if run.state.game.finished and effective(run.state, eyes) == CONTROL and run.exercise.file.rehearsals:
        asked = Text(f"whitecell rehearse {path} --questions", "mark")
        console.print(
            Text(say("What the source claims, asked of many runs, beside how this one ended:")), asked
        )


def names(path: Path) -> dict[str, list[str]]:
    """The names of people by seat, from the file that the server keeps beside a run; none without it."""
    try:
        seats = json.loads(path.with_name(f"{path.name}.seats").read_text(encoding="utf-8"))
        people = {seat: list(map(str, entry["people"].values())) for seat, entry in seats.items()}
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return {}
    return {seat: given for seat, given in people.items() if given}
