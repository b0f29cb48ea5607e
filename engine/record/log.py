"""The run log as a file: JSON Lines chained by their hashes, appended durably, read while others write.

This module knows lines, not exercises. A last line without a newline was never acknowledged: reading
treats it as not there, and only a writer that holds the lock sets it aside. Any other break is refused
with its line number, and nothing is ever repaired by reading. Keep logs on a local disk: locks do not
hold on network file systems.
"""

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any, Unpack

from engine.record.chain import (
    PLAIN,
    Chain,
    Decoder,
    Entry,
    Fault,
    Line,
    LogError,
    compose,
    file_of,
    plainly,
    verify,
)
from engine.record.lock import BINARY, Lock
from engine.record.private import OWNER
from engine.record.torn import beside
from engine.rules.collector import uncollected as without_collector

__all__ = ["Entry", "Fault", "Line", "Log", "LogError", "verify"]

_MANY = 10_000


class Log:
    """A run log that is open: the lines read so far, and the way to append the next.

    Several processes may hold the same log; each appends only inside `locked()`, after `refresh()`.
    Threads may share a Log: while one is inside `locked()`, the others wait to refresh.
    """

    def __init__(self, path: str | os.PathLike[str], decoder: Decoder = PLAIN) -> None:
        """A log of which nothing is read yet: use `create` or `open`."""
        self.path = Path(path)
        self._name = str(self.path)  # asked about at every command, and quicker than the path
        self.notices: list[str] = []
        """Sentences for people about what was set aside."""
        self._lines: list[Line[Any]] = []
        self._told = 0  # how many of them the caller has been given
        self._chain = Chain(self.path, decoder)
        self._lock = Lock(self.path)
        self._mutex = RLock()
        self._held = False
        self._current = False  # everything is read, and nobody else can append
        self._descriptor: int | None = None  # to append with, kept open between commands
        self._appends_to = (0, 0)

    @classmethod
    def create(cls, path: str | os.PathLike[str], first: Entry, decoder: Decoder = PLAIN) -> "Log":
        """A new log whose line 1 is `first`, on disk when this returns. Raises LogError; never overwrites."""
        log = cls(path, decoder)
        raw, line = log._compose(first)
        with plainly(log.path):
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | BINARY
            log._descriptor = os.open(log.path, flags, OWNER)
            log._appends_to = log._chain.file = file_of(os.fstat(log._descriptor))
        try:
            log._write(log._descriptor, raw, line)
            _sync_folder(log.path)
        except LogError:
            log.close()
            with suppress(OSError):
                log.path.unlink()
            raise
        return log

    @classmethod
    def open(cls, path: str | os.PathLike[str], decoder: Decoder = PLAIN) -> "Log":
        """The log at `path`, read and verified to its last whole line. Changes nothing. Raises LogError."""
        log = cls(path, decoder)
        with uncollected(log._lines):
            log.refresh()
        if not log._lines:
            raise LogError(log.path, "it was never completed: delete the file and start the run again", 1)
        return log

    def follow(self, other: "Log") -> None:
        """Take over what another reader of the same file has read and verified since."""
        with other._mutex:
            self._lines += other._lines[len(self._lines) :]
            self._told = len(self._lines)
            self._chain.go_to(other._chain)

    def apart(self) -> "Log":
        """The same log as far as it has been read, for somebody who reads on at their own pace."""
        found = Log(self.path, self._chain.decoder)
        found.follow(self)
        return found

    @property
    def lines(self) -> Sequence[Line[Any]]:
        """The lines read or appended so far, in order."""
        return self._lines

    @property
    def torn(self) -> bool:
        """Whether bytes without a newline were seen after the last whole line."""
        return bool(self._chain.tail)

    def refresh(self) -> list[Line[Any]]:
        """What others have appended since the last refresh, read and verified. Raises LogError.

        Inside `locked()` nobody else can be writing, so there a torn tail is set aside as well.
        """
        with self._mutex:
            self._catch_up()
            new = self._lines[self._told :]
            self._told = len(self._lines)
            return new

    def locked(self) -> "Held":
        """Hold the log for one command, against every other thread and process. Raises LogError."""
        return Held(self)

    def hold(self) -> None:
        """Begin to hold it; `locked` is the way to."""
        self._mutex.acquire()
        try:
            if self._held:
                raise LogError(self.path, "it is locked already: a command cannot contain another")
            self._lock.__enter__()
        except BaseException:
            self._mutex.release()
            raise
        self._held = True

    def let_go(self) -> None:
        """End to hold it."""
        try:
            self._held = self._current = False
            self._lock.__exit__()
        finally:
            self._mutex.release()

    def append(self, **entry: Unpack[Entry]) -> Line[Any]:
        """Add a line and return it as readers will see it; it is on disk when this returns.

        Raises LogError, leaving the log as it was, if it is not locked or not refreshed, if the entry is not
        plain JSON, or if the disk refuses.
        """
        with self._mutex:
            if not self._held:
                raise LogError(self.path, "a line can be appended only while the log is locked")
            self._catch_up()
            if self._told < len(self._lines):
                raise LogError(self.path, "others have appended since this was last refreshed: refresh first")
            raw, line = self._compose(entry)
            self._write(self._writer(), raw, line)
            return line

    def close(self) -> None:
        """Let go of the files. What was read stays, and a later append opens them again."""
        self._lock.close()
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __del__(self) -> None:
        if hasattr(self, "_mutex"):  # else it was never begun
            self.close()

    def _catch_up(self) -> None:
        if self._current:
            return
        with plainly(self.path):
            found = os.stat(self._name)
        if found.st_size != self._chain.length or file_of(found) != self._chain.file:
            self._lines.extend(self._chain.read())
            if self._held and self._chain.tail:
                self._set_aside(self._chain.tail)
        self._current = self._held

    def _compose(self, entry: Entry) -> tuple[bytes, Line[Any]]:
        try:
            return compose(entry, self._chain.count + 1, self._chain.hash, self._chain.decoder)
        except (ValueError, RecursionError) as error:
            raise LogError(self.path, str(error)) from None

    def _writer(self) -> int:
        """The descriptor to append with, on the very file that was read: another may have taken its name."""
        if self._descriptor is not None and self._appends_to != self._chain.file:
            os.close(self._descriptor)
            self._descriptor = None
        if self._descriptor is None:
            with plainly(self.path):
                self._descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | BINARY)
                self._appends_to = file_of(os.fstat(self._descriptor))
        return self._descriptor

    def _write(self, descriptor: int, raw: bytes, line: Line[Any]) -> None:
        """One write and one fsync; if the disk refuses, the file is as long as before."""
        try:
            if os.write(descriptor, raw) != len(raw):
                raise OSError(0, "only a part of it was taken: is the disk full?")
            os.fsync(descriptor)
        except OSError as error:
            self._current = False
            outcome = "nothing was recorded"
            try:
                os.ftruncate(descriptor, self._chain.length)
            except OSError:
                outcome = "and what was written of it could not be taken back: open the log again to see"
            reason = f"the line could not be written ({error.strerror}); {outcome}"
            raise LogError(self.path, reason) from error
        self._chain.advance(line, len(raw))
        self._lines.append(line)
        self._told = len(self._lines)

    def _set_aside(self, tail: bytes) -> None:
        """Keep the torn bytes in a file of their own, and only then cut them off the log."""
        aside = beside(self.path)
        with plainly(aside), open(aside, "ab", opener=privately) as kept:
            kept.write(tail)
            kept.flush()
            os.fsync(kept.fileno())
        _sync_folder(aside)
        descriptor = self._writer()
        with plainly(self.path):
            os.ftruncate(descriptor, self._chain.length)
            os.fsync(descriptor)
        self._chain.tail = b""
        self.notices.append(
            f"The last line of {self.path.name} (line {self._chain.count + 1}, {len(tail)} bytes) was torn: "
            f"it was never acknowledged, and is set aside in {aside.name}."
        )


class Held:
    """A log that is held for one command. No generator: this is taken at every command, and quicker."""

    __slots__ = ("log",)

    def __init__(self, log: Log) -> None:
        self.log = log

    def __enter__(self) -> None:
        self.log.hold()

    def __exit__(self, *_: object) -> None:
        self.log.let_go()


def privately(path: str, flags: int) -> int:
    """Open a file that only its owner reads where it is made now."""
    return os.open(path, flags, OWNER)


def _sync_folder(path: Path) -> None:
    """Make a new file's name durable as well as its bytes."""
    if sys.platform != "win32":  # where a folder cannot be opened
        with plainly(path):
            descriptor = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


@contextmanager
def uncollected(lines: Sequence[Line[Any]]) -> Iterator[None]:
    """Without the garbage collector, which would walk through all lines again and again as they are read.

    Lines make no circles, so it need never look at them: what they hold is freed with the log all the same.
    """
    with without_collector():
        try:
            yield
        finally:
            if len(lines) > _MANY:
                gc.freeze()
