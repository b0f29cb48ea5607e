"""Cards beside orders: odds and effects are what the exercise as written gives, and they tell no secret.

What a seat may know is worked out by `tests.laws.scramble.Knowledge`, and what holds by `tests.naive`;
neither shares code with the engine. Where a seat does not read a thing, every value of it is tried.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from engine.play.state import State
from engine.record.run import Run
from engine.rules.exercise import Call, Exercise, Order
from engine.rules.load import load
from engine.rules.nodes import Node, read_by
from engine.rules.pulls import levers
from engine.rules.vocabulary import NEVER, TURN
from engine.views import decision
from engine.views.seen import Decision, DecisionTable
from engine.views.weighing import helping
from engine.words.language import Language
from engine.words.wording import wording
from tests.laws.scramble import Knowledge, Twin
from tests.laws.states import by_name, random_state
from tests.laws.test_secrets import differences, played, seats_of, undisclosed
from tests.naive import Names, combine, rule, value, within

MOST_TRIED = 3000
"""Completions of what is not read that are tried for one condition."""
Known = dict[str, Any]


@cache
def knowledge(exercise: Exercise, role: str) -> Knowledge:
    """What a role can know of an exercise: the same in every state."""
    return Knowledge(exercise.data, role)


class Reckoner:
    """Reckons the tables of one order in one state, as naively as can be."""

    def __init__(self, exercise: Exercise, state: list[int], order: Order) -> None:
        self.exercise, self.data, self.order = exercise, exercise.data, order
        self.knows = knowledge(exercise, order.role)
        self.state = by_name(exercise, state)
        self.vector = state

    def carried(self, state: Known) -> Known:
        """A state once the order has been carried out."""
        move = self.data["moves"][self.order.move_id]
        given = {**self.order.arguments, "actor": self.order.role}
        after = combine(self.data, state, [(move.get("then", {}), given, "")])
        for name in self.order.names:
            if f"times({name})" in after:
                after[f"times({name})"] = after[f"times({name})"] + 1
                after[f"last({name})"] = after["turn"]
        return after

    def values(self, name: str) -> list[Any]:
        """Everything that a slot could hold, for all that the seat knows."""
        if self.knows.reads(name):
            return [self.state[name]]
        turn, head = self.state["turn"], name.partition("(")[0]
        for low, high in self.knows.bands(name):
            if low <= self.state[name] <= high:
                return list(range(low, high + 1))
        if head == "last" and name[5:-1].partition("(")[0] in self.data["moves"]:
            return [NEVER, *range(turn)]  # no order of this turn has been carried out
        if head in ("last", "set"):
            return [NEVER, *range(turn + 1)]
        if head in ("times", "held"):
            return list(range(12))
        if head in self.data.get("tokens", {}):
            return [0, turn, turn + 1, 9999]
        if name in self.exercise.vocabulary.domains:
            return list(self.exercise.vocabulary.domains[name])
        low, high = self.exercise.vocabulary.bounds[self.exercise.slots[name]]
        found = list(range(low, high + 1))
        return [bool(number) for number in found] if head in self.data.get("flags", {}) else found

    def truths(self, node: Node, text: Any, given: dict[str, Any]) -> set[bool]:
        """What a condition could come out as."""
        read = [*read_by([node]), *held(node)]
        choices = [self.values(name) for name in read]
        assert len(list(product(*choices))) <= MOST_TRIED, f"{text} reads too much that is hidden"
        found = set()
        for chosen in product(*choices):
            state = self.carried({**self.state, **dict(zip(read, chosen, strict=True))})
            found.add(bool(value(text, Names(self.data, state), **given)))
        return found


def held(node: Node) -> Iterator[str]:
    if node.op == "held":
        yield node.key
    for part in node.parts:
        yield from held(part)


def arguments(call: Call) -> dict[str, Any]:
    return {**call.arguments, "actor": call.actor, "answer": call.answer}


def said(call: Call, row: str) -> str:
    """The text of a row."""
    text = next(rule.row.say for rule in call.rows if rule.row.id == row)
    argument = next(iter(call.arguments.values()), "")
    if isinstance(text, dict) and argument in text:
        text = text[argument]
    found = text["en"] if isinstance(text, dict) else text
    assert isinstance(found, str)
    return found


def added(pairs: Iterator[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text, chance in pairs:
        found[text] = found.get(text, 0) + chance
    return {text: chance for text, chance in found.items() if chance > 0}


def enumerated(reckoner: Reckoner, call: Call) -> dict[str, float]:
    """The chance of each row by throwing every dice, on the whole of the state."""
    names = Names(reckoner.data, reckoner.carried(reckoner.state))
    ways = call.ways() or {0: 1}
    thrown = [
        (row, number / sum(ways.values()))
        for total, number in ways.items()
        for row in rule(reckoner.data, call.table_id, names, arguments(call), total)[0]
    ]
    return added((said(call, row), chance) for row, chance in thrown)


def reckoned(reckoner: Reckoner, call: Call) -> tuple[dict[str, float], int]:
    """The same with what the seat surely knows: modifiers that hold whatever is unseen, rows likewise."""
    table, given = reckoner.data["tables"][call.table_id], arguments(call)
    texts = list(table.get("modifiers", {}))
    sure = [
        int(texts[one.index].partition(" if ")[0])
        for one in call.modifiers
        if reckoner.truths(one.test.node, texts[one.index].partition(" if ")[2], given) == {True}
    ]
    total = max(-table.get("cap", 99), min(table.get("cap", 99), sum(sure)))
    fixed = [
        one.row.id
        for one, row in zip(call.rows, table["rows"], strict=True)
        if "roll" not in row and reckoner.truths(one.test.node, row.get("if", True), given) == {True}
    ]
    if call.collects:
        return added((said(call, row), 1.0) for row in fixed), total
    if fixed:
        return {said(call, fixed[0]): 1.0}, total
    thrown = [
        (row["id"], number / sum(call.ways().values()))
        for dice, number in call.ways().items()
        for row in table["rows"]
        if "roll" in row and within(row["roll"], dice + total)
    ]
    return added((said(call, row), chance) for row, chance in thrown), total


def shown(table: DecisionTable) -> dict[str, float]:
    return added((row["row"], row["chance"]) for row in table["rows"] if row["chance"] is not None)


def hidden_rows(reckoner: Reckoner, call: Call) -> bool:
    """Whether some row is not for this seat to read: it then bears no text."""
    return any(one.to is not None and reckoner.order.role not in one.to for one in call.rows)


def tables_of(card: Decision, order: Order) -> Iterator[tuple[Call, DecisionTable]]:
    for case in card["cases"]:
        answer = case["answer"] if case["answer"] in order.calls and not order.consent else "none"
        if not case["returned"]:
            yield from zip(order.calls[answer], case["tables"], strict=True)


def hold_odds(exercise: Exercise, number: int, seed: int) -> dict[str, int]:
    """The law in so many random states. How many tables were read wholly, in part and not at all."""
    seen = {"exact": 0, "known": 0, "none": 0}
    for index in range(number):
        vector = random_state(exercise, Random(f"{seed}.{index}"))
        state = State(exercise, seed)
        state.game.vector, state.game.phase = list(vector), "orders"
        for order in exercise.orders.values():
            reckoner = Reckoner(exercise, vector, order)
            card = decision(state, order.role, order.key)
            for call, table in tables_of(card, order):
                hold_table(reckoner, call, table, f"state {seed}.{index}, {order.key}, {call.key}")
                seen[table["odds"]] += 1
    return seen


def hold_table(reckoner: Reckoner, call: Call, table: DecisionTable, where: str) -> None:
    whole = reckoner.knows.explains(call.table_id, arguments(call))
    if reckoner.knows.lies(call.table_id, arguments(call)):
        assert (table["odds"], table["modifiers"]) == ("none", []), f"{where}: it may tell falsely"
        assert all(row["chance"] is None and not row["effects"] for row in table["rows"]), where
        return
    if not hidden_rows(reckoner, call):
        right, total = reckoned(reckoner, call)
        assert shown(table) == pytest.approx(right), where
        if any(row["roll"] for row in table["rows"]):
            assert table["sum"] == total, where
        if whole:
            assert shown(table) == pytest.approx(enumerated(reckoner, call)), f"{where}: read wholly"
    for row in table["rows"]:
        if row["chance"] is not None:
            assert row["least"] <= row["chance"] <= row["most"] or table["odds"] == "known", where
    hold_effects(reckoner, call, table, where)


def hold_effects(reckoner: Reckoner, call: Call, table: DecisionTable, where: str) -> None:
    """Of what a row changes, its card names what the seat reads and nothing else."""
    on = reckoner.data["moves"][reckoner.order.move_id].get("on", {})
    by_text: dict[str, list[dict[str, Any]]] = {}
    for row in reckoner.data["tables"][call.table_id]["rows"]:
        effects = [row.get("then", {}), on.get(row.get("outcome"), {})]
        by_text.setdefault(said(call, row["id"]), []).extend(effects)
    titles = {name: title(reckoner.exercise, name) for name in reckoner.exercise.vocabulary.kinds}
    for row in table["rows"]:
        if not row["row"]:
            assert not row["effects"], f"{where}: what is not told changes nothing that is shown"
            continue
        words = " ".join(row["effects"])
        for effects in by_text[row["row"]]:
            for name in effects:
                slot = spelled(name, {**call.arguments, "actor": reckoner.order.role})
                if slot in titles and slot.partition("(")[0] in reckoner.data["tracks"]:
                    assert (titles[slot] in words) == reckoner.knows.reads(slot), (
                        f"{where}: {slot} in {words}"
                    )


def spelled(name: str, given: dict[str, str]) -> str:
    head, bracket, rest = name.partition("(")
    return f"{head}({given.get(rest[:-1], rest[:-1])})" if bracket else name


def title(exercise: Exercise, name: str) -> str:
    return wording(exercise, Language("en")).slot(name)


@pytest.mark.parametrize("seed", [1, 2])
def test_odds_and_effects_are_those_of_the_table_as_far_as_the_seat_knows(
    exercise: Exercise, seed: int
) -> None:
    """Law: of every order in random states, odds and effects equal a naive reckoning from the seat's view,
    and where it reads the whole table, the enumeration of all dice.
    """
    seen = hold_odds(exercise, 2, seed)
    assert min(seen["exact"], seen["known"]) > 0, "random states meet tables of both kinds"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_odds_and_effects_in_three_hundred_states(exercise: Exercise, seed: int) -> None:
    """The same law in 300 states."""
    hold_odds(exercise, 30, 100 + seed)


def cards(state: State, seat: str, language: str) -> dict[str, Decision]:
    """Every card that a seat can open."""
    exercise, game = state.exercise, state.game
    names = [order.key for order in exercise.orders_of[seat]]
    names += [
        question.id for question in game.questions.values() if question.to == seat and not question.free
    ]
    names += list(exercise.agreements)
    names += [
        proposal.id
        for proposal in game.proposals.values()
        if proposal.agreement and seat in (proposal.by, *proposal.parties, *proposal.invites)
    ]
    return {name: decision(state, seat, name, language) for name in names}


def hold_secrets(run: Run, seat: str, every: int) -> None:
    """No card of a seat hangs on anything it was not told."""
    lines = undisclosed(run)
    twin = Twin(run.exercise, seat, lines, run.state.seed)
    for number in range(1, len(lines) + 1):
        twin.step()
        if number % every == 0 and not twin.true.state.game.finished:
            one, other = (cards(record.state, seat, "en") for record in (twin.true, twin.other))
            if msgspec.json.encode(one) != msgspec.json.encode(other):
                leaks = "\n".join(differences(one, other)[:6])
                pytest.fail(f"line {number}, a card of {seat} tells a secret:\n{leaks}")


def test_no_card_tells_a_secret(exercise: Exercise, path: Path) -> None:
    """The scramble law: what a seat has not been told may be otherwise, and its cards are the same."""
    run = played(exercise, path, 1)
    for seat in seats_of(run)[:-1]:
        hold_secrets(run, seat, max(1, len(undisclosed(run)) // 6))


@pytest.mark.long
@pytest.mark.parametrize("seed", [5, 6, 7])
def test_no_card_tells_a_secret_in_other_runs(exercise: Exercise, path: Path, seed: int) -> None:
    run = played(exercise, path, seed, undo=seed % 2 == 0)
    for seat in seats_of(run)[:-1]:
        hold_secrets(run, seat, 19)


def test_a_holder_is_named_from_the_exercise_alone(exercise: Exercise) -> None:
    """Law: who could bring a modifier about is the same in every state in which it does not count."""
    known: dict[tuple[str, str, str], set[str]] = {}
    for index in range(6):
        state = State(exercise, 3)
        state.game.vector, state.game.phase = random_state(exercise, Random(f"holders.{index}")), "orders"
        for order in exercise.orders.values():
            for call, table in tables_of(decision(state, order.role, order.key), order):
                for modifier in table["modifiers"]:
                    if modifier["state"] != "counts":
                        key = order.key, call.key, modifier["condition"]
                        known.setdefault(key, set()).add(" ".join(modifier["holders"]))
    modifiers = any(call.modifiers for order in exercise.orders.values() for call in order.calls["none"])
    assert known or not modifiers
    assert {key: found for key, found in known.items() if len(found) > 1} == {}


def test_what_stays_is_the_capital_less_the_whole_draft(exercise: Exercise) -> None:
    """Law: cost and what is left are those of the sheet with everything chosen so far and this."""
    role = exercise.roles[0]
    state = State(exercise, 3)
    state.game.vector[TURN], state.game.phase = 1, "orders"
    state.game.vector[exercise.slots[f"capital({role})"]] = 5
    priced = [order for order in exercise.orders_of[role] if isinstance(order.move.cost, int)]
    first, *rest = [order for order in priced if order.move.cost and order.allowed.always]
    second = next((order for order in rest if order.slot != first.slot), None)
    state.drafts[role] = [{"order": first.key}]
    if second is not None:
        assert decision(state, role, second.key)["left"] == 5 - first.move.cost - second.move.cost
    assert decision(state, role, first.key)["left"] == 5 - first.move.cost


def test_what_would_raise_it_moves_everything_that_hangs_on_the_track() -> None:
    """Law: at the value that a modifier needs, others that hang on the same track hold or lapse with it."""
    exercise = load("korea-2025")
    state = State(exercise, 3)
    for name, stands in (("us_attention", 2), ("dialogue", 0)):
        state.game.vector[exercise.slots[name]] = stands
    state.game.vector[TURN], state.game.phase = 1, "orders"
    order = exercise.orders["offer_talks(arms_control)"]
    table = next(found for _, found in tables_of(decision(state, "usa", order.key), order) if found["lowest"])
    serious = next(entry for entry in table["modifiers"] if "≥ 6" in entry["condition"])
    assert serious["amount"] == 1
    state.game.vector[exercise.slots["us_attention"]] = 6
    other = next(found for _, found in tables_of(decision(state, "usa", order.key), order) if found["lowest"])
    assert other["sum"] == table["sum"] + 2, "the minus of an unserious sender lapses"
    assert serious["above"] == pytest.approx(other["above"])


def test_no_order_is_named_as_a_help_that_costs_the_same_table_as_much() -> None:
    """Law: pleading in its own cause draws Washington's attention, and takes as much from the carrier."""
    exercise = load("korea-2025")
    call = next(call for call in exercise.calls.values() if call.key.startswith("back_channel(usa"))
    serious = next(
        modifier
        for modifier in call.modifiers
        if modifier.amount > 0 and "demarche_in_washington" in levers(exercise, modifier.test.node)
    )
    assert "demarche_in_washington" not in helping(exercise, call, serious)
    assert helping(exercise, call, serious), "others can still bring it about"
