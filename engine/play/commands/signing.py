"""Agreements: propose, sign, take back, leave."""

import re

from engine.play import agreements
from engine.play.commands.ask import MOST_TEXT, Ask, Refusal, before_lock, in_play, only_role
from engine.play.events import Leaving, Proposed, Unsigned
from engine.play.state import Proposal


def propose(ask: Ask) -> None:
    """Put an agreement on the table, with terms and optional signatories; or a free text among roles."""
    role = only_role(ask)
    in_play(ask, "consultation")
    exercise = ask.draft.exercise
    if ask.data.get("agreement") is None:
        others = [other for other in ask.roles("to") if other != role]
        ask.draft.emit(
            Proposed(
                proposal=ask.draft.name("proposal"),
                agreement=None,
                by=role,
                text=ask.text(),
                parties=[role, *others],
            )
        )
        return
    name = ask.word("agreement", exercise.agreements)
    rule = exercise.agreements[name]
    if agreements.open_proposal(ask.game, name, role):
        raise Refusal("One open proposal of each kind at a time.")
    if ask.game.vector[rule.in_force]:
        raise Refusal("It is in force already.")
    invites = ask.data.get("invites", list(rule.agreement.may))
    if not isinstance(invites, list) or any(guest not in list(rule.agreement.may) for guest in invites):
        raise Refusal(
            "'{value}' is not known here. Possible: {known}.",
            value=invites,
            known=", ".join(rule.agreement.may),
        )
    proposal = agreements.propose(
        ask.draft,
        role,
        name,
        terms(ask, name),
        list(dict.fromkeys(invites)),
        str(ask.data.get("text", ""))[:MOST_TEXT],
    )
    agreements.bots_sign(ask.draft, proposal)


def terms(ask: Ask, name: str) -> dict[str, int]:
    """The terms as numbers and codes, each checked against its domain."""
    exercise, found = ask.draft.exercise, {}
    given = ask.data.get("terms", {})
    if not isinstance(given, dict):
        raise Refusal("Terms come as a map.")
    domains = exercise.agreements[name].agreement.terms
    for term, value in given.items():
        if term not in domains:
            raise Refusal(
                "'{value}' is not known here. Possible: {known}.", value=term, known=", ".join(domains)
            )
        domain = domains[term]
        if isinstance(domain, list):
            if value not in domain:
                raise Refusal(
                    "'{value}' is not known here. Possible: {known}.", value=value, known=", ".join(domain)
                )
            found[term] = exercise.vocabulary.words[value]
            continue
        low, high = exercise.vocabulary.bounds[exercise.agreements[name].terms[term]]
        number = (
            int(value)
            if type(value) is int or (isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,9}\s*", value))
            else None
        )
        if number is None or not low <= number <= high:
            raise Refusal("'{value}' is not known here. Possible: {known}.", value=value, known=domain)
        found[term] = number
    return found


def proposal_of(ask: Ask, role: str) -> Proposal:
    """The proposal named, among those the role knows of."""
    known = [name for name, found in ask.game.proposals.items() if agreements.knows(found, role)]
    return ask.game.proposals[ask.word("proposal", known)]


def sign(ask: Ask) -> None:
    role = only_role(ask)
    proposal = proposal_of(ask, role)
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


def unsign(ask: Ask) -> None:
    role = only_role(ask)
    proposal = proposal_of(ask, role)
    before_lock(ask)
    if role not in proposal.signed or proposal.status not in ("open", "announced"):
        raise Refusal("There is no signature to take back.")
    ask.draft.emit(Unsigned(proposal=proposal.id, role=role))


def leave(ask: Ask) -> None:
    role = only_role(ask)
    before_lock(ask)
    name = ask.word("agreement", ask.draft.exercise.agreements)
    rule = ask.draft.exercise.agreements[name]
    if not ask.game.vector[rule.in_force] or role not in rule.agreement.needs:
        raise Refusal("Only a signatory can leave an agreement in force.")
    if (name, role) not in ask.game.leaving:
        ask.draft.emit(Leaving(agreement=name, role=role))
