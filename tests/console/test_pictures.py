"""What is drawn, character by character, at 80 columns and without colour."""

import io
from typing import Any

import pytest
from rich.console import RenderableType
from rich.text import Text

from console import gauges, orders, picture, reference, report, rulings, situation
from console.screen import clean, make_console
from engine.words.language import Language

ROLES = [
    {"id": "north", "title": "Northland", "code": "NOR"},
    {"id": "south", "title": "Southland", "code": "SOU"},
]
EXACT = {
    "known": "exact", "min": 0, "max": 10, "short": True, "step": "", "series": [], "estimate": False,
}  # fmt: skip
TRACKS: list[dict[str, Any]] = [
    {**EXACT, "id": "heat", "title": "Heat", "value": 6, "before": 4, "change": 2},
    {**EXACT, "id": "trust", "title": "Trust", "max": 4, "value": 1, "before": 3, "change": -2,
     "step": "thin"},
    {"id": "stock", "title": "Stock", "known": "band", "value": "low", "band": "low", "range": "0..3",
     "min": 0, "max": 10, "before": "low", "short": True, "series": []},
    {"id": "secret", "title": "A secret", "known": "told", "value": None, "min": 0, "max": 5, "before": None,
     "short": True, "series": [], "told": {"turn": 2, "text": "likely", "value": "likely"}},
]  # fmt: skip
VIEW: dict[str, Any] = {
    "kind": "role", "title": "A small war", "seat": "north", "seat_title": "Northland", "roles": ROLES,
    "turn": 3, "turns": 5,
    "month": "May", "phase": "orders", "locked": False, "paused": False, "finished": False, "tracks": TRACKS,
    "ready": False, "last_turn": False, "endex_next": False, "control_roles": [], "preset_title": "",
    "seats": {"north": "person", "south": "bot"},
    "tokens": [{"id": "note", "title": "A note to answer", "due": 4}],
    "flags": [{"id": "f", "title": "Talks", "value": "open"}],
    "agreements": [{"id": "truce", "title": "Truce", "terms": "Length 2", "since": 1}],
    "bulletin": [{"kind": "ruling", "text": "The port is closed", "cause": "NOR: Blockade"}],
    "story": [{"kind": "inject", "turn": 3, "number": 1, "text": "A ship is late.",
               "details": {"title": "Late ship", "from": "Harbour", "text": "A ship is late."}}],
}  # fmt: skip
RULING: dict[str, Any] = {
    "table": "Reply", "cause": "NOR: Offer", "dice": [5, 4], "sum": 1, "total": 10, "typed": False,
    "odds": [
        {"row": "No", "roll": "..6", "chance": 10 / 36, "hit": False},
        {"row": "Perhaps", "roll": "7..9", "chance": 16 / 36, "hit": False},
        {"row": "Yes", "roll": "10..", "chance": 10 / 36, "hit": True},
    ],
    "modifiers": [{"amount": 2, "reason": "a good day"}, {"amount": -1, "reason": "rain"}],
    "effects": ["Heat −1"],
}  # fmt: skip


def drawn(renderable: RenderableType, width: int = 80) -> str:
    console = make_console(width=width)
    console.file = io.StringIO()
    console.no_color = True
    console.print(renderable)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


SITUATION = {
    "en": """
A small war ────────────────────────────────────────────────────────────────────
■ Northland                                             turn 3 of 5 · May  ━━◉──
✓ situation   ✓ consultation   ▸ orders   ○ rulings   ○ report
a person: ■ NOR · a bot: ▲ SOU

Heat     ▕████▓▓····▏ 6/10  ▲2
Trust    ▕██░░░░··▏   1/4   ▼2 thin
Stock    ▕╱╱╱·······▏          low
A secret ▕╱╱╱╱╱╱╱╱╱╱▏          told in turn 2: likely

in force  Truce (Length 2), since turn 1
open      A note to answer, due at the end of turn 4
noted     Talks: open

Bulletin
— The port is closed  (NOR: Blockade)

╭─ Late ship ──────────────────────────────────────────────────────────────────╮
│ A ship is late.                                                              │
╰──────────────────────────────────────────────────────────────────── Harbour ─╯
""",
    "pl": """
A small war ────────────────────────────────────────────────────────────────────
■ Northland                                              tura 3 z 5 · May  ━━◉──
✓ sytuacja   ✓ konsultacje   ▸ decyzje   ○ rozstrzygnięcia   ○ komunikat
osoba: ■ NOR · bot: ▲ SOU

Heat     ▕████▓▓····▏ 6/10  ▲2
Trust    ▕██░░░░··▏   1/4   ▼2 thin
Stock    ▕╱╱╱·······▏          low
A secret ▕╱╱╱╱╱╱╱╱╱╱▏          według informacji z
                               tury 2: likely

obowiązuje  Truce (Length 2), od tury 1
oczekuje    A note to answer, termin: koniec tury 4
odnotowano  Talks: open

Serwis informacyjny
— The port is closed  (NOR: Blockade)

╭─ Late ship ──────────────────────────────────────────────────────────────────╮
│ A ship is late.                                                              │
╰──────────────────────────────────────────────────────────────────── Harbour ─╯
""",
}
CARD = {
    "en": """
╭─ Reply ──────────────────────────────────────────────────────────────────────╮
│ A quiet yes                                                                  │
│                                                                              │
│    ≤ 6 No      █████············· 10 in 36 28%                               │
│    7–9 Perhaps ████████·········· 16 in 36 44%                               │
│ ▶ ≥ 10 Yes     █████············· 10 in 36 28%                               │
│                                                                              │
│ ⚄ ⚃  5 + 4 = 9, modifiers +1: total 10                                       │
│ +2 a good day                                                                │
│ −1 rain                                                                      │
│                                                                              │
│ → Heat −1                                                                    │
╰───────────────────────────────────────────────────────────────── NOR: Offer ─╯
""",
    "pl": """
╭─ Reply ──────────────────────────────────────────────────────────────────────╮
│ A quiet yes                                                                  │
│                                                                              │
│    ≤ 6 No      █████············· 10 na 36 28%                               │
│    7–9 Perhaps ████████·········· 16 na 36 44%                               │
│ ▶ ≥ 10 Yes     █████············· 10 na 36 28%                               │
│                                                                              │
│ ⚄ ⚃  5 + 4 = 9, modyfikatory +1: wynik 10                                    │
│ +2 a good day                                                                │
│ −1 rain                                                                      │
│                                                                              │
│ → Heat −1                                                                    │
╰───────────────────────────────────────────────────────────────── NOR: Offer ─╯
""",
}


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_situation(language: str) -> None:
    assert drawn(situation.picture(VIEW, Language(language))).replace("\u00a0", " ") == SITUATION[
        language
    ].strip("\n")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_ruling_with_its_chances(language: str) -> None:
    card = rulings.ruling(RULING, "A quiet yes", Language(language))
    assert drawn(card).replace("\u00a0", " ") == CARD[language].strip("\n")


