"""What can be done in every phase and at every seat."""

from typing import TYPE_CHECKING

from console import news, report
from console.actions import Action, help_parts
from console.prompt import Quit
from engine.views.seen import is_role

if TYPE_CHECKING:
    from console.table import Table


def actions(table: "Table") -> list[Action]:
    """The words that are understood everywhere."""
    found = [
        Action("status", "See the situation again.", status),
        Action("more", "See every scale that is known here.", more),
        Action("log", "Read what has happened, all of it or one turn.", log, "log 2"),
    ]
    if is_role(table.picture):
        found.append(Action("brief", "Read the card of this seat again.", brief))
    return [
        *found,
        Action("help", "See what can be done here.", help_here),
        Action("back", "Leave a question; here it changes nothing.", back),
        Action("quit", "Get up; the run is kept.", get_up),
    ]


def status(table: "Table", rest: str) -> None:
    table.situation()
    if table.picture["phase"] == "report":
        table.show(*report.report(table.picture, table.language))


def more(table: "Table", rest: str) -> None:
    table.situation(every=True)


def log(table: "Table", rest: str) -> None:
    """The story of this seat, or of one of its turns."""
    turn = int(rest) if rest.isdigit() else None
    drawn = [
        found
        for entry in table.picture["story"]
        if turn is None or entry["turn"] == turn
        if (found := news.fact(entry, table.picture, table.language)) is not None
    ]
    table.show(*drawn)
    if not drawn:
        table.say("Nothing is known of turn {turn}.", turn=rest)


def brief(table: "Table", rest: str) -> None:
    table.show(*report.brief(table.as_role, table.language))


def help_here(table: "Table", rest: str) -> None:
    other = next(entry["code"] for entry in table.picture["roles"] if entry["id"] != table.seat)
    table.show(*help_parts(table.actions(), table.language, other))


def back(table: "Table", rest: str) -> None:
    table.say("There is no question to leave. Type 'quit' to get up.")


def get_up(table: "Table", rest: str) -> None:
    raise Quit
