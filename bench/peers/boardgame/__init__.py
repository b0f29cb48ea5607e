"""boardgame.io, in a process of Node that is asked for one game after the other."""

import subprocess
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from shutil import which

from bench.measure import Side
from bench.peers.sides import Missing

HERE = Path(__file__).parent
GAME = "play 8 7 2"
"""As many turns and seats as Korea 2025 has, and two orders of each in a turn."""
TIMES, WARM = 10, 60
"""Games in a pass, and before the first."""


class Boardgame:
    """The process, begun when it is first asked."""

    def __init__(self, held: ExitStack) -> None:
        self.held = held

    @cached_property
    def process(self) -> "subprocess.Popen[str]":
        """Raises Missing."""
        node = which("node")
        if not node:
            raise Missing("left out, for it needs Node: install nodejs and npm, then make bench PEERS=1")
        if not (HERE / "node_modules" / "boardgame.io").is_dir():
            raise Missing("left out, for boardgame.io is not installed: install npm, then make bench PEERS=1")
        found = subprocess.Popen(
            [node, str(HERE / "games.js")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.held.enter_context(found)
        self.held.callback(found.terminate)
        return found

    def ask(self, question: str) -> float:
        """A number for a line. Raises Missing."""
        pipes = self.process
        assert pipes.stdin is not None
        assert pipes.stdout is not None
        pipes.stdin.write(f"{question}\n")
        pipes.stdin.flush()
        return float(pipes.stdout.readline())

    def watch(self) -> float:
        """The processor time that it has used, in seconds."""
        return self.ask("time")

    def deciding(self) -> Side:
        """Whole games, every move legal, with dice and a table. Raises Missing."""
        return self.side(GAME)

    def replaying(self) -> Side:
        """The log of such a game through its reducer, and the same rulings found. Raises Missing."""
        self.ask(GAME)
        return self.side("replay")

    def side(self, question: str) -> Side:
        """The same question again and again, after the compiler of Node has seen it often."""
        much = sum([self.ask(question) for _ in range(WARM)][:TIMES])
        return Side(lambda: [self.ask(question) for _ in range(TIMES)], much, self.watch)
