"""The list of injects goes out to a sheet and comes back: nothing is lost, nothing is carried out."""

import zipfile
from datetime import UTC
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from engine.exchange.msel import import_sheet, msel_of, msel_rows, read_sheet, write_exercise, write_sheet
from engine.exchange.msel.aliases import folded
from engine.exchange.msel.cells import guard, unguard
from engine.exchange.msel.columns import columns
from engine.exchange.msel.plan import Plan
from engine.play.commands import Command
from engine.play.injects import tray
from engine.play.refusal import Refusal
from engine.record.run import Run
from engine.rules.exercise import Exercise
from engine.rules.load import load, locate, names
from engine.words.language import Language
from engine.words.locale import languages
from tests.laws.people import People
from tests.review.sheets import FORMS, Typed, cells, saved, shown

NASTY = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "'=1",
    "''",
    "'",
    "_x0007_",
    "_x005F_",
    "#N/A",
    "\x07",
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.builds(str.__add__, st.sampled_from(NASTY), st.text(max_size=8, alphabet="ab '=\n\r\t\"_x0A,;")),
)


@pytest.fixture(scope="module", params=names())
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run to its end in which control did all that can be done to an inject."""
    path = tmp_path_factory.mktemp("msel") / "run.jsonl"
    run = Run.start(load(request.param), path, seed=7)
    texts = {"en": "=HYPERLINK(1)", "pl": "+zł"}
    first = next(iter(run.exercise.roles))
    run.do(Command("improvise", data={"text": texts, "title": "-1", "to": [first], "when": "now"}))
    run.do(Command("improvise", data={"text": "Kept.", "to": ["all"], "when": 2, "type": "military"}))
    run.do(Command("pause"))
    run.do(Command("resume"))
    due = tray(run.state)
    run.do(Command("hold", data={"inject": due[0].inject, "reason": "@later"}))
    run.do(Command("note", data={"text": "Seen by nobody.", "kind": "observation", "about": due[0].inject}))
    while not run.state.game.finished:
        run.press_on()
    return run


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("form", FORMS)
def test_an_exercise_comes_back(exercise: Exercise, form: str, language: str, tmp_path: Path) -> None:
    """Every row of every exercise, in both languages and for every format, is read as it was written."""
    for name in exercise.file.formats:
        plan = msel_of(exercise, language, name)
        found = read_sheet(saved(tmp_path, plan, form))
        assert [cells(row.cells) for row in found.rows] == shown(plan)
        assert not any(row.others for row in found.rows)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("form", FORMS)
def test_a_run_comes_back(played: Run, form: str, language: str, tmp_path: Path) -> None:
    """So does every row of a run, with what became of it."""
    plan = msel_of(played, language, zone=UTC)
    found = read_sheet(saved(tmp_path, plan, form))
    assert [cells(row.cells) for row in found.rows] == shown(plan)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", names())
def test_whatever_people_do_comes_back(name: str, seed: int, tmp_path: Path) -> None:
    """A run in which everybody does everything is a list, and the list comes back."""
    run = Run.start(load(name), tmp_path / "run.jsonl", seed=seed)
    People(run, seed).play()
    for form in FORMS:
        plan = msel_of(run, Random(seed).choice(list(languages())))
        found = read_sheet(saved(tmp_path, plan, form))
        assert [cells(row.cells) for row in found.rows] == shown(plan)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("form", FORMS)
def test_an_unchanged_list_changes_no_byte(
    exercise: Exercise, form: str, language: str, tmp_path: Path
) -> None:
    """Out and in again, the files of the exercise are the same, byte for byte, and so is the list."""
    changes = import_sheet(saved(tmp_path, msel_of(exercise, language), form), exercise)
    assert changes.nothing
    assert not changes.kept
    assert not changes.notices
    source, folder = locate(exercise.id), tmp_path / "out"
    assert write_exercise(changes, source, folder) == []
    files = {path.name: path.read_bytes() for path in source.iterdir() if path.is_file()}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    assert msel_rows(load(folder), language) == msel_rows(exercise, language)


def test_the_list_of_a_run_adds_what_was_written_on_the_spot(played: Run, tmp_path: Path) -> None:
    """Into its exercise a run's list brings its ad hoc injects, and leaves the others as they are."""
    changes = import_sheet(saved(tmp_path, msel_of(played), "xlsx"), played.exercise)
    assert not changes.changed
    assert changes.added == ["X01", "X02"]
    assert changes.new["X01"]["text"] == {"en": "=HYPERLINK(1)", "pl": "+zł"}
    assert changes.msel["2"][-1] == "X02"


# What stands in it


def test_every_inject_is_a_row(exercise: Exercise) -> None:
    """Each inject once: the timetable by turn, then what is triggered, then what is offered."""
    rows = msel_rows(exercise)
    listed = [row["inject"] for row in rows if "trigger" in row]
    assert sorted(listed) == sorted(exercise.injects)
    turns = [int(row["turn"].partition(",")[0]) for row in rows if row.get("turn")]
    assert turns == sorted(turns)
    modes = [exercise.file.injects[name].mode for name in listed if not msel_of(exercise).turns.get(name)]
    order = ("triggered", "offered", "timetable")
    assert modes == sorted(modes, key=order.index)
    assert rows[0]["inject"] == "STARTEX"
    assert "ENDEX" in [row["inject"] for row in rows]


def test_conditions_stand_in_words_and_as_written(exercise: Exercise) -> None:
    rows = {row["inject"]: row for row in msel_rows(exercise)}
    for name, inject in exercise.file.injects.items():
        if isinstance(inject.if_, str):
            assert f"if: {inject.if_}" in rows[name]["trigger"]
            assert rows[name]["trigger"].count("\n") >= 2


