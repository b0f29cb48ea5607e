"""`whitecell rehearse` in the terminal: what it says is what the runs came to, in both languages."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from engine.play.automatic import play_out
from engine.record.run import Run
from engine.rules.exercise import Exercise
from engine.words.language import Language
from tests.console.conftest import Whitecell
from tests.play import tiny
from tests.rehearsal.test_exploration import planted

FEW = ("--runs", "40")


def test_it_says_how_often_each_ending_came(whitecell: Whitecell, exercise: Exercise) -> None:
    """Law: the shares are those of the ordinary engine under the same seeds."""
    found = json.loads(whitecell("rehearse", exercise.id, *FEW, "--json").stdout)["figures"]
    ends = [play_out(exercise, seed).finished for seed in range(40)]
    came = Counter(end.ending for end in ends if end)
    assert {entry["id"]: entry["share"]["number"] for entry in found["endings"]} == {
        rule.ending.id: came[rule.ending.id] for rule in exercise.endings
    }
    for seat in found["seats"]:
        scores = [end.scores[seat["role"]] for end in ends if end]
        assert seat["score"]["mean"] == pytest.approx(sum(scores) / 40)


@pytest.mark.parametrize("code", ["en", "pl"])
def test_every_ending_seat_and_objective_is_shown_by_name(
    whitecell: Whitecell, exercise: Exercise, code: str
) -> None:
    found = whitecell("rehearse", exercise.id, *FEW, "--lang", code)
    assert (found.exit_code, found.stderr) == (0, "")
    said, language = " ".join(found.stdout.split()), Language(code)
    for rule in exercise.endings:
        assert language.text(rule.ending.title).replace("\u00a0", " ") in said
    for role in exercise.file.roles.values():
        assert language.text(role.title) in said


def test_it_says_what_a_change_does_on_the_same_dice(whitecell: Whitecell) -> None:
    """Law: a change that changes nothing is told as none, one that does with its sign."""
    same = whitecell("rehearse", "grey-strait", *FEW, "--set", "tension=3").stdout
    assert "100% of the runs come to the same ending" in " ".join(same.split())
    other = json.loads(whitecell("rehearse", "grey-strait", *FEW, "--set", "tension=9", "--json").stdout)
    assert other["differences"]["alike"] < 0.5
    apart = {entry["id"]: entry["mean"] for entry in other["differences"]["endings"]}
    assert any(apart.values())
    assert sum(apart.values()) == pytest.approx(0)


def test_a_run_is_rehearsed_from_where_it_stands(whitecell: Whitecell, tmp_path: Path) -> None:
    """Law: the turns that were played are not played again, and the log stays as it is."""
    path = str(tmp_path / "run.jsonl")
    whitecell("start", "grey-strait", path, "--seed", "4")
    whitecell("auto", path, "--turns", "2")
    before = Path(path).read_bytes()
    found = json.loads(whitecell("rehearse", path, *FEW, "--json").stdout)["figures"]
    assert Path(path).read_bytes() == before
    turns = Run.open(path).state.game.turns
    assert found["turns"]["mean"] <= turns
    assert all(len(course["turns"]) <= turns - 1 for course in found["courses"])
    whitecell("auto", path)
    ended = whitecell("rehearse", path, *FEW)
    assert ended.exit_code == 1
    assert "This run has ended" in ended.stderr


def test_the_figures_can_be_written_as_csv(whitecell: Whitecell, tmp_path: Path) -> None:
    """Law: a file for each kind, a line for each thing, also for what never came."""
    whitecell("rehearse", "grey-strait", *FEW, "--csv", str(tmp_path / "out"))
    tables = {
        path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        for path in (tmp_path / "out").iterdir()
    }
    assert set(tables) == {"endings", "objectives", "red_lines", "seats", "tracks", "came"}
    assert sum(int(row["runs"]) for row in tables["endings"]) == 40
    assert any(float(row["by_run"]) == 0 for row in tables["came"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--play", "doctrin"), "is no way to play"),
        (("--play", "mixed:101"), "is no way to play"),
        (("--seat", "halmar"), "is not of the form ROLE=POLICY"),
        (("--seat", "halmer=pass"), "Did you mean 'halmar'?"),
        (("--seat", "halmar=orders:escor"), "Did you mean 'escort'?"),
        (("--set", "bnak=3"), "Did you mean 'bank'?"),
        (("--set", "bank=much"), "is not of the form name=value with a whole number"),
        (("--set", "tension=99"), "outside the scale"),
        (("--seat", "brenia=orders:patrol"), "'patrol' is no order of brenia"),
        (("--seat", "control=chance"), "There is no role 'control'"),
        (("--against", "korea-2025"), "is no version of 'grey-strait'"),
        (("--format", "day"), "There is no format 'day'"),
        (("--preset", "none"), "There is no preset 'none'"),
        (("--without", "tankr"), "Did you mean 'tanker'?"),
        (("--best-reply", "public"), "There is no seat 'public' with a score"),
    ],
)
def test_what_makes_no_sense_is_said(whitecell: Whitecell, typed: tuple[str, ...], said: str) -> None:
    """Law: exit code 1, what is wrong, and what was probably meant; nothing on stdout."""
    found = whitecell("rehearse", "grey-strait", *FEW, *typed)
    assert (found.exit_code, found.stdout) == (1, "")
    assert said in " ".join(found.stderr.split())


def test_what_is_expected_can_be_asked(whitecell: Whitecell) -> None:
    """Law: exit code 0 and a line for each expectation, also as JSON."""
    found = whitecell("rehearse", "grey-strait", "--check", "--runs", "2000", "--json")
    listed = json.loads(found.stdout)
    assert found.exit_code == 0
    assert all(entry["holds"] for entry in listed)
    assert {entry["kind"] for entry in listed} == {"doctrine", "mixed", "objectives", "best_reply"}


def test_limits_and_moves_are_told_in_words_and_as_data(whitecell: Whitecell) -> None:
    """Law: each move has its line, each limit what it changes, or that it changes nothing."""
    typed = ("rehearse", "grey-strait", *FEW, "--limits", "--moves")
    found = json.loads(whitecell(*typed, "--json").stdout)
    said = " ".join(whitecell(*typed).stdout.split())
    for limit in found["limits"]:
        assert f"{limit['name']} {limit['value']} → {limit['other']}" in said or not limit["changed"]
        assert limit["changed"] or f"{limit['name']} → {limit['other']}" in said
    assert len(found["moves"]) == 12
    assert "Offer a share of the Bank" in said


def test_a_seat_can_order_what_it_ordered_in_a_run(whitecell: Whitecell, tmp_path: Path) -> None:
    """Law: the orders of a run are those that were locked in it."""
    path = str(tmp_path / "run.jsonl")
    whitecell("start", "grey-strait", path, "--seed", "4")
    whitecell("auto", path)
    typed = ("rehearse", "grey-strait", "--runs", "1", "--seed", "4", "--play", f"run:{path}", "--json")
    found = json.loads(whitecell(*typed).stdout)["figures"]
    ended = Run.open(path).state.game.finished
    assert ended
    assert [entry["id"] for entry in found["endings"] if entry["share"]["number"]] == [ended.ending]


def test_nothing_is_told_of_the_dice_that_a_run_will_throw(whitecell: Whitecell, tmp_path: Path) -> None:
    """Law: whoever rehearses a run under its own seed sees other dice than the run will show."""
    same = 0
    for seed in range(6):
        path = str(tmp_path / f"{seed}.jsonl")
        whitecell("start", "grey-strait", path, "--seed", str(seed))
        typed = ("rehearse", path, "--runs", "1", "--seed", str(seed), "--json")
        found = json.loads(whitecell(*typed).stdout)["figures"]
        whitecell("auto", path)
        ended = Run.open(path).state.game.finished
        assert ended
        scores = {seat["role"]: seat["score"]["mean"] for seat in found["seats"]}
        same += scores == ended.scores
    assert same < 6


def test_a_question_that_a_run_cannot_answer_is_refused(whitecell: Whitecell, tmp_path: Path) -> None:
    """Law: nothing is ignored in silence."""
    path, other = str(tmp_path / "run.jsonl"), str(tmp_path / "other.jsonl")
    whitecell("start", "grey-strait", path)
    whitecell("start", "korea-2025", other)
    for typed, said in (
        ((path, "--set", "tension=9"), "left its start"),
        ((path, "--against", "grey-strait"), "goes on under its own exercise"),
        (("grey-strait", "--seat", f"halmar=run:{other}"), "This is a run of 'korea-2025'"),
    ):
        found = whitecell("rehearse", *typed)
        assert (found.exit_code, found.stdout) == (1, "")
        assert said in " ".join(found.stderr.split())
    assert whitecell("rehearse", "grey-strait", "--check", "--play", "pass").exit_code == 2


def test_a_search_tells_what_it_finds_and_writes_it(whitecell: Whitecell, tmp_path: Path) -> None:
    """Law: every find is a run that opens, and is written over by no other."""
    sound = whitecell("rehearse", "grey-strait", "--runs", "250", "--find", str(tmp_path / "none"))
    assert (sound.exit_code, sound.stderr) == (0, "")
    assert "fog_bank" in sound.stdout
    planted_here = tmp_path / "planted.yaml"
    data = json.loads(json.dumps(planted().data))
    data["formats"]["long"]["calendar"] = [f"day {day}" for day in range(1, 9)]
    data["moves"] |= {"stay": tiny.move("south"), "rest": tiny.move("east")}
    planted_here.write_text(json.dumps(data), "utf-8")
    asked = ("rehearse", str(planted_here), "--runs", "3000", "--find", str(tmp_path / "finds"))
    found = json.loads(whitecell(*asked, "--json").stdout)
    assert "drift.seated" in [entry["id"] for entry in found["found"]]
    for entry in found["found"]:
        assert entry["id"] == "" or whitecell("replay", entry["run"]).exit_code == 0
        assert whitecell("verify", entry["run"]).exit_code == 0
    again = whitecell(*asked)
    assert again.exit_code == 1, "the runs of before are not written over"


def test_workers_and_a_cluster_exclude_each_other(whitecell: Whitecell) -> None:
    """Law: what cannot be meant is refused before anything is played; so is what a search does not know."""
    both = whitecell("rehearse", "grey-strait", "--workers", "2", "--cluster", "tcp://127.0.0.1:1")
    assert both.exit_code == 2
    assert whitecell("rehearse", "grey-strait", "--find", "x", "--without", "storm").exit_code == 2


def test_processes_say_what_one_says(whitecell: Whitecell) -> None:
    """Law: the same, to the letter."""
    one, two = (whitecell("rehearse", "grey-strait", *FEW, "--workers", number) for number in "12")
    assert (one.exit_code, one.stdout) == (two.exit_code, two.stdout)
