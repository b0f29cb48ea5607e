"""Pictures that are kept are the pictures that would be drawn, and there are never too many of them."""

from pathlib import Path

import pytest

from engine.pictures import DRAWN, KEPT, MAP, READ
from engine.pictures.kept import Gallery
from engine.record.run import Run
from engine.rules.exercise import Exercise
from engine.views import view
from engine.words.language import Language


def test_a_picture_is_drawn_once_from_the_same_data() -> None:
    drawn: list[int] = []

    def draw(number: int, words: str = "") -> str:
        drawn.append(number)
        return f"{number}{words}"

    kept = Gallery().keeping("number", draw)
    assert [kept(1), kept(2), kept(1), kept(1, words="x"), kept(1, "x")] == ["1", "2", "1", "1x", "1x"]
    assert drawn == [1, 2, 1, 1]


def test_what_looks_alike_is_told_apart() -> None:
    """A number is not the text of it, and truth is not one."""
    kept = Gallery().keeping("value", lambda value: repr(value))
    assert [kept(1), kept("1"), kept(True), kept(None), kept("null")] == [
        "1",
        "'1'",
        "True",
        "None",
        "'null'",
    ]


def test_two_pictures_of_the_same_data_are_two() -> None:
    gallery = Gallery()
    one, two = gallery.keeping("one", lambda x: f"one {x}"), gallery.keeping("two", lambda x: f"two {x}")
    assert (one(1), two(1)) == ("one 1", "two 1")


def test_the_language_counts() -> None:
    kept = Gallery().keeping("word", lambda language: language.code)
    assert [kept(Language("en")), kept(Language("pl")), kept(Language("en"))] == ["en", "pl", "en"]


def test_what_was_asked_for_longest_ago_gives_way() -> None:
    gallery, drawn = Gallery(most=1000), list[int]()
    kept = gallery.keeping("long", lambda number: (drawn.append(number), "x" * 300)[1])
    for number in (1, 2, 1, 3, 4, 1):
        kept(number)
        assert gallery.held <= 1000
    assert drawn == [1, 2, 3, 4], "the first was asked for again and again, and stayed"
    kept(2)
    assert drawn[-1] == 2


def test_only_plain_data_makes_a_picture() -> None:
    kept = Gallery().keeping("odd", lambda value: "x")
    with pytest.raises(NotImplementedError, match="plain data"):
        kept(object())


def test_the_map_reads_of_a_view_what_it_says_and_no_more(exercise: Exercise, path: Path) -> None:
    """Else it would be shown again when something that it draws has changed."""
    run = Run.start(exercise, path, seed=5)
    for seat in (*exercise.roles, "control", "public"):
        for language in ("en", "pl"):
            seen = view(run.state, seat, language)
            part = {key: seen[key] for key in MAP if key in seen}  # type: ignore[literal-required]
            for name in READ:
                assert DRAWN[name](part, Language(language)) == DRAWN[name](seen, Language(language)), name


def test_every_kept_picture_is_one_that_is_drawn() -> None:
    assert set(KEPT) <= set(DRAWN)
    assert set(READ) <= set(KEPT)
