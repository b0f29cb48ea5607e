"""Argued orders, as matrix games have them: what an exercise allows, and what each would do.

A team writes an action and its reasons, others one counter-argument each, control weighs them. Then a table
decides like every other, with the number of arguments that count and the difficulty as its arguments. No
rule reads a text.
"""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from engine.rules.changes import Add, AddCapital, Effect, Set, Stamp
from engine.rules.effects import NOTHING, Effects
from engine.rules.exercise import Call, Exercise, Order, Price
from engine.rules.kept import kept
from engine.rules.model import DIFFICULTIES, MOST_REASONS, Argued, Move
from engine.rules.nodes import number

MOVE = "argued"
"""What the key of an argued order begins with: `argued(tension)`."""
ORDINARY = "ordinary"
"""The difficulty where control sets none."""
WHOLE, HALF, NONE, BACKLASH = "whole", "half", "none", "backlash"
OUTCOMES = (WHOLE, HALF, NONE, BACKLASH)
"""What the rows of its table make of the effect."""

Texts = dict[str, str]

TITLE: Texts = {"en": "Argued order", "pl": "Decyzja z uzasadnieniem"}
ROWS: tuple[tuple[str, str, str, Texts], ...] = (
    (
        "turns_against",
        "..4",
        BACKLASH,
        {"en": "It fails, and turns against its author.", "pl": "Nie udaje się i obraca przeciw autorowi."},
    ),
    ("nothing", "5..6", NONE, {"en": "It does not come about.", "pl": "Nie dochodzi do skutku."}),
    ("in_part", "7..9", HALF, {"en": "It works in part.", "pl": "Udaje się częściowo."}),
    ("works", "10..", WHOLE, {"en": "It works as argued.", "pl": "Udaje się tak, jak uzasadniono."}),
)
"""Id, band, outcome and words of the rows of the table that ships."""
REASONS: Texts = {"en": "a reason that counts", "pl": "argument za, który się liczy"}
COUNTERS: Texts = {"en": "a counter-argument that counts", "pl": "kontrargument, który się liczy"}
HARDNESS: dict[str, tuple[str, Texts]] = {
    "easy": ("+1", {"en": "an easy thing to do", "pl": "rzecz łatwa"}),
    "hard": ("-1", {"en": "a hard thing to do", "pl": "rzecz trudna"}),
    "very_hard": ("-2", {"en": "a very hard thing to do", "pl": "rzecz bardzo trudna"}),
}
CAP = 4


def default_table(languages: list[str], roles: int) -> dict[str, Any]:
    """The table that ships, as an exercise file writes it: two dice, one up or down for each argument that
    counts and for the difficulty, and the bands of `..4`, `5..6`, `7..9`, `10..`.
    """
    most = max(roles - 1, 1)

    def said(texts: Texts) -> Texts:
        return {language: texts.get(language, texts["en"]) for language in languages}

    modifiers = {f"+1 if pro >= {number}": said(REASONS) for number in range(1, MOST_REASONS + 1)}
    modifiers |= {f"-1 if con >= {number}": said(COUNTERS) for number in range(1, most + 1)}
    modifiers |= {f"{amount} if difficulty == {word}": said(why) for word, (amount, why) in HARDNESS.items()}
    return {
        "title": said(TITLE),
        "because": ["judgement"],
        "given": {"pro": f"0..{MOST_REASONS}", "con": f"0..{most}", "difficulty": list(DIFFICULTIES)},
        "dice": "2d6",
        "cap": CAP,
        "modifiers": modifiers,
        "rows": [
            {"id": name, "roll": roll, "outcome": outcome, "say": said(words)}
            for name, roll, outcome, words in ROWS
        ],
    }


def with_default_table(data: Any) -> Any:
    """The data of an exercise, with the table that ships where it allows argued orders and has none of the
    name. It is data from then on: the log holds it, and a later version of it changes no run.
    """
    if not isinstance(data, dict) or not isinstance(data.get("argued"), dict):
        return data
    name, tables = data["argued"].get("table", Argued.table_by_default), data.get("tables")
    if name != Argued.table_by_default or not isinstance(tables, dict) or name in tables:
        return data
    languages, roles = data.get("languages"), data.get("roles")
    known = [word for word in languages if isinstance(word, str)] if isinstance(languages, list) else []
    table = default_table(known or ["en"], len(roles) if isinstance(roles, dict) else 2)
    return {**data, "tables": {**tables, name: table}}


