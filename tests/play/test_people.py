"""Agreements, injects, questions, orders and control's decisions, case by case."""

from typing import Any

import pytest

from engine.play import injects
from engine.play.commands import Refusal
from engine.play.draft import Draft
from engine.play.events import Ruled
from engine.play.phases import rule
from engine.views import view
from tests.play.tiny import Table, agreement, exercise, inject, move, role, table, track

LADDER = table(
    {"id": "low", "roll": "..4", "then": {"heat": -1}},
    {"id": "middle", "roll": "5..8", "then": {"heat": 1}},
    {"id": "high", "roll": "9..", "then": {"heat": 2}},
    dice="2d6",
)


def pact(**more: Any) -> dict[str, Any]:
    return {"pact": agreement(then={"heat": 1}, **more)}


# Agreements


def test_what_is_signed_in_a_turn_enters_together() -> None:
    """Law: all agreements signed in one turn enter into force as the first step of its rulings, at once."""
    both = {
        "one": agreement(then={"heat": "at least 8"}, **{"while": {"freeze": "cold"}}),
        "two": agreement(needs=["north", "east"], then={"cold": 2, "heat": 1}),
    }
    room = Table(exercise(agreements=both))
    room.sign("one", "north", "south")
    room.sign("two", "east", "north")
    assert (room["in_force(one)"], len(room.told("Announced"))) == (0, 2)
    room.to("report")
    assert (room["in_force(one)"], room["in_force(two)"]) == (1, 1)
    assert (room["heat"], room["cold"]) == (8, 5), "the freeze of one meets the rise of the other"


def test_the_last_signature_asks_for_the_condition() -> None:
    """An agreement whose condition does not hold takes every signature but the last."""
    room = Table(exercise(agreements=pact(**{"if": "heat >= 7"})))
    room.to("consultation")
    room.do("propose", "north", agreement="pact")
    proposal = next(iter(room.state.game.proposals))
    with pytest.raises(Refusal, match="condition"):
        room.do("sign", "south", proposal=proposal)
    room.do("improvise", text="x", effects={"heat": 2})
    room.do("sign", "south", proposal=proposal)
    assert room.state.game.proposals[proposal].status == "announced"


def test_an_optional_signature_adds_its_effect_once() -> None:
    """Whoever may sign and does adds what that means; naming a guest twice changes nothing."""
    may = {"east": {"as": "endorses", "then": {"cold": 1}}}
    for invites, signs, cold in ((["east"], True, 6), (["east", "east"], True, 6), (["east"], False, 5)):
        room = Table(exercise(agreements=pact(may=may)))
        room.sign("pact", "north", "south", *(["east"] if signs else []), invites=invites)
        room.to("report")
        assert room["cold"] == cold


def test_a_breach_ends_the_freeze_first() -> None:
    """Law: an agreement that is broken takes its freezes with it, so its own effects are not held back."""
    terms = pact(**{"while": {"freeze": "cold"}, "breach": {"if": "played(push)", "then": {"cold": 2}}})
    room = Table(exercise(agreements=terms, moves={"push": move(then={"cold": 3})}))
    room.sign("pact", "north", "south")
    room.to("situation")
    room.order("north", "push")
    room.to("report")
    assert (room["cold"], room["in_force(pact)"], room["in_force(pact)"]) == (7, 0, 0)
    assert [event.why for event in room.told("Ended")] == ["breach"]


def test_a_breach_that_does_not_end() -> None:
    """A breach may leave the agreement standing, and is counted."""
    terms = pact(breach={"if": "played(push)", "then": {"cold": 1}, "ends": False})
    room = Table(exercise(agreements=terms, moves={"push": move()}))
    room.sign("pact", "north", "south")
    for turn in (2, 3):
        room.to("situation", turn)
        room.order("north", "push")
    room.to("report")
    assert (room["cold"], room["in_force(pact)"]) == (7, 1)


def test_leaving_takes_effect_with_the_rulings() -> None:
    """A signatory leaves with the rulings, by its own rule or the one for any; nobody else can."""
    leave = {"any": {"heat": -1}, "south": {"heat": -3}}
    for who, heat in (("north", 5), ("south", 3)):
        room = Table(exercise(agreements=pact(leave=leave)))
        room.sign("pact", "north", "south")
        room.to("consultation", 2)
        with pytest.raises(Refusal, match="signatory"):
            room.do("leave", "east", agreement="pact")
        room.do("leave", who, agreement="pact")
        assert room["in_force(pact)"] == 1
        room.to("report")
        assert (room["in_force(pact)"], room["heat"]) == (0, heat)


