"""What an exercise states of itself: that it can be so at all."""

from engine.rules.checks.checker import Checker
from engine.rules.findings import Path


def check_expectations(on: Checker) -> None:
    """Report formats and groups of endings that do not exist, and ranges that hold nothing."""
    groups = dict.fromkeys(ending.group for ending in on.file.endings if ending.group)
    for name, expected in on.file.expect.items():
        path: Path = ("expect", name)
        on.known(path, "format", name, on.file.formats, key=True)
        for part in ("doctrine", "mixed"):
            for group, text in getattr(expected, part).items():
                on.known((*path, part, group), "group of endings", group, groups, key=True)
                _range(on, (*path, part, group), text)
        if expected.objectives is not None:
            _range(on, (*path, "objectives"), expected.objectives)


def _range(on: Checker, path: Path, text: str) -> None:
    low, high = (int(part) for part in text.split(".."))
    if not low <= high <= 100:
        on.error(path, "bounds", f"'{text}' is no range of shares; write 8..20, at most 0..100")
