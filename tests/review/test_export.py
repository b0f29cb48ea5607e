"""The data of a run: what may be known and no more, equal to the log, and safe in a spreadsheet program."""

import csv
import io
import json
import zipfile
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from console.main import cli
from docs.reference.write_data import PAGE, page
from engine.exchange.export import cloudevents, raw_log, tables, tables_zip, write_tables
from engine.exchange.export.anonymity import GIVEN, NAMED, WRITTEN
from engine.exchange.export.columns import CONTROL, SEAT, TABLES, columns
from engine.exchange.export.control import ControlTables
from engine.exchange.export.seat import SeatTables
from engine.exchange.export.source import ExportSource
from engine.exchange.export.tables import spelled
from engine.exchange.msel.cells import unguard
from engine.play.commands import Command
from engine.play.events import KINDS, Disclosed
from engine.play.refusal import Refusal
from engine.record.migration import EFFECTIVE
from engine.record.run import Run
from engine.rules.exercise import Exercise
from engine.rules.load import load, names
from engine.views import view
from tests.laws.people import CANARY, People
from tests.laws.test_secrets import differences, played, seats_of, undisclosed
from tests.review.test_report import twins

RARE = {"agreements.why"}
"""Columns that the runs played here do not come to."""
HOSTILE = (
    '=HYPERLINK("http://example.org")',
    "+1",
    "-1",
    "@sum",
    "\tx",
    "\rx",
    "'=1",
    'a "quote", and\na line',
    "'kept",
    "żółw",
)

EMPTY = (None, "", "[]", "{}")
"""What a cell without anything in it holds."""


def read(content: bytes) -> list[list[str]]:
    """A CSV file as Python's own module reads it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def dicts(found: Any, name: str) -> list[dict[str, Any]]:
    names, rows = found[name]
    return [dict(zip(names, row, strict=True)) for row in rows]


def archive(run: Any, eyes: str, language: str, anonymous: bool) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(tables_zip(run, eyes, language, anonymous))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


# What may be known


def hold(run: Run, seat: str, lines: list[Any], language: str) -> None:
    """The scramble law for one seat's exports at the end of these lines, with texts and without."""
    true, other = twins(run, seat, lines)
    for anonymous in (False, True):
        one, two = (tables(each, seat, language, anonymous) for each in (true, other))
        assert one == two, f"{seat} in {language}: {differences(one, two)[:4]}"
        one, two = (list(cloudevents(each, seat, language, anonymous)) for each in (true, other))
        assert one == two, f"{seat} in {language}: {differences(one, two)[:4]}"
    assert tables_zip(true, seat, language, False) == tables_zip(other, seat, language, False)


def test_an_export_holds_nothing_its_reader_may_not_know(exercise: Exercise, path: Path) -> None:
    """Law: for every role and the public, what they were not told changes no byte, over a whole run."""
    run = played(exercise, path, 12)
    for seat in seats_of(run):
        hold(run, seat, undisclosed(run), "en")


