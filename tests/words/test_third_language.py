"""A third language, of a folder alone, is spoken wherever English and Polish are."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from console.main import cli
from console.speech import language_code
from engine.exchange.export.dictionary import dictionary
from engine.exchange.msel import import_sheet, write_exercise, write_sheet
from engine.exchange.msel.sheet import read_sheet
from engine.record.run import Run
from engine.review.report import report
from engine.review.report.to_word import word
from engine.rules.exercise import Exercise
from engine.rules.load import load, locate
from engine.rules.read import read
from engine.views import view
from engine.words import locale
from engine.words.language import Language
from tests.review.sheets import sheet
from tests.web.company import Company

HERE = Path(__file__).parent / "locale"


@pytest.fixture(autouse=True)
def third(monkeypatch: pytest.MonkeyPatch) -> None:
    """Xhosko, which does not ship, stands beside the languages that do."""
    monkeypatch.setattr(locale, "LOCALES", (*locale.LOCALES, HERE))


def in_third(value: Any) -> Any:
    """A part of an exercise whose texts are in Xhosko alone: the English ones, marked."""
    if isinstance(value, dict) and value and set(value) <= {"en", "pl"}:
        return {"xx": f"X {value['en']}"}
    if isinstance(value, dict):
        return {key: in_third(part) for key, part in value.items()}
    return [in_third(part) for part in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Grey Strait, in Xhosko alone."""
    data = in_third(read(locate("grey-strait")).data) | {"languages": ["xx"]}
    found = tmp_path_factory.mktemp("strait") / "grey-strait.yaml"
    found.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return found


@pytest.fixture
def strait(folder: Path) -> Exercise:
    return load(str(folder))


@pytest.fixture
def run(strait: Exercise, tmp_path: Path) -> Run:
    """Over."""
    found = Run.start(strait, tmp_path / "run.jsonl", seed=5)
    while not found.state.game.finished:
        found.press_on()
    return found


def whitecell(*words: str, lines: tuple[str, ...] = ()) -> str:
    result = CliRunner().invoke(cli, list(words), input="\n".join(lines), env={"COLUMNS": "90"})
    return result.output


# Sentences


def test_the_folders_are_the_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(locale.languages()) == ["en", "pl", "xx"]
    assert [locale.name_of(code) for code in ("en", "pl", "xx")] == ["English", "polski", "xhosko"]
    assert locale.name_of("zz") == "zz"
    monkeypatch.undo()
    assert list(locale.languages()) == ["en", "pl"]
    assert Language("xx").code == "en"


def test_what_has_no_translation_stays_english() -> None:
    spoken = Language("xx")
    assert spoken.say("Control") == "Xkontrolo"
    assert spoken.say("Nothing was begun.") == "Nothing was begun."
    assert spoken.count(1, "page open", "pages open") == "1 page open"
    assert spoken.count(2, "page open", "pages open") == "2 pages open"


def test_a_language_has_forms_ties_signs_and_dates_of_its_own() -> None:
    spoken = Language("xx")
    one, two, few, other = "xturno", "xturnoj-du", "xturnoj-kelkaj", "xturnoj"
    for number, form in {1: one, 2: two, 3: few, 5: other, 0: other, 101: one, 202: two}.items():
        assert spoken.count(number, "turn", "turns") == f"{number} {form}"
    assert spoken.say("After-action report") == "Xraporto xo\u00a0fino"
    assert spoken.text({"xx": "K vi iras w domo"}) == "K\u00a0vi iras w domo"
    assert spoken.tenths(-1.25) == "−1·2"
    assert spoken.date("2026-11-29T10:00:00.000Z") == "29. 11. 2026"


# The console


