"""The log on control's page: its last lines in the dock, all of them in a panel, and where an undo leads."""

from typing import Any

from web.served import Picture


def work(view: Picture, query: Any) -> dict[str, Any]:
    """All lines, the last two, the one that an undo would take back first, and the one asked about."""
    names = titles(view)
    lines = [line | {"said": once(line, names)} for line in view.get("journal", [])]
    undoable = [line for line in lines if line["undoable"]]
    asked = next((line for line in undoable if str(line["seq"]) == query.get("line", "")), None)
    found: dict[str, Any] = {
        "log_lines": lines,
        "last_lines": list(reversed(lines[:2])),
        "undo_line": str(undoable[0]["seq"]) if undoable else "",
        "undoing": asked if query.get("panel") == "log" else None,
    }
    if found["undoing"]:
        before = next((line for line in lines if line["seq"] == asked["seq"] - 1), None) if asked else None
        found["undo_to"] = before or {"turn": view["turn"], "phase": ""}
        found["undo_published"] = published(lines, asked) if asked else 0
        found["undo_lines"] = sum(line["seq"] >= asked["seq"] for line in undoable) if asked else 0
    return found


def titles(view: Picture) -> dict[str, str]:
    """The full name of every seat."""
    return {role["id"]: role["title"] for role in view["roles"]}


def once(line: dict[str, Any], names: dict[str, str]) -> str:
    """What a line says after the code of whoever acted, who is not named a second time."""
    text = str(line["text"])
    for name in (line["code"], names.get(line["actor"], line["code"])):
        rest = text.removeprefix(name)
        if rest != text and rest[:1] in (" ", ":"):
            return rest.removeprefix(":").strip()
    return text


def published(lines: list[dict[str, Any]], asked: dict[str, Any]) -> int:
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
