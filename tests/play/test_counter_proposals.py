"""A counter-proposal takes the place of the one it answers, and stands beside it term by term."""

from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command, Refusal
from engine.record.run import Run
from engine.review.verify import verify
from engine.rules.load import load
from engine.views import decision, view

FREEZE = {"agreement": "freeze_for_relief"}


def do(run: Run, actor: str, **data: Any) -> str:
    """Propose; the name of what stands on the table then."""
    run.do(Command("propose", actor, data))
    return list(run.state.game.proposals)[-1]


@pytest.fixture
def run(path: Path) -> Run:
    found = Run.start(load("korea-2025"), path, seed=3, people=["control", "usa", "dprk", "rok"])
    found.do(Command("advance"))
    return found


def terms(run: Run, seat: str, proposal: str) -> list[tuple[str, str, str]]:
    """By term of a proposal what stood in the one before, and what stands now."""
    found = next(entry for entry in view(run.state, seat)["proposals"] if entry["id"] == proposal)
    return [(term["id"], term["before"], term["said"]) for term in found["settled"]]


def test_a_counter_proposal_takes_the_place_of_the_other(run: Run) -> None:
    first = do(run, "usa", **FREEZE, terms={"relief": 1, "verification": "yes"})
    second = do(run, "dprk", **FREEZE, counters=first, terms={"relief": 2, "verification": "yes"})
    proposals = run.state.game.proposals
    assert proposals[first].status == "lapsed"
    assert "dprk" in proposals[second].signed, "who proposes signs"
    assert "usa" not in proposals[second].signed, "the others are asked anew"
    for seat in ("usa", "dprk"):
        assert [entry["id"] for entry in view(run.state, seat)["proposals"]] == [second]
        assert ("relief", "1", "2") in terms(run, seat, second)
    with pytest.raises(Refusal, match="One open proposal"):
        do(run, "usa", **FREEZE)
    third = do(run, "dprk", **FREEZE, counters=second)
    told = " ".join(fact["text"] for fact in view(run.state, "usa")["story"] if fact["kind"] == "signature")
    assert "DPRK does not sign as it stands" in told
    assert "DPRK takes its proposal back" in told
    assert run.state.game.proposals[third].status == "open"
    with pytest.raises(Refusal, match="closed"):
        do(run, "usa", **FREEZE, counters=first)
    assert verify(run.log.path) == (None, True)


def test_only_who_must_sign_can_take_a_proposal_off_the_table(run: Run) -> None:
    """Law: nobody else can stop one, and what is refused leaves it where it was."""
    first = do(run, "usa", **FREEZE, invites=["rok"])
    for actor, data in (
        ("rok", {**FREEZE, "counters": first}),
        ("dprk", {"agreement": "trilateral_compact", "counters": first}),
        ("dprk", {"counters": first, "text": "Something else."}),
        ("dprk", {**FREEZE, "counters": first, "terms": {"relief": 99}}),
        ("japan", {**FREEZE, "counters": first}),
    ):
        with pytest.raises(Refusal):
            do(run, actor, **data)
        assert run.state.game.proposals[first].status == "open"


def test_words_of_ones_own_are_answered_by_others(run: Run) -> None:
    first = do(run, "rok", to=["usa", "dprk"], text="We call first.")
    second = do(run, "usa", counters=first, text="We call within an hour.")
    found = run.state.game.proposals[second]
    assert set(found.parties) == {"usa", "rok", "dprk"}, "it is among the same roles"
    (entry,) = view(run.state, "dprk")["proposals"]
    assert (entry["before"], entry["counters"]) == ("We call first.", "rok")


def test_whoever_is_invited_is_not_told_what_others_had_proposed(run: Run) -> None:
    """Law: what is answered is told to those alone who knew it."""
    first = do(run, "usa", **FREEZE, terms={"relief": 1}, invites=[])
    second = do(run, "dprk", **FREEZE, counters=first, terms={"relief": 2}, invites=["rok"])
    for seat, known in (("usa", True), ("rok", False)):
        (entry,) = (entry for entry in view(run.state, seat)["proposals"] if entry["id"] == second)
        assert bool(entry["counters"]) == known
        assert any(before for _, before, _ in terms(run, seat, second)) == known
        told = [fact["text"] for fact in view(run.state, seat)["story"] if fact["kind"] == "proposal"][-1]
        assert ("proposes instead" in told) == known


def test_who_put_an_announced_agreement_on_the_table_is_told_to_its_parties_alone(path: Path) -> None:
    """Law: everybody may read the card of what was announced; by whom it came about was said among others."""
    people = ["control", "usa", "rok", "japan", "china"]
    run = Run.start(load("korea-2025"), path, seed=3, people=people)
    run.do(Command("advance"))
    pact = do(run, "rok", agreement="trilateral_compact")
    for ally in ("usa", "japan"):
        run.do(Command("sign", ally, {"proposal": pact}))
    assert run.state.game.proposals[pact].status == "announced"
    asked = {seat: decision(run.state, seat, pact)["by"] for seat in ("rok", "usa", "japan", "china")}
    assert asked == {"rok": "rok", "usa": "rok", "japan": "rok", "china": ""}
