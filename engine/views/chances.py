"""What an order would bring, as far as whoever could give it may reckon."""

from engine.play.combine import State as Vector
from engine.play.viewer import Viewer
from engine.rules.exercise import Call, Order
from engine.views.seen import RowChance
from engine.words.wording import Wording


def chances(order: Order, viewer: Viewer, wording: Wording, state: Vector) -> list[RowChance] | None:
    """The rows of its tables with their chances as things stand; None where they are not for this viewer.

    They are shown only where everything that each of its tables could read is readable here, every row is for
    whoever orders it to read, and nobody's answer makes a difference.
    """
    if order.asked or not order.calls["none"]:
        return None
    calls = order.calls["none"]
    for call in calls:
        read = all(rule.to is None or viewer.among(rule.to) for rule in call.rows)
        if not read or not viewer.explains(call, knows=True):
            return None
    return [entry for call in calls for entry in rows(call, wording, state)]


def rows(call: Call, wording: Wording, state: Vector) -> list[RowChance]:
    """The rows that can come of one table."""
    if call.collects:
        odds = {call.rows[index].row.id: 1.0 for index in call.all_rows(state)}
    elif (fixed := call.fixed(state)) >= 0:
        odds = {call.rows[fixed].row.id: 1.0}
    else:
        odds = call.odds(call.total(state)) if call.banded else {}
    argument = next(iter(call.arguments.values()), "")
    titles = {rule.row.id: wording.language.text(rule.row.say, argument) for rule in call.rows}
    return [{"row": titles[row], "chance": chance} for row, chance in odds.items() if chance > 0]
