"""One command being decided: who asks, what for, and the guards every command shares."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from engine.play.draft import Draft
from engine.play.events import Words
from engine.play.permissions import is_control
from engine.play.refusal import Refusal as Refusal
from engine.play.refusal import Stale as Stale
from engine.play.state import Game, State

MOST_TEXT = 5000
SEATS = ("person", "program", "bot", "empty")
DEALT_WITH = "This question has been dealt with already."


class Command(NamedTuple):
    """What somebody wants: `actor` is a seat (a role or control), `data` what the command needs."""

    name: str
    actor: str = "control"
    data: dict[str, Any] = {}  # noqa: RUF012 (read, never written)
    id: str = ""


class Ask(NamedTuple):
    """One command being decided."""

    draft: Draft
    actor: str
    data: dict[str, Any]

    @property
    def game(self) -> Game:
        return self.draft.game

    @property
    def state(self) -> State:
        return self.draft.state

    def text(self, name: str = "text") -> str:
        value = self.data.get(name)
        if not isinstance(value, str) or not value.strip():
            raise Refusal("The text is empty.")
        if len(value) > MOST_TEXT:
            raise Refusal("The text is longer than {most} characters.", most=MOST_TEXT)
        return value.strip()

    def note(self, name: str) -> str:
        """A word of explanation that may be left out."""
        return str(self.data.get(name) or "").strip()[:MOST_TEXT]

    def word(self, name: str, known: Any, optional: str | None = None) -> str:
        value = self.data.get(name, optional)
        if not isinstance(value, str) or value not in known:
            raise Refusal(
                "'{value}' is not known here. Possible: {known}.", value=value, known=", ".join(known)
            )
        return value

    def roles(self, name: str, default: list[str] | None = None) -> list[str]:
        value = self.data.get(name)
        if value is None and default is not None:
            return default
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not listed:
            raise Refusal("Name at least one role.")
        exercise = self.draft.exercise
        chosen = list(exercise.roles) if listed == ["all"] else listed
        for role in chosen:
            if role not in exercise.roles:
                raise Refusal(
                    "'{value}' is not known here. Possible: {known}.",
                    value=role,
                    known=", ".join(exercise.roles),
                )
        return [role for role in exercise.roles if role in chosen]


def spoken(value: Any, languages: Iterable[str], most: int = MOST_TEXT) -> Words:
    """A text, or one for each language of the exercise; empty ones are left out, and may leave nothing."""
    texts = value if isinstance(value, dict) else {"": value}
    if not all(isinstance(text, str) and language in ("", *languages) for language, text in texts.items()):
        raise Refusal("A text is one text, or a map by language ({known}).", known=", ".join(languages))
    if any(len(text) > most for text in texts.values()):
        raise Refusal("The text is longer than {most} characters.", most=most)
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    return kept if isinstance(value, dict) and kept else "".join(kept.values())


def only_control(ask: Ask) -> None:
    if not is_control(ask.state, ask.actor):
        raise Refusal("Only control can do that.")


def only_role(ask: Ask) -> str:
    """The role a seat command is for: its own, or one that control names."""
    named = ask.data.get("role") and is_control(ask.state, ask.actor)
    if ask.actor in ask.draft.exercise.roles and not named:
        return ask.actor
    return ask.word("role", ask.draft.exercise.roles)


def in_play(ask: Ask, *allowed: str) -> None:
    if ask.game.finished:
        raise Refusal("The run has ended.")
    if allowed and ask.game.phase not in allowed:
        raise Refusal("That belongs to another phase: now it is {phase}.", phase=ask.game.phase)


# Control: the course of play


def before_lock(ask: Ask) -> None:
    in_play(ask, "consultation", "orders")
    if ask.game.locked:
        raise Refusal("Orders are locked.")
