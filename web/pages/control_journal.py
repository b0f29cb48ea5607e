"""The log on control's page: its last lines in the dock, all of them in a panel, and where an undo leads."""

from typing import Required, TypedDict

from engine.views.seen import ControlView, JournalLine
from web.open_run import OpenRun
from web.rendering import Query

MOST_FOUND = 300
"""Lines that a search shows at once."""
MOST_NEW = 12
"""Lines that can have come between two drawings of a page."""


class SaidLine(JournalLine):
    """A line of the log with what stands beside the code of whoever acted."""

    said: str


class Stand(TypedDict):
    """Where the game stands."""

    turn: int
    phase: str


class LogSearch(TypedDict, total=False):
    """The panel of the log; nothing while it is closed."""

    log_every: list[SaidLine]
    """Every line that was looked through."""
    log_lines: list[SaidLine]
    """Those that are shown."""
    log_seat: str
    log_more: bool


class Undoing(TypedDict, total=False):
    """What an undo from a line would take back; nothing while none is asked about."""

    undoing: SaidLine | None
    undo_to: Stand
    undo_published: int
    undo_lines: int


class LogOfPage(LogSearch, Undoing):
    """The log as the page shows it."""

    last_lines: Required[list[SaidLine]]
    newest_lines: Required[list[SaidLine]]
    undo_line: Required[str]
    """The newest line that can be taken back; empty for none."""


def work(open_run: OpenRun, view: ControlView, query: Query) -> LogOfPage:
    """The lines of the log: the last, those new to a page, where an undo leads, the one asked about."""
    lines = told(view["journal"], titles(view))
    undoable = [line for line in lines if line["undoable"]]
    searched = search(open_run, view, query, lines) if query.get("panel") == "log" else LogSearch()
    return {
        "log_lines": lines,
        "last_lines": list(reversed(lines[:2])),
        "newest_lines": lines[:MOST_NEW],
        "undo_line": str(undoable[0]["seq"]) if undoable else "",
        "undoing": None,
        **searched,
        **undoing(view, searched.get("log_every", []), query.get("line", "")),
    }


def told(lines: list[JournalLine], names: dict[str, str]) -> list[SaidLine]:
    return [{**line, "said": once(line, names)} for line in lines]


def search(open_run: OpenRun, view: ControlView, query: Query, newest: list[SaidLine]) -> LogSearch:
    """The newest lines, or all of them where somebody searches, filters, or wants them all."""
    words, seat = query.get("find", "").lower().split(), query.get("mode", "")
    whole = bool(words or seat or query.get("all") or query.get("line"))
    every = told(open_run.journal(view["language"], 0), titles(view)) if whole else newest
    found = [
        line
        for line in every
        if (not seat or line["actor"] == seat)
        and all(word in f"{line['code']} {line['said']} {line['text']}".lower() for word in words)
    ]
    all_ = query.get("all") == "log"
    shown = found[: None if all_ else MOST_FOUND if words or seat else len(newest)]
    return {
        "log_every": every,
        "log_lines": shown,
        "log_seat": seat,
        "log_more": len(view["journal"]) < open_run.length if not whole else len(shown) < len(found),
    }


def undoing(view: ControlView, every: list[SaidLine], number: str) -> Undoing:
    """What an undo from the line of this number would take back, and where the game would stand then."""
    undoable = [line for line in every if line["undoable"]]
    asked = next((line for line in undoable if str(line["seq"]) == number), None)
    if asked is None:
        return {}
    before: Stand = {"turn": view["turn"], "phase": ""}
    before = next((line for line in every if line["seq"] == asked["seq"] - 1), before)
    return {
        "undoing": asked,
        "undo_to": before,
        "undo_published": published(every, asked),
        "undo_lines": sum(line["seq"] >= asked["seq"] for line in undoable),
    }


def titles(view: ControlView) -> dict[str, str]:
    """The full name of every seat."""
    return {role["id"]: role["title"] for role in view["roles"]}


def once(line: JournalLine, names: dict[str, str]) -> str:
    """What a line says after the code of whoever acted, who is not named a second time."""
    text = str(line["text"])
    for name in (line["code"], names.get(line["actor"], line["code"])):
        rest = text.removeprefix(name)
        if rest != text and rest[:1] in (" ", ":"):
            return rest.removeprefix(":").strip()
    return text


def published(lines: list[SaidLine], asked: SaidLine) -> int:
    """The first turn whose publication an undo from a line would take back; 0 where it takes none."""
    places = {line["seq"]: (line["turn"], line["phase"]) for line in lines}
    turns = [
        line["turn"]
        for line in lines
        if line["standing"]
        and line["seq"] >= asked["seq"]
        and line["phase"] == "report"
        and places.get(line["seq"] - 1, (0, ""))[1] != "report"
    ]
    return min(turns, default=0)
