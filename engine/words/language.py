"""English and Polish: the sentences of the program, plural forms, and the texts of exercises.

Sentences are written in English in the code and looked up in the files of `engine/locale/<language>/`.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.rules.model import Text

LANGUAGES = ("en", "pl")
LOCALE = Path(__file__).parents[1] / "locale"
SINGLE = re.compile(r"(?<![^\s(„\"\u00a0])([aiouwzAIOUWZ]) (?=\S)")
NO_BREAK = "\u00a0"


@lru_cache(maxsize=8)
def catalogue(language: str) -> dict[str, Any]:
    """The translations of a language by their English sentence, from all its files; none has two."""
    found: dict[str, Any] = {}
    for path in sorted((LOCALE / language).glob("*.json")):
        found |= json.loads(path.read_text(encoding="utf-8"))
    return found


def tie(text: str) -> str:
    """Polish one-letter words tied to the next word by a no-break space."""
    return SINGLE.sub(lambda match: match[1] + NO_BREAK, text)


class Language:
    """Speaks one language."""

    def __init__(self, code: str) -> None:
        self.code = code if code in LANGUAGES else "en"

    def say(self, sentence: str, **values: Any) -> str:
        """A sentence of the program in this language, its `{parts}` filled in."""
        found = sentence if self.code == "en" else catalogue(self.code).get(sentence, sentence)
        text = str(found).format(**values) if values else str(found)
        return tie(text) if self.code == "pl" else text

    def count(self, number: int, one: str, many: str) -> str:
        """A number with its noun: `count(3, 'turn', 'turns')`; Polish has three forms."""
        shown = str(number).replace("-", "\u2212")
        if self.code == "en":
            return f"{shown} {one if number == 1 else many}"
        forms = catalogue(self.code).get(f"{one}|{many}", [one, many, many])
        return f"{shown} {forms[plural(abs(number))]}"

    def text(self, text: Text | Mapping[str, str] | None, argument: str = "") -> str:
        """A text of the exercise, by argument value where it has one and by language."""
        if text is None or isinstance(text, str):
            return text or ""
        chosen: Any = text
        if argument and argument in text:
            chosen = text[argument]
        if isinstance(chosen, dict):
            chosen = chosen.get(self.code) or next(iter(chosen.values()), "")
        if isinstance(chosen, dict):
            chosen = chosen.get(self.code) or next(iter(chosen.values()), "")
        return tie(str(chosen)) if self.code == "pl" else str(chosen)


def plural(number: int) -> int:
    """Which of the three Polish forms a number takes: 1 tura, 2 tury, 5 tur."""
    if number == 1:
        return 0
    return 1 if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else 2