def test_an_export_of_a_run_that_goes_on_holds_no_secret(exercise: Exercise, path: Path) -> None:
    """The same law in the middle of a run with games taken back."""
    run = played(exercise, path, 11, undo=True)
    lines = undisclosed(run)
    for seat in seats_of(run)[::3]:
        hold(run, seat, lines[: len(lines) // 2], "pl")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
def test_an_export_holds_no_secret_in_other_runs(exercise: Exercise, path: Path, seed: int) -> None:
    """The same law in other runs and seatings, on the way and with traces released."""
    presets = [*exercise.file.presets, None]
    run = played(exercise, path, 300 + seed, undo=seed % 2 == 0, preset=presets[seed % len(presets)])
    lines = run.record.events
    traces = next(
        number
        for number, line in enumerate(lines, 1)
        if any(isinstance(event, Disclosed) and event.what == "traces" for event in line)
    )
    for place, seat in enumerate(seats_of(run)):
        hold(run, seat, lines[:traces], ("en", "pl")[seed % 2])
        if place % 2 == seed % 2:
            hold(run, seat, lines[: len(undisclosed(run)) * (seed + 1) // 6], "en")


def test_a_seat_has_no_lines_and_no_times(exercise: Exercise, path: Path) -> None:
    """No number of the log, hash, time or count of hidden things: not even as an empty column."""
    run = played(exercise, path, 13)
    for seat in seats_of(run):
        found = tables(run, seat)
        told = msgspec.json.encode(found).decode() + "".join(cloudevents(run, seat))
        assert run.log.lines[0].at[:10] not in told
        assert not any(line.hash in told or line.id in told for line in run.log.lines)
        for name in TABLES:
            assert not set(found[name][0]) & {"line", "event", "time", "minutes", "standing"}
            owned = [column.name for column in TABLES[name].columns if column.whose == CONTROL]
            assert not set(found[name][0]) & set(owned)
        facts = view(run.state, seat)["story"]
        assert [row["number"] for row in dicts(found, "events")] == [fact["number"] for fact in facts]
        assert len(list(cloudevents(run, seat))) == len(facts)


def test_a_role_that_is_control_has_the_tables_of_control(exercise: Exercise, path: Path) -> None:
    """Where the preset makes a role control, its export is control's."""
    seatings = [
        (name, role)
        for name, preset in exercise.file.presets.items()
        for role, seat in preset.seats.items()
        if seat.is_ == "control"
    ]
    for preset, role in seatings:
        run = Run.start(exercise, path, seed=1, preset=preset)
        assert tables(run, role) == tables(run, "control")


# Anonymous


def test_an_anonymous_export_holds_no_text_of_people(exercise: Exercise, path: Path) -> None:
    """Law: nothing that people wrote stands in it, whoever it is for, and no time of day."""
    run = played(exercise, path, 14, undo=True)
    for eyes in ("control", *exercise.roles, "public"):
        files = archive(run, eyes, "pl", True)
        content = b"".join(files.values()).decode() + "".join(cloudevents(run, eyes, "pl", True))
        for text in (CANARY, "public-", path.stem + ".jsonl", run.log.lines[0].at[:10]):
            assert text not in content, content[max(content.find(text) - 300, 0) :][:400]
        assert not any(line.id in content or line.hash in content for line in run.log.lines)
    whole = b"".join(archive(run, "control", "pl", False).values()).decode()
    assert CANARY in whole
    assert "public-" in whole


def test_what_is_left_of_a_text_is_its_length(exercise: Exercise, path: Path) -> None:
    """Lengths, and everything that is no text, are the same as with the texts."""
    run = played(exercise, path, 15)
    whole, bare = (tables(run, "control", "en", anonymous) for anonymous in (False, True))
    for name in TABLES:
        assert len(whole[name][1]) == len(bare[name][1])
        kept = [
            column.name
            for column in columns(name, control=True, anonymous=True)
            if column.type not in ("text", "json") and column.name not in ("minutes", "order", "title")
        ]
        for one, two in zip(dicts(whole, name), dicts(bare, name), strict=True):
            assert {column: one[column] for column in kept} == {column: two[column] for column in kept}
    said = dicts(bare, "statements")
    assert said
    assert all(row["text"] == f"[{row['length']}]" for row in said)


KEYS = ("Carried.order", "Returned.order", "Requested.order", "Settled.order", "Rejected.reason")
"""Fields that hold a key of the exercise here, though a field of that name elsewhere holds what was typed."""


def test_every_field_of_every_event_is_sorted() -> None:
    """A new field that can hold a text is refused here until somebody says whether people write it."""
    kept = {
        *("format", "preset", "seats", "phase", "step", "path", "call", "table", "row", "knows", "to"),
        *("cause", "replaced", "effects", "role", "capacity", "refused_by", "causes", "what", "value"),
        *("form", "once", "message", "moves", "source", "agreement", "signed", "why", "by", "token"),
        *("endings", "line", "ending", "inject", "choices", "kind", "because", "status", "orders"),
        *("question", "options", "answer", "statement", "mark", "ruling", "replaces", "sender", "through"),
        *("read_by", "stock", "act", "request", "seat", "proposal", "invites", "parties", "objective"),
        *("rating", "finding", "action", "odds", "inputs", "changes", "terms", "scores", "objectives"),
        *("takes", "element", "drafts", "left", "silent", "how", "counters", "promise", "order", "events"),
        *("about", "marking", "chair", "effect", "counts", "difficulty", "cell", "guesses"),
    }
    unsorted = []
    for event in get_args(KINDS):
        name = event.__name__
        free = {*WRITTEN.get(name, ()), NAMED.get(name, "")}
        assert free <= {"", *event.__struct_fields__}, name
        for field in msgspec.structs.fields(event):
            words = "str" in str(field.type) or "Any" in str(field.type)
            named = f"{name}.{field.name}" in KEYS
            if words and not named and field.name not in free | kept:
                unsorted.append(f"{name}.{field.name}")
    assert not unsorted
    assert set(GIVEN) <= kept


# What it says is true


def as_logged(event: dict[str, Any]) -> dict[str, Any]:
    """An event as the log has it: an export says its effects as sentences, and the values beside them."""
    if event["type"] not in EFFECTIVE or "effects" not in event:
        return event
    values = event["changes"]
    return {key: values if key == "effects" else part for key, part in event.items() if key != "changes"}


NOTES = {
    *("noted", "rated", "concluded", "found", "planned", "covered", "requested", "replied", "chaired"),
    *("promised", "jotted", "worded", "initialled"),
}
"""Kinds of events that stand in the table of notes."""


def test_the_tables_equal_the_log(exercise: Exercise, path: Path) -> None:
    """Law: counts, tracks at every turn end, dice and odds are those of the raw lines, read naively."""
    run = played(exercise, path, 16, undo=True)
    found = tables(run, "control")
    raw = [json.loads(line) for line in path.read_bytes().splitlines()]
    written = [(line, place, event) for line in raw for place, event in enumerate(line["events"])]
    rows = dicts(found, "events")
    assert [(row["line"], row["event"], row["type"], row["time"]) for row in rows] == [
        (line["seq"], place, event["type"], line["at"]) for line, place, event in written
    ]
    data = [{"type": row["type"], **json.loads(row["data"])} for row in rows]
    assert [as_logged(event) for event in data] == [event for _, _, event in written]
    assert all(isinstance(text, str) for event in data for text in event.get("effects", ()))
    assert naive_tracks(exercise, raw) == {
        (row["turn"], row["track"]): row["value"]
        for row in dicts(found, "tracks")
        if row["phase"] in ("", "report")
    }
    ruled = [event for _, _, event in written if event["type"] == "ruled"]
    assert len(ruled) == len(found["rulings"][1]) > 0
    for event, row in zip(ruled, dicts(found, "rulings"), strict=True):
        assert (row["path"], row["row"]) == (event["path"], event["row"])
        assert (row["dice"] or "") == " ".join(map(str, event.get("dice", [])))
        odds = {entry["id"]: entry["chance"] for entry in json.loads(row["odds"] or "[]")}
        assert odds == event.get("odds", {})
        assert row["chance"] == (odds.get(event["row"]) if odds else None)
        assert json.loads(row["inputs"]) == event.get("inputs", {})
        if odds:
            assert sum(odds.values()) == pytest.approx(1)
            assert row["total"] == sum(event["dice"]) + row["sum"]
            shifts = sum(entry["amount"] for entry in json.loads(row["modifiers"]))
            cap = exercise.file.tables[event["table"]].cap
            assert row["sum"] == (max(-cap, min(cap, shifts)) if cap else shifts)
    for table, kinds in (
        ("statements", {"said"}),
        ("messages", {"messaged"}),
        ("injects", {"released", "improvised", "written", "shelved"}),
        ("notes", NOTES),
    ):
        assert len(found[table][1]) == sum(event["type"] in kinds for _, _, event in written)
    assert len(list(cloudevents(run, "control"))) == len(written)


def standing(raw: list[dict[str, Any]]) -> list[int]:
    """The lines that no undo took back, from the raw log."""
    number, found = len(raw), list[int]()
    while number:
        undone = [event["line"] for event in raw[number - 1]["events"] if event["type"] == "undone"]
        if undone:
            number = undone[0]
        else:
            found.append(number)
            number -= 1
    return found[::-1]


def naive_tracks(exercise: Exercise, raw: list[dict[str, Any]]) -> dict[tuple[int, str], int]:
    """Every track at the start and at every turn end, from the changes that events carry."""
    names = [name for head in exercise.file.tracks for name in exercise.vocabulary.members(head)]
    value = dict(zip(exercise.names, exercise.vocabulary.start, strict=True))
    found, begun = {}, False
    for number in standing(raw):
        for event in raw[number - 1]["events"]:
            if event["type"] == "turnbegan" and not begun:
                found |= {(0, name): value[name] for name in names}
                begun = True
            value |= event.get("changes", {})
            if event["type"] == "published":
                found |= {(event["turn"], name): value[name] for name in names}
    return found


def test_what_became_of_orders(exercise: Exercise, path: Path) -> None:
    """Each locked order that stands was carried out or returned; a role's own table says the same."""
    run = played(exercise, path, 17, undo=True)
    raw = [json.loads(line) for line in path.read_bytes().splitlines()]
    stands = set(standing(raw))
    rows = [row for row in dicts(tables(run, "control"), "orders") if row["standing"]]
    expected = set()
    turn = 0
    for number in sorted(stands):
        for event in raw[number - 1]["events"]:
            if event["type"] == "turnbegan":
                turn = event["turn"]
            if event["type"] in ("carried", "returned", "rejected"):
                result = "refused" if event["type"] == "rejected" else event["type"]
                expected.add((turn, event["role"], event["order"], result))
    last = {row["turn"] for row in dicts(tables(run, "control"), "tracks") if row["phase"] == "report"}
    done = {
        (row["turn"], row["role"], row["order"], row["result"])
        for row in rows
        if row["result"] or row["turn"] in last
    }
    assert done == expected
    for role in exercise.roles:
        own = [row for row in dicts(tables(run, role), "orders") if row["role"] == role]
        mine = {(row["turn"], row["order"], row["result"], row["cost"]) for row in own}
        ours = {
            (row["turn"], row["order"], row["result"], row["cost"])
            for row in rows
            if row["role"] == role and row["result"] != "refused" and row["cost"] is not None
        }
        assert ours == {entry for entry in mine if entry[2] != "refused"}


def test_a_role_is_told_of_its_orders_what_control_is(exercise: Exercise, path: Path) -> None:
    """Law: of the same order of its own, both tables say the same."""
    run = played(exercise, path, 17)
    alike = ("role_title", "title", "move", "targets", "cost", "secret", "result")
    whole = {
        (row["turn"], row["role"], row["order"]): {name: row[name] for name in alike}
        for row in dicts(tables(run, "control"), "orders")
        if row["result"] != "refused"
    }
    told = {}
    for role in exercise.roles:
        for row in dicts(tables(run, role), "orders"):
            if row["role"] == role and row["result"] != "refused":
                told[row["turn"], role, row["order"]] = {name: row[name] for name in alike}
    assert told == whole
    assert any(row["targets"] for row in told.values())


def cut(path: Path) -> Run:
    """A run in which control has made the effect of an argued order smaller."""
    run = Run.start(load("korea-2025"), path, seed=1, people=["usa", "control"])
    on_to(run, "orders")
    wish = {
        "effect": "tension",
        "amount": -2,
        "title": "A line",
        "text": "A call.",
        "reasons": ["It helped."],
    }
    run.do(Command("argue", "usa", wish))
    on_to(run, "rulings")
    run.do(Command("weigh", data={"order": "usa.argued(tension)", "counts": ["1"], "amount": -1}))
    on_to(run, "report")
    return run


def test_no_column_of_a_seat_is_empty_for_every_seat(tmp_path: Path) -> None:
    """Law: what the dictionary promises a seat stands in some seat's table of some run."""
    filled = set[tuple[str, str]]()
    runs = [played(load(name), tmp_path / f"{name}.jsonl", 9, undo=True) for name in names()]
    for run in (*runs, cut(tmp_path / "cut.jsonl")):
        for seat in seats_of(run):
            for table, (heads, rows) in tables(run, seat).items():
                for row in rows:
                    filled |= {
                        (table, head) for head, value in zip(heads, row, strict=True) if value not in EMPTY
                    }
    promised = {
        (table, column.name) for table in TABLES for column in columns(table, control=False, anonymous=False)
    }
    assert promised - filled == set()


def test_an_order_of_a_turn_that_was_opened_again_has_no_result(exercise: Exercise, path: Path) -> None:
    """Law: what became of it in the take that control took back is nothing that stands, and stays open."""
    run = Run.start(exercise, path, seed=1, people=["control"])
    on_to(run, "rulings")
    locked, opened = run.log.lines[-1].seq, dicts(tables(run, "control"), "orders")
    on_to(run, "report")
    assert all(row["result"] for row in dicts(tables(run, "control"), "orders"))
    run.do(Command("undo", data={"line": locked, "reason": "Once more."}))
    rows = dicts(tables(run, "control"), "orders")
    assert rows == opened, (
        "an order that was refused at the lock stays refused; of the others nothing is known"
    )
    assert [row for row in rows if not (row["result"] or row["why"] or row["why_text"])]


def on_to(run: Run, phase: str) -> None:
    while run.state.game.phase != phase:
        run.press_on()


def test_a_letter_that_arrived_is_told_so_in_the_table_of_whoever_reads_it(path: Path) -> None:
    """Its writer hears nothing more of it, and nobody else of it at all."""
    run = Run.start(load("korea-2025"), path, seed=11, people=["control", "poland", "usa"], preset="host")
    on_to(run, "consultation")
    run.do(Command("message", "usa", {"carry": True, "through": "poland", "text": "Read this."}))
    run.do(Command("request", "usa", {"order": "carry_message(usa)"}))
    run.do(Command("accept", "control", {"request": "R01"}))
    on_to(run, "report")
    told = {seat: dicts(tables(run, seat), "messages") for seat in ("usa", "dprk", "public")}
    assert [(row["through"], row["carried"], row["delivered"]) for row in told["usa"]] == [
        ("poland", True, False)
    ]
    assert [(row["to"], row["delivered"], row["text"]) for row in told["dprk"] if row["through"]] == [
        ("dprk", True, "Read this.")
    ]
    assert told["public"] == []


def test_minutes_count_from_startex(exercise: Exercise, path: Path) -> None:
    """Minutes are those between the times of lines; whole ones where it is anonymous."""
    run = Run.start(exercise, path, seed=1)
    run.do(Command("advance"))
    rows = dicts(tables(run, "control"), "events")
    begun = datetime.fromisoformat(rows[0]["time"])
    for row in rows:
        passed = (datetime.fromisoformat(row["time"]) - begun).total_seconds() / 60
        assert row["minutes"] == round(passed, 2)
    assert {type(row["minutes"]) for row in dicts(tables(run, "control", anonymous=True), "events")} == {int}


def test_a_run_that_goes_on_is_exported(exercise: Exercise, path: Path) -> None:
    """In every phase, for everybody; progress is told up to the end."""
    run = Run.start(exercise, path, seed=2, people=list(exercise.roles))
    people, phases, steps = People(run, 2), set[str](), list[tuple[int, int]]()
    for _ in range(12):
        for _ in range(4):
            people.attempt(people.anything())
        phases.add(run.state.game.phase)
        for eyes in ("control", *exercise.roles, "public"):
            tables(run, eyes, "pl")
        people.attempt(people.control_moves_on())
    assert len(phases) > 2
    tables(run, "control", progress=lambda done, of: steps.append((done, of)))
    assert steps[-1] == (len(run.log.lines), len(run.log.lines))
    assert steps == sorted(steps)


# Its form


def test_texts_are_no_formulas_and_come_back() -> None:
    """What a spreadsheet program would calculate has an apostrophe; what was written is read again."""
    found = read(spelled([["text"], *([text] for text in HOSTILE)]))
    assert not [row for row in found if row[0].startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [unguard(row[0]) for row in found[1:]] == list(HOSTILE)
    assert read(spelled([[-1, 0.5, None, True, "x"]])) == [["-1", "0.5", "", "1", "x"]]


def test_hostile_texts_stay_texts(exercise: Exercise, path: Path) -> None:
    """The same for what people say in a run, in every file and for every reader."""
    first = exercise.roles[0]
    run = Run.start(exercise, path, seed=1, people=list(exercise.roles))
    for text in HOSTILE:
        run.do(Command("statement", first, {"text": f"{text}."}))
        run.do(Command("note", data={"text": f"{text}."}))
    said = [event.text for event in run.state.room.statements.values()]
    for eyes in ("control", first, "public"):
        files = archive(run, eyes, "en", False)
        for name, content in files.items():
            if name.endswith(".csv"):
                for row in read(content):
                    for text in row:
                        assert not text.startswith(("=", "+", "@", "\t", "\r")), f"{name}: {text}"
                        assert not text.startswith("-") or text.lstrip("-").replace(".", "").isdigit()
        names, *rows = read(files["statements.csv"])
        assert [unguard(row[names.index("text")]) for row in rows] == said


def test_files_read_as_the_dictionary_says(exercise: Exercise, path: Path, tmp_path: Path) -> None:
    """Every table is there with the columns and types of the dictionary beside it, in folder and archive."""
    run = played(exercise, path, 18)
    for eyes in ("control", seats_of(run)[0], "public"):
        for anonymous in (False, True):
            folder = tmp_path / f"{eyes}-{anonymous}"
            written = write_tables(run, eyes, "pl", anonymous, folder)
            files = {file.name: file.read_bytes() for file in written}
            assert files == archive(run, eyes, "pl", anonymous)
            assert {name.removesuffix(".csv") for name in files} == {*TABLES, "dictionary", "dictionary.md"}
            head, *explained = read(files["dictionary.csv"])
            assert all(all(row[head.index(f"meaning_{code}")] for code in ("en", "pl")) for row in explained)
            types = {(row[0], row[1]): row[2] for row in explained if row[1]}
            for table in TABLES:
                names, *rows = read(files[f"{table}.csv"])
                assert [(table, name) for name in names] == [key for key in types if key[0] == table]
                assert {"turn", "phase"} <= set(names)
                for row in rows:
                    for name, cell in zip(names, row, strict=True):
                        assert fits(types[table, name], cell), f"{table}.{name}: {cell!r}"


def fits(kind: str, cell: str) -> bool:
    """Whether a cell is of its type; any may be empty."""
    if not cell or kind == "text":
        return True
    if kind == "integer":
        return str(int(cell)) == cell
    if kind == "number":
        return float(cell) >= 0
    if kind == "yes-no":
        return cell in ("0", "1")
    if kind == "json":
        return json.loads(cell) is not None
    if kind == "time":
        return datetime.fromisoformat(cell) is not None
    assert kind in ("id", "ids")
    return "\n" not in cell


def test_cloudevents_are_as_their_specification_says(exercise: Exercise, path: Path) -> None:
    """Context attributes are there, named and typed as version 1.0 wants them; ids are used once."""
    run = played(exercise, path, 19)
    for eyes in ("control", seats_of(run)[0], "public"):
        for anonymous in (False, True):
            found = [json.loads(line) for line in cloudevents(run, eyes, "en", anonymous)]
            assert len({entry["id"] for entry in found}) == len(found)
            assert [entry["sequence"] for entry in found] == sorted(entry["sequence"] for entry in found)
            for entry in found:
                assert entry["specversion"] == "1.0"
                assert all(entry[key] for key in ("id", "source", "type", "subject"))
                assert all(key.isalnum() and key == key.lower() for key in entry)
                assert all(
                    value != "" and isinstance(value, str | int)
                    for key, value in entry.items()
                    if key != "data"
                )
                assert entry["datacontenttype"] == "application/json"
                assert ("time" in entry) == (eyes == "control" and not anonymous)
                assert not entry["source"].endswith(":")
            if eyes == "control" and not anonymous:
                assert {entry["source"] for entry in found} == {f"urn:whitecell:{run.log.lines[0].hash}"}


def test_the_log_is_for_control_as_it_is(exercise: Exercise, path: Path) -> None:
    """Byte for byte up to its last whole line; for nobody else, and never without its texts."""
    run = Run.start(exercise, path, seed=1)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"seq":')
    assert raw_log(run, "control") == whole
    for eyes, anonymous in ((exercise.roles[0], False), ("public", False), ("control", True)):
        with pytest.raises(Refusal):
            raw_log(run, eyes, anonymous)


def test_the_command_writes_every_form(
    exercise: Exercise, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit codes and files; the run itself is never written over."""
    run, role = Run.start(exercise, path, seed=1), exercise.roles[0]

    def export(*words: str) -> int:
        with pytest.raises(SystemExit) as leaving:
            cli.main(["export", str(path), *words, "--lang", "en"])
        return int(leaving.value.code or 0)

    out = tmp_path / "made" / "out"
    assert export("--out", str(out)) == 0
    assert read((out / "events.csv").read_bytes()) == read(archive(run, "control", "en", False)["events.csv"])
    assert export("--out", str(out), "--as", role, "--anonymous") == 0
    assert "line" not in read((out / "events.csv").read_bytes())[0]
    file = out / "x.jsonl"
    assert export("--out", str(file), "--format", "cloudevents", "--as", "public") == 0
    assert file.read_text(encoding="utf-8") == "".join(cloudevents(run, "public"))
    assert export("--out", str(file), "--format", "jsonl") == 0
    assert file.read_bytes() == path.read_bytes()
    whole = path.read_bytes()
    for refused in (
        ("--out", str(file), "--format", "jsonl", "--as", role),
        ("--out", str(file), "--format", "jsonl", "--anonymous"),
        ("--out", str(path), "--format", "cloudevents"),
        ("--out", str(out), "--format", "jsonl"),
        ("--out", str(out), "--as", "nobody"),
        ("--out", str(file)),
    ):
        capsys.readouterr()
        assert export(*refused) == 1, refused
        told = capsys.readouterr().err
        assert told
        assert "Traceback" not in told
    assert path.read_bytes() == file.read_bytes() == whole


def test_the_dictionary_page_is_current() -> None:
    """`make reference` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_no_column_is_for_nobody() -> None:
    assert all(
        column.whose in ("all", CONTROL, SEAT) for table in TABLES.values() for column in table.columns
    )


def test_every_column_is_filled_and_every_cell_has_a_column(path: Path) -> None:
    """A column that no row fills, or a cell that has no column, is one that somebody forgot."""
    met = set[str]()
    for name, seed in product(names(), (13, 5, 21)):
        run = played(load(name), path.with_name(f"{name}-{seed}.jsonl"), seed)
        source, role = ExportSource.of(run), next(iter(run.exercise.roles))
        for rows in (ControlTables(source, "en").tables(), SeatTables(source, role, "en").tables()):
            for table, entries in rows.items():
                met |= {f"{table}.{key}" for entry in entries for key in entry if entry[key] is not None}
    known = {f"{name}.{column.name}" for name, table in TABLES.items() for column in table.columns}
    assert known - met <= RARE, "no row fills these columns of engine/exchange/export/columns.py"
    assert not met - known, "engine/exchange/export/columns.py has no column for these"
