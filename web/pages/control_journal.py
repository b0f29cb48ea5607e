"""The log on control's page: its last lines in the dock, all of them in a panel, and where an undo leads."""

from typing import Any

from web.served import Picture


def work(view: Picture, query: Any) -> dict[str, Any]:
    """The last two lines, the line that an undo would take back first, and the one being asked about."""
    lines = view.get("journal", [])
    undoable = [line for line in lines if line["undoable"]]
    asked = next((line for line in undoable if str(line["seq"]) == query.get("line", "")), None)
    found: dict[str, Any] = {
        "last_lines": list(reversed(lines[:2])),
        "undo_line": str(undoable[0]["seq"]) if undoable else "",
        "undoing": asked if query.get("panel") == "log" else None,
    }
    if found["undoing"]:
        before = next((line for line in lines if line["seq"] == asked["seq"] - 1), None) if asked else None
        found["undo_to"] = before or {"turn": view["turn"], "phase": ""}
        found["undo_lines"] = sum(line["seq"] >= asked["seq"] for line in undoable) if asked else 0
    return found
