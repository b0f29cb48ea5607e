"""One thing otherwise, a thousand times: what another order, answer or row, or no inject, does to the odds.

What a run decided in a turn stands, but for that: orders as they were locked, answers as they were given, the
dice of a turn whose rulings are what is changed. From there on every seat plays by its doctrine, many times
with the change and as often without it, on common dice that the run does not have. A fork
(`engine.review.what_if`) plays the same change once, on the run's own dice.
"""

from collections.abc import Sequence

from engine.play import events as happened
from engine.play.draft import Draft
from engine.play.phases import budget, lock
from engine.play.refusal import Refusal
from engine.play.state import State
from engine.record.run import Run
from engine.rehearsal.forecast import Outlook, known
from engine.review.alternatives import as_locked
from engine.review.lived import Lived, lived
from engine.review.what_if import Change, changed, script_of

RUNS = 1_000
"""How often each is played: a difference lies within three or four points of the truth (95 %)."""
DECIDED = ("order", "answer")
"""Changes of what seats decided, which go together."""


class Turn:
    """What was decided in a turn, as it stands in the log."""

    def __init__(self, run: Run, turn: int) -> None:
        self.run, self.turn = run, turn
        steps = [step for step in lived(run) if step.before.game.turn == turn]
        self.locked = first(steps, happened.Locked)
        self.published = first(steps, happened.Published)
        released = (step.first(happened.Released) for step in steps)
        self.released = {
            event.inject: step
            for event, step in zip(released, steps, strict=True)
            if event and event.inject in run.exercise.injects
        }

    @property
    def rulings(self) -> dict[str, happened.Ruled]:
        """By path, the rulings with dice that were published together."""
        events = self.published.line.events if self.published else []
        return {event.path: event for event in events if isinstance(event, happened.Ruled) and event.dice}

    @property
    def questions(self) -> dict[str, list[str]]:
        """By question of the turn, what could be answered."""
        game = self.published.before.game if self.published else None
        return {name: [*asked.options, "none"] for name, asked in game.questions.items()} if game else {}


def first(steps: Sequence[Lived], kind: type[happened.Event]) -> Lived | None:
    """The last of these lines that has such an event: what came before it was thrown again."""
    return next((step for step in reversed(steps) if step.first(kind)), None)


def otherwise(run: Run, turn: int, changes: Sequence[Change], runs: int = RUNS) -> Outlook:
    """A turn as it was and with something otherwise, to be played on from. Raises Refusal."""
    changed(run, script_of(run, turn), turn, changes)  # refuses names that are not known there
    found, kinds = Turn(run, turn), {change.kind for change in changes}
    if not kinds or (len(kinds) > 1 and not kinds.issubset(DECIDED)):
        raise Refusal("Orders and answers, rows, or injects: what is played many times is of one kind.")
    if kinds.issubset(DECIDED):
        was, would = decided(found, []), decided(found, changes)
    elif kinds == {"row"}:
        was, would = ruled(found, []), ruled(found, changes)
    else:
        was, would = without(found, changes)
    return Outlook(run.exercise, was, [would], {}, runs)


def decided(found: Turn, changes: Sequence[Change]) -> State:
    """The run as its orders are locked and its questions answered, with some of that otherwise."""
    assert found.locked
    state = as_locked(found.locked.before, found.locked.after)
    for change in changes:
        if change.kind == "order":
            order(state, change)
    lock(Draft(state, traced=False))
    turn = script_of(found.run, found.turn).turn(found.turn)
    answers = dict(turn.answers if turn else {})
    answers.update({change.what: change.new for change in changes if change.kind == "answer"})
    for question in state.game.questions.values():
        answer = answers.get(question.id, "")
        question.answer = answer if answer in (*question.options, "none") else question.answer
    return state


def order(state: State, change: Change) -> None:
    """Another order in place of one. Raises Refusal where it is not allowed beside the others."""
    role, _, old = change.what.partition(":")
    left = [entry for entry in state.game.orders[role] if entry["order"] != old]
    if change.new and change.new not in allowed(state, role, old):
        raise Refusal("{order} is not allowed there, beside the other orders.", order=change.new)
    state.game.orders[role] = [*left, *([{"order": change.new}] if change.new else [])]


def allowed(state: State, role: str, old: str) -> list[str]:
    """The orders that a seat could have given in place of one, beside its others."""
    able = budget(Draft(state, traced=False), role)
    given = [entry["order"] for entry in state.game.orders[role]]
    for key in given:
        if key != old and not able.refusal(state.exercise.orders[key]):
            able.take(state.exercise.orders[key])
    return [
        found.key
        for found in state.exercise.orders_of[role]
        if found.key not in given and not able.refusal(found)
    ]


def ruled(found: Turn, changes: Sequence[Change]) -> State:
    """The run with its rulings as they were published, or with other rows of them. Raises Refusal."""
    if found.published is None:
        raise Refusal("Rulings of turn {turn} were never published.", turn=found.turn)
    state = found.published.before.copy()
    for change in changes:
        ruling = found.rulings.get(change.what)
        rows = ladder(ruling) if ruling else []
        if ruling is None or change.new not in rows:
            raise Refusal(
                "'{value}' is not known here. Possible: {known}.",
                value=change.new if ruling else change.what,
                known=", ".join(rows if ruling else found.rulings),
            )
        state.game.overrides[ruling.path] = (ruling.replaced or ruling.row, change.new, str(change))
    return known(state)


def ladder(ruling: happened.Ruled) -> list[str]:
    """The rows one step up or down from that of the dice: what control could have chosen."""
    rows, natural = [row for row, chance in ruling.odds.items() if chance > 0], ruling.replaced or ruling.row
    at = rows.index(natural)
    return [row for row in (*rows[max(at - 1, 0) : at], natural, *rows[at + 1 : at + 2]) if row != ruling.row]


def without(found: Turn, changes: Sequence[Change]) -> tuple[State, State]:
    """The run once an inject was released, and as it stood before, never to be. Raises Refusal."""
    for change in changes:
        if change.what not in found.released:
            raise Refusal("{inject} was not released in turn {turn}.", inject=change.what, turn=found.turn)
    lines = [found.released[change.what] for change in changes]
    would = min(lines, key=lambda step: step.line.seq).before.copy()
    was = max(lines, key=lambda step: step.line.seq).after
    for change in changes:
        would.game.shelf[change.what] = ("skipped", 0)
    return was, would
