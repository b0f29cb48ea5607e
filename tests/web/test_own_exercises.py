"""Exercises in a folder of the host's: sound ones are played, faulty ones told, and nothing leads out."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine.rules.load import names, shipped
from tests.web.company import Company
from tests.web.reading import Page
from web.exercises import Exercises
from web.runs import Runs

SHIPPED = shipped() / "grey-strait"


class Author(Company):
    """A server with a folder of exercises."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "mine"
        self.folder.mkdir()
        super().__init__(folder / "runs")
        self.runs.exercises = Exercises(self.folder)

    def copy(self, name: str) -> Path:
        shutil.copytree(SHIPPED, self.folder / name)
        return self.folder / name

    def lobby(self, name: str = "") -> str:
        answer = self.host().get("/", query_string={"exercise": name} if name else {})
        assert answer.status_code == 200
        return answer.get_data(as_text=True)


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path)


def break_it(folder: Path) -> None:
    """One name in it is spelt wrong."""
    for path in folder.glob("*.yaml"):
        path.write_text(path.read_text().replace("tension >= 8", "tensoin >= 8"))


def test_what_lies_in_the_folder_is_begun_and_rehearsed(author: Author) -> None:
    """Folders and files, from the lobby and by the API; one may be called as one that ships."""
    author.copy("grey-strait")
    if len(list(SHIPPED.glob("*.yaml"))) == 1:
        shutil.copy(next(SHIPPED.glob("*.yaml")), author.folder / "strait.yaml")
    own = [name for name in author.runs.exercises.names() if name not in names()]
    assert "./grey-strait" in own
    for name in own:
        assert f'value="{name}"' in author.lobby(name)
        sent = author.host().post("/start", {"exercise": name, "people": ["control"], "name": "mine"})
        assert sent.status_code == 303
        assert author.host().get(f"/rehearsal?exercise={name}").status_code == 200
        made = author.ask("POST", "/runs", author.host_token, json={"exercise": name})
        assert made.status_code == 201
    listed: Any = author.ask("GET", "/exercises", author.host_token).json
    assert {entry["id"]: entry["sound"] for entry in listed["exercises"]} == dict.fromkeys(
        [*names(), *own], True
    )


def test_a_faulty_one_says_where_and_what_and_is_mended_without_a_restart(author: Author) -> None:
    folder = author.copy("my-strait")
    break_it(folder)
    shown = author.lobby("./my-strait")
    (place,) = {
        line.split("</code>")[0] for line in shown.split('<ol class="problems">')[1].split("<code>")[1:2]
    }
    assert place.startswith("my-strait/")
    assert len(place.split(":")) == 3, "file, line and column"
    assert "tensoin" in shown
    assert "Did you mean" in shown, "what would be right"
    assert str(author.folder) not in shown
    assert Page(shown).faults == []
    assert author.host().get("/rehearsal?exercise=./my-strait").headers["Location"].startswith("/?exercise=")
    assert author.host().post("/start", {"exercise": "./my-strait"}).status_code == 422
    refused = author.ask("POST", "/runs", author.host_token, json={"exercise": "./my-strait"})
    assert refused.status_code == 409
    assert "tensoin" in refused.json["message"]
    assert author.runs.names() == []
    shutil.rmtree(folder)
    author.copy("my-strait")
    assert 'name="format"' in author.lobby("./my-strait")
    shutil.rmtree(folder)
    assert "my-strait" not in author.lobby()


def test_no_broken_one_breaks_the_lobby(author: Author) -> None:
    """Law: whatever lies there, the others are offered, and it is listed as what it is."""
    author.copy("sound")
    (author.folder / "notes.txt").write_text("no exercise")
    (author.folder / "empty").mkdir()
    (author.folder / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    (author.folder / "deep.yaml").write_text("a: " + "[" * 5000)
    os.mkfifo(author.folder / "pipe.yaml")
    os.symlink(author.folder / "circle.yaml", author.folder / "circle.yaml")
    (author.folder / "odd").mkdir()
    (author.folder / "odd" / "exercise.yaml").mkdir()
    shown = author.lobby("./sound")
    assert 'name="format"' in shown
    own = {name for name in author.runs.exercises.names() if name not in names()}
    assert own == {"./sound", "./bytes.yaml", "./deep.yaml", "./circle.yaml", "./odd"}
    for name in own - {"./sound"}:
        assert "cannot be played" in author.lobby(name), name
    shutil.rmtree(author.folder)
    assert author.host().get("/").status_code == 200


def test_nothing_leads_out_of_the_folder(author: Author, tmp_path: Path) -> None:
    """Law: neither a name nor a link reads what lies elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(SHIPPED, elsewhere)
    os.symlink(elsewhere, author.folder / "linked")
    os.symlink(next(elsewhere.glob("*.yaml")), author.folder / "linked.yaml")
    (author.folder / "partly").mkdir()
    os.symlink(next(elsewhere.glob("*.yaml")), author.folder / "partly" / "exercise.yaml")
    for name in ("./linked", "./linked.yaml", "./partly"):
        assert "leads out of the folder" in author.lobby(name), name
        assert author.host().post("/start", {"exercise": name}).status_code == 422
    for name in ("./../elsewhere", "../elsewhere", str(elsewhere), "./", ".", "./mine/../../elsewhere"):
        assert author.host().post("/start", {"exercise": name}).status_code == 422, name
        answer = author.ask("POST", "/runs", author.host_token, json={"exercise": name})
        assert answer.status_code == 409, name
        assert author.host().get("/rehearsal", query_string={"exercise": name}).status_code == 302, name
    assert author.runs.names() == []


def test_without_a_folder_only_what_ships_is_offered(tmp_path: Path) -> None:
    assert Runs(tmp_path / "runs").exercises.names() == names()
    assert Exercises(tmp_path / "gone").names() == names()
