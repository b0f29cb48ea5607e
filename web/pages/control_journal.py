"""The log on control's page: its last lines in the dock, all of them in a panel, and where an undo leads."""

from typing import Any

from engine.views.seen import ControlView, JournalLine
from web.open_run import OpenRun

MOST_FOUND = 300
"""Lines that a search shows at once."""
MOST_NEW = 12
"""Lines that can have come between two drawings of a page."""


class SaidLine(JournalLine):
    """A line of the log with what stands beside the code of whoever acted."""

    said: str


def work(open_run: OpenRun, view: ControlView, query: Any) -> dict[str, Any]:
    """The lines of the log: the last, those new to a page, where an undo leads, the one asked about."""
    names = titles(view)
    lines = told(view["journal"], names)
    undoable = [line for line in lines if line["undoable"]]
    found: dict[str, Any] = {
        "log_lines": lines,
        "last_lines": list(reversed(lines[:2])),
        "newest_lines": lines[:MOST_NEW],
        "undo_line": str(undoable[0]["seq"]) if undoable else "",
        "undoing": None,
    }
    if query.get("panel") == "log":
        found |= search(open_run, view, query, lines)
        every = found["log_every"]
        undoable = [line for line in every if line["undoable"]]
        asked = next((line for line in undoable if str(line["seq"]) == query.get("line", "")), None)
        found |= undoing(view, every, undoable, asked)
    return found


def told(lines: list[JournalLine], names: dict[str, str]) -> list[SaidLine]:
    return [{**line, "said": once(line, names)} for line in lines]


def search(open_run: OpenRun, view: ControlView, query: Any, newest: list[SaidLine]) -> dict[str, Any]:
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


def undoing(
    view: ControlView, every: list[SaidLine], undoable: list[SaidLine], asked: SaidLine | None
) -> dict[str, Any]:
    """What an undo from a line would take back, and where the game would stand then."""
    if asked is None:
        return {}
    before = next((line for line in every if line["seq"] == asked["seq"] - 1), None)
    return {
        "undoing": asked,
        "undo_to": before or {"turn": view["turn"], "phase": ""},
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
