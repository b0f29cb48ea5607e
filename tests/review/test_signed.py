"""The report as an evaluator would sign it: it adds up, owns up, and is laid out as the field expects."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from engine.exchange.export.tables import tables as exported
from engine.exchange.startex import played_minutes
from engine.play.commands import Command, Refusal
from engine.record.run import Run
from engine.review.chances import swings
from engine.review.luck import luck
from engine.review.report import report
from engine.review.report.blocks import Heading, Paragraph, Report, TableBlock
from engine.review.report.questions import pieces
from engine.review.report.source import ReportSource
from engine.review.report.to_html import html
from engine.review.report.to_markdown import markdown
from engine.review.report.to_word import word
from engine.views import view
from engine.words.numbers import signed
from tests.play.tiny import Table, exercise, move, table, track
from tests.review.closed import CAP, closed_run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The small run with everything to own up to; not to be changed."""
    return closed_run(tmp_path_factory.mktemp("closed") / "tuesday.jsonl")


def under(found: Report, *titles: str) -> list[Any]:
    """The blocks under a heading, or under one within it."""
    blocks = found.blocks
    for title in titles:
        begins = next(
            place
            for place, block in enumerate(blocks)
            if isinstance(block, Heading) and block.text.startswith(title)
        )
        level = blocks[begins].level  # type: ignore[union-attr]
        ends = (
            place
            for place, block in enumerate(blocks)
            if place > begins and isinstance(block, Heading) and block.level <= level
        )
        blocks = blocks[begins + 1 : next(ends, len(blocks))]
    return blocks


def rows(found: Report, *titles: str) -> list[list[str]]:
    """The rows of all tables under a heading."""
    tables = [block for block in under(found, *titles) if isinstance(block, TableBlock)]
    return [[str(cell) for cell in cells] for block in tables for cells in block.rows]


# The cap of an ending


def points_of(cells: list[str]) -> int:
    return 0 if cells[-1] == "–" else int(cells[-1].replace("−", "-"))


def test_scores_add_up_and_say_what_capped_them(run: Run) -> None:
    """Law: rows met, red lines crossed and the cap of the ending sum to the score that stands above them."""
    found = report(run)
    assert run.state.game.finished
    for role, score in run.state.game.finished.scores.items():
        title = {"north": "Northland", "south": "Southland", "east": "Eastland"}[role]
        told = rows(found, "Scores", title)
        parts, sums = (
            [cells for cells in told if cells[0] != "Score"],
            [cells for cells in told if cells[0] == "Score"],
        )
        assert sum(map(points_of, parts)) == score, told
        assert [points_of(cells) for cells in sums] == ([score] if parts else [])
        assert any("more than" in cells[0] for cells in told) == (role == "north")


def test_the_cap_stands_by_itself_in_every_account(run: Run) -> None:
    """Law: page, data and ledger say what the cap took, and none books it under something else."""
    north = {"role": "north", "title": "Northland", "score": CAP, "cap": -5}
    seen = view(run.state, "control")
    assert seen["outcome"]
    assert seen["outcome"]["scores"][0] == north
    assert (seen["standing"]["scores"]["north"], seen["standing"]["caps"]) == (CAP, {"north": -5})
    names, data = exported(run, "control")["scores"]
    told = [dict(zip(names, row, strict=True)) for row in data]
    own = [row for row in told if row["role"] == "north"]
    parts = sum(
        row["points"] for row in own if row["kind"] == "cap" or (row["kind"] == "objective" and row["met"])
    )
    assert [parts] == [row["score"] for row in own if row["kind"] == "score"] == [CAP]
    worth = swings(run)["roles"][0]
    assert (worth["cap"], worth["score"]) == (-5, CAP)
    assert worth["start"] + worth["dice"] + worth["control"] + worth["decisions"] == pytest.approx(7)
    assert rows(report(run), "Dice", "What the dice")[0][-2:] == [f"{signed(-5)}.0", str(CAP)]


# Who played it


def test_an_anonymous_report_tells_nobody_and_nothing_that_people_wrote(run: Run) -> None:
    """Law: as an anonymous export: no names, days, times, texts of people, and no name of the run."""
    names = {"north": ["Anna Nowak"]}
    whole = markdown(report(run, names=names))
    bare = markdown(report(run, names=names, anonymous=True))
    fields = ("text", "reason", "told", "title")
    written = {
        value
        for line in run.log.lines
        for event in line.events
        for field in fields
        if (value := getattr(event, field, "")) and isinstance(value, str)
    }
    texts = {text for text in written if text in whole}
    assert {"Between us: we know.", "The die had fallen off the table."} <= texts
    moment = run.log.lines[0].at
    told = {*texts, "Anna Nowak", moment[:10], run.log.path.stem, run.log.lines[-1].hash}
    assert not [each for each in told if each in bare]
    assert not re.search(r"\d\d:\d\d\)", bare)
    for eyes in ("north", "public"):
        copy = markdown(report(run, eyes, anonymous=True))
        assert not [each for each in told if each in copy]


# It holds all that happened


