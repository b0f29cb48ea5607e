"""Sheets of other tools come into an exercise whole, and what is wrong with one is told by sheet and row."""

from datetime import datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl import Workbook, load_workbook

from engine.exchange.msel import (
    Changes,
    Mapping,
    SheetError,
    import_sheet,
    msel_rows,
    read_sheet,
    write_exercise,
)
from engine.exchange.msel.aliases import HEADINGS, folded
from engine.exchange.msel.headings import understood
from engine.exchange.msel.mapping import NOTHING
from engine.exchange.msel.mapping import read as read_mapping
from engine.exchange.msel.times import Time, read, since
from engine.rules.exercise import Exercise
from engine.rules.load import examine, load, locate
from engine.rules.problems import ExerciseError
from engine.words.locale import languages
from tests.review.sheets import FORMS, SAMPLES, sample, sheet

ROLES = SAMPLES / "roles.yaml"
ALL = ["usa", "dprk", "russia", "china", "rok", "japan", "poland"]

EXPECTED: dict[str, tuple[str, list[tuple[str, list[int], Any, str]]]] = {
    "hseep": (
        "HSEEP",
        [
            ("E1", [1], "all", "information"),
            ("E2", [1], ["usa"], "information"),
            ("E3", [2], ["rok", "dprk"], "information"),
            ("E4", [3], ["usa", "japan"], "intelligence"),
            ("E5", [5], ["usa"], "information"),
            ("E6", [8], "all", "information"),
        ],
    ),
    "blueprint": (
        "Blueprint",
        [
            ("INJ_101", [1], ["rok"], "information"),
            ("INJ_102", [1], ["japan", "rok"], "economic"),
            ("INJ_201", [2], ["usa"], "information"),
            ("INJ_202", [2], "all", "information"),
            ("INJ_301", [3], ["dprk"], "humanitarian"),
        ],
    ),
    "conducttr": (
        "Conducttr",
        [
            ("E2", [1], ["usa"], "information"),
            ("E3", [2], ["usa"], "information"),
            ("E4", [3], ["japan"], "information"),
            ("E5", [5], "all", "information"),
            ("E6", [7], ["poland", "usa"], "information"),
        ],
    ),
    "openaev": (
        "OpenAEV",
        [
            ("E01", [1], "all", "information"),
            ("E02", [2], ["usa", "rok"], "information"),
            ("E03", [3], ["japan"], "information"),
            ("E04", [5], ["china"], "information"),
            ("E05", [8], "all", "information"),
        ],
    ),
    "polskie": (
        "pl",
        [
            ("E1", [1], "all", "information"),
            ("E2", [1], ["usa", "japan"], "diplomatic"),
            ("E3", [2], ["rok"], "military"),
            ("E4", [3], ["poland"], "humanitarian"),
            ("E5", [5], ["japan", "china"], "economic"),
            ("E6", [8], "all", "political"),
        ],
    ),
}
"""Of each sample: whose headings it has; and each inject with its turns, whom it is for, and its kind."""


@pytest.fixture(scope="module")
def korea() -> Exercise:
    return load("korea-2025")


def turns(changes: Changes, name: str) -> list[int]:
    return [int(turn) for turn, names in changes.msel.items() if name in names]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", EXPECTED)
def test_every_row_of_a_foreign_sheet_is_an_inject(
    name: str, form: str, korea: Exercise, tmp_path: Path
) -> None:
    """In the turn, for the roles and of the kind that its sheet says, in either form."""
    path = sample(name, tmp_path, form)
    kind, expected = EXPECTED[name]
    assert {found.kind for found in read_sheet(path).headings} == {kind}
    changes = import_sheet(path, korea, ROLES)
    assert not changes.changed
    found = [
        (name, turns(changes, name), data.get("to", "all"), data["type"])
        for name, data in changes.new.items()
    ]
    assert found == expected


