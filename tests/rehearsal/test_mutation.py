"""How much the tests of equality notice: one token of the columns is changed, time and again."""

import subprocess
import sys

import pytest

SEED, NUMBER, LEAST = 1, 60, 0.9

SHORTCUT = "a shortcut: what follows gives the same"
WIDER = "the values are the same, in a wider type"
TRACKS = "what is read of the state before are tracks, which no fact of a step touches"
EQUIVALENT = {
    (
        "before>after",
        "combine(runs, before, after, "
        "[Push(each.where, each.effects, each.look or settled) for each in sources])",
    ): TRACKS,
    (
        "before>after",
        "held = np.maximum(moved[slot], np.minimum(before[slot], fitting(floor, before[slot])))",
    ): TRACKS,
    (
        "0>1",
        "wide = any(part.low < BYTE[0] or part.high > BYTE[1] for part in (node, *node.parts))",
    ): WIDER,
    (">=>>", "found.append(np.int16 if low >= -(2**15) and high < 2**15 else np.int32)"): WIDER,
    (">=>>", "elif low >= -128 and high <= 127:"): WIDER,
    ("<=><", "found: Array = np.full(size, value, kind if low <= value <= high else np.int32)"): WIDER,
    ("<><=", "over: Mask = True if stamp < 0 else before[stamp] < runs.turn - 1"): (
        "slot 0 holds the turn, which is no stamp"
    ),
    ("or>and", "if call.collects or not call.banded:"): (
        "in a sound table without bands the last row always holds, so nothing is left over here"
    ),
    (">>>=", "dearer = (known < 0) | (known > cost)"): "the same cost in place of the same cost",
    ("1>2", "if times == 1:"): SHORTCUT,
    ("False>True", "if one is False:"): SHORTCUT,
    ("or>and", "if one is False or other is False:"): SHORTCUT,
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
