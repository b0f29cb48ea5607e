"""`whitecell rehearse` in the terminal: what it says is what the runs came to, in both languages."""

import csv
import json
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from console.leverage import MOST_LIMITS
from engine.play.adjudicate import RULES
from engine.play.automatic import play_out
from engine.record.run import Run
from engine.review.claims import how_ended
from engine.rules.exercise import Exercise
from engine.rules.load import load
from engine.words.language import Language
from engine.words.numbers import minus
from tests.console.conftest import Whitecell
from tests.play import tiny
from tests.rehearsal.test_exploration import planted

FEW = ("--runs", "40")
LOGS = Path(__file__).parents[1] / "record" / "logs"


def test_it_says_how_often_each_ending_came(whitecell: Whitecell, exercise: Exercise) -> None:
    """Law: the shares are those of the ordinary engine under the same seeds."""
    found = json.loads(whitecell("rehearse", exercise.id, *FEW, "--json").stdout)["figures"]
    ends = [play_out(exercise, seed).finished for seed in range(40)]
    came = Counter(end.ending for end in ends if end)
    assert {entry["id"]: entry["share"]["number"] for entry in found["endings"]} == {
        rule.ending.id: came[rule.ending.id]
        for rule in exercise.endings
        if rule.comes_in(exercise.default_format)
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
        named = language.text(rule.ending.title).replace("\u00a0", " ") in said
        assert named is rule.comes_in(exercise.default_format)
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
    again = json.loads(whitecell("rehearse", path, *FEW, "--turn", "2", "--json").stdout)["figures"]
    assert again["turns"]["mean"] >= 2


def test_the_figures_can_be_written_as_csv(whitecell: Whitecell, tmp_path: Path) -> None:
    """Law: a file for each kind, a line for each thing, also for what never came."""
    whitecell("rehearse", "grey-strait", *FEW, "--csv", str(tmp_path / "out"))
    tables = {
        path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        for path in (tmp_path / "out").glob("*.csv")
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
        (("--set", "tension=99"), "'tension' goes from 0 to 10; 99 lies outside the scale"),
        (("--seat", "brenia=orders:patrol"), "'patrol' is no order of brenia"),
        (("--seat", "control=chance"), "There is no way for control to play 'chance'"),
        (("--own-dice",), "Only a run has dice of its own"),
        (("--turn", "2"), "An exercise begins at its start"),
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
    kinds = {"doctrine", "mixed", "objectives", "best_reply", "own_score", "alone", "binds"}
    assert {entry["kind"] for entry in listed} == kinds


def test_limits_and_moves_are_told_in_words_and_as_data(whitecell: Whitecell) -> None:
    """Law: each move has its line, each limit that binds what it changes; the others are counted."""
    typed = ("rehearse", "grey-strait", *FEW, "--limits", "--moves")
    found = json.loads(whitecell(*typed, "--json").stdout)
    said = " ".join(whitecell(*typed).stdout.split())
    bound = sorted(
        (limit for limit in found["limits"] if limit["changed"]), key=lambda limit: -limit["changed"]
    )
    for limit in bound[:MOST_LIMITS]:
        assert f"{limit['name']} {limit['value']} → {limit['other']}" in said
    names = {limit["name"] for limit in found["limits"]}
    free = names - {limit["name"] for limit in bound}
    assert f"{len(free)} of {len(names)} limits change no run" in said
    assert len(found["moves"]) == 12
    assert "Offer a share of the Bank" in said
    for beaten in found["dominated"]:
        (worse,), (better,) = (
            [entry for entry in found["moves"] if entry["move"] == beaten[name]] for name in ("move", "by")
        )
        assert worse["role"] == better["role"]
        assert better["always"]["low"] > worse["always"]["high"]
        assert better["cost"] <= worse["cost"]


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


QUESTIONS = (
    "--weights",
    "--sensitivity",
    "--limits",
    "--moves",
    "--best-reply",
    "halmar",
    "--set",
    "tension=5",
)


@pytest.mark.parametrize("code", ["en", "pl"])
def test_each_question_has_its_heading_and_is_handed_out(
    whitecell: Whitecell, tmp_path: Path, code: str
) -> None:
    """Law: in both languages no sentence falls back to English, and every part is in JSON and CSV."""
    say = Language(code).say
    found = whitecell("rehearse", "grey-strait", "--runs", "30", *QUESTIONS, "--lang", code)
    assert (found.exit_code, found.stderr) == (0, "")
    headings = (
        "What the change does, on the same dice",
        "Best replies",
        "Limits that bind",
        "Always and never",
        "Weight of seats",
        "How scores go together",
        "What moves what",
    )
    for heading in headings:
        assert f"{say(heading)} ──" in found.stdout
    typed = ("rehearse", "grey-strait", "--runs", "30", *QUESTIONS, "--csv", str(tmp_path))
    data = json.loads(whitecell(*typed, "--json").stdout)
    assert {"weights", "sensitivity", "limits", "moves", "best_replies", "differences"} <= set(data)
    lines = {
        path.stem: len(list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())))
        for path in tmp_path.iterdir()
    }
    assert lines["weights"] == sum(len(weight["portions"]) for weight in data["weights"]["outcomes"])
    assert lines["limits"] == len(data["limits"])
    assert lines["moves"] == len(data["moves"])
    assert lines["best_replies"] == 1
    assert {"correlations", "sensitivity", "differences"} <= set(lines)