class Wanted(Struct, frozen=True):
    """One effect that an exercise allows to be argued for."""

    id: str
    """A track or a flag, by the name of its slot."""
    most: int
    """The most that it can be moved, up or down; 0 for a flag, which is set."""

    @property
    def amounts(self) -> tuple[int, ...]:
        """What can be wanted of it, the largest fall first."""
        return tuple(amount for amount in range(-self.most, self.most + 1) if amount) if self.most else (1,)

    def takes(self, amount: int) -> bool:
        return amount in self.amounts


@kept
def wanted(exercise: Exercise) -> dict[str, Wanted]:
    """The effects that can be argued for, by their ids, as the file lists them."""
    argued = exercise.file.argued
    if argued is None:
        return {}
    tracks = [Wanted(name, most) for name, most in argued.effects.tracks.items()]
    return {found.id: found for found in (*tracks, *(Wanted(name, 0) for name in argued.effects.flags))}


def argue(exercise: Exercise) -> tuple[str, ...]:
    """The roles that may argue."""
    argued = exercise.file.argued
    if argued is None:
        return ()
    return (
        exercise.roles if argued.by == "all" else tuple(role for role in exercise.roles if role in argued.by)
    )


def key_of(effect: str) -> str:
    """The key of an argued order."""
    return f"{MOVE}({effect})"


def path_of(role: str, effect: str) -> str:
    """The path of an argued order, in which its dice are thrown: one for an effect and turn."""
    return f"{role}.{key_of(effect)}"


def effect_of(key: str) -> str:
    """The effect that the key of an argued order names; empty for any other order."""
    return key[len(MOVE) + 1 : -1] if key.startswith(f"{MOVE}(") else ""


def order_of(exercise: Exercise, role: str, effect: str, amount: int) -> Order:
    """An argued order as one that is carried out: its outcomes scale the effect that it wants."""
    known = orders(exercise)
    if (role, effect, amount) not in known:
        known[role, effect, amount] = _order(exercise, role, effect, amount)
    return known[role, effect, amount]


@kept
def orders(exercise: Exercise) -> dict[tuple[str, str, int], Order]:
    """Argued orders by role, effect and amount, each made at its first use."""
    return {}


def _order(exercise: Exercise, role: str, effect: str, amount: int) -> Order:
    argued = exercise.file.argued
    assert argued is not None
    move = Move(
        by=role,
        title=effect,
        kind="diplomatic",
        because=argued.because,
        cost=argued.cost,
        secret=argued.secret,
    )
    cost = number(argued.cost)
    order = Order(MOVE, move, {}, (), effect, Price(cost, cost))
    order.key, order.path = f"{key_of(effect)}{amount:+d}", path_of(role, effect)
    slot, flag = exercise.slots[effect], not wanted(exercise)[effect].most
    for outcome in OUTCOMES:
        found = scaled(amount, outcome, flag=flag)
        if found:
            order.on[outcome] = Effects(changes=setting(exercise, effect) if flag else (Add(slot, found),))
    return order


def setting(exercise: Exercise, flag: str) -> tuple[Effect, ...]:
    """What sets a flag; one that lasts into the next turn remembers when it was set."""
    slots = exercise.slots
    stamps = (Stamp(slots[f"set({flag})"]),) if f"set({flag})" in slots else ()
    return (Set(slots[flag], 1), *stamps)


def scaled(amount: int, outcome: str, *, flag: bool = False) -> int:
    """What an outcome makes of a wanted effect: half is rounded down and at least 1, of a flag nothing."""
    if outcome == WHOLE:
        return amount
    if flag or outcome not in (HALF, BACKLASH):
        return 0
    if outcome == BACKLASH:
        return -amount
    return max(1, amount // 2) if amount > 0 else -max(1, -amount // 2)


def call_of(exercise: Exercise, role: str, pro: int, con: int, difficulty: str) -> Call:
    """The table as it is asked: more arguments than it knows count as the most it knows."""
    argued = exercise.file.argued
    assert argued is not None
    given = exercise.file.tables[argued.table].domains
    counted = {"pro": pro, "con": con}
    words = tuple(
        str(min(counted[name], int(words[-1]))) if name in counted else difficulty
        for name, words in given.items()
    )
    return exercise.call(argued.table, words, role, "none")


def cost_back(exercise: Exercise, role: str, cost: int) -> Effects:
    """What an order that control rules inadmissible does: its cost comes back."""
    if not cost:
        return NOTHING
    return Effects(changes=(AddCapital(exercise.slots[f"capital({role})"], cost),))


def every_call(exercise: Exercise) -> Iterator[tuple[str, Call]]:
    """Every call that argued orders can make, by role."""
    argued = exercise.file.argued
    if argued is not None:
        for role in argue(exercise):
            for call in exercise.calls.values():
                if call.table_id == argued.table and call.actor in (None, role):
                    yield role, call
