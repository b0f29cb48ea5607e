"""Orders: what is allowed now and what it costs, why the rest is not, choosing and sealing."""

from collections.abc import Iterable

from msgspec.structs import replace
from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from console import gauges
from console.actions import Action
from console.hand import Hand
from console.layout import hanging, heading
from console.matching import Option, find
from console.situation import role_text
from engine.play.commands.declared import Entry, Orders
from engine.views.seen import GivenOrder, Letter, Move, RoleView, View
from engine.words.language import Language


def takes(view: View) -> bool:
    """Whether orders are written now."""
    return view["kind"] == "role" and view["phase"] == "orders" and not view["locked"]


def grouped(view: RoleView, *, allowed: bool) -> list[list[Move]]:
    """Moves with their variants, in the order of the exercise."""
    found: dict[str, list[Move]] = {}
    for move in view["moves"]:
        found.setdefault(move["move"], []).append(move)
    groups = [
        [move for move in variants if move["allowed"]] if allowed else variants for variants in found.values()
    ]
    return [
        variants for variants in groups if any(move["allowed"] for move in variants) == allowed and variants
    ]


def sheet(view: RoleView, language: Language) -> RenderableType:
    """The order sheet: what is allowed with a number, what is not with its reason, what is chosen."""
    say = language.say
    table = Grid.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True, style="act")
    table.add_column(ratio=1)
    table.add_column(no_wrap=True)
    for number, variants in enumerate(grouped(view, allowed=True), 1):
        table.add_row(f"{number}", about(view, variants, language), cost(variants[0], language))
    parts: list[RenderableType] = [heading(say("Orders")), table]
    refused = grouped(view, allowed=False)
    if refused:
        parts += [Text(""), Text(say("Not now"), style="quiet")]
        for variants in refused:
            parts.append(hanging(" –", f"{variants[0]['name']}: {variants[0]['reason']}", style="quiet"))
    return Group(*parts, Text(""), chosen(view, language))


def about(view: RoleView, variants: list[Move], language: Language) -> Text:
    """A move in one line, and what is special about it."""
    say, move = language.say, variants[0]
    text = Text(move["name"], style="title")
    if len(variants) > 1:
        text.append(f": {' / '.join(variant['variant'] for variant in variants)}", style="not bold")
    marks = [move["kind"]]
    if move["asks"]:
        asked = list(dict.fromkeys(name for variant in variants for name in variant["asks"]))
        names = ", ".join(role_text(view, name) for name in asked)
        marks.append(
            say("needs the consent of {roles}", roles=names)
            if move["consent"]
            else say("{roles} answers", roles=names)
        )
    if move["secret"] == "optional":
        marks.append(say("may be secret"))
    elif move["secret"] != "no":
        marks.append(say("secret"))
    if move["offered"]:
        marks.append(say("offered, beyond the limit"))
    text.append(f"  {', '.join(marks)}", style="not bold dim")
    return text


def cost(move: Move, language: Language) -> Text:
    return Text("●" * move["cost"] if move["cost"] else language.say("free"))


def chosen(view: RoleView, language: Language) -> RenderableType:
    """The orders chosen so far, what they cost, and what is left."""
    say, listed = language.say, standing(view)
    arguing = view["arguing"]
    spent = sum(entry["cost"] for entry in listed) + (arguing["reserved"] if arguing else 0)
    line = Text.assemble((f"{say('Capital')} ", "title"), gauges.discs(view["capital"], view["bank"], spent))
    kept, capital = view["capital"] - spent, view["capital"]
    line.append(f"  {say('{left} of {capital} left after these orders', left=kept, capital=capital)}")
    limits = say(
        "at most {paid} paid and {free} free", paid=view["limits"]["paid"], free=view["limits"]["free"]
    )
    line.append(f" · {limits}", style="quiet")
    lines: list[RenderableType] = [line]
    for number, entry in enumerate(listed, 1):
        text = Text(f"  {number}. {entry['title']}", style="title")
        text.append(f"  {'●' * entry['cost'] or say('free')}", style="not bold")
        if entry["secret"]:
            text.append(f"  [{say('secret')}]")
        lines.append(text)
    price = "●" * (arguing["cost"] if arguing else 0)
    argued = [one["title"] for one in (arguing["orders"] if arguing else []) if not one["locked"]]
    for title in argued:
        text = Text(f"  – {title}", style="title")
        text.append(f"  {price} {say('argued, and sealed')}", style="not bold")
        lines.append(text)
    if not listed and not argued:
        lines.append(Text(f"  {say('No orders yet. Choose by number or by name.')}", style="quiet"))
    for comment in view["comments"]:
        about = f"{comment['title']}: " if comment["title"] else ""
        lines.append(Text(f"  ✎ {about}{comment['text']}", style="world"))
    if view["too_much"]:
        lines.append(Text(f"  × {view['too_much']}", style="title"))
    lines.append(Text(f"  {view['at_lock']['words']}", style="title" if view["sealed"] else "quiet"))
    return Group(*lines)


