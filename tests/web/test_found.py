"""Every run in the folder is found, whatever its file is called, and each by one name that stays the same."""

from pathlib import Path

import pytest

from engine.record.run import Run
from tests.web.company import Company, loaded
from web.found import NAME, found

FILES = (
    "plain.jsonl",
    "monday.run",
    "no-suffix",
    "Grupa wtorkowa.jsonl",
    "Grupa środowa",
    "two.dots.run.jsonl",
    "-dash.run",
    "x" * 120 + ".jsonl",
    "UPPER.JSONL",
    "two  spaces.jsonl",
    "two spaces.jsonl",
)


def begin(path: Path) -> Path:
    run = Run.start(loaded("grey-strait"), path, seed=1, people=["control"])
    run.log.close()
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "runs"
    folder.mkdir()
    for name in FILES:
        begin(folder / name)
    return folder


def test_every_run_is_found_whatever_its_name(folder: Path) -> None:
    """Law: in the lobby, on its pages, for programs and by its links; nothing else in the folder is a run."""
    for name in ("notes.txt", ".hidden", "plain.jsonl.seats", "plain.jsonl.torn"):
        (folder / name).write_text('{"seq":1,' if name.startswith("plain") else "notes")
    (folder / "a-folder").mkdir()
    company = Company(folder)
    names = company.runs.names()
    assert sorted(path.name for path in found(folder).values()) == sorted(FILES)
    assert len(names) == len(FILES)
    assert all(NAME.fullmatch(name) for name in names)
    host = company.host()
    shown = host.get("/?all=yes").get_data(as_text=True)
    for name in names:
        assert f'id="run-{name}"' in shown
        assert host.get(f"/run/{name}/control").status_code == 200
        assert host.get(f"/run/{name}/download").status_code == 200
        seated = company.seated(name, "halmar")
        assert seated.get(f"/run/{name}/halmar").status_code == 200
        assert company.runs.by_code(company.runs.seats(name).code("halmar")) == (name, "halmar")
    assert "Grupa wtorkowa.jsonl" in shown, "the host reads what the file is called"
    listed = company.ask("GET", "/runs", company.host_token).json["runs"]
    assert {entry["run"] for entry in listed} == set(names)


def test_a_run_keeps_its_name_whatever_lies_beside_it(folder: Path) -> None:
    """Law: links and cookies hold when another run is begun or taken away."""
    before = {path.name: name for name, path in found(folder).items()}
    assert before["plain.jsonl"] == "plain"
    assert before["monday.run"] == "monday.run"
    (folder / "two spaces.jsonl").unlink()
    begin(folder / "Grupa piątkowa.run")
    after = {path.name: name for name, path in found(folder).items()}
    assert {name: before[name] for name in after if name in before} == {
        name: after[name] for name in after if name in before
    }


def test_no_two_files_have_one_name(folder: Path, tmp_path: Path) -> None:
    """Also where files of one name lie in several folders, or one is named that lies in the folder anyway."""
    begin(folder / "monday.run.jsonl")
    others = []
    for number in range(3):
        (tmp_path / f"{number}").mkdir()
        others.append(begin(tmp_path / f"{number}" / "plain.jsonl"))
    files = found(folder, [folder / "plain.jsonl", *others, others[0]])
    assert len(files) == len(FILES) + 1 + 3
    assert len({path.resolve() for path in files.values()}) == len(files)
    assert files["plain"] == folder / "plain.jsonl"


def test_what_is_named_is_served_by_its_name(tmp_path: Path) -> None:
    path = begin(tmp_path / "monday.run")
    company = Company(tmp_path / "runs")
    company.runs.named = [path]
    assert company.runs.name_of(path) == "monday.run"
    assert company.host().get("/run/monday.run/control").status_code == 200
