"""What is handed over of an exercise before play is what its types say, and every key has a meaning."""

from typing import Any

from engine.rules.load import load, names
from engine.words.handbook import choices
from engine.words.printed import (
    Choices,
    Frame,
    InjectCard,
    Pack,
    PrintedAgreement,
    PrintedAim,
    PrintedClaim,
    PrintedInject,
    PrintedTable,
)
from engine.words.rulebook import Rulebook
from tests.laws.declared import faults, never_met, reachable, without_meaning

LISTS = (PrintedTable, PrintedInject, InjectCard, PrintedAim, PrintedClaim)
ROOTS = (Choices, Frame, Pack, PrintedAgreement, *LISTS)


def test_every_print_is_what_its_type_says() -> None:
    """Of every exercise and seating, in each of its languages; and every key is there at some time."""
    met: set[tuple[str, str]] = set()

    def look(value: Any, kind: Any, at: str) -> None:
        assert not (wrong := list(faults(value, kind, at, met))[:8]), "\n".join(wrong)

    for name in names():
        exercise = load(name)
        for code in exercise.file.languages:
            look(choices(exercise, code), Choices, name)
            for preset in exercise.file.presets:
                book = Rulebook(exercise, exercise.default_format, preset, code)
                look(book.frame(), Frame, "frame")
                for role in exercise.roles:
                    look(book.pack(role), Pack, role)
            book = Rulebook(exercise, exercise.default_format, exercise.default_preset, code)
            found = (book.tables(), book.injects(), book.cards(), book.aims(), book.sources())
            for kind, listed in zip(LISTS, found, strict=True):
                look(listed, list[kind], kind.__name__)  # type: ignore[valid-type]
            look([book.agreement(rule) for rule in exercise.agreements.values()], list[PrintedAgreement], "")
    assert not (missing := never_met(reachable(ROOTS), met, set())), "\n".join(missing)


def test_every_key_has_a_meaning() -> None:
    assert not (found := list(without_meaning(reachable(ROOTS)))), "\n".join(found)
