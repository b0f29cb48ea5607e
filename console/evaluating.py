"""Control writes down what it saw, and rates the objectives of the exercise; the page fills in the rest."""

from typing import TYPE_CHECKING

from console.actions import Action
from console.matching import Option

if TYPE_CHECKING:
    from console.table import Table


def note(table: "Table", rest: str) -> None:
    if table.do("note", text=rest or table.prompt.ask(table.language.say("Text"))):
        table.say("Noted.")


def observe(table: "Table", rest: str) -> None:
    text = rest or table.prompt.ask(table.language.say("Text"))
    if table.do("note", kind="observation", text=text):
        table.say("Noted.")


def rate(table: "Table", rest: str) -> None:
    """One of HSEEP's ratings, with a sentence why."""
    say, evaluation = table.language.say, table.as_control["evaluation"]
    if not evaluation["objectives"]:
        table.say("This exercise names no objectives of its own to rate.")
        return
    name, _, rest = rest.partition(" ")
    code, _, text = rest.partition(" ")
    aims = [
        Option(entry["id"], f"{entry['objective']} ({entry['rating'] or '–'})")
        for entry in evaluation["objectives"]
    ]
    objective = table.prompt.choose(say("Which objective"), aims, name)
    ratings = [Option(entry["code"], entry["title"]) for entry in evaluation["ratings"]]
    rating = table.prompt.choose(say("Which rating"), ratings, code)
    reason = text.strip() or table.prompt.ask(say("Reason"))
    if table.do("rate", objective=objective, rating=rating, text=reason):
        table.say("Rated.")


ACTIONS = [
    Action(
        "note", "Pin a note to this moment; control and observers read it.", note, "note Two teams hesitate."
    ),
    Action("observation", "Write down what you saw, for the debrief.", observe),
    Action("rate", "Rate an objective of the exercise: P, S, M or U.", rate, "rate E1 S They asked first."),
]