def test_controls_copy_holds_everything_that_happened(run: Run) -> None:
    """Law: whatever people wrote, and why they did what they did, stands in control's copy; what was said to
    few, or to control, is in no other copy but theirs.
    """
    of_control = markdown(report(run))
    for told in (
        "The ship was the wrong one.",
        "The die had fallen off the table.",
        "Forget the ship.",
        "A ship has sunk.",
        "Between us: we know.",
        "We know that you know.",
        "May we see the map?",
        "Yes, on the wall.",
        "Northland was not in the room.",
        "To EAS, instead of NOR",
        "Nothing chosen: SOU, EAS",
        "The room was not ready for more.",
    ):
        assert told in of_control, told
    for eyes, known in (
        ("north", {"Between us: we know.", "We know that you know."}),
        ("east", {"May we see the map?"}),
        ("public", set()),
    ):
        copy = markdown(report(run, eyes))
        private = (
            "Between us: we know.",
            "We know that you know.",
            "May we see the map?",
            "A ship has sunk.",
        )
        assert {told for told in private if told in copy} == known, eyes
        for told in ("The die had fallen", "Northland was not in the room.", "The ship was the wrong one."):
            assert told not in copy, (eyes, told)
        assert "line by line" not in copy


def test_what_was_taken_back_is_told_as_it_was(run: Run) -> None:
    """The rulings of the take that does not count stand in the record, marked, and nowhere as if they did."""
    told = rows(report(run), "Appendix F")
    back = [cells for cells in told if cells[4] == "taken back"]
    assert [cells[0] for cells in back] == ["3", "15"]
    assert "Odds: low" in back[1][3]
    assert len(told) == len(run.log.lines)


def test_what_was_planned_stands_in_its_order_with_what_became_of_it(run: Run) -> None:
    assert [[*cells[:2], cells[4].partition("\n")[0]] for cells in rows(report(run), "What was planned")] == [
        ["1", "M1", "released, to EAS, instead of NOR"],
        ["2", "M3", "not used"],
    ]


# Laid out as HSEEP has it


def test_the_chapters_are_in_the_order_of_hseep(run: Run) -> None:
    """The summary first, the improvement plan as the first appendix, and a guide for every objective."""
    found = report(run)
    assert [title.partition(":")[0] for title in found.chapters] == [
        "Executive summary",
        "Exercise overview",
        "Analysis by objective",
        "What was planned",
        "What happened, turn by turn",
        "Scores and objectives of the roles",
        "Dice and decisions",
        "Rulings that control moved",
        *(f"Appendix {letter}" for letter in "ABCDEF"),
    ]
    assert "Improvement plan" in found.chapters[8]
    guide = rows(found, "Appendix C", "Wait for proof")
    assert [cells[0] for cells in guide[-2:]] == ["Asks twice", "Writes down who asked"]


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same run with a cover."""
    found = closed_run(tmp_path_factory.mktemp("covered") / "tuesday.jsonl")
    found.do(Command("cover", data={"sponsor": "The ministry", "contact": "Room 12", "marking": MARKING}))
    found.do(
        Command("cover", data={"handling": 'Keep; do not "copy" \\ </style>', "summary": "First.\n\nThen."})
    )
    return found


MARKING = "FOR OFFICIAL USE ONLY"


@pytest.mark.parametrize("eyes", ["control", "north", "public"])
def test_the_marking_and_the_handling_stand_on_every_page_of_every_copy(covered: Run, eyes: str) -> None:
    """Law: HTML as it is printed, DOCX in all its sections, Markdown at both ends; no text ends a style."""
    found = report(covered, eyes)
    page = html(found)
    style = page[page.index("<style>") : page.index("</style>")]
    assert f'@top-center {{ content: "{MARKING} ' in style
    assert '@bottom-left { content: "Keep\\00003b  do not \\000022 copy\\000022  ' in style
    assert page.count("</style>") == 1
    words = markdown(found)
    assert words.count(MARKING) >= 2
    assert "Keep; do not" in words
    document = Document(BytesIO(word(found)))
    for section in document.sections:
        assert MARKING in section.header.paragraphs[0].text
        assert "Keep; do not" in section.footer.paragraphs[0].text


def test_the_cover_is_controls_but_for_the_marking(covered: Run) -> None:
    """Law: what is not given stays; sponsor, contact and the evaluators' words are control's alone."""
    found = report(covered)
    overview = {cells[0]: cells[1] for cells in rows(found, "Exercise overview")}
    assert (overview["Sponsor"], overview["Point of contact"]) == ("The ministry", "Room 12")
    assert overview["Number of participants"] == "to be added by the planners"
    summary = [block for block in under(found, "Executive summary") if isinstance(block, Paragraph)]
    assert [block.text for block in summary[:2]] == ["First.", "Then."]
    for eyes in ("north", "public"):
        copy = markdown(report(covered, eyes))
        assert not [told for told in ("The ministry", "Room 12", "First.", "Then.") if told in copy]
    bare = markdown(report(covered, anonymous=True))
    assert MARKING in bare
    assert "The ministry" not in bare
    assert "Keep" not in bare


def test_only_control_writes_on_the_cover(run: Run) -> None:
    with pytest.raises(Refusal):
        run.do(Command("cover", "north", {"sponsor": "Us"}))


# What evaluation adds is no play


def test_the_time_of_the_evaluation_is_not_counted(tmp_path: Path) -> None:
    """Law: report and debrief say how long it was played, whatever is written afterwards."""
    times = iter(datetime(2025, 6, 1, 9, tzinfo=UTC) + timedelta(minutes=n) for n in range(1000))
    run = closed_run(tmp_path / "run.jsonl", lambda: next(times))
    played = played_minutes(run.state, run.log.lines)
    for _ in range(9):
        run.do(Command("note", data={"text": "Afterwards."}))
    assert played_minutes(run.state, run.log.lines) == played == len(run.log.lines) - 9 - 1
    assert ["Duration", f"0 h {played} min"] in report(run).about


# Luck, and what control moved


def test_what_a_move_of_control_was_worth_stands_beside_it(run: Run) -> None:
    """The override took the six points of Northland's objective from it in that turn."""
    (cells,) = rows(report(run), "Rulings that control moved")
    assert cells[2:] == ["high", "middle", "The room was not ready for more.", "NOR −6"]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_sentence_on_luck_can_be_read_to_a_room(run: Run, language: str) -> None:
    """No percentages, no places: a number of runs, or that it was as usual."""
    said = luck(run.state, "control", language)["run"]["words"]
    assert "%" not in said
    assert len(said) < 160


