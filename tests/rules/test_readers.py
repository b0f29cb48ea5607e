"""Who may read what: bands, secrets, tags, and the reasons of a ruling."""

from random import Random
from typing import Any

import pytest
from samples import changed, examined, inject

from engine.rules.exercise import Exercise
from engine.rules.exercise import Test as Condition
from engine.rules.expressions import amount, condition
from engine.rules.load import load, names
from engine.rules.nodes import Scope
from engine.rules.readers import Readers, assign_readers, bands
from engine.rules.vocabulary import NEVER

KOREA = "usa dprk russia china rok japan poland"


def readers_of(changes: dict[str, Any]) -> Readers:
    exercise, findings = examined(changed(changes))
    assert findings.errors == []
    return Readers(exercise)


def who(text: str, changes: dict[str, Any] | None = None) -> str:
    """The roles that can read a condition, in the order of the exercise."""
    readers = readers_of(changes or {})
    scope = Scope(terms={"price": "truce.price"})
    node = condition(text, readers.exercise.vocabulary, scope)
    return named(readers.exercise, readers.of_node(node))


def named(exercise: Exercise, roles: frozenset[str]) -> str:
    return " ".join(role for role in exercise.roles if role in roles)


ALL = "north south envoy"
BOTH = "north south"


@pytest.mark.parametrize(
    ("slot", "roles"),
    [
        ("heat", ALL),
        ("talks", BOTH),
        ("stock", "north"),
        ("trust(south)", ALL),
        ("ready", BOTH),
        ("set(ready)", BOTH),
        ("course", ALL),
        ("debt(south)", ALL),
        ("proof(envoy)", "envoy"),
        ("in_force(truce)", ALL),
        ("truce.price", ALL),
        ("turn", ALL),
        ("month", ALL),
        ("capital(south)", "south"),
        ("crossed(cold)", "north"),
        ("times(carry(south))", "south envoy"),
        ("held(heat >= 10)", ALL),
    ],
)
def test_a_slot_is_read_by_those_who_see_it(slot: str, roles: str) -> None:
    readers = readers_of({})
    assert named(readers.exercise, readers.of_slot(slot)) == roles


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("talks >= 2", ALL),
        ("talks < 2", ALL),
        ("talks <= 3", ALL),
        ("talks > 3", ALL),
        ("4 <= talks", ALL),
        ("2 > talks", ALL),
        ("talks == 4", ALL),
        ("talks != 4", ALL),
        ("talks >= 0", ALL),
        ("talks == 9", ALL),
        ("talks >= 1", BOTH),
        ("talks > 2", BOTH),
        ("talks == 2", BOTH),
        ("3 <= talks", BOTH),
        ("not talks >= 2 or talks == 4", ALL),
        ("2 <= talks <= 3", ALL),
        ("talks + 0 >= 2", BOTH),
        ("talks >= heat", BOTH),
        ("held(talks >= 2, 2)", ALL),
        ("held(talks >= 1, 2)", BOTH),
        ("stock >= 3", "north"),
        ("min(stock, heat) >= 3", "north"),
        ("calm >= 3 and hot", ALL),
        ("(heat if talks >= 1 else 3) >= 2", BOTH),
    ],
)
def test_a_banded_track_is_compared_at_the_edges_of_its_bands(text: str, roles: str) -> None:
    assert who(text) == roles


def test_a_derived_value_needs_all_its_parts() -> None:
    changes = {"derived/mixed": {"value": "heat + stock"}, "derived/edge": {"value": "talks"}}
    assert who("mixed >= 1", changes) == "north"
    assert who("edge >= 2", changes) == ALL


@pytest.mark.parametrize(
    ("secret", "roles"), [("no", ALL), ("optional", BOTH), ("yes", BOTH), ("covert", BOTH)]
)
def test_a_move_that_may_be_secret_counts_as_secret(secret: str, roles: str) -> None:
    assert who("played(approach)", {"moves/approach/secret": secret}) == roles


def test_those_asked_know_a_covert_move_and_its_targets_do_not() -> None:
    assert who("played(carry(north))") == "north envoy"
    assert who("times(carry(south)) >= 1") == "south envoy"
    assert who("since(carry) <= 1") == "envoy"
    assert who("played(carry)", {"moves/carry/secret": "yes"}) == "south envoy"