def test_a_ruling_whose_chances_are_not_known_here() -> None:
    entry = {"table": "Reply", "cause": "NOR: Offer", "effects": ["Heat −1"]}
    assert (
        drawn(rulings.ruling(entry, "A quiet yes", Language("en"))) == "NOR: Offer: A quiet yes\n  → Heat −1"
    )


def test_a_wide_window_has_a_second_column() -> None:
    lines = drawn(situation.picture(VIEW, Language("en"), width=120), 120).splitlines()
    assert any("Heat" in line and "Bulletin" in line for line in lines)


@pytest.mark.parametrize(
    ("value", "low", "high", "before", "shown"),
    [
        (5, 0, 10, 5, "▕█████·····▏"),
        (6, 0, 10, 5, "▕█████▓····▏"),
        (4, 0, 10, 5, "▕████░·····▏"),
        (0, 0, 6, None, "▕······▏    "),
        (3, 0, 5, 2, "▕████▓▓····▏"),
        (50, 0, 100, 50, "▕█████·····▏"),
        (-1, -3, 3, -1, "▕██····▏    "),
    ],
)
def test_gauges(value: int, low: int, high: int, before: int | None, shown: str) -> None:
    assert gauges.gauge(value, low, high, before).plain == shown


def test_what_is_not_known_is_hatched_and_never_nothing() -> None:
    assert gauges.hatched(0, 10, "4..6").plain == "▕····╱╱····▏"
    assert gauges.hatched(0, 6, "3..3").plain == "▕··╱···▏    "
    assert gauges.hatched(0, 10, "").plain == "▕╱╱╱╱╱╱╱╱╱╱▏"


def test_a_bar_shows_every_chance() -> None:
    assert gauges.bar(36, 36) == "█" * 18
    assert gauges.bar(1, 36) == "▌" + "·" * 17
    assert gauges.bar(1, 6) == "███" + "·" * 15


def test_capital_is_drawn_with_what_the_orders_cost() -> None:
    assert gauges.discs(4, 6, 1).plain == "●●●◐○○"


def test_the_sheet_says_why_not() -> None:
    fire = {
        "order": "fire", "move": "fire", "title": "Fire", "name": "Fire", "kind": "military", "asks": [],
        "cost": 1, "consent": False, "secret": "no", "offered": False, "allowed": True, "reason": "",
    }  # fmt: skip
    talk = {
        **fire,
        "order": "talk",
        "move": "talk",
        "name": "Talk",
        "allowed": False,
        "reason": "needs: calm",
    }
    own = {"orders": [], "capital": 3, "bank": 6, "limits": {"paid": 2, "free": 1}, "sealed": False}
    own |= {"arguing": None}
    own |= {
        "draft": None,
        "too_much": "",
        "comments": [],
        "at_lock": {"state": "nothing", "words": "Nothing chosen."},
    }
    view = {**VIEW, **own, "moves": [fire, talk]}
    text = drawn(orders.sheet(view, Language("en")))
    assert "1 Fire  military" in text
    assert "– Talk: needs: calm" in text
    assert "Nothing chosen." in text
    assert "Capital ●●●○○○  3 of 3 left after these orders · at most 2 paid and 1 free" in text


def test_the_report_counts_the_reasons_it_leaves_out() -> None:
    story = [
        {
            "kind": "track",
            "turn": 3,
            "details": {
                "track": "heat",
                "title": "Heat",
                "before": 4,
                "after": 6,
                "before_words": "4",
                "after_words": "6",
                "causes": ["NOR: a", "NOR: b", "SOU: c"],
            },
            "text": "",
        }
    ]
    text = drawn(report.movements({**VIEW, "story": story}, Language("en")))
    assert "Heat" in text
    assert "4 → 6" in text
    assert "NOR: a; NOR: b; and 1 more" in " ".join(text.split())


def test_text_of_people_is_made_harmless() -> None:
    assert clean("a\x1b[2J\x07\x9b\u202eb\nc\td") == "a[2Jb\nc\td"
    assert drawn(Text("[red]x[/red]")) == "[red]x[/red]"


def test_the_page_of_the_command_line_is_current() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page()


def test_the_picture_is_the_same_every_time() -> None:
    first = picture.picture()
    assert first == picture.picture()
    assert "http" not in first.replace("http://www.w3.org/2000/svg", "").replace(
        "https://www.textualize.io", ""
    )
