"""What the tables hold: every table and column, its type and what it means. The data dictionary is this."""

from typing import NamedTuple

ALL, CONTROL, SEAT = "all", "control", "seat"
"""Whose exports have a column: everybody's, control's, or those of a role and the public."""


class Column(NamedTuple):
    """One column of a table."""

    name: str
    type: str
    """integer, number, text, id, ids (with spaces between), json, time or yes-no (1 or 0)."""
    meaning: str
    range: str = ""
    unit: str = ""
    whose: str = ALL


class ExportTable(NamedTuple):
    """One table: what a row is, and its columns."""

    row: str
    columns: tuple[Column, ...]


PHASES = "situation, consultation, orders, rulings, report"
WHEN = (
    Column("turn", "integer", "The turn; 0 before the first.", "0..", "turns"),
    Column("phase", "id", "The phase; empty before the first turn.", PHASES),
)
PLACE = (
    Column("line", "integer", "The line of the log.", "1..", whose=CONTROL),
    Column("event", "integer", "The place of the event in its line.", "0..", whose=CONTROL),
    Column("time", "time", "When the line was written: ISO 8601, UTC.", "", "ms", CONTROL),
    Column(
        "minutes", "number", "Minutes since STARTEX; whole ones where anonymous.", "0..", "minutes", CONTROL
    ),
    Column("standing", "yes-no", "Whether it stands; 0 where control took it back.", "0, 1", whose=CONTROL),
    Column("number", "integer", "The number of the fact among those told to this seat.", "1..", whose=SEAT),
)
LENGTH = Column("length", "integer", "How long the text is.", "0..", "characters")
TEXT = Column("text", "text", "The text; where anonymous and written by a person, its length in brackets.")

