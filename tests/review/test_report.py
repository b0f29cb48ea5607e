"""The after-action report: nothing that its reader may not know, and no number that the log does not give."""

import re
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

from docs.reference.write_paper import SHEET, sheet
from engine.language import Language
from engine.play.commands import Command
from engine.play.events import Ruled, Stepped, TurnBegan
from engine.record.run import Record, Run
from engine.review.report import report
from engine.review.report.blocks import Heading, Report, Table
from engine.review.report.to_html import html
from engine.review.report.to_markdown import markdown
from engine.review.report.to_word import word
from engine.rules.exercise import Exercise
from tests.laws.people import CANARY
from tests.laws.scramble import Twin
from tests.laws.test_secrets import differences, played, seats_of, undisclosed

HOSTILE = "<script>alert(1)</script> | `x` *y* =1+1 \x07 \u202e [a](b)"


def twins(run: Run, seat: str, lines: list[Any]) -> list[Any]:
    """The run as it was, and as it could have been for all that a seat was told."""
    twin = Twin(run.exercise, seat, lines, run.state.seed)
    for _ in lines:
        twin.step()
    return [standing(run, record) for record in (twin.true, twin.other)]


def standing(run: Run, record: Record) -> Any:
    """A run over a record, with the times of the true one; the twin has two lines for each of its lines."""
    each = len(record.events) // len(undisclosed(run))
    lines = [
        SimpleNamespace(seq=place + 1, at=run.log.lines[place // each].at, events=events)
        for place, events in enumerate(record.events)
    ]
    log = SimpleNamespace(lines=lines)
    return SimpleNamespace(exercise=record.state.exercise, record=record, state=record.state, log=log)


def differences_of(found: Report) -> list[str]:
    """Its blocks but for the questions, which everybody reads from ENDEX on and the scrambler writes anew."""
    parts = [str(block) for block in found.blocks]
    start = next((at for at, part in enumerate(parts) if "Questions for" in part or "Pytania do" in part), 0)
    asked = [at for at, part in enumerate(parts) if at > start > 0 and part.startswith("Heading(level=2")]
    return [part for at, part in enumerate(parts) if at not in asked] + [str(found.about), found.whose]


def test_released_traces_are_in_the_copies(exercise: Exercise, tmp_path: Path) -> None:
    """What control releases after ENDEX stands in the reports of those it was kept from, and not before."""
    run = Run.start(exercise, tmp_path / "run.jsonl", seed=3, people=["control"])
    play(run)
    copies = [markdown(report(run, role)) for role in exercise.roles]
    run.do(Command("disclose", data={"what": "traces"}))
    later = [markdown(report(run, role)) for role in exercise.roles]
    assert all(len(after) >= len(before) for before, after in zip(copies, later, strict=True))
    assert copies != later


def play(run: Run) -> None:
    from engine.play.automatic import next_act

    while not run.state.game.finished:
        act = next_act(run.state)
        run.do(Command(act.command, data={"inject": act.inject} if act.inject else {}))


def tables(found: Report, *head: str) -> list[Table]:
    return [block for block in found.blocks if isinstance(block, Table) and block.head == list(head)]


def test_the_numbers_are_those_of_the_log(exercise: Exercise, tmp_path: Path) -> None:
    """Law: changes of tracks, chances and rolls, and scores equal those worked out from the raw events."""
    run = played(exercise, tmp_path / "run.jsonl", 5)
    found = report(run, "control", "en")
    events = [event for line in run.record.standing() for event in run.record.events[line - 1]]
    value = dict(zip(exercise.names, exercise.vocabulary.start, strict=True))
    steps: list[dict[str, tuple[int, int]]] = []
    for event in events:
        if isinstance(event, TurnBegan):
            steps.append({})
        if isinstance(event, Stepped):
            for name, after in event.changes.items():
                if steps and name.partition("(")[0] in exercise.file.tracks and after != value[name]:
                    before = steps[-1].get(name, (value[name], after))[0]
                    steps[-1][name] = (before, after)
        value |= getattr(event, "changes", None) or {}
    shown = [sorted(cells[1] for cells in block.rows) for block in tables(found, "Track", "Change", "Causes")]
    counted = [sorted(f"{before} → {after}" for before, after in step.values()) for step in steps if step]
    assert shown == counted
    rulings = [event for event in events if isinstance(event, Ruled)]
    appendix = tables(found, "When", "What and table", "Result", "Odds, modifiers, other rows")[0]
    assert len(appendix.rows) == len(rulings)
    for event, cells in zip(rulings, appendix.rows, strict=True):
        if event.dice:
            share = event.odds.get(event.row, 0)
            expected = min(max(round(share * 100), 1), 99) if 0 < share < 1 else round(share * 100)
            assert f"chance {expected} %" in cells[3]
            assert f"rolled {' + '.join(map(str, event.dice))}" in cells[3]
    finished = run.state.game.finished
    assert finished
    for role, score in finished.scores.items():
        title = Language("en").text(exercise.file.roles[role].title)
        headings = [block.text for block in found.blocks if isinstance(block, Heading)]
        assert any(text.startswith(f"{title}: {minus(score)} point") for text in headings)


def minus(number: int) -> str:
    return str(number).replace("-", "−")


@pytest.fixture
def talked(exercise: Exercise, tmp_path: Path) -> Run:
    """A run in which people wrote what would break a document, and were evaluated."""
    first, second, *_ = exercise.roles
    run = Run.start(exercise, tmp_path / "run.jsonl", seed=9, people=["control", first])
    run.do(Command("advance"))
    run.do(Command("message", first, {"to": [second], "text": HOSTILE}))
    run.do(Command("statement", first, {"text": HOSTILE}))
    run.do(Command("finding", data={"kind": "improvement", "title": HOSTILE, "analysis": HOSTILE}))
    aim = next(iter(exercise.file.evaluation))
    run.do(Command("rate", data={"objective": aim, "rating": "S", "text": HOSTILE, "links": [2]}))
    run.do(Command("action", data={"finding": "F01", "text": HOSTILE, "owner": "The staff"}))
    play(run)
    return run


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_html_stands_alone_and_holds_no_markup_of_players(talked: Run, language: str) -> None:
    """Law: one file, no address of another, no script, well-formed."""
    page = html(report(talked, "control", language))
    body = page[page.index("<body>") : page.index("</html>")]
    ElementTree.fromstring(body.replace("<br>", "<br/>").replace("&#34;", '"').replace('%">', '%"/>'))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page)
    assert not re.search(r"url\((?!#)", page)
    assert "\x07" not in page


def test_markdown_of_players_stays_text(talked: Run) -> None:
    text = markdown(report(talked, "control", "en"))
    assert not re.search(r"(?<!\\)<(?!br>)", text)
    assert "[a](b)" not in text
    assert all(len(re.findall(r"(?<!\\)\|", row)) > 1 for row in text.splitlines() if row.startswith("| "))


def test_the_docx_opens_with_its_own_library(talked: Run) -> None:
    """Headings, tables with repeated heads, pictures with their sentences, in the language of the report."""
    from docx import Document

    found = report(talked, "control", "pl")
    document = Document(BytesIO(word(found)))
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings == found.chapters
    assert len(document.inline_shapes) > 5
    descriptions = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert all(descriptions)
    assert document.core_properties.language == "pl-PL"
    assert any("Sprawozdanie" in each.text for each in document.paragraphs)


def test_evaluation_is_in_controls_copy_alone(talked: Run) -> None:
    mine = markdown(report(talked, "control"))
    assert "The staff" in mine
    for seat in (*talked.exercise.roles, "public"):
        assert "The staff" not in markdown(report(talked, seat))


def test_names_stand_only_where_they_are_given(talked: Run) -> None:
    role = next(iter(talked.exercise.roles))
    assert "Anna Nowak" in markdown(report(talked, "control", names={role: ["Anna Nowak"]}))
    assert "Anna Nowak" not in markdown(report(talked, "control"))


def test_an_interim_report_says_so(exercise: Exercise, tmp_path: Path) -> None:
    """A run that goes on, even one where nothing has happened, has a report."""
    run = Run.start(exercise, tmp_path / "run.jsonl", seed=1)
    for seat in ("control", next(iter(exercise.roles)), "public"):
        text = markdown(report(run, seat))
        assert "interim" in text
        assert html(report(run, seat))


def test_the_colours_of_paper_are_current() -> None:
    """`make reference` writes them anew."""
    assert SHEET.read_text(encoding="utf-8") == sheet()


def test_private_texts_are_in_no_public_copy(exercise: Exercise, tmp_path: Path) -> None:
    """Nothing that people wrote to each other reaches the public copy."""
    run = played(exercise, tmp_path / "run.jsonl", 6)
    text = markdown(report(run, "public"))
    private = {
        event.text
        for line in run.record.events
        for event in line
        if type(event).__name__ in ("Messaged", "Requested", "Noted")
    }
    assert private
    assert CANARY
    assert not [each for each in private if each and each in text]
