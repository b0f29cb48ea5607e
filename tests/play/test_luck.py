"""The luck ledger: chances as the log has them, what a result hung on, and sums counted out by hand."""

from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.record.run import Run
from engine.review.luck import luck
from engine.rules.exercise import Exercise
from engine.views import CONTROL, PUBLIC, view
from engine.words.numbers import percent
from tests.laws.people import People
from tests.naive import within
from tests.play.test_evidence import room
from tests.play.tiny import Table, move, table, track


def played(exercise: Exercise, path: Path, seed: int) -> Run:
    run = Run.start(exercise, path, seed=seed, people=list(exercise.roles))
    People(run, seed).play()
    return run


@pytest.mark.parametrize("seed", [1, 2])
def test_the_ledger_is_what_the_log_says(exercise: Exercise, path: Path, seed: int) -> None:
    """Law: for control, every ruling with its chances as they are computed afresh from the log."""
    run = played(exercise, path, seed)
    standing = set(run.record.standing())
    lines = [line for line in run.log.lines if line.seq in standing]
    ruled = [e for line in lines for e in msgspec.to_builtins(line.events) if e["type"] == "ruled"]
    rows = luck(run.state, CONTROL)["rows"]
    assert len(rows) == len(ruled)
    for row, event in zip(rows, ruled, strict=True):
        assert (row["dice"], row["sum"], row["total"]) == (
            event.get("dice", []),
            event.get("sum", 0),
            event.get("total"),
        )
        if not row["dice"]:
            assert (row["chance"], row["or_better"], row["place"], row["hung"]) == (1, 1, None, ["decision"])
            continue
        bands = [entry for entry in run.exercise.data["tables"][event["table"]]["rows"] if "roll" in entry]
        natural, bare = (
            next(entry["id"] for entry in bands if within(entry["roll"], total))
            for total in (event["total"], sum(event["dice"]))
        )
        odds = event["odds"]
        above = [entry["id"] for entry in bands]
        above = above[above.index(event["row"]) :]
        assert row["chance"] == odds[event["row"]]
        assert row["or_better"] == pytest.approx(sum(odds[name] for name in above))
        if natural != event["row"]:
            assert (row["hung"], row["place"]) == (["decision"], None)
            continue
        hung = ["dice"] if odds[natural] < 0.5 else []
        hung += ["decision"] if bare != natural else []
        assert row["hung"] == hung
        assert row["place"] == pytest.approx(1 - row["or_better"] + row["chance"] / 2)


def test_a_role_reads_only_rulings_whose_trace_it_may_read(exercise: Exercise, path: Path) -> None:
    """Law: with dice, exactly those of its story that show their dice."""
    run = played(exercise, path, 3)
    for seat in (*exercise.roles, PUBLIC):
        story = view(run.state, seat)["story"]
        shown = {fact["number"] for fact in story if fact["kind"] == "ruling" and "dice" in fact["details"]}
        rows = luck(run.state, seat)["rows"]
        assert {row["number"] for row in rows if row["dice"]} == shown
        texts = {fact["number"]: fact["text"] for fact in story}
        assert all(texts[row["number"]] == row["result"] for row in rows)


@pytest.mark.parametrize("seed", [4, 5])
def test_sums_are_counted_out(exercise: Exercise, path: Path, seed: int) -> None:
    """Law: what an account says of few rulings is what going through all that could have come gives."""
    run = played(exercise, path, seed)
    found = luck(run.state, CONTROL)
    for account in found["roles"]:
        own = [row for row in found["rows"] if row["role"] == account["role"]]
        thrown = [row for row in own if row["place"] is not None]
        assert (account["rulings"], account["thrown"]) == (len(own), len(thrown))
        assert sum(account["hung"].values()) == len(own)
        if not 0 < len(thrown) <= 5:
            continue
        odds = [[entry["chance"] for entry in row["odds"]] for row in thrown]
        surprise = expected = far = 0.0
        low = account["place"] < 0.5
        for picks in product(*(range(len(row)) for row in odds)):
            chances = [row[pick] for row, pick in zip(odds, picks, strict=True)]
            places = [sum(row[:pick]) + row[pick] / 2 for row, pick in zip(odds, picks, strict=True)]
            weight = 1.0
            for chance in chances:
                weight *= chance
            mean = sum(chances) / len(chances)
            place = sum(places) / len(places)
            expected += weight * mean
            surprise += weight * (mean <= account["chance"] + 1e-9)
            far += weight * (place <= account["place"] + 1e-9 if low else place >= account["place"] - 1e-9)
        assert account["expected"] == pytest.approx(expected)
        assert account["surprise"] == pytest.approx(surprise)
        assert account["as_far"] == pytest.approx(far)
    assert found["run"]["rulings"] == len(found["rows"])


