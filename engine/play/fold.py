"""Folding: what each event does to the state. Nothing else ever changes it."""

from collections.abc import Callable
from typing import Any

import msgspec

from engine.play.decided import DECIDED
from engine.play.evaluation import EVALUATION
from engine.play.events import KINDS, Event
from engine.play.state import Game, Moment, Proposal, Question, Room, State
from engine.play.together import TOGETHER
from engine.rules.vocabulary import TURN


def fold(state: State, event: Event, line: int = 0, index: int = 0) -> None:
    """Take one event into the state."""
    name, game = type(event).__name__, state.game
    heard = ROOM.get(name)
    if heard is None:
        GAME[name](game, event)
        game.history.append(Moment(line, index, game.vector[TURN], game.phase, event))
        return
    state.room.history.append(Moment(line, index, game.vector[TURN], game.phase, event))
    heard(state.room, event)
    if name == "Began":
        GAME[name](game, event)


def again(state: State, lines: list[tuple[int, list[Event]]]) -> None:
    """Put the game where these lines leave it; the room stays as it is."""
    standing = {line for line, _ in lines}
    gone: dict[int, list[Moment]] = {}
    for moment in state.game.history:
        if moment.line not in standing:
            gone.setdefault(moment.line, []).append(moment)
    state.room.gone |= gone
    state.game = Game(state.exercise)
    for line, events in lines:
        for index, event in enumerate(events):
            name = type(event).__name__
            if name in GAME:
                GAME[name](state.game, event)
                if name not in ROOM:
                    state.game.history.append(Moment(line, index, state.game.turn, state.game.phase, event))


def _nothing(game: Game, event: Any) -> None:
    """An event that is only told."""


def _began(game: Game, event: Any) -> None:
    game.format, game.preset = event.format, event.preset
    game.change(event.changes)
    game.chronicle.append((0, list(game.vector)))


def _turn(game: Game, event: Any) -> None:
    game.change(event.changes)
    game.locked = False
    game.orders, game.sealed, game.questions, game.leaving = {}, set(), {}, []
    game.dice, game.overrides = {}, {}
    game.argued, game.laid, game.weighings = {}, {}, {}


def _phase(game: Game, event: Any) -> None:
    game.phase = event.phase
    game.opening = list(game.vector)


def _changes(game: Game, event: Any) -> None:
    game.change(event.changes)


def _told(game: Game, event: Any) -> None:
    if event.once:
        game.once.add(event.once)


def _offer(game: Game, event: Any) -> None:
    game.offers.append(event)


def _finished(game: Game, event: Any) -> None:
    game.finished = event


def _released(game: Game, event: Any) -> None:
    game.shelf[event.inject] = ("released", game.turn)
    game.sought.pop(event.inject, None)


def _sought(game: Game, event: Any) -> None:
    game.sought[event.inject] = event.role


def _declined(game: Game, event: Any) -> None:
    game.sought.pop(event.inject, None)


def _shelved(game: Game, event: Any) -> None:
    game.shelf[event.inject] = (event.status, event.until)


def _improvised(game: Game, event: Any) -> None:
    if event.inject in game.written:
        game.shelf[event.inject] = ("released", game.turn)


def _written(game: Game, event: Any) -> None:
    game.written[event.inject] = event
    game.shelf.pop(event.inject, None)


def _ordered(game: Game, event: Any) -> None:
    game.orders[event.role] = event.orders
    (game.sealed.add if event.sealed else game.sealed.discard)(event.role)


def _locked(game: Game, event: Any) -> None:
    game.locked = True
    game.orders = {role: [dict(order) for order in orders] for role, orders in event.orders.items()}
    game.change(event.changes)
    for role, orders in event.orders.items():
        for order in orders:
            if order.get("offered"):
                game.used.add((role, game.exercise.orders[order["order"]].move_id, game.turn))


def _asked(game: Game, event: Any) -> None:
    game.questions[event.question] = Question(
        event.question,
        event.to,
        event.options,
        event.source,
        event.by,
        event.knows,
        event.consent,
        event.free,
    )


def _answered(game: Game, event: Any) -> None:
    question = game.questions[event.question]
    question.answer, question.answered_by, question.message = event.answer, event.by, event.message
    question.text = event.text


def _returned(game: Game, event: Any) -> None:
    slot = game.exercise.slots[f"capital({event.role})"]
    game.vector[slot] += event.cost


def _proposed(game: Game, event: Any) -> None:
    game.counter += 1
    game.proposals[event.proposal] = Proposal(
        event.proposal,
        event.agreement,
        event.by,
        event.terms,
        event.invites,
        event.parties,
        event.text,
        game.turn,
        [event.by] if event.by in (*event.parties, *event.invites) else [],
        counters=event.counters,
    )


def _signed(game: Game, event: Any) -> None:
    game.proposals[event.proposal].signed.append(event.role)


def _unsigned(game: Game, event: Any) -> None:
    proposal = game.proposals[event.proposal]
    proposal.signed.remove(event.role)
    if event.role in proposal.parties:
        proposal.status = "open"


def _announced(game: Game, event: Any) -> None:
    proposal = game.proposals.pop(event.proposal)
    proposal.status = "announced"
    game.proposals[event.proposal] = proposal  # last: of two of a kind, the one announced first enters


def _lapsed(game: Game, event: Any) -> None:
    game.proposals[event.proposal].status = "lapsed"


