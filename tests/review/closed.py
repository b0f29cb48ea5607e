"""A small run with everything that a report has to own up to: a capped score, an override, typed dice, two
undos, words behind closed doors, an inject that was sent elsewhere and one that was taken back.
"""

from pathlib import Path
from typing import Any

from engine.play.commands import Command
from engine.record.run import Clock, Run, now
from engine.rules.exercise import Exercise
from tests.play.tiny import WHY, agreement, exercise, inject, move, table, track

RULING = "north.push>odds"
AIMS = {
    "E1": {
        "objective": "Wait for proof",
        "capability": "Judgement",
        "tasks": ["Asks twice", "Writes down who asked"],
        "because": WHY,
    }
}
CAP = 2


def closed() -> Exercise:
    """North wants heat and south calm; at heat 7 the run ends with nobody above two points."""
    rows = (
        {"id": "low", "roll": "..2"},
        {"id": "middle", "roll": "3..4", "then": {"heat": 1}},
        {"id": "high", "roll": "5..", "then": {"heat": 2}},
    )
    wants = [
        {"id": "hot", "points": 6, "title": "Hot", "if": "heat >= 7", "because": WHY},
        {"id": "warm", "points": 1, "title": "Warm", "if": "heat >= 5", "because": WHY},
    ]
    shuns = [{"id": "cool", "points": 1, "title": "Cool", "if": "cold >= 5", "because": WHY}]
    war = {"id": "war", "title": "War", "kind": "final", "if": "heat >= 7", "score_cap": CAP, "because": WHY}
    return exercise(
        moves={"push": move(run="odds")},
        tables={"odds": table(*rows, dice="1d6", title="Odds")},
        steps=["agreements", "moves", "odds", "breaches", "drift", "endings"],
        tracks={"heat": track(start=5)},
        north={"objectives": wants, "title": "Northland", "code": "NOR"},
        south={"objectives": shuns, "title": "Southland", "code": "SOU"},
        east={"title": "Eastland", "code": "EAS"},
        endings=[war],
        injects={
            "M1": inject(mode="timetable", to=["north"], title="A first report", expect="They ask back"),
            "M2": inject(title="A rumour", to=["south"]),
            "M3": inject(mode="timetable", to=["north"], title="A late report", expect="They wait"),
        },
        msel={"1": ["M1"], "2": ["M3"]},
        agreements={"pact": agreement(title="The pact")},
        evaluation=AIMS,
        turns=2,
    )


class Played:
    """Somebody at the run, who says what is done in few words."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def do(self, name: str, actor: str = "control", **data: Any) -> None:
        self.run.do(Command(name, actor, data))

    def to(self, phase: str, turn: int = 1) -> None:
        while (self.run.state.game.turn, self.run.state.game.phase) != (turn, phase):
            self.do("advance")

    @property
    def line(self) -> int:
        return len(self.run.log.lines)


def closed_run(path: Path, clock: Clock = now) -> Run:
    """The run to its end."""
    people = ["north", "south", "east", "control"]
    run = Run.start(closed(), path, seed=1, people=people, clock=clock)
    play = Played(run)
    play.to("situation")
    play.do("release", inject="M1", to=["east"], reason="Northland was not in the room.")
    before = play.line
    play.do("improvise", text="A ship has sunk.", to=["south"], title="A ship")
    play.do("undo", line=before, reason="The ship was the wrong one.", told="Forget the ship.")
    play.to("consultation")
    play.do("message", "north", to=["south"], text="Between us: we know.")
    play.do("message", "south", to=["north"], text="We know that you know.")
    play.do("request", "east", text="May we see the map?")
    play.do("reply", to=["east"], text="Yes, on the wall.")
    play.to("orders")
    play.do("orders", "north", orders=[{"order": "push"}])
    play.do("orders", "south", orders=[], seal=True)
    play.do("advance")
    play.do("dice", ruling=RULING, dice=[1])
    before = play.line
    play.do("advance")
    play.do("undo", line=before, reason="The die had fallen off the table.")
    play.do("dice", ruling=RULING, dice=[5])
    play.do("override", ruling=RULING, row="middle", reason="The room was not ready for more.")
    play.to("consultation", 2)
    play.to("orders", 2)
    play.do("orders", "north", orders=[{"order": "push"}])
    play.do("advance")
    play.do("dice", ruling=RULING, dice=[6])
    while not run.state.game.finished:
        play.do("advance")
    return run
