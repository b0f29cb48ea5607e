"""Injects: what lies in control's tray, and what happens when one is released."""

from typing import Any

from msgspec import Struct

from engine.play.adjudicate import Adjudication
from engine.play.draft import Draft
from engine.play.events import Asked, Improvised, Released
from engine.play.state import State
from engine.play.work import Deed
from engine.rules.build import Builder
from engine.rules.exercise import InjectRule
from engine.rules.findings import Findings
from engine.rules.read import Document


class Due(Struct, frozen=True):
    """An inject in the tray, and why it lies there."""

    inject: str
    why: str
    """timetable, triggered, offered, held or deferred."""
    blocked: str = ""
    """`if` or `unless` where automatic control would skip it."""


def timetable(state: State) -> dict[str, int]:
    """The injects whose turn has come, with the turn."""
    msel = state.exercise.file.formats[state.game.format].msel
    return {name: int(turn) for turn, names in msel.items() if int(turn) <= state.game.turn for name in names}


def tray(state: State) -> list[Due]:
    """Everything control can release now: what was planned or put back, then what may come."""
    return [*planned(state), *shelved(state), *triggered(state), *offered(state)]


def planned(state: State) -> list[Due]:
    """The injects of the timetable that control has not dealt with; those of earlier turns count as held."""
    injects, shelf, now = state.exercise.injects, state.game.shelf, state.game.turn
    return [
        Due(name, "timetable" if turn == now else "held", blocked(state, injects[name]))
        for name, turn in timetable(state).items()
        if name not in shelf
    ]


def shelved(state: State) -> list[Due]:
    """Injects held, and those deferred to this turn."""
    game, injects = state.game, state.exercise.injects
    return [
        Due(name, status, blocked(state, injects[name]))
        for name, (status, until) in game.shelf.items()
        if status == "held" or (status == "deferred" and until <= game.turn)
    ]


def triggered(state: State) -> list[Due]:
    """Triggered injects whose condition holds, in the exercise's order."""
    return [Due(name, "triggered") for name in state.exercise.file.triggered if waits(state, name)]


def offered(state: State) -> list[Due]:
    """Injects that control may use now if it wants to."""
    injects = state.exercise.injects
    return [
        Due(name, "offered")
        for name, rule in injects.items()
        if rule.inject.mode == "offered" and waits(state, name)
    ]


def waits(state: State, name: str) -> bool:
    """Whether an inject can still be released, nothing speaks against it, and it was not put back."""
    status, _ = state.game.shelf.get(name, ("", 0))
    rule = state.exercise.injects[name]
    return status not in ("held", "deferred") and left(state, rule) and not blocked(state, rule)


def left(state: State, rule: InjectRule) -> bool:
    """Whether it can still be released: once a run, or as often as it says, and never twice a turn."""
    slots, vector = state.exercise.slots, state.game.vector
    status, _ = state.game.shelf.get(rule.id, ("", 0))
    if status == "skipped" or vector[slots[f"last({rule.id})"]] == state.game.turn:
        return False
    return vector[slots[f"times({rule.id})"]] < rule.inject.times


def blocked(state: State, rule: InjectRule) -> str:
    """Which of its conditions speaks against it now; empty if none does."""
    vector = state.game.vector
    if rule.offers_when is not None and not rule.offers_when.holds(vector):
        return "if"
    if rule.unless is not None and rule.unless.holds(vector):
        return "unless"
    return ""


def release(
    draft: Draft, rule: InjectRule, to: list[str], choices: dict[str, str], capacity: str = "control"
) -> None:
    """Release an inject: a step of its own, adjudicated at once, then its question."""
    roles = draft.exercise.roles
    readers = rule.knowers(roles, to)
    draft.emit(Released(inject=rule.id, to=to, knows=list(readers), choices=choices, capacity=capacity))
    # What it does is known to all whom the exercise lets know of it, however few were told the text:
    # who may read a condition on it was settled when the exercise was loaded.
    concerned = {*readers, *rule.knowers(roles)}
    known = tuple(role for role in roles if role in concerned)
    draft.settle(effects_of(draft, rule, choices, known))
    asks = rule.inject.asks
    if asks:
        for role in asks.of:
            draft.emit(
                Asked(
                    question=f"inject.{rule.id}?{role}",
                    to=role,
                    options=list(asks.answers),
                    source=rule.id,
                    knows=list(asks.of),
                )
            )


def effects_of(
    draft: Draft, rule: InjectRule, choices: dict[str, str], readers: tuple[str, ...] = ()
) -> Adjudication:
    """What an inject does, adjudicated on the state as it stands. Changes nothing."""
    values = tuple(choices.get(name, options[0]) for name, options in rule.inject.choose.items())
    adjudication = draft.adjudication()
    deed = Deed(rule.effects[values], rule.history, f"inject.{rule.id}", readers)
    adjudication.step("inject", [deed], [])
    return adjudication


def addressed(state: State, rule: InjectRule) -> list[str]:
    """Whom the exercise addresses it to."""
    return list(state.exercise.roles) if rule.inject.to == "all" else list(rule.inject.to)


def improvise(draft: Draft, text: str, to: list[str], sender: str, effects: dict[str, Any]) -> None:
    """Release an inject written on the spot. Raises ExerciseError when its effects make no sense."""
    done: Any = (
        Builder.again(draft.exercise, Findings(Document.from_data({"effects": effects}))).improvise(effects)
        if effects
        else None
    )
    number = 1 + sum(1 for moment in draft.game.history if isinstance(moment.event, Improvised))
    name = f"X{number:02d}"
    adjudication = draft.adjudication()
    lines = adjudication.tracer.lines(done, adjudication.state) if done and adjudication.tracer else []
    draft.emit(Improvised(inject=name, text=text, to=to, sender=sender, effects=lines))
    if done:
        # What may be read of a table was settled at load, so what this one runs is known to everybody.
        known = draft.exercise.roles if done.runs else tuple(to)
        adjudication.step("inject", [Deed(done, (), f"inject.{name}", known)], [])
        draft.settle(adjudication)
