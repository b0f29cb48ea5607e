"""Control writes down what it saw, and rates the objectives of the exercise; the page fills in the rest."""

from typing import cast

from console.actions import Action
from console.hand import Hand
from console.matching import Option
from engine.play.commands.declared import Cover, Note, Rate
from engine.play.commands.evaluation import RATINGS


def note(hand: Hand, rest: str) -> None:
    if hand.do(Note(text=rest or hand.prompt.ask(hand.language.say("Text")))):
        hand.say("Noted.")


def observe(hand: Hand, rest: str) -> None:
    text = rest or hand.prompt.ask(hand.language.say("Text"))
    if hand.do(Note(kind="observation", text=text)):
        hand.say("Noted.")


def rate(hand: Hand, rest: str) -> None:
    """One of HSEEP's ratings, with a sentence why."""
    say, evaluation = hand.language.say, hand.as_control["evaluation"]
    if not evaluation["objectives"]:
        hand.say("This exercise names no objectives of its own to rate.")
        return
    name, _, rest = rest.partition(" ")
    code, _, text = rest.partition(" ")
    aims = [
        Option(entry["id"], f"{entry['objective']} ({entry['rating'] or '–'})")
        for entry in evaluation["objectives"]
    ]
    objective = hand.prompt.choose(say("Which objective"), aims, name)
    titles = {entry["code"]: entry["title"] for entry in evaluation["ratings"]}
    ratings = [Option(rating, titles[rating]) for rating in RATINGS]
    rating = hand.prompt.choose(say("Which rating"), ratings, code)
    reason = text.strip() or hand.prompt.ask(say("Reason"))
    if hand.do(Rate(objective=objective, rating=rating, text=reason)):
        hand.say("Rated.")


def cover(hand: Hand, rest: str) -> None:
    """One thing on the cover of the report, in words; without words it is taken away."""
    say, standing = hand.language.say, hand.as_control["evaluation"]["cover"]
    name, _, text = rest.partition(" ")
    titles = {
        "sponsor": say("Sponsor"),
        "contact": say("Point of contact"),
        "organisations": say("Participating organisations"),
        "participants": say("Number of participants"),
        "marking": say("Protective marking"),
        "handling": say("Handling"),
        "summary": say("Executive summary"),
    }
    known = cast(dict[str, str], standing)
    options = [Option(word, f"{title} ({known[word] or '–'})") for word, title in titles.items()]
    field = hand.prompt.choose(say("What of the cover"), options, name)
    if hand.do(Cover(**{field: text.strip() or hand.prompt.ask(titles[field])})):
        hand.say("Noted.")


ACTIONS = [
    Action(
        "note", "Pin a note to this moment; control and observers read it.", note, "note Two teams hesitate."
    ),
    Action("observation", "Write down what you saw, for the debrief.", observe),
    Action("rate", "Rate an objective of the exercise: P, S, M or U.", rate, "rate E1 S They asked first."),
    Action(
        "cover",
        "Write on the cover of the report: sponsor, marking, handling and so on.",
        cover,
        "cover marking For official use only",
    ),
]
