"""Words between people: messages, statements, letters that go through a carrier, requests to control."""

from rich.text import Text

from console import news
from console.actions import Action
from console.hand import Hand
from console.matching import Option, fold
from console.situation import code_of, mark_of
from engine.play.commands.declared import Message, Notebook, Promise, Request, Statement
from engine.play.commands.versions import version
from engine.views.seen import OnRequest, RoleView
from engine.views.seen import Promise as Given
from engine.words.language import Language


def unread(hand: Hand, to: list[str]) -> None:
    """Whom nobody reads for: bots answer no messages."""
    view = hand.as_role
    unplayed = [role for role in to if view["seats"].get(role) in ("bot", "empty")]
    unplayed = [role for role in unplayed if role not in view["control_roles"]]
    speaking = [code_of(view, role) for role in unplayed if role in view["speaks"]]
    deaf = [code_of(view, role) for role in unplayed if role not in view["speaks"]]
    if speaking:
        hand.say("A bot answers by its doctrine, and reads nothing: {roles}.", roles=", ".join(speaking))
    if deaf:
        hand.say("Nobody reads it at: {roles}. No person or program sits there.", roles=", ".join(deaf))


def actions(view: RoleView) -> list[Action]:
    """What this seat can say now."""
    if view["finished"]:
        return []
    found = [
        Action("message", "Send a private message.", message, "message {role} We should talk."),
        Action("team", "Write to the people of your own seat.", team, "team Let us wait."),
        Action("statement", "Make a public statement.", statement, "statement We are ready to listen."),
        Action("messages", "Read the messages and statements so far.", read),
        Action("promise", "Promise other seats an order or an agreement by a turn.", promise),
        Action("notebook", "Read the notebook of your seat, and add to it.", notebook),
        ASK,
    ]
    if view["on_request"]:
        found.insert(4, MOVE)
    if view["carriers"]:
        found.insert(3, Action("carry", "Hand a letter to a carrier, sealed or open.", carry))
    if view["can_answer_through"]:
        found.insert(3, Action("reply", "Answer a carried message through its carrier.", reply))
    return found


def others(view: RoleView) -> list[Option[str]]:
    """The other seats."""
    return [
        Option(entry["id"], f"{mark_of(view, entry['id'])} {entry['title']}", entry["code"])
        for entry in view["roles"]
        if entry["id"] != view["seat"]
    ]


def reached(hand: Hand) -> list[Option[str]]:
    """The seats that this one can write to; why it cannot write to the others is said."""
    apart = {entry["role"]: entry["text"] for entry in hand.as_role["no_direct_contact"]}
    for text in apart.values():
        hand.show(Text(text))
    return [option for option in others(hand.as_role) if option.word not in apart]


def addressed(hand: Hand, rest: str) -> tuple[list[str], str]:
    """To whom, and the text, from one line or asked for."""
    say = hand.language.say
    word, _, text = rest.partition(" ")
    to = hand.prompt.several(say("To whom (several with commas, or all)"), reached(hand), word)
    return to, text.strip() or hand.prompt.ask(say("Text"))


def message(hand: Hand, rest: str) -> None:
    word, _, text = rest.partition(" ")
    if fold(word) in ("control", fold(hand.language.say("Control"))):
        request(hand, text.strip())
        return
    to, text = addressed(hand, rest)
    if hand.do(Message(to=to, text=text)):
        hand.say("Sent to {roles}.", roles=", ".join(code_of(hand.as_role, role) for role in to))
        unread(hand, to)
        for entry in hand.as_role["story"][hand.told :]:
            if entry["kind"] == "message" and entry["details"].get("by_doctrine"):
                hand.show(news.letter(entry, hand.language))
        hand.told = len(hand.as_role["story"])


def team(hand: Hand, rest: str) -> None:
    """To the people of one's own seat."""
    cells = hand.as_role["cells"]
    cell = ""
    if cells and not rest:
        options = [Option("", hand.language.say("All of us"))]
        options += [Option(entry["id"], entry["title"]) for entry in cells]
        cell = hand.prompt.choose(hand.language.say("Which cell: the whole seat reads it"), options)
    text = rest or hand.prompt.ask(hand.language.say("Text"))
    if hand.do(Message(to=[hand.seat], text=text, cell=cell)):
        hand.say("Written to your own team.")
        hand.told = len(hand.as_role["story"])


def promise(hand: Hand, rest: str) -> None:
    """An order of one's own, or an agreement, by a turn; first what was promised so far is read."""
    say, picture = hand.language.say, hand.as_role
    for entry in picture["promises"]:
        hand.show(Text(promised(entry, picture, hand.language)))
    to = hand.prompt.several(say("To whom (several with commas, or all)"), reached(hand), rest)
    orders = [Option(f"order:{move['order']}", move["title"]) for move in picture["moves"]]
    papers = [
        Option(f"agreement:{entry['id']}", entry["title"])
        for entry in (*picture["can_propose"], *picture["agreements"])
        if hand.seat in entry["needs"]
    ]
    kind, _, name = hand.prompt.choose(say("What you promise"), [*orders, *papers]).partition(":")
    first = picture["turn"] + (picture["phase"] == "report")
    turns = [Option(str(turn), say("turn {turn}", turn=turn)) for turn in range(first, picture["turns"] + 1)]
    turn = int(hand.prompt.choose(say("By turn, that one included"), turns))
    text = hand.prompt.perhaps(say("In words, if you like (Enter for nothing)"))
    order, agreement = (name, "") if kind == "order" else ("", name)
    if hand.do(Promise(to=to, order=order, agreement=agreement, turn=turn, text=text)):
        hand.say("It is promised: no rule holds you to it, and the debrief says whether it was kept.")
        hand.told = len(hand.as_role["story"])


