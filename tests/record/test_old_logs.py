"""Logs of earlier versions: those in `logs/` open, verify and tell the same as when they were written."""

import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from msgspec.structs import replace

from engine.exchange.export import tables
from engine.play.adjudicate import RULES
from engine.play.commands import Command, Refusal
from engine.play.events import Event, Ruled
from engine.record import migration
from engine.record.chain import BEGINNING, compose
from engine.record.chain import verify as chained
from engine.record.log import Log, LogError
from engine.record.migration import LOG, Reader, rules_of
from engine.record.run import Run
from engine.record.sentences import parsed, sentence
from engine.review.chances import swings
from engine.review.evidence import questions
from engine.review.fork import fork
from engine.review.luck import luck
from engine.review.replay import Replay, at_turn
from engine.review.report import report
from engine.review.report.to_markdown import markdown
from engine.review.verify import verify
from engine.rules.changes import Change, Verb
from engine.rules.digest import digest
from engine.rules.exercise import Exercise
from engine.rules.load import load
from engine.views import CONTROL, PUBLIC, view
from tests.record.logs.write import SCRIPTS, facts, play

LOGS = Path(__file__).parent / "logs"
EXPECTED: dict[str, dict[str, Any]] = json.loads((LOGS / "expected.json").read_text(encoding="utf-8"))
CORPUS = [(version, log) for version in EXPECTED for log in EXPECTED[version]]
IN_VALUES = {
    "2026-11-30-effects",
    "2026-11-30-rehearsal",
    "2026-11-30-turning-points",
    "2026-11-30-weighed",
    "2026-12-01-guessed",
}
"""Archives whose lines hold effects as values; in those before, each is a sentence."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, unpacked: a folder for each version."""
    folder = tmp_path_factory.mktemp("logs")
    for version in EXPECTED:
        (folder / version).mkdir()
        with tarfile.open(LOGS / f"{version}.tar.xz") as archive:
            for entry in archive:
                packed = archive.extractfile(entry)
                assert packed
                (folder / version / entry.name).write_bytes(packed.read())
    return folder


@pytest.fixture(params=CORPUS, ids="/".join)
def log(request: pytest.FixtureRequest, corpus: Path) -> tuple[str, str, Path]:
    """One log of the corpus: the version that wrote it, its name, and where it is."""
    version, name = request.param
    return version, name, corpus / version / name


def test_an_old_log_opens_for_good(log: tuple[str, str, Path]) -> None:
    """Law: chain, fold and, under equal rules, commands decided afresh agree; every seat sees its turn."""
    version, name, path = log
    before = path.read_bytes()
    run = Run.open(path)
    expected = EXPECTED[version][name]
    assert told_then(facts(run), expected) == expected
    assert verify(path) == (None, rules_of(run.log.lines) == RULES)
    for seat in (CONTROL, *run.exercise.roles, PUBLIC):
        for language in ("en", "pl"):
            assert view(run.state, seat, language)["turn"] == expected["turn"]
    for turn in range(1, len(next(iter(expected["tracks"].values())))):
        game = at_turn(run, turn).game
        assert {track: game.track(track) for track in expected["tracks"]} == {
            track: series[turn] for track, series in expected["tracks"].items()
        }
    for eyes in (CONTROL, run.exercise.roles[0]):
        assert len(tables(run, eyes)["tracks"][1]) > 0
    assert len(tables(run, CONTROL)["events"][1]) == sum(len(line.events) for line in run.log.lines)
    assert path.read_bytes() == before


