"""The ending traced back: its condition, part by part, and the changes that met it with what caused them."""

from collections.abc import Iterator

from engine.play.combine import State as Vector
from engine.rehearsal.trees import LONG_AGO, Look, Trees
from engine.review.deciding import HowItEnded, Met, Part
from engine.review.evidence_told import Heard, Hearing
from engine.rules.nodes import Node
from engine.rules.vocabulary import NEVER, TURN
from engine.views.ended import ending_of, said_at_the_end
from engine.views.seen import TrackDetails
from engine.words.wording import Wording

MOST = 3
"""Changes told of one part of a condition: the last ones, which met it."""


def how_it_ended(hearing: Hearing) -> HowItEnded:
    """Why a run ended as it did."""
    game, language = hearing.state.game, hearing.language
    if game.finished is None:
        return {"title": "", "text": "", "parts": [], "note": language.say("The run has not ended.")}
    rule = ending_of(hearing.exercise, game.finished)
    parts = [part(hearing, node) for node in conjuncts(rule.test.node) if not node.fixed]
    note = ""
    if game.finished.cut:
        note = language.say(
            "Control ended the run before an ending was reached: this is the one that held then."
        )
    elif not parts:
        note = language.say("It is what remains where the condition of no other ending holds.")
    return {
        "title": language.text(rule.ending.title),
        "text": said_at_the_end(game.finished, hearing.viewer, language, free=game.disclosed == "all"),
        "parts": parts,
        "note": note,
    }


def conjuncts(node: Node) -> Iterator[Node]:
    """What all has to hold."""
    if node.op == "and":
        for entry in node.parts:
            yield from conjuncts(entry)
    else:
        yield node


def part(hearing: Hearing, node: Node) -> Part:
    """One part: in words, since when, and by what."""
    wording = Wording(hearing.exercise, hearing.language)
    since = held_since(hearing, node)
    read = set(slots(node))
    moved = [heard for heard in hearing.heard if heard.fact.kind == "track" and track(heard) in read]
    met = [heard for heard in moved if heard.fact.turn <= since or since == 0][-MOST:]
    return {"text": wording.condition(node), "since": since, "changes": [change(heard) for heard in met]}


def track(heard: Heard) -> str:
    return heard.fact.read(TrackDetails)["track"]


def change(heard: Heard) -> Met:
    """A change with its causes."""
    details = heard.fact.read(TrackDetails)
    return {
        "turn": heard.fact.turn,
        "text": heard.fact.text,
        "causes": details["causes"],
        "number": heard.fact.number,
    }


def held_since(hearing: Hearing, node: Node) -> int:
    """The turn at whose end a part began to hold and held to the end; 0 from the start."""
    since = 0
    for turn, vector in hearing.state.game.chronicle:
        if not holds(hearing, node, vector):
            since = turn + 1
    return min(since, hearing.state.game.turn)


def holds(hearing: Hearing, node: Node, vector: Vector) -> bool:
    """Whether a part of a condition holds on a state."""
    trees = Trees(hearing.exercise.slots)
    found = trees.number(node)
    known = [LONG_AGO if value == NEVER else value for value in vector]
    return bool(Look(trees, list(known), vector[TURN]).holds(found))


def slots(node: Node) -> Iterator[str]:
    """The slots that a condition reads by themselves."""
    if node.op == "read":
        yield node.key
    for entry in node.parts:
        yield from slots(entry)
