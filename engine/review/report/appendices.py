"""Appendices: the MSEL as played, all rulings, participants."""

from collections.abc import Iterator

from engine.pictures.odds import odds_list, sentence
from engine.review.report.blocks import Block, Cell, Drawing, Heading, Paragraph, TableBlock
from engine.review.report.rolled import neighbours, reasons, rolled
from engine.review.report.source import ReportSource
from engine.views.seen import RulingFact


def msel(source: ReportSource) -> Iterator[Block]:
    """Every inject that was planned or came, for control; those that waited in vain by name."""
    if not source.control:
        return
    say = source.say
    rows = source.msel
    came = [row for row in rows if row.get("turn") or row.get("actual_turn")]
    unused = [f"{row['inject']} {row['title']}" for row in rows if row not in came]
    yield Heading(1, source.appendix(say("MSEL, planned and actual")))
    head = [
        say("Inject"),
        say("Planned"),
        say("Title"),
        say("Expected action"),
        say("Status"),
        say("Actual"),
        say("Went to"),
        say("What followed"),
    ]
    yield TableBlock(head, [inject(row) for row in came], [8, 6, 13, 21, 10, 9, 9, 24])
    if unused:
        yield Paragraph(say("Ready and not used: {injects}", injects="; ".join(unused)), "quiet")


def inject(row: dict[str, str]) -> list[str]:
    """One inject: what was meant, and what became of it."""
    actual = "\n".join(filter(None, (row.get("actual_turn", ""), row.get("actual_time", ""))))
    return [
        row["inject"],
        row.get("turn", ""),
        row.get("title", ""),
        row.get("expect", ""),
        row.get("status", ""),
        actual,
        row.get("actual_to", ""),
        row.get("actual", ""),
    ]


def rulings(source: ReportSource) -> Iterator[Block]:
    """Every ruling with all that may be read of it."""
    found = [fact for fact in source.facts() if fact["kind"] == "ruling"]
    if not source.control:
        # the result of the others stands in their turn, and there is no more to read of them
        found = [fact for fact in found if fact["details"].get("odds")]
    if not found:
        return
    say = source.say
    title = say("All rulings") if source.control else say("Rulings with their odds")
    yield Heading(1, source.appendix(title))
    head = [
        say("When"),
        say("What and table"),
        say("Result"),
        say("Odds"),
        say("Roll, modifiers, other rows"),
    ]
    yield TableBlock(head, gathered(source, found), [7, 19, 25, 12, 37])


def gathered(source: ReportSource, found: list[RulingFact]) -> list[list[Cell]]:
    """A row for each ruling; those of one cause, known by their result alone, share one."""
    rows: list[list[Cell]] = []
    for fact in found:
        when, what, result, drawn, trace = ruling(source, fact)
        before = rows[-1] if rows else None
        if before and before[:2] == [when, what] and not (trace or before[4]):
            before[2] = f"{before[2]}\n{result}"
        else:
            rows.append([when, what, result, drawn, trace])
    return rows


def ruling(source: ReportSource, fact: RulingFact) -> tuple[str, str, str, Cell, str]:
    """One ruling: what it was about, what came of it and what else could have."""
    details = fact["details"]
    cause, table = details["cause"], details["table"]
    other, effects = neighbours(details), "; ".join(details["effects"])
    trace = (
        rolled(details, source.language),
        reasons(details),
        source.say("else: {rows}", rows=other) if other else "",
        source.say("moved by control: {reason}", reason=details["reason"]) if details.get("replaced") else "",
    )
    drawn = str(odds_list(fact, source.language))
    return (
        source.when(fact["turn"]),
        f"{cause}\n{table}" if cause and cause != table else table,
        f"{fact['text']}: {effects}" if effects else fact["text"],
        Drawing(drawn, "", sentence(fact, source.language)) if details.get("odds") else "",
        "\n".join(filter(None, trace)),
    )


def participants(source: ReportSource) -> Iterator[Block]:
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
    yield Heading(1, source.appendix(say("Participants")))
    if source.names:
        yield TableBlock([say("Seat"), say("Played by"), say("Names")], rows, [34, 22, 44])
    else:
        yield TableBlock([say("Seat"), say("Played by")], [row[:2] for row in rows], [60, 40])
        yield Paragraph(say("Names are left out."), "quiet")
