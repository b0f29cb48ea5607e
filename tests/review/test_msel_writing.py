"""Changes are written into an exercise's files, and everything else stays as its author left it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.exchange.msel import Unwritable, import_sheet, msel_of, msel_rows, write_exercise
from engine.exchange.msel.rendering import entry
from engine.play.refusal import Refusal
from engine.rules.composer import FORBIDDEN, Composer
from engine.rules.exercise import Exercise
from engine.rules.load import load, locate, shipped
from engine.rules.read import read, read_text
from tests.review.sheets import Typed, saved, sheet

STRAIT = shipped() / "grey-strait" / "exercise.yaml"
PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(
    lambda text: FORBIDDEN.sub("", text).replace("\r", "").strip()
)
TEXTS = st.one_of(
    PLAIN, st.sampled_from(["a: b # c", "- x", "> y", "{z", "no", "'", '"', "a\n\n  b\n c", "&a *b", "?"])
)
CHANGED: dict[str, list[dict[str, str]]] = {
    "a title": [{"inject": "cut_nets", "title": "Cut again", "title.pl": "Znów przecięte"}],
    "one language": [{"inject": "cut_nets", "text": "Short."}],
    "a long text": [{"inject": "tanker", "text": "word " * 60 + "end"}],
    "whom it is for": [{"inject": "fog_bank", "to": "BRE", "notice": "HAL"}],
    "a kind": [{"inject": "tanker", "type": "economic"}],
    "what planners note": [
        {"inject": "tanker", "controller": "N. N.", "method": "Radio", "notes": "One\nTwo"}
    ],
    "a turn": [{"inject": "fog_bank", "turn": "2"}],
    "no turn": [{"inject": "cut_nets", "turn": ""}],
    "all at once": [
        {"inject": "cut_nets", "turn": "3", "title": "Later"},
        {"inject": "new", "turn": "3", "to": "everybody", "text": "New.", "title": "New", "from": "Radio"},
        {
            "inject": "spare",
            "to": "HAL",
            "text": "Spare.",
            "title": "Spare",
            "from": "Radio",
            "type": "military",
        },
    ],
}


@pytest.fixture(scope="module")
def strait() -> Exercise:
    return load("grey-strait")


def brought(rows: list[dict[str, str]], exercise: Exercise, source: Path, folder: Path) -> Path:
    """The exercise with these rows of its list changed, in a folder."""
    wanted = {row["inject"]: row for row in msel_rows(exercise) if "trigger" in row}
    for row in rows:
        wanted[row["inject"]] = wanted.get(row["inject"], {}) | row
    plan = Typed(list(wanted.values()))
    plan.columns = msel_of(exercise).columns  # type: ignore[method-assign]
    changes = import_sheet(saved(folder, plan, "xlsx"), exercise)
    write_exercise(changes, source, folder / "out")
    return folder / "out"


@pytest.mark.parametrize("name", CHANGED)
def test_the_list_of_what_was_written_is_the_list_that_came_in(
    name: str, strait: Exercise, tmp_path: Path
) -> None:
    """Export, change, import, export: each changed cell comes out as it went in, each other as it was."""
    made = load(brought(CHANGED[name], strait, locate("grey-strait"), tmp_path))
    before = {row["inject"]: row for row in msel_rows(strait)}
    after = {row["inject"]: row for row in msel_rows(made)}
    for row in CHANGED[name]:
        for key, text in row.items():
            assert after[row["inject"]].get(key, "") == text
    derived = ("scenario_time", "exercise_time", "trigger", "scenario_time.pl")
    for inject, old in before.items():
        changed = next((row for row in CHANGED[name] if row["inject"] == inject), {})
        for key, text in old.items():
            if key.partition(".")[0] not in changed and not (changed and key in derived):
                assert after[inject][key] == text, (inject, key)


@pytest.mark.parametrize("name", CHANGED)
def test_comments_and_layout_stay(name: str, strait: Exercise, tmp_path: Path) -> None:
    """Every line of the file stays but for those of the values that changed; no comment is lost."""
    folder = brought(CHANGED[name], strait, locate("grey-strait"), tmp_path)
    old = STRAIT.read_text(encoding="utf-8").splitlines()
    new = (folder / "exercise.yaml").read_text(encoding="utf-8").splitlines()
    first = old.index("injects:")
    last = next(number for number, line in enumerate(old) if line.startswith("templates:"))
    listed = next(number for number, line in enumerate(old) if "msel: {" in line)
    assert new[:listed] == old[:listed]
    assert new[listed + 1 : first] == old[listed + 1 : first]
    assert new[-(len(old) - last) :] == old[last:]
    for line in old:
        comment = re.search(r" # .*", line)
        assert comment is None or any(line.endswith(comment[0]) for line in new)
    untouched = {"cut_nets", "tanker", "fog_bank"} - {row["inject"] for row in CHANGED[name]}
    for inject in untouched:
        start = next(number for number, line in enumerate(old) if line.startswith(f"  {inject}:"))
        end = next(number for number in range(start + 1, len(old)) if re.match(r" {0,2}\w", old[number]))
        assert "\n".join(old[start:end]).rstrip() in "\n".join(new)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=7, max_size=7), st.sampled_from(["cut_nets", "tanker", "fog_bank", "new"]))
def test_any_text_is_written_so_that_it_is_read_again(
    strait: Exercise, tmp_path_factory: pytest.TempPathFactory, texts: list[str], inject: str
) -> None:
    """Whatever a planner writes is the same in the exercise afterwards."""
    title, text, polish, sender, method, notes, expect = texts
    row = {"inject": inject, "title": title or "T", "title.pl": title or "T", "text": text or "T"}
    row |= {"text.pl": polish or "T", "from": sender or "F", "from.pl": sender or "F", "method": method}
    row |= {
        "notes": notes,
        "expect": expect or "E",
        "expect.pl": expect or "E",
        "to": "HAL",
        "type": "military",
    }
    folder = brought([row], strait, locate("grey-strait"), tmp_path_factory.mktemp("any"))
    found = {found["inject"]: found for found in msel_rows(load(folder))}[inject]
    assert {key: found[key] for key in row} == row


@given(
    st.recursive(
        PLAIN | st.lists(PLAIN, max_size=3),
        lambda part: st.dictionaries(st.sampled_from(["en", "pl", "x1"]), part, max_size=3),
        max_leaves=5,
    )
)
def test_a_value_is_written_as_yaml(value: Any) -> None:
    text = f"outer:\n    {entry('key', value, 4)}\n    other: 1\n"
    assert read_text(text, Composer("test"))[0] == {"outer": {"key": value, "other": 1}}


# Other ways to write a file


def rewritten(tmp_path: Path, text: str, rows: list[dict[str, str]]) -> Path:
    """A single file with this text, with these rows changed."""
    path = tmp_path / "strait.yaml"
    path.write_bytes(text.encode())
    return brought(rows, load(path), path, tmp_path) / "strait.yaml"


NEW = {
    "inject": "new",
    "turn": "2",
    "to": "HAL",
    "text": "New.",
    "title": "New",
    "from": "Radio",
    "type": "military",
}
ROWS = [{"inject": "fog_bank", "title": "Thick fog"}, NEW]


def test_the_other_language_of_a_text_stays_as_it_is_laid_out(tmp_path: Path) -> None:
    """One line that is longer than ours, and one that is folded otherwise, are not laid out anew."""
    korea, source = load("korea-2025"), locate("korea-2025")
    folder = brought([{"inject": "M02", "text.pl": "Krótko."}], korea, source, tmp_path)
    old = (source / "injects.yaml").read_text(encoding="utf-8").splitlines()
    new = (folder / "injects.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in new if line not in old] == ["      pl: Krótko."] or [
        line for line in new if line not in old
    ] == ['      pl: "Krótko."']
    assert set(old) - set(new) <= set(old[old.index("  M02:") : old.index("  M03:")])
    assert all(line in new for line in old if line.startswith("      en:"))


def test_a_single_file_comes_out_as_a_file(tmp_path: Path) -> None:
    made = rewritten(tmp_path, STRAIT.read_text(encoding="utf-8"), ROWS)
    assert [path.name for path in made.parent.iterdir()] == ["strait.yaml"]
    assert load(made).file.injects["new"].title == "New"


def test_line_ends_stay(tmp_path: Path) -> None:
    """A file of Windows stays one."""
    text = STRAIT.read_text(encoding="utf-8").replace("\n", "\r\n")
    raw = rewritten(tmp_path, text, ROWS).read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") > 500


def test_injects_in_braces_are_written_out(tmp_path: Path) -> None:
    """One inject, or all of them, on a line of their own become readable; what they say stays."""
    text = STRAIT.read_text(encoding="utf-8")
    data = read(STRAIT).data["injects"]
    start, end = text.index("injects:\n"), text.index("templates:")
    each = "".join(f"  {name}: {braced(value)}\n" for name, value in data.items())
    for number, body in enumerate((f"injects:\n{each}\n", f"injects: {braced(data)}\n\n")):
        folder = tmp_path / str(number)
        folder.mkdir()
        made = load(rewritten(folder, text[:start] + body + text[end:], ROWS)).data["injects"]
        assert made.pop("new")["text"] == "New."
        assert made == data | {"fog_bank": data["fog_bank"] | {"title": {"en": "Thick fog", "pl": "Mgła"}}}


def braced(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def test_an_exercise_without_injects_gets_some(strait: Exercise, tmp_path: Path) -> None:
    """In a folder they come into a file of their own, in a file at its end."""
    text = STRAIT.read_text(encoding="utf-8")
    bare = text[: text.index("injects:\n")] + text[text.index("templates:") :]
    bare = bare.replace("msel: {1: [cut_nets]}", "msel: {}").replace("triggered: [tanker]", "triggered: []")
    bare = re.sub(r" *answers: \{tanker.*\n", "", bare)
    bare = bare[: bare.index("guide:")] + bare[bare.index("evaluation:") :]
    path = tmp_path / "bare" / "exercise.yaml"
    path.parent.mkdir()
    path.write_text(bare, encoding="utf-8")
    exercise = load(path)
    assert not exercise.file.injects
    for source in (path, path.parent):
        folder = tmp_path / f"of {source.name}"
        folder.mkdir()
        made = load(brought([NEW], exercise, source, folder)).file
        assert list(made.injects) == ["new"]
        assert made.formats["evening"].msel == {"2": ["new"]}


def test_anchors_are_left_to_people(tmp_path: Path) -> None:
    """What other places of the file refer to is not rewritten under them; what refers to it can be."""
    text = STRAIT.read_text(encoding="utf-8")
    text = text.replace(
        'title: {en: "Cut nets", pl: "Przecięte sieci"}', "title: &nets {en: Cut nets, pl: Sieci}"
    )
    text = text.replace('title: {en: "Fog", pl: "Mgła"}', "title: *nets")
    with pytest.raises(Unwritable):
        rewritten(tmp_path, text, [{"inject": "cut_nets", "title": "Cut again"}])
    assert not (tmp_path / "out").exists()
    made = load(rewritten(tmp_path, text, [{"inject": "fog_bank", "title": "Fog"}]))
    assert made.data["injects"]["fog_bank"]["title"] == {"en": "Fog", "pl": "Sieci"}


def test_nothing_is_written_over(strait: Exercise, tmp_path: Path) -> None:
    """A folder that holds something is refused, and where a sheet has faults there is no folder."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(Refusal):
        brought(ROWS, strait, locate("grey-strait"), tmp_path)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_a_foreign_list_of_one_column_more(strait: Exercise, tmp_path: Path) -> None:
    """A column that nobody knows is kept in the notes, and stays the same when the sheet comes again."""
    lines = [
        ["Event #", "To", "Subject", "Inject text", "Weather"],
        ["fog_bank", "all", "Fog", "Thick.", "foggy"],
    ]
    path = sheet(tmp_path, lines)
    changes = import_sheet(path, strait)
    write_exercise(changes, locate("grey-strait"), tmp_path / "out")
    made = load(tmp_path / "out")
    assert made.file.injects["fog_bank"].notes == "Weather: foggy"
    assert import_sheet(path, made).nothing
