"""Orders of a role that control plays: what a seat asked for, and what control chooses itself."""

from console import arguing
from console.actions import Action
from console.hand import Hand
from console.matching import Option
from console.orders import given
from console.situation import code_of, role_text
from engine.play.commands.declared import Accept, Entry, Orders, Sign
from engine.views.seen import ControlView, GivenLetter, PlayedRole, Request


def accept(hand: Hand, rest: str) -> None:
    """Order what a seat asked for."""
    view = hand.as_control
    asked = [entry for entry in view["requests"] if entry["order"] and entry["answered"] in ("", "aside")]
    if not asked:
        hand.say("No request for a move waits.")
        return
    options = [Option(entry["id"], request_text(view, entry)) for entry in asked]
    key = hand.prompt.choose(hand.language.say("Which request"), options, rest)
    entry = next(entry for entry in asked if entry["id"] == key)
    if entry["reason"]:
        hand.say("{move} is not possible now: {reason}", move=entry["title"], reason=entry["reason"])
        return
    message = letter(hand, entry["letters"]) if entry["carries"] else ""
    if hand.do(Accept(request=key, message=message)):
        hand.say("Ordered for {role}: {order}", role=code_of(view, entry["played"]), order=entry["title"])


def request_text(view: ControlView, entry: Request) -> str:
    """A request in a line: its name, who asks, for which order of whom, in which words."""
    order = f"{code_of(view, entry['played'])}: {entry['title']}" if entry["order"] else ""
    return " ".join(filter(None, (entry["id"], role_text(view, entry["role"]), order, entry["text"])))


def letter(hand: Hand, letters: list[GivenLetter]) -> str:
    """The letter that goes with an order: the only one, or the one chosen; empty where there is none."""
    if not letters:
        hand.say("No letter has been handed over yet: the sender is asked when orders lock.")
        return ""
    if len(letters) > 1:
        options = [Option(entry["id"], letter_text(hand, entry)) for entry in letters]
        return hand.prompt.choose(hand.language.say("Which letter"), options)
    hand.say("Letter that goes with it: {text}", text=letter_text(hand, letters[0]))
    return letters[0]["id"]


def letter_text(hand: Hand, given: GivenLetter) -> str:
    """A letter in a line; control reads of a sealed one that it is sealed."""
    return f"{hand.language.say('sealed')}: {given['text']}" if given["sealed"] else given["text"]


def order(hand: Hand, rest: str) -> None:
    """Order for a role that control plays, beside what stands."""
    say, role = hand.language.say, chosen_role(hand)
    moves = [move for move in played(hand, role)["moves"] if move["allowed"]]
    options = [Option(move["order"], move["title"]) for move in moves]
    key = hand.prompt.choose(say("Which order"), options, rest)
    move = next(move for move in moves if move["order"] == key)
    secret = move["secret"] == "optional" and hand.prompt.confirm(say("In secret?"))
    message = ""
    if move["carries"]:
        senders, given = move["arguments"].values(), played(hand, role)["letters"]
        letters = [found for found in given if found["sender"] in senders and not found["delivered"]]
        message = letter(hand, letters[::-1])
    give(hand, role, [*standing(hand, role), Entry(order=key, secret=secret, message=message)])


def remove(hand: Hand, rest: str) -> None:
    """Take back an order of a role that control plays."""
    role = chosen_role(hand)
    entries = hand.as_control["all_orders"][role]
    if not entries:
        hand.say("There are no orders to take back.")
        return
    options = [Option(entry["order"], entry["title"]) for entry in entries]
    key = hand.prompt.choose(hand.language.say("Which order"), options, rest)
    give(hand, role, [entry for entry in standing(hand, role) if entry.order != key])


def argue(hand: Hand, rest: str) -> None:
    """Write an order in a role's own words, or take one back, where the rules let it argue now."""
    role = chosen_role(hand)
    found = played(hand, role)["arguing"]
    if found is None or not found["open"]:
        hand.say("An order cannot be argued now.")
        return
    arguing.write(hand, found, rest, role)


def sign(hand: Hand, rest: str) -> None:
    """Sign a proposal for a role that control plays."""
    role, view = chosen_role(hand), hand.as_control
    asked = [
        entry
        for entry in view["all_proposals"]
        if role in (*entry["needs"], *entry["invites"]) and role not in entry["signed"]
    ]
    if not asked:
        hand.say("No proposal waits for this signature.")
        return
    options = [Option(entry["id"], f"{entry['title']} {entry['terms']}".rstrip()) for entry in asked]
    key = hand.prompt.choose(hand.language.say("Which proposal"), options, rest)
    if hand.do(Sign(role=role, proposal=key)):
        hand.say("Signed.")


def chosen_role(hand: Hand) -> str:
    """The role that control plays; asked for only where there are several."""
    roles = [entry["role"] for entry in hand.as_control["plays"]]
    if len(roles) == 1:
        return str(roles[0])
    options = [Option(role, code_of(hand.as_control, role)) for role in roles]
    return hand.prompt.choose(hand.language.say("Of which role"), options)


def played(hand: Hand, role: str) -> PlayedRole:
    """What control can order for a role."""
    return next(entry for entry in hand.as_control["plays"] if entry["role"] == role)


def standing(hand: Hand, role: str) -> list[Entry]:
    """The orders of a role as they stand, as the command takes them."""
    return given(hand.as_control["all_orders"][role])


def give(hand: Hand, role: str, entries: list[Entry]) -> None:
    """Give the orders of a role, and say how they stand."""
    if hand.do(Orders(role=role, orders=entries)):
        stand = [entry["title"] for entry in hand.as_control["all_orders"][role]]
        orders = ", ".join(stand) or hand.language.say("no orders")
        hand.say("Ordered for {role}: {order}", role=code_of(hand.as_control, role), order=orders)


ACTIONS = [
    Action("accept", "Order what a seat asked for, of a role that control plays.", accept, "accept R01"),
    Action("order", "Order for a role that control plays.", order, "order 1"),
    Action("argue", "Write an order in the words of a role that control plays, or take it back.", argue),
    Action("sign", "Sign a proposal for a role that control plays.", sign, "sign 1"),
    Action("remove", "Take back an order of a role that control plays.", remove, "remove 1"),
]
