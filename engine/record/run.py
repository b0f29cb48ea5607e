"""A run: its log, the state the log folds to, and `do`, the one door for commands."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import randbits, token_hex
from typing import Any, cast

import msgspec

from engine import __version__
from engine.play.adjudicate import RULES
from engine.play.automatic import next_act
from engine.play.commands import COMMANDS, Command, Refusal, admit, capacity, declared
from engine.play.commands.ordering import chosen, commented, own
from engine.play.draft import Draft
from engine.play.events import Event, Ordered, TurnBegan
from engine.play.phases import begin, unsealed_seats
from engine.play.script import Script
from engine.play.state import Orders, State
from engine.record.beginning import exercise_of
from engine.record.drafts import Drafts
from engine.record.folded import Record
from engine.record.log import Line, Log, LogError, uncollected
from engine.record.migration import LOG, Reader
from engine.record.shared import share
from engine.record.timer import MOVES_CLOCK, Timer
from engine.rules.exercise import Exercise
from engine.rules.vocabulary import TURN

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time that goes into a line."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A time as it stands in a line: UTC, to the millisecond."""
    return f"{moment.astimezone(UTC).isoformat(timespec='milliseconds')[: -len('+00:00')]}Z"


class Run:
    """One playing of an exercise. Several processes may hold the same run; each command sees them all."""

    def __init__(self, log: Log, exercise: Exercise, clock: Clock) -> None:
        self.log, self.exercise, self.clock = log, exercise, clock
        self.drafts = Drafts(log.path, log.lines[0].id)
        self.record = Record(exercise, int(log.lines[0].data["seed"]))
        self.timer = Timer((log.lines[0].data.get("forked") or {}).get("at", ""))
        self.ids: dict[str, Line[list[Event]]] = {}
        self.named = 0
        """How many lines are among them: only whoever carries out a command asks."""
        self.reader = Reader()
        """What reads its log, and knows how a line is written into it."""

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
        ready: bool = False,
        drafts: bool = True,
        clock: Clock = now,
    ) -> "Run":
        """A new run at a path that is still free. Seats not named are bots'. Raises LogError or Refusal.

        With `ready` it waits for STARTEX in the ready room. Without `drafts` only sealed orders count.
        """
        exercise = share(exercise)
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
            "exercise": msgspec.Raw(exercise.text),
            "digest": exercise.digest,
            "seed": seed,
            "format": format_id,
            "preset": preset,
            "seats": seats,
            **({"ready": True} if ready else {}),
            **({} if drafts else {"drafts": False}),
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
        log.lines[0].data["exercise"] = exercise.data  # the same text, and no second copy of it
        run = cls(log, exercise, clock)
        run.catch_up(log.lines)
        return run

    @classmethod
    def open(cls, path: str | Path, clock: Clock = now) -> "Run":
        """A run as it stands. Changes nothing. Raises LogError."""
        reader = Reader()
        return cls.of(Log.open(path, reader), reader, clock)

    @classmethod
    def of(cls, log: Log, reader: Reader, clock: Clock = now) -> "Run":
        """The run of a log that has been opened. Raises LogError."""
        run = cls(log, exercise_of(log), clock)
        run.reader = reader
        with uncollected(log.lines):
            log.refresh()
            run.catch_up(log.lines)
        return run

    def apart(self) -> "Run":
        """The same run folded once more, as far as it was read, to be looked at while this one goes on."""
        found = Run(self.log.apart(), self.exercise, self.clock)
        found.reader = self.reader
        found.catch_up(found.log.lines[: len(self.record.events)])
        return found

    @property
    def state(self) -> State:
        return self.record.state

    @property
    def place(self) -> tuple[int, str]:
        """The turn and the phase."""
        return self.state.game.turn, self.state.game.phase

    @property
    def undo_version(self) -> str:
        """The version a command `undo` carries: what it would take back."""
        return self.record.past.version

    @property
    def lines(self) -> list[Line[list[Event]]]:
        return list(self.log.lines)

    def refresh(self) -> bool:
        """Take in what others have done or chosen. True if a line was among it."""
        new = self.log.refresh()
        self.catch_up(new)
        self.look_at_drafts()
        return bool(new)

    def look_at_drafts(self) -> None:
        """What seats have chosen in this turn and not sealed, as it stands beside the log."""
        self.drafts.look()
        self.take_drafts()

    def take_drafts(self) -> None:
        """Those drafts, as they were last looked at."""
        if not self.drafts:
            self.state.drafts, self.state.comments = {}, {}
            return
        game = self.state.game
        open_ = not (game.locked or game.finished or game.phase in ("rulings", "report"))
        found = self.drafts.of_turn(self.turn_began) if open_ else {}
        self.state.comments = self.drafts.comments(self.turn_began) if open_ else {}
        roles = set(self.exercise.roles) - set(self.state.control_roles)
        chosen = {
            role: own(self.state, role, orders)
            for role, orders in found.items()
            if role in roles and self.state.played(role)
        }
        self.state.drafts = {
            role: orders for role, orders in chosen.items() if not alike(orders, game.orders.get(role))
        }

    @property
    def turn_began(self) -> int:
        """The line in which this turn began; 0 before the first."""
        moments = reversed(self.state.game.history)
        return next((moment.line for moment in moments if isinstance(moment.event, TurnBegan)), 0)

    def press_on(self) -> Line[list[Event]]:
        """Do what automatic control would do next. Raises what `do` raises."""
        return self.do(Command.of(next_act(self.state)))

    def draft(self, command: Command) -> None:
        """Keep what a seat has chosen and not sealed, or a comment on it: the data of a command `orders`.

        It is on disk when this returns. Raises Refusal, with nothing kept, or LogError.
        """
        command = plain(command)
        self.refuse_earlier()
        with self.log.locked():
            self.refresh()
            given = cast(declared.Orders, admit(self.state, command._replace(name="orders"), ""))
            if given.comment:
                role, comment = commented(self.state, command.actor, given)
                self.drafts.comment(role, self.turn_began, comment)
            else:
                role, orders = chosen(self.state, command.actor, given)
                self.drafts.keep(role, self.turn_began, orders)
            self.take_drafts()

    def refuse_earlier(self) -> None:
        """Refuse what would write into a log that is only read by now. Raises Refusal."""
        if self.reader.returns is None:
            raise Refusal("An earlier Whitecell wrote this run: it is read as it was. To play on, fork it.")

    def with_drafts(self, command: Command) -> Command:
        """A step of control with the drafts that it may lock: those that count, and those that do not."""
        data = {name: value for name, value in command.data.items() if name not in ("drafts", "left")}
        if not self.state.drafts:
            return command._replace(data=data) if command.data else command
        late = [role for role in unsealed_seats(self.state) if role in self.state.drafts]
        if late and self.state.game.phase == "orders" and not self.state.game.locked:
            if self.state.room.drafts_count:
                data["drafts"] = {role: self.state.drafts[role] for role in late}
            else:
                data["left"] = late
        return command._replace(data=data)

    def catch_up(self, lines: Iterable[Line[list[Event]]]) -> None:
        """Fold lines that were read."""
        record, state, timer = self.record, self.state, self.timer
        for line in lines:
            events = line.events
            try:
                only_told = record.take(line, events)
                timer.see(line.seq, line.at)
                if only_told:
                    continue
                place = (state.game.vector[TURN], state.game.phase)
                if place != timer.place or not MOVES_CLOCK.isdisjoint(map(type, events)):
                    timer.take(line.at, place, events)
            except Exception as fault:  # events of a file that anybody may have written
                reason = f"an event of this line cannot be read: {type(fault).__name__}: {fault}"
                raise LogError(self.log.path, reason, line.seq) from fault

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
        command = plain(command)
        self.refuse_earlier()
        with self.log.locked():
            self.catch_up(self.log.refresh())
            if command.id and (found := self.done(command.id)):
                return same(command, found, taken_back=found.seq in self.state.room.gone)
            if not only_told(command):
                self.look_at_drafts()
            if command.name == "advance":
                command = self.with_drafts(command)
            number = len(self.log.lines) + 1
            draft = self.record.decide(command, number)
            line = self.log.append(
                id=command.id or token_hex(16),
                at=stamp(self.clock()),
                actor=command.actor,
                capacity=capacity(draft.state, command),
                command=command.name,
                data=unseen(command.data),
                events=self.reader.written(draft.events),
            )
            self.record.adopt(draft)
            self.timer.see(number, line.at)
            self.timer.take(line.at, self.place, draft.events)
            if not draft.later:
                self.keep_sealed(draft.events)
                self.take_drafts()
            return line

    def keep_sealed(self, events: Iterable[Event]) -> None:
        """What a seat seals is what it has chosen, also when an undo takes back the seal."""
        for event in events:
            if isinstance(event, Ordered) and event.sealed:
                with suppress(LogError):  # the line is on disk: a draft that cannot be written is no fault
                    self.drafts.keep(event.role, self.turn_began, event.orders)


