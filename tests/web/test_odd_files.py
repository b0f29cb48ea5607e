"""Whatever lies in the folder of runs or of exercises is shown as what it is, beside the others."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from console.main import cli
from engine.record.log import LogError
from engine.record.run import Run
from engine.rules import load
from engine.rules.digest import digest
from tests.web.company import Company, loaded

ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**70,
    1.5,
    "",
    "x",
    [],
    {},
    [[]],
    [None],
    {"": ""},
    {"type": {}},
    "a" * 300,
)
"""What may stand where something else belongs."""


def sealed(line: dict[str, Any]) -> bytes:
    """A first line with the hash of what it says, as somebody would make it who wants to be read."""
    said = {name: value for name, value in line.items() if name != "hash"}
    body = json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()[:-1]
    return b'%b,"hash":"%b"}\n' % (body, sha256(body).hexdigest().encode())


def begun(folder: Path) -> dict[str, Any]:
    """The first line of a sound run."""
    path = folder / "sound.jsonl"
    Run.start(loaded("grey-strait"), path, seed=1, people=["control"], ready=True)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def changed(line: dict[str, Any], place: tuple[Any, ...], value: Any = ...) -> dict[str, Any]:
    """The line with another value at a place, or without one there."""
    found: dict[str, Any] = json.loads(json.dumps(line))
    at: Any = found
    for key in place[:-1]:
        at = at[key]
    if value is ...:
        del at[place[-1]]
    else:
        at[place[-1]] = value
    return found


def places(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a line but for those deep within the exercise."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [above] if above else []
    for key, part in inner:
        if above != ("data", "exercise"):
            found += places(part, (*above, key))
    return found


SEED_OF_TEXT = (("data", "seed"), "17")
NAMED: dict[str, tuple[tuple[Any, ...], Any]] = {
    "a seed that is a text": SEED_OF_TEXT,
    "a seed that is a word": (("data", "seed"), "seven"),
    "no events": (("events",), []),
    "no data": (("data",), None),
    "data that is a list": (("data",), [1, 2]),
    "no exercise": (("data", "exercise"), ...),
    "a fork from a word": (("data", "forked"), "elsewhere"),
    "a time that is none": (("at",), "yesterday"),
    "an event of no kind": (("events", 0, "type"), {}),
    "a format nobody has": (("events", 0, "format"), "a year"),
    "no such seats": (("events", 0, "seats"), {"moon": "bot"}),
}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def test_odd_logs_are_listed_beside_the_others(company: Company, tmp_path: Path) -> None:
    """In the lobby and in the API's list, each with why; their own pages say it, too."""
    sound, line = company.start("grey-strait").name, begun(tmp_path)
    for number, (place, value) in enumerate(NAMED.values()):
        (company.runs.folder / f"odd-{number}.jsonl").write_bytes(sealed(changed(line, place, value)))
    for name, content in (
        ("empty", b""),
        ("words", b"nonsense\n"),
        ("json", b"[1]\n"),
        ("bytes", b"\xff\x00\n"),
    ):
        (company.runs.folder / f"odd-{name}.jsonl").write_bytes(content)
    (company.runs.folder / "odd-folder.jsonl").mkdir()
    host, odd = company.host(), [name for name in company.runs.names() if name.startswith("odd-")]
    lobby = host.get("/?all=yes")
    assert lobby.status_code == 200
    shown = lobby.get_data(as_text=True)
    listed: Any = company.ask("GET", "/runs", company.host_token).json
    found = {entry["run"]: entry for entry in listed["runs"]}
    assert found[sound]["readable"]
    assert f'href="/run/{sound}/control"' in shown
    assert len(odd) >= len(NAMED) + 4
    for name in odd:
        if not (company.runs.folder / f"{name}.jsonl").is_file():
            continue
        assert f'id="run-{name}"' in shown
        assert not found[name]["readable"]
        assert found[name]["why"]
        assert "Error" not in found[name]["why"], found[name]["why"]
        page = host.get(f"/run/{name}/control")
        assert page.status_code == 500
        assert "This run cannot be read" in page.get_data(as_text=True)