def test_a_proposal_that_nobody_completes_lapses() -> None:
    """An open proposal is on the table this turn and the next."""
    room = Table(exercise(agreements=pact()))
    room.to("consultation")
    room.do("propose", "north", agreement="pact")
    with pytest.raises(Refusal, match="One open proposal"):
        room.do("propose", "south", agreement="pact")
    proposal = next(iter(room.state.game.proposals))
    room.to("consultation", 2)
    assert room.state.game.proposals[proposal].status == "open"
    room.to("consultation", 3)
    assert room.state.game.proposals[proposal].status == "lapsed"
    with pytest.raises(Refusal):
        room.do("sign", "south", proposal=proposal)
    room.do("propose", "south", agreement="pact")


def test_a_signature_can_be_taken_back_until_lock() -> None:
    """What was announced and is signed by one less does not enter into force."""
    room = Table(exercise(agreements=pact()))
    proposal = room.sign("pact", "north", "south")
    room.do("unsign", "south", proposal=proposal)
    room.to("report")
    assert room["in_force(pact)"] == 0


@pytest.mark.parametrize(("unless", "cold"), [(False, 7), ("heat >= 6", 5)])
def test_after_so_many_turns(unless: Any, cold: int) -> None:
    """An agreement runs out in the breaches step so many turns after entry, with its effect unless spared."""
    after = {"turns": 2, "unless": unless, "then": {"cold": 2}, "ends": True}
    room = Table(exercise(agreements=pact(after=after)))
    room.sign("pact", "north", "south")
    room.to("report", 2)
    assert (room["in_force(pact)"], room["cold"]) == (1, 5)
    room.to("report", 3)
    assert (room["in_force(pact)"], room["cold"]) == (0, cold)


def test_an_optional_signature_taken_back_leaves_the_agreement_standing() -> None:
    """Law: an announced agreement has all signatures it needs, whatever one does that it does not need."""
    room = Table(exercise(agreements=pact(may={"east": {"as": "backs", "then": {"cold": 1}}})))
    proposal = room.sign("pact", "north", "south", "east")
    room.do("unsign", "east", proposal=proposal)
    room.to("report")
    assert (room["in_force(pact)"], room["cold"]) == (1, 5)


def test_of_two_of_a_kind_the_one_announced_first_enters() -> None:
    """Law: an outsider may not know of a proposal; of two, the one signed first holds."""
    terms = {"terms": {"share": "0..2"}, "term_titles": {"share": "Share"}}
    room = Table(exercise(agreements=pact(**terms)))
    room.to("consultation")
    room.do("propose", "north", agreement="pact", terms={"share": 1})
    room.do("propose", "east", agreement="pact", terms={"share": 2})
    first, second = room.state.game.proposals
    for proposal, signatory in ((second, "north"), (second, "south"), (first, "south")):
        room.do("sign", signatory, proposal=proposal)
    room.to("report")
    assert room["pact.share"] == 2


# Injects


def test_the_tray_by_timetable() -> None:
    """Held stays, deferred comes back next turn, skipped is gone; released twice only where it may be."""
    found = {name: inject("timetable", then={"heat": 1}) for name in ("N1", "N2", "N3", "N4")}
    room = Table(exercise(injects={**found, "N5": inject(times=2)}, msel={"1": list(found)}))

    def tray() -> dict[str, str]:
        return {due.inject: due.why for due in injects.tray(room.state)}

    assert tray() == {**dict.fromkeys(found, "timetable"), "N5": "offered"}
    room.do("release", inject="N1")
    room.do("hold", inject="N2")
    room.do("defer", inject="N3")
    room.do("skip", inject="N4", reason="enough")
    room.do("release", inject="N5")
    assert tray() == {"N2": "held"}
    for name in ("N1", "N4", "N5"):
        with pytest.raises(Refusal, match="already"):
            room.do("release", inject=name)
    room.to("situation")
    assert tray() == {"N2": "held", "N3": "deferred", "N5": "offered"}
    for name in ("N2", "N3", "N5"):
        room.do("release", inject=name)
    assert (room["heat"], tray()) == (8, {})
    room.to("situation")
    with pytest.raises(Refusal, match="already"):
        room.do("release", inject="N5")


