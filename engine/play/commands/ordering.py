"""A seat's orders, and its answers to the questions that orders and injects put."""

from typing import Any

import msgspec
from msgspec import UNSET

from engine.play import phases
from engine.play.commands import declared
from engine.play.commands.arguing import counter
from engine.play.commands.ask import DEALT_WITH, Ask, choosing, decides, in_play, text, word
from engine.play.commands.words import send
from engine.play.draft import Draft
from engine.play.events import Answered, Ordered, Rejected, Settled
from engine.play.legality import TOO_MUCH, excess
from engine.play.messages import letter_of
from engine.play.permissions import is_control
from engine.play.refusal import Refusal, Stale
from engine.play.requests import requests, settled_anew
from engine.play.state import Comment, Orders, State


@decides(declared.Orders)
def orders(ask: Ask, given: declared.Orders) -> None:
    """Seal a seat's orders, replacing those before; each that is not allowed is rejected with its reason.

    What is over a limit is refused as a whole: which of them to leave out is for the seat to say. Whoever had
    asked for one that is left out now is told.
    """
    seal(ask, given)
    for event in settled_anew(ask.state):
        ask.draft.emit(event)


def seal(ask: Ask, given: declared.Orders) -> None:
    """Seal a seat's orders. Raises Refusal."""
    role = choosing(ask, given)
    if not given.seal or given.comment:
        raise Refusal("What is not sealed is a draft, and no order: it is kept beside the log.")
    able, entries, known = phases.budget(ask.draft, role), listed(given), ask.draft.exercise.orders
    unseen(ask, role, given)
    mine = [known[entry["order"]] for entry in entries if entry["order"] in known]
    too_much = excess(phases.budget(ask.draft, role), [order for order in mine if order.role == role])
    if too_much:
        raise Refusal(TOO_MUCH, **too_much._asdict())
    kept = []
    for entry in entries:
        order = known.get(entry["order"])
        reason = "unknown" if order is None or order.role != role else able.refusal(order)
        letter = letter_of(ask.state, order, entry.get("message", "")) if order and not reason else ""
        if reason or order is None or letter is None:
            rejected = Rejected(role=role, order=entry["order"][:80], reason=reason or "message")
            ask.draft.emit(rejected)
            continue
        able.take(order)
        accepted: dict[str, Any] = {"order": order.key}
        if entry.get("secret") and order.move.secret == "optional":
            accepted["secret"] = True
        if letter:
            accepted["message"] = letter
        kept.append(accepted)
    by = "control" if ask.actor != role else "role"
    ask.draft.emit(Ordered(role=role, orders=kept, sealed=True, capacity=by))


@decides(declared.Accept)
def accept(ask: Ask, given: declared.Accept) -> None:
    """Order what a role has asked for, of a role that control plays; its other orders stay. Of a letter that
    is to be carried, `message` says which.
    """
    in_play(ask)
    asked = requests(ask.state)
    name = word(given.request, [name for name, found in asked.items() if found.event.order])
    found, order = asked[name], ask.draft.exercise.orders[asked[name].event.order]
    if not found.waits:
        raise Refusal(DEALT_WITH)
    able = phases.budget(ask.draft, order.role)
    before = [entry_of(entry) for entry in ask.game.orders.get(order.role, [])]
    for entry in before:
        able.take(ask.draft.exercise.orders[entry.order])
    reason = able.refusal(order) if not ask.game.locked else ""
    if reason == "ordered":
        raise Refusal("This has been ordered already in this turn.")
    if reason:
        raise Refusal("This cannot be ordered now: a condition, a limit or the capital stands against it.")
    letter = letter_of(ask.state, order, given.message)
    if letter is None:
        raise Refusal("There is no such letter to carry.")
    wanted = declared.Entry(order.key, message=letter)
    seal(ask._replace(actor="control"), declared.Orders(role=order.role, orders=[*before, wanted]))
    ask.draft.emit(Settled(request=name, role=found.event.role, how="ordered", order=order.key))
    for event in settled_anew(ask.state):
        ask.draft.emit(event)


