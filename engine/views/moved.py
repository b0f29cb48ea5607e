"""What moved in some of the facts that a seat was told, and why: one answer for every page and paper."""

from collections.abc import Iterable

from engine.views.seen import Fact, Level, Moved, View


def moved_in(view: View, turn: int) -> list[Moved]:
    """The tracks that a turn has left elsewhere than it found them, in the order of the view."""
    return moved_of(view, [fact for fact in view["story"] if fact["turn"] == turn])


def moved_of(view: View, facts: list[Fact]) -> list[Moved]:
    """The same of the facts of a turn."""
    order = [track["id"] for track in view["tracks"]]
    found = moved(facts)
    elsewhere = [entry for entry in found if entry["before"] != entry["after"] and entry["id"] in order]
    return sorted(elsewhere, key=lambda entry: order.index(entry["id"]))


def come_back(view: View, facts: list[Fact]) -> list[Moved]:
    """The tracks that moved in the facts of a turn and stand again where it found them, in the same order."""
    order = [track["id"] for track in view["tracks"]]
    again = [entry for entry in moved(facts) if entry["before"] == entry["after"] and entry["id"] in order]
    return sorted(again, key=lambda entry: order.index(entry["id"]))


def moved(facts: Iterable[Fact]) -> list[Moved]:
    """Each track that moved: where it began, every value it took, and all causes once."""
    found: dict[str, Moved] = {}
    for fact in facts:
        if fact["kind"] != "track":
            continue
        details = fact["details"]
        entry = found.setdefault(
            details["track"],
            {
                "id": details["track"],
                "title": details["title"],
                "before": details["before"],
                "before_words": details["before_words"],
                "after": details["after"],
                "after_words": details["after_words"],
                "course": [details["before"]],
                "course_words": [details["before_words"]],
                "change": 0,
                "causes": [],
            },
        )
        entry["after"], entry["after_words"] = details["after"], details["after_words"]
        entry["course"].append(details["after"])
        entry["course_words"].append(details["after_words"])
        entry["change"] = difference(entry["before"], entry["after"])
        entry["causes"] += [cause for cause in details["causes"] if cause not in entry["causes"]]
    return list(found.values())


def difference(before: Level, after: Level) -> int:
    """How far a number has moved; 0 where only a band is known."""
    return after - before if isinstance(before, int) and isinstance(after, int) else 0
