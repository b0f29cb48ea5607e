"""The arguments of argued orders as rows: one answer for control's tables and those of a seat."""

from engine.exchange.export.anonymity import length
from engine.exchange.export.common import Row
from engine.views.seen import JudgedDetails


def arguments(details: JudgedDetails) -> list[Row]:
    """An argued order as it was judged, a row for each of its arguments."""
    role, _, order = details["path"].partition(".")
    return [
        {
            "role": role,
            "order": order,
            "title": details["title"],
            "wanted": details["wants"],
            "left": details["cut"],
            "argument": entry["id"],
            "by": entry["role"],
            "against": entry["against"],
            "counts": entry["counts"],
            "difficulty": details["difficulty"],
            "weighed": details["weighed"],
            "inadmissible": details["inadmissible"],
            "length": length(entry["text"]),
            "text": entry["text"],
        }
        for entry in details["arguments"]
    ]
