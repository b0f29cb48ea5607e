"""A seat's orders, and its answers to the questions that orders and injects put."""

from typing import Any

from engine.play import phases
from engine.play.commands.ask import Ask, Refusal, in_play, only_role
from engine.play.commands.words import send
from engine.play.events import Answered, Ordered, Rejected
from engine.play.permissions import is_control


def orders(ask: Ask) -> None:
    """A seat's orders, replacing those before; each that is not allowed is rejected with its reason."""
    role = only_role(ask)
    in_play(ask, "situation", "consultation", "orders")
    if ask.game.locked:
        raise Refusal("Orders are locked.")
    if ask.actor == role and ask.state.seat(role) != "person":
        raise Refusal("A bot sits here; control can give the seat to a person.")
    entries = ask.data.get("orders", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Refusal("Orders come as a list.")
    able, kept = phases.budget(ask.draft, role), []
    for entry in entries[:50]:
        key = str(entry.get("order", ""))
        order = ask.draft.exercise.orders.get(key)
        reason = "unknown" if order is None or order.role != role else able.refusal(order)
        if reason:
            ask.draft.emit(Rejected(role=role, order=key[:80], reason=reason))
            continue
        assert order is not None
        message = (
            carried_text(ask, role, order.arguments, order.move.carries, entry) if order.move.carries else ""
        )
        if message is None:
            ask.draft.emit(Rejected(role=role, order=key, reason="message"))
            continue
        able.take(order)
        accepted: dict[str, Any] = {"order": key}
        if entry.get("secret") and order.move.secret == "optional":
            accepted["secret"] = True
        if message:
            accepted["message"] = message
        kept.append(accepted)
    by = "control" if ask.actor != role else "role"
    ask.draft.emit(Ordered(role=role, orders=kept, sealed=bool(ask.data.get("seal", False)), capacity=by))


def carried_text(
    ask: Ask, carrier: str, arguments: dict[str, str], carries: str, entry: dict[str, Any]
) -> str | None:
    """The message an order carries: the one named, or the newest given to carry; None for a wrong name."""
    sender = arguments.get(carries, carries)
    given = [
        name
        for name, message in ask.state.room.letters.items()
        if message.sender == sender and message.through == carrier
    ]
    chosen = str(entry.get("message") or (given[-1] if given else ""))
    return None if chosen and chosen not in given else chosen


def answer(ask: Ask) -> None:
    """A seat's answer to a question put to it. Other seats' questions do not exist for it."""
    control = is_control(ask.state, ask.actor)
    mine = [name for name, found in ask.game.questions.items() if control or found.to == ask.actor]
    name = ask.word("question", mine)
    question = ask.game.questions[name]
    in_play(ask)
    if ask.game.phase in ("rulings", "report"):
        raise Refusal("The answers are closed.")
    chosen, message = ask.word("answer", question.options), ""
    if ask.data.get("text"):
        message = send(
            ask,
            question.to,
            [],
            ask.text(),
            through=question.by,
            carry=True,
            sealed=bool(ask.data.get("sealed")),
        )
    ask.draft.emit(Answered(question=name, answer=chosen, by="person", message=message))
