"""The three seatings of Poland: what it may do in each, and what control plays for it when a role asks."""

from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command, Refusal, decide
from engine.play.events import Settled
from engine.play.requests import on_request, requests
from engine.record.run import Run
from engine.review.verify import verify
from engine.rules.load import load
from engine.views import view
from engine.words.rulebook import Rulebook

CONTROL = ("poland", "control")
"""Who holds control where Poland runs the exercise."""


def table(path: Path, preset: str = "host") -> Run:
    return Run.start(load("korea-2025"), path, seed=11, people=["control", "poland", "usa"], preset=preset)


def do(run: Run, name: str, actor: str = "control", **data: Any) -> None:
    run.do(Command(name, actor, data))


def on(run: Run, phase: str) -> None:
    while run.state.game.phase != phase:
        do(run, "advance")


def ordered(run: Run) -> list[str]:
    return [entry["order"] for entry in run.state.game.orders.get("poland", [])]


def test_every_move_on_request_can_be_asked_for_and_no_other(path: Path) -> None:
    """Law: a seat is offered to ask for what the exercise names, and of letters for its own alone."""
    run = table(path)
    named = load("korea-2025").file.presets["host"].seats["poland"].on_request
    offered = [entry["order"] for entry in view(run.state, "usa")["on_request"]]
    assert {order.partition("(")[0] for order in offered} == set(named)
    assert [order for order in offered if order.startswith("carry_message")] == ["carry_message(usa)"]
    assert not view(run.state, "poland")["on_request"], "control asks nobody"
    for order in (
        "carry_message(rok)",
        "concert_embassies",
        "demarche_in_washington",
        "offer_talks",
        "no-such",
    ):
        with pytest.raises(Refusal, match="not known here"):
            do(run, "request", "usa", order=order)
    for preset in ("facilitator", "mediator"):
        other = table(path.with_name(preset), preset)
        assert not view(other.state, "usa")["on_request"]
        with pytest.raises(Refusal, match="not known here"):
            do(other, "request", "usa", order="sound_out")


@pytest.mark.parametrize("actor", CONTROL)
def test_control_orders_what_it_was_asked_for_in_one_act(path: Path, actor: str) -> None:
    """The order stands beside those before it, the request is done with, the role told, the move played."""
    run = table(path)
    on(run, "consultation")
    do(run, "message", "usa", carry=True, through="poland", text="We can talk.")
    do(run, "orders", actor, role="poland", orders=[{"order": "humanitarian_signal"}])
    do(run, "request", "usa", order="carry_message(usa)", text="Before the summit.")
    waits = [entry for entry in view(run.state, "control")["waiting"] if entry["kind"] == "question"]
    assert [(entry["request"], entry["order"]) for entry in waits] == [("R01", "carry_message(usa)")]
    do(run, "accept", actor, request="R01")
    assert ordered(run) == ["humanitarian_signal", "carry_message(usa)"]
    assert run.state.game.orders["poland"][1]["message"], "the newest letter goes with it"
    assert not [entry for entry in view(run.state, "control")["waiting"] if entry["kind"] == "question"]
    told = [fact["text"] for fact in view(run.state, "usa")["story"] if fact["kind"] in ("request", "reply")]
    assert "Before the summit." in told[0]
    assert "ordered for Poland: Carry a message: USA (embassy)" in told[1]
    assert not [fact for fact in view(run.state, "rok")["story"] if fact["kind"] in ("request", "reply")]
    with pytest.raises(Refusal, match="dealt with"):
        do(run, "accept", actor, request="R01")
    on(run, "report")
    carried = {
        fact["details"]["order"] for fact in view(run.state, "control")["story"] if fact["kind"] == "order"
    }
    assert {"humanitarian_signal", "carry_message(usa)"} <= carried
    assert verify(path) == (None, True)


def test_what_an_undo_takes_back_waits_again(path: Path) -> None:
    """Law: a request counts as done with only as long as what was ordered for it stands."""
    run = table(path)
    do(run, "request", "usa", order="sound_out")
    do(run, "accept", request="R01")
    do(run, "undo", line=len(run.log.lines) - 1, reason="too early")
    assert requests(run.state)["R01"].done == ""
    assert ordered(run) == []
    do(run, "accept", request="R01")
    assert (requests(run.state)["R01"].done, ordered(run)) == ("ordered", ["sound_out"])


def told(run: Run, seat: str = "usa") -> list[str]:
    """What a seat reads of its requests."""
    facts = view(run.state, seat)["story"]
    return [fact["text"] for fact in facts if fact["kind"] in ("request", "reply")]