def only_told(command: Command) -> bool:
    """Whether a command says something and moves nothing: drafts do not matter to it, nor it to them."""
    return command.name in COMMANDS and COMMANDS[command.name].only_told


def unseen(data: dict[str, Any]) -> dict[str, Any]:
    """What a command says, without what its author saw."""
    return {key: value for key, value in data.items() if key != "seen"} if "seen" in data else data


def alike(orders: Orders, sealed: Orders | None) -> bool:
    """Whether a draft is what is sealed already, in whatever order."""
    if sealed is None or len(orders) != len(sealed):
        return False
    return all(entry in sealed for entry in orders)


def same(command: Command, line: Line[list[Event]], *, taken_back: bool) -> Line[list[Event]]:
    """The line of a command that was carried out already. Raises Refusal where its id was another one's, and
    where control has taken the line back: whoever sends it again would think that it stands.
    """
    asked, done = (
        {name: value for name, value in data.items() if name not in ("seen", "drafts", "left")}
        for data in (msgspec.to_builtins(command.data), line.data)
    )
    if (command.name, command.actor, asked) != (line.command, line.actor, done):
        raise Refusal("Something else was sent under the same id already: send this under one of its own.")
    if taken_back:
        raise Refusal("This was done, and control has taken it back: give it anew to do it again.")
    return line


def plain(command: Command) -> Command:
    """A command as a line will hold it. Raises Refusal for what could never stand in one."""
    if command.data == {}:
        return command
    try:
        data = msgspec.json.decode(msgspec.json.encode(command.data))
    except (TypeError, ValueError, OverflowError, RecursionError) as fault:
        raise Refusal("This cannot be recorded: {why}", why=fault) from None
    if not isinstance(data, dict):
        raise Refusal("A command comes with a map.")
    kind = COMMANDS.get(command.name)
    for name in kind.one_line if kind else ():
        if isinstance(data.get(name), str):
            data[name] = " ".join(data[name].split())
    return command._replace(data=data)


def opening(state: State, data: dict[str, Any]) -> Draft:
    """What the first line of a run causes."""
    draft = Draft(state, 1)
    ready, drafts = bool(data.get("ready", False)), bool(data.get("drafts", True))
    script = msgspec.convert(data["script"], Script) if data.get("script") else None
    begin(draft, data["format"], data["preset"], data["seats"], ready=ready, drafts=drafts, script=script)
    return draft