@pytest.mark.parametrize("name", EXPECTED)
def test_a_foreign_sheet_comes_in_whole(name: str, korea: Exercise, tmp_path: Path) -> None:
    """The exercise is sound, the sheet adds nothing a second time, and no word of it is lost.

    What stands in a row is in the row of its inject afterwards, or it is a turn, a role or a kind.
    """
    path, folder = sample(name, tmp_path, "csv"), tmp_path / "out"
    changes = import_sheet(path, korea, ROLES)
    write_exercise(changes, locate("korea-2025"), folder)
    made, findings = examine(folder)
    assert not findings.errors
    assert import_sheet(path, made, ROLES).nothing
    assert not set(korea.injects) - set(made.injects)
    rows, names = {row["inject"]: row for row in msel_rows(made)}, iter(changes.added)
    for row in read_sheet(path).rows:
        if {"startex", "endex"} & set(folded(" ".join(row.cells.values())).split()):
            continue
        kept = " ".join(" ".join(rows[next(names)].values()).split())
        for key, text in {**row.cells, **row.others}.items():
            if key not in ("inject", "turn", "to", "team", "type"):
                assert " ".join(text.split()) in kept, key


def test_texts_come_in_as_they_are(korea: Exercise, tmp_path: Path) -> None:
    """Also those that look like formulas, and those of several lines."""
    found = {
        name: import_sheet(sample(name, tmp_path, "xlsx"), korea, ROLES).new
        for name in ("conducttr", "hseep")
    }
    texts = [found["conducttr"][name]["text"] for name in ("E2", "E3", "E4")]
    assert [text[0] for text in texts] == ["@", "-", "+"]
    assert found["hseep"]["E3"]["text"].count("\n") == 1
    assert found["hseep"]["E1"]["notes"] == "Play the recorded newscast\nStatus: Approved"
    assert found["hseep"]["E1"]["objective"] == "1 – Situational assessment"
    assert found["hseep"]["E3"]["scenario_time"] == "D+30"


def test_every_known_heading_is_understood() -> None:
    """Each in its own table, in any case and spacing."""
    known = HEADINGS | {code: about.sheets.headings for code, about in languages().items()}
    for kind, table in known.items():
        for key, headings in table.items():
            for heading in headings:
                spelled = f"  {heading.upper()} ".replace(" ", " \n ")
                found = understood(1, {4: spelled}, NOTHING)
                assert found.columns[4].partition(".")[0] in {
                    name
                    for other in known.values()
                    for name, said in other.items()
                    if folded(heading) in map(folded, said)
                } | {key}, (kind, heading)


# Our own list, changed


HEAD = ["Event #", "Move/Turn", "Type", "From", "To", "Subject", "Inject text", "Expected action"]


def test_only_what_changed_is_changed(korea: Exercise, tmp_path: Path) -> None:
    """Column by column, in the columns that the sheet has; conditions, effects and questions stay."""
    old = {row["inject"]: row for row in msel_rows(korea)}
    m05 = old["M05"]
    lines = [
        ["Inject text", "Event #", "To", "Move/Turn"],
        ["A new text.", "m05", "USA, ROK", 4],
        [old["M01"]["text"], "M01", "all", "1"],
    ]
    changes = import_sheet(sheet(tmp_path, lines), korea)
    assert [(change.inject, change.column, change.before, change.after) for change in changes.changed] == [
        ("M05", "Move/Turn", "3", "4"),
        ("M05", "Inject text", m05["text"], "A new text."),
    ]
    polish = m05["text.pl"]
    assert changes.edits == {"M05": {"text": {"en": "A new text.", "pl": polish}}}
    assert "M05" in changes.msel["4"]
    assert "M05" not in changes.msel["3"]
    assert len(changes.kept) == len(korea.injects) - 2
    write_exercise(changes, locate("korea-2025"), tmp_path / "out")
    made = load(tmp_path / "out").file.injects["M05"]
    assert made.asks == korea.file.injects["M05"].asks
    assert made.because == korea.file.injects["M05"].because


