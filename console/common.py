"""What can be done in every phase and at every seat."""

from console import news, report
from console.actions import Action
from console.hand import Hand
from console.layout import hanging, heading
from console.prompt import Quit
from engine.views.seen import is_role


def actions(hand: Hand) -> list[Action]:
    """The words that are understood everywhere."""
    found = [
        Action("status", "See the situation again.", status),
        Action("more", "See every scale that is known here.", more),
        Action("log", "Read what has happened, all of it or one turn.", log, "log 2"),
    ]
    if is_role(hand.picture):
        found.append(Action("brief", "Read the card of this seat again.", brief))
    return [
        *found,
        Action("help", "See what can be done here.", help_here),
        Action("back", "Leave a question; here it changes nothing.", back),
        Action("quit", "Get up; the run is kept.", get_up),
    ]


def status(hand: Hand, rest: str) -> None:
    hand.situation()
    if hand.picture["phase"] == "report":
        hand.show(*report.report(hand.picture, hand.language))


def more(hand: Hand, rest: str) -> None:
    """Every scale, then where each stands in words and what comes next on it."""
    hand.situation(every=True)
    told = [track for track in hand.picture["tracks"] if track["stands"]]
    if told:
        hand.show(heading(hand.language.say("What the scales mean")))
    hand.show(*(hanging("  ·", f"{track['label']}: {track['stands']}") for track in told))


def log(hand: Hand, rest: str) -> None:
    """The story of this seat, or of one of its turns."""
    turn = int(rest) if rest.isdigit() else None
    drawn = [
        found
        for entry in hand.picture["story"]
        if turn is None or entry["turn"] == turn
        if (found := news.fact(entry, hand.picture, hand.language)) is not None
    ]
    hand.show(*drawn)
    if not drawn:
        hand.say("Nothing is known of turn {turn}.", turn=rest)


def brief(hand: Hand, rest: str) -> None:
    hand.show(*report.brief(hand.as_role, hand.language))


def help_here(hand: Hand, rest: str) -> None:
    hand.help()


def back(hand: Hand, rest: str) -> None:
    hand.say("There is no question to leave. Type 'quit' to get up.")


def get_up(hand: Hand, rest: str) -> None:
    raise Quit
