"""Replay in the terminal: step through a run with keys, as a seat knew it then, or print it whole."""

import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console, RenderableType
from rich.text import Text

from console import news, report, stepping
from console.runs import seat_of, state_at
from console.screen import clean, clean_all, make_console
from console.speech import speech
from engine.record.run import Run
from engine.review.learned import StopEntry
from engine.review.replay import Replay
from engine.views import CONTROL, view
from engine.words.language import Language

if sys.platform == "win32":
    import msvcrt
else:
    import termios
    import tty

PACE = 0.4
"""Seconds between two stops while it plays."""
SCROLL = 8
"""Lines that what lies under the slider is moved by."""
KEYS = {
    "\x1b[C": "next", "\x1b[D": "back", "n": "next", "p": "back", "e": "explain", " ": "play",
    "\r": "explain",
    "\x1b[6~": "turn", "\x1b[5~": "turn back", "]": "turn", "[": "turn back", ".": "phase", ",": "phase back",
    "\x1b[H": "first", "\x1b[F": "last", "\x1b[1~": "first", "\x1b[4~": "last", "g": "first", "G": "last",
    "\x1b[A": "up", "\x1b[B": "down", "k": "up", "j": "down",
    "d": "beside", "r": "another role", "?": "help", "h": "help", "q": "quit", "\x1b": "quit",
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
    with key_by_key():
        player.play_on(click.getchar, pressed_within)


def pressed_within(seconds: float) -> bool:
    """Wait; whether a key was pressed meanwhile. It is used up."""
    if sys.platform == "win32":
        until = time.monotonic() + seconds
        while time.monotonic() < until and not msvcrt.kbhit():
            time.sleep(0.02)
        return bool(msvcrt.kbhit() and click.getchar())
    if not select.select([sys.stdin], [], [], seconds)[0]:
        return False
    os.read(sys.stdin.fileno(), 32)
    return True


@contextmanager
def key_by_key() -> Iterator[None]:
    """Have the terminal hand keys over at once, not line by line, and show none of them."""
    if sys.platform == "win32":
        yield
        return
    kept = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, kept)


def printed(run: Run, eyes: str, turn: int | None, console: Console, language: Language) -> None:
    """The story of a seat, of one turn or of all."""
    picture = clean_all(view(run.state, eyes, language.code))
    for entry in picture["story"]:
        drawn = news.fact(entry, picture, language)
        if drawn is not None and (turn is None or entry["turn"] == turn):
            console.print(drawn)
    if picture["outcome"] and turn is None:
        console.print(report.outcome(picture, picture["outcome"], language))


class Player:
    """Somebody who steps through a run; what is drawn is made by `stepping` from plain data."""

    def __init__(
        self, replay: Replay, eyes: str, role: str | None, console: Console, language: Language
    ) -> None:
        self.replay, self.console, self.language = replay, console, language
        self.eyes = CONTROL if role else eyes
        self.role = role or next(iter(replay.run.exercise.roles))
        self.beside, self.help, self.explained = role is not None, False, False
        self.stop, self.skip = 1, 0
        self.laid: tuple[int, stepping.ReplayLayout] | None = None

    @property
    def stops(self) -> list[StopEntry]:
        return self.replay.stops(self.eyes, self.language.code)

    @property
    def layout(self) -> stepping.ReplayLayout:
        """The slider, laid out anew only for a window of another width."""
        width = self.console.width
        if self.laid is None or self.laid[0] != width:
            self.laid = width, stepping.layout(self.stops, width)
        return self.laid[1]

    def play_on(self, key: Callable[[], str], pressed: Callable[[float], bool]) -> None:
        """Draw and obey keys until one says to stop. `pressed`: whether one came within so many seconds."""
        while True:
            self.draw()
            asked = KEYS.get(key(), "")
            if asked == "quit":
                return
            if asked == "play":
                self.run_on(pressed)
            else:
                self.obey(asked)

    def run_on(self, pressed: Callable[[float], bool]) -> None:
        """Stop after stop to the end, until a key is pressed."""
        self.obey("play")
        while self.stop < len(self.stops):
            self.stop += 1
            self.draw()
            if pressed(PACE):
                return

    def obey(self, asked: str) -> None:
        """Move to where a key leads, or show what it asks for."""
        if asked in ("up", "down"):
            self.skip = max(0, self.skip + (SCROLL if asked == "down" else -SCROLL))
            return
        self.skip = 0
        self.help = asked == "help" and not self.help
        self.explained = asked == "explain" and not self.explained
        if self.eyes == CONTROL and asked == "beside":
            self.beside = not self.beside
        if self.beside and asked == "another role":
            roles = list(self.replay.run.exercise.roles)
            self.role = roles[(roles.index(self.role) + 1) % len(roles)]
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

        def place(stop: StopEntry) -> tuple[int, str]:
            return stop["turn"], stop["phase"] if kind == "phase" else ""

        if asked.endswith("back"):
            earlier = [stop for stop in stops[: self.stop - 1] if place(stop) != place(now)]
            if not earlier:
                return 1
            return next(stop["stop"] for stop in stops if place(stop) == place(earlier[-1]))
        later = (stop["stop"] for stop in stops[self.stop :] if place(stop) != place(now))
        return next(later, len(stops))

    def draw(self) -> None:
        """The stop as it stands, on a cleared screen."""
        top, body = self.parts()
        self.console.clear()
        for part in stepping.fitted(self.console, top, body, self.skip, self.language):
            self.console.print(part)
        self.console.print(Text(self.language.say("? shows the keys, q leaves"), style="quiet"), end="")

    def parts(self) -> tuple[list[RenderableType], list[RenderableType]]:
        """What is drawn at this stop: the slider, and what lies under it."""
        code, language, width = self.language.code, self.language, self.console.width
        place = Text(stepping.place_in_words(self.stops, self.stop, language), style="quiet")
        top: list[RenderableType] = [stepping.slider(self.layout, self.stop), place, Text("")]
        if self.help:
            return top, [stepping.keys(language)]
        if self.explained:
            card = clean_all(self.replay.explained(self.eyes, self.stop, code))
            return top, stepping.explained(card, language)
        if self.beside:
            pair = stepping.cut(self.replay.beside(self.stop, self.role, code, stepping.MOST_ROWS))
            told = Text(clean(self.stops[self.stop - 1]["text"]), style="world")
            return [*top, told, Text("")], stepping.beside(clean_all(pair), self.role, language)
        picture = stepping.without_story(self.replay.picture(self.stop, self.eyes, code))
        fresh = clean_all(self.replay.fresh(self.stop, self.eyes, code))
        words = clean(self.stops[self.stop - 1]["text"])
        return top, stepping.alone(clean_all(picture), fresh, words, language, width)