def standing(view: RoleView) -> list[GivenOrder]:
    """What is chosen: the draft, where there is one, else what is sealed."""
    draft = view["draft"]
    return list(view["orders"] if draft is None else draft)


def details(move: Move, view: RoleView, language: Language) -> RenderableType:
    """What a move does."""
    say = language.say
    lines: list[RenderableType] = [Text(move["text"], style="world")] if move["text"] else []
    for effect in move["effects"]:
        lines.append(Text(f"→ {effect}"))
    for call in move["table"]:
        lines.append(Text(f"→ {say('decided by the table: {table}', table=call)}", style="quiet"))
    for warning in move["warns"]:
        lines.append(Text(f"! {say('mind: {warning}', warning=warning)}", style="title"))
    return Group(*lines)


def meant(hand: Hand, typed: str) -> bool:
    """Take what was typed as an order, where it names one. False where it does not."""
    groups = grouped(hand.as_role, allowed=True)
    options = [Option(group[0]["move"], group[0]["name"]) for group in groups]
    exact = [Option(move["order"], move["title"]) for group in groups for move in group]
    found = find(typed, options) or find(typed, exact)
    if found is None:
        refused = [
            Option(group[0]["move"], group[0]["name"]) for group in grouped(hand.as_role, allowed=False)
        ]
        other = find(typed, refused) if not typed.isdigit() else None
        if other:
            reason = next(move["reason"] for move in hand.as_role["moves"] if move["move"] == other.word)
            hand.say("{move} is not possible now: {reason}", move=other.title, reason=reason)
        return other is not None
    variants = [move for group in groups for move in group if found.word in (move["move"], move["order"])]
    add(hand, variants)
    return True


def add(hand: Hand, variants: list[Move]) -> None:
    """Add one order: its variant, its secrecy, the letter it carries."""
    say, picture = hand.language.say, hand.as_role
    hand.show(Text(variants[0]["name"], style="title"), details(variants[0], picture, hand.language))
    titles = [Option(move["order"], move["variant"]) for move in variants]
    key = hand.prompt.choose(say("Which"), titles) if len(titles) > 1 else titles[0].word
    move = next(move for move in variants if move["order"] == key)
    secret = move["secret"] == "optional" and hand.prompt.confirm(say("In secret?"))
    message = letter(hand, move) if move["carries"] else ""
    send(hand, [*current(picture), Entry(order=key, secret=secret, message=message)], added=move)


def letter(hand: Hand, move: Move) -> str:
    """The letter to carry, where one was handed over; otherwise the sender is asked at lock."""
    senders = set(move["arguments"].values())
    letters = [entry for entry in hand.as_role["letters"] if entry["sender"] in senders]
    if not letters:
        hand.say("No letter has been handed over yet: the sender is asked when orders lock.")
        return ""
    options = [Option(entry["id"], letter_title(hand, entry)) for entry in letters]
    return hand.prompt.choose(hand.language.say("Which letter"), options)


def letter_title(hand: Hand, entry: Letter) -> str:
    sealed = hand.language.say("sealed") if entry["sealed"] else hand.language.say("open to read")
    return f"{role_text(hand.as_role, entry['sender'])} ({sealed})"


