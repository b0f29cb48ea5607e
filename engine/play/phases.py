"""The five phases, and what happens when control moves on from one to the next."""

from typing import Any

from engine.play.adjudicate import Adjudication, Carry, Decisions, Deed, Entry, Turn
from engine.play.combine import State as Vector
from engine.play.doctrine import Doctrine, Policy
from engine.play.events import (
    Announced,
    Answered,
    Asked,
    Began,
    Changes,
    Event,
    Finished,
    Lapsed,
    LapsedOverride,
    Leaving,
    Locked,
    Messaged,
    PhaseBegan,
    Proposed,
    Published,
    Rejected,
    Returned,
    Signed,
    TurnBegan,
)
from engine.play.legality import Budget
from engine.play.scores import scores
from engine.play.state import GAME, Game, Proposal, Question, State, fold
from engine.rules.effects import Effects
from engine.rules.exercise import Exercise
from engine.rules.vocabulary import MONTH, TURN


class Draft:
    """Events as they are decided, each folded into the state at once.

    Untraced, only what moves the game is told, and nothing is kept for views.
    """

    def __init__(
        self, state: State, line: int = 0, policies: dict[str, Policy] | None = None, *, traced: bool = True
    ) -> None:
        self.state, self.line, self.traced = state, line, traced
        self.game, self.exercise = state.game, state.exercise
        self.events: list[Event] = []
        self.doctrine: Policy = Doctrine(state.exercise)
        self.policies = policies or {}

    def emit(self, event: Event) -> None:
        """Let an event happen."""
        if self.traced:
            fold(self.state, event, self.line, len(self.events))
            self.events.append(event)
        else:
            GAME[type(event).__name__](self.game, event)

    def policy(self, role: str) -> Policy:
        return self.policies.get(role, self.doctrine)

    def adjudication(self, decisions: Decisions | None = None) -> Adjudication:
        """A pass over a copy of the state as it stands."""
        game = self.game
        take = self.state.room.take(game.turn)
        found = Adjudication(
            self.exercise,
            list(game.vector),
            self.state.seed,
            take,
            decisions or Decisions({}, {}),
            traced=self.traced,
        )
        found.told_once = set(game.once)
        return found

    def settle(self, adjudication: Adjudication) -> None:
        """Let everything happen that an adjudication found."""
        for event in adjudication.events:
            self.emit(event)
        if not self.traced:
            self.game.vector = adjudication.state


def difference(exercise: Exercise, before: Vector, after: Vector) -> Changes:
    """What changed, by slot name."""
    names = exercise.names
    return {names[slot]: now for slot, (was, now) in enumerate(zip(before, after, strict=True)) if was != now}


def begin(draft: Draft, format_id: str, preset: str, seats: dict[str, str]) -> None:
    """STARTEX: what happens before the first turn, then its situation."""
    state = draft.state
    event = Began(format=format_id, preset=preset, seats=seats)
    if draft.traced:
        draft.emit(event)
    else:
        state.room.seats = dict(seats)
        GAME["Began"](draft.game, event)
    adjudication = draft.adjudication()
    adjudication.step("start", [Deed(draft.exercise.start, (), "start", draft.exercise.roles)], [])
    draft.settle(adjudication)
    draft.game.chronicle[0] = (0, list(draft.game.vector))
    open_turn(draft)


def open_turn(draft: Draft) -> None:
    """The next turn: lifetimes end, the calendar moves, incomes are paid."""
    game, exercise = draft.game, draft.exercise
    before, after = game.vector, list(game.vector)
    turn = after[TURN] = before[TURN] + 1
    for slot, rest, stamp in exercise.expiring:
        if after[slot] != rest and (stamp < 0 or before[stamp] < turn - 1):
            after[slot] = rest
    rules = exercise.formats[game.format]
    after[MONTH] = rules.month(after)
    income, bank = exercise.slots["income"], exercise.file.capital.bank
    for slot, own, final in rules.incomes:
        after[income] = own.holds(after)
        after[slot] = min(bank, after[slot] + final.holds(after))
    after[income] = 0
    if draft.traced:
        draft.emit(TurnBegan(turn=turn, changes=difference(exercise, before, after)))
    else:
        draft.emit(TurnBegan(turn=turn, changes={}))
        game.vector = after
    for proposal in list(game.proposals.values()):
        if proposal.status == "open" and turn > proposal.turn + 1:
            draft.emit(Lapsed(proposal=proposal.id))
    draft.emit(PhaseBegan(phase="situation"))


def open_consultation(draft: Draft) -> None:
    """Bots propose at once on the view as the phase opens, then sign at once, and leave what they leave."""
    draft.emit(PhaseBegan(phase="consultation"))
    game, bots = draft.game, draft.state.bots
    opening = game.opening
    for role in bots:
        for name in draft.policy(role).leaves(role, opening):
            draft.emit(Leaving(agreement=name, role=role))
    for role in bots:
        for name, terms in draft.policy(role).proposals(role, opening):
            if not game.vector[draft.exercise.agreements[name].in_force] and not open_proposal(game, name):
                propose(draft, role, name, terms, list(draft.exercise.agreements[name].agreement.may))
    for proposal in list(game.proposals.values()):
        if proposal.status == "open":
            bots_sign(draft, proposal)


