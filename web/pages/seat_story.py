"""A seat's own story: this turn with its report, and the turns before, each in a few lines."""

from typing import Any

from web.served import Picture

Fact = dict[str, Any]
QUIET = ("phase", "clock", "pause", "seat", "startex", "counting", "message", "statement", "request", "reply")
"""Kinds that the story leaves out: they stand elsewhere on the page, or are no news."""
MOST_TAGS = 2


def this_turn(view: Picture) -> dict[str, Any]:
    """What this turn has brought so far: what was read, told, done, ruled and moved."""
    facts = [fact for fact in view["story"] if fact["turn"] == view["turn"]]
    own = own_orders(view, facts)
    causes = {entry["cause"] for entry in own}
    rulings = [fact for fact in facts if fact["kind"] == "ruling" and fact["phase"] == "rulings"]
    return {
        "injects": [fact for fact in facts if fact["kind"] == "inject"],
        "told": [fact for fact in facts if fact["kind"] in ("told", "offer")],
        "chaired": [fact for fact in facts if fact["kind"] == "chair"],
        "own": own,
        "refused": [fact for fact in facts if fact["kind"] == "refused"],
        "rulings": [fact for fact in rulings if fact["details"].get("cause") not in causes],
        "others": [
            fact for fact in facts if fact["kind"] == "order" and fact["details"]["role"] != view["seat"]
        ],
        "news": [fact for fact in facts if fact["kind"] in ("agreement", "red_line", "overdue", "brink")],
        "moved": moved(view, facts),
    }


def taken_back(view: Picture) -> Fact | None:
    """The undo that this page has still to speak of: until play goes on to its next phase."""
    story: list[Fact] = view["story"]
    for fact in reversed(story):
        if fact["kind"] == "phase":
            return None
        if fact["kind"] == "undo":
            return fact
    return None


def own_orders(view: Picture, facts: list[Fact]) -> list[dict[str, Any]]:
    """This seat's orders that were carried out, each with the rulings it led to."""
    code = next((role["code"] for role in view["roles"] if role["id"] == view["seat"]), view["seat"])
    found = []
    for fact in facts:
        if fact["kind"] == "order" and fact["details"]["role"] == view["seat"]:
            title = fact["text"].removeprefix(f"{view['seat_title']}: ")
            cause = f"{code}: {title}"
            rulings = [
                other for other in facts if other["kind"] == "ruling" and other["details"]["cause"] == cause
            ]
            found.append({**fact, "title": title, "cause": cause, "rulings": rulings})
    return found


def moved(view: Picture, facts: list[Fact]) -> list[dict[str, Any]]:
    """The tracks that stand elsewhere than when the turn began, with what moved them."""
    found: dict[str, dict[str, Any]] = {}
    titles = {track["id"]: track for track in view["tracks"]}
    for fact in facts:
        name = fact["details"].get("track")
        if fact["kind"] != "track" or name not in titles:
            continue
        entry = found.setdefault(name, {"before": fact["details"]["before"], "causes": []})
        entry["now"] = fact["details"]["after"]
        entry["causes"] += [cause for cause in fact["details"]["causes"] if cause not in entry["causes"]]
    return [
        {**titles[name], **entry, "change": difference(entry["before"], entry["now"])}
        for name, entry in found.items()
        if entry["before"] != entry["now"]
    ]


def difference(before: Any, after: Any) -> int:
    """How far a number has moved; 0 where only a band is known."""
    return after - before if isinstance(before, int) and isinstance(after, int) else 0


def turns(view: Picture) -> list[dict[str, Any]]:
    """The turns that have been, the newest first: a headline, what moved, and every fact."""
    found = []
    for turn in range(view["turn"], -1, -1):
        all_facts = [fact for fact in view["story"] if fact["turn"] == turn]
        facts = [fact for fact in all_facts if fact["kind"] not in QUIET]
        if facts:
            most = sorted(moved(view, all_facts), key=lambda track: -abs(track["change"]))[:MOST_TAGS]
            found.append({"turn": turn, "facts": facts, "headline": headline(view, facts), "moved": most})
    return found


def headline(view: Picture, facts: list[Fact]) -> str:
    """What a turn was about for this seat: what its own orders led to, else the first thing it read."""
    own = own_orders(view, facts)
    told = [ruling["text"] for entry in own for ruling in entry["rulings"]] or [
        fact["details"]["title"] for fact in facts if fact["kind"] == "inject"
    ]
    return str(told[0] if told else own[0]["title"] if own else facts[0]["text"])
