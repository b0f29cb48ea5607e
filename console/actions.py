"""What can be done at the table: a word that is typed, a sentence that explains it, and what it does."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from console.hand import Hand
from console.matching import close, fold
from engine.words.language import Language

SHORTEST = 2
"""A word may be shortened to this many letters where that leaves one meaning."""


class Action(NamedTuple):
    """One thing that can be done here. `name` and `about` are English sentences of the program."""

    name: str
    about: str
    run: Callable[[Hand, str], None]
    example: str = ""


def names(action: Action, language: Language) -> tuple[str, str]:
    """The words for an action: in English and in the language of the table, as they are compared."""
    return fold(action.name), fold(language.say(action.name))


def exact(word: str, actions: Iterable[Action], language: Language) -> Action | None:
    """The action of this very name."""
    return next((action for action in actions if fold(word) in names(action, language)), None)


def shortened(word: str, actions: Iterable[Action], language: Language) -> Action | None:
    """The one action whose name begins like this."""
    if len(word) < SHORTEST:
        return None
    found = [
        action for action in actions if any(name.startswith(fold(word)) for name in names(action, language))
    ]
    return found[0] if len(found) == 1 else None


def guess(word: str, actions: Iterable[Action], language: Language) -> str:
    """The name that was probably meant."""
    return close(word, [language.say(action.name) for action in actions])


def help_parts(actions: list[Action], language: Language, role: str) -> list[RenderableType]:
    """Everything that can be done here, with examples about some role."""
    table = Grid.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="act")
    table.add_column(ratio=1)
    for action in actions:
        about = Text(language.say(action.about))
        if action.example:
            example = language.say(action.example, role=role.lower())
            about.append(f"  {language.say('Example: {example}', example=example)}", style="quiet")
        table.add_row(Text(language.say(action.name)), about)
    last = language.say("Words may be shortened. In every question 'back' leaves it and loses nothing.")
    return [table, Text(last, style="quiet")]
