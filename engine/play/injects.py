"""Injects: what lies in control's tray, and what happens when one is released."""

from typing import Any

from msgspec import Struct

from engine.play.adjudicate import Adjudication
from engine.play.combine import State as Vector
from engine.play.draft import Draft
from engine.play.events import Asked, Improvised, Released, Written
from engine.play.refusal import Refusal
from engine.play.state import Game, State
from engine.play.work import Deed
from engine.rules.build import Builder
from engine.rules.changes import Change
from engine.rules.effects import NOTHING, Effects
from engine.rules.exercise import Exercise, InjectRule
from engine.rules.findings import Findings
from engine.rules.problems import ExerciseError
from engine.rules.read import Document


class Due(Struct, frozen=True):
    """An inject in the tray, and why it lies there."""

    inject: str
    why: str
    """timetable, triggered, offered, written, held or deferred."""
    blocked: str = ""
    """`if` or `unless` where automatic control would skip it."""


def timetable(state: State) -> dict[str, int]:
    """The injects whose turn has come, with the turn."""
    msel = state.exercise.file.formats[state.game.format].msel
    return {name: int(turn) for turn, names in msel.items() if int(turn) <= state.game.turn for name in names}


PASSED = "passed over"
"""Why an inject lies in the tray that was due in an earlier turn, and that nobody dealt with."""


def tray(state: State) -> list[Due]:
    """Everything control can release now: what was planned or put back, then what may come."""
    return [*planned(state), *shelved(state), *written(state), *triggered(state), *offered(state)]


def planned(state: State) -> list[Due]:
    """The injects of the timetable that nobody has dealt with; those of earlier turns were passed over."""
    injects, shelf, now = state.exercise.injects, state.game.shelf, state.game.turn
    return [
        Due(name, "timetable" if turn == now else PASSED, blocked(state, injects[name]))
        for name, turn in timetable(state).items()
        if name not in shelf
    ]


def shelved(state: State) -> list[Due]:
    """Injects held, and those deferred to this turn."""
    game, injects = state.game, state.exercise.injects
    return [
        Due(name, status, blocked(state, injects[name]))
        for name, (status, until) in game.shelf.items()
        if name in injects and (status == "held" or (status == "deferred" and until <= game.turn))
    ]


def written(state: State) -> list[Due]:
    """Injects control wrote and kept whose turn has come. Automatic control leaves them to people."""
    game, found = state.game, []
    for name in waiting(state):
        status, until = game.shelf.get(name, ("", game.written[name].turn))
        if status == "held" or until <= game.turn:
            found.append(Due(name, status or "written"))
    return found


def waiting(state: State) -> list[str]:
    """Injects control wrote and has neither released nor skipped."""
    shelf = state.game.shelf
    return [name for name in state.game.written if shelf.get(name, ("", 0))[0] not in ("released", "skipped")]


def triggered(state: State) -> list[Due]:
    """Triggered injects whose condition holds, in the exercise's order."""
    return [Due(name, "triggered") for name in state.exercise.file.triggered if waits(state, name)]


def offered(state: State) -> list[Due]:
    """Injects that control may use now if it wants to."""
    return [Due(name, "offered") for name in offerable(state.exercise) if waits(state, name)]


def offerable(exercise: Exercise) -> list[str]:
    """The offered injects, in the exercise's order."""
    return [name for name, rule in exercise.injects.items() if rule.inject.mode == "offered"]


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


def blocked(state: State, rule: InjectRule, at: Vector | None = None) -> str:
    """Which of its conditions speaks against it now (or where the game stood so); empty if none does."""
    vector = state.game.vector if at is None else at
    if rule.offers_when is not None and not rule.offers_when.holds(vector):
        return "if"
    if rule.unless is not None and rule.unless.holds(vector):
        return "unless"
    return ""


def release(
    draft: Draft,
    rule: InjectRule,
    to: list[str],
    choices: dict[str, str],
    capacity: str = "control",
    reason: str = "",
) -> None:
    """Release an inject: a step of its own, adjudicated at once, then its question."""
    roles = draft.exercise.roles
    readers = rule.knowers(roles, to)
    known = list(readers)
    draft.emit(
        Released(inject=rule.id, to=to, knows=known, choices=choices, capacity=capacity, reason=reason)
    )
    # What it does is known to all whom the exercise lets know of it, however few were told the text:
    # who may read a condition on it was settled when the exercise was loaded.
    concerned = {*readers, *rule.knowers(roles)}
    draft.settle(effects_of(draft, rule, choices, tuple(role for role in roles if role in concerned)))
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


def compiled(exercise: Exercise, effects: dict[str, Any]) -> Effects:
    """Effects written during play, given their meaning. Raises Refusal with the place of what has none."""
    if not effects:
        return NOTHING
    findings = Findings(Document.from_data({"effects": effects}))
    try:
        return Builder.again(exercise, findings).improvise(effects)
    except ExerciseError as fault:
        message = fault.problems[0].message
        places = [path for path, reported in findings.found if reported == message]
        place = " ".join(str(part) for part in places[0][1:]) if places else ""
        why = f"{place}: {message}" if place else message
        raise Refusal("These effects make no sense: {why}", why=why, place=place) from None


def next_name(game: Game) -> str:
    """The name of the next inject that is written during play."""
    kept = game.written
    released = [moment.event.inject for moment in game.history if isinstance(moment.event, Improvised)]
    return f"X{1 + len(kept) + sum(1 for name in released if name not in kept):02d}"


def written_effects(draft: Draft, written: Written, to: list[str]) -> tuple[Adjudication, list[Change]]:
    """What a written inject does, adjudicated on the state as it stands, and its effects."""
    adjudication = draft.adjudication()
    done = compiled(draft.exercise, written.effects)
    effects = adjudication.tracer.changes(done, adjudication.state) if adjudication.tracer else []
    if written.effects:
        # What may be read of a table was settled at load, so what this one runs is known to everybody.
        known = draft.exercise.roles if done.runs else tuple(to)
        adjudication.step("inject", [Deed(done, (), f"inject.{written.inject}", known)], [])
    return adjudication, effects


def improvise(draft: Draft, written: Written, to: list[str], reason: str = "") -> None:
    """Release an inject written during play, at once or out of the tray. Raises Refusal."""
    adjudication, effects = written_effects(draft, written, to)
    draft.emit(
        Improvised(
            inject=written.inject,
            text=written.text,
            to=to,
            sender=written.sender,
            effects=effects,
            title=written.title,
            kind=written.kind,
            expect=written.expect,
            because=written.because,
            reason=reason,
        )
    )
    draft.settle(adjudication)
