"""What is handed over of an exercise before play is what its types say, and every key has a meaning."""

from typing import Any

from engine.play.state import PHASES
from engine.rules.load import load, names
from engine.words.facilitating import Facilitating
from engine.words.facilitators_book import FacilitatorsBook
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
ROOTS = (Choices, FacilitatorsBook, Frame, Pack, PrintedAgreement, *LISTS)


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
            look(Facilitating(book).whole(), FacilitatorsBook, "book")
            look([book.agreement(rule) for rule in exercise.agreements.values()], list[PrintedAgreement], "")
    assert not (missing := never_met(reachable(ROOTS), met, set())), "\n".join(missing)


def test_every_key_has_a_meaning() -> None:
    assert not (found := list(without_meaning(reachable(ROOTS)))), "\n".join(found)


def test_the_run_sheet_adds_up() -> None:
    """Law: each phase begins when the one before is over, and the whole lasts as long as its parts."""
    for name in names():
        exercise = load(name)
        book = Rulebook(exercise, exercise.default_format, exercise.default_preset, "en")
        for sheet in Facilitating(book).whole()["sheets"]:
            entry = exercise.file.formats[sheet["id"]]
            times = [time for turn in sheet["turns"] for time in turn["clock"]]
            lengths = [entry.minutes[phase] for phase in PHASES] * entry.turns
            at = sheet["briefing"]
            for time, length in zip(times, lengths, strict=True):
                assert time == f"{at // 60}:{at % 60:02}"
                at += length
            assert sheet["endex"] == f"{at // 60}:{at % 60:02}"
            at += sheet["hot_wash"]
            assert sheet["over"] == f"{at // 60}:{at % 60:02}"
            planned = [inject.partition(" ")[0] for turn in sheet["turns"] for inject in turn["injects"]]
            assert planned == [inject for turn in entry.msel.values() for inject in turn]


def test_every_shipped_inject_and_question_has_its_advice() -> None:
    """Law: the book leaves no inject without what it is for, and no question without what to listen for."""
    for name in names():
        file = load(name).file
        assert [*file.guide.injects] == [*file.injects]
        assert [*file.guide.questions] == [*file.questions]
        assert file.guide.startex
        assert file.guide.courses


def test_korea_fits_half_a_day_and_ninety_minutes() -> None:
    exercise = load("korea-2025")
    book = Rulebook(exercise, exercise.default_format, exercise.default_preset, "en")
    over = {sheet["id"]: sheet["over"] for sheet in Facilitating(book).whole()["sheets"]}
    assert over == {"half_day": "3:21", "short": "1:30"}
