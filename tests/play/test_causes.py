"""What a row read by more than know its order must not tell of it; and names that give nothing away."""

from typing import Any

from engine.play.dice import MASK, mix
from engine.play.draft import Draft
from engine.play.state import State
from engine.rules.exercise import Exercise
from engine.views import view
from tests.play.tiny import Table, exercise, move, table

STEPS = ["agreements", "moves", "first", "common", "breaches", "drift", "endings"]


def covert() -> Exercise:
    """North's covert orders; everybody reads the rows of their tables."""
    everybody: dict[str, Any] = {"to": ["all"], "then": {"heat": 1}}
    return exercise(
        moves={
            "plot": move(to="north", secret="covert", title="Plot", run="first"),
            "plan": move(
                to="north",
                secret="covert",
                title="Plan",
                choose={"size": ["big", "small"]},
                run="common(size)",
            ),
        },
        tables={
            "first": table({"id": "news", "to": ["all"], "then": {"heat": 1, "run": "second"}}),
            "second": table({"id": "more", "then": {"heat": 1}}),
            "common": table(
                {"id": "low", "roll": "..7", **everybody},
                {"id": "high", "roll": "8..", **everybody},
                given={"size": ["big", "small"]},
                dice="2d6",
                shared=True,
                modifiers={"+1 if size == big": "It is big"},
            ),
        },
        steps=STEPS,
    )


def read_by(seat: str, order: str) -> list[dict[str, Any]]:
    """The rulings and tracks of a turn with this order, as a seat reads them."""
    room = Table(covert())
    room.to("orders")
    room.order("north", order)
    room.to("report")
    story: list[dict[str, Any]] = view(room.state, seat)["story"]
    return [fact for fact in story if fact["kind"] in ("ruling", "track")]


def test_what_a_public_row_runs_does_not_name_a_secret_order() -> None:
    """Law: who reads a row without knowing its order reads what the row runs without learning it, too."""
    found = read_by("south", "plot")
    assert [fact["text"] for fact in found if fact["kind"] == "ruling"] == ["news", "more"]
    assert "Plot" not in str(found)
    assert "Plot" in str(read_by("north", "plot"))


def test_a_shared_ruling_does_not_name_a_secret_order() -> None:
    """Law: a track that moved by a shared ruling names no order that the reader does not know."""
    found = read_by("south", "plan(big)")
    assert [fact["kind"] for fact in found] == ["ruling", "track"]
    assert "Plan" not in str(found)


def test_a_trace_is_not_for_who_knows_only_the_row() -> None:
    """Law: modifiers, odds and dice come from a call's arguments; who does not know the call gets none."""
    assert "dice" not in read_by("south", "plan(big)")[0]["details"]
    assert "big" not in str(read_by("south", "plan(big)"))
    assert "dice" in read_by("north", "plan(big)")[0]["details"]


def test_a_name_cannot_be_turned_round_to_the_seed() -> None:
    """Law: a name is not made by the function that makes dice, whose turning round is a few minutes' work."""
    found = covert()
    names = [Draft(State(found, seed), line).name("message") for seed in (1, 2) for line in (5, 6)]
    assert len(set(names)) == 4
    for (seed, line), name in zip([(1, 5), (1, 6), (2, 5), (2, 6)], names, strict=True):
        turned = mix(mix(seed & MASK) ^ mix((line << 20) + 1))
        assert name != f"message-{turned:016x}"[:16]
