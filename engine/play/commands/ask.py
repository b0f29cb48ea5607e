"""One command being decided: who asks, what for, and the guards every command shares."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from engine.play.commands.declared import MOST_EVENTS, Fields, OfRole, Seen
from engine.play.draft import Draft
from engine.play.events import Words
from engine.play.messages import no_direct_contact
from engine.play.past import NO_PAST, Past
from engine.play.permissions import is_control
from engine.play.refusal import Refusal
from engine.play.state import Game, State

DEALT_WITH = "This question has been dealt with already."


class Command(NamedTuple):
    """What somebody wants, as it comes to the door: `actor` is a seat, `data` the fields of the command by
    name, and among them as `seen` what its author saw.
    """

    name: str
    actor: str = "control"
    data: dict[str, Any] = {}  # noqa: RUF012 (read, never written)
    id: str = ""

    @classmethod
    def of(
        cls, fields: Fields, actor: str = "control", id: str = "", *, seen: Seen | None = None
    ) -> "Command":
        """A command whose fields, and what its author saw, are of their types already."""
        data = msgspec.to_builtins(fields)
        if seen is not None:
            data["seen"] = msgspec.to_builtins(seen)
        return cls(type(fields).__name__.lower(), actor, data, id)


class Ask(NamedTuple):
    """One command being decided: what it may look at, and who asks."""

    draft: Draft
    actor: str
    past: Past = NO_PAST
    """What has been before, where whoever keeps the lines has handed it in."""

    @property
    def game(self) -> Game:
        return self.draft.game

    @property
    def state(self) -> State:
        return self.draft.state


Kind = TypeVar("Kind", bound=Fields)
DECIDERS: dict[type[Fields], Callable[[Ask, Any], None]] = {}
"""By the type of a command, the function that decides it."""


def decides(kind: type[Kind]) -> Callable[[Callable[[Ask, Kind], None]], Callable[[Ask, Kind], None]]:
    """This function decides commands of this type."""

    def taken(function: Callable[[Ask, Kind], None]) -> Callable[[Ask, Kind], None]:
        DECIDERS[kind] = function
        return function

    return taken


def text(given: str) -> str:
    """A text that must not be empty. Raises Refusal."""
    if not given.strip():
        raise Refusal("The text is empty.")
    return given.strip()


def word(given: Any, known: Iterable[str]) -> str:
    """One of the words that are known now. Raises Refusal."""
    possible = list(known)
    if given not in possible:
        raise Refusal(
            "'{value}' is not known here. Possible: {known}.", value=given, known=", ".join(possible)
        )
    return str(given)


def roles(ask: Ask, given: list[str] | UnsetType, default: list[str] | None = None) -> list[str]:
    """Roles of the exercise, each once and in its order; `all` is every one of them. Raises Refusal."""
    if given is UNSET and default is not None:
        return default
    if not given:
        raise Refusal("Name at least one role.")
    exercise = ask.draft.exercise
    chosen = [word(role, exercise.roles) for role in (exercise.roles if given == ["all"] else given)]
    return [role for role in exercise.roles if role in chosen]


def reached(ask: Ask, role: str, given: list[str] | UnsetType) -> list[str]:
    """Roles that a role would write to: `all` are those with whom there is contact. Raises Refusal where one
    is named, or none is left, to whom nothing goes without a carrier.
    """
    named = roles(ask, given)
    apart = no_direct_contact(ask.draft.exercise, ask.game.opening, role)
    found = [other for other in named if other not in apart]
    if len(found) < len(named) and (given != ["all"] or found == [role]):
        other = next(other for other in named if other in apart)
        message = "No direct contact with {other} now: a letter goes there through a carrier, or none."
        raise Refusal(message, other=other)
    return found


def spoken(value: str | Mapping[str, Any], languages: Iterable[str]) -> Words:
    """A text, or one for each language of the exercise; empty ones are left out, and may leave nothing."""
    texts = {"": value} if isinstance(value, str) else value
    if not all(isinstance(text, str) and language in ("", *languages) for language, text in texts.items()):
        raise Refusal("A text is one text, or a map by language ({known}).", known=", ".join(languages))
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    return kept if kept and not isinstance(value, str) else "".join(kept.values())


def only_control(ask: Ask) -> None:
    if not is_control(ask.state, ask.actor):
        raise Refusal("Only control can do that.")


def only_role(ask: Ask, named: str) -> str:
    """The role a seat command is for: its own, or one that control names."""
    if ask.actor in ask.draft.exercise.roles and not (named and is_control(ask.state, ask.actor)):
        return ask.actor
    return word(named, ask.draft.exercise.roles)


def in_play(ask: Ask, *allowed: str) -> None:
    if ask.game.finished:
        raise Refusal("The run has ended.")
    if allowed and ask.game.phase not in allowed:
        raise Refusal("That belongs to another phase: now it is {phase}.", phase=ask.game.phase)


def before_lock(ask: Ask) -> None:
    in_play(ask, "consultation", "orders")
    if ask.game.locked:
        raise Refusal("Orders are locked.")


def choosing(ask: Ask, given: OfRole) -> str:
    """The role whose orders are chosen, where that is possible now. Raises Refusal."""
    role = only_role(ask, given.role)
    in_play(ask, "situation", "consultation", "orders")
    if ask.game.locked:
        raise Refusal("Orders are locked.")
    if ask.actor == role and not ask.state.played(role):
        raise Refusal("A bot sits here; control can give the seat to a person.")
    return role


def past(ask: Ask, line: int) -> int:
    """A line of the log that was there before this one. Raises Refusal."""
    last = ask.draft.line - 1
    if not 1 <= line <= last:
        raise Refusal(
            "'{line}' is no line of the log so far; they go from 1 to {last}.", line=line, last=last
        )
    return line


def event_of(ask: Ask, line: int, event: int) -> int:
    """One of the events of a past line, from 1. Raises Refusal."""
    lines = ask.past.events
    most = len(lines[past(ask, line) - 1]) if line <= len(lines) else MOST_EVENTS
    if not 1 <= event <= most:
        raise Refusal(
            "Line {line} has no event {event}; they go from 1 to {last}.", line=line, event=event, last=most
        )
    return event