EVENTS = ExportTable(
    "An event of the log, or for a role and the public: a fact that was told to it.",
    (
        *WHEN,
        *PLACE,
        Column("actor", "id", "The seat whose command caused it.", whose=CONTROL),
        Column("capacity", "id", "In which capacity it acted.", "role, chair, control", whose=CONTROL),
        Column("command", "id", "The command that caused it.", whose=CONTROL),
        Column("type", "id", "The kind of event, as the log names it.", whose=CONTROL),
        Column("kind", "id", "The kind of fact.", whose=SEAT),
        Column("text", "text", "The event or fact in words."),
        Column("data", "json", "The whole event, as the log has it.", whose=CONTROL),
    ),
)
TRACKS = ExportTable(
    "A track as it stood when a turn was published, before the first turn, and now, in a turn still open.",
    (
        *WHEN,
        Column("track", "id", "The track, with its member in brackets."),
        Column("title", "text", "Its title."),
        Column("value", "integer", "Its value; empty where only the band is known.", "min..max"),
        Column("band", "id", "Its band, where only that is known."),
        Column("band_text", "text", "The band in words."),
        Column("before", "integer", "Its value in the row before."),
        Column("change", "integer", "Value less the value before."),
        Column("min", "integer", "The lower end of its scale."),
        Column("max", "integer", "The upper end of its scale."),
    ),
)
ORDERS = ExportTable(
    "An order that was locked or refused; for a role, its own, and those of others that it learned of.",
    (
        *WHEN,
        *PLACE,
        Column("role", "id", "Whose order it is."),
        Column("role_title", "text", "The role in words."),
        Column("order", "id", "The order: a move with its arguments."),
        Column("title", "text", "The order in words."),
        Column("move", "id", "The move."),
        Column("targets", "ids", "The roles it is aimed at."),
        Column("cost", "integer", "What it cost; empty where that is not known.", "0..", "political capital"),
        Column("secret", "yes-no", "Whether it was given in secret.", "0, 1"),
        Column(
            "result",
            "id",
            "What became of it; empty while that is open.",
            "carried (out), returned (for lack of consent, with its cost), refused (not allowed)",
        ),
        Column("why", "id", "The code of the reason, or who refused consent.", whose=CONTROL),
        Column("why_text", "text", "Why it was refused, in words."),
    ),
)
RULINGS = ExportTable(
    "A ruling of a table that was published.",
    (
        *WHEN,
        *PLACE,
        Column("step", "id", "The step of the turn.", whose=CONTROL),
        Column("table", "id", "The table.", whose=CONTROL),
        Column("table_title", "text", "The table in words, with its arguments."),
        Column("call", "id", "The table with its arguments.", whose=CONTROL),
        Column("path", "id", "The path of the ruling, which the dice hang on.", whose=CONTROL),
        Column("caller", "id", "The path of what called it.", whose=CONTROL),
        Column("caller_text", "text", "What called it, in words, where that may be known."),
        Column("actor", "id", "The role whose order called it.", whose=CONTROL),
        Column("row", "id", "The row that came.", whose=CONTROL),
        Column("text", "text", "The row in words."),
        Column("effects", "text", "What it did, in words."),
        Column("changes", "json", "The same as values: verb, slot, amount or word, bound."),
        Column("dice", "text", "The dice thrown, with spaces between; empty where none decided.", "1..6"),
        Column("sum", "integer", "What the modifiers come to."),
        Column("total", "integer", "Dice and modifiers."),
        Column("chance", "number", "The chance this row had.", "0..1"),
        Column("odds", "json", "Every row with its band of totals and its chance."),
        Column("modifiers", "json", "The modifiers that held, each with its amount and reason."),
        Column("inputs", "json", "What the conditions read, as it stood.", whose=CONTROL),
        Column("typed", "yes-no", "Whether the dice were thrown on the table and typed in.", "0, 1"),
        Column("replaced", "id", "The row that control's override replaced."),
        Column("reason", "text", "Control's reason for the override."),
    ),
)
MESSAGES = ExportTable(
    "A private message; for a role, one that it wrote or read, or a sealed letter that it carried.",
    (
        *WHEN,
        *PLACE,
        Column("message", "id", "The message."),
        Column("sender", "id", "Who wrote it."),
        Column("to", "ids", "Who it was for."),
        Column("through", "id", "The role that carries it."),
        Column("carried", "yes-no", "Whether it was handed over to be carried.", "0, 1"),
        Column("sealed", "yes-no", "Whether it was kept from its carrier.", "0, 1"),
        Column("delivered", "yes-no", "Whether a carried one arrived, as far as it is known.", "0, 1"),
        Column("exposed", "yes-no", "Whether somebody read it whom it was not for.", "0, 1"),
        Column("readers", "ids", "Who read it besides.", whose=CONTROL),
        LENGTH,
        TEXT,
    ),
)
STATEMENTS = ExportTable(
    "A public statement.",
    (
        *WHEN,
        *PLACE,
        Column("statement", "id", "The statement."),
        Column("role", "id", "Who made it."),
        Column("role_title", "text", "The role in words."),
        Column("mark", "id", "Control's mark on it.", whose=CONTROL),
        Column("marked_role", "id", "The role that the mark names.", whose=CONTROL),
        LENGTH,
        TEXT,
    ),
)
INJECTS = ExportTable(
    "What was done with an inject; for a role, one that it read.",
    (
        *WHEN,
        *PLACE,
        Column("inject", "id", "The inject.", whose=CONTROL),
        Column(
            "kind",
            "id",
            "What was done with it.",
            "released, improvised, written (for later), held, deferred, skipped",
            whose=CONTROL,
        ),
        Column("title", "text", "Its title."),
        Column("type", "id", "Its type, as professionals sort injects."),
        Column("from", "text", "Who it comes from, in words."),
        Column("to", "ids", "Who it was for.", whose=CONTROL),
        Column("readers", "ids", "Everybody who read it.", whose=CONTROL),
        Column("choices", "json", "What control settled at release.", whose=CONTROL),
        Column("until", "integer", "The turn it waits for.", "0..", "turns", CONTROL),
        Column("reason", "text", "Control's reason.", whose=CONTROL),
        Column("expect", "text", "The action it was expected to lead to.", whose=CONTROL),
        LENGTH,
        TEXT,
    ),
)
AGREEMENTS = ExportTable(
    "A step in the life of a proposal or agreement.",
    (
        *WHEN,
        *PLACE,
        Column(
            "kind",
            "id",
            "The step.",
            "control: proposed, signed, unsigned, announced, lapsed, entered, leaving, ended; "
            "others: proposal, signature, announced, agreement, leaving",
        ),
        Column("proposal", "id", "The proposal."),
        Column("agreement", "id", "The agreement; empty for a free text."),
        Column("title", "text", "The agreement in words.", whose=CONTROL),
        Column("role", "id", "Who took the step.", whose=CONTROL),
        Column("roles", "ids", "Whose signature it needs, or who signed.", whose=CONTROL),
        Column("terms", "json", "Its terms.", whose=CONTROL),
        Column("why", "id", "Why it ended.", "left, breach, expired", whose=CONTROL),
        Column("text", "text", "The step in words."),
    ),
)
SCORES = ExportTable(
    "A score, an objective, a red line or the ending, as they stand; for a role, its own.",
    (
        *WHEN,
        Column(
            "kind",
            "id",
            "What it is.",
            "ending, common (the region's), score, cap (what the ending takes), objective, red_line",
        ),
        Column("role", "id", "Whose it is; empty where it is everybody's."),
        Column("role_title", "text", "The role in words."),
        Column("id", "id", "The ending, objective or red line."),
        Column("title", "text", "It in words."),
        Column("met", "yes-no", "Whether the objective is met, or the red line crossed.", "0, 1"),
        Column("points", "integer", "What it counts.", "", "points"),
        Column("score", "integer", "The score.", "", "points"),
    ),
)
GUESSES = ExportTable(
    "A card that a role had to guess after ENDEX, as it stands; for a role its own guesses, and everybody's "
    "once control has released everything.",
    (
        *WHEN,
        Column("role", "id", "Who guesses."),
        Column("role_title", "text", "The role in words."),
        Column("card", "id", "The card."),
        Column("title", "text", "The card in words."),
        Column("of", "id", "The role whose card it was."),
        Column("value", "id", "What it was taken to be; empty where nothing was said."),
        Column("value_text", "text", "The same in words."),
        Column("right", "yes-no", "Whether that is what it was; empty where it may not be known.", "0, 1"),
        Column("truth", "id", "What it was; empty where no card was drawn, or it may not be known."),
        Column("truth_text", "text", "The same in words."),
    ),
)
SEATS = ExportTable(
    "A seat, as it stands.",
    (
        *WHEN,
        Column("seat", "id", "The seat."),
        Column("title", "text", "The seat in words."),
        Column("by", "id", "Who sits there.", "person, bot, empty"),
    ),
)
NOTES = ExportTable(
    "Words between control and others, and for control what was noted, rated, found and planned.",
    (
        *WHEN,
        *PLACE,
        Column(
            "kind",
            "id",
            "What it is.",
            "request, reply, chair; control also: note, observation, discussion, rated, found, planned",
        ),
        Column("by", "id", "Who wrote it.", whose=CONTROL),
        Column("to", "ids", "Who it was for.", whose=CONTROL),
        Column(
            "about",
            "text",
            "What it is about: a ruling, inject, objective, question or finding.",
            whose=CONTROL,
        ),
        Column("at_line", "integer", "The line it is pinned to.", "1..", whose=CONTROL),
        Column("length", "integer", "How long the text is.", "0..", "characters", CONTROL),
        TEXT,
        Column("data", "json", "The whole event, as the log has it.", whose=CONTROL),
    ),
)
ARGUMENTS = ExportTable(
    "An argument of an argued order that was ruled on: a reason of its team, or another's counter-argument.",
    (
        *WHEN,
        *PLACE,
        Column("role", "id", "Whose order it is."),
        Column("order", "id", "The order: `argued` with the effect it wants in brackets."),
        Column("title", "text", "What is done; where anonymous, its length in brackets."),
        Column("wanted", "text", "The effect it wanted, in words."),
        Column("left", "text", "What control left of that effect, in words; empty where that is all of it."),
        Column("argument", "id", "A reason by its number from 1, a counter-argument by the role."),
        Column("by", "id", "The role that gave it."),
        Column("against", "yes-no", "Whether it is a counter-argument.", "0, 1"),
        Column("counts", "yes-no", "Whether it counts.", "0, 1"),
        Column("difficulty", "text", "How hard the order was called, in words."),
        Column("weighed", "yes-no", "Whether anybody weighed it.", "0, 1"),
        Column("inadmissible", "yes-no", "Whether control ruled the order inadmissible.", "0, 1"),
        LENGTH,
        TEXT,
    ),
)
TABLES = {
    "events": EVENTS,
    "tracks": TRACKS,
    "orders": ORDERS,
    "rulings": RULINGS,
    "arguments": ARGUMENTS,
    "messages": MESSAGES,
    "statements": STATEMENTS,
    "injects": INJECTS,
    "agreements": AGREEMENTS,
    "scores": SCORES,
    "guesses": GUESSES,
    "seats": SEATS,
    "notes": NOTES,
}


def columns(table: str, *, control: bool, anonymous: bool) -> list[Column]:
    """The columns of a table in one export."""
    hidden = SEAT if control else CONTROL
    return [
        column
        for column in TABLES[table].columns
        if column.whose != hidden and not (anonymous and column.type == "time")
    ]


def meanings() -> list[str]:
    """Every sentence of the dictionary that stands in a table."""
    found = [table.row for table in TABLES.values()]
    return found + [column.meaning for table in TABLES.values() for column in table.columns]
