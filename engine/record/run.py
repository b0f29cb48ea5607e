"""A run: its log, the state the log folds to, and `do`, the one door for commands."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from secrets import randbits, token_hex
from typing import Any

import msgspec

from engine import __version__
from engine.play.adjudicate import RULES
from engine.play.automatic import next_act
from engine.play.commands import Command, Refusal, capacity, decide, stale
from engine.play.draft import Draft
from engine.play.events import Event, Published, Undone
from engine.play.fold import MOVES_GAME, again, fold
from engine.play.permissions import is_control
from engine.play.phases import begin
from engine.play.state import State
from engine.play.views.journal import Journal
from engine.record.log import Line, Log, LogError, uncollected
from engine.record.migration import LOG, Reader
from engine.record.timer import MOVES_CLOCK, Timer
from engine.rules.digest import digest
from engine.rules.exercise import Exercise
from engine.rules.load import from_data
from engine.rules.problems import ExerciseError
from engine.rules.vocabulary import TURN

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time that goes into a line."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A time as it stands in a line: UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Run:
    """One playing of an exercise. Several processes may hold the same run; each command sees them all."""

    def __init__(self, log: Log, exercise: Exercise, clock: Clock) -> None:
        self.log, self.exercise, self.clock = log, exercise, clock
        self.record = Record(exercise, int(log.lines[0].data["seed"]))
        self.timer = Timer(log.lines[0].data.get("forked", {}).get("at", ""))
        self.ids: dict[str, Line[list[Event]]] = {}
        self.named = 0
        """How many lines are among them: only whoever carries out a command asks."""
        self.earlier = False
        """Whether its log is of a form that is only read by now."""

    @classmethod
    def start(
        cls,
        exercise: Exercise,
        path: str | Path,
        *,
        seed: int | None = None,
        format_id: str | None = None,
        preset: str | None = None,
        people: Iterable[str] = (),
        clock: Clock = now,
    ) -> "Run":
        """A new run at a path that is still free. Seats not named are bots'. Raises LogError or Refusal."""
        format_id, preset = format_id or exercise.default_format, preset or exercise.default_preset
        seats = {**dict.fromkeys(exercise.roles, "bot"), "control": "bot"}
        for name, known, value in (
            ("format", list(exercise.file.formats), format_id),
            ("preset", list(exercise.file.presets) or [""], preset),
        ):
            if value not in known:
                raise Refusal(
                    "There is no {what} '{value}'. Possible: {known}.",
                    what=name,
                    value=value,
                    known=", ".join(known),
                )
        for person in people:
            if person not in seats:
                raise Refusal(
                    "There is no seat '{seat}'. Possible: {known}.", seat=person, known=", ".join(seats)
                )
            seats[person] = "person"
        seed = randbits(63) if seed is None else seed
        data = {
            "log": LOG,
            "rules": RULES,
            "engine": __version__,
            "exercise": exercise.data,
            "digest": exercise.digest,
            "seed": seed,
            "format": format_id,
            "preset": preset,
            "seats": seats,
        }
        draft = opening(State(exercise, seed), data)
        log = Log.create(
            path,
            {
                "id": token_hex(16),
                "at": stamp(clock()),
                "actor": "control",
                "capacity": "control",
                "command": "start",
                "data": data,
                "events": draft.events,
            },
            Reader(),
        )
        run = cls(log, exercise, clock)
        run.catch_up(log.lines)
        return run

    @classmethod
    def open(cls, path: str | Path, clock: Clock = now) -> "Run":
        """A run as it stands. Changes nothing. Raises LogError."""
        reader = Reader()
        log = Log.open(path, reader)
        run = cls(log, exercise_of(log), clock)
        run.earlier = bool(reader.steps)
        with uncollected(log.lines):
            log.refresh()
            run.catch_up(log.lines)
        return run

    def apart(self) -> "Run":
        """The same run folded once more, as far as it was read, to be looked at while this one goes on."""
        found = Run(self.log.apart(), self.exercise, self.clock)
        found.earlier = self.earlier
        found.catch_up(found.log.lines[: len(self.record.events)])
        return found

    @property
    def state(self) -> State:
        return self.record.state

    def journal(self, language: str = "en", most: int = 0) -> list[dict[str, Any]]:
        """The lines of the log in words, newest first, for control alone."""
        return Journal(self.state, language).tell(self.log.lines, most)

    @property
    def place(self) -> tuple[int, str]:
        """The turn and the phase."""
        return self.state.game.turn, self.state.game.phase

    @property
    def undo_version(self) -> str:
        """The version a command `undo` carries: what it would take back."""
        return self.record.undo_version

    @property
    def lines(self) -> list[Line[list[Event]]]:
        return list(self.log.lines)

    def refresh(self) -> bool:
        """Take in what others have done. True if there was anything."""
        new = self.log.refresh()
        self.catch_up(new)
        return bool(new)

    def press_on(self) -> Line[list[Event]]:
        """Do what automatic control would do next. Raises what `do` raises."""
        act = next_act(self.state)
        return self.do(Command(act.command, data={"inject": act.inject} if act.inject else {}))

    def catch_up(self, lines: Iterable[Line[list[Event]]]) -> None:
        """Fold lines that were read."""
        record, state, timer = self.record, self.state, self.timer
        for line in lines:
            events = line.events
            try:
                record.take(line, events)
                place = (state.game.vector[TURN], state.game.phase)
                if place != timer.place or not MOVES_CLOCK.isdisjoint(map(type, events)):
                    timer.take(line.at, place, events)
            except (msgspec.ValidationError, KeyError, ValueError) as fault:
                raise LogError(
                    self.log.path, f"an event of this line cannot be read: {fault}", line.seq
                ) from None

    def done(self, name: str) -> Line[list[Event]] | None:
        """The line of a command by its id, where it was carried out already."""
        for line in self.log.lines[self.named :]:
            self.ids[line.id] = line
        self.named = len(self.log.lines)
        return self.ids.get(name)

    def do(self, command: Command) -> Line[list[Event]]:
        """Carry out a command; its line is on disk when this returns.

        The same command id twice is one command. Raises Refusal, with nothing recorded, or LogError.
        """
        plain(command)
        if self.earlier:
            raise Refusal("An earlier Whitecell wrote this run: it is read as it was. To play on, fork it.")
        with self.log.locked():
            self.refresh()
            if command.id and (found := self.done(command.id)):
                return same(command, found)
            number = len(self.log.lines) + 1
            try:
                draft = (
                    self.record.undo(command, number)
                    if command.name == "undo"
                    else decide(self.state, command, number)
                )
                line = self.log.append(
                    id=command.id or token_hex(16),
                    at=stamp(self.clock()),
                    actor=command.actor,
                    capacity=capacity(self.state, command),
                    command=command.name,
                    data={key: value for key, value in command.data.items() if key != "seen"},
                    events=draft.events,
                )
            except Exception as fault:
                # Events may be in the state that are not on disk: what is on disk holds.
                if not isinstance(fault, Refusal) or fault.spoiled:
                    self.record.rebuild(self.log.lines)
                raise
            self.record.keep(number, draft.events)
            self.timer.take(line.at, self.place, draft.events)
            return line


