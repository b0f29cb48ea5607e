"""What an agreement would mean: its terms, what it forbids, what ends it, what each party gains by it."""

from collections.abc import Iterator

from engine.play.agreements import knows
from engine.play.refusal import Refusal
from engine.play.scores import scored
from engine.play.state import Proposal, State
from engine.play.viewer import Viewer
from engine.rules.effects import Effects
from engine.rules.exercise import AgreementRule, Goal
from engine.rules.nodes import Node
from engine.rules.vocabulary import TURN
from engine.views.belief import Belief
from engine.views.goals import Prospect, gaps, touched, way_of
from engine.views.seen import Decision, DecisionTerms, Gain
from engine.views.weighing import Weighing
from engine.words.language import Language
from engine.words.wording import Wording

Terms = dict[str, int]
WAYS = {
    "meets": "{aim}: met by it",
    "undoes": "{aim}: no longer met",
    "nearer": "{aim}: nearer",
    "further": "{aim}: further off",
}


class Pact:
    """An agreement with its terms, as one role may know what would come of it."""

    def __init__(
        self, state: State, viewer: Viewer, wording: Wording, role: str, known: Belief, rule: AgreementRule
    ) -> None:
        self.state, self.viewer, self.wording, self.role = state, viewer, wording, role
        self.known, self.rule, self.agreement = known, rule, rule.agreement
        self.language: Language = wording.language
        self.weighing = Weighing(viewer, wording, role, known)

    def decision(self, about: str, terms: Terms, proposal: Proposal | None) -> Decision:
        """Its card: that of a proposal with its terms, or of what could be proposed."""
        entered = self.entered(terms)
        effects = self.settled(self.rule.then, entered)
        after = entered.after([effects], [self.rule.history])
        own, outcome = self.goals([self.role], public=False), Prospect("", "", self.known, after, 1.0)
        reason = "" if self.open(proposal) else self.language.say("It is in force already.")
        author = proposal.by if proposal else self.role
        if proposal and not knows(proposal, self.role):
            author = ""  # announced to all, and put on the table among others
        return {
            "kind": "agreement",
            "about": about,
            "title": self.language.text(self.agreement.title),
            "text": self.language.text(self.agreement.text),
            "by": author,
            "to": list(self.agreement.needs),
            "cost": 0,
            "left": self.state.game.capital(self.role),
            "allowed": not reason,
            "reason": reason,
            "secret": "no",
            "reads": [],
            "warns": [],
            "effects": [*self.weighing.clauses(effects), *self.optional(entered)],
            "runs": [self.wording.run(run) for run in effects.runs],
            "counted": [],
            "cases": [],
            "goals": touched(own, self.known, [outcome], self.viewer, self.wording),
            "reach": [],
            "worth": [],
            "terms": self.terms(terms, entered, after),
        }

    def open(self, proposal: Proposal | None) -> bool:
        return proposal is not None or not self.state.game.vector[self.rule.in_force]

    def entered(self, terms: Terms) -> Belief:
        """What the role may hold true with the agreement in force and before it has done anything."""
        slots = {self.rule.in_force: 1, self.rule.entered: self.known.low[TURN]}
        return self.known.standing(slots | {self.rule.terms[term]: value for term, value in terms.items()})

    def settled(self, effects: Effects, entered: Belief) -> Effects:
        """Effects with what the terms make of them."""
        return effects.settled(entered.low, self.viewer.exercise.words)

    def optional(self, entered: Belief) -> Iterator[str]:
        """What the signatures do that it can do without."""
        for guest, effects in self.rule.may.items():
            done = self.weighing.clauses(self.settled(effects, entered))
            if done:
                part = self.language.text(self.agreement.may[guest].as_)
                yield f"{self.wording.code(guest)} {part}: {', '.join(done)}"

    def terms(self, terms: Terms, entered: Belief, after: Belief) -> DecisionTerms:
        node = self.rule.allowed.node
        holds = self.known.holds(node)
        return {
            "terms": self.wording.terms(self.rule.id, terms),
            "needs": list(self.agreement.needs),
            "condition": "" if self.rule.allowed.always else self.said(node),
            "holds": "yes" if holds.sure else "unseen" if holds.possible else "no",
            "missing": gaps(node, self.known, self.viewer, self.wording),
            "forbids": list(self.forbids(entered)),
            "later": list(self.later(entered)),
            "ends": list(self.ends(entered)),
            "gains": self.gains(after),
        }

    def said(self, node: Node) -> str:
        """A condition in words; one that names an inject tells what may still come, and is not said."""
        if any(key in self.wording.exercise.file.injects for key in named(node)):
            return self.language.say("a condition that names events still to come")
        return self.wording.condition(node)

    def forbids(self, entered: Belief) -> Iterator[str]:
        """What cannot be while it is in force."""
        say, names = self.language.say, self.viewer.exercise.names
        for slot, test in self.rule.freezes:
            if not self.viewer.reads(names[slot]) or not entered.holds(test.node).possible:
                continue
            what = self.wording.slot(names[slot])
            if test.always or entered.holds(test.node).sure:
                yield say("{what} cannot rise", what=what)
            else:
                yield say(
                    "{what} cannot rise while: {condition}",
                    what=what,
                    condition=self.said(test.node),
                )
        for slot, floor in self.rule.floors:
            if self.viewer.reads(names[slot]):
                yield say(
                    "{what} cannot fall below {value}", what=self.wording.slot(names[slot]), value=floor
                )
        for reader, between in (self.agreement.while_.reads if self.agreement.while_ else {}).items():
            yield say(
                "{role} reads every message between {roles}",
                role=self.wording.code(reader),
                roles=", ".join(self.wording.code(role) for role in between),
            )

    def later(self, entered: Belief) -> Iterator[str]:
        """What comes some turns after it entered into force."""
        after, say = self.agreement.after, self.language.say
        if after is None:
            return
        turns = self.language.count(after.turns, "turn", "turns")
        done = "; ".join(self.done(self.rule.after, entered))
        if done and self.rule.unless is not None:
            unless = self.said(self.rule.unless.node)
            yield say(
                "After {turns}, unless {condition}: {effects}", turns=turns, condition=unless, effects=done
            )
        elif done:
            yield say("After {turns}: {effects}", turns=turns, effects=done)
        if after.ends:
            yield say("After {turns} it is over", turns=turns)

    def ends(self, entered: Belief) -> Iterator[str]:
        """What breaks it or what walking out costs."""
        say, breach = self.language.say, self.agreement.breach
        if breach is not None and self.rule.breach_test is not None:
            condition = self.said(self.rule.breach_test.node)
            done = "; ".join(self.done(self.rule.breach, entered)) or say("nothing more")
            over = "Breached, and over, when: {condition}. Then: {effects}"
            stays = "Breached, and in force still, when: {condition}. Then: {effects}"
            yield say(over if breach.ends else stays, condition=condition, effects=done)
        for role, effects in self.rule.leave.items():
            done = "; ".join(self.done(effects, entered))
            if done and role == "any":
                yield say("Whoever leaves it: {effects}", effects=done)
            elif done:
                yield say("If {role} leaves it: {effects}", role=self.wording.code(role), effects=done)

    def done(self, effects: Effects, entered: Belief) -> list[str]:
        settled = self.settled(effects, entered)
        return [*self.weighing.clauses(settled), *(self.wording.run(run) for run in settled.runs)]

    def gains(self, after: Belief) -> list[Gain]:
        """What it does for each party, by the aims that everybody knows."""
        found, outcome = list[Gain](), Prospect("", "", self.known, after, 1.0)
        for role in self.agreement.needs:
            ways = [(goal, way_of(goal, outcome)) for goal in self.goals([role], public=True)]
            aims = [
                self.language.say(WAYS[way["way"]], aim=self.language.text(goal.title))
                for goal, way in ways
                if way is not None
            ]
            if aims:
                found.append({"role": role, "aims": aims})
        return found

    def goals(self, roles: list[str], *, public: bool) -> list[Goal]:
        """The goals of roles that are scored: all, or those that everybody knows."""
        exercise = self.viewer.exercise
        objectives = exercise.objectives_in(self.state.game.format)
        own = [goal for goal in (*objectives, *exercise.red_lines) if goal.role in roles]
        counted = scored(exercise, self.state.game)
        return [goal for goal in own if goal.role in counted and (goal.public or not public)]


