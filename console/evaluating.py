"""Control writes down what it saw, and rates the objectives of the exercise; the page fills in the rest."""

from typing import Literal, cast

from msgspec import UNSET, UnsetType, structs
from rich.text import Text

from console.actions import Action
from console.hand import Hand
from console.matching import Option
from console.screen import clean
from engine.play.commands.declared import Cover, Note, Rate
from engine.play.commands.evaluation import RATINGS
from engine.play.references import Reference, reference
from engine.review.replay import Replay
from engine.review.search import search
from engine.views import CONTROL
from engine.views.kinds import kind_words


def note(hand: Hand, rest: str) -> None:
    write(hand, rest, UNSET)


def observe(hand: Hand, rest: str) -> None:
    write(hand, rest, "observation")


def write(hand: Hand, rest: str, kind: Literal["observation"] | UnsetType) -> None:
    """A note, pinned to the event that it begins with, if it does."""
    at, text = cited(rest)
    text = text or hand.prompt.ask(hand.language.say("Text"))
    pinned = Note(text=text, kind=kind)
    if at:
        line, event = at[0]
        pinned = structs.replace(pinned, line=line, event=event or UNSET)
    if hand.do(pinned):
        hand.say("Noted.")


def cited(text: str) -> tuple[list[Reference], str]:
    """The events that a text begins with by their numbers, such as 12.3, and what is said after them."""
    found, words = list[Reference](), text.split()
    while words and "." in words[0] and (at := reference(words[0])):
        found.append(at)
        words.pop(0)
    return found, " ".join(words) if found else text


def find(hand: Hand, rest: str) -> None:
    """The events that hold some words, each with the number by which a rating or a note points at it."""
    words = rest or hand.prompt.ask(hand.language.say("Words, a kind, a turn"))
    stops = Replay(hand.run).stops(CONTROL, hand.language.code)
    found = search(stops, words, hand.language)
    if not found:
        hand.say("Nothing is found by these words.")
    for stop in found:
        at = Reference(stop["line"], stop["event"])
        turn = hand.language.say("turn {turn}", turn=stop["turn"])
        hand.show(Text(clean(f"{at}  {turn}  {kind_words(hand.language, stop['kind'])}: {stop['text']}")))


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
    at, text = cited(text.strip())
    reason = text or hand.prompt.ask(say("Reason"))
    events = [str(event) for event in at]
    if hand.do(Rate(objective=objective, rating=rating, text=reason, events=events)):
        hand.say("Rated.")
        rested = hand.as_control["evaluation"]["objectives"]
        for link in next(entry["links"] for entry in rested if entry["id"] == objective):
            words = ": ".join(part for part in (link["kind_words"], link["cause"], link["text"]) if part)
            turn = say("turn {turn}", turn=link["turn"])
            hand.show(Text(f"  {words}, {turn}", style="quiet"))


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
    Action(
        "rate", "Rate an objective of the exercise: P, S, M or U.", rate, "rate E1 S 12.3 They asked first."
    ),
    Action("find", "Find what a rating or a note rests on, by words.", find, "find ruling turn 2"),
    Action(
        "cover",
        "Write on the cover of the report: sponsor, marking, handling and so on.",
        cover,
        "cover marking For official use only",
    ),
]
