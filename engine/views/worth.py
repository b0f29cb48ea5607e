"""What a decision is worth later, and to whom: what its flags and tokens count for, by the exercise alone."""

from collections.abc import Iterator

from engine.play.viewer import Viewer
from engine.rules.effects import Effects
from engine.rules.exercise import Call, Order
from engine.rules.nodes import Node
from engine.rules.pulls import UP, Pull, pulls
from engine.views.belief import readers
from engine.views.goals import LASTING
from engine.views.seen import Worth
from engine.views.weighing import Weighing
from engine.words.numbers import added
from engine.words.wording import Wording, promised

BROUGHT = ("set", "open")
NOBODY = "none"
"""The answer of whoever is asked and says nothing."""


def worth(order: Order, weighing: Weighing) -> list[Worth]:
    """What the things that an order can bring about are good for, as far as this seat knows of them."""
    found = list[Worth]()
    for slot in brought(order, weighing):
        counts = [*counting(slot, weighing), *opening(slot, weighing)]
        if counts:
            found.append({"what": weighing.wording.slot(slot), "counts": list(dict.fromkeys(counts))})
    return found


def outlook(order: Order, viewer: Viewer, wording: Wording) -> list[str]:
    """What can come of an order that a seat does not give, with what it does: no odds, and nothing secret."""
    found = dict[str, None]()
    for call in order.calls[NOBODY]:
        for rule in call.rows:
            if not rule.test.never and (rule.to is None or viewer.among(rule.to)):
                if call in readers(viewer.exercise).deceiving:
                    return []
                argument = next(iter(call.arguments.values()), "")
                text = wording.language.text(rule.row.say, argument)
                done = clauses(rule.effects, viewer, wording)
                found[f"{text} → {'; '.join(done)}" if done else text] = None
    return list(found)


def clauses(effects: Effects, viewer: Viewer, wording: Wording) -> list[str]:
    """What effects do to what a seat reads, and whose aim it is told."""
    changes = promised(viewer.exercise, effects)
    found = [wording.change(change) for change in changes if viewer.touched(change.slot)]
    return found + [
        wording.language.say("you are told an objective of {role}", role=wording.role(tell.of))
        for tell in effects.tells
        if tell.of and viewer.among(tell.to)
    ]


def brought(order: Order, weighing: Weighing) -> list[str]:
    """The flags and tokens that an order can bring about and that this seat reads."""
    kinds, found = weighing.exercise.vocabulary.kinds, dict[str, None]()
    for effects in told(order, weighing):
        for change in promised(weighing.exercise, effects):
            lasting = change.verb in BROUGHT and kinds.get(change.slot) in LASTING
            if lasting and weighing.viewer.touched(change.slot):
                found[change.slot] = None
    return list(found)


def told(order: Order, weighing: Weighing) -> Iterator[Effects]:
    """The order's own effects, and those of the rows that this seat would be told of."""
    yield order.then
    for calls in order.calls.values():
        for call in calls:
            for rule in call.rows:
                if weighing.reads(call, rule):
                    yield rule.effects
                    if rule.row.outcome in order.on:
                        yield order.on[rule.row.outcome]


def counting(slot: str, weighing: Weighing) -> Iterator[str]:
    """The modifiers that it brings about."""
    say, code = weighing.wording.language.say, weighing.wording.code
    for call in weighing.exercise.calls.values():
        counted = [one for one in call.modifiers if wanted(slot, one.test.node, weighing)]
        roles = asking(call, weighing) if counted else []
        for modifier in counted if roles else ():
            yield say(
                "{amount} in “{table}” ({roles})",
                amount=added(modifier.amount),
                table=weighing.wording.language.text(call.table.title),
                roles=", ".join(map(code, roles)),
            )


def asking(call: Call, weighing: Weighing) -> list[str]:
    """The roles whose orders, as far as all may know of them, lead to a table."""
    roles = {
        order.role
        for order in weighing.exercise.orders.values()
        if shown(order, weighing) and any(call in calls for calls in order.calls.values())
    }
    return [role for role in weighing.exercise.roles if role in roles]


def opening(slot: str, weighing: Weighing) -> Iterator[str]:
    """The moves and agreements whose condition it meets."""
    say, text = weighing.wording.language.say, weighing.wording.language.text
    for order in weighing.exercise.orders.values():
        if shown(order, weighing) and wanted(slot, order.allowed.node, weighing):
            role = weighing.wording.code(order.role)
            yield say("opens “{move}” ({roles})", move=text(order.move.title), roles=role)
    for rule in weighing.exercise.agreements.values():
        if wanted(slot, rule.allowed.node, weighing):
            roles = ", ".join(map(weighing.wording.code, rule.agreement.needs))
            yield say("opens “{move}” ({roles})", move=text(rule.agreement.title), roles=roles)


def shown(order: Order, weighing: Weighing) -> bool:
    """Whether a seat may know that there is such an order."""
    return order.role == weighing.role or order.move.secret in ("no", "optional")


def wanted(slot: str, node: Node, weighing: Weighing) -> bool:
    """Whether a condition that this seat knows of wants a thing to be so."""
    return Pull(slot, UP) in pulls(node) and weighing.knows_of(node)
