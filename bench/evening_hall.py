"""`python -m bench.evening_hall FOLDER ROOMS TURNS`: play so many rooms at once through so many turns.

After each turn it prints how many megabytes the process holds, and how many the logs have. Nothing waits:
time goes by when it is told to, for the clocks of the runs as for all that the server counts in seconds.
"""

import gc
import re
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.load import load

if TYPE_CHECKING:
    from werkzeug.test import Client

    from web.open_run import OpenRun
    from web.runs import Runs

EXERCISE = "korea-2025"
PHASE = timedelta(minutes=3, seconds=30)
"""How long people take for a phase."""
WORDS = 5
"""Messages of a room in a phase."""
LOOKED_AT = ("consultation", "rulings")
"""Phases in which the pages are asked for."""
SEAT = "usa"


class Hours:
    """Time that goes by when it is told to."""

    def __init__(self) -> None:
        self.began = datetime(2025, 3, 1, 18, tzinfo=UTC)
        self.gone = timedelta()

    def now(self) -> datetime:
        """The time that goes into a line."""
        return self.began + self.gone

    def monotonic(self) -> float:
        """Seconds since the evening began."""
        return self.gone.total_seconds()


class Room:
    """One room, and the two browsers that look at it: control's, and a seat's."""

    def __init__(self, run: "OpenRun", host: "Client", seated: "Client") -> None:
        self.run, self.host, self.seated = run, host, seated
        roles = run.run.exercise.roles
        self.roles = [*roles[::2], *roles[1::2]]  # neighbours may write to each other
        self.said = 0

    @property
    def over(self) -> bool:
        """Whether it has come to its end."""
        return self.run.run.state.game.finished is not None

    def play(self) -> None:
        """One phase: people talk, look, and control presses on."""
        if self.over:
            return
        for _ in range(WORDS):
            self.said += 1
            sender, to = (self.roles[(self.said + place) % len(self.roles)] for place in (0, 1))
            text = f"Word {self.said}: we should talk about the text before the others do."
            self.run.do(Command("message", sender, {"to": [to], "text": text}))
        if self.run.run.state.game.phase in LOOKED_AT:
            self.look()
        self.run.run.press_on()

    def look(self) -> None:
        """The pages of control, of the screen, and of a seat."""
        for browser, seat in ((self.host, "control"), (self.host, "public"), (self.seated, SEAT)):
            answer = browser.get(f"/run/{self.run.name}/{seat}")
            assert answer.status_code == 200, f"{seat}: {answer.status_code}"
            answer.close()


def main(folder: Path, number: int, turns: int) -> None:
    """Begin all rooms, then play them side by side."""
    hours = Hours()
    time.monotonic = hours.monotonic  # before the server is imported, whose modules take it by its name
    import web.open_run
    from web.app import create_app
    from web.runs import Runs

    vars(web.open_run)["now"] = hours.now
    runs = Runs(folder)
    app = create_app(runs)
    host = app.test_client()
    host.get(f"/open/{runs.host.link()}")
    rooms = []
    for place in range(number):
        run = begun(runs, place, hours)
        rooms.append(Room(run, host, seated(app.test_client(), runs.seats(run.name).link(SEAT))))
    for turn in range(1, turns + 1):
        while any(room.run.run.state.game.turn == turn and not room.over for room in rooms):
            for room in rooms:
                room.play()
            hours.gone += PHASE
            runs.look()
        print(held(), sum(path.stat().st_size for path in folder.glob("*.jsonl")) / 1e6, flush=True)


def begun(runs: "Runs", place: int, hours: Hours) -> "OpenRun":
    """A run with people in every seat."""
    exercise, path = load(EXERCISE), runs.folder / f"room{place:02d}.jsonl"
    Run.start(exercise, path, seed=place, people=["control", *exercise.roles], clock=hours.now).log.close()
    found = runs.run(path.stem)
    found.run.clock = hours.now
    return found


def seated(browser: "Client", link: str) -> "Client":
    """A browser that has taken a seat by its link."""
    secret = re.search(r'name="secret" value="(\w+)"', browser.get(f"/join/{link}").get_data(as_text=True))
    assert secret
    browser.post(f"/join/{link}", data={"secret": secret[1]})
    return browser


def held() -> float:
    """Megabytes of this process."""
    gc.collect()
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found
    return int(found[1]) * 1024 / 1e6


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
