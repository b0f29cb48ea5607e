"""Files beside a run that only their owner reads, written whole or not at all."""

import os
import secrets
from pathlib import Path


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all; it is on disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
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
