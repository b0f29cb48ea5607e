"""What an exercise states of itself: that it can be so at all."""

from engine.rules.checks.checker import Checker
from engine.rules.findings import Path
from engine.rules.model import NUMBERS_OF_CAPITAL


def check_expectations(on: Checker) -> None:
    """Report formats, groups of endings and numbers that do not exist, and ranges that hold nothing."""
    groups = dict.fromkeys(ending.group for ending in on.file.endings if ending.group)
    for name, expected in on.file.expect.items():
        path: Path = ("expect", name)
        on.known(path, "format", name, on.file.formats, key=True)
        for part in ("doctrine", "mixed"):
            for group, text in getattr(expected, part).items():
                on.known((*path, part, group), "group of endings", group, groups, key=True)
                _range(on, (*path, part, group), text)
        for part in ("objectives", "own_score"):
            if text := getattr(expected, part):
                _range(on, (*path, part), text)
        for group in expected.alone:
            on.known((*path, "alone", group), "group of endings", group, groups, key=True)
        for number in expected.binds:
            on.known((*path, "binds", number), "number", number, _limits(on), key=True)


def _limits(on: Checker) -> list[str]:
    """The numbers that can be tightened by one: no formulas, and what is lowered stands above 0."""
    costs = [f"cost.{name}" for name, move in on.file.moves.items() if isinstance(move.cost, int)]
    roles, capital = on.file.roles.items(), on.file.capital
    incomes = [f"income.{name}" for name, role in roles if isinstance(role.income, int) and role.income]
    return [*(name for name in NUMBERS_OF_CAPITAL if getattr(capital, name)), *costs, *incomes]


def _range(on: Checker, path: Path, text: str) -> None:
    low, high = (int(part) for part in text.split(".."))
    if not low <= high <= 100:
        on.error(path, "bounds", f"'{text}' is no range of shares; write 8..20, at most 0..100")