def open_proposal(game: Game, agreement: str) -> Proposal | None:
    """The proposal of this kind that is on the table."""
    return next(
        (
            found
            for found in game.proposals.values()
            if found.agreement == agreement and found.status in ("open", "announced")
        ),
        None,
    )


def propose(
    draft: Draft, role: str, agreement: str, terms: dict[str, int], invites: list[str], text: str = ""
) -> Proposal:
    """Put an agreement on the table with all its terms."""
    rule = draft.exercise.agreements[agreement]
    start = draft.exercise.vocabulary.start
    full = {term: terms.get(term, start[slot]) for term, slot in rule.terms.items()}
    proposal = f"proposal-{draft.game.counter + 1}"
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
        )
    )
    found = draft.game.proposals[proposal]
    complete(draft, found)
    return found


def bots_sign(draft: Draft, proposal: Proposal) -> None:
    """Every bot whose signature is sought signs or does not, on the view as the phase opened."""
    if proposal.agreement is None:
        return
    for role in (*proposal.parties, *proposal.invites):
        if role in draft.state.bots and role not in proposal.signed and proposal.status != "lapsed":
            if draft.policy(role).signs(role, proposal.agreement, proposal.terms, draft.game.opening):
                sign(draft, proposal, role)


def can_sign(game: Game, proposal: Proposal, role: str) -> bool:
    """Whether this signature may be given now: the last one needed only while the agreement's condition holds."""
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


def budget(draft: Draft, role: str) -> Budget:
    """What a role can order now."""
    game = draft.game
    return Budget(
        draft.exercise,
        role,
        game.vector,
        game.offers,
        game.used,
        withdrawn(draft.exercise, game.preset, role),
    )


def withdrawn(exercise: Exercise, preset: str, role: str) -> frozenset[str]:
    """The moves a preset takes from a role."""
    entry = exercise.file.presets.get(preset)
    seat = entry.seats.get(role) if entry else None
    return frozenset(seat.withdrawn) if seat else frozenset()


def lock(draft: Draft) -> None:
    """Settle legality and costs, once; then put the questions of the locked orders."""
    game, exercise = draft.game, draft.exercise
    locked: dict[str, list[dict[str, Any]]] = {}
    changes: Changes = {}
    rejected: list[Rejected] = []
    for role in exercise.roles:
        able = budget(draft, role)
        if draft.state.seat(role) == "person" or role in game.orders:
            details = {}
            for entry in game.orders.get(role, []):
                order = exercise.orders[entry["order"]]
                reason = able.refusal(order)
                if reason:
                    rejected.append(Rejected(role=role, order=order.key, reason=reason))
                else:
                    able.take(order)
                    details[order.key] = entry
        else:
            draft.policy(role).orders(role, game.opening, able)
            details = {}
        entries = []
        for pick in able.picks:
            detail = details.get(pick.order.key, {})
            secret = (
                bool(detail.get("secret"))
                if pick.order.move.secret == "optional"
                else pick.order.move.secret != "no"
            )
            entry = {"order": pick.order.key, "cost": pick.cost}
            if secret:
                entry["secret"] = True
            if pick.offered:
                entry["offered"] = True
            if detail.get("message"):
                entry["message"] = detail["message"]
            entries.append(entry)
        if entries:
            locked[role] = entries
            if any(pick.cost for pick in able.picks):
                changes[f"capital({role})"] = able.capital
    for event in rejected:
        draft.emit(event)
    draft.emit(Locked(orders=locked, changes=changes))
    ask(draft)


def ask(draft: Draft) -> None:
    """Questions to everybody concerned; bots answer at once, a message handed over beforehand is consent."""
    game, exercise = draft.game, draft.exercise
    for role, entries in game.orders.items():
        for entry in entries:
            order = exercise.orders[entry["order"]]
            for asked, options in order.asked:
                name = f"{order.path}?{asked}"
                draft.emit(
                    Asked(
                        question=name,
                        to=asked,
                        options=list(options),
                        source=order.key,
                        by=role,
                        knows=[role, asked],
                        consent=order.consent,
                    )
                )
                if order.consent and entry.get("message"):
                    draft.emit(
                        Answered(question=name, answer=options[0], by="message", message=entry["message"])
                    )
    for question in list(game.questions.values()):
        if not question.answer and not waits(draft.state, question):
            answer_by_doctrine(draft, question)


def waits(state: State, question: Question) -> bool:
    """Whether a person sits where this question goes."""
    return state.seat(question.to) == "person"


