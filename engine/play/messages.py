"""Private words: who carries them, who reads them, who may answer."""

from engine.play.combine import State as Vector
from engine.play.events import Delivered
from engine.play.state import State
from engine.rules.exercise import Exercise, Order
from engine.rules.kept import kept
from engine.rules.model import Text


def readers(exercise: Exercise, vector: Vector, sender: str, to: list[str]) -> list[str]:
    """Who else reads a message between these roles, by an agreement in force."""
    found = []
    for in_force, reads in listening(exercise):
        if vector[in_force]:
            for reader, pair in reads.items():
                if sender in pair and any(other in pair and other != sender for other in to):
                    found.append(reader)
    return found


@kept
def listening(exercise: Exercise) -> list[tuple[int, dict[str, list[str]]]]:
    """Who reads along under which agreement: by the slot that says whether it is in force."""
    return [
        (rule.in_force, rule.agreement.while_.reads)
        for rule in exercise.agreements.values()
        if rule.agreement.while_ and rule.agreement.while_.reads
    ]


def no_direct_contact(exercise: Exercise, vector: Vector, role: str) -> dict[str, Text]:
    """Whom a role cannot write to without a carrier as this state stands, and what it is told of it."""
    return {
        other: entry.say
        for entry, test in zip(exercise.file.no_direct_contact, exercise.no_direct_contact, strict=True)
        if role in entry.between and test.holds(vector)
        for other in entry.between
        if other != role
    }


def sender_of(order: Order) -> str:
    """Whose letter an order carries; empty where it carries none."""
    carries = order.move.carries or ""
    return order.arguments.get(carries, carries)


def letter_of(state: State, order: Order, named: str = "") -> str | None:
    """The letter an order carries: the one named, or the newest given to carry; empty where there is none,
    None for a wrong name. Control knows which have arrived: of a role that it plays, those go no more.
    """
    if not order.move.carries:
        return ""
    given = [
        name
        for name, message in state.room.letters.items()
        if message.sender == sender_of(order) and message.through == order.role
    ]
    if named:
        return named if named in given else None
    there = delivered(state) if order.role in state.control_roles else ()
    return next((name for name in reversed(given) if name not in there), "")


def delivered(state: State) -> set[str]:
    """The letters that have arrived."""
    events = (moment.event for moment in state.game.history)
    return {event.message for event in events if isinstance(event, Delivered)}


def carriers(state: State) -> list[str]:
    """Roles with a move that carries texts."""
    return sorted({move.by for move in state.exercise.file.moves.values() if move.carries})


def invited(state: State, role: str) -> list[str]:
    """Senders whose message reached this role last turn or this one and has not been answered yet."""
    senders = []
    for moment in state.game.history:
        event = moment.event
        recent = state.game.turn - moment.turn <= 1
        if isinstance(event, Delivered) and event.invites and role in event.to and recent:
            sender = state.room.messages[event.message].sender
            answered = any(
                reply.sender == role
                and reply.to == [sender]
                and reply.through
                and state.room.sent[name] >= moment.turn
                for name, reply in state.room.messages.items()
            )
            if not answered and sender not in senders:
                senders.append(sender)
    return senders