def promised(entry: Given, view: RoleView, language: Language) -> str:
    """A promise, and what became of it, in a line."""
    say = language.say
    state = {"kept": say("kept"), "broken": say("broken"), "unseen": say("not seen to be kept")}
    about = state.get(entry["state"]) or say("by turn {turn}", turn=entry["turn"])
    to = ", ".join(code_of(view, role) for role in entry["to"])
    return f"{code_of(view, entry['by'])} → {to}: {entry['title']} ({about})"


def notebook(hand: Hand, rest: str) -> None:
    """What the people of the seat have written down; a line more goes to its end."""
    say, kept = hand.language.say, hand.as_role["notebook"]
    standing = version(hand.run.state, "notebook", hand.seat, {})
    hand.show(Text(kept or say("Nothing stands in it yet."), style="world"))
    more = rest or hand.prompt.perhaps(say("A line more (Enter for none)"))
    if more and hand.do(Notebook(text=f"{kept}\n{more}".strip()), standing):
        hand.say("It stands in the notebook.")
        hand.told = len(hand.as_role["story"])


def statement(hand: Hand, rest: str) -> None:
    text = rest or hand.prompt.ask(hand.language.say("Text of the statement"))
    if hand.do(Statement(text=text)):
        hand.say("Said in public.")
        hand.told = len(hand.as_role["story"])


def request(hand: Hand, rest: str) -> None:
    text = rest or hand.prompt.ask(hand.language.say("What is asked of control"))
    if hand.do(Request(text=text)):
        hand.say("Control has it.")
        hand.told = len(hand.as_role["story"])


def move(hand: Hand, rest: str) -> None:
    """Ask control for an order of a role that it plays."""
    say, asked = hand.language.say, hand.as_role["on_request"]
    options = [Option(entry["order"], entry["title"]) for entry in asked]
    key = hand.prompt.choose(say("Which move"), options, rest)
    entry = next(entry for entry in asked if entry["order"] == key)
    hand.show(Text(entry["text"], style="world"), Text(possible(entry, hand.language), style="quiet"))
    text = hand.prompt.perhaps(say("In words, if you like (Enter for nothing)"))
    if hand.do(Request(order=key, text=text)):
        hand.say("Control has it.")
        hand.told = len(hand.as_role["story"])


def possible(entry: OnRequest, language: Language) -> str:
    """What a move of a role that control plays costs, and whether it is possible now, as far as is known."""
    say = language.say
    cost = language.count(entry["cost"], "point", "points") if entry["cost"] else say("free")
    if entry["reason"]:
        return f"{cost} · {say('Not now')}: {entry['reason']}"
    if entry["known"]:
        return f"{cost} · {say('possible now, if capital and limits allow')}"
    return f"{cost} · {say('only control can tell whether it is possible now')}"


def carrier(hand: Hand) -> str:
    names = [Option(role, code_of(hand.as_role, role)) for role in hand.as_role["carriers"]]
    return hand.prompt.choose(hand.language.say("Through whom"), names)


def sealing(hand: Hand, through: str) -> bool:
    """Whether a letter is sealed. Where control carries it, nothing is asked: it reads all."""
    if through in hand.as_role["control_roles"]:
        said = "Control plays {role} and reads every letter; none can be sealed."
        hand.say(said, role=code_of(hand.as_role, through))
        return False
    return hand.prompt.confirm(hand.language.say("Sealed, so that the carrier does not read it?"))


def carry(hand: Hand, rest: str) -> None:
    """A letter given into a carrier's hands."""
    say, through = hand.language.say, carrier(hand)
    text = rest or hand.prompt.ask(say("Text of the letter"))
    sealed = sealing(hand, through)
    if hand.do(Message(carry=True, through=through, text=text, sealed=sealed)):
        hand.say(
            "Handed to {carrier}; whether it is carried is theirs to decide.",
            carrier=code_of(hand.as_role, through),
        )
        hand.told = len(hand.as_role["story"])


def reply(hand: Hand, rest: str) -> None:
    """The answer to a carried message, back through the carrier."""
    say, invited = hand.language.say, hand.as_role["can_answer_through"]
    names = [Option(entry["sender"], code_of(hand.as_role, entry["sender"])) for entry in invited]
    to = hand.prompt.choose(say("To whom"), names)
    through = next(entry["through"] for entry in invited if entry["sender"] == to)
    text = rest or hand.prompt.ask(say("Text of the letter"))
    sealed = sealing(hand, through)
    if hand.do(Message(to=[to], through=through, text=text, sealed=sealed)):
        hand.say("Sent to {roles}.", roles=code_of(hand.as_role, to))
        hand.told = len(hand.as_role["story"])


def read(hand: Hand, rest: str) -> None:
    """All words this seat has read, sent or said."""
    drawn = [
        found
        for entry in hand.as_role["story"]
        if entry["kind"] in ("message", "statement", "reply", "request")
        if (found := news.fact(entry, hand.as_role, hand.language)) is not None
    ]
    hand.show(*(drawn or [Text(hand.language.say("No messages and no statements so far."))]))


MOVE = Action("request", "Ask control for a move of a role that it plays.", move, "request 1")
ASK = Action("ask", "Ask control for something.", request, "ask What do our services know?")
