"""Cards of others, guessed after ENDEX: a seat says what it takes them to have been. Once they are open, it
reads who saw through whom.
"""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.actions import Action
from console.hand import Hand
from console.matching import Option
from console.situation import role_text
from engine.play.commands.declared import Guess
from engine.views.seen import CardToGuess, ControlView, Guesses, Guessing, Hits, OpenedCard, RoleView, View
from engine.words.language import Language

MARKS = {True: "✓", False: "✗", None: "·"}
LEAVE = "-"
"""No value of an exercise is called so: a card that is passed over."""


def actions(view: RoleView) -> list[Action]:
    """What a seat can say of the cards of others."""
    guessing = view["guessing"]
    return [GUESS] if guessing and guessing["open"] else []


def of_control(view: ControlView) -> list[Action]:
    """Control reads who has guessed and the cards, and enters what a team has written on paper."""
    if not view["guesses"]:
        return []
    opened = not any(guessing["open"] for guessing in view["all_guessing"].values())
    return [SEE] if opened else [SEE, ENTER]


def guess(hand: Hand, rest: str) -> None:
    guessing = hand.as_role["guessing"]
    if guessing:
        ask(hand, guessing)


def enter(hand: Hand, rest: str) -> None:
    """Of a team that writes on paper; the seat may be anybody's."""
    view = hand.as_control
    options = [Option(role, progress(view, role, hand.language)) for role in view["all_guessing"]]
    role = hand.prompt.choose(hand.language.say("Which seat"), options, rest)
    ask(hand, view["all_guessing"][role], role)


def ask(hand: Hand, guessing: Guessing, role: str = "") -> None:
    """One card after the other; what is passed over stays as it is."""
    say, values = hand.language.say, dict[str, str]()
    for card in guessing["cards"]:
        hand.show(Text(""), Text(card["ask"], style="title"))
        options = [Option(str(value["word"]), value["title"]) for value in card["values"]]
        stands = said(card) or say("nothing yet")
        options.append(Option(LEAVE, say("leave it: {guess}", guess=stands)))
        chosen = hand.prompt.choose(say("What it was"), options)
        if chosen != LEAVE:
            values[card["id"]] = chosen
    if values and hand.do(Guess(role=role, values=values), guessing["version"]):
        hand.say("It is written down. You can change it until control opens the cards.")
        hand.told = len(hand.picture["story"])


def said(card: CardToGuess) -> str:
    """What a seat takes a card to have been, in words; empty where it has not said so."""
    return next((value["title"] for value in card["values"] if value["word"] == card["value"]), "")


def progress(view: ControlView, role: str, language: Language) -> str:
    """How many cards a role has guessed so far."""
    cards = view["all_guessing"][role]["cards"]
    number = sum(bool(card["value"]) for card in cards)
    words = language.say("{number} of {all} guessed", number=number, all=len(cards))
    return f"{role_text(view, role)}: {words}"


def see(hand: Hand, rest: str) -> None:
    """Who has guessed, then the table; before the cards are open that is control's alone."""
    view, language = hand.as_control, hand.language
    found = view["guesses"]
    if found is None:
        return
    hand.show(Text(""), *(Text(progress(view, role, language)) for role in view["all_guessing"]))
    if not found["opened"]:
        secret = "For your eyes: the seats read this once you release everything."
        hand.show(Text(language.say(secret), style="quiet"))
    hand.show(table(view, found, language))


def table(view: View, found: Guesses, language: Language) -> RenderableType:
    """Cards as rows, what each was, and who saw through it; then how well each role guessed."""
    say, drawn = language.say, Table(box=None, padding=(0, 1), show_edge=False)
    for title in (say("Card"), say("What it was"), say("Guesses")):
        drawn.add_column(title, header_style="quiet", ratio=2 if title != say("Guesses") else 5)
    for card in found["cards"]:
        drawn.add_row(
            Text(card["title"]), Text(card["truth_title"], style="title"), made(view, card, language)
        )
    lines = [Text(f"{role_text(view, entry['role'])}: {hits(entry, language)}") for entry in found["hits"]]
    return Group(Text(say("Who saw through whom"), style="title"), drawn, *lines)


def made(view: View, card: OpenedCard, language: Language) -> Text:
    """What was guessed of a card, each with a sign and in words."""
    entries = [
        f"{MARKS[entry['right']]} {role_text(view, entry['role'])}"
        + ("" if entry["right"] else f" ({entry['title']})")
        for entry in card["guessed"]
    ]
    return Text(", ".join(entries) or language.say("nobody guessed"))


def hits(entry: Hits, language: Language) -> str:
    """How well a role guessed."""
    if not entry["said"]:
        return language.say("no guess")
    return language.say("{right} of {all} right", right=entry["right"], all=entry["cards"])


GUESS = Action("guess", "Guess what the others kept to themselves.", guess)
SEE = Action("cards", "See who has guessed, and what the cards were.", see)
ENTER = Action("guess", "Enter the guesses of a team that writes on paper.", enter, "guess {role}")