def test_an_order_that_is_taken_back_lets_its_request_wait_and_its_author_know(path: Path) -> None:
    """Law: what was asked for and ordered waits again once it is not, whoever takes it back and by what: the
    sheet of orders, an undo, the lock; and a seat never reads last that its move is ordered where it is not.
    """
    run = table(path)
    on(run, "consultation")
    do(run, "request", "usa", order="sound_out")
    do(run, "accept", request="R01")
    do(run, "orders", role="poland", orders=[{"order": "humanitarian_signal"}])
    assert (requests(run.state)["R01"].done, ordered(run)) == ("", ["humanitarian_signal"])
    assert "no longer ordered for Poland" in told(run)[-1]
    assert [
        entry["request"] for entry in view(run.state, "control")["waiting"] if entry["kind"] == "question"
    ]
    do(run, "undo", reason="the wrong box")
    assert (requests(run.state)["R01"].done, ordered(run)) == ("ordered", ["sound_out"])
    assert told(run)[-1].startswith("Control: ordered for Poland")
    do(run, "undo", line=3, reason="all of it")
    assert (requests(run.state)["R01"].done, ordered(run)) == ("", [])
    assert "no longer ordered for Poland" in told(run)[-1]
    do(run, "accept", request="R01")
    assert (requests(run.state)["R01"].done, ordered(run)) == ("ordered", ["sound_out"])
    assert len(told(run)) == 6
    assert told(run, "rok") == []
    on(run, "orders")
    do(run, "orders", role="poland", orders=[{"order": "sound_out"}])
    assert len(told(run)) == 6, "what stands on is not told again"
    again = Run.open(path)
    assert (told(again), again.state.room.answered) == (told(run), run.state.room.answered)
    assert verify(path) == (None, True)


def test_an_order_that_the_lock_bars_lets_its_request_wait(path: Path) -> None:
    """Law: what stood when it was ordered and does not at the lock was not ordered."""
    run = table(path)
    on(run, "orders")
    do(run, "request", "usa", order="sound_out")
    do(run, "accept", request="R01")
    run.state.game.vector[run.exercise.slots["capital(poland)"]] = 0
    draft = decide(run.state, Command("advance"), len(run.log.lines) + 1)
    assert [event.how for event in draft.events if isinstance(event, Settled)] == ["withdrawn"]
    assert requests(draft.state)["R01"].done == ""


def test_what_control_orders_has_no_draft(path: Path) -> None:
    """Law: for a role that control plays only what stands on its sheet is ordered: no draft is taken for it,
    and what an undo took back does not come again with the lock.
    """
    run = table(path)
    on(run, "orders")
    for actor in CONTROL:
        with pytest.raises(Refusal, match="keeps no draft"):
            run.draft(
                Command("orders", actor, {"role": "poland", "orders": [{"order": "humanitarian_signal"}]})
            )
    do(run, "request", "usa", order="sound_out")
    do(run, "accept", request="R01")
    do(run, "undo", reason="too early")
    assert "poland" not in run.state.drafts
    do(run, "advance")
    assert "poland" not in run.state.game.orders


def test_a_letter_that_arrived_does_not_go_again(path: Path) -> None:
    """Law: of the letters, control says which goes; else it is the newest that has not arrived, or none."""
    run = table(path)
    on(run, "consultation")
    for text in ("First.", "Second, not yet."):
        do(run, "message", "usa", carry=True, through="poland", text=text)
    first, second = run.state.room.letters
    do(run, "request", "usa", order="carry_message(usa)", text="The first, please.")
    with pytest.raises(Refusal, match="no such letter"):
        do(run, "accept", request="R01", message="message-of-nobody")
    do(run, "accept", request="R01", message=first)
    assert run.state.game.orders["poland"] == [{"order": "carry_message(usa)", "message": first}]
    on(run, "report")
    carried = [
        entry["id"] for entry in view(run.state, "control")["plays"][0]["letters"] if entry["delivered"]
    ]
    assert carried == [first]
    do(run, "advance")
    for number, letter in ((2, {"message": second}), (3, {})):
        do(run, "request", "usa", order="carry_message(usa)")
        do(run, "accept", request=f"R{number:02d}")
        assert run.state.game.orders["poland"] == [{"order": "carry_message(usa)", **letter}]
        on(run, "report")
        do(run, "advance")


def test_what_is_dealt_with_is_answered_no_more(path: Path) -> None:
    """Law: no request is both ordered and refused; who ends the run ends the asking."""
    run = table(path)
    do(run, "request", "usa", order="sound_out")
    do(run, "request", "rok", order="sound_out")
    do(run, "request", "usa", text="May we?")
    do(run, "accept", request="R01")
    do(run, "settle", request="R03", how="aloud")
    for name in ("R01", "R03"):
        with pytest.raises(Refusal, match="dealt with"):
            do(run, "reply", request=name, text="No.")
    do(run, "reply", to=["usa"], text="One word more.")
    with pytest.raises(Refusal, match="ordered already"):
        do(run, "accept", request="R02")
    assert view(run.state, "control")["requests"][1]["reason"] == "ordered already this turn"
    do(run, "reply", request="R02", text="The USA has asked first.")
    do(run, "finish")
    for data in ({"text": "Too late?"}, {"order": "sound_out"}):
        with pytest.raises(Refusal, match="has ended"):
            do(run, "request", "usa", **data)


