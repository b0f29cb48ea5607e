"""Words between people: messages, statements, letters that go through a carrier, requests to control."""

from typing import TYPE_CHECKING

from rich.text import Text

from console import news
from console.actions import Action
from console.matching import Option, fold
from console.situation import code_of, mark_of
from engine.views.seen import OnRequest, RoleView
from engine.words.language import Language

if TYPE_CHECKING:
    from console.table import Table


def unread(table: "Table", to: list[str]) -> None:
    """Whom nobody reads for: bots answer no messages."""
    view = table.as_role
    unplayed = [role for role in to if view["seats"].get(role) in ("bot", "empty")]
    deaf = [code_of(view, role) for role in unplayed if role not in view["control_roles"]]
    if deaf:
        table.say("Nobody reads it at: {roles}. No person or program sits there.", roles=", ".join(deaf))


def actions(view: RoleView) -> list[Action]:
    """What this seat can say now."""
    if view["finished"]:
        return []
    found = [
        Action("message", "Send a private message.", message, "message {role} We should talk."),
        Action("statement", "Make a public statement.", statement, "statement We are ready to listen."),
        Action("messages", "Read the messages and statements so far.", read),
        ASK,
    ]
    if view["on_request"]:
        found.insert(3, MOVE)
    if view["carriers"]:
        found.insert(2, Action("carry", "Hand a letter to a carrier, sealed or open.", carry))
    if view["can_answer_through"]:
        found.insert(2, Action("reply", "Answer a carried message through its carrier.", reply))
    return found


def others(view: RoleView) -> list[Option]:
    """The other seats."""
    return [
        Option(entry["id"], f"{mark_of(view, entry['id'])} {entry['title']}", entry["code"])
        for entry in view["roles"]
        if entry["id"] != view["seat"]
    ]


def addressed(table: "Table", rest: str) -> tuple[list[str], str]:
    """To whom, and the text, from one line or asked for."""
    say = table.language.say
    word, _, text = rest.partition(" ")
    to = table.prompt.several(say("To whom (several with commas, or all)"), others(table.as_role), word)
    return to, text.strip() or table.prompt.ask(say("Text"))


def message(table: "Table", rest: str) -> None:
    word, _, text = rest.partition(" ")
    if fold(word) in ("control", fold(table.language.say("Control"))):
        request(table, text.strip())
        return
    to, text = addressed(table, rest)
    if table.do("message", to=to, text=text):
        table.say("Sent to {roles}.", roles=", ".join(code_of(table.as_role, role) for role in to))
        unread(table, to)
        table.told = len(table.as_role["story"])


def statement(table: "Table", rest: str) -> None:
    text = rest or table.prompt.ask(table.language.say("Text of the statement"))
    if table.do("statement", text=text):
        table.say("Said in public.")
        table.told = len(table.as_role["story"])


def request(table: "Table", rest: str) -> None:
    text = rest or table.prompt.ask(table.language.say("What is asked of control"))
    if table.do("request", text=text):
        table.say("Control has it.")
        table.told = len(table.as_role["story"])


def move(table: "Table", rest: str) -> None:
    """Ask control for an order of a role that it plays."""
    say, asked = table.language.say, table.as_role["on_request"]
    options = [Option(entry["order"], entry["title"]) for entry in asked]
    key = table.prompt.choose(say("Which move"), options, rest)
    entry = next(entry for entry in asked if entry["order"] == key)
    table.show(Text(entry["text"], style="world"), Text(possible(entry, table.language), style="quiet"))
    text = table.prompt.perhaps(say("In words, if you like (Enter for nothing)"))
    if table.do("request", order=key, text=text):
        table.say("Control has it.")
        table.told = len(table.as_role["story"])


def possible(entry: OnRequest, language: Language) -> str:
    """What a move of a role that control plays costs, and whether it is possible now, as far as is known."""
    say = language.say
    cost = language.count(entry["cost"], "point", "points") if entry["cost"] else say("free")
    if entry["reason"]:
        return f"{cost} · {say('Not now')}: {entry['reason']}"
    if entry["known"]:
        return f"{cost} · {say('possible now, if capital and limits allow')}"
    return f"{cost} · {say('only control can tell whether it is possible now')}"


def carrier(table: "Table") -> str:
    names = [Option(role, code_of(table.as_role, role)) for role in table.as_role["carriers"]]
    return table.prompt.choose(table.language.say("Through whom"), names)


def sealing(table: "Table", through: str) -> bool:
    """Whether a letter is sealed. Where control carries it, nothing is asked: it reads all."""
    if through in table.as_role["control_roles"]:
        said = "Control plays {role} and reads every letter; none can be sealed."
        table.say(said, role=code_of(table.as_role, through))
        return False
    return table.prompt.confirm(table.language.say("Sealed, so that the carrier does not read it?"))


def carry(table: "Table", rest: str) -> None:
    """A letter given into a carrier's hands."""
    say, through = table.language.say, carrier(table)
    text = rest or table.prompt.ask(say("Text of the letter"))
    sealed = sealing(table, through)
    if table.do("message", carry=True, through=through, text=text, sealed=sealed):
        table.say(
            "Handed to {carrier}; whether it is carried is theirs to decide.",
            carrier=code_of(table.as_role, through),
        )
        table.told = len(table.as_role["story"])


def reply(table: "Table", rest: str) -> None:
    """The answer to a carried message, back through the carrier."""
    say, invited = table.language.say, table.as_role["can_answer_through"]
    names = [Option(entry["sender"], code_of(table.as_role, entry["sender"])) for entry in invited]
    to = table.prompt.choose(say("To whom"), names)
    through = next(entry["through"] for entry in invited if entry["sender"] == to)
    text = rest or table.prompt.ask(say("Text of the letter"))
    sealed = sealing(table, through)
    if table.do("message", to=[to], through=through, text=text, sealed=sealed):
        table.say("Sent to {roles}.", roles=code_of(table.as_role, to))
        table.told = len(table.as_role["story"])


def read(table: "Table", rest: str) -> None:
    """All words this seat has read, sent or said."""
    drawn = [
        found
        for entry in table.as_role["story"]
        if entry["kind"] in ("message", "statement", "reply", "request")
        if (found := news.fact(entry, table.as_role, table.language)) is not None
    ]
    table.show(*(drawn or [Text(table.language.say("No messages and no statements so far."))]))


MOVE = Action("request", "Ask control for a move of a role that it plays.", move, "request 1")
ASK = Action("ask", "Ask control for something.", request, "ask What do our services know?")