def test_modes_follow_the_timetable(korea: Exercise, tmp_path: Path) -> None:
    """What loses its turn is offered, what gets one joins the timetable, what is triggered has none."""
    lines = [["Event #", "Move/Turn", "Inject text", "Subject", "Status"]]
    old = {row["inject"]: row for row in msel_rows(korea)}
    lines += [
        [name, turn, old[name]["text"], old[name]["title"], ""] for name, turn in (("M06", ""), ("M16", "2"))
    ]
    changes = import_sheet(sheet(tmp_path, lines), korea)
    assert changes.edits == {"M06": {"mode": "offered"}, "M16": {"mode": "timetable"}}
    lines.append(["M09", "3", old["M09"]["text"], old["M09"]["title"], ""])
    with pytest.raises(SheetError) as caught:
        import_sheet(sheet(tmp_path, lines), korea)
    assert [(fault.place.row, fault.place.column) for fault in caught.value.faults] == [(4, "Move/Turn")]


def test_two_languages_come_from_two_columns(korea: Exercise, tmp_path: Path) -> None:
    lines = [
        ["Event #", "To", "Subject (pl)", "Subject", "Inject text", "Inject text (pl)"],
        ["Z1", "USA", "Tytuł", "Title", "Text.", "Tekst."],
        ["Z2", "USA", "", "Title", "Text.", ""],
    ]
    new = import_sheet(sheet(tmp_path, lines), korea).new
    assert new["Z1"]["title"] == {"pl": "Tytuł", "en": "Title"}
    assert new["Z1"]["text"] == {"en": "Text.", "pl": "Tekst."}
    assert new["Z2"]["title"] == "Title"


def test_conditions_are_not_taken_from_a_sheet(korea: Exercise, tmp_path: Path) -> None:
    """They are told; with a new inject their words are kept."""
    old = {row["inject"]: row for row in msel_rows(korea)}["M09"]
    lines = [
        ["Event #", "Trigger", "To", "Subject", "Inject text"],
        ["M09", "triggered [if: 1 == 1]", old["to"], old["title"], old["text"]],
        ["Z1", "if nobody calls", "USA", "A", "B"],
    ]
    changes = import_sheet(sheet(tmp_path, lines), korea)
    assert "M09" not in changes.edits
    assert changes.new["Z1"]["notes"] == "Trigger: if nobody calls"
    assert {notice.place.row for notice in changes.notices if notice.place.column == "Trigger"} == {2, 3}


# Faults


WRONG: list[tuple[list[Any], str, str]] = [
    (["A1", "1", "military", "Press", "usaa", "S", "T", ""], "To", "is it usa?"),
    (["A2", "1", "military", "Press", "Atlantis; USA", "S", "T", ""], "To", "there is no role 'Atlantis'"),
    (["A3", "9", "military", "Press", "USA", "S", "T", ""], "Move/Turn", "the turns are 1 to 8"),
    (["A4", "soon", "military", "Press", "USA", "S", "T", ""], "Move/Turn", "'soon' names no turn"),
    (["A5", "1", "military", "Press", "USA", "S", "", ""], "Inject text", "here is no text"),
    (["A6", "1", "military", "Press", "", "S", "T", ""], "To", "nobody gets it"),
    (["A7", "0", "military", "Press", "USA", "S", "T", ""], "Move/Turn", "no turn 0"),
    (["M03", "2", "military", "", "everybody", "S", "T", "E"], "From", "here is no text"),
    (["---", "2", "military", "P", "everybody", "S", "T", ""], "Event #", "no letter or digit"),
    (["A8", "2", "military", "P", "everybody", "S", "T\x07", ""], "Inject text", "U+0007"),
    (["A1", "2", "military", "P", "everybody", "S", "T", ""], "Event #", "'A1' stands in row 5 already"),
]