def test_a_best_reply_is_printed_so_that_it_can_be_played(whitecell: Whitecell) -> None:
    """Law: what is printed, typed, gives the seat the score that the search promised."""
    typed = ("rehearse", "grey-strait", "--best-reply", "halmar", "--runs", "400")
    (reply,) = json.loads(whitecell(*typed, "--json").stdout)["best_replies"]
    (line,) = [line.strip() for line in whitecell(*typed).stdout.splitlines() if "--seat halmar=" in line]
    again = ("rehearse", "grey-strait", "--runs", "400", "--seed", "400", *line.split(" "), "--json")
    seats = json.loads(whitecell(*again).stdout)["figures"]["seats"]
    assert next(seat["score"]["mean"] for seat in seats if seat["role"] == "halmar") == reply["score"]


def test_what_is_offered_comes_where_control_releases_it(whitecell: Whitecell) -> None:
    """Law: by the timetable an offered inject never comes; as listed it does."""
    for way, comes in (("timetable", False), ("offered", True)):
        typed = ("rehearse", "grey-strait", *FEW, "--seat", f"control={way}", "--json")
        found = json.loads(whitecell(*typed).stdout)["figures"]
        assert any(entry["id"] == "fog_bank" and entry["number"] for entry in found["came"]) == comes


def test_only_a_run_that_has_ended_shows_what_its_dice_make_of_it(
    whitecell: Whitecell, tmp_path: Path
) -> None:
    """Law: played on by the same bots it ends as it did; one that goes on keeps its dice to itself."""
    path = str(tmp_path / "run.jsonl")
    whitecell("start", "grey-strait", path, "--seed", "4")
    whitecell("auto", path, "--turns", "2")
    going = whitecell("rehearse", path, "--own-dice", "--turn", "1")
    assert (going.exit_code, going.stdout) == (1, "")
    assert "This run goes on" in going.stderr
    whitecell("auto", path)
    found = json.loads(whitecell("rehearse", path, "--own-dice", "--turn", "2", "--json").stdout)
    assert found["would"] == found["was"]
    said = " ".join(
        whitecell("rehearse", path, "--own-dice", "--turn", "2", "--seat", "halmar=pass").stdout.split()
    )
    assert "The same run, played otherwise" in said
    for typed, word in (
        (("--own-dice",), "--turn N"),
        (("--own-dice", "--turn", "1", "--weights"), "played on once"),
    ):
        refused = whitecell("rehearse", path, *typed)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert word in refused.stderr
    assert "has not been played" in whitecell("rehearse", path, "--turn", "9").stderr


def test_a_refusal_is_wholly_in_the_language_that_was_asked_for(whitecell: Whitecell) -> None:
    """Law: what was probably meant, too."""
    found = whitecell("rehearse", "grey-strait", *FEW, "--set", "bnak=3", "--lang", "pl")
    assert "Może „bank”?" in found.stderr
    assert "Did" not in found.stderr


