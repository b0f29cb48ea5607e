"""What the dice were worth to each role: every ruling with dice, against what could have come of it.

A *swing* is the score of a role with the row that came, less the mean of its scores over all rows that could
have come, each weighed with its chance. Scores are taken as they stand at the end of the turn; for dice
thrown at the start or when an inject was released, right after that. Every other row is adjudicated: the
line of the log is decided again with other dice and everything else as it was, so nothing is sampled.

Where control moved the result by an override, the swing is that of the row the dice gave, and what the
override changed is counted as control's. What is left of a role's score, once its start, its swings and
control's part are taken away, came of decisions: its own, those of others, and what they led to later.

Some endings cap what a role can score. Points are reckoned here as they add up, and what the cap takes in the
end stands by itself: it is nobody's decision and in no swing.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from engine.play.adjudicate import RULES, Adjudication
from engine.play.commands import carry_out
from engine.play.commands.reading import read_again
from engine.play.draft import Draft
from engine.play.events import Event, Ruled
from engine.play.phases import begin
from engine.play.scores import capped, earned
from engine.play.state import Game, State
from engine.play.work import Decisions
from engine.record.chain import Line
from engine.record.folded import Record
from engine.record.run import Run
from engine.review.evidence_told import Hearing
from engine.review.learned import RoleWorth, Swing, Swings, SwungRow
from engine.review.luck import luck
from engine.rules.exercise import Call
from engine.views import CONTROL
from engine.views.rulings import find_call
from engine.words.language import Language

Points = dict[str, float]
Progress = Callable[[int, int], None]
"""Told how many rulings are done, and of how many."""
FINE = 6
"""Digits of sums after the point; chances are floating numbers."""


class Rigged(Draft):
    """A draft in which one ruling has the dice it is given, and no override. It tells nothing."""

    def __init__(self, state: State, line: int, ruling: str, dice: list[int]) -> None:
        super().__init__(state, line, traced=False)
        self.ruling, self.dice = ruling, dice

    def adjudication(self, decisions: Decisions | None = None) -> Adjudication:
        given = decisions or Decisions({}, {})
        others = {path: chosen for path, chosen in given.overrides.items() if path != self.ruling}
        return super().adjudication(Decisions({**given.dice, self.ruling: self.dice}, others))


class Thrown(NamedTuple):
    """A ruling with dice: its line, its place there, and the call that was ruled on."""

    line: Line[list[Event]]
    at: int
    event: Ruled
    call: Call


def swings(run: Run, language: str = "en", progress: Progress | None = None) -> Swings:
    """What the dice were worth, ruling by ruling (`rows`) and by role (`roles`). For control.

    A row is one of control's luck ledger with the swing of each role, and what an override changed.
    """
    say = Language(language).say
    if run.log.lines[0].data.get("rules") != RULES:
        return {"rows": [], "roles": [], "empty": say("This run was played under other rules than today's.")}
    ledger = {row["number"]: row for row in luck(run.state, CONTROL, language)["rows"]}
    heard = {
        entry.place: entry.fact.number for entry in Hearing(run.state, CONTROL, Language(language)).heard
    }
    rows = list[SwungRow]()
    wanted = list(thrown(run))
    for done, (found, before, after) in enumerate(states(run, wanted), 1):
        number = heard[found.line.seq, found.at]
        rows.append({**ledger[number], **swing(found, before, after, Language(language))})
        if progress:
            progress(done, len(wanted))
    return {"rows": rows, "roles": summed(run, rows, Language(language)), "empty": ""}


def thrown(run: Run) -> Iterator[Thrown]:
    """The rulings with dice of the game as it stands."""
    for number in run.record.standing():
        line = run.log.lines[number - 1]
        for index, event in enumerate(line.events):
            if isinstance(event, Ruled) and event.dice:
                yield Thrown(line, index, event, find_call(run.exercise, event))


def states(run: Run, wanted: list[Thrown]) -> Iterator[tuple[Thrown, State, Game]]:
    """Each ruling with the state before its line, and the game after it, as they were lived through."""
    waiting: dict[int, list[Thrown]] = {}
    for found in wanted:
        waiting.setdefault(found.line.seq, []).append(found)
    record = Record(run.exercise, run.state.seed)
    for line in run.log.lines:
        before = record.state.copy() if line.seq in waiting else None
        record.take(line, line.events)
        if before is not None:
            after = record.state.game.copy(record.state.game.history)
            for found in waiting[line.seq]:
                yield found, before, after


def standing(game: Game) -> dict[str, int]:
    """The points as they add up, whatever the ending caps."""
    return earned(game.exercise, game)


def again(found: Thrown, before: State, dice: list[int]) -> dict[str, int]:
    """The scores after the line of a ruling, decided again with these dice."""
    line, state = found.line, before.copy()
    if line.command == "start":
        state = State(before.exercise, before.seed)
        draft = Rigged(state, line.seq, found.event.path, dice)
        begin(draft, line.data["format"], line.data["preset"], line.data["seats"])
    else:
        draft = Rigged(state, line.seq, found.event.path, dice)
        carry_out(draft, line.actor or CONTROL, read_again(line.command, line.data))
    return standing(state.game)


def swing(found: Thrown, before: State, after: Game, language: Language) -> Swing:
    """One ruling: what each row would have been worth, and what the one that came was."""
    event, call = found.event, found.call
    natural = call.rows[call.band(event.total or 0)].row.id
    titles = {rule.row.id: rule.row.say for rule in call.rows}
    argument = next(iter(call.arguments.values()), "")
    came = standing(after)
    worth = {row: again(found, before, faces) for row, faces in throws(call, event.sum).items()}
    mean = {role: sum(event.odds[row] * points[role] for row, points in worth.items()) for role in came}
    return {
        "points": {role: worth[natural][role] - mean[role] for role in came},
        "control": {role: came[role] - worth[natural][role] for role in came},
        "moved": natural != event.row,
        "at_once": found.line.command != "advance",
        "could": [
            {
                "row": language.text(titles[row], argument),
                "chance": event.odds[row],
                "came": row == event.row,
                "scores": points,
                "points": {role: points[role] - mean[role] for role in came},
            }
            for row, points in worth.items()
        ],
    }


def throws(call: Call, modifier: int) -> dict[str, list[int]]:
    """For every row that could have come, dice that give it."""
    found: dict[str, list[int]] = {}
    for total in call.ways():
        row = call.rows[call.band(total + modifier)].row.id
        first = max(1, total - 6) if len(call.faces) > 1 else total
        found.setdefault(row, [first, total - first] if len(call.faces) > 1 else [total])
    return found


def summed(run: Run, rows: list[SwungRow], language: Language) -> list[RoleWorth]:
    """By role: start, dice, control, decisions and the ending's cap, which add up to the score."""
    start, game = before_start(run), run.state.game
    now = standing(game)
    caps = capped(run.exercise, now, game.finished.ending if game.finished else game.ending)
    found = list[RoleWorth]()
    for role in now:
        dice = round(sum(row["points"][role] for row in rows), FINE)
        control = sum(row["control"][role] for row in rows)
        found.append(
            {
                "role": role,
                "title": language.text(run.exercise.file.roles[role].title),
                "start": start[role],
                "score": now[role] + caps.get(role, 0),
                "dice": dice,
                "control": control,
                "decisions": round(now[role] - start[role] - dice - control, FINE),
                "cap": caps.get(role, 0),
            }
        )
    return found


def before_start(run: Run) -> dict[str, int]:
    """The scores of the exercise as it is written, before anything happened."""
    game = Game(run.exercise)
    game.preset = run.state.game.preset
    return earned(run.exercise, game)