def _entered(game: Game, event: Any) -> None:
    for proposal in game.proposals.values():
        if proposal.agreement == event.agreement and proposal.status == "announced":
            proposal.status = "entered"


def _barred(game: Game, event: Any) -> None:
    for proposal in game.proposals.values():
        if proposal.agreement == event.agreement and proposal.status == "announced":
            proposal.status = "barred"


def _leaving(game: Game, event: Any) -> None:
    game.leaving.append((event.agreement, event.role))


def _published(game: Game, event: Any) -> None:
    game.chronicle.append((event.turn, list(game.vector)))
    game.ending = event.ending


def _edited(game: Game, event: Any) -> None:
    game.bulletins[event.turn] = event.items


def _disclosed(game: Game, event: Any) -> None:
    game.disclosed = event.what


GAME: dict[str, Callable[[Game, Any], None]] = {
    "Began": _began,
    "TurnBegan": _turn,
    "PhaseBegan": _phase,
    "Ruled": _nothing,
    "Carried": _nothing,
    "Returned": _returned,
    "Stepped": _changes,
    "Told": _told,
    "Delivered": _nothing,
    "Exposed": _nothing,
    "Opened": _offer,
    "Entered": _entered,
    "Barred": _barred,
    "Ended": _nothing,
    "Overdue": _nothing,
    "Brink": _nothing,
    "Crossed": _nothing,
    "Finished": _finished,
    "Released": _released,
    "Improvised": _improvised,
    "Written": _written,
    "Shelved": _shelved,
    "Sought": _sought,
    "Declined": _declined,
    "Ordered": _ordered,
    "Rejected": _nothing,
    "Locked": _locked,
    "Asked": _asked,
    "Answered": _answered,
    "Judged": _nothing,
    **DECIDED,
    "Proposed": _proposed,
    "Signed": _signed,
    "Unsigned": _unsigned,
    "Announced": _announced,
    "Lapsed": _lapsed,
    "Leaving": _leaving,
    "Stamped": _changes,
    "Presided": _changes,
    "Published": _published,
    "Edited": _edited,
    "Disclosed": _disclosed,
}


def _seats(room: Room, event: Any) -> None:
    room.seats = dict(event.seats)
    room.ready, room.drafts_count, room.script = event.ready, event.drafts, event.script


def _seated(room: Room, event: Any) -> None:
    room.seats[event.seat] = event.by


def _said(room: Room, event: Any) -> None:
    room.statements[event.statement] = event


def _messaged(room: Room, event: Any) -> None:
    room.messages[event.message] = event
    room.sent[event.message] = room.history[-1].turn
    if event.carry:
        room.letters[event.message] = event


def _noted(room: Room, event: Any) -> None:
    """A new note, or the words that a standing one has now: it keeps its place."""
    if not event.note:
        room.notes.append(room.history[-1])
        return
    place = next(at for at, moment in enumerate(room.notes) if moment.line == event.note)
    room.notes[place : place + 1] = (
        [] if event.withdrawn else [msgspec.structs.replace(room.notes[place], event=event)]
    )


def _requested(room: Room, event: Any) -> None:
    room.requests.append(room.history[-1])


def _replied(room: Room, event: Any) -> None:
    room.answered[event.request] = "answered"


def _settled(room: Room, event: Any) -> None:
    room.answered[event.request] = event.how


def _withdrawn(room: Room, event: Any) -> None:
    room.withdrawn.add(event.statement)


def _started(room: Room, event: Any) -> None:
    room.ready, room.startex = False, room.history[-1].line


def _counting(room: Room, event: Any) -> None:
    room.drafts_count = event.drafts


def _paused(room: Room, event: Any) -> None:
    room.paused = event.paused


def _undone(room: Room, event: Any) -> None:
    room.takes.update({int(turn): take for turn, take in event.takes.items()})


def _forecasting(room: Room, event: Any) -> None:
    room.forecasts = event.on


def _kept(room: Room, event: Any) -> None:
    """An event that is only told."""


ROOM: dict[str, Callable[[Room, Any], None]] = {
    "Began": _seats,
    "Seated": _seated,
    "Said": _said,
    "Messaged": _messaged,
    "Paused": _paused,
    "Timed": _kept,
    "Undone": _undone,
    "Noted": _noted,
    **EVALUATION,
    **TOGETHER,
    "Chaired": _kept,
    "Requested": _requested,
    "Replied": _replied,
    "Settled": _settled,
    "Withdrawn": _withdrawn,
    "Started": _started,
    "Counting": _counting,
    "Forecasting": _forecasting,
}


_MOVE = {*GAME, "Undone", "Timed", "Paused", "Started"}
ONLY_TOLD = frozenset(kind for kind in KINDS.__args__ if kind.__name__ not in _MOVE)
"""Events that move neither the game nor its clock, nor take it back: most lines are of nothing else."""
MOVES_GAME = frozenset(
    {
        "Began",
        "TurnBegan",
        "PhaseBegan",
        "Released",
        "Improvised",
        "Written",
        "Shelved",
        "Sought",
        "Declined",
        "Ordered",
        "Locked",
        "Answered",
        "Argued",
        "Weighed",
        "Proposed",
        "Signed",
        "Unsigned",
        "Leaving",
        "Stamped",
        "Presided",
        "Overridden",
        "Typed",
        "LapsedOverride",
        "Published",
        "Finished",
        "Edited",
        "Disclosed",
    }
)
"""Events that undo takes back; a line with none of them is only words."""