@pytest.mark.parametrize("how", NAMED)
def test_the_terminal_says_a_clear_error(
    tmp_path: Path, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_bytes(sealed(changed(begun(tmp_path), *NAMED[how])))
    for command in (["show", str(path), "--as", "public"], ["verify", str(path)]):
        with pytest.raises(SystemExit) as left:
            cli.main(command)
        said = "".join(capsys.readouterr())
        assert left.value.code == 1, said
        assert "line 1" in said.lower(), said
        assert "should not" not in said


def test_any_first_line_is_a_run_or_is_said_to_be_none(tmp_path: Path) -> None:
    """A hundred of them, drawn by chance: any JSON at any place."""
    line, chance, path = begun(tmp_path), Random(20251130), tmp_path / "odd.jsonl"
    known = places(line)
    refused = 0
    for _ in range(100):
        place, value = chance.choice(known), chance.choice([*ODD, ...])
        path.write_bytes(sealed(changed(line, place, value)))
        try:
            Run.open(path)
        except LogError:
            refused += 1
    assert refused > 50


def test_an_exercise_that_is_none_within_a_log(tmp_path: Path) -> None:
    """Its digest fits, so that only its meaning is wrong."""
    line, chance, path = begun(tmp_path), Random(7), tmp_path / "odd.jsonl"
    exercise = line["data"]["exercise"]
    for key in exercise:
        other = changed(line, ("data", "exercise", key), chance.choice(ODD))
        other["data"]["digest"] = digest(other["data"]["exercise"])
        path.write_bytes(sealed(other))
        with suppress(LogError):  # and nothing else
            Run.open(path)


def test_an_undo_of_what_was_not_before_it_ends(tmp_path: Path) -> None:
    """Such a line would be looked through for ever."""
    line = begun(tmp_path)
    line["events"].append({"type": "undone", "line": 1, "reason": "", "restored": 1})
    path = tmp_path / "odd.jsonl"
    path.write_bytes(sealed(line))
    with pytest.raises(LogError, match="cannot be read"):
        Run.open(path)


def bomb(folder: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]" for number in range(1, 12)]
    (folder / "exercise.yaml").write_text("\n".join(rows), encoding="utf-8")


FOLDERS: dict[str, Callable[[Path], Any]] = {
    "nothing": lambda folder: None,
    "bytes": lambda folder: (folder / "exercise.yaml").write_bytes(b"\xff\xfe\x00"),
    "a list": lambda folder: (folder / "exercise.yaml").write_text("- 1"),
    "deep": lambda folder: (folder / "exercise.yaml").write_text("a: " + "[" * 5000),
    "a bomb": bomb,
    "a folder": lambda folder: (folder / "exercise.yaml").mkdir(),
    "a circle": lambda folder: os.symlink(folder / "exercise.yaml", folder / "exercise.yaml"),
    "a pipe": lambda folder: os.mkfifo(folder / "exercise.yaml"),
    "a device": lambda folder: os.symlink("/dev/zero", folder / "exercise.yaml"),
    "an object": lambda folder: (folder / "exercise.yaml").write_text(
        "a: !!python/object/apply:os.getcwd []"
    ),
}


def test_odd_exercises_are_offered_as_what_they_are(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "exercises"
    shipped.mkdir()
    os.symlink(load.shipped() / "grey-strait", shipped / "grey-strait")
    for number, make in enumerate(FOLDERS.values()):
        (shipped / f"odd-{number}").mkdir()
        make(shipped / f"odd-{number}")
    monkeypatch.setattr(load, "shipped", lambda: shipped)
    lobby = company.host().get("/?exercise=odd-3")
    assert lobby.status_code == 200
    shown = lobby.get_data(as_text=True)
    listed: Any = company.ask("GET", "/exercises", company.host_token).json
    sound = {entry["id"]: entry["sound"] for entry in listed["exercises"]}
    assert sound.pop("grey-strait")
    assert len(sound) == len(FOLDERS)
    assert not any(sound.values())
    for name in sound:
        assert name in shown