@pytest.mark.parametrize("form", FORMS)
def test_all_faults_are_told_by_sheet_and_row(form: str, korea: Exercise, tmp_path: Path) -> None:
    """All together, each with its column and what would be right; titles above the heading count as rows."""
    lines = [["A plan"], [], ["Draft 3", "", ""], HEAD, *(line for line, _, _ in WRONG)]
    if form == "xlsx":
        lines = [[str(cell).replace("\x07", "_x0007_") for cell in line] for line in lines]
    with pytest.raises(SheetError) as caught:
        import_sheet(sheet(tmp_path, lines, form), korea)
    name = "Injects" if form == "xlsx" else "theirs.csv"
    found = [(fault.place.sheet, fault.place.row, fault.place.column) for fault in caught.value.faults]
    assert found == [(name, row, column) for row, (_, column, _) in enumerate(WRONG, 5)]
    for fault, (_, _, words) in zip(caught.value.faults, WRONG, strict=True):
        assert words in fault.text
        assert str(fault).startswith(f"{name}, row {fault.place.row}, {fault.place.column}: ")


def test_a_formula_is_a_fault_and_never_calculated(korea: Exercise, tmp_path: Path) -> None:
    """In any column, told by sheet and row, with all the other faults."""
    path = sheet(
        tmp_path,
        [HEAD, ["Z1", 1, "military", "P", "USA", "S", "=1+1", ""], ["Z2", 9, "", "P", "USA", "S", "T"]],
    )
    book = load_workbook(path)
    assert book.active["G2"].data_type == "f"
    with pytest.raises(SheetError) as caught:
        import_sheet(path, korea)
    assert [(fault.place.row, fault.place.column) for fault in caught.value.faults] == [
        (2, "Inject text"),
        (3, "Move/Turn"),
    ]
    assert "formula" in caught.value.faults[0].text
    with pytest.raises(SheetError):
        read_sheet(path)