def answer_by_doctrine(draft: Draft, question: Question) -> None:
    """The answer of a bot, an empty seat or a silent person."""
    source = question.source.partition("(")[0]
    answer = draft.policy(question.to).answer(question.to, source, question.options, draft.game.opening)
    if not answer and question.consent:
        answer = question.options[-1]
    move, message = draft.exercise.file.moves.get(source), ""
    if draft.traced and move and move.carries and answer == question.options[0]:
        message = f"message-{len(draft.state.room.messages) + 1}"
        draft.emit(
            Messaged(
                message=message,
                sender=question.to,
                to=[],
                text="",
                carry=True,
                through=question.by,
                stock=source,
            )
        )
    draft.emit(Answered(question=question.id, answer=answer or "none", by="doctrine", message=message))


def readers(game: Game, sender: str, to: list[str]) -> list[str]:
    """Who else reads a message between these roles, by an agreement in force."""
    found = []
    for rule in game.exercise.agreements.values():
        if rule.agreement.while_ and game.vector[rule.in_force]:
            for reader, pair in rule.agreement.while_.reads.items():
                if sender in pair and any(other in pair and other != sender for other in to):
                    found.append(reader)
    return found


def open_questions(state: State) -> list[Question]:
    """Questions a person still has to answer."""
    return [
        question
        for question in state.game.questions.values()
        if not question.answer and waits(state, question)
    ]


def open_rulings(draft: Draft) -> None:
    """Close the answers: whoever is silent answers by doctrine; refused consent returns the cost."""
    game, exercise = draft.game, draft.exercise
    for question in list(game.questions.values()):
        if not question.answer:
            answer_by_doctrine(draft, question)
    for role, entries in game.orders.items():
        for entry in entries:
            order = exercise.orders[entry["order"]]
            refused = refusals(game, order)
            if refused:
                draft.emit(
                    Returned(
                        role=role,
                        order=order.key,
                        cost=entry["cost"],
                        refused_by=refused,
                        knows=list({role: 0, **dict.fromkeys(refused, 0)}),
                    )
                )
    draft.emit(PhaseBegan(phase="rulings"))


def refusals(game: Game, order: Any) -> list[str]:
    """Who refused the consent an order needs."""
    if not order.consent:
        return []
    return [
        asked
        for asked, options in order.asked
        if game.questions[f"{order.path}?{asked}"].answer != options[0]
    ]


def work(draft: Draft) -> Turn:
    """What the rulings of this turn work on."""
    game, exercise = draft.game, draft.exercise
    carried = []
    for entries in game.orders.values():
        for entry in entries:
            order = exercise.orders[entry["order"]]
            if refusals(game, order):
                continue
            answer, message = "none", entry.get("message", "")
            for asked, _ in order.asked:
                question = game.questions[f"{order.path}?{asked}"]
                if not order.consent:
                    answer = question.answer
                message = message or question.message
            carried.append(Carry(order, bool(entry.get("secret")), answer, message))
    leaving = tuple(
        (exercise.agreements[name], role)
        for name, role in dict.fromkeys(game.leaving)
        if game.vector[exercise.agreements[name].in_force]
    )
    entering = []
    for proposal in game.proposals.values():
        if proposal.status == "announced" and proposal.agreement is not None:
            optional = tuple(role for role in proposal.invites if role in proposal.signed)
            entering.append(Entry(exercise.agreements[proposal.agreement], proposal.terms, optional))
    return Turn(tuple(carried), tuple(entering), leaving, inject_answers(draft), game.turn >= game.turns)


def inject_answers(draft: Draft) -> tuple[tuple[str, Effects], ...]:
    """The answers to questions of injects: joint ones must agree, else the default stands."""
    found: dict[str, list[str]] = {}
    for question in draft.game.questions.values():
        if question.source in draft.exercise.injects:
            found.setdefault(question.source, []).append(question.answer)
    results = []
    for name, answers in found.items():
        asks = draft.exercise.injects[name].inject.asks
        assert asks is not None
        given = {answer for answer in answers if answer != "none"}
        chosen = (
            [given.pop() if len(given) == 1 and len(answers) == answers.count(answers[0]) else asks.default]
            if asks.joint
            else sorted(given) or [asks.default]
        )
        results += [
            (f"inject.{name}:{answer}", draft.exercise.injects[name].answers[answer]) for answer in chosen
        ]
    return tuple(results)


def rule(draft: Draft) -> Adjudication:
    """The rulings as they would be published now. Changes nothing."""
    game = draft.game
    adjudication = draft.adjudication(Decisions(game.dice, game.overrides))
    adjudication.turn(work(draft))
    return adjudication


def publish(draft: Draft) -> None:
    """Publish the rulings: everything of the turn in one go, then the report."""
    game, exercise = draft.game, draft.exercise
    adjudication = rule(draft)
    for path in adjudication.lapsed:
        draft.emit(LapsedOverride(ruling=path, replaces=game.overrides[path][0]))
    draft.settle(adjudication)
    draft.emit(Published(turn=game.turn))
    if adjudication.ending:
        draft.emit(finish(exercise, game, adjudication.ending))
    draft.emit(PhaseBegan(phase="report"))


def finish(exercise: Exercise, game: Game, ending: str) -> Finished:
    """ENDEX: the ending with the scores as they stand."""
    met, points, common = scores(exercise, game, ending)
    return Finished(ending=ending, scores=points, objectives=met, common=common)
