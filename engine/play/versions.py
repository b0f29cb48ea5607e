"""Versions: a short fingerprint of what a command edits, so that nobody writes over what they did not see.

A face shows a thing with its version and sends the version back with the command. A version is made only of
what its reader knows; where somebody asks for what is not theirs, there is none, and nothing is stale.
"""

from hashlib import sha256
from typing import Any

import msgspec

from engine.play.permissions import is_control
from engine.play.state import State

CHANGED = {
    "orders": "The orders have changed meanwhile.",
    "answer": "The question has been answered meanwhile.",
    "release": "The inject has been dealt with meanwhile.",
    "hold": "The inject has been dealt with meanwhile.",
    "defer": "The inject has been dealt with meanwhile.",
    "skip": "The inject has been dealt with meanwhile.",
    "improvise": "The inject has been dealt with meanwhile.",
    "override": "The ruling has changed meanwhile.",
    "dice": "The ruling has changed meanwhile.",
    "bulletin": "The bulletin has changed meanwhile.",
    "rate": "The rating has changed meanwhile.",
    "finding": "The finding has changed meanwhile.",
    "action": "The improvement plan has changed meanwhile.",
    "advance": "The game has moved on meanwhile.",
    "undo": "The game has moved on meanwhile.",
    "seat": "The seat has changed meanwhile.",
    "pause": "The exercise has been paused or resumed meanwhile.",
    "resume": "The exercise has been paused or resumed meanwhile.",
}
"""What is said when a command's version is not the one that stands."""


def version(state: State, name: str, actor: str, data: dict[str, Any]) -> str:
    """The version of what this command edits; empty for a command that edits nothing."""
    game, control = state.game, is_control(state, actor)
    if name == "orders":
        named = str(data.get("role", "")) if control else ""
        role = named or actor
        return fingerprint(game.turn, game.orders.get(role, []), role in game.sealed)
    if name == "answer":
        question = game.questions.get(str(data.get("question", "")))
        mine = question is not None and (control or question.to == actor)
        return fingerprint(game.turn, question.answer) if question and mine else ""
    if name == "advance":
        return fingerprint(game.turn, game.phase, game.locked)
    if name in ("pause", "resume"):
        return fingerprint(state.room.paused)
    if name == "seat":
        return fingerprint(state.seat(str(data.get("seat", ""))))
    return of_control(state, name, data) if control else ""


def of_control(state: State, name: str, data: dict[str, Any]) -> str:
    """The same for what only control edits, or only control would be told of."""
    game = state.game
    if name in ("release", "hold", "defer", "skip", "improvise"):
        inject = str(data.get("inject") or "")
        if not inject:
            return ""
        last = state.exercise.slots.get(f"last({inject})")
        released = None if last is None else game.vector[last]
        return fingerprint(game.shelf.get(inject), released, game.written.get(inject))
    if name == "bulletin":
        return fingerprint(game.published, game.bulletins.get(game.published))
    if name in ("rate", "finding", "action"):
        return of_evaluation(state, name, data)
    if name in ("override", "dice"):
        path = str(data.get("ruling", ""))
        return fingerprint(game.overrides.get(path), game.dice.get(path))
    return ""


def of_evaluation(state: State, name: str, data: dict[str, Any]) -> str:
    """The same for what evaluators edit; a new finding or step of the plan edits nothing."""
    room = state.room
    if name == "rate":
        return fingerprint(room.ratings.get(str(data.get("objective", ""))))
    standing = room.findings if name == "finding" else room.actions
    edited = standing.get(str(data.get(name) or ""))
    return fingerprint(edited) if edited else ""


def fingerprint(*parts: Any) -> str:
    """Short, and the same wherever the parts are the same."""
    return sha256(msgspec.json.encode(parts)).hexdigest()[:10]
