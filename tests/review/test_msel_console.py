"""`whitecell msel`: what it says, what it writes, how it ends."""

import re
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from console.msel import export_msel, gathered, import_msel, stretches
from console.speech import Spoken
from engine.exchange.msel import import_sheet, msel_rows, read_sheet, to_csv
from engine.exchange.msel.aliases import folded
from engine.exchange.msel.faults import SheetPlace
from engine.exchange.msel.headings import tables
from engine.exchange.msel.mapping import read as read_mapping
from engine.play.commands import Command
from engine.play.refusal import Refusal
from engine.record.run import Run
from engine.rules.load import examine, load
from engine.words.language import Language
from engine.words.locale import languages
from tests.review.sheets import SAMPLES, sheet

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "msel.md"


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Spoken, "code", "en")


def imported(path: Path, out: Path | None = None, mapping: str = "", language: str = "en") -> int:
    return import_msel(str(path), "grey-strait", str(out) if out else None, mapping or None, None, language)


@pytest.mark.parametrize("language", languages())
def test_out_and_in_again(language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing would change, and it says so."""
    path = tmp_path / "plan.xlsx"
    export_msel("grey-strait", str(path), None, False, language)
    assert "3" in capsys.readouterr().out
    assert imported(path, language=language) == 0
    said = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
    assert (
        Language(language).say("The exercise is already as the sheet has it.").replace("\u00a0", " ") in said
    )


def test_a_run_is_known_by_what_it_is(tmp_path: Path) -> None:
    Run.start(load("grey-strait"), tmp_path / "run.jsonl", seed=1)
    export_msel(str(tmp_path / "run.jsonl"), str(tmp_path / "plan.csv"), None, False, "en")
    assert read_sheet(tmp_path / "plan.csv").rows[0].cells["status"] == "took place"


def test_changes_are_told_and_then_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before and after by column, what is new and what is kept; only with a folder is anything written."""
    lines = [
        ["Event #", "To", "Subject", "Inject text", "Weather"],
        ["cut_nets", "all", "Nets, cut", "Short.", "wind"],
        ["gale", "HAL", "A gale", "It blows.", "wind"],
    ]
    path = sheet(tmp_path, lines)
    assert imported(path) == 0
    said = capsys.readouterr().out
    for words in (
        "gale  A gale (offered)",
        "was: Cut nets",
        "is: Nets, cut",
        "tanker, fog_bank",
        "Weather: this",
    ):
        assert words in said
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["theirs.xlsx"]
    assert imported(path, tmp_path / "out") == 0
    assert "is sound" in capsys.readouterr().out
    assert not examine(tmp_path / "out")[1].errors
    with pytest.raises(Refusal):
        imported(path, tmp_path / "out")


def test_faults_end_with_one_and_write_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = sheet(tmp_path, [["Event #", "To", "Inject text"], ["a", "Nobody", "T"], ["b", "HAL", ""]])
    assert imported(path, tmp_path / "out") == 1
    said = capsys.readouterr()
    assert "Injects, row 2, To:" in said.err
    assert "2 faults" in said.err
    assert not said.out
    assert not (tmp_path / "out").exists()


def test_a_remark_is_made_once_with_all_its_rows() -> None:
    """Law: one row is named as one, several as several, and a remark on the whole sheet without any."""
    remarks = [
        SimpleNamespace(place=SheetPlace("Plan", row, column), text=text)
        for row, column, text in (
            (2, "To", "x"),
            (4, "To", "x"),
            (5, "To", "x"),
            (7, "To", "y"),
            (0, "", "z"),
        )
    ]
    assert gathered(remarks, Language("en")) == [
        "Plan, rows 2, 4–5, To: x",
        "Plan, row 7, To: y",
        "Plan: z",
    ]


@pytest.mark.parametrize(
    ("to", "team", "kept"),
    [
        ("HAL", "BRE", True),
        ("HAL", "hal", False),
        ("HAL", "The night shift", False),
        ("HAL", "", False),
        ("Nobody", "BRE", False),
    ],
)
def test_a_team_beside_a_reader_is_kept_where_it_says_something_else(
    to: str, team: str, kept: bool, tmp_path: Path
) -> None:
    """Law: the reader counts; a team that is another role stands in the notes, and nothing else does."""
    lines = [["Event #", "To", "Team", "Subject", "Inject text"], ["gale", to, team, "A gale", "It blows."]]
    found = import_sheet(sheet(tmp_path, lines), load("grey-strait"))
    assert ("Team: BRE" in str(found)) == kept


def test_rows_that_follow_each_other_are_one() -> None:
    assert stretches([3, 4, 5, 9, 11, 12]) == "3–5, 9, 11–12"


# The guide


def test_the_mapping_file_in_the_guide_is_sound(tmp_path: Path) -> None:
    """It is read, and names every key that it says there is."""
    text = GUIDE.read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert block
    (tmp_path / "mapping.yaml").write_text(block[1], encoding="utf-8")
    found = read_mapping(tmp_path / "mapping.yaml")
    assert found.columns == {"text": "What happens", "turn": "When", "title.pl": "Krótko"}
    keys = re.search(r"The keys are (.*?); `text.pl`", text, re.DOTALL)
    assert keys
    (tmp_path / "keys.yaml").write_text(
        yaml.safe_dump({"columns": dict.fromkeys(re.findall(r"`(\w+)`", keys[1]), "x")}), encoding="utf-8"
    )
    assert len(read_mapping(tmp_path / "keys.yaml").columns) == 19


def test_the_headings_in_the_guide_are_known() -> None:
    """Of every kind of sheet that the guide lists."""
    section = (
        GUIDE.read_text(encoding="utf-8").partition("## Sheets of others")[2].partition("## A mapping")[0]
    )
    rows = re.findall(r"^\| (\w+) \| (.*) \|$", section, re.MULTILINE)[1:]
    assert [kind for kind, _ in rows] == ["HSEEP", "Blueprint", "Conducttr", "OpenAEV", "Polish"]
    for kind, listed in rows:
        table = tables()["pl" if kind == "Polish" else kind]
        known = {name for names in table.names.values() for name in names}
        assert {folded(heading) for heading in listed.split(", ")} <= known, kind


def test_the_samples_are_told_in_polish(capsys: pytest.CaptureFixture[str]) -> None:
    """The whole report of a foreign sheet has its Polish."""
    code = import_msel(
        str(SAMPLES / "openaev.csv"), "korea-2025", None, str(SAMPLES / "roles.yaml"), None, "pl"
    )
    assert code == 0
    said = capsys.readouterr().out
    for english in ("taken as", "column", " row", "turn is", "notes"):
        assert english not in said


def test_the_guide_lists_every_type_status_and_column_that_is_written(tmp_path: Path) -> None:
    """Law: of an exercise, and of a run with all that can become of an inject, nothing is left untold."""
    run = Run.start(load("korea-2025"), tmp_path / "run.jsonl", seed=7, people=["control"])
    for command, data in (
        *(("hold", {"inject": "M01"}), ("defer", {"inject": "M02"}), ("skip", {"inject": "M04"})),
        *(("improvise", {"text": "News.", "to": ["usa"]}), ("pause", {}), ("resume", {}), ("finish", {})),
    ):
        with suppress(Refusal):
            run.do(Command(command, "control", data))
    guide = GUIDE.read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| (Type|Status) \| ([^|]*) \|", guide, re.MULTILINE))
    rows = [*msel_rows(run), *msel_rows(load("korea-2025")), *msel_rows(load("grey-strait"))]
    for heading, key in (("Type", "type"), ("Status", "status")):
        words = set(re.split(r", |; | for ", listed[heading]))
        assert {str(row[key]) for row in rows} - {""} <= words, heading
    headings = to_csv(run).decode("utf-8-sig").splitlines()[0].split(",")
    assert len(headings) > 20
    assert all(heading in guide for heading in headings)