def test_what_became_of_each_inject(played: Run) -> None:
    """Status, turn, time, receivers and outcome are those of the log."""
    rows = {row["inject"]: row for row in msel_rows(played)}
    shelf = played.state.game.shelf
    for name in played.exercise.injects:
        status = shelf.get(name, ("",))[0]
        assert rows[name]["status"] == (status or "not used")
        assert bool(rows[name]["actual_turn"]) == (status == "released")
        assert bool(rows[name]["actual_time"]) == bool(rows[name]["actual_to"]) == (status == "released")
    assert rows["X01"]["status"] == "written on the spot"
    assert rows["X01"]["trigger"].startswith("ad hoc")
    assert (rows["X02"]["turn"], rows["X02"]["status"]) == ("2", "not used")
    assert [row["inject"] for row in msel_rows(played)].count("PAUSEX") == 1
    assert rows["ENDEX"]["status"] == rows["STARTEX"]["status"] == "took place"
    held = next(row for row in rows.values() if "held: @later" in row.get("actual", ""))
    assert "Observation: Seen by nobody." in held["actual"]


def test_a_list_is_in_the_order_of_play(played: Run) -> None:
    """What was released stands in the order of the log."""
    turns = [int(row["actual_turn"]) for row in msel_rows(played) if row.get("actual_turn")]
    assert turns == sorted(turns)
    assert len(turns) > 3


# Nothing in it is carried out


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
def test_any_text_comes_back(tmp_path: Path, texts: list[tuple[str, str]]) -> None:
    """Whatever anybody wrote is the same text afterwards, in a workbook and in a CSV file."""
    rows = [{"inject": f"E{n}", "text": one, "actual": two} for n, (one, two) in enumerate(texts)]
    for form in FORMS:
        found = read_sheet(saved(tmp_path, Typed(rows), form))
        assert [cells(row.cells) for row in found.rows] == [cells(row) for row in rows]


@given(TEXTS)
def test_no_cell_of_a_csv_begins_like_a_formula(text: str) -> None:
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert unguard(guard(text)) == text


def test_foreign_apostrophes_stay() -> None:
    """Only an apostrophe that could be ours is taken away."""
    assert [unguard(text) for text in ("'tis", "''tis", "'", "'=1", "''=1")] == [
        "'tis",
        "''tis",
        "'",
        "=1",
        "'=1",
    ]


def test_a_workbook_holds_no_formula(tmp_path: Path) -> None:
    """Not one cell of it, whatever stands in the texts."""
    rows = [{"inject": f"E{n}", "text": text, "title": text} for n, text in enumerate(NASTY)]
    path = saved(tmp_path, Typed(rows), "xlsx")
    with zipfile.ZipFile(path) as packed:
        assert not any(
            b"<f>" in packed.read(name) or b"<f " in packed.read(name) for name in packed.namelist()
        )
    for sheet in load_workbook(path).worksheets:
        for line in sheet.iter_rows():
            assert {cell.data_type for cell in line} <= {"s", "n"}


# How it looks


def test_a_workbook_is_ready_to_work_with(exercise: Exercise, tmp_path: Path) -> None:
    """Two sheets, a heading that stays and is printed again, a filter, wrapped text, A4 across."""
    plan = msel_of(exercise)
    book = load_workbook(saved(tmp_path, plan, "xlsx"))
    assert book.sheetnames == ["MSEL", "About"]
    sheet = book["MSEL"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet["L3"].alignment.wrap_text
    assert "EXERCISE" in sheet.oddHeader.center.text
    about = "\n".join(str(value) for line in book["About"].values for value in line if value)
    for said in (exercise.id, plan.format_id, exercise.file.version, "whitecell msel import"):
        assert said in about


def test_empty_columns_are_folded_and_full_ones_are_not(played: Run, tmp_path: Path) -> None:
    def folded_away(plan: Plan) -> dict[str, bool]:
        sheet = load_workbook(saved(tmp_path, plan, "xlsx"))["MSEL"]
        letters = {str(cell.value): cell.column_letter for cell in sheet[1]}
        return {head: sheet.column_dimensions[letter].hidden for head, letter in letters.items()}

    planned, actual = folded_away(msel_of(played.exercise)), folded_away(msel_of(played))
    assert planned["Actual action/Comments"]
    assert not actual["Actual action/Comments"]
    assert planned["Controller"]
    assert not planned["Inject text"]


# Headings and names of files


def test_headings_of_ours_stay_known_when_they_change() -> None:
    """Sheets that were written once are read for good: the Polish headings stand in the table, too."""
    known = {key: set(map(folded, heads)) for key, heads in languages()["pl"].sheets.headings.items()}
    for column in columns(Language("pl")):
        assert folded(column.heading) in known[column.key]


def test_a_sheet_has_one_of_two_endings(exercise: Exercise, tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.csv"):
        write_sheet(exercise, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 500
    with pytest.raises(Refusal):
        write_sheet(exercise, tmp_path / "a.ods")


def test_an_unknown_format_is_refused(exercise: Exercise) -> None:
    with pytest.raises(Refusal):
        msel_of(exercise, format_id="weekend")


def test_ids_of_objectives_are_written_out_and_other_words_stay() -> None:
    """Law: where every word is the id of an objective its text stands beside it; else they stay."""
    found = load("korea-2025")
    plan = Plan(found, Language("en"), "")
    one, two = list(found.file.evaluation)[:2]
    for written in ("", "Deter", f"{one} and more", f"see {two}"):
        assert plan.aimed(written, "en") == written
    lines = plan.aimed(f"{one}, {two}", "en").splitlines()
    assert [line.partition(": ")[0] for line in lines] == [one, two]
    assert all(len(line) > len("E1: ") for line in lines)
