"""How far objectives and red lines are, and which outcomes of a decision bring them nearer."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from engine.play.viewer import Viewer
from engine.rules.exercise import Exercise, Goal
from engine.rules.nodes import Node
from engine.rules.pulls import TURNED, levers, pulls
from engine.rules.readers import sides
from engine.views.belief import Belief
from engine.views.seen import DecisionGoal, DecisionWay
from engine.words.wording import SIGNS, Wording

LASTING = ("flag", "token")
MOST_LEADING = 3
"""Moves that are named where something is wanting."""
Way = Literal["meets", "undoes", "nearer", "further"]


class Prospect(NamedTuple):
    """One thing that can come: in which case, by which row, what it changes, and how likely it is."""

    case: str
    row: str
    before: Belief
    after: Belief
    chance: float | None


def gaps(node: Node, known: Belief, viewer: Viewer, wording: Wording, wanted: bool = True) -> list[str]:
    """What a condition lacks, in words; nothing where it surely is as it is wanted."""
    found = known.holds(node)
    if found.sure if wanted else not found.possible:
        return []
    op, parts, say = node.op, node.parts, wording.language.say
    if op == "not":
        return gaps(parts[0], known, viewer, wording, not wanted)
    if op in ("and", "or"):
        each = [gaps(part, known, viewer, wording, wanted) for part in parts]
        if (op == "and") is wanted:
            return [gap for found_ in each for gap in found_]
        return [f" {say('or')} ".join(" · ".join(part) for part in each if part)]
    if (limit := limit_of(node, wording, wanted)) is None:
        words = wording.condition(node)
        return [leading(node, words, viewer, wording) if wanted else say("not: {what}", what=words)]
    return [lacking(limit, known, wording)]


def distances(node: Node, known: Belief, wording: Wording) -> list[str]:
    """How far the tracks that a condition compares are from where it comes true."""
    if node.op in ("and", "or", "not", "held"):
        return [text for part in node.parts for text in distances(part, known, wording)]
    limit = limit_of(node, wording, True)
    span = known.slot(limit.slot) if limit else None
    if limit is None or span is None or span.low != span.high:
        return []
    now, line = rung(limit.slot, span.low, wording), rung(limit.slot, limit.value, wording)
    return [
        wording.language.say(
            "{what} {now}, line at {value}", what=wording.label(limit.slot), now=now, value=line
        )
    ]


class Limit(NamedTuple):
    """A track with the number that it is compared with, and how."""

    slot: str
    sign: str
    value: int


def limit_of(node: Node, wording: Wording, wanted: bool) -> Limit | None:
    """What a condition compares a track with: at least, at most or otherwise. None where it does not."""
    read, value = sides(node) if node.op in TURNED else (None, 0)
    if read is None or read.key.partition("(")[0] not in wording.file.tracks:
        return None
    sign = node.op if wanted else TURNED[node.op]
    if read is node.parts[1]:
        sign = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(sign, sign)
    sign, value = {"<": ("<=", value - 1), ">": (">=", value + 1)}.get(sign, (sign, value))
    return Limit(read.key, sign, value)


def leading(node: Node, words: str, viewer: Viewer, wording: Wording) -> str:
    """A flag or token that is wanted, with the moves that can come to it, as far as all may know of them."""
    exercise = wording.exercise
    if node.op != "read" or exercise.vocabulary.kinds.get(node.key) not in LASTING:
        return words
    orders = [exercise.orders[key] for key in levers(exercise, node) if key in exercise.orders]
    open_ = [
        order for order in orders if order.role == viewer.seat or order.move.secret in ("no", "optional")
    ]
    moves = dict.fromkeys(
        f"{wording.code(order.role)}: {wording.language.text(order.move.title)}" for order in open_
    )
    if not moves or len(moves) > MOST_LEADING:
        return words
    return wording.language.say("{what} (can come of {moves})", what=words, moves=", ".join(moves))


def lacking(limit: Limit, known: Belief, wording: Wording) -> str:
    """Where a track stands and where it would have to stand."""
    say, span, what = wording.language.say, known.slot(limit.slot), wording.label(limit.slot)
    goal = rung(limit.slot, limit.value, wording)
    if span.low != span.high:
        return say("{what}: {needs}", what=what, needs=f"{SIGNS[limit.sign]} {goal}")
    now = rung(limit.slot, span.low, wording)
    if limit.sign == "<=":
        return say("{what} {now}, needs {value} or less", what=what, now=now, value=goal)
    value = goal if limit.sign == ">=" else f"{SIGNS[limit.sign]} {goal}"
    return say("{what} {now}, needs {value}", what=what, now=now, value=value)


def rung(name: str, value: int, wording: Wording) -> str:
    """A value of a track, with the name of its rung where the scale is a ladder."""
    track = wording.file.tracks[name.partition("(")[0]]
    step = wording.ladder(name, value) if track.min <= value <= track.max else ""
    return f"{value} ({step})" if step else str(value)


def touched(
    goals: Iterable[Goal], known: Belief, outcomes: list[Prospect], viewer: Viewer, wording: Wording
) -> list[DecisionGoal]:
    """The goals that outcomes touch, with what each would do."""
    found = list[DecisionGoal]()
    for goal in goals:
        holds = known.slot(f"crossed({goal.id})").sure if goal.slot >= 0 else known.holds(goal.test.node).sure
        if goal.slot >= 0 and holds:
            continue
        ways = [way for outcome in outcomes if (way := way_of(goal, outcome))]
        if ways:
            found.append(
                {
                    "id": goal.id,
                    "title": wording.language.text(goal.title),
                    "kind": "red_line" if goal.slot >= 0 else "objective",
                    "points": goal.points,
                    "holds": holds,
                    "missing": gaps(goal.test.node, known, viewer, wording),
                    "ways": ways,
                }
            )
    return found


def way_of(goal: Goal, outcome: Prospect) -> DecisionWay | None:
    """What one outcome does to a goal; None where it does nothing."""
    node = goal.test.node
    before, after = outcome.before.holds(node), outcome.after.holds(node)
    way: Way | None
    if after.sure and not before.sure:
        way = "meets"
    elif before.possible and not after.possible:
        way = "undoes"
    else:
        way = leaning(node, outcome)
    if way is None or (way == "nearer" and before.sure):
        return None
    return {"case": outcome.case, "row": outcome.row, "way": way, "chance": outcome.chance}


def leaning(node: Node, outcome: Prospect) -> Way | None:
    """Which way an outcome pushes the tracks that a condition reads; nothing where it goes both ways."""
    exercise, before, after = outcome.before.exercise, outcome.before, outcome.after
    found = set[Way]()
    for pull in pulls(node):
        moved = shift(exercise, pull.slot, before, after)
        if moved and pull.way:
            found.add("nearer" if (moved > 0) == (pull.way > 0) else "further")
    return found.pop() if len(found) == 1 else None


def shift(exercise: Exercise, name: str, before: Belief, after: Belief) -> int:
    """How far a slot moves."""
    one, other = before.slot(name), after.slot(name)
    return (other.low - one.low) or (other.high - one.high)
