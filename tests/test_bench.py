"""The bench: what it says of a figure, and that its page has the rows that it has. Nothing is timed here."""

import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench import pages, peers, table
from bench.catalogue import PARTS, rows
from bench.measure import Figure, LeftOut, Row, Side, least, most
from bench.peers import boardgame, games, stores
from bench.peers.boardgame import Boardgame
from bench.peers.sides import Missing, Peer, beside
from bench.report import PAGE, Surroundings, page
from engine.rules.load import load

ROW = re.compile(r"^\| ([a-zA-Z0-9].*?) \|.*\| ((?:[<>]= [^|]*)|-) \| [^|]*\|$", re.MULTILINE)
"""A row of the page: its name, and its target."""
DAY = Surroundings(date(2025, 3, 1), 0.0)


def told(text: str) -> dict[str, list[tuple[str, str]]]:
    """By part, the rows of a page with their targets."""
    _, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    found = {section.partition("\n")[0].lower(): ROW.findall(section) for section in sections}
    return {part: found.get(part, []) for part in PARTS}


def measured() -> list[Figure | LeftOut]:
    """A run in which nothing was measured: all rows, at half of what they are to be."""
    return [
        row.figure("1 ms", "2 ms other", 0.5, measured=(row.target or 1) / 2)
        for part in PARTS
        for row in rows(part)
    ]


def test_the_page_has_the_rows_and_targets_of_the_bench() -> None:
    """Otherwise: make bench WRITE=1."""
    assert told(PAGE.read_text(encoding="utf-8")) == {
        part: [(row.name, row.aim) for row in rows(part)] for part in PARTS
    }


def test_the_guide_says_how_many_rooms_were_measured() -> None:
    """Rooms and pages are the bench's; the shares are those of the page."""
    guide = " ".join((PAGE.parent / "facilitators.md").read_text(encoding="utf-8").split())
    assert f"{pages.ROOMS} rooms at once, with eight pages" in guide
    assert (pages.BROWSERS, pages.PACE) == (8, 4.0)
    text = PAGE.read_text(encoding="utf-8")
    share = re.search(rf"^\| {pages.EACH_ROOM.name} \|.*\| (\d+)% all of them", text, re.MULTILINE)
    wait = re.search(rf"^\| {pages.MANY_ROOMS.name} \|[^|]*\| ([\d.]+) (ms|s) \|", text, re.MULTILINE)
    assert share
    assert wait
    seconds = float(wait[1]) / (1000 if wait[2] == "ms" else 1)
    for said in (f"{share[1]} % of one processor", f"within {seconds:.2f} seconds"):
        assert said in guide, f"docs/facilitators.md is to say: {said}"


def test_every_part_has_rows_and_no_two_have_one_name() -> None:
    names = [row.name for part in PARTS for row in rows(part)]
    assert all(rows(part) for part in PARTS)
    assert len(set(names)) == len(names)


def test_what_is_missed_stands_on_the_page_with_its_reason() -> None:
    """Half of what is to be at least so much is missed; half of what may be at most so much is met."""
    text = page(measured(), DAY, DAY)
    short = text.partition("## What is not reached")[2].partition("\n## ")[0]
    for row in (row for part in PARTS for row in rows(part)):
        assert (f"**{row.name}**" in short) is (not row.ceiling)
        assert row.ceiling or row.why in short
    assert "Others were at work" not in text
    assert "Others were at work" in page(measured(), DAY, DAY._replace(load=99.0))


def test_a_page_without_peers_says_how_to_get_them() -> None:
    found = [
        each if each.row.name != "orders decided beside diplomacy" else LeftOut(each.row, "left out")
        for each in measured()
    ]
    assert "| orders decided beside diplomacy | | | | | >= 1 | left out |" in page(found, DAY, DAY)
    assert told(page(found, DAY, DAY)) == told(page(measured(), DAY, DAY))


@pytest.mark.parametrize(
    ("row", "value", "verdict"),
    [
        (least("a", 0.5), 0.75, "met by 50%"),
        (least("a", 0.5), 0.25, "missed by 50%"),
        (most("a", 10, " ms"), 4.0, "met by 60%"),
        (most("a", 10, " ms"), 15.0, "missed by 50%"),
        (Row("a"), 1.0, ""),
    ],
)
def test_a_verdict_says_by_how_much(row: Row, value: float, verdict: str) -> None:
    assert row.figure("", "", value).verdict == verdict


def test_a_ratio_of_passes_has_its_range() -> None:
    assert Row("a").figure("", "", 1.5, span=(1.25, 2)).said_ratio == "1.50 (1.25-2.00)"
    assert Row("a").figure("", "", 1.5).said_ratio == "1.50"


def test_a_peer_that_is_not_here_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One line for each of its rows, and nothing is measured for them."""
    for module in ("pyspiel", "open_spiel", "diplomacy", "eventsourcing"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr(boardgame, "which", lambda name: None)
    stores.kind.cache_clear()
    held: Any = None
    node = Boardgame(held)
    absent = {
        peers.TIC_TAC_TOE: lambda: games.openspiel("python_tic_tac_toe"),
        peers.DIPLOMACY: games.diplomacy,
        peers.DIPLOMACY_AGAIN: games.diplomacy_again,
        peers.BOARDGAME: node.deciding,
        peers.BOARDGAME_AGAIN: node.replaying,
        peers.SOURCED: lambda: stores.kind(),
    }

    def measured_in_vain() -> None:
        raise AssertionError("there was nothing to measure it beside")

    found = list(beside(Side(measured_in_vain), [Peer(row, "", up) for row, up in absent.items()], 1))
    assert [each.row for each in found] == list(absent)
    assert all(isinstance(each, LeftOut) and "make bench PEERS=1" in each.reason for each in found)
    assert "\n" not in "".join(each.reason for each in found if isinstance(each, LeftOut))


def test_boardgame_without_its_packages_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    held: Any = None
    monkeypatch.setattr(boardgame, "which", lambda name: "node")
    monkeypatch.setattr(boardgame, "HERE", tmp_path)
    with pytest.raises(Missing, match="make bench PEERS=1"):
        Boardgame(held).deciding()


def test_a_peer_is_measured_in_turn(capsys: pytest.CaptureFixture[str]) -> None:
    """Each side by its own watch; the ratio is that of what each does in a second."""
    time = [0.0]

    def spend(seconds: float) -> None:
        time[0] += seconds

    ours = Side(lambda: spend(1.0), 10, lambda: time[0])
    theirs = Side(lambda: spend(2.0), 10, lambda: time[0])
    (found,) = beside(ours, [Peer(Row("a"), "moves", lambda: theirs)], 3)
    assert isinstance(found, Figure)
    assert (found.ours, found.baseline, found.said_ratio) == ("10 /s", "5 /s moves", "2.00 (2.00-2.00)")


def test_what_is_measured_beside_the_tables_is_the_same_by_hand() -> None:
    """Law: a change of the exercise that the bench measures is noticed here, before anything is timed."""
    exercise = load("korea-2025")
    for _, call, by_hand in table.both(exercise):
        table.agree(call, by_hand, table.random_states(exercise, 200))
