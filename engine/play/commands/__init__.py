"""Commands: what people (and automatic control) can do, who may do it, and what it causes.

Each command is a type (`declared`), read at the door (`reading`) and decided against the state as it stands.
What is refused raises `Refusal` and leaves no trace; what is accepted becomes events. An order that is not
allowed is an event, too.
"""

from msgspec import UNSET

from engine.play.commands import (  # noqa: F401 (each says what it decides)
    arguing,
    chairing,
    course,
    evaluation,
    guessing,
    ordering,
    rulings,
    signing,
    tray,
    undoing,
    words,
    writing,
)
from engine.play.commands.ask import DECIDERS, Ask, Command
from engine.play.commands.declared import COMMANDS, Fields, Note
from engine.play.commands.reading import asked, kind_of, seen_of
from engine.play.commands.versions import version
from engine.play.draft import Draft
from engine.play.past import NO_PAST, Past
from engine.play.permissions import OBSERVER, is_control
from engine.play.refusal import Refusal, Stale
from engine.play.state import State

__all__ = [
    "COMMANDS",
    "Command",
    "Refusal",
    "Stale",
    "admit",
    "admit_again",
    "capacity",
    "carry_out",
    "decide",
    "let_in",
]


def decide(state: State, command: Command, line: int = 0, past: Past = NO_PAST) -> Draft:
    """Decide a command on a copy of the state, which the draft holds. Raises Refusal.

    `past` is what has been before, which whoever keeps the lines hands in: an undo goes back in it.
    """
    fields = let_in(state, command, past)
    draft = Draft(state.copy(), line)
    carry_out(draft, command.actor, fields, past)
    return draft


def let_in(state: State, command: Command, past: Past = NO_PAST) -> Fields:
    """The fields of a command that may be carried out on the state as it stands. Raises Refusal."""
    standing = ""
    if command.name == "undo":
        standing = past.version
    elif command.data.get("seen"):
        standing = version(state, command.name, command.actor, command.data)
    return admit(state, command, standing)


def carry_out(draft: Draft, actor: str, fields: Fields, past: Past = NO_PAST) -> None:
    """Let happen what a command causes that has been let in. Raises Refusal."""
    DECIDERS[type(fields)](Ask(draft, actor, past), fields)


def admit(state: State, command: Command, standing: str) -> Fields:
    """What every command must pass, whatever it asks for: also one that is kept and not carried out.

    `standing` is the version of what it edits. Returns its fields. Raises Refusal.
    """
    kind = kind_of(command.name)
    entitled(state, command.actor, kind)
    fields = asked(kind, command.data)
    stale(state, command, kind, standing)
    begun(state, kind)
    return fields


def admit_again(state: State, actor: str, fields: Fields) -> None:
    """What a command of a log must pass that is decided afresh; it was read already. Raises Refusal."""
    entitled(state, actor, type(fields))
    begun(state, type(fields))


def entitled(state: State, actor: str, kind: type[Fields]) -> None:
    """Refuse a command of somebody who may not give it."""
    if actor == OBSERVER and kind is not Note:
        raise Refusal("An observer writes down what it sees, and does nothing else.")
    if actor not in ("control", OBSERVER) and actor not in state.exercise.roles:
        raise Refusal("There is no seat '{seat}'.", seat=actor)
    if not kind.who.may(state, actor):
        raise Refusal(kind.who.refusal)


def begun(state: State, kind: type[Fields]) -> None:
    """Refuse in the ready room what waits for STARTEX."""
    if state.room.ready and not kind.while_ready:
        raise Refusal("The exercise has not begun: everybody waits for STARTEX.")


def stale(state: State, command: Command, kind: type[Fields], standing: str) -> None:
    """Refuse a command whose author saw another turn or phase, or another version of what it edits."""
    if not command.data.get("seen"):
        return
    seen, game = seen_of(command.data), state.game
    turn = game.turn if seen.turn is UNSET else seen.turn
    if (turn, seen.phase or game.phase) != (game.turn, game.phase):
        raise Stale("The game has moved on to turn {turn}, {phase}.", turn=game.turn, phase=game.phase)
    if standing and seen.version not in ("", standing):
        raise Stale(kind.changed)


def capacity(state: State, command: Command) -> str:
    """In which capacity somebody acts: role, chair or control."""
    if command.actor == OBSERVER or is_control(state, command.actor):
        return "control"
    return COMMANDS[command.name].who.capacity
