"""Replay in the terminal: step through a run with keys, as a seat knew it then, or print it whole."""

import sys
import time
from collections.abc import Callable
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from console import news, report, stepping
from console.runs import seat_of, state_at
from console.screen import clean_all, make_console
from console.speech import speech
from engine.language import Language
from engine.play.views import CONTROL, view
from engine.record.run import Run
from engine.review.replay import Replay

PACE = 0.4
"""Seconds between two stops while it plays."""
KEYS = {
    "\x1b[C": "next", "\x1b[D": "back", "n": "next", "p": "back", "e": "explain", " ": "play",
    "\r": "explain",
    "\x1b[6~": "turn", "\x1b[5~": "turn back", "]": "turn", "[": "turn back", ".": "phase", ",": "phase back",
    "\x1b[H": "first", "\x1b[F": "last", "\x1b[1~": "first", "\x1b[4~": "last", "g": "first", "G": "last",
    "d": "beside", "?": "help", "h": "help", "q": "quit", "\x1b": "quit",
}  # fmt: skip


def replay_run(
    path: str, seat: str, beside: str | None, turn: int | None, plain: bool, lang: str | None
) -> None:
    """With keys where there is a terminal, else the whole story."""
    language, console = speech(lang), make_console()
    run = Run.open(path)
    state_at(run, turn)
    eyes = seat_of(run, seat)
    role = seat_of(run, beside) if beside else None
    if plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        printed(run, eyes, turn, console, language)
        return
    player = Player(Replay(run), eyes, role, console, language)
    player.stop = player.replay.first_of(player.eyes, turn) if turn else 1
    player.play_on(click.getchar, time.sleep)


def printed(run: Run, eyes: str, turn: int | None, console: Console, language: Language) -> None:
    """The story of a seat, of one turn or of all."""
    picture = clean_all(view(run.state, eyes, language.code))
    for entry in picture["story"]:
        drawn = news.fact(entry, picture, language)
        if drawn is not None and (turn is None or entry["turn"] == turn):
            console.print(drawn)
    if picture["outcome"] and turn is None:
        console.print(report.outcome(picture, language))


class Player:
    """Somebody who steps through a run; what is drawn is made by `stepping` from plain data."""

    def __init__(
        self, replay: Replay, eyes: str, role: str | None, console: Console, language: Language
    ) -> None:
        self.replay, self.console, self.language = replay, console, language
        self.eyes = CONTROL if role else eyes
        self.role = role or next(iter(replay.run.exercise.roles))
        self.beside, self.help, self.explained = role is not None, False, False
        self.stop = 1

    @property
    def stops(self) -> list[dict[str, Any]]:
        return self.replay.stops(self.eyes, self.language.code)

    def play_on(self, key: Callable[[], str], wait: Callable[[float], None]) -> None:
        """Draw and obey keys until one says to stop."""
        while True:
            self.draw()
            asked = KEYS.get(key(), "")
            if asked == "quit":
                return
            if asked == "play":
                self.run_on(wait)
            else:
                self.obey(asked)

    def run_on(self, wait: Callable[[float], None]) -> None:
        """Stop after stop to the end of the turn; Ctrl+C stops it before."""
        try:
            turn = self.stops[min(self.stop, len(self.stops) - 1)]["turn"]
            while self.stop < len(self.stops) and self.stops[self.stop]["turn"] == turn:
                self.stop += 1
                self.draw()
                wait(PACE)
        except KeyboardInterrupt:
            return

    def obey(self, asked: str) -> None:
        """Move to where a key leads, or show what it asks for."""
        self.help = asked == "help" and not self.help
        self.explained = asked == "explain" and not self.explained
        if asked == "beside" and self.eyes == CONTROL:
            self.beside = not self.beside
        self.stop = self.moved(asked)

    def moved(self, asked: str) -> int:
        """The stop a key leads to."""
        stops, now = self.stops, self.stops[self.stop - 1]
        if asked in ("next", "back"):
            return min(max(self.stop + (1 if asked == "next" else -1), 1), len(stops))
        if asked in ("first", "last"):
            return 1 if asked == "first" else len(stops)
        kind = asked.split(" ")[0]
        if kind not in ("turn", "phase"):
            return self.stop
        place = ("turn",) if kind == "turn" else ("turn", "phase")
        here = [now[name] for name in place]
        if asked.endswith("back"):
            earlier = [stop for stop in stops[: self.stop - 1] if [stop[name] for name in place] != here]
            if not earlier:
                return 1
            wanted = [earlier[-1][name] for name in place]
            return next(int(stop["stop"]) for stop in stops if [stop[name] for name in place] == wanted)
        later = (stop for stop in stops[self.stop :] if [stop[name] for name in place] != here)
        return next((int(stop["stop"]) for stop in later), len(stops))

    def draw(self) -> None:
        """The stop as it stands, on a cleared screen."""
        self.console.clear()
        for part in self.parts():
            self.console.print(part)

    def parts(self) -> list[Any]:
        """What is drawn at this stop."""
        code = self.language.code
        found: list[Any] = [stepping.slider(self.stops, self.stop, self.console.width, self.language)]
        if self.help:
            return [*found, Text(stepping.keys(self.language))]
        if self.beside:
            pair = clean_all(self.replay.beside(self.stop, self.role, code))
            found += stepping.beside(pair, self.role, self.language)
        else:
            picture = clean_all(self.replay.picture(self.stop, self.eyes, code))
            found += stepping.alone(picture, self.language, self.console.width)
        if self.explained:
            card = clean_all(self.replay.explained(self.eyes, self.stop, code))
            found += stepping.explained(card, self.language)
        return [*found, Text(self.language.say("? shows the keys, q leaves"), style="quiet")]