def test_when_an_inject_can_be_released() -> None:
    """At any time until lock; between lock and publishing, and in report, it waits for the next situation."""
    room = Table(exercise(injects={name: inject() for name in ("N1", "N2", "N3")}))
    room.to("consultation")
    room.do("release", inject="N1")
    room.to("orders")
    room.do("release", inject="N2")
    for phase in ("rulings", "report"):
        room.to(phase)
        with pytest.raises(Refusal):
            room.do("release", inject="N3")
    room.to("situation")
    room.do("release", inject="N3")


def test_a_retargeted_inject_reaches_whom_control_names() -> None:
    """The addressees are control's to choose; whom the exercise gives notice still learns of it."""
    room = Table(exercise(injects={"N1": inject(to=["north"], text="The bridge is down.")}))
    room.do("release", inject="N1", to=["south"])
    readers = [
        name for name in room.exercise.roles if "The bridge is down" in str(view(room.state, name)["story"])
    ]
    assert readers == ["south"]


def test_variants_of_an_inject() -> None:
    """What control chooses at release decides what it does; the first value is the default."""
    storm = {"N1": inject(choose={"size": ["small", "large"]}, then={"run": "storm(size)"})}
    tables = {
        "storm": table(
            {"id": "large", "if": "size == large", "then": {"heat": 3}},
            {"id": "small", "then": {"heat": 1}},
            given={"size": ["small", "large"]},
        )
    }
    for choices, heat in (({}, 6), ({"size": "large"}, 8), ({"size": "small"}, 6)):
        room = Table(exercise(injects=storm, tables=tables))
        room.do("release", inject="N1", choices=choices)
        assert room["heat"] == heat
    with pytest.raises(Refusal):
        Table(exercise(injects=storm, tables=tables)).do("release", inject="N1", choices={"size": "huge"})


@pytest.mark.parametrize(
    ("joint", "answers", "heat"),
    [
        (True, {"north": "yes", "south": "yes"}, 7),
        (True, {"north": "yes", "south": "no"}, 4),
        (True, {"north": "yes"}, 4),
        (True, {}, 4),
        (False, {"north": "yes", "south": "yes"}, 7),
        (False, {"north": "yes"}, 6),
        (False, {}, 4),
    ],
)
def test_answers_to_an_inject(joint: bool, answers: dict[str, str], heat: int) -> None:
    """A joint answer stands only if all give it, else the default does. Silence counts as the default."""
    asks = {
        "of": ["north", "south"],
        "question": "Well?",
        "answers": {
            "yes": {"title": "Yes", "then": {"heat": 2}},
            "no": {"title": "No", "then": {"heat": -1}},
        },
        "default": "no",
        "joint": joint,
    }
    room = Table(exercise(injects={"N1": inject(asks=asks)}))
    room.do("release", inject="N1")
    for who, word in answers.items():
        room.do("answer", who, question=f"inject.N1?{who}", answer=word)
    room.to("rulings")
    assert room["heat"] == 5
    room.to("report")
    assert room["heat"] == heat


# Questions and orders


def test_refused_consent_returns_the_cost() -> None:
    """Law: only if all who are asked say the first word is the move carried out; else its cost comes back."""
    plan = move(cost=2, consent={"south": ["agree", "refuse"], "east": ["agree", "refuse"]}, then={"heat": 1})
    for words, heat, capital in (
        (("agree", "agree"), 6, 1),
        (("agree", "refuse"), 5, 3),
        (("agree", ""), 5, 3),
    ):
        room = Table(exercise(moves={"plan": plan}))
        room.order("north", "plan")
        room.to("orders")
        room.do("advance")
        assert (room.state.game.locked, room.state.game.capital("north")) == (True, 1)
        for who, word in zip(("south", "east"), words, strict=True):
            if word:
                room.do("answer", who, question=f"north.plan?{who}", answer=word)
        room.to("report")
        assert (room["heat"], room.state.game.capital("north")) == (heat, capital)
        assert room["times(plan)"] == (heat - 5)


