"""The after-action report: nothing that its reader may not know, and no number that the log does not give."""

import json
import re
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from xml.etree import ElementTree
from zipfile import ZipFile

import msgspec
import pytest

from console.debrief import FILES, Wanted, names, write_report
from docs.reference.write_paper import SHEET, sheet
from engine import __version__
from engine.play.adjudicate import RULES
from engine.play.commands import Command, Refusal
from engine.play.events import Delivered, Exposed, Messaged, Ruled, Stepped, TurnBegan
from engine.record.folded import Record
from engine.record.run import Run
from engine.review.decided import decided
from engine.review.deciding import Decided
from engine.review.looking_back import looked_back
from engine.review.report import report
from engine.review.report.blocks import Heading, Report, TableBlock
from engine.review.report.rolled import rolled
from engine.review.report.to_html import html
from engine.review.report.to_markdown import markdown
from engine.review.report.to_word import word
from engine.rules.exercise import Exercise
from engine.views.seen import RulingDetails
from engine.words.language import Language
from tests.laws.people import CANARY
from tests.laws.scramble import Twin
from tests.laws.test_secrets import played, seats_of, undisclosed

ASKED = {Language(code).say("Questions for the debrief") for code in ("en", "pl")}
HOSTILE = "<script>alert(1)</script> | `x` *y* =1+1 \x07 \u202e [a](b)"


def twins(run: Run, seat: str, lines: list[Any]) -> list[Any]:
    """The run as it was, and as it could have been for all that a seat was told."""
    twin = Twin(run.exercise, seat, lines, run.state.seed)
    for _ in lines:
        twin.step()
    return [standing(run, record) for record in (twin.true, twin.other)]


