"""Proposals on the table, with the condition that the last signature waits for."""

from engine.play.agreements import knows
from engine.play.state import Proposal
from engine.rules.exercise import Exercise
from engine.rules.kept import kept
from engine.rules.nodes import Node
from engine.rules.readers import HISTORIES, Readers
from engine.views.picture import Picture
from engine.views.seen import Proposal as OnTable

WAITING = ("open", "announced")


def proposals(picture: Picture, role: str) -> list[OnTable]:
    """Proposals on the table that a role is party to or invited to."""
    return [
        proposal(picture, found, role)
        for found in picture.game.proposals.values()
        if found.status in WAITING and knows(found, role)
    ]


def proposal(picture: Picture, found: Proposal, role: str = "") -> OnTable:
    """One proposal; without a role, as control knows it. Whether the last signature can come, only who reads
    the whole condition is told.
    """
    rule = picture.exercise.agreements[found.agreement] if found.agreement else None
    agreement, language = rule.agreement if rule else None, picture.language
    entry: OnTable = {
        "id": found.id,
        "agreement": found.agreement,
        "title": language.text(agreement.title) if agreement else found.text,
        "text": language.text(agreement.text) if agreement else found.text,
        "terms": picture.wording.terms(found.agreement, found.terms) if found.agreement else "",
        "by": found.by,
        "needs": found.parties,
        "invites": found.invites,
        "signed": list(found.signed),
        "status": found.status,
        "can_sign": role not in found.signed and role in (*found.parties, *found.invites),
    }
    if rule and not rule.allowed.always:
        entry["condition"] = picture.wording.condition(rule.allowed.node)
        if not role or role in legible(picture.exercise)[rule.id]:
            entry["holds"] = bool(rule.allowed.holds(picture.game.vector))
    return entry


@kept
def legible(exercise: Exercise) -> dict[str, frozenset[str]]:
    """For each agreement, the roles that read every slot of its condition.

    What has happened counts as unreadable: control may have kept it from those who learn of it as a rule.
    """
    readers = Readers(exercise)
    return {
        name: frozenset() if remembers(rule.allowed.node) else readers.of_node(rule.allowed.node)
        for name, rule in exercise.agreements.items()
    }


def remembers(node: Node) -> bool:
    """Whether an expression reads what has happened, not only what stands."""
    return node.op in HISTORIES or any(remembers(part) for part in node.parts)