def test_an_offer_has_a_result_whatever_the_answer() -> None:
    """Law: a refused offer is a result: the move is carried out and its table reads the answer."""
    tables = {
        "reply": table(
            {"id": "taken", "if": "answer == accept", "then": {"heat": -1}},
            {"id": "silence", "if": "answer == none", "then": {"cold": 1}},
            {"id": "spurned", "then": {"heat": 1}},
        )
    }
    offer = move(cost=1, asks={"south": ["accept", "refuse"]}, run="reply")
    for word, result in (("accept", (4, 5)), ("refuse", (6, 5)), ("", (5, 6))):
        room = Table(exercise(moves={"offer": offer}, tables=tables, steps=["moves", "reply", "endings"]))
        room.order("north", "offer")
        room.to("orders")
        room.do("advance")
        if word:
            room.do("answer", "south", question="north.offer?south", answer=word)
        room.to("report")
        assert ((room["heat"], room["cold"]), room["times(offer)"]) == (result, 1)


def test_limits_of_orders_and_offers_beyond_them() -> None:
    """An offered move stands beyond the limit of orders, at its own cost, once."""
    moves = {
        "grant": move("east", then={"offer": {"to": "north", "moves": "tag.gift", "cost": 0, "in": "next"}}),
        "gift": move(cost=2, tags=["gift"], then={"cold": 1}),
        "one": move(cost=1),
        "two": move(cost=1),
        "more": move(cost=1),
    }
    room = Table(exercise(moves=moves, capital={"paid": 2, "free": 1, "bank": 9}))
    room.order("east", "grant")
    room.to("situation")
    with pytest.raises(Refusal, match=r"Paid orders: 3 of at most 2\. Free orders: 1 of at most 1\."):
        room.order("north", "one", "two", "more", "gift", "gift", "wait")
    events = room.order("north", "one", "two", "gift", "gift", "wait")
    assert [(event.order, event.reason) for event in events[:-1]] == [("gift", "ordered")]
    room.to("report")
    orders = room.told("Locked")[-1].orders["north"]
    assert [(entry["order"], entry["cost"]) for entry in orders] == [
        ("one", 1),
        ("two", 1),
        ("gift", 0),
        ("wait", 0),
    ]
    room.to("situation")
    assert not [entry for entry in view(room.state, "north")["moves"] if entry["offered"]]


def test_legality_is_settled_and_costs_are_paid_at_lock() -> None:
    """What is no longer allowed at lock is rejected with its reason, and costs nothing."""
    room = Table(exercise(moves={"strike": move(cost=2, **{"if": "heat >= 5"})}))
    room.order("north", "strike")
    room.do("improvise", text="x", effects={"heat": -1})
    events = room.to("rulings")
    assert [(event.order, event.reason) for event in events if type(event).__name__ == "Rejected"] == [
        ("strike", "condition")
    ]
    assert room.state.game.capital("north") == 3


def test_who_knows_a_secret_order() -> None:
    """yes: actor and targets; covert: the actor; those asked and control always."""
    for secret, knows in (
        ("no", ["north", "south", "east"]),
        ("yes", ["north", "south"]),
        ("covert", ["north"]),
    ):
        room = Table(exercise(moves={"plot": move(to="south", secret=secret)}))
        room.order("north", "plot")
        room.to("report")
        assert room.told("Carried")[0].knows == knows
    for wish, knows in ((True, ["north", "south"]), (False, ["north", "south", "east"])):
        room = Table(exercise(moves={"plot": move(to="south", secret="optional")}))
        room.order("north", "plot", secret=wish)
        room.to("report")
        assert room.told("Carried")[0].knows == knows


def test_doctrine_plays_for_bots_and_nobody_else() -> None:
    """A bot and an empty seat follow doctrine; a silent person orders nothing, and refuses consent."""
    doctrine = {"orders": [{"order": "wait"}], "answers": {"plan": "agree"}}
    plan = move("south", consent={"north": ["agree", "refuse"]}, then={"heat": 1})
    for by, waits, heat in (("person", 0, 5), ("program", 0, 5), ("bot", 1, 6), ("empty", 1, 6)):
        room = Table(exercise(moves={"plan": plan}, north={"doctrine": doctrine}))
        room.do("seat", seat="north", by=by)
        room.order("south", "plan")
        room.to("report")
        assert (room["times(wait)"], room["heat"]) == (waits, heat), by
        answer = room.told("Answered")[-1]
        assert (answer.answer, answer.by) == (("agree", "doctrine") if waits else ("refuse", "silence"))


