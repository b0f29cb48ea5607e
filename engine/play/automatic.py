"""Automatic control: the next thing it does, and whole runs played by policies without a log."""

from collections.abc import Iterable

from engine.play import injects, phases
from engine.play.commands.declared import Advance, Release, Skip, Startex
from engine.play.doctrine import Offering, Policy
from engine.play.draft import Draft
from engine.play.events import Shelved, Started
from engine.play.state import Game, State
from engine.rules.exercise import Exercise

Act = Startex | Release | Skip | Advance
"""What automatic control does: a command as anybody gives it."""


def next_act(state: State, *, offers: bool = False) -> Act:
    """STARTEX; the injects of the turn whose conditions allow it, then at most one triggered, then on.

    Never an offered inject, unless a role asked for it or control `offers` them: then the first one of the
    exercise's list that can be released, one a turn. One of the timetable whose `if` fails or `unless` holds
    is skipped for good.
    """
    if state.room.ready:
        return Startex()
    if state.game.phase == "situation":
        for name in state.game.sought:
            if injects.left(state, state.exercise.injects[name]):
                return Release(inject=name)
        for due in (*injects.planned(state), *injects.shelved(state)):
            if due.why not in ("held", injects.PASSED):
                return Skip(inject=due.inject) if due.blocked else Release(inject=due.inject)
        if not released_trigger(state):
            for due in injects.triggered(state):
                return Release(inject=due.inject)
        if offers and not released(state, injects.offerable(state.exercise)):
            for due in injects.offered(state):
                return Release(inject=due.inject)
    return Advance()


def released_trigger(state: State) -> bool:
    """Whether a triggered inject was already released this turn."""
    return released(state, state.exercise.file.triggered)


def released(state: State, names: Iterable[str]) -> bool:
    """Whether one of these injects was already released this turn."""
    slots, vector, turn = state.exercise.slots, state.game.vector, state.game.turn
    return any(vector[slots[f"last({name})"]] == turn for name in names)


def act(draft: Draft, what: Act) -> None:
    """Do it."""
    if isinstance(what, Startex):
        draft.emit(Started())
    elif isinstance(what, Advance):
        phases.advance(draft)
    elif isinstance(what, Skip):
        draft.emit(Shelved(inject=what.inject, status="skipped", reason="conditions"))
    else:
        rule = draft.exercise.injects[what.inject]
        first = {name: options[0] for name, options in rule.inject.choose.items()}
        injects.release(draft, rule, injects.addressed(draft.state, rule), first)


def play_out(
    exercise: Exercise,
    seed: int,
    format_id: str | None = None,
    policies: dict[str, Policy] | None = None,
    preset: str | None = None,
) -> Game:
    """A whole run by policies (doctrine where none is named), without a log. The game as it ended."""
    state = State(exercise, seed)
    draft = Draft(state, policies=policies, traced=False)
    chosen = exercise.default_preset if preset is None else preset
    phases.begin(draft, format_id or exercise.default_format, chosen, everywhere_bots(exercise))
    return finished(draft)


def play_on(state: State, seed: int, policies: dict[str, Policy] | None = None) -> Game:
    """A run from a state on, by policies in every seat and under another seed. The state stays as it is."""
    going = state.copy()
    going.seed, going.drafts, going.comments = seed, {}, {}
    going.room.seats, going.room.ready, going.room.takes = everywhere_bots(state.exercise), False, {}
    going.room.script = None  # policies decide, not what was decided once
    return finished(Draft(going, policies=policies, traced=False))


def everywhere_bots(exercise: Exercise) -> dict[str, str]:
    """Seats that nobody takes, control's among them."""
    return {**dict.fromkeys(exercise.roles, "bot"), "control": "bot"}


def finished(draft: Draft) -> Game:
    """The game once automatic control has taken it to ENDEX."""
    offers = isinstance(draft.policies.get("control"), Offering)
    while not draft.state.game.finished:
        act(draft, next_act(draft.state, offers=offers))
    return draft.game