# Case by case

THIRDS = table(
    {"id": "low", "roll": "..2"},
    {"id": "middle", "roll": "3..4"},
    {"id": "high", "roll": "5.."},
    dice="1d6",
    modifiers={"+2 if heat >= 5": "warm"},
)
LIKELY = table({"id": "fails", "roll": "..2"}, {"id": "works", "roll": "3.."}, dice="1d6")


def thrown(face: int, name: str = "thirds", override: str = "", **parts: Any) -> Table:
    """A table ruled on with this throw."""
    tables = {"thirds": THIRDS, "likely": LIKELY, "plain": table({"id": "so", "if": "heat >= 0"})}
    found = room(moves={"go": move(run=name)}, tables=tables, turns=1, **parts)
    found.to("orders")
    found.order("north", "go")
    found.to("rulings")
    if face:
        found.do("dice", ruling=f"north.go>{name}", dice=[face])
    if override:
        found.do("override", ruling=f"north.go>{name}", row=override, reason="so")
    found.to("report")
    return found


@pytest.mark.parametrize(
    ("face", "name", "heat", "hung", "chance", "or_better"),
    [
        (6, "thirds", 5, [], 4 / 6, 4 / 6),
        (3, "thirds", 5, ["decision"], 4 / 6, 4 / 6),
        (1, "thirds", 5, ["dice", "decision"], 2 / 6, 1),
        (3, "thirds", 0, ["dice"], 2 / 6, 4 / 6),
        (5, "likely", 5, [], 4 / 6, 4 / 6),
        (1, "likely", 5, ["dice"], 2 / 6, 1),
        (0, "plain", 5, ["decision"], 1, 1),
    ],
)
def test_what_a_result_hung_on(
    face: int, name: str, heat: int, hung: list[str], chance: float, or_better: float
) -> None:
    (row,) = luck(thrown(face, name, tracks={"heat": track(start=heat)}).state, CONTROL)["rows"]
    assert (row["hung"], row["role"]) == (hung, "north")
    assert (row["chance"], row["or_better"]) == (pytest.approx(chance), pytest.approx(or_better))
    assert row["why"]


def test_a_row_that_control_chose_is_a_decision_and_no_luck() -> None:
    found = luck(thrown(1, override="high").state, CONTROL)
    (row,) = found["rows"]
    assert (row["hung"], row["place"]) == (["decision"], None)
    assert row["why"] == "The total of 3 gives another row: control chose this one."
    assert (found["run"]["rulings"], found["run"]["thrown"]) == (1, 0)


def test_the_ledger_is_said_aloud_in_both_languages() -> None:
    state = thrown(3, tracks={"heat": track(start=0)}).state
    english, polish = (luck(state, CONTROL, code)["run"]["words"] for code in ("en", "pl"))
    assert english == (
        "1 roll: what came was no less likely than was to be expected. The dice fell neither high nor low."
    )
    assert polish.startswith("1 rzut: ")


def test_a_secret_ruling_is_in_nobody_elses_ledger() -> None:
    found = room(moves={"go": move(run="odds", secret="covert")}, turns=1)
    found.to("orders")
    found.order("north", "go")
    found.to("report")
    rows = {seat: luck(found.state, seat)["rows"] for seat in (CONTROL, "north", "south", PUBLIC)}
    assert {seat: len(entries) for seat, entries in rows.items()} == {
        CONTROL: 1,
        "north": 1,
        "south": 0,
        PUBLIC: 0,
    }


def test_what_can_be_is_never_nought_percent() -> None:
    assert [percent(chance) for chance in (0, 0.001, 0.3055, 0.999, 1)] == [
        "0%",
        "<1%",
        "31%",
        ">99%",
        "100%",
    ]
