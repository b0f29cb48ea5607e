"""A line between browsers and a server that can be slow, or swallow all without closing: a real TCP proxy."""

import socket
from contextlib import suppress
from threading import Event, Thread
from time import sleep

PIECE = 65536


class Line:
    """`delay` seconds pass before what is sent arrives; while it swallows, nothing arrives at all."""

    def __init__(self, port: int) -> None:
        self.to, self.delay = port, 0.0
        self.swallows = Event()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])
        self.ends = [self.door]
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self.door.accept()
                there = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                return
            self.ends += [here, there]
            dead = self.swallows.is_set()
            for source, target in ((here, there), (there, here)):
                Thread(target=self._carry, args=(source, target, dead), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, dead: bool) -> None:
        """A connection that has swallowed anything is dead for good, like one of a laptop that was asleep."""
        with suppress(OSError):
            while piece := source.recv(PIECE):
                dead = dead or self.swallows.is_set()
                if not dead:
                    sleep(self.delay)
                    target.sendall(piece)
            if not dead:
                target.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Hang up on everybody."""
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
