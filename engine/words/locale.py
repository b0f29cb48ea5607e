"""The languages there are: each is a folder, and its `about.json` says what no sentence can."""

import re
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

LOCALES: tuple[Path, ...] = (Path(__file__).parents[1] / "locale",)
"""Where languages are looked for. Tests hand in another place with a language that does not ship."""
SOURCE = "en"
"""The language the sentences are written in; it needs no translations."""
ABOUT = "about.json"

# Plural rules


RELATION = re.compile(r"([nivwftce])(?: % (\d+))? (!?=) (\d+(?:\.\.\d+)?(?:,\d+(?:\.\.\d+)?)*)")
WHOLE = "ni"
"""What a rule may ask about that a whole number has; everything else that it may ask about is 0 for one."""


def holds(rule: str, number: int) -> bool:
    """Whether a plural rule of CLDR, such as `v = 0 and i % 10 = 2..4`, holds for a whole number, 0 or more.

    Raises ValueError for what is no such rule.
    """
    parts = [either.split(" and ") for either in rule.split(" or ")]
    found = [[related(relation, number) for relation in both] for both in parts]
    return any(map(all, found))


def related(relation: str, number: int) -> bool:
    """Whether one relation of a rule holds."""
    match = RELATION.fullmatch(relation.strip())
    if not match:
        raise ValueError(f"'{relation}' is no part of a plural rule; write it as CLDR does: n % 10 = 2..4")
    operand, modulus, sign, ranges = match.groups()
    value = number if operand in WHOLE else 0
    value = value % int(modulus) if modulus else value
    bounds = [values.split("..") for values in ranges.split(",")]
    return any(int(ends[0]) <= value <= int(ends[-1]) for ends in bounds) == (sign == "=")


@lru_cache(maxsize=4096)
def form(rules: tuple[str, ...], number: int) -> int:
    """Which of the forms of a word a number takes: that of the first rule that holds, else the last."""
    return next((place for place, rule in enumerate(rules) if holds(rule, number)), len(rules))


# What a folder says


class Sheets(Struct, frozen=True, forbid_unknown_fields=True):
    """How lists of injects are written in a language, beside the headings and words that Whitecell writes."""

    headings: dict[str, list[str]] = {}
    """By column, its headings, the best first."""
    kinds: dict[str, list[str]] = {}
    """By kind of inject, single words for it."""
    everybody: list[str] = []
    """Words for all roles."""
    administrative: list[str] = []
    """Kinds of rows that are no injects."""
    joins: list[str] = []
    """What stands between the last two names of a list: `and`."""
    turn: list[str] = []
    """Words for a turn, before its number."""
    day: list[str] = []
    """Words for a day, before its number."""
    hours: list[str] = []
    minutes: list[str] = []
    """Words for hours and minutes, after their number; a full stop may follow."""


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """What a language is, beside its sentences."""

    name: str
    """As its speakers call it."""
    locale: str
    """Its tag with a country, for programs that check spelling: `pl-PL`."""
    plural: dict[str, str]
    """By form of a counted word but the last, CLDR's rule for it. Words have their forms in this order."""
    decimal: str = "."
    """What stands before the decimals of a number."""
    date: str = "{year}-{month}-{day}"
    """How a day is written, of four and two and two digits."""
    ties: list[str] = []
    """Short words that do not end a line: a no-break space ties them to the next word."""
    sheets: Sheets = Sheets()

    def __post_init__(self) -> None:
        for rule in self.plural.values():
            holds(rule, 1)
        self.date.format(year="", month="", day="")


def languages() -> dict[str, About]:
    """Every language that is spoken, by its code, English first."""
    return read(LOCALES)


def name_of(code: str) -> str:
    """What a language calls itself; its code where it has no folder."""
    known = languages().get(code)
    return known.name if known else code


@lru_cache(maxsize=8)
def read(places: tuple[Path, ...]) -> dict[str, About]:
    """The languages in some places. Raises ValueError where a folder says what it cannot."""
    found: dict[str, About] = {}
    for path in sorted(path for place in places for path in place.glob(f"*/{ABOUT}")):
        try:
            found[path.parent.name] = msgspec.json.decode(path.read_bytes(), type=About)
        except (msgspec.DecodeError, LookupError) as fault:
            raise ValueError(f"{path}: {fault}") from None
    return {SOURCE: found.pop(SOURCE), **dict(sorted(found.items()))}


def files(places: tuple[Path, ...], code: str) -> list[Path]:
    """The files with the sentences of a language, from all places."""
    return sorted(path for place in places for path in (place / code).glob("*.json") if path.name != ABOUT)
