"""Proposals and agreements, as one viewer may know them."""

from typing import Any

from engine.play import events as happened
from engine.play.agreements import knows
from engine.play.state import Proposal
from engine.views.teller import Teller, Told


class AgreementTeller(Teller):
    """Tells of proposals, signatures, and agreements entering and ending."""

    def agreement(self, name: str) -> str:
        return self.language.text(self.exercise.file.agreements[name].title)

    def entered(self, event: happened.Entered) -> Told:
        terms = self.wording.terms(event.agreement, event.terms)
        say = self.language.say("In force: {agreement}", agreement=self.agreement(event.agreement))
        yield (
            "agreement",
            f"{say} ({terms})" if terms else say,
            {"agreement": event.agreement, "signed": event.signed},
        )

    def barred(self, event: happened.Barred) -> Told:
        """As public as it was that it had been signed."""
        said = self.language.say(
            "Does not enter into force, since its condition no longer holds: {agreement}",
            agreement=self.agreement(event.agreement),
        )
        yield "agreement", said, {"agreement": event.agreement, "signed": event.signed}

    def ended(self, event: happened.Ended) -> Told:
        title, say = self.agreement(event.agreement), self.language.say
        breach = self.exercise.file.agreements[event.agreement].breach
        if event.why == "left":
            yield (
                "agreement",
                say("{role} leaves: {agreement}", role=self.role(event.by), agreement=title),
                {"agreement": event.agreement},
            )
        elif event.why == "breach":
            text = self.language.text(breach.say) if breach else ""
            yield (
                "agreement",
                text or say("Breached: {agreement}", agreement=title),
                {"agreement": event.agreement},
            )
        else:
            yield (
                "agreement",
                say("No longer in force: {agreement}", agreement=title),
                {"agreement": event.agreement},
            )

    def proposal_title(self, event: Any) -> str:
        if event.agreement is None:
            return str(event.text)
        terms = self.wording.terms(event.agreement, event.terms)
        return f"{self.agreement(event.agreement)} ({terms})" if terms else self.agreement(event.agreement)

    def proposed(self, event: happened.Proposed) -> Told:
        before = self.state.game.proposals.get(event.counters)
        known = before is not None and (self.viewer.control or knows(before, self.viewer.seat))
        sentence = "{role} proposes instead: {agreement}" if known else "{role} proposes: {agreement}"
        said = self.language.say(sentence, role=self.role(event.by), agreement=self.proposal_title(event))
        yield "proposal", said, {"proposal": event.proposal}

    def proposal(self, proposal: str) -> Proposal | happened.Proposed:
        """A proposal by its id, as it lies on the table."""
        return self.state.game.proposals[proposal]

    def signatures(self, proposal: str, role: str, sentence: str) -> Told:
        found = self.proposal(proposal)
        yield (
            "signature",
            self.language.say(sentence, role=self.role(role), agreement=self.proposal_title(found)),
            {"proposal": proposal},
        )

    def signed(self, event: happened.Signed) -> Told:
        yield from self.signatures(event.proposal, event.role, "{role} signs: {agreement}")

    def unsigned(self, event: happened.Unsigned) -> Told:
        yield from self.signatures(event.proposal, event.role, "{role} takes its signature back: {agreement}")

    def announced(self, event: happened.Announced) -> Told:
        found = self.proposal(event.proposal)
        yield (
            "announced",
            self.language.say("Signed and announced: {agreement}", agreement=self.proposal_title(found)),
            {"agreement": found.agreement},
        )

    def lapsed(self, event: happened.Lapsed) -> Told:
        sentence = "The proposal lapses: {agreement}"
        if event.by:
            own = event.by == self.proposal(event.proposal).by
            sentence = (
                "{role} takes its proposal back: {agreement}"
                if own
                else "{role} does not sign as it stands: {agreement}"
            )
        yield from self.signatures(event.proposal, event.by, sentence)

    def leaving(self, event: happened.Leaving) -> Told:
        yield (
            "leaving",
            self.language.say(
                "{role} declares that it leaves: {agreement}",
                role=self.role(event.role),
                agreement=self.agreement(event.agreement),
            ),
            {},
        )
