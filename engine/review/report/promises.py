"""What roles promised each other in words, and what became of it, as whoever reads the copy can tell."""

from collections.abc import Iterator
from typing import cast

from engine.review.report.blocks import Block, Heading, Paragraph, TableBlock
from engine.review.report.source import ReportSource
from engine.views.seen import Promise

STATES = {
    "open": "not yet due",
    "kept": "kept",
    "broken": "broken",
    "unseen": "not seen to be kept",
}
"""By state of a promise, how it is said."""


def promises(source: ReportSource) -> Iterator[Block]:
    """A chapter of its own, where anything was promised; the public is told of none."""
    given = cast(list[Promise], source.view.get("promises", []))
    if not given:
        return
    say = source.say
    titles = {role["id"]: role["code"] for role in source.view["roles"]}
    kept, broken = (sum(entry["state"] == state for entry in given) for state in ("kept", "broken"))
    yield Heading(1, say("Promises"))
    yield Paragraph(
        say(
            "Of {all} promises {kept} were kept and {broken} broken.",
            all=len(given),
            kept=kept,
            broken=broken,
        )
    )
    rows = [
        [
            f"{titles[entry['by']]} → {', '.join(titles[role] for role in entry['to'])}",
            f"{entry['title']}. {entry['text']}".rstrip(". ") if entry["text"] else entry["title"],
            say("turn {given}, by turn {turn}", given=entry["given"], turn=entry["turn"]),
            say(STATES[entry["state"]]),
        ]
        for entry in given
    ]
    head = [say("Who, to whom"), say("What"), say("Given, for"), say("Kept or not")]
    yield TableBlock(head, rows, [2, 4, 2, 2])
