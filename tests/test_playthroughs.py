"""Every shipped exercise has a transcript, and each still plays as it is written."""

from difflib import unified_diff

import pytest

from engine.rules.load import names
from tests.playthroughs.scripts import SCRIPTS
from tests.playthroughs.transcript import HERE, path_of, transcript

MOST_LINES = 60
"""Lines of a difference that are shown; the first ones say what has changed."""


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_exercise_plays_as_its_transcript_says(name: str) -> None:
    again = f"python -m tests.playthroughs.transcript {name}"
    assert path_of(name).exists(), f"{name} has no transcript; write one with: {again}"
    written = path_of(name).read_text(encoding="utf-8").splitlines()
    played = transcript(name).splitlines()
    changed = list(unified_diff(written, played, "as written", "as played now", n=4, lineterm=""))
    if changed:
        shown = "\n".join(changed[:MOST_LINES])
        more = f"\n... and {len(changed) - MOST_LINES} lines more" if len(changed) > MOST_LINES else ""
        pytest.fail(f"{name} plays otherwise. If that is meant: {again}\n{shown}{more}", pytrace=False)


def test_every_exercise_has_a_transcript_and_every_transcript_a_script() -> None:
    assert sorted(path.stem for path in HERE.glob("*.txt")) == sorted(SCRIPTS)
    assert {script.exercise for script in SCRIPTS.values()} == set(names())
