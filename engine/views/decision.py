"""What can come of an order, an answer or an agreement, as far as the seat that decides may know.

The odds are reckoned on what the seat may hold true (`engine.views.belief`), with its own draft carried out
and nobody else's orders. A modifier that surely holds counts. One that may hold unseen, or that hangs on
this turn's orders, stands outside the sum. Who could bring it about is read from the exercise, never from
the state. What a row runs in turn is named and not reckoned, and no answer of anybody has a weight.
"""

from engine.play.events import Released
from engine.play.legality import Budget
from engine.play.refusal import Refusal
from engine.play.scores import scored
from engine.play.state import Question, State
from engine.rules.effects import Effects
from engine.rules.exercise import Call, Goal, Order
from engine.views import pacts
from engine.views.audience import audience
from engine.views.belief import Belief, belief
from engine.views.goals import Prospect, touched
from engine.views.seat import SeatPicture
from engine.views.seen import Decision, DecisionCase, DecisionGoal, GivenOrder, Reach
from engine.views.teller import Teller
from engine.views.weighing import Weighing, brought_by
from engine.views.worth import worth

NOBODY = "none"
"""The answer of whoever is asked and says nothing."""


class DecisionPicture(SeatPicture):
    """The cards of one role."""

    def __init__(self, state: State, role: str, eyes: str, language: str) -> None:
        super().__init__(state, role, eyes, language)
        self.role, self.known = role, belief(state, self.viewer)

    def decision(self, about: str, terms: dict[str, str] | None = None) -> Decision:
        """The card of one thing that this role can decide. Raises Refusal where it cannot."""
        question, order = self.game.questions.get(about), self.exercise.orders.get(about)
        if question is not None and question.to == self.role and not question.free:
            return self.of_question(question)
        if order is not None and order in self.exercise.orders_of[self.role]:
            return self.of_order(order)
        found = pacts.find(self.state, self.role, about, terms or {})
        if found is not None:
            name, agreed, proposal = found
            rule = self.exercise.agreements[name]
            pact = pacts.Pact(self.state, self.viewer, self.wording, self.role, self.known, rule)
            return pact.decision(about, agreed, proposal)
        raise Refusal("This seat has nothing of this name to decide: {name}.", name=about)

    # Orders

    def of_order(self, order: Order) -> Decision:
        """What can come of an order."""
        own = self.given()
        others = [self.exercise.orders[entry["order"]] for entry in own if entry["order"] != order.key]
        mine = next((entry for entry in own if entry["order"] == order.key), None)
        able = self.left(others)
        entry = self.move(order, able)
        cost = mine["cost"] if mine else entry["cost"]
        before = self.drafted(others)
        known = before.carrying([order])
        weighing = Weighing(self.viewer, self.wording, self.role, known)
        cases = self.cases(order, weighing)
        at_once = Prospect("", "", before, known, 1.0)
        outcomes = [at_once, *self.outcomes(order, weighing)]
        return {
            "kind": "order",
            "about": order.key,
            "title": entry["title"],
            "text": entry["text"],
            "by": order.role,
            "to": entry["to"],
            "cost": cost,
            "left": able.capital - cost,
            "allowed": entry["allowed"] or mine is not None,
            "reason": "" if mine else entry["reason"],
            "secret": order.move.secret,
            "reads": list(order.knowers(True, self.exercise.roles)) if order.move.secret != "no" else [],
            "warns": entry["warns"],
            "effects": entry["effects"],
            "runs": [self.wording.run(run) for run in order.then.runs],
            "counted": [self.wording.order(other.key) for other in others],
            "cases": cases,
            "goals": self.touched(before, outcomes),
            "reach": self.reach(before, known, weighing, order),
            "worth": worth(order, weighing),
        }

    def given(self) -> list[GivenOrder]:
        """What this role has chosen: its draft, or what it has sealed."""
        drafts = self.state.drafts
        return self.listed(drafts[self.role]) if self.role in drafts else self.orders(self.role)

    def left(self, others: list[Order]) -> Budget:
        """What this role could still order beside what it has chosen."""
        able = self.budget(self.role)
        for other in others:
            able.take(other)
        return able

    def drafted(self, others: list[Order]) -> Belief:
        """What the role may hold true once its other orders have been carried out; of those that need
        consent, nobody knows whether they will be.
        """
        known = self.known.carrying(order for order in others if not order.consent)
        for order in others:
            if order.consent:
                known = known.either(known.carrying([order]))
        return known

    def cases(self, order: Order, weighing: Weighing) -> list[DecisionCase]:
        """The ways an order can go, by the answer of whoever it asks."""
        return [
            {
                "answer": answer,
                "title": title,
                "effects": [],
                "runs": [],
                "returned": calls is None,
                "tables": [weighing.table(call, order) for call in calls or ()],
            }
            for answer, title, calls in self.ways(order)
        ]

    def ways(self, order: Order) -> list[tuple[str, str, tuple[Call, ...] | None]]:
        """By answer: its words, and the tables it leads to; none of them where nothing is done then."""
        if not order.asked:
            return [("", "", order.calls[NOBODY])] if order.calls[NOBODY] else []
        say, names = self.language.say, ", ".join(self.wording.code(role) for role, _ in order.asked)
        words = list(dict.fromkeys(word for _, options in order.asked for word in options))
        answered = "{roles}: {answer}"
        if order.consent:
            agreed, refused = (
                say(answered, roles=names, answer=self.wording.word(word)) for word in (words[0], words[-1])
            )
            return [(words[0], agreed, order.calls[NOBODY]), (words[-1], refused, None)]
        if not order.calls[NOBODY]:
            return []
        found: list[tuple[str, str, tuple[Call, ...] | None]] = [
            (word, say(answered, roles=names, answer=self.wording.word(word)), order.calls[word])
            for word in words
        ]
        return [*found, (NOBODY, say("{roles}: no answer", roles=names), order.calls[NOBODY])]

    def outcomes(self, order: Order, weighing: Weighing) -> list[Prospect]:
        """Every row that could come of an order, in every case."""
        return [
            outcome
            for _, title, calls in self.ways(order)
            for call in calls or ()
            for outcome in weighing.outcomes(call, order, title)
        ]

    # Answers

    def of_question(self, question: Question) -> Decision:
        """What each answer to a question would do."""
        order = self.exercise.orders.get(question.source)
        before = self.drafted([self.exercise.orders[entry["order"]] for entry in self.given()])
        known = before.carrying([order]) if order else before
        weighing = Weighing(self.viewer, self.wording, self.role, known)
        cases = [self.answered(question, word, order, weighing) for word in question.options]
        outcomes = [
            outcome
            for word, case in zip(question.options, cases, strict=True)
            for outcome in self.of_answer(question, word, case["title"], order, weighing)
        ]
        return {
            "kind": "question",
            "about": question.id,
            "title": self.wording.order(order.key) if order else self.source(question),
            "text": Teller(self.state, self.viewer, self.language).question(question.source, question.by),
            "by": question.by,
            "to": [self.role],
            "cost": 0,
            "left": self.game.capital(self.role),
            "allowed": True,
            "reason": "",
            "secret": "no",
            "reads": [],
            "warns": [],
            "effects": weighing.clauses(order.then) if order and not order.consent else [],
            "runs": [],
            "counted": [entry["title"] for entry in self.given()],
            "cases": cases,
            "goals": self.touched(before, outcomes),
            "reach": [],
            "worth": worth(order, weighing) if order else [],
        }

    def source(self, question: Question) -> str:
        """The title of the inject that asks; of one addressed to others alone, that it is a question."""
        rule = self.exercise.injects.get(question.source)
        if rule is None:
            return ""
        told = self.role in rule.inject.also or any(
            event.inject == question.source and audience(self.state, event).includes(self.viewer)
            for event in (moment.event for moment in self.game.history)
            if isinstance(event, Released)
        )
        return self.language.text(rule.inject.title) if told else self.language.say("Question")

    def answered(
        self, question: Question, word: str, order: Order | None, weighing: Weighing
    ) -> DecisionCase:
        """What one answer leads to."""
        effects = self.effects_of(question, word, order)
        refused = order is not None and order.consent and word != question.options[0]
        return {
            "answer": word,
            "title": self.option(question.source, word),
            "effects": [clause for each in effects for clause in weighing.clauses(each)],
            "runs": [self.wording.run(run) for each in effects for run in each.runs],
            "returned": refused,
            "tables": [] if refused else [weighing.table(call, order) for call in self.asked(word, order)],
        }

    def effects_of(self, question: Question, word: str, order: Order | None) -> list[Effects]:
        """What an answer does of itself: that of an inject, or the order it consents to."""
        if order is not None:
            return [order.then] if order.consent and word == question.options[0] else []
        rule = self.exercise.injects.get(question.source)
        return [rule.answers[word]] if rule else []

    def asked(self, word: str, order: Order | None) -> tuple[Call, ...]:
        """The tables that an answer leads to."""
        if order is None:
            return ()
        return order.calls[NOBODY if order.consent else word]

    def of_answer(
        self, question: Question, word: str, title: str, order: Order | None, weighing: Weighing
    ) -> list[Prospect]:
        effects = self.effects_of(question, word, order)
        found = (
            [Prospect(title, "", weighing.known, weighing.known.after(effects), 1.0)]
            if effects and order is None
            else []
        )
        if order is not None and order.consent and word != question.options[0]:
            return found
        for call in self.asked(word, order):
            found += weighing.outcomes(call, order, title)
        return found

    # What it touches

    def touched(self, before: Belief, outcomes: list[Prospect]) -> list[DecisionGoal]:
        """The objectives and red lines of this role that outcomes touch."""
        objectives = self.exercise.objectives_in(self.game.format)
        own: list[Goal] = [*objectives, *self.exercise.red_lines]
        counted = self.role in scored(self.exercise, self.game)
        goals = [goal for goal in own if goal.role == self.role and counted]
        return touched(goals, before, outcomes, self.viewer, self.wording)

    def reach(self, before: Belief, known: Belief, weighing: Weighing, order: Order) -> list[Reach]:
        """The tracks this seat reads that the order could move, and how far."""
        ends = [
            self.hull(known, weighing, order, calls) for _, _, calls in self.ways(order) if calls is not None
        ]
        found = ends[0] if ends else known
        for end in ends[1:]:
            found = found.either(end)
        tracks = [name for head in self.file.tracks for name in self.exercise.vocabulary.members(head)]
        moved = list[Reach]()
        for name in tracks:
            now, then = before.slot(name), found.slot(name)
            if self.viewer.reads(name) and now != then:
                moved.append(
                    {
                        "id": name,
                        "title": self.wording.slot(name),
                        "value": now.low,
                        "low": then.low,
                        "high": then.high,
                    }
                )
        return moved

    def hull(self, known: Belief, weighing: Weighing, order: Order, calls: tuple[Call, ...]) -> Belief:
        """Everything that could be true once these tables have been ruled on."""
        for call in calls:
            known = self.ruled(known, weighing, order, call)
        return known

    def ruled(self, known: Belief, weighing: Weighing, order: Order, call: Call) -> Belief:
        rows = [row for row in weighing.possible(call) if weighing.reads(call, row.rule)]
        if call.collects:
            for row in rows:
                after = known.after(brought_by(row.rule, order), [row.rule.history])
                known = after if row.chance else known.either(after)
            return known
        ends = [known.after(brought_by(row.rule, order), [row.rule.history]) for row in rows]
        for end in ends[1:]:
            ends[0] = ends[0].either(end)
        return ends[0] if ends else known
