"""Proposals on the table, with the condition that the last signature waits for."""

from engine.play.agreements import knows
from engine.play.state import Proposal
from engine.rules.exercise import Exercise
from engine.rules.kept import kept
from engine.rules.nodes import Node
from engine.rules.readers import HISTORIES, Readers
from engine.views.picture import Picture
from engine.views.seen import Proposal as OnTable
from engine.views.seen import SettledTerm, Word
from engine.words.wording import Wording

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
    before = picture.game.proposals.get(found.counters)
    if before and role and not knows(before, role):
        before = None  # it was between others: what it said is not for whoever is invited now
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
        "settled": settled(picture, found, before),
        "counters": before.by if before else "",
        "before": before.text if before and not found.agreement else "",
        "can_counter": found.status == "open" and role in (found.by, *found.parties),
    }
    if rule and not rule.allowed.always:
        entry["condition"] = picture.wording.condition(rule.allowed.node)
        if not role or role in legible(picture.exercise)[rule.id]:
            entry["holds"] = bool(rule.allowed.holds(picture.game.vector))
    return entry


def settled(picture: Picture, found: Proposal, before: Proposal | None) -> list[SettledTerm]:
    """The terms of a proposal one by one, beside those of the one it answers."""
    if not found.agreement:
        return []
    name, words, entries = found.agreement, picture.exercise.words, list[SettledTerm]()
    for term, domain in picture.exercise.agreements[name].agreement.terms.items():
        values = possible(picture.wording, domain)
        titles = {value["word"]: value["title"] for value in values}

        def given(proposal: Proposal, term: str = term, named: bool = isinstance(domain, list)) -> str | int:
            return words[proposal.terms[term]] if named else proposal.terms[term]

        entries.append(
            {
                "id": term,
                "title": picture.wording.term(name, term),
                "values": values,
                "word": given(found),
                "said": titles[given(found)],
                "before": titles[given(before)] if before else "",
            }
        )
    return entries


def possible(wording: Wording, domain: list[str] | str) -> list[Word]:
    """What a term can be: words, or the numbers of a range."""
    if isinstance(domain, list):
        return [{"word": word, "title": wording.word(word)} for word in domain]
    low, _, high = str(domain).partition("..")
    return [{"word": number, "title": str(number)} for number in range(int(low), int(high) + 1)]


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
