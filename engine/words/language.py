"""A language spoken: the sentences of the program, plural forms, numbers, dates, and the texts of exercises.

Sentences are written in English in the code and looked up in the files of `engine/locale/<language>/`.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.rules.model import Text
from engine.words import locale
from engine.words.locale import SOURCE, About, languages
from engine.words.numbers import minus

NO_BREAK = "\u00a0"
Sentences = dict[str, str | list[str]]
"""Translations by the English sentence; of a noun that is counted, its forms."""


def catalogue(language: str) -> Sentences:
    """The translations of a language by their English sentence, from all its files; none has two."""
    return translations(locale.LOCALES, language)


@lru_cache(maxsize=8)
def translations(places: tuple[Path, ...], language: str) -> Sentences:
    found: Sentences = {}
    for path in locale.files(places, language):
        found |= json.loads(path.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=8)
def tied(ties: tuple[str, ...]) -> re.Pattern[str]:
    """Short words that stand before another one, with the space between them."""
    words = "|".join(map(re.escape, ties))
    return re.compile(rf"(?<![^\s(„\"\u00a0])({words}) (?=\S)", re.IGNORECASE)


class Language:
    """Speaks one language; English for a code that there is no folder for."""

    def __init__(self, code: str) -> None:
        known = languages()
        self.code = code if code in known else SOURCE
        self.about: About = known[self.code]
        self.sentences = catalogue(self.code)

    def say(self, sentence: str, **values: Any) -> str:
        """A sentence of the program in this language, its `{parts}` filled in."""
        found = str(self.sentences.get(sentence, sentence))
        return self.tie(found.format(**values) if values else found)

    def count(self, number: int, one: str, many: str) -> str:
        """A number with its noun: `count(3, 'turn', 'turns')`; a language has as many forms as it names."""
        shown = minus(number)
        forms = self.sentences.get(f"{one}|{many}")
        if forms is None:
            return f"{shown} {one if number == 1 else many}"
        return f"{shown} {forms[locale.form(tuple(self.about.plural.values()), abs(number))]}"

    def number(self, written: str) -> str:
        """A number that is written with a decimal point, as this language writes it."""
        return written.replace(".", self.about.decimal)

    def tenths(self, value: float) -> str:
        """Points with their sign and one decimal; 0 has no sign."""
        return self.number(minus(f"{value:+.1f}") if round(value, 1) else "0.0")

    def date(self, day: str) -> str:
        """A day or a moment of ISO 8601 as the day that this language writes."""
        year, month, date = day[:10].split("-")
        return self.about.date.format(year=year, month=month, day=date)

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
        return self.tie(str(chosen))

    def tie(self, text: str) -> str:
        """A text whose short words are tied to the next word by a no-break space."""
        if not self.about.ties:
            return text
        return tied(tuple(self.about.ties)).sub(lambda match: match[1] + NO_BREAK, text)