def same(command: Command, line: Line[list[Event]]) -> Line[list[Event]]:
    """The line of a command that was carried out already. Raises Refusal where its id was another one's."""
    asked = {name: value for name, value in msgspec.to_builtins(command.data).items() if name != "seen"}
    if (command.name, command.actor, asked) != (line.command, line.actor, line.data):
        raise Refusal("Something else was sent under the same id already: send this under one of its own.")
    return line


def plain(command: Command) -> None:
    """Refuse what could never stand in a line. Raises Refusal."""
    try:
        msgspec.json.encode(command.data)
    except (TypeError, ValueError, OverflowError, RecursionError) as fault:
        raise Refusal("This cannot be recorded: {why}", why=fault) from None
    if not isinstance(command.data, dict):
        raise Refusal("A command comes with a map.")


class Record:
    """The events of a log by line, and the state they fold to."""

    def __init__(self, exercise: Exercise, seed: int) -> None:
        self.state = State(exercise, seed)
        self.events: list[list[Event]] = []
        self.undone: dict[int, int] = {}
        """By number of an undo line, the line after which the game stood again."""

    def take(self, line: Line[list[Event]], events: list[Event]) -> None:
        """Fold one line."""
        number, state = line.seq, self.state
        self.events.append(events)
        for index, event in enumerate(events):
            fold(state, event, number, index)
            if type(event) is Undone:
                self.undone[number] = event.line
        if number in self.undone:
            again(state, [(standing, self.events[standing - 1]) for standing in self.standing()])

    def keep(self, number: int, events: list[Event]) -> None:
        """Remember the events of a line whose effect is in the state already (or is about to be)."""
        self.events.append(events)
        for event in events:
            if type(event) is Undone:
                self.undone[number] = event.line

    def rebuild(self, lines: Iterable[Line[list[Event]]]) -> None:
        """Fold everything afresh."""
        exercise, seed = self.state.exercise, self.state.seed
        self.__init__(exercise, seed)  # type: ignore[misc]
        for line in lines:
            self.take(line, line.events)

    def standing(self, last: int | None = None) -> list[int]:
        """The lines that make up the game as it stands after `last`: those that no undo took back."""
        number = len(self.events) if last is None else last
        found = []
        while number > 0:
            if number in self.undone:
                number = self.undone[number]
                continue
            found.append(number)
            number -= 1
        return found[::-1]

    def undo(self, command: Command, number: int) -> Draft:
        """Take the game back to where it stood after an earlier line. Raises Refusal."""
        if not is_control(self.state, command.actor):
            raise Refusal("Only control can do that.")
        stale(self.state, command, self.undo_version)
        target = command.data.get("line")
        if target is None:
            target = self.before_last()
        if type(target) is not int or not 1 <= target < number:
            raise Refusal("Undo goes back to an earlier line, from 1 to {last}.", last=number - 1)
        kept = set(self.standing(target))
        published = {
            event.turn
            for line in self.standing()
            if line not in kept
            for event in self.events[line - 1]
            if isinstance(event, Published)
        }
        takes = {str(turn): self.state.room.take(turn) + 1 for turn in sorted(published)}
        draft = Draft(self.state, number)
        draft.emit(Undone(line=target, reason=str(command.data.get("reason", "")), takes=takes))
        again(self.state, [(line, self.events[line - 1]) for line in self.standing(target)])
        return draft

    @property
    def undo_version(self) -> str:
        """What `undo` would take back, as a version: the last line that moved the game, or took it back."""
        return str(
            next(
                number
                for number in range(len(self.events), 0, -1)
                if any(type(event).__name__ in MOVES_GAME for event in self.events[number - 1])
                or number in self.undone
            )
        )

    def before_last(self) -> int:
        """The line before the last one that moved the game."""
        standing = [
            line
            for line in self.standing()
            if any(type(event).__name__ in MOVES_GAME for event in self.events[line - 1])
        ]
        if len(standing) < 2:
            raise Refusal("There is nothing to undo.")
        return standing[-1] - 1


def opening(state: State, data: dict[str, Any]) -> Draft:
    """What the first line of a run causes."""
    draft = Draft(state, 1)
    begin(draft, data["format"], data["preset"], data["seats"])
    return draft


def exercise_of(log: Log) -> Exercise:
    """The exercise a log carries. Raises LogError when line 1 is not the start of a run."""
    data = log.lines[0].data
    try:
        if digest(data["exercise"]) != data["digest"]:
            raise LogError(log.path, "the exercise in it does not match its digest", 1)
        return from_data(data["exercise"])
    except (KeyError, TypeError, ExerciseError) as fault:
        raise LogError(log.path, f"this is not the log of a run: {fault}", 1) from None
