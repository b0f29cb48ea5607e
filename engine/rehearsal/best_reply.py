"""The best reply of a seat that a search finds: orders tried first in every turn, the others by doctrine.

A search for what beats the exercise, not for the best play there is: it finds that one repeated order wins.
"""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from engine.rehearsal.comparison import Difference, difference
from engine.rehearsal.policies import DOCTRINE, Play
from engine.rehearsal.question import Question, each
from engine.rules.exercise import Order

MOST_ORDERS = 4
"""Orders in a reply: a turn has room for few, and a longer list hides what it is that wins."""
KEPT = 3
"""Lists of each length that are made longer: a list may gain only with an order that gains nothing alone."""
TRIED = 400
"""Runs by which one candidate is judged."""

Orders = tuple[str, ...]
"""Orders of one seat by their keys, the most wanted first."""


class Reply(Struct, frozen=True):
    """What a search found for one seat."""

    role: str
    orders: list[str]
    """Tried in this order in every turn, before doctrine; empty where doctrine is not beaten."""
    doctrine: float
    """Its mean score by doctrine."""
    score: float
    gain: Difference
    """On seeds that the search did not see."""


Tried = Callable[[str], None]
"""Is told of each candidate."""


def best_reply(question: Question, role: str, told: Tried = lambda order: None) -> Reply:
    """Search for the orders that score most; then ask afresh whether they truly beat doctrine."""
    orders = search(question._replace(runs=TRIED), role, told)
    fresh = question._replace(seed=question.seed + TRIED)
    doctrine, reply = each(playing(fresh, role, keys) for keys in ((), orders))
    gain = difference(role, reply.scores[role], doctrine.scores[role])
    means = float(doctrine.scores[role].mean()), float(reply.scores[role].mean())
    return Reply(role, list(orders), *means, gain)


def search(question: Question, role: str, told: Tried) -> Orders:
    """Of each length the few best lists, made longer by every order there is; the best of all, cut short."""
    found: dict[Orders, float] = dict(zip([()], scores(question, role, [()], unheard), strict=True))
    kept: list[Orders] = [()]
    for _ in range(MOST_ORDERS):
        longer = [(*orders, order.key) for orders in kept for order in candidates(question, role, orders)]
        found |= zip(longer, scores(question, role, longer, told), strict=True)
        kept = sorted(longer, key=lambda orders: found[orders], reverse=True)[:KEPT]
    return shortened(question, role, max(found, key=lambda orders: found[orders]))


def shortened(question: Question, role: str, orders: Orders) -> Orders:
    """A list without the orders that it scores as much without."""
    (best,) = scores(question, role, [orders], unheard)
    for order in orders:
        rest = tuple(other for other in orders if other != order)
        (score,) = scores(question, role, [rest], unheard)
        if score >= best:
            orders = rest
    return orders


def most_tried(question: Question, role: str) -> int:
    """How many candidates a search tries at most."""
    orders = len(question.exercise.orders_of[role])
    return sum((KEPT if place else 1) * max(0, orders - place) for place in range(MOST_ORDERS))


def candidates(question: Question, role: str, orders: Orders) -> list[Order]:
    """The orders of a seat that are not in the reply yet."""
    return [order for order in question.exercise.orders_of[role] if order.key not in orders]


def scores(question: Question, role: str, tried: Sequence[Orders], told: Tried) -> Iterator[float]:
    """The mean scores of a seat that tries these orders first."""
    for keys, outcome in zip(tried, each(playing(question, role, keys) for keys in tried), strict=True):
        told(keys[-1] if keys else "")
        yield float(outcome.scores[role].mean())


def playing(question: Question, role: str, orders: Orders) -> Question:
    """The question with one seat trying orders first."""
    way = Play("first", orders=orders) if orders else DOCTRINE
    return question._replace(plays={**question.plays, role: way})


def unheard(order: str) -> None:
    """Nobody is told."""
