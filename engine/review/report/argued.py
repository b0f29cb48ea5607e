"""Argued orders: what teams wrote, what was said against it, what of it counted, and what came of it."""

from collections.abc import Iterator

from engine.review.report.blocks import Block, Heading, Paragraph, TableBlock
from engine.review.report.rolled import rolled
from engine.review.report.source import ReportSource
from engine.views.carried import Pleaded, pleaded
from engine.words.numbers import signed


def argued(source: ReportSource) -> Iterator[Block]:
    """A chapter of its own, where anything was argued that this reader was told of."""
    found = [(turn, one) for turn in range(1, source.view["turn"] + 1) for one in pleaded(source.facts(turn))]
    if not found:
        return
    say = source.say
    yield Heading(1, say("Argued orders"))
    yield Paragraph(
        say("What teams ordered in their own words: each argument as control weighed it, and the outcome."),
        "quiet",
    )
    head = [say("When"), say("Order"), say("Arguments"), say("Outcome")]
    rows = [
        [source.when(turn), ordered(source, one), said(source, one), outcome(source, one)]
        for turn, one in found
    ]
    yield TableBlock(head, rows, [10, 24, 40, 26])


def ordered(source: ReportSource, one: Pleaded) -> str:
    """Whose it was, what was done, and what it wanted."""
    details = one.judged["details"]
    wants = source.say("Wants: {effect}", effect=details["wants"])
    cut = source.say("Cut to: {effect}", effect=details["cut"]) if details["cut"] else ""
    return ". ".join(filter(None, (f"{source.code(details['role'])}: {details['title']}", wants, cut)))


def said(source: ReportSource, one: Pleaded) -> str:
    """Every argument with its sign, by whom, and whether it counted."""
    found = []
    for entry in one.judged["details"]["arguments"]:
        worth = (-1 if entry["against"] else 1) if entry["counts"] else 0
        found.append(f"{signed(worth)} {source.code(entry['role'])}: {entry['text']}")
    return "; ".join(found)


def outcome(source: ReportSource, one: Pleaded) -> str:
    """What the table made of it, or that control did not admit it."""
    details = one.judged["details"]
    if details["inadmissible"]:
        return f"{source.say('inadmissible')}. {details['reason']}".rstrip(". ")
    told = [source.say("Not weighed: no argument counted.")]
    if details["weighed"]:
        told = [source.say("Difficulty: {difficulty}", difficulty=details["difficulty"])]
    if one.ruling:
        roll = rolled(one.ruling["details"], source.language)
        told += [one.ruling["text"].rstrip("."), *([roll] if roll else []), *one.ruling["details"]["effects"]]
    return "; ".join(told)