def test_silence_in_an_offer_leaves_it_to_the_table() -> None:
    """A person who does not answer an offer has answered nothing, whatever its doctrine would say."""
    doctrine = {"orders": [{"order": "wait"}], "answers": {"offer": "accept"}}
    offer = move("south", asks={"north": ["accept", "refuse"]}, run="reply")
    rows = [{"id": word, "if": f"answer == {word}", "say": word} for word in ("accept", "refuse", "none")]
    parts = {"moves": {"offer": offer}, "tables": {"reply": table(*rows)}}
    steps = ["agreements", "moves", "reply", "endings"]
    for people, row in ((("north", "south"), "none"), (("south",), "accept")):
        room = Table(exercise(**parts, steps=steps, north={"doctrine": doctrine}), people=people)
        room.order("south", "offer")
        room.to("report")
        assert [event.row for event in room.told("Ruled")] == [row]


# Control's decisions


def ruled(room: Table) -> list[Ruled]:
    return [event for event in rule(Draft(room.state)).events if isinstance(event, Ruled)]


def gamble(**more: Any) -> Table:
    found = exercise(
        moves={"dare": move(run="luck"), "try": move("south", run="luck")},
        tables={"luck": LADDER, **more.pop("tables", {})},
        steps=more.pop("steps", ["moves", "luck", "endings"]),
    )
    room = Table(found, **more)
    room.order("north", "dare")
    room.to("rulings")
    return room


def test_an_override_goes_one_step_on_the_ladder() -> None:
    """Law: another row that the same inputs can give, one step up or down, with a reason."""
    room = gamble(seed=3)
    path = "north.dare>luck"
    room.do("dice", ruling=path, dice=[1, 1])
    assert ruled(room)[0].row == "low"
    for row, match in (("high", "one step"), ("low", "one step"), ("none", "not known")):
        with pytest.raises(Refusal, match=match):
            room.do("override", ruling=path, row=row, reason="x")
    with pytest.raises(Refusal, match="with a reason"):
        room.do("override", ruling=path, row="middle", reason=" ")
    room.do("override", ruling=path, row="middle", reason="a better story")
    room.to("report")
    found = room.told("Ruled")[0]
    assert (found.row, found.replaced, found.dice, found.typed) == ("middle", "low", [1, 1], True)
    assert found.reason == "a better story"
    assert room["heat"] == 6


def test_an_override_lapses_when_its_row_changes() -> None:
    """Law: dice typed in afterwards take away an override of another row, with a notice."""
    room = gamble(seed=3)
    path = "north.dare>luck"
    room.do("dice", ruling=path, dice=[1, 1])
    room.do("override", ruling=path, row="middle", reason="x")
    events = room.do("dice", ruling=path, dice=[6, 6])
    assert [type(event).__name__ for event in events] == ["Typed", "LapsedOverride"]
    room.to("report")
    assert room["heat"] == 7


def test_an_override_of_a_ruling_that_is_no_longer_asked_lapses() -> None:
    """Law: an override whose ruling is gone lapses with a notice, too, and does not lie in wait."""
    first = table(
        {"id": "quiet", "roll": "..7"}, {"id": "loud", "roll": "8..", "then": {"run": "luck"}}, dice="2d6"
    )
    found = exercise(
        moves={"dare": move(run="first")},
        tables={"first": first, "luck": LADDER},
        steps=["moves", "first", "luck", "endings"],
    )
    room = Table(found)
    room.order("north", "dare")
    room.to("rulings")
    room.do("dice", ruling="north.dare>first", dice=[6, 6])
    room.do("dice", ruling="north.dare>first>luck", dice=[1, 1])
    room.do("override", ruling="north.dare>first>luck", row="middle", reason="x")
    events = room.do("dice", ruling="north.dare>first", dice=[1, 1])
    assert [type(event).__name__ for event in events] == ["Typed", "LapsedOverride"]


def test_typed_dice_and_nobody_elses() -> None:
    """Dice thrown on the table count for their ruling alone; none takes them back."""
    room = gamble()
    drawn = ruled(room)[0].dice
    for dice in ([7, 1], [0, 1], [1], [1, 2, 3], ["1", "2"], [True, 1]):
        with pytest.raises(Refusal, match=r"from 1 to 6\."):
            room.do("dice", ruling="north.dare>luck", dice=dice)
    room.do("dice", ruling="north.dare>luck", dice=[5, 6])
    assert ruled(room)[0].dice == [5, 6]
    room.do("dice", ruling="north.dare>luck", dice=[])
    assert ruled(room)[0].dice == drawn