@pytest.mark.parametrize(("version", "rules"), [("2026-11-24-first", 0), ("2026-11-25-room", 1)])
def test_a_run_of_older_rules_is_rehearsed_and_told_as_such(
    whitecell: Whitecell, tmp_path: Path, version: str, rules: int
) -> None:
    """Law: it goes on under today's rules, and both numbers are said, also as data."""
    with tarfile.open(LOGS / f"{version}.tar.xz") as archive:
        packed = archive.extractfile("korea-2025-people.jsonl")
        assert packed
        (tmp_path / "old.jsonl").write_bytes(packed.read())
    typed = ("rehearse", str(tmp_path / "old.jsonl"), "--runs", "5", "--turn", "2")
    found = whitecell(*typed)
    assert (
        f"played under rules {rules}. What is played on follows those of this edition, {RULES}."
        in " ".join(found.stdout.split())
    )
    assert json.loads(whitecell(*typed, "--json").stdout)["rules"] == {"run": rules, "today": RULES}


@pytest.mark.parametrize("code", ["en", "pl"])
def test_paired_questions_are_asked_in_words(whitecell: Whitecell, exercise: Exercise, code: str) -> None:
    """Law: each is told with its question, both its sides and every figure, within 80 signs of a line."""
    found = whitecell("rehearse", exercise.id, *FEW, "--questions", "--lang", code)
    assert (found.exit_code, found.stderr) == (0, "")
    said, language = " ".join(found.stdout.split()), Language(code)
    for entry in exercise.file.rehearsals.values():
        for text in (entry.title, entry.ask, entry.first.says, entry.other.says):
            assert " ".join(language.text(text).split()) in said
    data = json.loads(whitecell("rehearse", exercise.id, *FEW, "--questions", "--json").stdout)
    assert [entry["id"] for entry in data] == list(exercise.file.rehearsals)
    assert [shown["id"] for shown in data[0]["figures"]] == next(
        iter(exercise.file.rehearsals.values())
    ).figures


def test_paired_questions_stand_alone(whitecell: Whitecell, tmp_path: Path) -> None:
    """Law: nothing else is asked beside them, and the sheet has every one."""
    assert whitecell("rehearse", "grey-strait", "--questions", "--limits").exit_code == 2
    whitecell("rehearse", "grey-strait", *FEW, "--questions", "--csv", str(tmp_path / "sheets"))
    rows = list(csv.DictReader((tmp_path / "sheets" / "paired.csv").read_text().splitlines()))
    assert {row["rehearsal"] for row in rows} == {"everybody_waits", "commission_left_out"}


@pytest.mark.parametrize("code", ["en", "pl"])
def test_of_a_run_the_questions_stand_beside_how_it_ended(whitecell: Whitecell, code: str) -> None:
    """Law: once it has ended, on every figure, within 80 signs of a line; and the debrief leads there."""
    path, spoken = Path("run.jsonl"), Language(code)
    run = Run.start(load("korea-2025"), path, seed=4)
    heading = spoken.say("This run: {how}.", how="").rstrip(" .")
    asked = ("rehearse", str(path), *FEW, "--questions", "--lang", code)
    assert heading not in whitecell(*asked).stdout
    while not run.state.game.finished:
        run.press_on()
    run.log.close()
    ended = how_ended(run.state.game)
    assert ended
    said = whitecell(*asked).stdout
    assert max(map(len, said.splitlines())) <= 80
    entries = run.exercise.file.rehearsals.values()
    assert said.count(heading) == len(entries)
    figures = [figure for entry in entries for figure in entry.figures]
    assert said.count("◂") == len(figures) + len(entries)
    words = {True: spoken.say("yes"), False: spoken.say("no")}
    for figure in figures:
        value = ended.values[figure]
        share = figure.startswith(("group.", "objective."))
        assert f"◂{words[bool(value)] if share else minus(value)}" in said
    folder = "report"
    told = whitecell("debrief", str(path), "--out", folder, "--lang", code).stdout
    assert f"whitecell rehearse {path} --questions" in " ".join(told.split())
    told = whitecell("debrief", str(path), "--out", f"{folder}-usa", "--as", "usa", "--lang", code).stdout
    assert "--questions" not in told
