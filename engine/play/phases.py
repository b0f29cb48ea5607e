"""The five phases, and what happens when control moves on from one to the next."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from engine.play.adjudicate import Adjudication
from engine.play.agreements import bots_sign, open_proposal, propose
from engine.play.arguing import ask_against, lay, pleas, reserved, weighed_again
from engine.play.combine import difference
from engine.play.draft import Draft
from engine.play.events import (
    Began,
    Changes,
    Finished,
    Lapsed,
    LapsedOverride,
    Leaving,
    Locked,
    PhaseBegan,
    Published,
    Rejected,
    Returned,
    TurnBegan,
)
from engine.play.fold import GAME
from engine.play.legality import Budget, Pick
from engine.play.messages import letter_of
from engine.play.permissions import is_control
from engine.play.questions import ask, close, inject_answers, open_questions, refusals
from engine.play.requests import settled_anew
from engine.play.scores import scores
from engine.play.script import Script, ScriptedTurn
from engine.play.state import Game, Orders, State
from engine.play.steps import take_turn
from engine.play.work import Carry, Decisions, Deed, Entry, Turn
from engine.rules.exercise import EndingRule, Exercise
from engine.rules.vocabulary import MONTH, TURN


class Unsealed(NamedTuple):
    """What is known at the lock of the seats that people hold and have not sealed."""

    drafts: dict[str, Orders] = {}  # noqa: RUF012 (read, never written)
    """By role, a draft that counts."""
    left: tuple[str, ...] = ()
    """Roles with a draft that does not count."""


NOTHING_UNSEALED = Unsealed()


def begin(
    draft: Draft,
    format_id: str,
    preset: str,
    seats: dict[str, str],
    *,
    ready: bool = False,
    drafts: bool = True,
    script: Script | None = None,
) -> None:
    """What happens before the first turn, then its situation. `ready`: everybody waits for STARTEX there."""
    state = draft.state
    event = Began(format=format_id, preset=preset, seats=seats, ready=ready, drafts=drafts, script=script)
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


def advance(draft: Draft, unsealed: Unsealed = NOTHING_UNSEALED) -> None:
    """On to the next phase; from the report to ENDEX, where an ending has been reached."""
    game = draft.game
    if game.phase == "situation":
        open_consultation(draft)
    elif game.phase == "consultation":
        draft.emit(PhaseBegan(phase="orders"))
    elif game.phase == "orders":
        if not game.locked:
            lock(draft, unsealed)
            if open_questions(draft.state):
                return
        open_rulings(draft)
    elif game.phase == "rulings":
        publish(draft)
    elif game.ending and not game.finished:
        draft.emit(finish(draft.exercise, game))
    elif not game.finished:
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
    after[MONTH] = rules.month.holds(after)
    income, capital = exercise.slots["income"], exercise.file.capital
    for slot, own, final in rules.incomes:
        after[income] = own.holds(after)
        after[slot] = min(capital.bank, capital.kept(after[slot]) + final.holds(after))
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
    opening, again = game.opening, scripted(draft)
    for role in bots:
        leaves = again.leaving.get(role, []) if again else draft.policy(role).leaves(role, opening)
        for name in leaves:
            if game.vector[draft.exercise.agreements[name].in_force]:
                draft.emit(Leaving(agreement=name, role=role))
    for role in bots:
        offers = (
            [(offer.agreement, offer.terms) for offer in again.offers if offer.role == role]
            if again
            else draft.policy(role).proposals(role, opening)
        )
        for name, terms in offers:
            if not game.vector[draft.exercise.agreements[name].in_force] and not open_proposal(game, name):
                propose(draft, role, name, terms, list(draft.exercise.agreements[name].agreement.may))
    for proposal in list(game.proposals.values()):
        if proposal.status == "open":
            bots_sign(draft, proposal)


def scripted(draft: Draft) -> ScriptedTurn | None:
    """What is decided again this turn by seats that nobody plays."""
    script = draft.state.room.script
    return script.turn(draft.game.turn) if script else None


def given(draft: Draft, role: str, unsealed: Unsealed, late: list[str]) -> Orders | None:
    """What a role has ordered: sealed, as a draft that counts, or again as in the run this was forked from.

    None: its doctrine orders.
    """
    if role in late:
        return unsealed.drafts.get(role, [])
    if role in draft.game.orders:
        return draft.game.orders[role]
    script = draft.state.room.script
    return script.orders(draft.game.turn, role) if script else None


def budget(draft: Draft, role: str) -> Budget:
    """What a role can order now, with what its argued orders leave."""
    game = draft.game
    able = Budget(
        draft.exercise,
        role,
        game.vector,
        game.offers,
        game.used,
        withdrawn(draft.exercise, game.preset, role),
    )
    able.capital -= reserved(game, role)
    return able


def withdrawn(exercise: Exercise, preset: str, role: str) -> frozenset[str]:
    """The moves a preset takes from a role."""
    entry = exercise.file.presets.get(preset)
    seat = entry.seats.get(role) if entry else None
    return frozenset(seat.withdrawn) if seat else frozenset()


def lock(draft: Draft, unsealed: Unsealed = NOTHING_UNSEALED) -> None:
    """Settle legality and costs, once; then put the questions of the locked orders."""
    game, exercise = draft.game, draft.exercise
    locked: dict[str, Orders] = {}
    changes: Changes = {}
    rejected: list[Rejected] = []
    lay(draft)
    late = unsealed_seats(draft.state)
    for role in exercise.roles:
        able, details = budget(draft, role), {}
        ordered = given(draft, role, unsealed, late)
        if ordered is not None:
            for entry in ordered:
                order = exercise.orders[entry["order"]]
                letter = letter_of(draft.state, order, entry.get("message", ""))
                reason = able.refusal(order) or ("message" if letter is None else "")
                if reason:
                    rejected.append(Rejected(role=role, order=order.key, reason=reason))
                else:
                    able.take(order)
                    details[order.key] = {**entry, "message": letter}
        else:
            draft.policy(role).orders(role, game.opening, able)
        if able.picks:
            locked[role] = [settled(pick, details.get(pick.order.key, {})) for pick in able.picks]
            if any(pick.cost for pick in able.picks):
                changes[f"capital({role})"] = able.capital
    for event in rejected:
        draft.emit(event)
    taken = [role for role in late if role in unsealed.drafts]
    left = [role for role in late if role in unsealed.left]
    silent = [role for role in late if role in awaited(draft.state) and role not in (*taken, *left)]
    draft.emit(Locked(orders=locked, changes=changes, drafts=taken, left=left, silent=silent))
    for told in settled_anew(draft.state):
        draft.emit(told)
    ask_against(draft)
    ask(draft)


def awaited(state: State) -> list[str]:
    """The roles whose orders are waited for: somebody plays them, and no preset makes them control."""
    return [role for role in state.exercise.roles if state.played(role) and not is_control(state, role)]


def unsealed_seats(state: State) -> list[str]:
    """The roles that somebody plays who has not sealed anything.

    Orders that an earlier Whitecell kept in the log unsealed count as they did then.
    """
    done = {*state.bots, *state.game.orders}
    return [role for role in state.exercise.roles if role not in done]


def settled(pick: Pick, detail: dict[str, Any]) -> dict[str, Any]:
    """An order as it stands when orders are locked."""
    move = pick.order.move
    secret = bool(detail.get("secret")) if move.secret == "optional" else move.secret != "no"
    entry = {"order": pick.order.key, "cost": pick.cost}
    if secret:
        entry["secret"] = True
    if pick.offered:
        entry["offered"] = True
    if detail.get("message"):
        entry["message"] = detail["message"]
    return entry


def open_rulings(draft: Draft) -> None:
    """Close the answers: silence counts as what the rules say of it; refused consent returns the cost."""
    game, exercise = draft.game, draft.exercise
    for question in list(game.questions.values()):
        if not question.answer:
            close(draft, question)
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
    for weighing in weighed_again(draft):
        draft.emit(weighing)
    draft.emit(PhaseBegan(phase="rulings"))


def work(draft: Draft, *, blind: bool = False) -> Turn:
    """What the rulings of this turn work on; `blind` to argued orders that control has not weighed."""
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
    last = game.turn >= game.turns
    argued = pleas(game, blind=blind)
    return Turn(tuple(carried), entering(game), leaving, inject_answers(draft), last, argued)


def entering(game: Game) -> tuple[Entry, ...]:
    """The agreements that are to enter into force, in the order of their last needed signatures.

    Of two of a kind, the one signed first.
    """
    found: dict[str, Entry] = {}
    for proposal in game.proposals.values():
        if proposal.status == "announced" and proposal.agreement is not None:
            rule = game.exercise.agreements[proposal.agreement]
            optional = tuple(role for role in proposal.invites if role in proposal.signed)
            found.setdefault(proposal.agreement, Entry(rule, proposal.terms, optional))
    return tuple(found.values())


def rule(draft: Draft, *, without: str = "", blind: bool = True) -> Adjudication:
    """The rulings as they would be published now (`without` one override). Changes nothing.

    `blind` to argued orders that control has not weighed: weights are fixed before a roll is shown.
    """
    game = draft.game
    overrides = {path: chosen for path, chosen in game.overrides.items() if path != without}
    adjudication = draft.adjudication(Decisions(game.dice, overrides))
    take_turn(adjudication, work(draft, blind=blind))
    return adjudication


def publish(draft: Draft) -> None:
    """Publish the rulings: everything of the turn in one go, then the report. ENDEX follows that."""
    game = draft.game
    adjudication = rule(draft, blind=False)
    for path in adjudication.lapsed:
        draft.emit(lapse(game, path))
    draft.settle(adjudication)
    draft.emit(Published(turn=game.turn, ending=adjudication.ending))
    draft.emit(PhaseBegan(phase="report"))


def lapse(game: Game, path: str, *, withdrawn: bool = False, call: str = "") -> LapsedOverride:
    """An override that is no more, with what it had chosen."""
    replaces, row, _ = game.overrides[path]
    return LapsedOverride(ruling=path, replaces=replaces, row=row, call=call, withdrawn=withdrawn)


def finish(exercise: Exercise, game: Game) -> Finished:
    """ENDEX: the ending that was reached, else the one that holds now, with the scores as they stand."""
    ending = game.ending or standing_ending(exercise, game)
    met, points, common = scores(exercise, game, ending)
    said = sentences(exercise, game, ending)
    cut = not game.ending
    return Finished(ending=ending, scores=points, objectives=met, common=common, cut=cut, said=said)


def sentences(exercise: Exercise, game: Game, ending: str) -> list[int]:
    """The sentences of an ending that are true as the game stands, by their place."""
    rule = next(rule for rule in exercise.endings if rule.ending.id == ending)
    return [place for place, sentence in enumerate(rule.sentences) if sentence.test.holds(game.vector)]


def standing_ending(exercise: Exercise, game: Game) -> str:
    """The final ending that holds as the game stands."""
    return next(standing(exercise, game), exercise.endings[-1]).ending.id


def standing(exercise: Exercise, game: Game) -> Iterator[EndingRule]:
    """The final endings of this length of play that hold as the game stands, from the top."""
    for rule in exercise.endings:
        if rule.ending.kind == "final" and rule.comes_in(game.format) and rule.test.holds(game.vector):
            yield rule
