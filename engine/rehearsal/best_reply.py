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
TRIED = 400
"""Runs by which one candidate is judged."""


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
    """Search, one more order at a time as long as it gains; then ask afresh whether it truly does."""
    searched = question._replace(runs=TRIED)
    orders: tuple[str, ...] = ()
    (best,) = scores(searched, role, [orders], unheard)
    while len(orders) < MOST_ORDERS:
        tried = [(*orders, order.key) for order in candidates(question, role, orders)]
        found = dict(zip(tried, scores(searched, role, tried, told), strict=True))
        if not found or max(found.values()) <= best:
            break
        orders = max(found, key=lambda keys: found[keys])
        best = found[orders]
    fresh = question._replace(seed=question.seed + TRIED)
    doctrine, reply = each(playing(fresh, role, keys) for keys in ((), orders))
    gain = difference(role, reply.scores[role], doctrine.scores[role])
    means = float(doctrine.scores[role].mean()), float(reply.scores[role].mean())
    return Reply(role, list(orders), *means, gain)


def most_tried(question: Question, role: str) -> int:
    """How many candidates a search tries at most."""
    orders = len(question.exercise.orders_of[role])
    return sum(max(0, orders - place) for place in range(MOST_ORDERS))


def candidates(question: Question, role: str, orders: tuple[str, ...]) -> list[Order]:
    """The orders of a seat that are not in the reply yet."""
    return [order for order in question.exercise.orders_of[role] if order.key not in orders]


def scores(question: Question, role: str, tried: Sequence[tuple[str, ...]], told: Tried) -> Iterator[float]:
    """The mean scores of a seat that tries these orders first."""
    for keys, outcome in zip(tried, each(playing(question, role, keys) for keys in tried), strict=True):
        told(keys[-1] if keys else "")
        yield float(outcome.scores[role].mean())


def playing(question: Question, role: str, orders: tuple[str, ...]) -> Question:
    """The question with one seat trying orders first."""
    way = Play("first", orders=orders) if orders else DOCTRINE
    return question._replace(plays={**question.plays, role: way})


def unheard(order: str) -> None:
    """Nobody is told."""
