"""The forms of a table: one for each value of its arguments and each answer, and what they share."""

from collections.abc import Callable
from typing import Any

from engine.rules.effects import Effects
from engine.rules.exercise import Call, RowRule
from engine.words.numbers import minus


def grouped(calls: list[Call], told: Callable[[Call], Any]) -> list[tuple[Any, list[Call]]]:
    """What is told of each form, once, with the forms that say the same; without those that say nothing."""
    groups: dict[Any, list[Call]] = {}
    for call in calls:
        found = told(call)
        if found is not None:
            groups.setdefault(found, []).append(call)
    return list(groups.items())


def rule_of(call: Call, row: str) -> RowRule:
    return next(rule for rule in call.rows if rule.row.id == row)


def forms(call: Call) -> dict[str, str]:
    """What sets one form of a table apart."""
    found = dict(call.arguments)
    if call.actor is not None:
        found["actor"] = call.actor
    if call.answer is not None:
        found["answer"] = call.answer
    return found


def spoken(call: Call) -> dict[str, str]:
    """What the texts of a form can name: its arguments, and who acts."""
    return {name: value for name, value in forms(call).items() if name != "answer"}


def first(arguments: dict[str, str]) -> str:
    return next(iter(arguments.values()), "")


def runs(effects: Effects | None, table: str) -> bool:
    return effects is not None and any(run.table == table for run in effects.runs)


def band(roll: str | None) -> str:
    """A row's range of totals as it is printed: ≤ 6, 7–9, ≥ 12."""
    if roll is None:
        return ""
    low, dots, high = roll.partition("..")
    if not dots or low == high:
        return minus(low)
    if not low:
        return f"≤ {minus(high)}"
    return f"{minus(low)}–{minus(high)}" if high else f"≥ {minus(low)}"
