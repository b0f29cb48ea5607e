"""What argued orders and control's decisions about rulings do to the game."""

from collections.abc import Callable
from typing import Any

from engine.play.state import Game
from engine.rules.argued import path_of


def _argued(game: Game, event: Any) -> None:
    path = path_of(event.role, event.effect)
    game.argued.pop(path, None)
    if not event.withdrawn:
        game.argued[path] = event


def _laid(game: Game, event: Any) -> None:
    path = path_of(event.role, event.effect)
    game.argued.pop(path, None)
    game.laid[path] = event
    game.change(event.changes)


def _weighed(game: Game, event: Any) -> None:
    game.weighings[event.order] = event


def _overridden(game: Game, event: Any) -> None:
    game.overrides[event.ruling] = (event.replaces, event.row, event.reason)


def _typed(game: Game, event: Any) -> None:
    if event.dice:
        game.dice[event.ruling] = event.dice
    else:
        game.dice.pop(event.ruling, None)


def _override_lapsed(game: Game, event: Any) -> None:
    game.overrides.pop(event.ruling, None)


DECIDED: dict[str, Callable[[Game, Any], None]] = {
    "Argued": _argued,
    "Laid": _laid,
    "Weighed": _weighed,
    "Overridden": _overridden,
    "Typed": _typed,
    "LapsedOverride": _override_lapsed,
}
