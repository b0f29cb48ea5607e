"""Files that only their owner reads, for a run holds sealed orders, cards and the seed of the dice."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER = 0o600
"""How a file of a run is made: others on the same computer do not read it."""


@contextmanager
def for_owner_only() -> Iterator[None]:
    """Make every file and folder for its owner alone, whatever the machine's custom is."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def private_folder(path: Path) -> None:
    """A folder that is there; where it is made now, with those above it, only its owner enters it."""
    for folder in (*reversed(path.parents), path):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all; it is on disk when this returns."""
    private_folder(path.parent)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def version_of(path: str | Path) -> str:
    """A word that is another one whenever such a file has been written anew; empty where there is none."""
    try:
        found = os.stat(path)  # quicker than to ask the path
    except OSError:
        return ""
    return f"{found.st_ino}-{found.st_mtime_ns}"  # a clock may be too coarse to tell two files apart
