"""The appendices: the MSEL as played, all rulings, participants."""

from collections.abc import Iterator

from engine.review.msel import msel_rows
from engine.review.report.blocks import Block, Heading, Paragraph, Table
from engine.review.report.rolled import neighbours, reasons, rolled
from engine.review.report.source import Source


def msel(source: Source) -> Iterator[Block]:
    """Every inject, planned and actual, for control."""
    if not source.control:
        return
    say = source.say
    yield Heading(1, say("Appendix A: MSEL, planned and actual"))
    rows = [
        [
            row.get("inject", ""),
            row.get("title", ""),
            row.get("turn", ""),
            row.get("status", ""),
            "\n".join(filter(None, (row.get("actual_turn", ""), row.get("actual_time", "")))),
            row.get("actual_to", ""),
            row.get("actual", ""),
        ]
        for row in msel_rows(source.run, source.language.code)
    ]
    head = [
        say("Inject"),
        say("Title"),
        say("Planned"),
        say("Status"),
        say("Actual"),
        say("Went to"),
        say("What followed"),
    ]
    yield Table(head, rows, [9, 18, 8, 11, 13, 13, 28])


def rulings(source: Source) -> Iterator[Block]:
    """Every ruling with all that may be read of it."""
    found = source.facts("ruling")
    if not any(source.control or fact["details"].get("odds") for fact in found):
        return
    say = source.say
    yield Heading(
        1, say("Appendix B: All rulings" if source.control else "Appendix: Rulings with their odds")
    )
    rows = []
    for fact in found:
        details = fact["details"]
        if not (source.control or details.get("odds")):
            continue  # its result stands in its turn, and there is no more to read
        table = details["table"]
        cause = details["cause"]
        what = f"{cause}\n{table}" if cause and cause != table else table
        odds = rolled(details, source.language)
        why = reasons(details)
        other = neighbours(details)
        trace = "\n".join(filter(None, (odds, why, say("else: {rows}", rows=other) if other else "")))
        effects = "; ".join(details["effects"])
        result = f"{fact['text']}\n{effects}" if effects else fact["text"]
        rows.append([source.when(fact["turn"]), what, result, trace])
    yield Table(
        [say("When"), say("What and table"), say("Result"), say("Odds, modifiers, other rows")],
        rows,
        [10, 26, 27, 37],
    )


def participants(source: Source) -> Iterator[Block]:
    """Who sat where; names only where they were given to the report."""
    if not source.control and not source.names:
        return
    say, view = source.say, source.view
    words = {"person": say("a person"), "bot": say("a bot"), "empty": say("nobody")}
    rows = []
    for seat in (*(entry["id"] for entry in view["roles"]), "control", "observer"):
        title = next((entry["title"] for entry in view["roles"] if entry["id"] == seat), "")
        names = ", ".join(source.names.get(seat, []))
        by = words.get(view["seats"].get(seat, ""), "")
        if title or names or by:
            fallback = say("Observer") if seat == "observer" else say("Control")
            rows.append([title or fallback, by, names])
    yield Heading(1, say("Appendix C: Participants") if source.control else say("Participants"))
    if source.names:
        yield Table([say("Seat"), say("Played by"), say("Names")], rows, [34, 22, 44])
    else:
        yield Table([say("Seat"), say("Played by")], [row[:2] for row in rows], [60, 40])
        yield Paragraph(say("Names are left out."), "quiet")
