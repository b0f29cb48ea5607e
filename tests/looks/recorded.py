"""Everything that is shown of two played runs, and what it was when somebody last looked at it.

    python -m tests.looks.recorded
    python -m tests.looks.recorded FOLDER

A look is anything that somebody is shown: a key of a view, a column of an export, a picture, a page, a
sitting in the terminal. The laws say what must hold of it; a value that is missing or one place off can
keep all of them. So each look is written down in `recorded/`, in a few digits: a change shows which looks
it moved, and whoever made it says whether that was meant. The first command writes those digits anew. The
second writes the looks themselves, whole, into a folder: once before a change and once after it, they can
be compared.
"""

import hashlib
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from engine import __version__
from engine.rules.load import load, names
from tests.looks import asked, console, engine, web
from tests.looks.engine import Looks
from tests.looks.played import played

HERE = Path(__file__).parent / "recorded"
NOON = datetime(2025, 6, 2, 12, tzinfo=UTC)


def of_engine(name: str, folder: Path) -> Looks:
    yield from engine.of_no_run()
    yield from engine.of_exercise(load(name))
    for run, number in played(name, folder):
        yield from engine.of_moment(run, number) if number else engine.of_end(run, folder)


def of_web(name: str, folder: Path) -> Looks:
    """Pages of the run as it goes on and when it has ended."""
    for run, number in played(name, folder):
        if number in (0, 4):
            yield from web.of_pages(run, folder)
    yield from web.of_answers(run, folder)


def of_console(name: str, folder: Path) -> Looks:
    *_, (run, _) = played(name, folder)
    yield from console.of_terminal(run, folder)


def of_many(name: str, folder: Path) -> Looks:
    """What is asked of many runs."""
    yield from asked.of_exercise(load(name))
    yield from asked.of_pages(load(name), folder / "asked")
    *_, (run, _) = played(name, folder)
    yield from asked.of_end(run, folder)


PARTS: dict[str, Callable[[str, Path], Looks]] = {
    **{"engine": of_engine, "web": of_web, "console": of_console},
    "many": of_many,
}
RECORDS = [(name, part) for name in names() for part in PARTS]


def path_of(name: str, part: str) -> Path:
    """Where the looks of an exercise are recorded."""
    return HERE / f"{name}-{part}.txt"


def looks(name: str, part: str) -> dict[str, str]:
    """All looks by name, whole: each with everything that was seen under this name, in its order."""
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder, still():
        for look, shown in PARTS[part](name, Path(folder)):
            found.setdefault(look, []).append(str(plain(shown)))
    return {look: "\n".join(shown).replace(__version__, "…") for look, shown in sorted(found.items())}


def digits(found: dict[str, str]) -> list[str]:
    """A line for each look."""
    return [f"{look}: {hashlib.sha256(whole.encode()).hexdigest()[:10]}" for look, whole in found.items()]


def plain(shown: Any) -> Any:
    """The same data, with chances as exact as any machine reckons them."""
    if isinstance(shown, float):
        return round(shown, 9)
    if isinstance(shown, dict):
        return {key: plain(value) for key, value in shown.items()}
    return [plain(value) for value in shown] if isinstance(shown, list | tuple) else shown


@contextmanager
def still() -> Iterator[None]:
    """Time stands still in the middle of Europe's night, and chance draws the same keys every time."""
    chance = random.Random(8)
    zone = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    try:
        with (
            patch("secrets.token_hex", lambda length=8: chance.randbytes(length).hex()),
            patch("engine.record.run.token_hex", lambda length=8: chance.randbytes(length).hex()),
            patch("secrets.token_urlsafe", lambda length=8: chance.randbytes(length).hex()),
            patch("secrets.token_bytes", chance.randbytes),
            patch("secrets.choice", chance.choice),
            patch("web.open_run.now", lambda: NOON),
        ):
            yield
    finally:
        os.environ.pop("TZ") if zone is None else os.environ.update(TZ=zone)
        time.tzset()


def main(folder: str = "") -> None:
    for name, part in RECORDS:
        found = looks(name, part)
        if folder:
            for look, whole in found.items():
                target = (
                    Path(folder)
                    / f"{name}-{part}"
                    / f"{''.join(c if c.isalnum() else '-' for c in look)}.txt"
                )
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(whole, encoding="utf-8")
        else:
            path_of(name, part).write_text("\n".join(digits(found)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
