"""The report as an evaluator would sign it: it adds up, owns up, and is laid out as the field expects."""

import re
from typing import Any

import pytest

from engine.exchange.export.tables import tables as exported
from engine.record.run import Run
from engine.review.chances import swings
from engine.review.report import report
from engine.review.report.blocks import Heading, Report, TableBlock
from engine.review.report.to_markdown import markdown
from engine.views import view
from engine.words.numbers import signed
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
    return int(cells[-1].replace("−", "-")) if cells[-2] in ("met", "crossed", "") else 0


def test_scores_add_up_and_say_what_capped_them(run: Run) -> None:
    """Law: rows met, red lines crossed and the cap of the ending sum to the score that stands above them."""
    found = report(run)
    assert run.state.game.finished
    for role, score in run.state.game.finished.scores.items():
        title = {"north": "Northland", "south": "Southland", "east": "Eastland"}[role]
        told = rows(found, "Scores", title)
        assert sum(map(points_of, told)) == score, told
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
