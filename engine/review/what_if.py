"""Change one thing and see: a fork decides again what its original decided, but for what is to be otherwise.

Seats decide by the script of the original (`engine.play.script`), control's own commands are given again, and
the dice are the same: what differs comes of the change. What is refused now is said.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import asdict, replace

from engine.play import events as happened
from engine.play.arguing import content
from engine.play.automatic import next_act
from engine.play.commands import Command, Refusal
from engine.play.commands.declared import Release, Skip
from engine.play.script import Offer, Orders, Script, ScriptedTurn
from engine.play.viewer import CONTROL, Viewer
from engine.record.log import Line
from engine.record.run import Clock, Run, now
from engine.review.fork import Seating, fork, take_seats
from engine.views.story import Story
from engine.words.language import Language
from engine.words.refusals import refusal_in_words

GIVEN_AGAIN = (
    "release",
    "skip",
    "hold",
    "defer",
    "improvise",
    "override",
    "dice",
    "mark",
    "statement",
    "message",
)
"""Control's commands, and the words by which others moved it; orders and answers stand in the script."""


class Change(NamedTuple):
    """One thing that is to be otherwise in the turn of the fork."""

    kind: str
    """order, answer, row or without."""
    what: str
    """The order with its role (`rok:reassure(japan)`), the question, the ruling or the inject."""
    new: str = ""
    """What comes in its place; empty for nothing."""

    def __str__(self) -> str:
        return f"--{self.kind} {self.what}" + ("" if self.kind == "without" else f"={self.new}")


def script_of(run: Run, first: int) -> Script:
    """What all seats decided from a turn on, as far as the run's orders were locked."""
    turns: dict[int, ScriptedTurn] = {}
    kinds: dict[str, str | None] = {}
    for moment in run.state.game.history:
        event, turn = moment.event, moment.turn
        if isinstance(event, happened.Proposed):
            kinds[event.proposal] = event.agreement
        if turn < first:
            continue
        found = turns.setdefault(turn, ScriptedTurn({}, {}, [], {}, {}, [], {}, []))
        match event:
            case happened.Locked():
                found.orders.update({role: plain(orders) for role, orders in event.orders.items()})
            case happened.Answered(text=str(text)) if text:
                found.counters[event.question] = text
            case happened.Answered():
                found.answers[event.question] = event.answer
            case happened.Laid():
                found.argued.append(content(event))
            case happened.Weighed():
                found.weighings[:] = [each for each in found.weighings if each["order"] != event.order]
                found.weighings.append({**asdict(event)})
            case happened.Proposed(agreement=str(name)):
                found.offers.append(Offer(event.by, name, event.terms))
            case happened.Signed() if kind := kinds.get(event.proposal):
                found.signed.setdefault(event.role, []).append(kind)
            case happened.Unsigned() if (kind := kinds.get(event.proposal)) in found.signed.get(
                event.role, []
            ):
                found.signed[event.role].remove(kind)
            case happened.Leaving():
                found.leaving.setdefault(event.role, []).append(event.agreement)
    locked = {moment.turn for moment in run.state.game.history if isinstance(moment.event, happened.Locked)}
    return Script({f"{turn}": found for turn, found in turns.items() if turn in locked})


def plain(orders: Orders) -> Orders:
    """Orders as they are given: costs are reckoned anew, and letters are those of another run."""
    return [{name: value for name, value in entry.items() if name in ("order", "secret")} for entry in orders]


def changed(run: Run, script: Script, turn: int, changes: Sequence[Change]) -> Script:
    """A script with orders and answers of a turn as they are to be. Raises Refusal."""
    found = script.turn(turn)
    if found is None:
        raise Refusal("Orders of turn {turn} were never locked: there is nothing to be otherwise.", turn=turn)
    for change in changes:
        if change.kind == "order":
            found = with_order(run, found, change)
        elif change.kind == "answer":
            known(change.what, found.answers)
            found = replace(found, answers={**found.answers, change.what: change.new})
        elif change.kind == "without":
            known(change.what, run.exercise.injects)
    return Script({**script.turns, f"{turn}": found}, [str(change) for change in changes])


def with_order(run: Run, turn: ScriptedTurn, change: Change) -> ScriptedTurn:
    """One order of a role in place of another; in place of none it is added. Raises Refusal."""
    role, _, old = change.what.partition(":")
    known(role, run.exercise.roles)
    mine = turn.orders.get(role, [])
    if old:
        known(old, [entry["order"] for entry in mine])
    if change.new:
        known(change.new, [order.key for order in run.exercise.orders_of[role]])
    new: Orders = [{"order": change.new}] if change.new else []
    orders = [part for entry in mine for part in (new if entry["order"] == old else [entry])]
    return replace(turn, orders={**turn.orders, role: orders if old else [*mine, *new]})


def known(given: str, possible: Iterable[str]) -> None:
    """Refuse what is not among what there is."""
    names = list(possible)
    if given not in names:
        raise Refusal("'{value}' is not known here. Possible: {known}.", value=given, known=", ".join(names))


