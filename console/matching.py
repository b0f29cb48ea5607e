"""What somebody meant: numbers, names, beginnings of names, with or without Polish letters."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Generic, NamedTuple, TypeVar

SHORTEST_START, SHORTEST_PART = 2, 4
"""How many letters of a beginning, or of any part of a name, can stand for the whole."""


Word = TypeVar("Word", bound=str)


class Option(NamedTuple, Generic[Word]):
    """Something that can be chosen: its word, and how it is read."""

    word: Word
    title: str
    code: str = ""


def fold(text: str) -> str:
    """A text as it is compared: small letters without accents."""
    plain = text.casefold().replace("ł", "l").replace("\u00a0", " ")
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter)
    ).strip()


def find(typed: str, options: list[Option[Word]]) -> Option[Word] | None:
    """The option that is meant: by number, word, code or title, or an unambiguous part of one."""
    wanted = fold(typed)
    if wanted.isdigit() and 1 <= int(wanted) <= len(options):
        return options[int(wanted) - 1]
    names = [(option, {fold(name) for name in option if name}) for option in options]
    for fits, shortest in (
        (str.__eq__, 1),
        (str.startswith, SHORTEST_START),
        (str.__contains__, SHORTEST_PART),
    ):
        found = [option for option, known in names if any(fits(name, wanted) for name in known)]
        if len(wanted) >= shortest and (len(found) == 1 or (found and shortest == 1)):
            return found[0]
    return None


def close(typed: str, names: Iterable[str]) -> str:
    """The name that looks most like what was typed; empty if none does."""
    folded = {fold(name): name for name in names}
    found = get_close_matches(fold(typed), list(folded), 1, 0.6)
    return folded[found[0]] if found else ""
