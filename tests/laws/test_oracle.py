"""The compiled rules agree with a naive reader of the same data, on random states.

A seeded loop, not Hypothesis: what counts is how many states every rule is asked about. A plain loop asks
ten thousand questions a second, and there is nothing to shrink: a state is told by its number.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from engine.play import combine as combining
from engine.rules.changes import Set
from engine.rules.effects import Effects
from engine.rules.exercise import Call, Exercise
from engine.rules.vocabulary import TURN
from tests.laws.states import by_name, random_state
from tests.naive import Names, combine, rule, value

Arguments = dict[str, str | None]
Source = tuple[dict[str, Any], Arguments, str, Effects]
"""Effects as written, their arguments, the agreement whose terms they read, and what was compiled."""


MEETINGS = 5
"""How often effects meet on one state: drawing a state takes longer than ten of their meetings."""


def states(exercise: Exercise, number: int, seed: int) -> Iterator[tuple[int, list[int], Names]]:
    for index in range(number):
        state = random_state(exercise, Random(f"{seed}.{index}"))
        yield index, state, Names(exercise.data, by_name(exercise, state))


def arguments_of(call: Call) -> Arguments:
    return {**call.arguments, "actor": call.actor, "answer": call.answer}


def check_calls(exercise: Exercise, number: int, seed: int) -> None:
    data = exercise.data
    for index, state, names in states(exercise, number, seed):
        for key, call in exercise.calls.items():
            given, ids = arguments_of(call), [row.row.id for row in call.rows]
            where = f"state {index}, {key}"
            if call.collects:
                rows, _, _ = rule(data, call.table_id, names, given)
                assert [ids[row] for row in call.all_rows(state)] == rows, where
                continue
            bands: dict[int, str] = {}
            for thrown in sorted(call.ways()):
                rows, held, total = rule(data, call.table_id, names, given, thrown)
                bands[thrown] = rows[0] if rows else ""
                assert len(rows) == 1, f"{where}: exactly one row stands for any values"
                assert ids[call.row(state, thrown)] == rows[0], f"{where}, dice {thrown}"
            assert call.total(state) == total, where
            assert [modifier.index for modifier in call.modifiers if modifier.test.holds(state)] == held, (
                where
            )
            fixed = call.fixed(state)
            if fixed >= 0 or not call.banded:
                assert ids[fixed] == rows[0], where
                continue
            for thrown, row in bands.items():
                assert ids[call.band(thrown + total)] == row, where


def test_tables_agree_with_a_naive_reader(exercise: Exercise) -> None:
    """Law: for every call, rows, modifiers, capped sum and the row of every throw are what the YAML says."""
    check_calls(exercise, 200, 1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3, 9))
def test_tables_agree_with_a_naive_reader_on_many_states(exercise: Exercise, seed: int) -> None:
    """The same law, on two thousand states."""
    check_calls(exercise, 200, seed)


def conditions(
    exercise: Exercise,
) -> Iterator[tuple[str, Callable[[list[int]], Any], Any, Arguments]]:
    """Every condition outside the tables: where, compiled, as written, with its arguments."""
    data = exercise.data
    for key, order in exercise.orders.items():
        given: Arguments = {**order.arguments, "actor": order.role}
        written = data["moves"][order.move_id]
        yield f"order {key}", order.allowed.holds, written.get("if", True), given
        for test, text in zip(order.warns, written.get("warns", []), strict=True):
            yield f"warning of {key}", test.holds, text, given
    for role, entry in data["roles"].items():
        for group, rules in (("objectives", exercise.objectives), ("red_lines", exercise.red_lines)):
            own = [goal for goal in rules if goal.role == role]
            for goal, written in zip(own, entry.get(group, []), strict=True):
                yield f"{group} {goal.id}", goal.test.holds, written["if"], {}
        rule_, doctrine = exercise.doctrines[role], entry["doctrine"]
        if rule_.urgent is not None:
            yield f"urgent of {role}", rule_.urgent.holds, doctrine["urgent"]["if"], {}
        for (test, *_), written in zip(rule_.proposes, doctrine.get("proposes", []), strict=True):
            yield f"proposes of {role}", test.holds, written.get("if", True), {}
        for (test, _), written in zip(rule_.says, doctrine.get("says", []), strict=True):
            yield f"says of {role}", test.holds, written.get("if", True), {}
        for kind, tests in (("signs", rule_.signs), ("leaves", rule_.leaves)):
            for name, test in tests.items():
                yield f"{kind} {name} of {role}", test.holds, doctrine[kind][name], {}
    for ending, written in zip(exercise.endings, data["endings"], strict=True):
        yield f"ending {written['id']}", ending.test.holds, written.get("if", True), {}
        if written["kind"] == "stop":
            early = written["if"].replace(", 2)", ", 1)")
            yield f"brink of {written['id']}", ending.early.holds, early, {}
    triggers = {trigger.id: trigger for step in exercise.steps for trigger in step.triggers}
    for written in data.get("triggers", []):
        yield f"trigger {written['id']}", triggers[written["id"]].test.holds, written["if"], {}
    for name, inject in exercise.injects.items():
        for kind, test in (("if", inject.offers_when), ("unless", inject.unless)):
            if test is not None:
                yield f"{kind} of inject {name}", test.holds, data["injects"][name][kind], {}
    for name, agreement in exercise.agreements.items():
        written = data["agreements"][name]
        yield f"agreement {name}", agreement.allowed.holds, written.get("if", True), {}
        if agreement.breach_test:
            yield f"breach of {name}", agreement.breach_test.holds, written["breach"]["if"], {}
        if agreement.unless:
            yield f"unless of {name}", agreement.unless.holds, written["after"].get("unless", False), {}
    for name, derived in exercise.derived.items():
        yield f"derived {name}", derived.holds, data["derived"][name]["value"], {}
    for text, name in [(name, name[5:-1]) for name in exercise.slots if name.startswith("held(")]:
        tests = dict(exercise.held)
        yield text, tests[exercise.slots[text]].holds, name, {}


def check_conditions(exercise: Exercise, number: int, seed: int) -> None:
    found = list(conditions(exercise))
    for index, state, names in states(exercise, number, seed):
        for where, holds, text, given in found:
            assert holds(state) == value(text, names, **given), f"state {index}, {where}: {text}"
        for role, rule_ in exercise.doctrines.items():
            doctrine = exercise.data["roles"][role]["doctrine"]
            for name, answer in rule_.answers.items():
                assert exercise.words[answer.holds(state)] == value(doctrine["answers"][name], names), name
            tables = [(rule_.rows, rule_.orders, doctrine["orders"])]
            if rule_.urgent:
                tables.append((rule_.urgent_rows, rule_.urgent_orders, doctrine["urgent"]["orders"]))
            for rows, orders, written in tables:
                expected = [
                    place
                    for place, row in enumerate(written)
                    if value(row.get("if", True), names)
                    and value(
                        exercise.data["moves"][orders[place].move_id].get("if", True),
                        names,
                        **{**orders[place].arguments, "actor": role},
                    )
                ]
                assert rows(state) == expected, f"state {index}, doctrine of {role}"


def test_conditions_agree_with_a_naive_reader(exercise: Exercise) -> None:
    """Law: orders, goals, endings, triggers, doctrine and injects hold when the YAML says so."""
    check_conditions(exercise, 600, 5)


@pytest.mark.long
def test_conditions_agree_with_a_naive_reader_on_many_states(exercise: Exercise) -> None:
    """The same law, on three thousand states."""
    check_conditions(exercise, 3000, 6)


def sources(exercise: Exercise) -> list[Source]:
    """Everything an exercise can do, as written and as compiled."""
    data, found = exercise.data, list[Source]()
    for order in exercise.orders.values():
        written, given = data["moves"][order.move_id], {**order.arguments, "actor": order.role}
        found.append((written.get("then", {}), given, "", order.then))
        found += [(written["on"][outcome], given, "", effects) for outcome, effects in order.on.items()]
    for call in exercise.calls.values():
        for row, entry in zip(call.rows, data["tables"][call.table_id]["rows"], strict=True):
            found.append((entry.get("then", {}), arguments_of(call), "", row.effects))
    for name, inject in exercise.injects.items():
        written = data["injects"][name]
        for words, effects in inject.effects.items():
            found.append(
                (
                    written.get("then", {}),
                    dict(zip(written.get("choose", {}), words, strict=True)),
                    "",
                    effects,
                )
            )
        for answer, effects in inject.answers.items():
            found.append((written["asks"]["answers"][answer].get("then", {}), {}, "", effects))
    for name, agreement in exercise.agreements.items():
        written = data["agreements"][name]
        found.append((written.get("then", {}), {}, name, agreement.then))
        found.append((written.get("breach", {}).get("then", {}), {}, name, agreement.breach))
        found.append((written.get("after", {}).get("then", {}), {}, name, agreement.after))
        found += [(written["leave"][role], {}, name, effects) for role, effects in agreement.leave.items()]
        found += [
            (written["may"][role].get("then", {}), {}, name, effects)
            for role, effects in agreement.may.items()
        ]
    for (name, author, other), effects in exercise.marks.items():
        found.append((data["marks"][name]["then"], {"author": author, "role": other}, "", effects))
    found.append((data.get("start", {}), {}, "", exercise.start))
    return [source for source in found if source[0]]


def sets(source: Source) -> list[Set]:
    return [effect for effect in source[3].changes if isinstance(effect, Set)]


def one_word_each(exercise: Exercise, chosen: list[Source]) -> list[Source]:
    """Leave out effects that set one flag to two different words: which of them stays is not said."""
    found, words = list[Source](), dict[int, Any]()
    for source in chosen:
        if all(words.setdefault(effect.slot, effect.code) == effect.code for effect in sets(source)):
            found.append(source)
    return found


def check_combinations(exercise: Exercise, number: int, seed: int) -> None:
    everything = sources(exercise)
    for index, state, names, meeting in (
        (*drawn, meeting)
        for drawn in states(exercise, number // MEETINGS, seed)
        for meeting in range(MEETINGS)
    ):
        chance = Random(f"{seed}.{index}.{meeting}")
        chosen = one_word_each(exercise, chance.choices(everything, k=chance.choice((1, 2, 3, 5, 8, 20))))
        expected = combine(
            exercise.data, dict(names_only(exercise, names)), [source[:3] for source in chosen]
        )
        after = list(state)
        combining.combine(exercise, state, after, [source[3] for source in chosen])
        found = by_name(exercise, after)
        stamps = {f"set({exercise.names[effect.slot]})" for source in chosen for effect in sets(source)}
        for name in exercise.slots:
            wanted = state[TURN] if name in stamps else expected[name]
            assert found[name] == wanted, f"state {index}, {name}: {[source[:3] for source in chosen]}"


def names_only(exercise: Exercise, names: Names) -> Iterator[tuple[str, Any]]:
    return ((name, names[name]) for name in exercise.slots)


def test_effects_combine_as_a_naive_reader_combines_them(exercise: Exercise) -> None:
    """Law: the effects of a step come to the same, whichever of them meet on whatever state."""
    check_combinations(exercise, 2000, 7)


@pytest.mark.long
def test_effects_combine_alike_on_many_states(exercise: Exercise) -> None:
    """The same law, on thirty thousand meetings."""
    check_combinations(exercise, 30_000, 8)


def test_odds_are_the_dice_counted(exercise: Exercise) -> None:
    """Law: the odds of a ruling sum to one and are what throwing every pair of dice gives."""
    for call in exercise.calls.values():
        if not call.banded:
            continue
        rows = exercise.data["tables"][call.table_id]["rows"]
        throws = (
            [(a, b) for a in range(1, 7) for b in range(1, 7)]
            if len(call.faces) == 2
            else [(a,) for a in range(1, 7)]
        )
        cap = call.table.cap if call.table.cap is not None else 12
        for modifier in range(-cap, cap + 1):
            found = call.odds(modifier)
            assert sum(found.values()) == pytest.approx(1, abs=1e-12)
            counted = {row["id"]: 0 for row in rows if "roll" in row}
            for throw in throws:
                counted[rows[call.band(sum(throw) + modifier)]["id"]] += 1
            assert found == {row: count / len(throws) for row, count in counted.items()}
            ladder = [call.rows[rung].row.id for rung in call.ladder(modifier)]
            assert ladder == [row for row, count in counted.items() if count], (
                "the ladder is what the dice can give"
            )