def told_then(found: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """Of the facts that today's version tells, those that were written down with the log."""
    return {name: value for name, value in json.loads(json.dumps(found)).items() if name in expected}


def test_an_old_log_is_debriefed_for_good(log: tuple[str, str, Path]) -> None:
    """Report, questions, luck and what the dice were worth can be told of every run, wherever it stopped."""
    version, name, path = log
    run, expected = Run.open(path), EXPECTED[version][name]
    rolled = sum(isinstance(event, Ruled) and bool(event.dice) for _, event in standing_events(run))
    for eyes in (CONTROL, run.exercise.roles[0], PUBLIC):
        told = markdown(report(run, eyes, "en"))
        ended = view(run.state, eyes, "en")["outcome"]
        assert bool(ended) == bool(expected["ending"])
        assert not ended or ended["title"] in told
        asked = [row["id"] for row in questions(run.state, eyes, "pl")]
        assert asked == (list(run.exercise.file.questions) if ended or eyes == CONTROL else [])
    assert sum(bool(row["dice"]) for row in luck(run.state, CONTROL, "en")["rows"]) == rolled
    assert Replay(run).stops(CONTROL, "en")[-1]["turn"] == expected["turn"]
    found = swings(run, "en")
    assert len(found["rows"]) == rolled or found["empty"]


def test_the_corpus_holds_todays_format() -> None:
    """Log and rules of today, over and in the middle of a turn, with all that people do to a run."""
    assert EXPECTED.keys() >= IN_VALUES
    logs = EXPECTED[max(EXPECTED)]
    assert any(found["ending"] and found["ratings"] and found["takes"] for found in logs.values())
    assert any(not found["ending"] and found["takes"] and found["findings"] for found in logs.values())


def test_the_newest_logs_are_of_today(corpus: Path) -> None:
    newest = max(EXPECTED)
    seen: set[str] = set()
    for name, facts_then in EXPECTED[newest].items():
        lines = Log.open(corpus / newest / name).lines
        assert (lines[0].data["log"], lines[0].data["rules"]) == (LOG, RULES)
        if not facts_then["ending"]:
            seen |= {line.command for line in lines}
    assert seen >= {"undo", "override", "dice", "rate", "finding", "action", "orders", "answer", "improvise"}


def standing_events(run: Run) -> list[tuple[int, Event]]:
    """The events of the game as it stands, by line."""
    return [(line, event) for line in run.record.standing() for event in run.record.events[line - 1]]


def test_an_old_run_goes_on(corpus: Path, tmp_path: Path) -> None:
    """A run of a version whose lines are read as they stand is played on by today's, and stays whole."""
    for version in EXPECTED:
        path = tmp_path / f"{version}.jsonl"
        path.write_bytes((corpus / version / "korea-2025-short.jsonl").read_bytes())
        run = Run.open(path)
        run.do(Command("advance"))
        assert verify(path) == (None, rules_of(run.log.lines) == RULES)


def sentences(path: Path) -> list[str]:
    """Effects as the lines of a log of formats 1 to 3 hold them."""
    events = [event for line in Log.open(path).lines for event in line.events]
    return [text for event in events if event["type"] != "written" for text in event.get("effects", [])]


def test_sentences_of_effects_are_read_without_loss(log: tuple[str, str, Path]) -> None:
    """Law: a sentence becomes a value that says the same: it can be said again in the same words."""
    found = sentences(log[2])
    if log[0] in IN_VALUES:
        assert not any(isinstance(text, str) for text in found)
        return
    assert found or "ready" in log[1]
    assert [sentence(parsed(text)) for text in found] == found


def test_every_verb_can_be_said_in_an_old_log() -> None:
    """Law: whatever a run that goes on does, its old log can hold and give back."""
    for verb in get_args(Verb):
        slot = "capital(north)" if verb == "capital" else "closing(left bank)"
        change = Change(verb, slot)
        change = replace(change, amount=-2) if verb in ("add", "raise", "capital") else change
        change = replace(change, bound=-3) if verb in ("raise", "least", "most") else change
        for said in (change, replace(change, word="set_back")) if verb == "set" else (change,):
            assert parsed(sentence(said)) == said
    with pytest.raises(ValueError, match="no effect"):
        parsed("tension rises")


def test_a_line_that_is_added_keeps_the_format_of_its_log(corpus: Path, tmp_path: Path) -> None:
    """Law: what is added to an old log, evaluated or played on, stands in it as its version wrote it."""
    for version in EXPECTED:
        path = tmp_path / f"{version}.jsonl"
        path.write_bytes((corpus / version / "korea-2025-bots.jsonl").read_bytes())
        before, run = path.read_bytes(), Run.open(path)
        run.do(Command("note", data={"text": "More."}))
        run.do(Command("finding", data={"kind": "strength", "title": "Calm", "links": [3]}))
        run.do(Command("undo", data={"line": len(run.log.lines) // 2, "reason": "Again."}))
        count = len(sentences(path))
        while not run.state.game.finished:
            run.press_on()
        found = sentences(path)
        assert len(found) > count
        assert {type(text) for text in found} == {dict if version in IN_VALUES else str}
        assert path.read_bytes().startswith(before)
        again = Run.open(path)
        assert again.record.events == run.record.events
        assert verify(path)[0] is None


def test_a_fork_of_an_old_run_is_adjudicated_from_its_first_own_line(corpus: Path, tmp_path: Path) -> None:
    """Law: in a fork the lines under other rules are folded, and those that today's decided are compared."""
    for version in EXPECTED:
        old = Run.open(corpus / version / "korea-2025-bots.jsonl")
        new = fork(old, tmp_path / f"{version}.jsonl", 3)
        taken = len(new.log.lines)
        while not new.state.game.finished:
            new.press_on()
        since = 1 if rules_of(old.log.lines) == RULES else taken + 1
        assert verify(new.log.path) == (None, since)
        again = fork(new, tmp_path / f"{version}-again.jsonl", 5)
        assert verify(again.log.path) == (None, since)
        other = tmp_path / f"{version}-other.jsonl"

        def changed(line: dict[str, Any], taken: int = taken) -> dict[str, Any]:
            events = [
                {**event, "effects": []} if event["type"] == "carried" and line["seq"] > taken else event
                for event in line["events"]
            ]
            return {**line, "events": events}

        rewritten(new.log.path, other, changed)
        finding, _ = verify(other)
        assert finding is not None
        assert (finding.what, finding.line > taken) == ("rules", True)


def test_todays_version_can_write_its_own(exercise: Exercise, tmp_path: Path) -> None:
    """The writer of the corpus works, so that each release can add to it."""
    path = tmp_path / f"{exercise.id}-people.jsonl"
    run = play(exercise, path, SCRIPTS["people"])
    assert facts(Run.open(path)) == facts(run)
    assert verify(path) == (None, True)


# A version that never was, to see how one that is to come will be read


def to_version_0(line: dict[str, Any]) -> dict[str, Any]:
    """A line as a version 0 would have written it: other words, one event for two, one nobody needs."""
    events = []
    for event in migration.RETURNS[3](line)["events"]:
        if event["type"] == "phasebegan":
            event = {"type": "opened_phase", "name": event["phase"]}
        elif event["type"] == "published":
            events.append({"type": "bell"})
        elif event["type"] == "said":
            event = {"type": "spoke", "words": f"{event['role']}: {event['text']}", "key": event["statement"]}
        events.append(event)
    data = dict(line["data"])
    if line["command"] == "statement":
        data = {"words": data["text"]}
    if line["seq"] == 1:
        exercise = {("name" if key == "title" else key): part for key, part in data["exercise"].items()}
        data |= {"log": 0, "exercise": exercise, "digest": digest(exercise)}
    return {**line, "events": events, "data": data}


def from_version_0(line: dict[str, Any]) -> dict[str, Any]:
    """The migration that reads it."""
    events = []
    for event in line["events"]:
        if event["type"] == "opened_phase":
            event = {"type": "phasebegan", "phase": event["name"]}
        elif event["type"] == "bell":
            continue
        elif event["type"] == "spoke":
            role, _, text = event["words"].partition(": ")
            event = {"type": "said", "statement": event["key"], "role": role, "text": text}
        events.append(event)
    data = dict(line["data"])
    if line["command"] == "statement":
        data = {"text": data["words"]}
    if line["seq"] == 1:
        exercise = data["exercise"]
        data["exercise"] = {("title" if key == "name" else key): part for key, part in exercise.items()}
    return {**line, "events": events, "data": data}


def rewritten(path: Path, other: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """A log with every line changed and the chain made anew."""
    raw, prev = b"", BEGINNING
    for line in Log.open(path).lines:
        plain = change(msgspec.to_builtins(line))
        entry = {name: plain[name] for name in ("id", "at", "actor", "capacity", "command", "data", "events")}
        spelled, written = compose(entry, plain["seq"], prev)  # type: ignore[arg-type]
        raw, prev = raw + spelled, written.hash
    other.write_bytes(raw)


@pytest.fixture
def version_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Run, Path]:
    """A run, and its log as version 0 would have written it, with the migration that reads it."""
    path, old = tmp_path / "grey-strait-people.jsonl", tmp_path / "old.jsonl"
    play(load("grey-strait"), path, SCRIPTS["people"])
    rewritten(path, old, to_version_0)
    monkeypatch.setitem(migration.MIGRATIONS, 0, from_version_0)
    return Run.open(path), old


def test_a_migration_reads_a_log_of_an_earlier_version(version_0: tuple[Run, Path]) -> None:
    """Renamed, split and dropped things are read as today's; the file and its chain stay what they are."""
    run, old = version_0
    before = old.read_bytes()
    found = Run.open(old)
    assert facts(found) == facts(run)
    assert found.record.events == run.record.events
    assert found.log.lines[0].data["digest"] == digest(run.exercise.data)
    assert verify(old) == (None, True)
    assert chained(old) is None
    assert old.read_bytes() == before


def test_a_migrated_log_is_still_held_to_its_hash(version_0: tuple[Run, Path]) -> None:
    """Law: a changed byte is found in a log that is read through migrations, too."""
    _, old = version_0
    whole = old.read_bytes()
    for place in range(5, len(whole), len(whole) // 40):
        old.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(LogError):
            Run.open(old)


def test_a_changed_exercise_in_a_migrated_log_is_found(version_0: tuple[Run, Path], tmp_path: Path) -> None:
    """The digest of line 1 is compared with the exercise as it was written."""
    _, old = version_0
    other = tmp_path / "other.jsonl"

    def change(line: dict[str, Any]) -> dict[str, Any]:
        if line["seq"] == 1:
            line["data"]["exercise"]["name"] = "Another"
        return line

    rewritten(old, other, change)
    with pytest.raises(LogError, match="digest"):
        Run.open(other)


def test_a_migrated_run_is_played_on_as_a_fork(version_0: tuple[Run, Path], tmp_path: Path) -> None:
    """Nothing in today's form is appended to a log of another; a fork is written in today's form."""
    _, old = version_0
    found, before = Run.open(old), old.read_bytes()
    with pytest.raises(Refusal, match="fork"):
        found.do(Command("note", data={"text": "More."}))
    assert old.read_bytes() == before
    new = fork(found, tmp_path / "new.jsonl", 2)
    assert new.log.lines[0].data["log"] == LOG
    new.do(Command("note", data={"text": "More."}))
    assert verify(new.log.path) == (None, True)


def test_without_its_migration_an_unknown_event_is_an_error(
    version_0: tuple[Run, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is skipped."""
    monkeypatch.delitem(migration.MIGRATIONS, 0)
    with pytest.raises(LogError, match=r"line 1: it holds an event that this Whitecell does not know"):
        Run.open(version_0[1])


def test_a_log_of_a_version_to_come_says_so(path: Path, corpus: Path) -> None:
    """Whatever else it holds: the word about the update comes first, and again where an event is unknown."""
    old = corpus / list(EXPECTED)[-1] / "grey-strait-bots.jsonl"

    def newer(line: dict[str, Any]) -> dict[str, Any]:
        events = [{"type": "telepathy", "by": "nobody"}, *line["events"]]
        data = {**line["data"], "log": LOG + 1, "engine": "9.0"} if line["seq"] == 1 else line["data"]
        return {**line, "events": events, "data": data}

    rewritten(old, path, newer)
    with pytest.raises(LogError, match=r"line 1: it was written by a newer Whitecell \(9\.0\); update"):
        Run.open(path)

    def later(line: dict[str, Any]) -> dict[str, Any]:
        events = [{"type": "telepathy"}, *line["events"]]
        return {**line, "events": events} if line["seq"] == 3 else line

    rewritten(old, path, later)
    with pytest.raises(LogError, match=r"line 3: it holds an event .* \('telepathy'\): a newer one wrote it"):
        Run.open(path)


def test_migrations_lead_to_today() -> None:
    assert all(0 < version < LOG for version in migration.MIGRATIONS)
    assert Reader().steps == []
