"""A lock between processes: whoever changes a file that others change, too, holds it from reading to writing.

Keep what is locked on a local disk: locks do not hold on network file systems.
"""

import os
import sys
import time
from pathlib import Path

from engine.record.chain import LogError, plainly
from engine.record.private import OWNER

PATIENCE = 30.0
"""Seconds to wait for another process before giving up."""
BINARY = getattr(os, "O_BINARY", 0)  # Windows would otherwise write CRLF

if sys.platform == "win32":
    import msvcrt

    def _try_to_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try_to_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


class Lock:
    """`<path>.lock`, held against every other process, and every other Lock of this one. Raises LogError.

    Not a FileLock: that costs 70 microseconds to take and let go, where a durable write costs 150 to 200,
    and brought appending down to 0.4 of the speed of the disk. This costs 5. The end of a process lets go,
    however it ends. Threads that share one need a lock of their own around it.
    """

    def __init__(self, path: Path) -> None:
        self._path = Path(f"{path}.lock")
        self._descriptor: int | None = None
        self._process = 0

    def __enter__(self) -> None:
        with plainly(self._path):
            if self._taken():
                return
            self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._taken():
            if time.monotonic() > deadline:
                reason = (
                    f"another process has held the run for {PATIENCE:.0f} seconds: close it and try again"
                )
                raise LogError(self._path, reason)
            time.sleep(0.001)

    def __exit__(self, *_: object) -> None:
        if self._descriptor is not None and self._process == os.getpid():
            _unlock(self._descriptor)

    def __del__(self) -> None:
        if hasattr(self, "_process"):  # else it was never begun
            self.close()

    def close(self) -> None:
        """Let go of the file; taken again, it opens it again."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _taken(self) -> bool:
        if self._process != os.getpid():  # a child shares its parent's descriptor, and so its lock
            self.close()
        descriptor = self._open() if self._descriptor is None else self._descriptor
        try:
            _try_to_lock(descriptor)
            if os.fstat(descriptor).st_nlink:
                return True
            self.close()  # somebody tidied the lock file away: others would lock a new one
        except (BlockingIOError, PermissionError):  # held by another, as Unix and Windows say it
            pass
        return False

    def _open(self) -> int:
        self._descriptor = descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | BINARY, OWNER)
        self._process = os.getpid()
        return descriptor
