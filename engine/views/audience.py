"""Who hears of an event: one table, asked before anything is told. What a fact says may then be less.

Control hears of everything. The public hears of what is known openly to every role, and of nothing that
was said in confidence, even where every role was told it.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from engine.play import events as happened
from engine.play.events import Event
from engine.play.state import State
from engine.play.viewer import PUBLIC, Viewer


class Audience(NamedTuple):
    """The roles that hear of an event; none but control where there are none."""

    roles: frozenset[str]
    in_confidence: bool = False

    def includes(self, viewer: Viewer) -> bool:
        if viewer.seat == PUBLIC:
            return not self.in_confidence and self.roles >= viewer.all
        return viewer.control or viewer.seat in self.roles


CONTROL_ALONE = Audience(frozenset(), in_confidence=True)
Rule = Callable[[State, Any], Audience]


def everybody(state: State, event: Event) -> Audience:
    return Audience(frozenset(state.exercise.roles))


def control_alone(state: State, event: Event) -> Audience:
    return CONTROL_ALONE


def openly(*fields: str) -> Rule:
    """Those whom these fields of the event name."""
    return lambda state, event: Audience(named(event, fields))


def in_confidence(*fields: str) -> Rule:
    """The same, and nobody may say so in public."""
    return lambda state, event: Audience(named(event, fields), in_confidence=True)


def named(event: Event, fields: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for field in fields:
        value = getattr(event, field)
        found |= {value} if isinstance(value, str) else set(value)
    return frozenset(found)


def of_ruling(state: State, event: happened.Ruled) -> Audience:
    """Who knows the call; or those alone who read the row that came."""
    return Audience(frozenset(event.knows if event.to is None else event.to))


def of_proposal(state: State, event: happened.Signed | happened.Unsigned | happened.Lapsed) -> Audience:
    """Who proposed it, whose signature it needs, and who is invited."""
    found = state.game.proposals[event.proposal]
    return Audience(frozenset((found.by, *found.parties, *found.invites)))


def of_announcement(state: State, event: happened.Announced) -> Audience:
    """An agreement of the exercise is announced to everybody, one in free words to its parties."""
    found = state.game.proposals[event.proposal]
    return everybody(state, event) if found.agreement is not None else Audience(frozenset(found.parties))


def of_leaving(state: State, event: happened.Leaving) -> Audience:
    """The signatories, until it takes effect with the rulings."""
    return Audience(frozenset(state.exercise.file.agreements[event.agreement].needs))


def of_token(state: State, event: happened.Overdue) -> Audience:
    """Who reads what was left unanswered."""
    exercise = state.exercise
    return Audience(frozenset(role for role in exercise.roles if Viewer(exercise, role).reads(event.token)))


def of_answer(state: State, event: happened.Answered) -> Audience:
    """Who was asked."""
    question = state.game.questions.get(event.question)
    return Audience(frozenset([question.to if question else event.question.rpartition("?")[2]]), True)


def of_lock(state: State, event: happened.Locked) -> Audience:
    """Each seat hears what it ordered itself, and what became of its draft."""
    return Audience(frozenset(state.exercise.roles), in_confidence=True)


def of_settling(state: State, event: happened.Settled) -> Audience:
    """Who asked, unless the request was put aside without a word."""
    return CONTROL_ALONE if event.how == "aside" else Audience(frozenset([event.role]), in_confidence=True)


AUDIENCE: dict[type[Event], Rule] = {
    # The course of play
    happened.Began: everybody,
    happened.Started: everybody,
    happened.Counting: everybody,
    happened.Forecasting: control_alone,
    happened.TurnBegan: everybody,
    happened.PhaseBegan: everybody,
    happened.Paused: everybody,
    happened.Timed: everybody,
    happened.Seated: everybody,
    happened.Undone: everybody,
    happened.Published: everybody,
    happened.Finished: everybody,
    happened.Disclosed: everybody,
    happened.Edited: control_alone,
    # Orders and rulings
    happened.Ordered: control_alone,
    happened.Rejected: in_confidence("role"),
    happened.Locked: of_lock,
    happened.Asked: in_confidence("to"),
    happened.Answered: of_answer,
    happened.Argued: control_alone,
    happened.Laid: openly("knows"),
    happened.Weighed: control_alone,
    happened.Judged: openly("knows"),
    happened.Ruled: of_ruling,
    happened.Carried: openly("knows"),
    happened.Returned: openly("knows"),
    happened.Stepped: everybody,
    happened.Told: openly("to"),
    happened.Opened: in_confidence("role"),
    happened.Overdue: of_token,
    happened.Brink: everybody,
    happened.Crossed: everybody,
    happened.Overridden: control_alone,
    happened.Typed: control_alone,
    happened.LapsedOverride: control_alone,
    # Injects
    happened.Released: openly("knows"),
    happened.Improvised: openly("to"),
    happened.Written: control_alone,
    happened.Sought: in_confidence("role"),
    happened.Declined: in_confidence("role"),
    happened.Shelved: control_alone,
    # Agreements
    happened.Proposed: openly("by", "parties", "invites"),
    happened.Signed: of_proposal,
    happened.Unsigned: of_proposal,
    happened.Announced: of_announcement,
    happened.Lapsed: of_proposal,
    happened.Leaving: of_leaving,
    happened.Entered: everybody,
    happened.Barred: everybody,
    happened.Ended: everybody,
    # Words
    happened.Said: everybody,
    happened.Withdrawn: everybody,
    happened.Stamped: everybody,
    happened.Messaged: in_confidence("sender", "to", "read_by", "through"),
    happened.Jotted: in_confidence("role"),
    happened.Promised: in_confidence("role", "to"),
    happened.Guessed: in_confidence("role"),
    happened.Delivered: in_confidence("to"),
    happened.Exposed: in_confidence("to"),
    happened.Chaired: everybody,
    happened.Worded: in_confidence("chair", "parties"),
    happened.Initialled: in_confidence("chair", "parties"),
    happened.Presided: everybody,
    happened.Requested: in_confidence("role"),
    happened.Replied: openly("to"),
    happened.Settled: of_settling,
    # What evaluators and control write down
    happened.Noted: control_alone,
    happened.Rated: control_alone,
    happened.Concluded: control_alone,
    happened.Found: control_alone,
    happened.Planned: control_alone,
    happened.Covered: control_alone,
}
"""By kind of event, who hears of it. A step and a mark move tracks: of those each hears what it reads."""


def audience(state: State, event: Event) -> Audience:
    return AUDIENCE[type(event)](state, event)
