"""Commands: what people (and automatic control) can do, who may do it, and what it causes.

Each command is decided against the state as it stands. What is refused raises `Refusal` and leaves
no trace; what is accepted becomes events. An order that is not allowed is an event, too.
"""

from collections.abc import Callable

from engine.play.commands import course, evaluation, ordering, rulings, signing, tray, words, writing
from engine.play.commands.ask import Ask, Command, Refusal, Stale
from engine.play.draft import Draft
from engine.play.permissions import OBSERVER, is_control
from engine.play.state import State
from engine.play.versions import CHANGED, version

__all__ = ["COMMANDS", "Command", "Refusal", "Stale", "admit", "capacity", "decide", "stale"]


def decide(state: State, command: Command, line: int = 0) -> Draft:
    """Decide a command on a copy of the state, which the draft holds. Raises Refusal."""
    admit(state, command, version(state, command.name, command.actor, command.data))
    draft = Draft(state.copy(), line)
    COMMANDS[command.name](Ask(draft, command.actor, command.data))
    return draft


def admit(state: State, command: Command, standing: str) -> None:
    """What every command must pass, whatever it asks for: also one that is kept and not carried out. Raises
    Refusal.
    """
    if command.name not in COMMANDS:
        raise Refusal("There is no command '{name}'.", name=command.name)
    if command.actor == OBSERVER and command.name != "note":
        raise Refusal("An observer writes down what it sees, and does nothing else.")
    if command.actor not in ("control", OBSERVER, *state.exercise.roles):
        raise Refusal("There is no seat '{seat}'.", seat=command.actor)
    stale(state, command, standing)
    if state.room.ready and command.name not in WHILE_READY:
        raise Refusal("The exercise has not begun: everybody waits for STARTEX.")


def stale(state: State, command: Command, standing: str) -> None:
    """Refuse a command whose author saw another turn or phase, or another version of what it edits."""
    seen = command.data.get("seen")
    if not isinstance(seen, dict):
        return
    now = {"turn": state.game.turn, "phase": state.game.phase}
    for name, value in now.items():
        if name in seen and seen[name] != value:
            raise Stale("The game has moved on to turn {turn}, {phase}.", **now)
    if standing and seen.get("version") not in (None, "", standing):
        raise Stale(CHANGED[command.name])


def capacity(state: State, command: Command) -> str:
    """In which capacity somebody acts: role, chair or control."""
    if command.actor == OBSERVER or is_control(state, command.actor):
        return "control"
    return "chair" if command.name in ("chair", "release") else "role"


WHILE_READY = ("startex", "seat", "counting", "note", "request", "reply", "settle")
"""What can be done in the ready room."""
COMMANDS: dict[str, Callable[[Ask], None]] = {
    "startex": course.startex,
    "advance": course.advance,
    "pause": course.pause,
    "resume": course.resume,
    "clock": course.clock,
    "seat": course.seat,
    "counting": course.counting,
    "finish": course.finish,
    "disclose": course.disclose,
    "note": course.note,
    "rate": evaluation.rate,
    "finding": evaluation.finding,
    "action": evaluation.action,
    "bulletin": course.bulletin,
    "chair": course.chair,
    "request": course.request,
    "reply": course.reply,
    "settle": course.settle,
    "release": tray.release,
    "hold": tray.shelve("held"),
    "defer": tray.shelve("deferred"),
    "skip": tray.shelve("skipped"),
    "decline": tray.decline,
    "improvise": writing.improvise,
    "orders": ordering.orders,
    "accept": ordering.accept,
    "answer": ordering.answer,
    "override": rulings.override,
    "dice": rulings.dice,
    "message": words.message,
    "statement": words.statement,
    "mark": words.mark,
    "withdraw": words.withdraw,
    "propose": signing.propose,
    "sign": signing.sign,
    "unsign": signing.unsign,
    "leave": signing.leave,
}