def test_in_a_csv_a_formula_is_text(korea: Exercise, tmp_path: Path) -> None:
    lines = [HEAD, ["Z1", "1", "military", "P", "USA", "=S", "=1+1", ""]]
    new = import_sheet(sheet(tmp_path, lines, "csv"), korea).new
    assert (new["Z1"]["title"], new["Z1"]["text"]) == ("=S", "=1+1")
    lines[1][1] = "=2+3"
    with pytest.raises(SheetError, match="'=2\\+3' names no turn"):
        import_sheet(sheet(tmp_path, lines, "csv"), korea)


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.xlsx", b"PK\x03\x04 and no more", "no sound workbook"),
        ("a.xlsx", b"", "empty"),
        ("a.ods", b"PK", "neither a workbook nor a CSV"),
        ("a.csv", "Nr;Treść".encode("cp1250"), "UTF-8"),
        ("a.csv", b"one,two\n1,2\n", "no row has headings"),
        ("a.csv", b"Event #,To,Inject text\n" + b"x,USA,T\n" * 5001, "more than 5000 rows"),
    ],
)
def test_a_file_that_is_no_list_is_told(
    name: str, raw: bytes, words: str, korea: Exercise, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(SheetError, match=words):
        import_sheet(path, korea)
    with pytest.raises(SheetError):
        import_sheet(tmp_path / "there is none.csv", korea)


def padded(path: Path, xml: str) -> Path:
    """A workbook whose sheet goes on with this."""
    book = Workbook()
    book.active.append(["Event #", "To", "Inject text"])
    book.save(path.with_name("short.xlsx"))
    with ZipFile(path.with_name("short.xlsx")) as short, ZipFile(path, "w", ZIP_DEFLATED) as long:
        for entry in short.infolist():
            content = short.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", f"{xml}</sheetData>".encode())
            long.writestr(entry, content)
    return path


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("".join(f'<row r="{row}"><c r="A{row}"/></row>' for row in range(2, 5002)), "more than 5000 rows"),
        ('<row r="999999"><c r="A999999"><v>1</v></c></row>', "more than 5000 rows"),
        ("<row><c><v>1</v></c></row>" * 5001, "more than 5000 rows"),
        ('<row r="2">' + "<c><v>1</v></c>" * 300_001 + "</row>", "too large"),
        (" " * (64 * 1024 * 1024), "too large"),
    ],
    ids=["rows", "far-below", "unnumbered", "cells", "bomb"],
)
def test_a_workbook_is_read_up_to_its_limits_and_no_further(
    xml: str, words: str, korea: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is too large is refused before the library makes anything of it."""
    path = padded(tmp_path / "long.xlsx", xml)
    monkeypatch.setattr(openpyxl, "load_workbook", None)
    with pytest.raises(SheetError, match=words):
        import_sheet(path, korea)


# Workbooks as people make them


def test_numbers_dates_and_merged_cells_are_read_as_people_read_them(korea: Exercise, tmp_path: Path) -> None:
    """A turn merged over its rows, times that are times, numbers that are numbers, headings between rows."""
    book = Workbook()
    page = book.active
    assert page is not None
    for line in (
        ["Move", "Time", "To", "Inject #", "Inject", "Scenario Time"],
        [2, time(9, 30), "USA", 7, "One.", datetime(2025, 6, 3, 9, 30)],
        [None, time(9, 45), "USA", 8.0, "Two.", datetime(2025, 6, 4)],
        ["MOVE 3", None, None, None, None, None],
        [None, None, "USA", "9", "Three.", None],
    ):
        page.append(line)
    page.merge_cells("A2:A3")
    page.merge_cells("A4:F4")
    path = tmp_path / "theirs.xlsx"
    book.save(path)
    changes = import_sheet(path, korea)
    assert {name: turns(changes, name) for name in changes.added} == {"E7": [2], "E8": [2], "E9": [3]}
    assert [changes.new[name].get("scenario_time") for name in changes.added] == [
        "2025-06-03 09:30",
        "2025-06-04",
        None,
    ]
    assert changes.new["E7"]["notes"] == "Time: 9:30"


def test_a_list_may_be_on_several_sheets(korea: Exercise, tmp_path: Path) -> None:
    """Each with headings of its own; one named after a turn stands in it; others are told and not read."""
    book = Workbook()
    for title, lines in (
        ("Move 1", [["Event #", "To", "Subject", "Inject text"], ["A1", "USA", "S", "T"]]),
        ("Move 2", [["Subject", "Inject text", "To", "Event #"], ["S", "T", "Japan", "A2"]]),
        ("Phone book", [["Name", "Number 2"], ["Jan", "1"]]),
    ):
        page = book.create_sheet(title)
        for line in lines:
            page.append(line)
    path = tmp_path / "theirs.xlsx"
    book.save(path)
    changes = import_sheet(path, korea)
    assert {name: turns(changes, name) for name in changes.added} == {"A1": [1], "A2": [2]}
    assert "Phone book" in {notice.place.sheet for notice in changes.notices}


# Mapping files


def test_a_mapping_file_names_columns_words_and_what_is_missing(korea: Exercise, tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(
        "columns: {text: What happens, Subject: In short, title.pl: Krótko, turn: When}\n"
        "fixed: {to: [usa, japan], type: military, From: Control}\n"
        "values:\n  turn: {Early: 1, Late: 8}\n  to: {Friends: [rok, japan]}\n",
        encoding="utf-8",
    )
    lines = [
        ["What happens", "When", "In short", "Krótko", "To"],
        ["One.", "Early", "First", "Pierwszy", ""],
        ["Two.", "Late", "Last", "Ostatni", "Friends and USA"],
    ]
    changes = import_sheet(sheet(tmp_path, lines), korea, path)
    assert [turns(changes, name) for name in changes.added] == [[1], [8]]
    assert [data["to"] for data in changes.new.values()] == [["usa", "japan"], ["rok", "japan", "usa"]]
    assert {data["type"] for data in changes.new.values()} == {"military"}
    assert changes.new["E01"]["title"] == {"en": "First", "pl": "Pierwszy"}


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("columns:\n  texxt: A\n", "'texxt' is no column. Did you mean 'text'?", 2),
        ("collumns: {}\n", "collumns", 1),
        ("columns: [a, b]\n", "object", 1),
        ("", "empty", 1),
    ],
)
def test_faults_of_a_mapping_file_are_told(text: str, words: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExerciseError) as caught:
        read_mapping(path)
    assert words in caught.value.problems[0].message
    assert caught.value.problems[0].line == line


def test_a_mapped_column_must_be_there(korea: Exercise, tmp_path: Path) -> None:
    path = sheet(tmp_path, [HEAD, ["Z1", 1, "military", "P", "USA", "S", "T", ""]])
    with pytest.raises(SheetError, match="'Who'"):
        import_sheet(path, korea, Mapping(columns={"to": "Who"}))


# Times


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1:20", Time(80, of_day=True)),
        ("09:30:00", Time(570, of_day=True)),
        ("0930Z", Time(570, of_day=True)),
        ("9:30 pm", Time(1290, of_day=True)),
        ("M-5", Time(-5)),
        ("T+2", Time(120)),
        ("H + 2:30", Time(150)),
        ("STARTEX+45", Time(45)),
        ("45 min", Time(45)),
        ("1h20", Time(80)),
        ("D+2 H+3 M+45", Time(2 * 1440 + 225, days=2)),
        ("D−1", Time(-1440, days=-1)),
        ("D+1, 14:00", Time(1440 + 840, days=1)),
        ("Day 2", Time(1440, days=1)),
        ("J+3", Time(3 * 1440, days=3)),
        ("soon", None),
        ("12", None),
        ("25:70", None),
        ("2025-13-01", None),
    ],
)
def test_times_as_planners_write_them(text: str, found: Time | None) -> None:
    assert read(text) == found


def test_a_time_of_day_needs_startex(korea: Exercise, tmp_path: Path) -> None:
    """From a row, or from the mapping; else it is a fault, told once."""
    lines = [["Time", "To", "Subject", "Message"], ["9:30", "USA", "S", "T"], ["9:40", "USA", "R", "T"]]
    with pytest.raises(SheetError, match="time of day") as caught:
        import_sheet(sheet(tmp_path, lines), korea)
    assert len(caught.value.faults) == 1
    changes = import_sheet(sheet(tmp_path, lines), korea, Mapping(startex="9:20"))
    assert [turns(changes, name) for name in changes.added] == [[1], [2]]
    clock, start = read("2025-06-04 00:10"), read("2025-06-03 23:50")
    assert clock is not None
    assert since(clock, start) == 20


def test_what_counts_from_startex_and_what_is_a_time_of_day(korea: Exercise, tmp_path: Path) -> None:
    """Under our own heading a time counts from STARTEX; under another one, 1:20 is a time of day."""

    def found(heading: str, clock: str) -> list[int]:
        lines = [[heading, "To", "Subject", "Message"], [clock, "USA", "S", "T"]]
        changes = import_sheet(sheet(tmp_path, lines), korea)
        return [turn for name in changes.added for turn in turns(changes, name)]

    minutes = sum(korea.file.formats["half_day"].minutes.values())
    for clock in ("M+20", "T+0:20", "STARTEX+20", "20 min"):
        assert found("Time", clock) == [20 // minutes + 1], clock
    with pytest.raises(SheetError, match="time of day"):
        found("Time", "0:20")
    ours = [["Event #", "Move/Turn", "Exercise time", "To", "Subject", "Inject text"]]
    ours += [["Z1", "", "0:20", "USA", "S", "T"]]
    changes = import_sheet(sheet(tmp_path, ours), korea)
    assert turns(changes, "Z1") == [20 // minutes + 1]
    assert found("Time", "D+2") == [3]
    assert found("Scenario Time", "D+2") == []


def test_days_can_begin_with_one(korea: Exercise, tmp_path: Path) -> None:
    lines = [["Timeline", "To", "Subject", "Message"], ["D+1", "USA", "S", "T"], ["D+2 H+1", "USA", "R", "T"]]
    changes = import_sheet(sheet(tmp_path, lines), korea, Mapping(first_day=1))
    assert [turns(changes, name) for name in changes.added] == [[1], [2]]