def test_a_row_is_known_as_its_callers_are() -> None:
    assert who("played(reply.good)") == BOTH
    assert who("played(reply.good)", {"moves/approach/secret": "no"}) == ALL
    assert who("played(weather.clear)") == "north"
    assert who("played(weather.storm)") == "envoy"
    assert who("played(drift.cools)") == ALL


def test_what_a_row_runs_is_known_as_the_row_is() -> None:
    row = {"id": "far", "say": "Far.", "then": {"run": "echo"}}
    table = {"title": "Echo", "because": ["judgement"], "rows": [{"id": "back", "say": "Back."}]}
    drift = {"tables/echo": table, "tables/drift/rows/2": row}
    assert who("played(echo.back)", drift) == ALL
    assert who("played(echo.back)", {**drift, "tables/drift/rows/2": {**row, "to": ["south"]}}) == "south"
    on = {"tables/echo": table, "moves/approach/on/good": {"run": "echo"}}
    assert who("played(echo.back)", on) == BOTH
    assert who("played(echo.back)", {"tables/echo": table, "agreements/truce/then": {"run": "echo"}}) == ALL
    answer = {"tables/echo": table, "injects/N1/asks/answers/shut/then": {"run": "echo"}}
    assert who("played(echo.back)", answer) == BOTH
    sent = {"tables/echo": table, "injects/N3": inject(to=["envoy"], notice=["north"], then={"run": "echo"})}
    assert who("played(echo.back)", sent) == "north envoy"


def test_injects_agreements_and_tokens() -> None:
    assert who("played(N1)") == BOTH
    assert who("played(N2)") == ALL
    assert who("times(truce) >= 1 or in_force(truce) or played(breach.truce)") == ALL
    assert who("played(overdue.debt(south))") == ALL
    assert who("played(overdue.proof(envoy))") == "envoy"
    assert who("played(overdue.proof)") == ""


def test_a_tag_is_known_by_those_who_know_all_that_carries_it() -> None:
    assert who("played(tag.contact)") == BOTH
    assert who("played(tag.contact)", {"moves/carry/tags": ["contact"]}) == ""
    assert who("played(tag.quiet)") == ""
    assert (
        who("played(tag.quiet)", {"moves/carry/run": [], "injects/N1/to": "all", "injects/N1/notice": []})
        == ALL
    )


def test_amounts_are_read_exactly() -> None:
    readers = readers_of({})
    node = amount("1 + talks // 2", readers.exercise.vocabulary)
    assert named(readers.exercise, readers.of_node(node)) == BOTH


# The law: what a role can read does not change with anything the role cannot see


def scrambled(exercise: Exercise, readers: Readers, role: str, state: list[int], chance: Random) -> list[int]:
    """A state that looks the same to a role: what it does not see is anything, within the bands it sees."""
    result = list(state)
    for slot, name in enumerate(exercise.names):
        if role in readers.of_slot(name):
            continue
        low, high = exercise.vocabulary.bounds[slot]
        if name.startswith("last("):
            low, high = NEVER, 8
        track = exercise.file.tracks.get(name.partition("(")[0])
        for bottom, top in bands(track) if track else ():
            if bottom <= state[slot] <= top:
                low, high = bottom, top
        result[slot] = chance.randint(low, high)
    return result


def anything(exercise: Exercise, chance: Random) -> list[int]:
    state = [chance.randint(low, high) for low, high in exercise.vocabulary.bounds]
    for slot, name in enumerate(exercise.names):
        if name.startswith("last("):
            state[slot] = chance.choice([NEVER, *range(1, 9)])
    return state


def conditions(exercise: Exercise) -> list[Condition]:
    found = [modifier.test for call in exercise.calls.values() for modifier in call.modifiers]
    found += [rule.test for call in exercise.calls.values() for rule in call.rows]
    found += [order.allowed for order in exercise.orders.values()]
    found += [goal.test for goal in (*exercise.objectives, *exercise.red_lines)]
    found += [rule.test for rule in exercise.endings]
    return [test for test in found if not test.node.fixed]