def find(
    state: State, role: str, about: str, terms: dict[str, str]
) -> tuple[str, Terms, Proposal | None] | None:
    """The agreement that a role asks about, by its proposal or its name, with its terms."""
    exercise, proposal = state.exercise, state.game.proposals.get(about)
    if (
        proposal is not None
        and proposal.agreement
        and (proposal.status == "announced" or knows(proposal, role))
    ):
        return proposal.agreement, dict(proposal.terms), proposal
    if about not in exercise.agreements:
        return None
    return about, read(state, about, terms), None


def read(state: State, name: str, terms: dict[str, str]) -> Terms:
    """Terms as they were written, each within its range. Raises Refusal."""
    exercise, rule = state.exercise, state.exercise.agreements[name]
    vector = state.game.vector if state.game.vector[rule.in_force] else exercise.vocabulary.start
    found = {term: vector[slot] for term, slot in rule.terms.items()}
    for term, word in terms.items():
        slot = rule.terms.get(term)
        if slot is None:
            raise Refusal("There is no term '{term}' here.", term=term)
        low, high = exercise.vocabulary.bounds[slot]
        words = exercise.vocabulary.domains.get(f"{name}.{term}", ())
        number = exercise.vocabulary.words[word] if word in words else None if words else whole(word)
        if number is None or not low <= number <= high:
            raise Refusal("'{value}' is not possible for {name}.", value=word, name=term)
        found[term] = number
    return found


def terms_of(text: str) -> dict[str, str]:
    """Terms as an address gives them: `relief=1,verification=yes`."""
    pairs = (part.partition("=") for part in text.split(","))
    return {term.strip(): word.strip() for term, sign, word in pairs if sign}


def whole(word: str) -> int | None:
    return int(word) if word.isascii() and word.lstrip("-").isdigit() and len(word) < 5 else None


def named(node: Node) -> Iterator[str]:
    """Everything that a condition names."""
    yield node.key
    for part in node.parts:
        yield from named(part)
