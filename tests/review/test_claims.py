"""What the source claims beside how a run ended: the same figures of both, on scales that hold them."""

import pytest
from msgspec.structs import replace

from engine.exchange.recorded import recorded
from engine.play.automatic import play_out
from engine.play.state import Game
from engine.rehearsal.ensemble import Ensemble
from engine.rehearsal.paired import Paired, values
from engine.review.claims import Ended, asked_claims, drawn, how_ended, scale_of
from engine.rules.exercise import Exercise
from engine.rules.load import from_data, load
from engine.words.language import Language

SEEDS = range(40, 52)
ENGLISH = Language("en")


@pytest.fixture(params=["korea-2025", "grey-strait"])
def exercise(request: pytest.FixtureRequest) -> Exercise:
    return load(request.param)


def played(exercise: Exercise, seed: int, format_id: str = "") -> Ended:
    """How a run ended that bots have played."""
    found = how_ended(play_out(exercise, seed, format_id or None))
    assert found
    return found


def found_of(exercise: Exercise) -> dict[str, Paired]:
    """What ships of its questions."""
    ships = recorded(exercise)
    assert ships
    return {entry.id: entry for entry in ships.found}


def test_a_run_has_the_figures_that_many_runs_have(exercise: Exercise) -> None:
    """Law: a run that bots play comes, figure by figure, to what the same seed comes to among many."""
    outcome = Ensemble(exercise, exercise.default_format).start(SEEDS)
    names = {name for entry in exercise.file.rehearsals.values() for name in entry.figures}
    names |= {f"ending.{rule.ending.id}" for rule in exercise.endings}
    names |= {f"red_line.{line.id}" for line in exercise.red_lines}
    columns = {name: values(name, outcome) for name in names}
    for place, seed in enumerate(SEEDS):
        ended = played(exercise, seed)
        assert {name: ended.values[name] for name in names} == {
            name: int(column[place]) for name, column in columns.items()
        }, seed


def test_every_figure_lies_on_its_scale(exercise: Exercise) -> None:
    """Law: those of many runs on both sides, and those of any run."""
    runs = [played(exercise, seed) for seed in SEEDS]
    for found in found_of(exercise).values():
        for shown in found.figures:
            low, high = scale_of(shown, found.format, exercise)
            assert low < high
            at = [shown.first, shown.other, *(run.values[shown.id] for run in runs)]
            assert low <= min(at), shown.id
            assert max(at) <= high, shown.id


def test_a_run_that_goes_on_has_not_ended(exercise: Exercise) -> None:
    assert how_ended(Game(exercise)) is None


@pytest.mark.parametrize("code", ["en", "pl"])
def test_a_question_is_told_with_its_claims_and_the_run(exercise: Exercise, code: str) -> None:
    """Law: in words as the exercise has them; the run beside every figure that it has, and how it ended."""
    spoken, ended = Language(code), played(exercise, SEEDS[0])
    told = asked_claims(exercise, found_of(exercise), ended, spoken)
    assert [entry["id"] for entry in told] == list(exercise.file.rehearsals)
    titles = {rule.ending.id: spoken.text(rule.ending.title) for rule in exercise.endings}
    for entry, asked in zip(told, exercise.file.rehearsals.values(), strict=True):
        assert (entry["title"], entry["ask"]) == (spoken.text(asked.title), spoken.text(asked.ask))
        assert [claim["id"] for claim in entry["because"]] == list(asked.because)
        assert all(claim["claim"] for claim in entry["because"])
        picture = entry["picture"]
        assert picture
        assert picture["run"] == titles[ended.ending]
        assert [figure["run"] for figure in picture["figures"]] == [
            ended.values[name] for name in asked.figures
        ]
        words = {spoken.say("yes"), spoken.say("no")}
        for name, figure in zip(asked.figures, picture["figures"], strict=True):
            assert (figure["run_value"] in words) == name.startswith(("group.", "objective."))


def test_a_run_of_another_length_is_not_marked() -> None:
    """Law: half a day beside four turns would be no comparison; the page says why nothing is marked."""
    exercise = load("korea-2025")
    ended = played(exercise, SEEDS[0], "short")
    for entry in asked_claims(exercise, found_of(exercise), ended, ENGLISH):
        assert entry["picture"]
        assert entry["picture"]["run"] == ""
        assert all(figure["run"] is None for figure in entry["picture"]["figures"])
        assert "of another length" in entry["said"][-1]


def test_what_has_not_been_played_has_no_picture(exercise: Exercise) -> None:
    """Law: it has its words; an exercise that names none has nothing at all."""
    told = asked_claims(exercise, {}, None, ENGLISH)
    assert [entry["picture"] for entry in told] == [None] * len(exercise.file.rehearsals)
    assert all(entry["ask"] and all(entry["sides"]) and not entry["said"] for entry in told)
    data = {key: value for key, value in exercise.data.items() if key != "rehearsals"}
    assert asked_claims(from_data(data), {}, None, ENGLISH) == []


def test_what_differs_for_sure_is_no_guess() -> None:
    """Law: a sheet says that something is not sure where its interval holds 0, and only there."""
    exercise = load("grey-strait")
    found = next(iter(found_of(exercise).values()))
    first, *rest = found.figures
    unsure = replace(first, difference=replace(first.difference, low=-1.0, high=1.0))
    sheet = drawn(found, exercise, ENGLISH)
    assert all(figure["sure"] for figure in sheet["figures"])
    assert "≈" not in sheet["note"]
    sheet = drawn(replace(found, figures=[unsure, *rest]), exercise, ENGLISH)
    assert [figure["sure"] for figure in sheet["figures"]] == [False, *([True] * len(rest))]
    assert "≈: no clear difference." in sheet["note"]
