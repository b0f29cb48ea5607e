"""How much the tests of equality notice: one token of the columns is changed, time and again."""

import subprocess
import sys

import pytest

SEED, NUMBER, LEAST = 1, 60, 0.9

SHORTCUT = "a shortcut: what follows gives the same"
NEGATIVE = "any number below nothing says that a move is not offered"
EQUIVALENT = {
    ("max>min", "return np.full(self.size, min(max(value, low), high), self.book.kinds[slot])"): (
        "the only plain number that is ever kept is the 0 of the brink"
    ),
    ("or>and", "if call.collects or not call.banded:"): (
        "in a sound table without bands the last row always holds, so nothing is left over here"
    ),
    ("1>2", "if times == 1:"): SHORTCUT,
    ("False>True", "if one is False:"): SHORTCUT,
    ("or>and", "if one is False or other is False:"): SHORTCUT,
    (
        "==>!=",
        "return value if value.dtype == self.book.kinds[slot] else value.astype(self.book.kinds[slot])",
    ): "the values are the same, in a wider type",
    ("<=><", "found: Array = np.full(size, value, kind if low <= value <= high else np.int32)"): (
        "the values are the same, in a wider type"
    ),
    (
        "127>128",
        "kind = np.int8 if sum(abs(modifier.amount) for modifier in call.modifiers) <= 127 else np.int16",
    ): "no table has modifiers that come to exactly 128",
    ("<><=", "found.append(np.int16 if low >= -(2**15) and high < 2**15 else np.int32)"): (
        "no scale ends at exactly that number"
    ),
    ("0>1", "for number in range(max(map(len, orders), default=0)):"): "there is always at least one run",
    ("1>2", "known = np.full(runs.size, -1, np.int16)"): NEGATIVE,
    ("1>2", "self.offers[move] = chosen(here, -1, offered)"): NEGATIVE,
    (
        "before>after",
        "combine(runs, before, after, "
        "[Push(each.where, each.effects, each.look or settled) for each in sources])",
    ): "what is read of the state before are tracks, which no fact of a step touches",
}
"""Changes that no run can show, by what changes and the line it is in, with why."""


@pytest.mark.long
@pytest.mark.first
def test_nine_of_ten_changes_of_one_token_are_noticed() -> None:
    """Law: who changes a token of the columns by mistake is told so by the tests of equality."""
    command = [sys.executable, "-m", "tests.rehearsal.mutation", str(SEED), str(NUMBER)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    told = [line.split("\t") for line in said]
    judged = [
        (what, module, change, place, text)
        for what, module, change, place, text in told
        if what == "noticed" or (change, text) not in EQUIVALENT
    ]
    unnoticed = [entry for entry in judged if entry[0] != "noticed"]
    assert len(told) == NUMBER
    assert 1 - len(unnoticed) / len(judged) >= LEAST, unnoticed