def test_the_console_speaks_it(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "grey-strait" in whitecell("list", "--lang", "xx")
    assert "--lang [en|pl|xx]" in whitecell("list", "--help")
    assert "'zz' is not one of 'en', 'pl', 'xx'" in whitecell("list", "--lang", "zz")
    assert "warning" not in whitecell("check", str(folder))
    path = str(tmp_path / "run.jsonl")
    whitecell("start", str(folder), path, "--seed", "3", "--lang", "xx")
    assert "X The Grey Strait" in whitecell("show", path, "--lang", "xx")
    for name in ("LC_ALL", "WHITECELL_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "xx_ZZ.UTF-8")
    assert language_code() == "xx"


def test_whoever_begins_is_asked_which_of_the_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WHITECELL_LANG", raising=False)
    said = whitecell("play", lines=("3",))
    assert "Language / Język / Xlingvo" in said
    assert "xhosko" in said


def test_an_exercise_in_a_language_without_a_folder_is_warned_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    said = whitecell("check", str(folder))
    assert "no folder in engine/locale speaks 'xx'" in said
    assert "is sound" in said


# Views and documents


def test_an_exercise_in_it_alone_is_played_in_it(run: Run) -> None:
    seen = view(run.state, "control", "xx")
    assert seen["title"].startswith("X ")
    assert seen["languages"] == ["xx"]
    assert all(list(item) == ["xx"] for item in seen["bulletin_texts"])


def test_the_report_follows(run: Run) -> None:
    from docx import Document

    found = report(run, "control", "xx")
    assert found.title == "Xraporto xo\u00a0fino"
    day = run.log.lines[0].at
    assert ["Xludita", f"{day[8:10]}. {day[5:7]}. {day[:4]}"] in found.about
    document = Document(BytesIO(word(found)))
    assert document.core_properties.language == "xx-ZZ"


def test_the_dictionary_has_a_column_for_it() -> None:
    assert dictionary(control=True, anonymous=False)[0][-3:] == ["meaning_en", "meaning_pl", "meaning_xx"]


# Sheets


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_list_of_ours_is_written_and_read(
    strait: Exercise, folder: Path, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"plan.{form}"
    write_sheet(strait, path, "xx")
    found = read_sheet(path)
    assert {(headings.kind, headings.language) for headings in found.headings} == {("Whitecell xx", "xx")}
    assert found.headings[0].written["inject"] == "Xkodo"
    assert import_sheet(path, strait, language="xx").nothing


def test_a_list_of_planners_who_speak_it_is_read(strait: Exercise, folder: Path, tmp_path: Path) -> None:
    """Their headings, their words for everybody, for kinds, turns and lengths of time."""
    roles = list(strait.roles)[:2]
    lines = [
        ["Xnumo", "Xturno", "Xalo", "Xtemo", "Xteksto", "Xspeco"],
        ["Xrondo 2"],
        ["gale", "", "xchiuj", "Ventego", "Blovas.", "xarmeo"],
        ["lull", "3", " kaj ".join(roles), "Kvieto", "Ne blovas.", "xmilita"],
        ["stop", "3", "xchiuj", "Fino", "Fino.", "xadmino"],
    ]
    path = sheet(tmp_path, lines)
    changes = import_sheet(path, strait, language="xx")
    assert list(changes.new) == ["gale", "lull"]
    assert {headings.kind for headings in read_sheet(path).headings} == {"xx"}
    assert [changes.new[name]["type"] for name in changes.new] == ["military", "military"]
    assert changes.new["lull"]["to"] == roles
    assert "gale" in changes.msel["2"]
    assert changes.new["gale"]["from"] == "Xkontrolo"
    write_exercise(changes, folder, tmp_path / "out")
    assert "gale" in load(str(tmp_path / "out" / folder.name)).injects


# Pages


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def test_the_pages_offer_it_and_speak_it(company: Company) -> None:
    host = company.host()
    assert 'value="xx" lang="xx" aria-label="XX, xhosko"' in host.get("/join").text
    assert '<option value="xx"' in host.get("/").text
    host.post("/language", {"code": "xx", "back": "/"})
    page = host.get("/").text
    assert '<html lang="xx"' in page
    assert "Xlingvo de kontrolo" in page
    for other in (
        'value="en" lang="en" aria-label="EN, English"',
        'value="pl" lang="pl" aria-label="PL, polski"',
    ):
        assert other in page
    stranger = company.browser()
    assert '<html lang="xx"' in stranger.get("/join", headers={"Accept-Language": "xx"}).text


def test_a_run_in_it_alone_is_led_in_it(company: Company, strait: Exercise, tmp_path: Path) -> None:
    """The forms of control have a field for its text, and none for languages that the exercise lacks."""
    role = next(iter(strait.roles))
    open_run = company.serve(
        "strait", Run.start(strait, tmp_path / "strait.jsonl", seed=2, people=["control", role])
    )
    host = company.host()
    host.post("/language", {"code": "xx", "back": "/"})
    open_run.run.press_on()
    writing = host.get("/run/strait/control?panel=write").text
    assert 'name="text.xx"' in writing
    assert 'name="text.en"' not in writing
    seats = host.get("/run/strait/control?panel=seats").text
    assert "XX: xhosko" in seats
    host.post(f"/run/strait/seats/{role}/language", {"code": "xx"})
    assert '<html lang="xx"' in company.seated("strait", role).get(f"/run/strait/{role}").text
    while open_run.run.state.game.phase != "report":
        open_run.run.press_on()
    bulletin = host.get("/run/strait/control").text
    assert 'name="item.1.xx"' in bulletin
    assert 'name="item.1.en"' not in bulletin
    answer = company.ask("GET", "/view?lang=xx", company.token("strait", role))
    assert answer.json["language"] == "xx"


def test_the_api_takes_and_describes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The languages of the document were those of the moment in which the program began."""
    company = Company(tmp_path)
    open_run = company.start("grey-strait")
    described = company.ask("GET", "/openapi.json").json["components"]["schemas"]
    assert described["Seat"]["properties"]["language"]["enum"] == ["en", "pl", "xx", None]
    assert described["LanguageBody"]["properties"]["code"]["enum"] == ["en", "pl", "xx"]
    token = company.token(open_run.name, "control")
    assert company.ask("GET", "/view?lang=xx", token).status_code == 200
    monkeypatch.undo()
    described = company.ask("GET", "/openapi.json").json["components"]["schemas"]
    assert described["Seat"]["properties"]["language"]["enum"] == ["en", "pl", None]
    assert company.ask("GET", "/view?lang=xx", token).status_code == 422
