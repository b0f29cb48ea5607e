"""A role's orders as a list to tick: one row a move, its variants as choices; letters to carry apart."""

from typing import NamedTuple

from engine.views.seen import GivenOrder, Letter, Move, RefusedOrder, RoleView


class Group(Move):
    """A move with all its variants; what it shares with an order is that of the first."""

    variants: list[Move]
    """Those that can be ordered, or are."""
    refused: list[Move]
    several: bool
    """Whether each variant can be ordered for itself, as each has its own target."""
    one: bool
    """Whether there is but one."""
    key: str
    """What the box of the move stands for: its order, or the move where a variant is to be chosen."""
    chosen: list[str]
    """The keys of its orders that stand chosen."""
    turned_down: list[RefusedOrder]
    in_secret: bool
    """Whether one of them was chosen to be secret."""


class HandedLetter(Letter):
    """A letter to carry, with the turn it came in and what of it may be read."""

    turn: int
    text: str


class LetterOption(Move):
    """An order that carries a letter: whose it would be, and those there are of that sender."""

    sender: str
    letters: list[HandedLetter]


class Carriage(NamedTuple):
    """A move that carries letters: for each sender the letters given, the newest first."""

    move: str
    name: str
    text: str
    cost: int
    secret: str
    to: list[str]
    allowed: bool
    chosen: list[str]
    given: list[LetterOption]
    """Those of whose sender a letter came in this turn."""
    others: list[LetterOption]
    reasons: list[str]
    """Why it may not be given now, each reason once."""


def groups(view: RoleView) -> list[Group]:
    """One entry a move, those that can be ordered first; moves that carry letters stand apart."""
    found = [group(view, variants) for variants in by_move(view) if not variants[0]["carries"]]
    return sorted(found, key=lambda entry: not entry["allowed"])


def by_move(view: RoleView) -> list[list[Move]]:
    """The orders of each move, in the order of the exercise."""
    found: dict[str, list[Move]] = {}
    for move in view["moves"]:
        found.setdefault(move["move"], []).append(move)
    return list(found.values())


def chosen(view: RoleView) -> list[GivenOrder]:
    """What stands chosen: the draft, or what is sealed where nothing was changed since."""
    return view["orders"] if view["draft"] is None else view["draft"]


def group(view: RoleView, variants: list[Move]) -> Group:
    """One move with its variants."""
    first, kept = variants[0], {entry["order"]: entry for entry in chosen(view)}
    allowed = [move for move in variants if move["allowed"] or move["order"] in kept]
    picked = [move["order"] for move in variants if move["order"] in kept]
    return {
        **first,
        "variants": allowed,
        "refused": [move for move in variants if move not in allowed],
        "allowed": bool(allowed),
        "several": len(variants) > 1 and targets_differ(variants),
        "one": len(variants) == 1,
        "key": first["order"] if len(variants) == 1 else first["move"],
        "chosen": picked,
        "turned_down": [
            entry
            for entry in view["refused_orders"]
            if any(move["order"] == entry["order"] for move in variants)
        ],
        "in_secret": any(kept[key]["secret"] for key in picked),
        "to": first["to"] if len(variants) == 1 or not targets_differ(variants) else [],
        "asks": list(dict.fromkeys(role for move in variants for role in move["asks"])),
        "table": list(dict.fromkeys(plain(call, variants) for move in variants for call in move["table"])),
        "warns": list(dict.fromkeys(warning for move in allowed for warning in move["warns"])),
    }


def plain(call: str, variants: list[Move]) -> str:
    """The name of a table; without its arguments where the variants of a move differ in them."""
    return call.partition(" (")[0] if len(variants) > 1 else call


def targets_differ(variants: list[Move]) -> bool:
    """Whether the variants of a move go to different roles: then each can be ordered once."""
    return len({tuple(move["to"]) for move in variants}) == len(variants)


def carriages(view: RoleView) -> list[Carriage]:
    """The moves that carry letters."""
    letters = letters_of(view)
    return [carriage(view, variants, letters) for variants in by_move(view) if variants[0]["carries"]]


def carriage(view: RoleView, variants: list[Move], letters: list[HandedLetter]) -> Carriage:
    """One of them, with the letters there are to carry."""
    entry, options = group(view, variants), [option(view, move, letters) for move in variants]
    return Carriage(
        move=entry["move"],
        name=entry["name"],
        text=entry["text"],
        cost=entry["cost"],
        secret=entry["secret"],
        to=entry["to"],
        allowed=entry["allowed"],
        chosen=entry["chosen"],
        given=[found for found in options if fresh(view, found)],
        others=[found for found in options if not fresh(view, found)],
        reasons=list(dict.fromkeys(move["reason"] for move in variants if move["reason"])),
    )


def option(view: RoleView, move: Move, letters: list[HandedLetter]) -> LetterOption:
    """An order that carries a letter, with those of the sender it would be."""
    sender = sender_of(view, move)
    return {**move, "sender": sender, "letters": [one for one in letters if one["sender"] == sender]}


def fresh(view: RoleView, found: LetterOption) -> bool:
    """Whether a letter of this sender came in this turn."""
    return bool(found["letters"]) and found["letters"][0]["turn"] == view["turn"]


def sender_of(view: RoleView, move: Move) -> str:
    """Whose letter an order carries: a role among its arguments, else the first who is asked."""
    roles = [role["id"] for role in view["roles"]]
    return next((word for word in (*move["arguments"].values(), *move["asks"]) if word in roles), "")


def letters_of(view: RoleView) -> list[HandedLetter]:
    """The letters handed over, with the text where it may be read, the newest first."""
    told = {fact["details"]["id"]: fact for fact in view["story"] if fact["kind"] == "message"}
    found = list[HandedLetter]()
    for letter in reversed(view["letters"]):
        fact = told.get(letter["id"])
        if fact is not None:
            text = "" if fact["details"].get("sealed") else fact["details"].get("text", "")
            found.append({**letter, "turn": fact["turn"], "text": text})
    return found