def see(
    run: Run, path: str | Path, turn: int, changes: Sequence[Change], seating: Seating, clock: Clock = now
) -> tuple[Run, list["Refused"]]:
    """A fork with something otherwise, played as far as its original, and what was refused on the way.

    Until there nobody's seat is waited for; people take theirs where it goes on. Raises Refusal before
    anything is made, and what `fork` raises.
    """
    script = changed(run, script_of(run, turn), turn, changes)
    nobody = Seating("empty" if seating.others == "empty" else "bot")
    new = fork(run, path, turn, clock, seating=nobody, script=script)
    refused = Retelling(run, new, turn, changes).tell()
    if not new.state.game.finished:
        take_seats(new, seating, run.state)
    return new, refused


class Refused(NamedTuple):
    """A command of the original that is refused now, and the turn it was given in."""

    turn: int
    command: str
    why: Refusal


class Retelling:
    """A fork on its way to where its original stands, with control as it was and one thing otherwise.

    Control that nobody held acts by the timetable again. What is refused now is passed over and kept.
    """

    def __init__(self, run: Run, new: Run, turn: int, changes: Sequence[Change]) -> None:
        self.run, self.new, self.turn = run, new, turn
        self.without = {change.what for change in changes if change.kind == "without"}
        self.rows = {change.what: change for change in changes if change.kind == "row"}
        self.refused: list[Refused] = []

    def tell(self) -> list[Refused]:
        """To the place of the original, or to the end where that has ended. What was refused."""
        for line in following(self.run, self.turn):
            if self.new.state.game.finished:
                break
            if self.run.state.controlled and line.command in GIVEN_AGAIN and not self.otherwise(line):
                self.give(Command(line.command, line.actor or "control", line.data))
            self.reach(*reached(line))
        while self.run.state.game.finished and not self.new.state.game.finished:
            self.new.press_on()
        return self.refused

    def otherwise(self, line: Line[list[happened.Event]]) -> bool:
        """Whether a command of the original is about what is to be otherwise in this turn."""
        if self.new.state.game.turn != self.turn:
            return False
        return line.data.get("inject") in self.without or line.data.get("ruling") in self.rows

    def give(self, command: Command) -> bool:
        """Give a command; false where it is refused."""
        try:
            self.new.do(command)
        except Refusal as refusal:
            self.refused.append(Refused(self.new.state.game.turn, command.name, refusal))
            return False
        return True

    def reach(self, turn: int, phase: str) -> None:
        """On to a phase of the original, or of the turn that it began."""
        while phase and not self.new.state.game.finished and not self.at(turn, phase):
            act = next_act(self.new.state)
            held = isinstance(act, Release | Skip) and self.run.state.controlled
            if held:  # control did so itself, or did not
                self.new.do(Command("advance"))
            elif isinstance(act, Release) and act.inject in self.without and self.new.place[0] == self.turn:
                self.new.do(Command.of(Skip(inject=act.inject, reason="what if")))
            else:
                self.new.press_on()
            if self.new.place == (self.turn, "rulings"):
                self.move()

    def at(self, turn: int, phase: str) -> bool:
        """Whether the fork stands there."""
        game = self.new.state.game
        return game.phase == phase and (not turn or game.turn >= turn)

    def move(self) -> None:
        """The rows that are to be otherwise."""
        for ruling, change in self.rows.items():
            if ruling not in self.new.state.game.overrides:
                data = {"ruling": ruling, "row": change.new, "reason": str(change)}
                self.give(Command("override", data=data))


def following(run: Run, turn: int) -> Iterator[Line[list[happened.Event]]]:
    """The lines of the game as it stands that came after the situation of a turn opened."""
    inside = False
    for number in run.record.standing():
        line = run.log.lines[number - 1]
        if inside:
            yield line
        inside = inside or reached(line)[0] == turn


def reached(line: Line[list[happened.Event]]) -> tuple[int, str]:
    """The turn that a line began, 0 for none, and its phase; empty where it moved neither."""
    turn, phase = 0, ""
    for event in line.events:
        if isinstance(event, happened.TurnBegan):
            turn = event.turn
        elif isinstance(event, happened.PhaseBegan):
            phase = event.phase
    return turn, phase


def turned_down(new: Run, first: int, language: Language) -> list[str]:
    """Orders of the script that are not allowed now, from a line on, each with the reason."""
    story = Story(new.state, Viewer(new.exercise, CONTROL), language)
    moments = [moment for moment in new.state.game.history if moment.line >= first]
    return [
        f"{language.say('Turn {turn}', turn=fact.turn)}: {fact.text}"
        for fact in story.go_on(moments, 0)
        if fact.kind == "rejected"
    ]


def in_words(refused: Iterable[Refused], language: Language) -> list[str]:
    """Commands that were refused, each with the reason."""
    say = language.say
    return [
        f"{say('Turn {turn}', turn=found.turn)}: {found.command}: {refusal_in_words(found.why, language)}"
        for found in refused
    ]