def test_what_cannot_be_ordered_stays_a_request_with_its_reason(path: Path) -> None:
    """A condition, a limit, the lock: nothing is lost, and control reads why."""
    run = table(path)
    for order in ("chair_round", "sound_out", "report_on_armistice", "humanitarian_signal"):
        do(run, "request", "usa", order=order)
    with pytest.raises(Refusal, match="cannot be ordered now"):
        do(run, "accept", request="R01")
    do(run, "accept", request="R02")
    do(run, "accept", request="R03")
    with pytest.raises(Refusal, match="cannot be ordered now"):
        do(run, "accept", request="R04")
    on(run, "orders")
    do(run, "advance")
    found = {entry["id"]: entry for entry in view(run.state, "control")["requests"]}
    assert [found[name]["answered"] for name in found] == ["", "ordered", "ordered", ""]
    assert all(found[name]["reason"] for name in ("R01", "R04"))
    with pytest.raises(Refusal, match=r"locked|another phase"):
        do(run, "accept", request="R04")


def test_only_control_accepts_and_only_what_names_an_order(path: Path) -> None:
    run = table(path)
    do(run, "request", "usa", text="May we?")
    do(run, "request", "rok", order="sound_out")
    with pytest.raises(Refusal, match="Only control"):
        do(run, "accept", "usa", request="R02")
    with pytest.raises(Refusal, match="not known here"):
        do(run, "accept", request="R01")


def test_control_signs_and_orders_for_the_role_it_plays(path: Path) -> None:
    """Law: in either of its seats, control acts for Poland as it may for every role."""
    run = table(path)
    on(run, "consultation")
    do(run, "propose", "rok", to=["poland"], text="Watch the line with us.")
    (proposal,) = run.state.game.proposals.values()
    do(run, "sign", "poland", proposal=proposal.id, role="poland")
    assert run.state.game.proposals[proposal.id].signed == ["rok", "poland"]
    do(run, "statement", "poland", role="usa", text="Spoken for a team that is late.")
    assert [said.role for said in run.state.room.statements.values()] == ["usa"]


def test_control_is_waited_for_by_nobody_and_no_bot(path: Path) -> None:
    """Law: where Poland runs the exercise, no view has a bot in its seat, or waits for it."""
    run = Run.start(load("korea-2025"), path, seed=11, people=["usa"], preset="host")
    for seat in ("usa", "control", "public"):
        seen = view(run.state, seat)
        assert (seen["control_roles"], seen["seats"]["poland"], seen["seats"]["control"]) == (
            ["poland"],
            "empty",
            "empty",
        )
    assert "poland" not in run.state.bots
    assert not run.state.controlled
    do(run, "seat", seat="poland", by="person")
    assert run.state.controlled
    assert "poland" not in view(run.state, "control")["all_at_lock"]


def test_who_is_not_scored_has_no_objectives_anywhere(path: Path) -> None:
    """Law: a seat that is control is given neither points nor what only a player is told."""
    run = table(path)
    for seen in (view(run.state, "poland"), Rulebook(run.exercise, "half_day", "host", "en").pack("poland")):
        assert (seen["objectives"], seen["red_lines"], seen["card"], seen["interests"]) == ([], [], "", "")
        assert seen["seat_note"].startswith("You are control.")
    assert view(run.state, "control")["all_objectives"]["poland"] == []


@pytest.mark.parametrize("language", ["en", "pl"])
def test_each_seating_gives_poland_its_own_words_and_moves(path: Path, language: str) -> None:
    """Law: the pack says of the seating that rules, and offers what it allows."""
    notes, moves = {}, {}
    for preset in ("facilitator", "mediator", "host"):
        pack = Rulebook(load("korea-2025"), "half_day", preset, language).pack("poland")
        run = table(path.with_name(preset), preset)
        assert pack["seat_note"] == view(run.state, "poland", language)["seat_note"]
        notes[preset], moves[preset] = pack["seat_note"], {entry["order"] for entry in pack["moves"]}
        offered = {entry["move"] for entry in view(run.state, "poland")["moves"]}
        assert {order.partition("(")[0] for order in moves[preset]} == offered
    assert len(set(notes.values())) == 3
    assert moves["facilitator"] - moves["mediator"] == {"chair_round", "concert_embassies"}
    assert moves["facilitator"] - moves["host"] == {"demarche_in_washington"}


EMBASSY = {"carry_message", "host_back_channel", "sound_out", "humanitarian_signal"}
COMMISSION = {"report_on_armistice", "observer_visit", "offer_verification"}


def test_the_mediator_has_its_two_channels_and_neither_chairs_nor_releases(path: Path) -> None:
    """Law: a preset that promises two channels only offers two channels only; beside them Poland has, as its
    text says, the word in Washington in its own cause.
    """
    run = table(path, "mediator")
    offered = {entry["move"] for entry in view(run.state, "poland")["moves"]}
    assert offered == EMBASSY | COMMISSION | {"demarche_in_washington"}
    assert view(run.state, "poland")["may"] == {"chair": False, "release": []}
    for name, data in (("chair", {"act": "agenda"}), ("release", {"inject": "M06"})):
        with pytest.raises(Refusal):
            do(run, name, "poland", **data)
    assert not on_request(run.state, "usa")
