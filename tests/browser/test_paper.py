"""Paper keeps secrets: what comes out of the printer on both sides, read page by page."""

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from engine.words.locale import languages
from engine.words.rulebook import Rulebook
from tests.browser.conftest import NEEDED
from tests.browser.paper import FORMATS, HERE, READER, opened, printed
from tests.web.company import Company
from web.addresses import Place
from web.open_run import OpenRun

pytestmark = pytest.mark.skipif(
    not READER and not NEEDED, reason="no pdftotext on this machine (Debian: apt-get install poppler-utils)"
)
SHIPPED = ("grey-strait", "korea-2025")
PAPERS = ("roles", "rules", "book", "msel", "injects", "evaluators", "seats?all=yes", "tables")
QUICK = ("grey-strait", "en", "A4")
MATRIX = [
    pytest.param(*case, marks=[] if case == QUICK else [pytest.mark.long])
    for case in product(SHIPPED, languages(), FORMATS)
]
EVERY = pytest.mark.parametrize(("exercise", "language", "paper"), MATRIX)
FEWEST = 40
"""Words that a page holds which was begun for what ran over."""
SMALLEST = """() => {
  const says = (node) => [...node.childNodes].some((part) => part.nodeType === 3 && part.textContent.trim());
  const read = (node) => says(node) && node.checkVisibility() && !node.closest(".hidden-words, .not-printed");
  const size = (node) => parseFloat(getComputedStyle(node).fontSize);
  const drawn = (node) => node instanceof SVGElement ? node.getScreenCTM().a : 1;
  return Math.min(...[...document.querySelectorAll(".sheets *")].filter(read)
    .map((node) => size(node) * drawn(node)));
}"""
"""The size of the smallest words on paper, in pixels of which 12 are 9 points."""


class Press:
    """A run of control's, and what is printed of it."""

    def __init__(self, open_run: OpenRun, company: Company, page: Any, folder: Path, paper: str) -> None:
        self.open_run, self.company = open_run, company
        self.page, self.folder, self.paper = page, folder, paper

    def __call__(self, name: str, language: str) -> list[str]:
        """Its pages, as many as its leaves have where more than one audience is served."""
        sign = "&" if "?" in name else "?"
        address = f"/run/{self.open_run.name}/print/{name}{sign}language={language}"
        return printed(self.page, address, self.paper, self.folder)

    def keys(self, page: str) -> set[str]:
        """The seats whose codes stand on a page; they are set wide, and may be read as several words."""
        seats, text = self.company.runs.seats(self.open_run.name), page.replace(" ", "")
        every = (*self.open_run.roles, "control", "observer", "public")
        return {seat for seat in every if seats.code(seat) in text}

    def book(self, language: str) -> Rulebook:
        return self.open_run.handbook(language)


@pytest.fixture
def press(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Press]]:
    """Starts a run and prints of it."""
    company = Company(tmp_path / "runs", Place("192.0.2.7"))
    page = opened(chromium, company.host())

    def start(exercise: str, paper: str = "A4", **more: Any) -> Press:
        return Press(company.start(exercise, **more), company, page, tmp_path, paper)

    yield start
    page.unroute_all(behavior="ignoreErrors")
    page.close()


def leaves(pages: list[str]) -> list[tuple[str, str]]:
    """Fronts with their backs; what stands below every page is no words."""
    words = [page.removesuffix("Whitecell").strip() for page in pages]
    assert len(words) % 2 == 0, "the last leaf has no back of its own"
    return list(zip(words[::2], words[1::2], strict=True))


@EVERY
def test_no_leaf_holds_two_packs(press: Any, exercise: str, language: str, paper: str) -> None:
    """Law: printed on both sides, a pack is on leaves of its own, counts its own pages, and is whole."""
    found = press(exercise, paper)
    packs = {role["id"]: role["title"] for role in found.book(language).frame()["roles"]}
    head = re.compile(rf"(?:Role pack|Zestaw roli) · ({'|'.join(map(re.escape, packs.values()))}) (\d+)\b")
    counted: dict[str, list[int]] = {}
    for front, back in leaves(found("roles", language)):
        (of, number), *others = head.findall(front)
        assert not others
        counted.setdefault(of, []).append(int(number))
        if back != str(int(number) + 1):
            assert head.findall(back) == [(of, str(int(number) + 1))]
            assert len(back.split()) >= FEWEST
        assert len(front.split()) >= FEWEST
    assert list(counted) == list(packs.values())
    assert all(numbers == list(range(1, 2 * len(numbers), 2)) for numbers in counted.values())


