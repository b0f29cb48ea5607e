"""Lines that were never acknowledged: a last line without its end, set aside beside the log."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple


class Torn(NamedTuple):
    """The file in which torn lines of a run lie, with what has been set aside so far."""

    file: str
    size: int
    """Bytes."""
    at: str
    """The minute in which the last of them was set aside: UTC, as in 2026-11-29 08:30."""

    def words(self, say: Callable[..., str]) -> str:
        """What control should know of it. `say` speaks a sentence in a language."""
        return say(
            "A line that was never acknowledged was set aside in {file} ({size} bytes, {at} UTC): "
            "a write was cut short. Nothing that was acknowledged is missing.",
            file=self.file,
            size=self.size,
            at=self.at,
        )


def beside(log: Path) -> Path:
    """Where the torn lines of a log are set aside."""
    return log.with_name(f"{log.name}.torn")


def torn(log: Path) -> Torn | None:
    """What was set aside of a run; None where nothing ever was."""
    path = beside(log)
    try:
        found = path.stat()
    except OSError:
        return None
    at = datetime.fromtimestamp(found.st_mtime, UTC)
    return Torn(path.name, found.st_size, f"{at:%Y-%m-%d %H:%M}")