def test_one_more_order_is_nobody_elses_luck() -> None:
    """Law: another order, another role's order or another table changes nobody's dice."""
    alone = ruled(gamble(seed=8))[0].dice
    room = Table(gamble(seed=8).exercise, 8)
    room.order("north", "dare")
    room.order("south", "try")
    room.to("rulings")
    found = {event.path: event.dice for event in ruled(room)}
    assert found["north.dare>luck"] == alone
    assert len(found) == 2


def test_no_ladder_without_dice() -> None:
    """A ruling that threw no dice cannot be overridden."""
    found = exercise(
        moves={"dare": move(run="law")},
        tables={"law": table({"id": "so"})},
        steps=["moves", "law", "endings"],
    )
    room = Table(found)
    room.order("north", "dare")
    room.to("rulings")
    with pytest.raises(Refusal, match="no ladder"):
        room.do("override", ruling="north.dare>law", row="so", reason="x")


def test_a_table_asked_twice_has_two_rulings() -> None:
    """Law: one order that asks a table twice, with other arguments, has a path and dice for each."""
    luck = {**LADDER, "given": {"who": ["north", "south"]}}
    found = exercise(
        moves={"dare": move(run=["luck(north)", "luck(south)"])},
        tables={"luck": luck},
        steps=["moves", "luck", "endings"],
    )
    room = Table(found)
    room.order("north", "dare")
    room.to("rulings")
    assert len({event.path for event in ruled(room)}) == 2


def test_hidden_stock_is_told_as_its_band() -> None:
    """A banded track is shown to others as its band, and as nothing without bands."""
    bands = {"low": "0..4", "high": "5..10"}
    stock = track(seen_by=["north"], others_see=bands)
    room = Table(exercise(tracks={"stock": stock, "secret": track(seen_by=["north"])}, south=role()))
    seen = {entry["id"]: entry["value"] for entry in view(room.state, "south")["tracks"]}
    assert (seen["stock"], "secret" in seen) == ("high", False)
    assert {entry["id"]: entry["value"] for entry in view(room.state, "north")["tracks"]}["stock"] == 5


def test_agreements_that_exclude_each_other_do_not_enter_in_the_same_turn() -> None:
    """Law: at entry each one's condition is asked again, in the order of the last signatures; that one no
    longer holds is told to all who know that it was signed.
    """
    both = {
        "one": agreement(then={"heat": 1}, **{"if": "not in_force(two)"}),
        "two": agreement(needs=["north", "east"], then={"cold": 2}, **{"if": "not in_force(one)"}),
    }
    for first, second in (("two", "one"), ("one", "two")):
        room = Table(exercise(agreements=both))
        for name in (first, second):
            room.sign(name, *both[name]["needs"])
        room.to("report")
        rules = room.exercise.agreements
        assert room.state.game.vector[rules[first].in_force]
        assert not room.state.game.vector[rules[second].in_force]
        for seat in room.exercise.roles:
            story = view(room.state, seat)["story"]
            assert any("no longer holds" in fact["text"] for fact in story), seat


def test_what_a_seat_may_release_waits_for_its_month_and_its_condition() -> None:
    """Law: it is listed only when it can come, and is refused until then as if it were not there."""
    seating = {"host": {"title": "Host", "seats": {"north": {"may": [{"release": "ours"}]}}}}
    injects = {
        "later": inject("timetable", tags=["ours"]),
        "hot": inject(tags=["ours"], **{"if": "heat >= 7"}),
        "others": inject(tags=["theirs"]),
    }
    room = Table(
        exercise(
            presets=seating,
            injects=injects,
            msel={"3": ["later"]},
            moves={"push": move(then={"heat": 3})},
        )
    )

    def listed() -> set[str]:
        return {entry["inject"] for entry in view(room.state, "north")["may"]["release"]}

    assert listed() == set()
    for name in injects:
        with pytest.raises(Refusal):
            room.do("release", "north", inject=name)
    room.to("orders")
    room.order("north", "push")
    room.to("situation")
    assert listed() == {"hot"}
    room.to("situation")
    assert listed() == {"hot", "later"}
    room.do("release", "north", inject="later")
    assert listed() == {"hot"}
