"""Two runs that stand side by side: one as it was, one as it could have been for all that a seat was told."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from engine.play.commands import Command, Refusal, admit, decide, declared
from engine.play.commands.ordering import chosen
from engine.play.events import Event
from engine.record.drafts import Drafts
from engine.record.folded import Record
from engine.record.run import Run, now
from engine.record.timer import Timer
from tests.laws.scramble import Twin
from tests.web.company import Company

RUN = "the-run"
ACCEPTED = "This would have been done."


class StandingLog:
    """The lines of a run that stands still."""

    def __init__(self, lines: list[Any], path: Path) -> None:
        self.lines, self.path = lines, path

    def apart(self) -> "StandingLog":
        return StandingLog(list(self.lines), self.path)

    def follow(self, other: "StandingLog") -> None:
        self.lines += other.lines[len(self.lines) :]


class Standing:
    """What the pages ask of a run, over a record that stands still. Commands are decided, and never kept."""

    def __init__(self, record: Record, timer: Timer, log: list[Any], path: Path) -> None:
        self.record, self.timer = record, timer
        self.log, self.clock = StandingLog(log, path), now
        self.drafts = Drafts(path, "")

    @property
    def state(self) -> Any:
        return self.record.state

    @property
    def exercise(self) -> Any:
        return self.record.state.exercise

    def refresh(self) -> bool:
        return False

    def draft(self, command: Command) -> None:
        """Refused where it would be, and never kept."""
        given = admit(self.state, command._replace(name="orders"), "")
        chosen(self.state, command.actor, cast(declared.Orders, given))

    def do(self, command: Command) -> None:
        """Always refused, with the reason where there is one."""
        decide(self.state, command, len(self.log.lines) + 1)
        raise Refusal(ACCEPTED)


class Pair:
    """Two servers with the same key, the same seats and the same times; one run is true, one is scrambled."""

    def __init__(self, folder: Path, run: Run, seat: str, lines: list[list[Event]]) -> None:
        self.run, self.seat, self.lines = run, seat, lines
        folder.mkdir(exist_ok=True)
        self.path = folder / f"{RUN}.jsonl"
        self.path.write_bytes(b"")
        self.true, self.other = Company(folder), Company(folder)
        self.twin = Twin(run.exercise, seat, lines, run.state.seed)
        self.timer = Timer()
        self.taken = 0

    def go_to(self, number: int) -> None:
        """Let both stand where they stood after a line."""
        record = self.twin.true
        while self.taken < number:
            line = self.run.log.lines[self.taken]
            self.twin.step()
            self.taken += 1
            game = record.state.game
            self.timer.take(line.at, (game.turn, game.phase), self.lines[self.taken - 1])
        if record.state.game.finished:  # from ENDEX on everybody reads what the debrief asks
            self.twin.other.state.exercise.file.questions.update(self.run.exercise.file.questions)
        for company, side in ((self.true, self.twin.true), (self.other, self.twin.other)):
            log = told(self.run.log.lines[:number], side)
            company.serve(RUN, Standing(side, self.timer, log, self.path))


def told(log: Any, record: Record) -> list[Any]:
    """The lines of a record as a log holds them. A twin has two for each of the true run, of its time."""
    each = len(record.events) // max(len(log), 1)
    return [
        SimpleNamespace(
            seq=place + 1,
            id=f"{place}",
            at=log[place // each].at,
            actor="control",
            capacity="control",
            command="",
            data={**log[0].data, "seed": record.state.seed} if not place else {},
            events=events,
            hash=f"{place}",
        )
        for place, events in enumerate(record.events)
    ]
