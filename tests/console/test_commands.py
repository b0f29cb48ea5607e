"""Every command as it is typed: what it prints, its exit code, and where its errors go."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine import __version__
from engine.play.adjudicate import RULES
from engine.play.commands import Command
from engine.record.chain import BEGINNING, compose
from engine.record.log import Log
from engine.record.run import Run
from engine.rules.load import load, shipped
from tests.console.conftest import Whitecell

COMMANDS = ("list", "check", "start", "play", "auto", "show", "inject", "ask", "replay", "verify", "fork")


def test_help_names_every_command(whitecell: Whitecell) -> None:
    found = whitecell("--help")
    assert found.exit_code == 0
    assert all(f"\n  {name} " in found.stdout for name in COMMANDS)


def test_unknown_command_is_usage_and_guesses(whitecell: Whitecell) -> None:
    found = whitecell("shwo")
    assert found.exit_code == 2
    assert "Did you mean 'show'?" in found.stderr


def test_missing_argument_is_usage(whitecell: Whitecell) -> None:
    assert whitecell("start", "korea-2025").exit_code == 2


def test_list_has_a_line_for_each_exercise(whitecell: Whitecell) -> None:
    lines = whitecell("list").stdout.splitlines()
    assert any(line.startswith("korea-2025") and "It will not get better" in line for line in lines)


def test_list_speaks_polish(whitecell: Whitecell) -> None:
    assert "Lepiej nie będzie" in whitecell("list", "--lang", "pl").stdout


def test_check_says_that_a_sound_exercise_is_sound(whitecell: Whitecell) -> None:
    found = whitecell("check", "korea-2025")
    assert (found.exit_code, found.stderr) == (0, "")
    assert "korea-2025 is sound: 7 roles" in found.stdout


def test_check_as_json_counts(whitecell: Whitecell) -> None:
    found = json.loads(whitecell("check", "korea-2025", "--json").stdout)
    assert found["problems"] == []
    assert found["counts"]["roles"] == 7
    assert found["counts"]["claims"] == 80


def test_check_names_problems_with_their_places(whitecell: Whitecell, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("whitecell: 1\nid: Bad id\n", encoding="utf-8")
    found = whitecell("check", "bad.yaml")
    assert found.exit_code == 1
    assert "bad.yaml:2:5: " in found.stdout
    assert found.stdout.endswith("problems in bad.yaml.\n")
    assert found.stderr == ""
    problems = json.loads(whitecell("check", "bad.yaml", "--json").stdout)["problems"]
    assert {"file", "line", "column", "severity", "code", "message"} == set(problems[0])


def test_check_counts_in_words_and_leaves_a_path_as_it_is(whitecell: Whitecell, tmp_path: Path) -> None:
    (tmp_path / "a_b").mkdir()
    sound = shipped() / "grey-strait" / "exercise.yaml"
    (tmp_path / "a_b" / "the_strait.yaml").write_text(sound.read_text(encoding="utf-8"), encoding="utf-8")
    said = whitecell("check", "a_b/the_strait.yaml").stdout
    assert said.startswith("a_b/the_strait.yaml is sound: ")
    assert "1 agreement," in said
    assert "3 red lines," in said


def test_check_of_nothing_says_what_there_is(whitecell: Whitecell) -> None:
    found = whitecell("check", "korea-2026")
    assert found.exit_code == 1
    assert "Did you mean 'korea-2025'?" in found.stderr


def test_start_makes_folders_and_says_how_to_play(whitecell: Whitecell) -> None:
    found = whitecell(
        "start", "korea-2025", "runs/new.jsonl", "--seed", "3", "--format", "short", "--human", "usa"
    )
    assert found.exit_code == 0
    assert "4 turns" in found.stdout
    assert "whitecell play runs/new.jsonl --as usa" in found.stdout
    assert Run.open("runs/new.jsonl").state.seat("usa") == "person"


def test_start_never_overwrites(whitecell: Whitecell, run: str) -> None:
    found = whitecell("start", "korea-2025", run)
    assert found.exit_code == 1
    assert run in found.stderr


@pytest.mark.parametrize(
    ("option", "value"), [("--format", "long"), ("--preset", "nobody"), ("--human", "france")]
)
def test_start_refuses_what_the_exercise_does_not_know(whitecell: Whitecell, option: str, value: str) -> None:
    found = whitecell("start", "korea-2025", "other.jsonl", option, value)
    assert found.exit_code == 1
    assert value in found.stderr
    assert "Possible:" in found.stderr


def test_auto_plays_some_turns_then_to_the_end(whitecell: Whitecell, run: str) -> None:
    assert whitecell("auto", run, "--turns", "2").exit_code == 0
    assert (Run.open(run).state.game.turn, Run.open(run).state.game.phase) == (2, "report")
    found = whitecell("auto", run)
    assert found.exit_code == 0
    assert "ENDEX" in found.stdout
    assert "The run has ended." in whitecell("auto", run).stdout


def test_show_as_json_gives_values_and_bands(whitecell: Whitecell, run: str) -> None:
    control = json.loads(whitecell("show", run, "--json").stdout)
    role = json.loads(whitecell("show", run, "--as", "usa", "--json").stdout)
    assert (control["turn"], control["phase"]) == (1, "situation")
    assert isinstance(control["tracks"]["dprk_benefit"], int)
    assert isinstance(role["tracks"]["dprk_benefit"], str)
    assert "tech_transfer" not in role["tracks"]


def test_show_takes_a_code_in_any_language(whitecell: Whitecell, run: str) -> None:
    assert whitecell("show", run, "--as", "krld").exit_code == 0


def test_show_draws_the_situation(whitecell: Whitecell, run: str) -> None:
    found = whitecell("show", run, "--as", "usa")
    assert "Peninsula tension" in found.stdout
    assert all(len(line) <= 80 for line in found.stdout.splitlines())


def test_show_of_an_earlier_turn(whitecell: Whitecell, run: str) -> None:
    whitecell("auto", run, "--turns", "2")
    assert json.loads(whitecell("show", run, "--turn", "1", "--json").stdout)["turn"] == 1
    found = whitecell("show", run, "--turn", "5")
    assert found.exit_code == 1
    assert "Played so far: 1, 2." in found.stderr


def test_inject_releases_once(whitecell: Whitecell, run: str) -> None:
    assert "Seoul has elected" in whitecell("inject", run, "m01").stdout
    found = whitecell("inject", run, "M01")
    assert found.exit_code == 1
    assert "M01" in found.stderr


def test_inject_improvises_for_the_roles_named(whitecell: Whitecell, run: str) -> None:
    assert whitecell("inject", run, "--text", "A rumour spreads.", "--to", "japan").exit_code == 0
    assert "A rumour spreads." in whitecell("replay", run, "--as", "japan").stdout
    assert "A rumour spreads." not in whitecell("replay", run, "--as", "usa").stdout


def test_inject_takes_an_id_or_a_text(whitecell: Whitecell, run: str) -> None:
    assert whitecell("inject", run).exit_code == 2
    assert whitecell("inject", run, "M01", "--text", "x").exit_code == 2


def test_ask_gives_odds_that_sum_to_one(whitecell: Whitecell) -> None:
    found = json.loads(whitecell("ask", "korea-2025", "reply_to_talks", "agenda=open", "--json").stdout)
    assert sum(found["odds"].values()) == pytest.approx(1)
    assert set(found["rows"]) <= set(found["odds"])


def test_ask_with_a_roll_gives_the_row(whitecell: Whitecell) -> None:
    found = json.loads(
        whitecell("ask", "korea-2025", "reply_to_talks", "agenda=open", "roll=12", "--json").stdout
    )
    assert found["rows"] == ["announced"]


def test_ask_adds_modifiers_to_dice(whitecell: Whitecell) -> None:
    found = json.loads(
        whitecell("ask", "korea-2025", "reply_to_talks", "agenda=open", "dice=6,6", "--json").stdout
    )
    assert found["total"] == 12 + found["sum"]
    assert found["sum"] == sum(modifier["amount"] for modifier in found["modifiers"])


def test_ask_changes_the_state_where_it_is_told_to(whitecell: Whitecell) -> None:
    ask = ("ask", "korea-2025", "reply_to_talks", "agenda=open", "--json")
    before, after = (
        json.loads(whitecell(*ask, *more).stdout) for more in ((), ("dprk_benefit=0", "ru_dprk=0"))
    )
    assert after["sum"] > before["sum"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (("agenda=nothing",), "agenda"),
        ((), "agenda"),
        (("agenda=open", "tensoin=3"), "Did you mean 'tension'?"),
        (("agenda=open", "tension=99"), "0..10"),
        (("agenda=open", "tension"), "name=value"),
        (("agenda=open", "dice=7"), "dice=4,5"),
    ],
)
def test_ask_says_what_is_wrong(whitecell: Whitecell, values: tuple[str, ...], sentence: str) -> None:
    found = whitecell("ask", "korea-2025", "reply_to_talks", *values)
    assert found.exit_code == 1
    assert sentence in found.stderr


def test_ask_for_an_unknown_table(whitecell: Whitecell) -> None:
    assert "Did you mean 'launch'?" in whitecell("ask", "korea-2025", "lanch").stderr


def test_replay_tells_a_role_only_its_own(whitecell: Whitecell, run: str) -> None:
    whitecell("auto", run, "--turns", "1")
    control, role = (whitecell("replay", run, "--as", seat).stdout for seat in ("control", "japan"))
    assert "Japan ordered" in control
    assert "DPRK ordered" in control
    assert "DPRK ordered" not in role


def test_verify_finds_a_flipped_byte(whitecell: Whitecell, run: str, tmp_path: Path) -> None:
    whitecell("auto", run, "--turns", "1")
    assert whitecell("verify", run).exit_code == 0
    path = tmp_path / run
    lines = path.read_bytes().split(b"\n")
    lines[3] = lines[3].replace(b"control", b"contrul", 1)
    path.write_bytes(b"\n".join(lines))
    found = whitecell("verify", run)
    assert found.exit_code == 1
    assert found.stderr.startswith("Line 4: ")


def test_verify_passes_over_a_torn_tail_unless_strict(whitecell: Whitecell, run: str, tmp_path: Path) -> None:
    with (tmp_path / run).open("ab") as log:
        log.write(b'{"seq":2,')
    assert whitecell("verify", run).exit_code == 0
    found = whitecell("verify", run, "--strict")
    assert found.exit_code == 1
    assert "Line 2" in found.stderr


def last_hash(said: str) -> str:
    """What `verify` says of the last line."""
    return said.partition("Last hash: ")[2].split()[0]


def test_verify_says_by_what_the_log_is_known_again(whitecell: Whitecell, run: str) -> None:
    """Its last hash, and the Whitecell and the rules it was begun with."""
    whitecell("auto", run, "--turns", "1")
    said = whitecell("verify", run).stdout
    assert last_hash(said) == Run.open(run).lines[-1].hash
    assert f"Begun with: Whitecell {__version__}, rules {RULES}" in said


def test_a_hash_that_was_written_down_is_found_again(whitecell: Whitecell, run: str) -> None:
    """Law: it is the last one, or lines were added since: the log is intact in either case."""
    noted = last_hash(whitecell("verify", run).stdout)
    found = whitecell("verify", run, "--head", f" {noted[:32].upper()} {noted[32:]}")
    assert found.exit_code == 0
    assert "It is the hash that was given." in found.stdout
    whitecell("auto", run, "--turns", "1")
    number = len(Run.open(run).lines)
    found = whitecell("verify", run, "--head", noted)
    assert found.exit_code == 0
    assert f"Line 1 has the hash that was given; {number - 1} lines were added since." in found.stdout


def test_a_cut_tail_and_a_log_written_anew_are_found_by_the_hash_alone(
    whitecell: Whitecell, run: str, tmp_path: Path
) -> None:
    """Law: what the chain cannot notice is found with a hash that was kept elsewhere."""
    whitecell("auto", run, "--turns", "1")
    path = tmp_path / run
    noted, whole = last_hash(whitecell("verify", run).stdout), path.read_bytes()
    cut = whole[: whole.rindex(b"\n", 0, -1) + 1]
    anew, prev = b"", BEGINNING
    for line in Log.open(path).lines:
        plain = msgspec.to_builtins(line)
        entry = {name: plain[name] for name in ("id", "actor", "capacity", "command", "data", "events")}
        raw, written = compose({**entry, "at": "2025-01-01T00:00:00.000Z"}, plain["seq"], prev)  # type: ignore[typeddict-item]
        anew, prev = anew + raw, written.hash
    for content in (cut, anew):
        path.write_bytes(content)
        assert whitecell("verify", run).exit_code == 0
        found = whitecell("verify", run, "--head", noted)
        assert found.exit_code == 1
        assert "No line has the hash that was given" in found.stderr
    assert whitecell("verify", run, "--head", noted[:20]).exit_code == 2


def test_a_torn_line_stands_between_no_log_and_its_hash(
    whitecell: Whitecell, run: str, tmp_path: Path
) -> None:
    noted = last_hash(whitecell("verify", run).stdout)
    with (tmp_path / run).open("ab") as log:
        log.write(b'{"seq":2,')
    assert whitecell("verify", run, "--head", noted).exit_code == 0
    assert whitecell("verify", run, "--head", noted, "--strict").exit_code == 1


def test_a_fork_at_the_first_turn_is_ready(whitecell: Whitecell, run: str) -> None:
    whitecell("auto", run, "--turns", "1")
    assert whitecell("fork", run, "new.jsonl", "--turn", "1").exit_code == 0
    shown = json.loads(whitecell("show", "new.jsonl", "--json").stdout)
    assert (shown["turn"], shown["phase"], shown["ready"]) == (1, "situation", True)


def test_fork_begins_where_the_other_stood(whitecell: Whitecell, run: str) -> None:
    whitecell("auto", run, "--turns", "2")
    assert whitecell("fork", run, "forks/new.jsonl", "--turn", "2").exit_code == 0
    game = Run.open("forks/new.jsonl").state.game
    assert (game.turn, game.phase) == (2, "situation")
    assert whitecell("verify", "forks/new.jsonl").exit_code == 0
    assert whitecell("fork", run, "forks/other.jsonl", "--turn", "7").exit_code == 1


def test_schema_is_json(whitecell: Whitecell) -> None:
    assert json.loads(whitecell("schema").stdout)["title"] == "Whitecell exercise"
    assert json.loads(whitecell("schema", "--part").stdout)["title"] == "Part of a Whitecell exercise"


@pytest.mark.parametrize("command", ["show", "auto", "replay", "verify", "play"])
def test_an_unknown_run_is_a_sentence(whitecell: Whitecell, command: str) -> None:
    found = whitecell(command, "nowhere.jsonl")
    assert found.exit_code == 1
    assert "nowhere.jsonl" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("command", ["show", "auto", "replay", "verify", "play"])
def test_a_corrupted_run_is_a_sentence(whitecell: Whitecell, run: str, tmp_path: Path, command: str) -> None:
    (tmp_path / run).write_bytes(b"\x00\xff not a log\n")
    found = whitecell(command, run)
    assert found.exit_code == 1
    assert "line 1" in found.stderr.lower()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            {"data": {"seed": "x"}},
            "this is not the log of a run: Expected `int`, got `str` - at `$.seed`",
        ),
        ({"events": []}, "it does not say how a run began"),
    ],
)
def test_a_first_line_that_begins_no_run_is_a_sentence(
    whitecell: Whitecell, run: str, tmp_path: Path, change: dict[str, Any], why: str
) -> None:
    """Law: a whole chain of lines that are no run is named by its line, and nobody stumbles over it."""
    first = msgspec.to_builtins(Log.open(tmp_path / run).lines[0])
    entry = {name: first[name] for name in ("id", "at", "actor", "capacity", "command", "data", "events")}
    entry |= {"data": entry["data"] | change.get("data", {}), "events": change.get("events", entry["events"])}
    raw, _ = compose(entry, 1, BEGINNING)  # type: ignore[arg-type]
    (tmp_path / run).write_bytes(raw)
    for command in ("show", "auto", "replay", "verify", "play"):
        found = whitecell(command, run)
        assert found.exit_code == 1
        assert why in found.stderr
        assert "line 1" in found.stderr.lower()


def test_an_unknown_seat_names_those_there_are(whitecell: Whitecell, run: str) -> None:
    found = whitecell("play", run, "--as", "france")
    assert found.exit_code == 1
    assert "usa, dprk" in found.stderr


def test_refusals_speak_the_language_asked_for(whitecell: Whitecell, run: str) -> None:
    assert "Nie ma miejsca „france”" in whitecell("show", run, "--as", "france", "--lang", "pl").stderr


def test_a_failure_nobody_foresaw_is_one_sentence(
    whitecell: Whitecell, run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise ZeroDivisionError("so it goes")

    monkeypatch.setattr("console.runs.show_run", broken)
    found = whitecell("show", run)
    assert found.exit_code == 1
    assert "WHITECELL_DEBUG=1" in found.stderr
    assert "Traceback" not in found.stderr


def test_verify_tells_of_a_clock_that_was_set_back(whitecell: Whitecell, tmp_path: Path) -> None:
    """The log is whole; whoever compares its times is told that they run backwards, and where."""
    hours = [datetime(2025, 6, 3, 12, tzinfo=UTC), datetime(2025, 6, 3, 9, tzinfo=UTC)]
    path = tmp_path / "run.jsonl"
    run = Run.start(load("grey-strait"), path, seed=1, clock=lambda: hours[0])
    run.do(Command("note", data={"text": "before"}))
    assert "set back" not in whitecell("verify", str(path)).stdout
    hours.pop(0)
    run.do(Command("note", data={"text": "after"}))
    found = whitecell("verify", str(path))
    assert found.exit_code == 0
    assert "The clock of this computer was set back at line 3" in " ".join(found.stdout.split())
