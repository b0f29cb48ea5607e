"""What is kept beside an exercise is what its paired rehearsals come to, and all made of it is current."""

from copy import deepcopy
from pathlib import Path

import pytest
from msgspec.structs import replace

from docs.reference.write_rehearsals import folder_of, noted, rehearsed, styles, written
from engine.exchange.recorded import FILE, path_of, recorded
from engine.play.adjudicate import RULES
from engine.rehearsal.paired import Shown, paired
from engine.rehearsal.recorded import Recorded, from_json, record, steady, to_json
from engine.rules.exercise import Exercise
from engine.rules.load import from_data, load

REHEARSED = rehearsed()
OTHERWISE = "its figures are of another edition: make reference, and read what the notes say below each"


def kept(exercise: Exercise) -> Recorded:
    """What lies beside a shipped exercise, of whichever edition."""
    return from_json(path_of(exercise.id).read_bytes())


@pytest.fixture(params=REHEARSED, ids=lambda exercise: exercise.id)
def asked(request: pytest.FixtureRequest) -> Exercise:
    """An exercise that ships and names paired rehearsals."""
    found: Exercise = request.param
    return found


def test_the_figures_are_of_this_edition(asked: Exercise) -> None:
    """Law: of this exercise, word for word, by the rules of today, and of every question that it names."""
    assert kept(asked).holds_for(asked), f"{asked.id}: {OTHERWISE}"
    assert recorded(asked) == kept(asked)
    told = {entry.id: [shown.id for shown in entry.figures] for entry in kept(asked).found}
    assert told == {name: entry.figures for name, entry in asked.file.rehearsals.items()}


def test_pictures_and_notes_show_the_figures(asked: Exercise) -> None:
    """Law: each file that is made of them is as it would be made now, and no picture is left over."""
    files = written(asked, kept(asked))
    old = [path.name for path, text in files.items() if path.read_text(encoding="utf-8") != text]
    assert not old, f"make reference: {', '.join(old)}"
    assert set((folder_of(asked) / "pictures").iterdir()) <= set(files)
    notes = (folder_of(asked) / "NOTES.md").read_text(encoding="utf-8")
    assert all(f"](pictures/{name}.svg)" in notes for name in asked.file.rehearsals)


@pytest.mark.parametrize(
    "exercise",
    [
        pytest.param(
            exercise, id=exercise.id, marks=[] if exercise.id == "grey-strait" else [pytest.mark.long]
        )
        for exercise in REHEARSED
    ],
)
def test_the_figures_are_those_of_play(exercise: Exercise) -> None:
    """Law: played again, as often and from the same seed, every question comes to the same.

    Otherwise rehearsals play otherwise than they did, and no rule has changed: if that was meant,
    `python -m docs.reference.write_rehearsals --anew`.
    """
    was = kept(exercise)
    for entry in paired(exercise, was.runs, was.seed):
        again, before = steady(entry), next(found for found in was.found if found.id == entry.id)
        assert again.changed == pytest.approx(before.changed, abs=1e-5)
        for shown, other in zip(again.figures, before.figures, strict=True):
            assert numbers(shown) == pytest.approx(numbers(other), abs=1e-5), shown.id


def numbers(shown: Shown) -> list[float]:
    """Everything that is told of a figure."""
    change = shown.difference
    return [shown.first, shown.other, change.mean, change.low, change.high]


def test_figures_of_another_edition_are_not_taken() -> None:
    """Law: neither where a number of the exercise is another one, nor a word, nor where the rules are."""
    exercise = load("grey-strait")
    was = kept(exercise)
    number, word = deepcopy(exercise.data), deepcopy(exercise.data)
    number["tracks"]["tension"]["start"] += 1
    word["rehearsals"]["everybody_waits"]["ask"] = "And if nobody does anything?"
    for changed in (from_data(number), from_data(word)):
        assert recorded(changed) is None
        assert not was.holds_for(changed)
    assert not replace(was, rules=RULES + 1).holds_for(exercise)
    assert recorded(from_data(deepcopy(exercise.data))) == was


def test_only_what_ships_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: the id of an exercise that somebody wrote leads to no file but those that ship."""
    exercise = load("grey-strait")
    was = kept(exercise)
    monkeypatch.setattr("engine.exchange.recorded.shipped", lambda: tmp_path)
    assert recorded(exercise) is None
    (tmp_path / exercise.id).mkdir()
    (tmp_path / exercise.id / FILE).write_bytes(to_json(was))
    assert recorded(exercise) == was
    monkeypatch.setattr("engine.exchange.recorded.names", list)
    assert recorded(exercise) is None


def test_a_record_comes_back_as_it_was_kept() -> None:
    exercise = load("grey-strait")
    found = record(exercise, 50, seed=3)
    assert from_json(to_json(found)) == found
    assert (found.runs, found.seed) == (50, 3)
    assert found.holds_for(exercise)


def test_a_question_without_a_place_in_the_notes_is_told() -> None:
    """Law: what stands by hand around the marks stays, and a question that has none is named."""
    exercise = load("grey-strait")
    marks = "<!-- rehearsed: {} -->\nold\n<!-- /rehearsed -->\n"
    names = list(exercise.file.rehearsals)
    notes = "Before.\n" + "By hand.\n".join(marks.format(name) for name in names) + "After.\n"
    again = noted(notes, exercise, kept(exercise))
    assert "old" not in again
    assert again.startswith("Before.\n")
    assert again.endswith("After.\n")
    assert again.count("By hand.\n") == len(names) - 1
    assert noted(again, exercise, kept(exercise)) == again
    with pytest.raises(KeyError, match=names[1]):
        noted(marks.format(names[0]), exercise, kept(exercise))


def test_a_picture_that_stands_alone_is_light_and_dark() -> None:
    """Law: it brings every colour that it needs, both times, and fetches nothing."""
    sheet = '<svg class="picture"><rect class="fill-mark"/><path class="fill-none stroke-line"/></svg>'
    light, dark = styles(sheet).split("@media (prefers-color-scheme: dark)")
    for colours in (light, dark):
        for name in ("fill-mark", "fill-none", "stroke-line", "fill-surface"):
            assert f".picture .{name}{{" in colours
        assert "stroke-ink" not in colours
    assert light.replace("\n", "") != dark.replace("\n", "")
    for exercise in REHEARSED:
        for path in (folder_of(exercise) / "pictures").iterdir():
            drawn = path.read_text(encoding="utf-8")
            assert "url(" not in drawn
            assert "var(" not in drawn
            assert drawn.count("http") == 1, "the name of SVG"