def given(orders: Iterable[GivenOrder]) -> list[Entry]:
    """Orders of a view, as the command takes them."""
    return [Entry(order=entry["order"], secret=entry["secret"], message=entry["message"]) for entry in orders]


def current(view: RoleView) -> list[Entry]:
    """The orders as they stand, as the command takes them."""
    return given(standing(view))


def send(hand: Hand, entries: list[Entry], *, seal: bool = False, added: Move | None = None) -> bool:
    """Keep what is chosen as the draft, or seal it. An order that is refused says why."""
    if not seal:
        if not hand.draft(entries):
            return False
    elif hand.do(Orders(orders=entries)) is None:
        return False
    refused = [fact["text"] for fact in hand.as_role["story"][hand.told :] if fact["kind"] == "rejected"]
    hand.told = len(hand.as_role["story"])
    for reason in refused:
        hand.show(Text(f"× {reason}"))
    if added:
        hand.say("Added: {order}", order=added["title"])
    hand.show(chosen(hand.as_role, hand.language))
    return True


def seal(hand: Hand, rest: str) -> None:
    """Seal what is chosen, after one question."""
    picture, say = hand.as_role, hand.language.say
    hand.show(chosen(picture, hand.language))
    listed = standing(picture)
    number = hand.language.count(len(listed), "order", "orders")
    question = say("Seal {orders}?", orders=number) if listed else say("Seal without any order?")
    if hand.prompt.confirm(question):
        send(hand, current(picture), seal=True)


def order(hand: Hand, rest: str) -> None:
    """Choose an order."""
    if rest and meant(hand, rest):
        return
    groups = grouped(hand.as_role, allowed=True)
    key = hand.prompt.choose(
        hand.language.say("Which order"),
        [Option(group[0]["move"], group[0]["name"]) for group in groups],
        rest,
    )
    add(hand, next(group for group in groups if group[0]["move"] == key))


def remove(hand: Hand, rest: str) -> None:
    """Take an order back before it is sealed."""
    entries = standing(hand.as_role)
    if not entries:
        hand.say("There are no orders to take back.")
        return
    key = hand.prompt.choose(
        hand.language.say("Which order"), [Option(entry["order"], entry["title"]) for entry in entries], rest
    )
    send(hand, [entry for entry in current(hand.as_role) if entry.order != key])


def secret(hand: Hand, rest: str) -> None:
    """Change whether an order is secret."""
    optional = {move["order"] for move in hand.as_role["moves"] if move["secret"] == "optional"}
    entries = [entry for entry in standing(hand.as_role) if entry["order"] in optional]
    if not entries:
        hand.say("None of the chosen orders may be secret or open as you like.")
        return
    key = hand.prompt.choose(
        hand.language.say("Which order"), [Option(entry["order"], entry["title"]) for entry in entries], rest
    )
    changed = [
        replace(entry, secret=not entry.secret) if entry.order == key else entry
        for entry in current(hand.as_role)
    ]
    send(hand, changed)


def comment(hand: Hand, rest: str) -> None:
    """Say something of the draft as it stands, to the people of one's own seat."""
    text = rest or hand.prompt.ask(hand.language.say("Comment on the draft"))
    if hand.draft(current(hand.as_role), text):
        hand.say("It stands beside the draft.")
        hand.show(chosen(hand.as_role, hand.language))


def moves(hand: Hand, rest: str) -> None:
    """The order sheet, or one move in full."""
    options = [Option(move["order"], move["title"]) for move in hand.as_role["moves"]]
    found = find(rest, options) if rest else None
    if found:
        move = next(move for move in hand.as_role["moves"] if move["order"] == found.word)
        hand.show(Text(move["title"], style="title"), details(move, hand.as_role, hand.language))
        return
    hand.show(sheet(hand.as_role, hand.language))


ACTIONS = [
    Action("order", "Choose an order; its number or the beginning of its name is enough.", order, "3"),
    Action("remove", "Take an order back.", remove, "remove 1"),
    Action("secret", "Make an order secret or open.", secret, "secret 1"),
    Action(
        "comment",
        "Say something of the draft of orders; only your seat reads it.",
        comment,
        "comment Too early.",
    ),
    Action("review", "See the order sheet again.", moves),
]
