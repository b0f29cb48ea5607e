"""Agreements on the table: proposals and signatures, by people and by bots."""

from engine.play.draft import Draft
from engine.play.events import Announced, Proposed, Signed
from engine.play.state import Game, Proposal


def knows(proposal: Proposal, role: str) -> bool:
    """Whether a role knows of a proposal."""
    return role in (proposal.by, *proposal.parties, *proposal.invites)


def open_proposal(game: Game, agreement: str, role: str = "") -> Proposal | None:
    """The proposal of this kind that is on the table, as far as `role` knows.

    An outsider to a secret proposal may put up another: a refusal would tell it of the first.
    """
    for found in game.proposals.values():
        known = not role or found.status == "announced" or knows(found, role)
        if found.agreement == agreement and found.status in ("open", "announced") and known:
            return found
    return None


def propose(
    draft: Draft,
    role: str,
    agreement: str,
    terms: dict[str, int],
    invites: list[str],
    text: str = "",
    counters: str = "",
) -> Proposal:
    """Put an agreement on the table with all its terms."""
    rule = draft.exercise.agreements[agreement]
    start = draft.exercise.vocabulary.start
    full = {term: terms.get(term, start[slot]) for term, slot in rule.terms.items()}
    proposal = draft.name("proposal")
    parties = list(rule.agreement.needs)
    draft.emit(
        Proposed(
            proposal=proposal,
            agreement=agreement,
            by=role,
            terms=full,
            invites=invites,
            text=text,
            parties=parties,
            counters=counters,
        )
    )
    found = draft.game.proposals[proposal]
    complete(draft, found)
    return found


def bots_sign(draft: Draft, proposal: Proposal) -> None:
    """Every bot whose signature is sought signs or does not, on the view as the phase opened."""
    if proposal.agreement is None:
        return
    bots, script = draft.state.bots, draft.state.room.script
    again = script.turn(draft.game.turn) if script else None
    for role in (*proposal.parties, *proposal.invites):
        if role not in bots or role in proposal.signed:
            continue
        if again:
            willing = proposal.agreement in again.signed.get(role, [])
        else:
            willing = draft.policy(role).signs(role, proposal.agreement, proposal.terms, draft.game.opening)
        if willing:
            sign(draft, proposal, role)


def can_sign(game: Game, proposal: Proposal, role: str) -> bool:
    """Whether this signature may be given now: the last one only while the agreement's condition holds."""
    missing = [party for party in proposal.parties if party not in proposal.signed]
    if missing != [role] or proposal.agreement is None:
        return True
    rule = game.exercise.agreements[proposal.agreement]
    return not game.vector[rule.in_force] and bool(rule.allowed.holds(game.vector))


def sign(draft: Draft, proposal: Proposal, role: str) -> bool:
    """Sign if that is possible now; a full set of signatures is announced at once."""
    if not can_sign(draft.game, proposal, role):
        return False
    draft.emit(Signed(proposal=proposal.id, role=role))
    complete(draft, proposal)
    return True


def complete(draft: Draft, proposal: Proposal) -> None:
    if proposal.status == "open" and all(party in proposal.signed for party in proposal.parties):
        draft.emit(Announced(proposal=proposal.id))