def entry_of(given: dict[str, Any]) -> declared.Entry:
    """An order that stands, as it would be given again."""
    return declared.Entry(given["order"], given.get("secret", False), given.get("message", ""))


def listed(given: declared.Orders) -> Orders:
    """The orders that were given, as events and drafts hold them."""
    return [msgspec.to_builtins(entry) for entry in given.orders]


def chosen(state: State, actor: str, given: declared.Orders) -> tuple[str, Orders]:
    """The role and the draft that `orders` chooses: what it names of this role, allowed now or not.

    `base` names the orders that stood before its eyes: what others of the seat chose meanwhile stays. Raises
    Refusal. Nothing happens.
    """
    role = choosing(Ask(Draft(state), actor), given)
    if role in state.control_roles:
        raise Refusal(
            "Control plays this role, and keeps no draft for it: its orders count as they are given."
        )
    if not state.played(role):
        raise Refusal("A bot sits here; control can give the seat to a person.")
    mine = {entry["order"]: entry for entry in own(state, role, listed(given))}
    before = {entry["order"]: entry for entry in standing(state, role)}
    if given.base is not UNSET:
        others = {key: entry for key, entry in before.items() if key not in given.base and key not in mine}
        taken_away = [key for key in given.base if key not in before]
        mine = {key: entry for key, entry in mine.items() if key not in taken_away} | others
    # Whoever is over the limit at the lock is held to it in this order, so the first chosen comes first.
    order = [*(key for key in before if key in mine), *(key for key in mine if key not in before)]
    return role, [mine[key] for key in order]


def commented(state: State, actor: str, given: declared.Orders) -> tuple[str, Comment]:
    """The role, and what somebody of its seat says of its draft. Raises Refusal. Nothing happens."""
    role, _ = chosen(state, actor, given)
    about = word(given.about, [order.key for order in state.exercise.orders_of[role]]) if given.about else ""
    return role, {"order": about, "text": text(given.comment)}


def own(state: State, role: str, entries: Orders) -> Orders:
    """The orders that are this role's, in secret only where it has the choice."""
    known = {order.key: order for order in state.exercise.orders_of[role]}
    found = []
    for entry in entries:
        if entry["order"] in known:
            left_out = "" if known[entry["order"]].move.secret == "optional" else "secret"
            found.append({name: value for name, value in entry.items() if name != left_out})
    return found


def unseen(ask: Ask, role: str, given: declared.Orders) -> None:
    """Refuse a seal that would drop what somebody else of the seat has chosen meanwhile. Raises Stale."""
    if given.base is not UNSET:
        seen = {*given.base, *(entry.order for entry in given.orders)}
        if any(entry["order"] not in seen for entry in ask.state.drafts.get(role, [])):
            raise Stale(given.changed)


def standing(state: State, role: str) -> Orders:
    """What stands chosen for a seat in this turn: its draft, or what it has sealed and not changed since."""
    return [dict(entry) for entry in state.drafts.get(role, state.game.orders.get(role, []))]


@decides(declared.Answer)
def answer(ask: Ask, given: declared.Answer) -> None:
    """A seat's answer to a question put to it. Other seats' questions do not exist for it."""
    control = is_control(ask.state, ask.actor)
    mine = [name for name, found in ask.game.questions.items() if control or found.to == ask.actor]
    name = word(given.question, mine)
    question = ask.game.questions[name]
    in_play(ask)
    if ask.game.phase in ("rulings", "report"):
        raise Refusal("The answers are closed.")
    if question.free:
        counter(ask, question, given)
        return
    chosen, message = word(given.answer, question.options), ""
    if given.text:
        message = send(
            ask,
            question.to,
            [],
            text(given.text),
            through=question.by,
            carry=True,
            sealed=given.sealed,
        )
    ask.draft.emit(Answered(question=name, answer=chosen, by="person", message=message))
