"""A role's orders as a list to tick: one row a move, its variants as choices; letters to carry apart."""

from typing import Any

from engine.views.seen import GivenOrder, Move, RoleView, RowChance


def groups(view: RoleView) -> list[dict[str, Any]]:
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


def group(view: RoleView, variants: list[Move]) -> dict[str, Any]:
    """One move. `several` where each variant can be ordered for itself, as each has its own target."""
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
        "reckoned": reckoned(allowed),
    }


def reckoned(variants: list[Move]) -> list[tuple[str, list[RowChance]]]:
    """The chances of a move where they are known, by variant where it has several."""
    found = [move for move in variants if move.get("chances")]
    return [(word_of(move) if len(variants) > 1 else "", move["chances"]) for move in found]


def plain(call: str, variants: list[Move]) -> str:
    """The name of a table; without its arguments where the variants of a move differ in them."""
    return call.partition(" (")[0] if len(variants) > 1 else call


def targets_differ(variants: list[Move]) -> bool:
    """Whether the variants of a move go to different roles: then each can be ordered once."""
    return len({tuple(move["to"]) for move in variants}) == len(variants)


def word_of(move: Move) -> str:
    """What distinguishes a variant: what stands in brackets behind the name of its move."""
    return move["title"].removeprefix(move["name"]).strip(" ()") or move["title"]


def carriages(view: RoleView) -> list[dict[str, Any]]:
    """The moves that carry letters: for each sender the letters given, the newest first."""
    letters = letters_of(view)
    found = list[dict[str, Any]]()
    for variants in by_move(view):
        if not variants[0]["carries"]:
            continue
        entry = group(view, variants)
        options: list[dict[str, Any]] = [
            {**move, "sender": sender_of(view, move), "word": word_of(move)} for move in variants
        ]
        for option in options:
            option["letters"] = [letter for letter in letters if letter["sender"] == option["sender"]]
        entry["options"] = options
        entry["given"] = [option for option in options if fresh(view, option)]
        entry["others"] = [option for option in options if not fresh(view, option)]
        entry["reasons"] = list(dict.fromkeys(move["reason"] for move in variants if move["reason"]))
        found.append(entry)
    return found


def fresh(view: RoleView, option: dict[str, Any]) -> bool:
    """Whether a letter of this sender came in this turn."""
    return bool(option["letters"]) and option["letters"][0]["turn"] == view["turn"]


def sender_of(view: RoleView, move: Move) -> str:
    """Whose letter an order carries: a role among its arguments, else the first who is asked."""
    roles = [role["id"] for role in view["roles"]]
    return next((word for word in (*move["arguments"].values(), *move["asks"]) if word in roles), "")


def letters_of(view: RoleView) -> list[dict[str, Any]]:
    """The letters handed over, with the text where it may be read, the newest first."""
    told = {fact["details"]["id"]: fact for fact in view["story"] if fact["kind"] == "message"}
    found = list[dict[str, Any]]()
    for letter in reversed(view["letters"]):
        fact = told.get(letter["id"])
        if fact is not None:
            text = "" if fact["details"].get("sealed") else fact["details"].get("text", "")
            found.append({**letter, "turn": fact["turn"], "text": text})
    return found
