"""What the words of a sheet name in an exercise: roles, kinds of inject, injects."""

import re
from difflib import get_close_matches
from typing import NamedTuple, get_args

from engine.exchange.msel.aliases import folded, spellings
from engine.exchange.msel.mapping import Mapping, text_of_value
from engine.rules.exercise import Exercise
from engine.rules.model import InjectKind, Planned, Text
from engine.words.language import Language
from engine.words.locale import languages

Roles = str | list[str]
"""`all`, or roles by their ids."""
PARTS = re.compile(r"[,;/\n+&|]")


class NamedRoles(NamedTuple):
    """Roles that were recognised, and names that were not."""

    roles: Roles
    unknown: list[str]


class Names:
    """The words of an exercise by how somebody may write them."""

    def __init__(self, exercise: Exercise, mapping: Mapping) -> None:
        file = exercise.file
        self.exercise = exercise
        self.roles: dict[str, Roles] = {}
        for role, entry in file.roles.items():
            for name in (role, *forms(entry.code), *forms(entry.title)):
                self.roles.setdefault(folded(name), [role])
        for code, about in languages().items():
            for name in (*about.sheets.everybody, Language(code).say("everybody")):
                self.roles[folded(name)] = "all"
        self.joined = re.compile(rf"\s+(?:{spellings('joins')})\s+")
        for key in ("to", "notice", "team"):
            for name, value in mapping.values.get(key, {}).items():
                meant = self.read(text_of_value(value))
                if not meant.unknown:
                    self.roles[folded(name)] = meant.roles
        self.kinds = {folded(Language(code).say(kind)): kind for code in languages() for kind in all_kinds()}
        self.kinds |= {
            folded(word): kind
            for about in languages().values()
            for kind, words in about.sheets.kinds.items()
            for word in words
        }
        self.injects = {folded(name): name for name in file.injects}
        self.titles = {
            folded(title): name for name, inject in file.injects.items() for title in forms(inject.title)
        }

    def read(self, text: str) -> NamedRoles:
        """The roles that a cell names, in its order."""
        whole = self.roles.get(folded(text))
        if whole is not None:
            return NamedRoles(whole, [])
        found: list[str] = []
        unknown: list[str] = []
        for part in PARTS.split(text):
            pieces = [part] if folded(part) in self.roles else self.joined.split(part)
            for piece in filter(str.strip, pieces):
                meant = self.roles.get(folded(piece))
                if meant is None:
                    unknown.append(" ".join(piece.split()))
                elif meant == "all":
                    found = list(self.exercise.roles)
                else:
                    found += [role for role in meant if role not in found]
        return NamedRoles(found, unknown)

    def guess(self, name: str) -> str:
        """The role that was probably meant, as it is written in the exercise; else nothing."""
        close = get_close_matches(folded(name), self.roles, 1, 0.75)
        meant = self.roles[close[0]] if close else "all"
        return "" if meant == "all" else meant[0]

    def kind(self, text: str) -> str:
        """The kind of inject that a cell names; nothing where it names none, or several."""
        whole = self.kinds.get(folded(text))
        if whole:
            return whole
        found = {self.kinds[word] for word in folded(text).split() if word in self.kinds}
        return found.pop() if len(found) == 1 else ""

    def known(self, number: str) -> str:
        """The inject with a number that is written almost as it is in the exercise; else nothing."""
        return self.injects.get(folded(number), "")


def forms(text: Text | Planned) -> list[str]:
    """A text in every language it has."""
    if isinstance(text, str):
        return [text]
    return [form for part in text.values() for form in forms(part)]


def all_kinds() -> tuple[str, ...]:
    return get_args(InjectKind)


def identified(number: str) -> str:
    """A number of somebody's list as the id of an inject: `1.2` becomes `E1_2`."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", folded_case(number)).strip("_")
    if not plain:
        return ""
    return plain[:60] if plain[0].isalpha() else f"E{plain}"[:60]


def folded_case(text: str) -> str:
    """A text without accents, its capitals kept."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
