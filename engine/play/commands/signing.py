"""Agreements: propose, sign, take back, leave."""

import re

from msgspec import UNSET

from engine.play import agreements
from engine.play.commands import declared
from engine.play.commands.ask import Ask, before_lock, decides, in_play, only_role, reached, text, word
from engine.play.events import Lapsed, Leaving, Proposed, Unsigned
from engine.play.refusal import Refusal
from engine.play.state import Proposal


@decides(declared.Propose)
def propose(ask: Ask, given: declared.Propose) -> None:
    """Put an agreement on the table, with terms and optional signatories; or a free text among roles."""
    role = only_role(ask, given.role)
    in_play(ask, "consultation")
    exercise = ask.draft.exercise
    before = answered(ask, role, given) if given.counters else None
    if given.agreement is UNSET:
        at_table = before.parties if before and given.to is UNSET else None
        asked = at_table or reached(ask, role, given.to)
        others = [other for other in asked if other != role]
        ask.draft.emit(
            Proposed(
                proposal=ask.draft.name("proposal"),
                agreement=None,
                by=role,
                text=text(given.text),
                parties=[role, *others],
                counters=given.counters,
            )
        )
        return
    name = word(given.agreement, exercise.agreements)
    rule = exercise.agreements[name]
    if agreements.open_proposal(ask.game, name, role):
        raise Refusal("One open proposal of each kind at a time.")
    if ask.game.vector[rule.in_force]:
        raise Refusal("It is in force already.")
    possible = list(rule.agreement.may)
    invites = possible if given.invites is UNSET else [word(guest, possible) for guest in given.invites]
    proposal = agreements.propose(
        ask.draft,
        role,
        name,
        terms(ask, name, given.terms),
        list(dict.fromkeys(invites)),
        given.text,
        given.counters,
    )
    agreements.bots_sign(ask.draft, proposal)


def answered(ask: Ask, role: str, given: declared.Propose) -> Proposal:
    """The proposal that a new one answers, taken off the table: by whoever made it, or by one of those whose
    signature it cannot do without and who does not give it as it stands. Raises Refusal.
    """
    found = proposal_of(ask, role, given.counters)
    if found.status != "open":
        raise Refusal("This proposal is closed.")
    if role not in (found.by, *found.parties):
        raise Refusal("Only those whose signature it needs can propose something else instead.")
    if (given.agreement or None) != found.agreement:
        raise Refusal("A counter-proposal is about the same agreement.")
    ask.draft.emit(Lapsed(proposal=found.id, by=role))
    return found


def terms(ask: Ask, name: str, given: dict[str, str | int]) -> dict[str, int]:
    """The terms as numbers and codes, each checked against its domain."""
    exercise, found = ask.draft.exercise, {}
    domains = exercise.agreements[name].agreement.terms
    for term, value in given.items():
        domain = domains[word(term, domains)]
        if isinstance(domain, list):
            found[term] = exercise.vocabulary.words[word(value, domain)]
            continue
        low, high = exercise.vocabulary.bounds[exercise.agreements[name].terms[term]]
        number = int(value) if isinstance(value, int) or re.fullmatch(r"\s*-?[0-9]{1,9}\s*", value) else None
        if number is None or not low <= number <= high:
            raise Refusal("'{value}' is not known here. Possible: {known}.", value=value, known=domain)
        found[term] = number
    return found


def proposal_of(ask: Ask, role: str, given: str) -> Proposal:
    """The proposal named, among those the role knows of."""
    known = [name for name, found in ask.game.proposals.items() if agreements.knows(found, role)]
    return ask.game.proposals[word(given, known)]


@decides(declared.Sign)
def sign(ask: Ask, given: declared.Sign) -> None:
    role = only_role(ask, given.role)
    proposal = proposal_of(ask, role, given.proposal)
    before_lock(ask)
    if role not in (*proposal.parties, *proposal.invites):
        raise Refusal("This proposal does not ask for that signature.")
    if role in proposal.signed:
        raise Refusal("It is signed already.")
    if proposal.status not in ("open", "announced"):
        raise Refusal("This proposal is closed.")
    if proposal.status == "announced" and role in proposal.parties:
        raise Refusal("It is signed already.")
    if not agreements.sign(ask.draft, proposal, role):
        raise Refusal("The last signature cannot be given now: the condition of the agreement does not hold.")


@decides(declared.Unsign)
def unsign(ask: Ask, given: declared.Unsign) -> None:
    role = only_role(ask, given.role)
    proposal = proposal_of(ask, role, given.proposal)
    before_lock(ask)
    if role not in proposal.signed or proposal.status not in ("open", "announced"):
        raise Refusal("There is no signature to take back.")
    ask.draft.emit(Unsigned(proposal=proposal.id, role=role))


@decides(declared.Leave)
def leave(ask: Ask, given: declared.Leave) -> None:
    role = only_role(ask, given.role)
    before_lock(ask)
    name = word(given.agreement, ask.draft.exercise.agreements)
    rule = ask.draft.exercise.agreements[name]
    if not ask.game.vector[rule.in_force] or role not in rule.agreement.needs:
        raise Refusal("Only a signatory can leave an agreement in force.")
    if (name, role) not in ask.game.leaving:
        ask.draft.emit(Leaving(agreement=name, role=role))
