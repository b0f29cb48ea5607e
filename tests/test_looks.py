"""What is shown of two played runs is what it was when somebody last looked at it."""

import pytest

from tests.looks.recorded import HERE, RECORDS, digits, looks, path_of

MOST_LINES = 30
"""Looks that are named where they have moved."""
AGAIN = """
If that is meant: python -m tests.looks.recorded
To compare the looks themselves, write them down before and after the change:
python -m tests.looks.recorded FOLDER"""


@pytest.mark.parametrize(("name", "part"), RECORDS)
def test_everything_looks_as_recorded(name: str, part: str) -> None:
    """Law: no key of a view, column, picture, page or sitting moves unless somebody says that it should."""
    recorded = path_of(name, part).read_text(encoding="utf-8").splitlines()
    seen = digits(looks(name, part))
    moved = sorted({line.rpartition(": ")[0] for line in {*recorded} ^ {*seen}})
    if moved:
        more = [f"... and {len(moved) - MOST_LINES} more"] if len(moved) > MOST_LINES else []
        told = "\n".join([*moved[:MOST_LINES], *more])
        pytest.fail(f"{name} looks otherwise:\n{told}{AGAIN}", pytrace=False)


def test_every_record_belongs_to_an_exercise() -> None:
    assert sorted(HERE.glob("*")) == sorted(path_of(*record) for record in RECORDS)