@EVERY
def test_what_is_cut_or_signed_has_nothing_on_its_back(
    press: Any, exercise: str, language: str, paper: str
) -> None:
    """Strips, the list that goes round, and cards; keys that open more than a team's seat lie apart."""
    found = press(exercise, paper)
    sheets = leaves(found("seats?all=yes", language))
    assert not any(back for _, back in sheets)
    held = [found.keys(front) for front, _ in sheets]
    assert set().union(*held) == {*found.open_run.roles, "control", "observer", "public"}
    (staff,) = [seats for seats in held if "control" in seats]
    assert staff == {"control", "observer", "public"}
    assert not held[-1], "the list that is signed holds no keys"


@EVERY
def test_cards_are_for_one_audience(press: Any, exercise: str, language: str, paper: str) -> None:
    """What control alone reads is on leaves behind all cards, and nothing is on the backs of those."""
    found = press(exercise, paper)
    cards, sheets = found.book(language).cards(), leaves(found("injects", language))
    number = -(-len(cards) // 4)
    assert not any(back for _, back in sheets[:number])
    fronts = " ".join(front for front, _ in sheets[:number])
    behind = " ".join(f"{front} {back}" for front, back in sheets[number:])
    titles = [card["title"] for card in cards]
    assert all(title.split()[0] in fronts for title in titles)
    told = "What the cards do not say" if language == "en" else "Czego nie ma na kartach"
    assert told in behind
    assert told not in fronts
    for inject in found.book(language).injects():
        assert inject["id"] in behind
        assert not inject["expect"] or inject["expect"] not in fronts


@EVERY
def test_the_msel_is_whole_and_lies_on_its_side(press: Any, exercise: str, language: str, paper: str) -> None:
    found = press(exercise, paper)
    pages = found("msel", language)
    raw = (found.folder / "printed.pdf").read_bytes()
    (wide, high) = map(float, re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", raw)[0])
    assert wide > high
    text = " ".join(pages)
    assert all(re.search(rf"\b{name}\b", text) for name in found.open_run.run.exercise.injects)
    assert "ENDEX" in text
    assert len(pages[-1].split()) >= FEWEST


@EVERY
def test_every_sheet_fits(press: Any, exercise: str, language: str, paper: str) -> None:
    """On A4 and Letter: one page for the rules and each side of a form, no page for a few lines."""
    found = press(exercise, paper)
    assert len(found("rules", language)) == 1
    assert all(len(page.split()) >= FEWEST for page in found("tables", language))
    assert len(found("evaluators", language)) == 4
    found.page.emulate_media(media="print")
    for name in PAPERS:
        sign = "&" if "?" in name else "?"
        found.page.goto(f"{HERE}/run/{found.open_run.name}/print/{name}{sign}language={language}")
        assert found.page.evaluate(SMALLEST) >= 11.9, f"{name}: smaller than 9 pt"


@pytest.mark.parametrize("paper", FORMATS)
def test_a_seat_that_is_control_has_its_strip_among_those_of_control(press: Any, paper: str) -> None:
    """Where the preset makes a team control, its strip says so and lies apart from those of the teams."""
    found = press("korea-2025", paper, preset="host", people=("poland", "usa"))
    sheets = leaves(found("seats", "en"))
    (of_control,) = [front for front, _ in sheets if "poland" in found.keys(front)]
    assert "Whoever takes this seat is control" in of_control
    assert found.keys(of_control) == {"control", "poland", "observer", "public"}
    assert any(found.keys(front) == {"usa"} for front, _ in sheets)
    assert not any(back for _, back in sheets)
