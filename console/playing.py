"""Orders of a role that control plays: what a seat asked for, and what control chooses itself."""

from typing import TYPE_CHECKING, Any

from console.actions import Action
from console.matching import Option
from console.situation import code_of, role_text
from engine.views.seen import ControlView, GivenLetter, PlayedRole, Request

if TYPE_CHECKING:
    from console.table import Table


def accept(table: "Table", rest: str) -> None:
    """Order what a seat asked for."""
    view = table.as_control
    asked = [entry for entry in view["requests"] if entry["order"] and entry["answered"] in ("", "aside")]
    if not asked:
        table.say("No request for a move waits.")
        return
    options = [Option(entry["id"], request_text(view, entry)) for entry in asked]
    key = table.prompt.choose(table.language.say("Which request"), options, rest)
    entry = next(entry for entry in asked if entry["id"] == key)
    if entry["reason"]:
        table.say("{move} is not possible now: {reason}", move=entry["title"], reason=entry["reason"])
        return
    message = letter(table, entry["letters"]) if entry["carries"] else {}
    if table.do("accept", request=key, **message):
        table.say("Ordered for {role}: {order}", role=code_of(view, entry["played"]), order=entry["title"])


def request_text(view: ControlView, entry: Request) -> str:
    """A request in a line: its name, who asks, for which order of whom, in which words."""
    order = f"{code_of(view, entry['played'])}: {entry['title']}" if entry["order"] else ""
    return " ".join(filter(None, (entry["id"], role_text(view, entry["role"]), order, entry["text"])))


def letter(table: "Table", letters: list[GivenLetter]) -> dict[str, str]:
    """The letter that goes with an order, as the command takes it: the only one, or the one chosen."""
    if not letters:
        table.say("No letter has been handed over yet: the sender is asked when orders lock.")
        return {}
    if len(letters) > 1:
        options = [Option(entry["id"], letter_text(table, entry)) for entry in letters]
        return {"message": table.prompt.choose(table.language.say("Which letter"), options)}
    table.say("Letter that goes with it: {text}", text=letter_text(table, letters[0]))
    return {"message": letters[0]["id"]}


def letter_text(table: "Table", given: GivenLetter) -> str:
    """A letter in a line; control reads of a sealed one that it is sealed."""
    return f"{table.language.say('sealed')}: {given['text']}" if given["sealed"] else given["text"]


def order(table: "Table", rest: str) -> None:
    """Order for a role that control plays, beside what stands."""
    say, role = table.language.say, chosen_role(table)
    moves = [move for move in played(table, role)["moves"] if move["allowed"]]
    options = [Option(move["order"], move["title"]) for move in moves]
    key = table.prompt.choose(say("Which order"), options, rest)
    move = next(move for move in moves if move["order"] == key)
    entry: dict[str, Any] = {"order": key}
    if move["secret"] == "optional":
        entry["secret"] = table.prompt.confirm(say("In secret?"))
    if move["carries"]:
        senders, given = move["arguments"].values(), played(table, role)["letters"]
        letters = [found for found in given if found["sender"] in senders and not found["delivered"]]
        entry |= letter(table, letters[::-1])
    give(table, role, [*standing(table, role), entry])


def remove(table: "Table", rest: str) -> None:
    """Take back an order of a role that control plays."""
    role = chosen_role(table)
    entries = table.as_control["all_orders"][role]
    if not entries:
        table.say("There are no orders to take back.")
        return
    options = [Option(entry["order"], entry["title"]) for entry in entries]
    key = table.prompt.choose(table.language.say("Which order"), options, rest)
    give(table, role, [entry for entry in standing(table, role) if entry["order"] != key])


def sign(table: "Table", rest: str) -> None:
    """Sign a proposal for a role that control plays."""
    role, view = chosen_role(table), table.as_control
    asked = [
        entry
        for entry in view["all_proposals"]
        if role in (*entry["needs"], *entry["invites"]) and role not in entry["signed"]
    ]
    if not asked:
        table.say("No proposal waits for this signature.")
        return
    options = [Option(entry["id"], f"{entry['title']} {entry['terms']}".rstrip()) for entry in asked]
    key = table.prompt.choose(table.language.say("Which proposal"), options, rest)
    if table.do("sign", role=role, proposal=key):
        table.say("Signed.")


def chosen_role(table: "Table") -> str:
    """The role that control plays; asked for only where there are several."""
    roles = [entry["role"] for entry in table.as_control["plays"]]
    if len(roles) == 1:
        return str(roles[0])
    options = [Option(role, code_of(table.as_control, role)) for role in roles]
    return table.prompt.choose(table.language.say("Of which role"), options)


def played(table: "Table", role: str) -> PlayedRole:
    """What control can order for a role."""
    return next(entry for entry in table.as_control["plays"] if entry["role"] == role)


def standing(table: "Table", role: str) -> list[dict[str, Any]]:
    """The orders of a role as they stand, as the command takes them."""
    return [
        {
            "order": entry["order"],
            **({"secret": True} if entry["secret"] else {}),
            **({"message": entry["message"]} if entry["message"] else {}),
        }
        for entry in table.as_control["all_orders"][role]
    ]


def give(table: "Table", role: str, entries: list[dict[str, Any]]) -> None:
    """Give the orders of a role, and say how they stand."""
    if table.do("orders", role=role, orders=entries):
        stand = [entry["title"] for entry in table.as_control["all_orders"][role]]
        orders = ", ".join(stand) or table.language.say("no orders")
        table.say("Ordered for {role}: {order}", role=code_of(table.as_control, role), order=orders)


ACTIONS = [
    Action("accept", "Order what a seat asked for, of a role that control plays.", accept, "accept R01"),
    Action("order", "Order for a role that control plays.", order, "order 1"),
    Action("sign", "Sign a proposal for a role that control plays.", sign, "sign 1"),
    Action("remove", "Take back an order of a role that control plays.", remove, "remove 1"),
]