@pytest.mark.parametrize("name", names())
def test_what_a_role_can_read_is_the_same_whatever_it_cannot_see(name: str) -> None:
    exercise, chance = load(name), Random(7)
    readers, tests = Readers(exercise), conditions(exercise)
    readable = {
        role: [test for test in tests if role in readers.of_node(test.node)] for role in exercise.roles
    }
    for _ in range(40):
        state = anything(exercise, chance)
        for role in exercise.roles:
            other = scrambled(exercise, readers, role, state, chance)
            for test in readable[role]:
                assert test.holds(state) == test.holds(other), (role, test.node)


# Rulings


def reasons(exercise: Exercise, table: str) -> dict[str, str]:
    """By call, with its actor where it has one, the roles that see why it came out as it did."""
    return {
        " ".join((call.key, *filter(None, (call.actor, call.answer)))): named(exercise, call.readers)
        for call in exercise.calls.values()
        if call.table_id == table
    }


def test_reasons_are_seen_by_those_who_can_read_everything_a_call_could_read() -> None:
    exercise, _ = examined(changed({}))
    assert set(reasons(exercise, "reply").values()) == {BOTH}
    folded, _ = examined(changed({"tables/reply/modifiers/-1 if topic == trade and stock >= 1": "dear"}))
    assert reasons(folded, "reply")["reply(peace) none"] == BOTH
    assert reasons(folded, "reply")["reply(trade) none"] == "north"


def test_a_ruling_that_may_tell_falsely_shows_nobody_why() -> None:
    tell = {"to": "envoy", "what": "talks", "as": "false"}
    told = {"moves/approach/told": "They say something."}
    for place in ("moves/approach/on/good/tell", "moves/approach/then/tell", "tables/reply/rows/2/then/tell"):
        exercise, findings = examined(changed({place: tell, **told}))
        assert findings.problems == []
        assert set(reasons(exercise, "reply").values()) == {""}
        assert set(reasons(exercise, "weather").values()) == {ALL}
    exercise, _ = examined(changed({"moves/approach/on/good/tell": {**tell, "as": "exact"}}))
    assert set(reasons(exercise, "reply").values()) == {BOTH}


def test_readers_can_be_assigned_again() -> None:
    exercise, _ = examined(changed({}))
    before = {call.key: call.readers for call in exercise.calls.values()}
    for call in exercise.calls.values():
        call.readers = frozenset()
    assign_readers(exercise)
    assert {call.key: call.readers for call in exercise.calls.values()} == before


@pytest.fixture(scope="module")
def korea() -> Exercise:
    return load("korea-2025")


@pytest.mark.parametrize(
    ("table", "roles"),
    [
        ("reassurance", {"usa rok japan"}),
        ("reply_to_talks", {"dprk"}),
        ("negotiation_round", {""}),
        ("withdrawal_bargain", {"usa"}),
        ("china_position", {"usa china"}),
        ("sanctions_enforcement", {"dprk china"}),
        ("seoul_debate", {KOREA}),
        ("dual_crisis", {"usa"}),
        ("back_channel", {""}),
        ("armistice_report", {"dprk poland"}),
        ("talks_take_shape", {"dprk"}),
        ("quiet_aid", {"dprk poland"}),
        ("seoul_election", {KOREA}),
        ("dprk_mood_card", {KOREA}),
    ],
)
def test_the_reasons_of_korea_are_seen_by_whom_its_design_names(
    korea: Exercise, table: str, roles: set[str]
) -> None:
    assert set(reasons(korea, table).values()) == roles


def test_where_the_reasons_of_a_table_depend_on_its_arguments(korea: Exercise) -> None:
    assert reasons(korea, "signals") == {
        "signals(exercise)": "dprk poland",
        "signals(show_of_force)": "dprk poland",
        "signals(incident)": "dprk poland",
    }
    seen = reasons(korea, "assessment")
    assert seen.pop("assessment(sounding) poland") == ""
    assert all(roles == call.split()[-1] for call, roles in seen.items())


def test_only_those_who_know_of_a_call_can_be_shown_why(korea: Exercise) -> None:
    """`dprk_mood_card` and `quiet_aid` hide nothing from others but that they were run at all."""
    known = Readers(korea).known
    shown = {call.table_id: named(korea, call.readers & known[call]) for call in korea.calls.values()}
    assert shown["quiet_aid"] == "dprk"
    assert all(
        rule.to == ("dprk",)
        for call in korea.calls.values()
        for rule in call.rows
        if call.table_id == "dprk_mood_card"
    )