def standing(run: Run, record: Record) -> Any:
    """A run over a record, with the times of the true one; the twin has two lines for each of its lines."""
    doubled = record.state.seed != run.state.seed
    begun = run.log.lines[0].data
    lines = [
        SimpleNamespace(seq=place + 1, at=run.log.lines[place // (1 + doubled)].at, events=events, data=begun)
        for place, events in enumerate(record.events)
    ]
    log = SimpleNamespace(lines=lines)
    return SimpleNamespace(exercise=record.state.exercise, record=record, state=record.state, log=log)


@pytest.fixture(scope="module")
def whole(exercise: Exercise, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run to its end, with people who do everything; not to be changed."""
    return played(exercise, tmp_path_factory.mktemp("whole") / "run.jsonl", 11, undo=True)


@pytest.mark.parametrize("language", ["en", pytest.param("pl", marks=pytest.mark.long)])
def test_a_copy_holds_nothing_that_its_reader_may_not_know(whole: Run, language: str) -> None:
    """Law: what a role or the public was not told changes no byte of its copy."""
    for seat in seats_of(whole):
        alike(whole, seat, undisclosed(whole), language)


@pytest.mark.long
def test_an_interim_copy_holds_no_more(whole: Run) -> None:
    """Law: the same of a copy made while the run goes on, each at another moment."""
    lines, seats = undisclosed(whole), seats_of(whole)
    for place, seat in enumerate(seats, 1):
        alike(whole, seat, lines[: len(lines) * place // (len(seats) + 1)], "en")


def alike(run: Run, seat: str, told: list[Any], language: str) -> None:
    """The two copies are one."""
    one, other = (unasked(report(each, seat, language)) for each in twins(run, seat, told))
    assert one.blocks == other.blocks, f"{seat}: {apart(one, other)}"
    assert html(one) == html(other)
    assert markdown(one) == markdown(other)


def unasked(found: Report) -> Report:
    """A report without the questions themselves: a scrambled exercise asks others, and all may read them."""
    blocks, chapter = [], ""
    for block in found.blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapter = block.text
        if not (isinstance(block, Heading) and block.level == 2 and chapter in ASKED):
            blocks.append(block)
    return msgspec.structs.replace(found, blocks=blocks)


def apart(one: Report, other: Report) -> list[str]:
    pairs = zip(one.blocks, other.blocks, strict=False)
    return [f"{a} | {b}" for a, b in pairs if a != b][:2] or [f"{len(one.blocks)} | {len(other.blocks)}"]


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

    while not run.state.game.finished:
        run.press_on()


def tables(found: Report, *head: str) -> list[TableBlock]:
    return [block for block in found.blocks if isinstance(block, TableBlock) and block.head == list(head)]


def test_the_numbers_are_those_of_the_log(whole: Run) -> None:
    """Law: changes of tracks, chances, rolls, counts and scores are those worked out from the raw events."""
    run, exercise = whole, whole.exercise
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
    shown = [
        sorted(cells[2] for cells in block.rows) for block in tables(found, "Track", "", "Change", "Causes")
    ]
    counted = [
        sorted(f"{before}\u00a0→\u00a0{after}" for before, after in step.values()) for step in steps if step
    ]
    assert shown == counted
    rulings = [event for event in events if isinstance(event, Ruled)]
    head = ("When", "What and table", "Result", "Odds", "Roll, modifiers, other rows")
    rows = list(tables(found, *head)[0].rows)
    assert sum(len(str(cells[2]).split("\n")) for cells in rows) == len(rulings)
    thrown = [event for event in rulings if event.dice]
    for event, cells in zip(thrown, [cells for cells in rows if cells[4]], strict=True):
        share = event.odds.get(event.row, 0)
        expected = min(max(round(share * 100), 1), 99) if 0 < share < 1 else round(share * 100)
        assert f"chance {expected}%" in cells[4]
        assert f"rolled {' + '.join(map(str, event.dice))}" in cells[4]
    letters = [event for line in run.record.events for event in line if isinstance(event, Messaged)]
    carried = [event for event in events if isinstance(event, Delivered | Exposed)]
    told = messages_of(found)
    assert len(told) == len(letters) + len(carried)
    assert all(any(event.text in words for words in told) for event in letters)
    finished = run.state.game.finished
    assert finished
    for role, score in finished.scores.items():
        title = Language("en").text(exercise.file.roles[role].title)
        headings = [block.text for block in found.blocks if isinstance(block, Heading)]
        assert any(text.startswith(f"{title}: {minus(score)} point") for text in headings)


def messages_of(found: Report) -> list[str]:
    """Every message with its words, turn by turn."""
    cells = [
        str(row[1])
        for block in found.blocks
        if isinstance(block, TableBlock)
        for row in block.rows
        if row[0] == "Messages"
    ]
    return [line for cell in cells for line in cell.split("\n")]


def minus(number: int) -> str:
    return str(number).replace("-", "−")


@pytest.fixture(scope="module")
def talked(exercise: Exercise, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run in which people wrote what would break a document, and were evaluated; not to be changed."""
    first, *_, second = exercise.roles
    path = tmp_path_factory.mktemp("talked") / "run.jsonl"
    run = Run.start(exercise, path, seed=9, people=["control", first])
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
    ElementTree.fromstring(page[page.index("<body>") : page.index("</html>")])
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page)
    assert not re.search(r"url\((?!#)", page)
    assert "\x07" not in page


def test_a_docx_does_not_say_when_it_was_made(talked: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: the same report gives the same bytes, at whatever time it is made."""
    found = report(talked, "control", "en")
    one = word(found)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert word(found) == one


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
    contents = [each.text for each in document.paragraphs if each.style.name == "Contents"]
    assert contents == found.chapters
    heads = document.element.body.xpath(".//w:tr[w:trPr/w:tblHeader]")
    assert len(heads) == len(
        [each for each in found.blocks if isinstance(each, TableBlock) and any(each.head)]
    )
    assert {section.orientation for section in document.sections} == {0, 1}
    assert document.core_properties.language == "pl-PL"
    assert any("Sprawozdanie" in each.text for each in document.paragraphs)


def test_no_heading_leaves_a_level_out(talked: Run) -> None:
    """Law: whoever goes through a copy by its headings misses no step."""
    for seat in ("control", next(iter(talked.exercise.roles)), "public"):
        found = [block for block in report(talked, seat).blocks if isinstance(block, Heading)]
        for before, after in pairwise([Heading(0, ""), *found]):
            assert after.level <= before.level + 1, f"{seat}: {before.text} → {after.text}"


def test_evaluation_is_in_controls_copy_alone(talked: Run) -> None:
    mine = markdown(report(talked, "control"))
    assert "The staff" in mine
    for seat in (*talked.exercise.roles, "public"):
        assert "The staff" not in markdown(report(talked, seat))


def test_the_report_says_by_what_its_log_is_known_again(talked: Run) -> None:
    """Law: the last hash stands in control's copy alone, in every form; the version in every copy."""
    noted = talked.log.lines[-1].hash
    for seat in ("control", next(iter(talked.exercise.roles)), "public"):
        found = report(talked, seat)
        document = ZipFile(BytesIO(word(found))).read("word/document.xml").decode()
        for copy in (html(found), markdown(found), document):
            assert (noted in copy) == (seat == "control")
            assert f"Whitecell {__version__}, rules {RULES}" in copy


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


def test_private_texts_are_in_no_public_copy(whole: Run) -> None:
    """Nothing that people wrote to each other reaches the public copy, unless control releases all."""
    lines = undisclosed(whole)
    text = markdown(report(twins(whole, "public", lines)[0], "public"))
    private = {
        event.text
        for line in lines
        for event in line
        if type(event).__name__ in ("Messaged", "Requested", "Noted")
    }
    assert any(each.startswith(CANARY) for each in private)
    assert not [each for each in private if each and each in text]


# The command


def written(run: Run, folder: Path, seat: str = "control", without_names: bool = False) -> None:
    write_report(str(run.log.path), str(folder), Wanted(seat, without_names), "en")


def what_decided(run: Run) -> Decided:
    course, usual = looked_back(run)
    return decided(run.state, course, "en", usual)


def test_the_command_writes_every_document(
    talked: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And writes them anew where they stand already."""
    for seat in ("control", "public"):
        written(talked, tmp_path / "out", seat)
        said = " ".join(capsys.readouterr().out.split())
        assert all(name in said for name in FILES)
        copy = report(talked, seat, decided=what_decided(talked) if seat == "control" else None)
        assert (tmp_path / "out" / "report.html").read_text(encoding="utf-8") == html(copy)
        assert (tmp_path / "out" / "report.md").read_text(encoding="utf-8") == markdown(copy)
        assert (tmp_path / "out" / "report.docx").read_bytes()[:2] == b"PK"
        assert list((tmp_path / "out" / "data").glob("*.csv"))


@pytest.mark.parametrize("name", FILES)
def test_the_command_leaves_files_of_others_alone(exercise: Exercise, tmp_path: Path, name: str) -> None:
    run = Run.start(exercise, tmp_path / "run.jsonl", seed=1)
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / name).write_text("mine")
    with pytest.raises(Refusal) as refused:
        written(run, folder)
    assert name in str(refused.value.values)
    assert [each.read_text() for each in folder.iterdir()] == ["mine"]


def test_who_sat_where_stands_where_it_may(talked: Run) -> None:
    """Law: in control's copy with names or without, which it says; in others only with names."""
    role = next(iter(talked.exercise.roles))
    for eyes in ("control", role, "public"):
        for given in ({}, {role: ["Anna Nowak"]}):
            text = markdown(report(talked, eyes, names=given))
            assert ("Played by" in text) == (eyes == "control" or bool(given))
            assert ("Names are left out." in text) == (eyes == "control" and not given)


def test_names_come_from_the_file_beside_the_run(
    exercise: Exercise, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Control's copy has them, unless they are to be left out; nobody else's has."""
    run = Run.start(exercise, tmp_path / "run.jsonl", seed=1)
    role = next(iter(exercise.roles))
    beside = tmp_path / "run.jsonl.seats"
    beside.write_text(json.dumps({role: {"secret": "s", "code": "c", "people": {"b": "Łucja Żak"}}}))
    kept = {}
    for seat, without in (("control", False), ("control", True), (role, False)):
        written(run, tmp_path / "out", seat, without)
        kept[seat, without] = "Łucja Żak" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert kept == {("control", False): True, ("control", True): False, (role, False): False}
    for broken in ("[1]", "{", '{"usa": {}}'):
        beside.write_text(broken)
        assert names(run.log.path) == {}
    assert "interim" in capsys.readouterr().out


@pytest.mark.parametrize(("chance", "said"), [(0.004, "<1%"), (0.5, "50%"), (0.996, ">99%")])
def test_a_chance_is_written_as_everywhere_else(chance: float, said: str) -> None:
    """The report had a rule of its own, by which one in 250 was 1%."""
    odds = [{"row": "It held.", "roll": None, "chance": chance, "hit": True}]
    details = cast(RulingDetails, {"odds": odds, "dice": [4], "sum": 0, "total": 4})
    assert rolled(details, Language("en")).startswith(f"chance {said};")