# Evidence


def evidence(number: int, last: dict[str, Any]) -> Any:
    """A piece of many steps of one, and a last one."""
    step = {"phase": "", "role": "", "text": "a step", "detail": "", "number": 1, "track": "heat"}
    steps = [{**step, "turn": turn, "before": 5, "after": 6} for turn in range(1, number)]
    return {
        "kind": "causes",
        "title": "Steps",
        "empty": "",
        "rows": [*steps, {**step, "turn": number, **last}],
    }


def test_what_decided_is_never_cut_from_a_list(run: Run) -> None:
    """Law: control's copy cuts nothing; in others what moved most stays, however late it came."""
    piece = evidence(9, {"before": 9, "after": 2, "text": "the fall"})
    for eyes, shown in (("control", 9), ("north", 4)):
        (table,) = [
            block for block in pieces(ReportSource(run, eyes, "en"), [piece]) if isinstance(block, TableBlock)
        ]
        assert len(table.rows) == shown
        assert table.rows[-1][1] == "the fall"
    late = {"kind": "tokens", "title": "Owed", "empty": ""}
    token = {"phase": "", "role": "", "detail": "", "number": 1, "token": "t", "due": None}
    names = [("opened", "opened")] * 6 + [("overdue", "unanswered")]
    owed: Any = {
        **late,
        "rows": [
            {**token, "turn": turn, "change": change, "text": text}
            for turn, (change, text) in enumerate(names, 1)
        ],
    }
    (table,) = [
        block for block in pieces(ReportSource(run, "north", "en"), [owed]) if isinstance(block, TableBlock)
    ]
    assert "unanswered" in table.rows[-1]


# A kindness that is none


def test_a_row_that_misleads_says_so_where_control_moves_it() -> None:
    """Law: control sees which rung tells the seat something false in the words of what is true."""
    rows = (
        {"id": "lies", "roll": "..2", "outcome": "backfire"},
        {"id": "nothing", "roll": "3..4"},
        {"id": "tells", "roll": "5..", "outcome": "success"},
    )
    tell = {"to": "north", "what": "hidden"}
    bands = {"few": "0..4", "many": "5..10"}
    found = Table(
        exercise(
            tracks={"hidden": track(seen_by=["south"], others_see=bands)},
            tables={"spy": table(*rows, dice="1d6")},
            moves={
                "look": move(
                    run="spy",
                    secret="covert",
                    to="south",
                    told="What was seen",
                    on={"success": {"tell": tell}, "backfire": {"tell": {**tell, "as": "false"}}},
                )
            },
            steps=["agreements", "moves", "spy", "breaches", "drift", "endings"],
            turns=1,
        )
    )
    found.to("orders")
    found.order("north", "look")
    found.to("rulings")
    (ruling,) = [entry for entry in view(found.state, "control")["rulings"] if "ladder" in entry]
    assert {rung["row"]: "misleads" in rung for rung in ruling["ladder"]} == {
        "lies": True,
        "nothing": False,
        "tells": False,
    }


@pytest.mark.parametrize("eyes", ["control", "observer"])
def test_what_control_wrote_for_itself_is_in_no_copy_of_others(run: Run, eyes: str) -> None:
    """Law: an observer, and whoever looks with control's eyes once all is released, reads no reason of an
    undo or a release, and no log.
    """
    copy = markdown(report(run, eyes, own=False))
    assert "Between us: we know." in copy
    for told in ("The die had fallen", "The ship was the wrong one.", "Northland was not in the room."):
        assert told not in copy
    assert "line by line" not in copy
    assert "it holds everything" not in copy
