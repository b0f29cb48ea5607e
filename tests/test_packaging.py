"""The wheel holds everything that a player needs, and nothing else."""

import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener
from zipfile import ZipFile

import pytest

from engine import __version__

HOUSE = Path(__file__).resolve().parents[1]
ROOMS = ("engine/", "console/", "web/")
PARTS = (
    "exercises/*/*.yaml",
    "exercises/*/*.json",
    "engine/**/*.py",
    "engine/locale/*/*.json",
    "console/**/*.py",
    "web/**/*.py",
    "web/templates/**/*",
    "web/static/**/*",
)


def call(*words: object, cwd: Path) -> str:
    """What a program prints; the test fails with its errors when it does not end well."""
    found = subprocess.run(list(map(str, words)), cwd=cwd, capture_output=True, text=True, timeout=600)
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it would be released."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    call(*pip, "wheel", "--no-deps", "--wheel-dir", folder, HOUSE, cwd=folder)
    return next(folder.glob("whitecell-*.whl"))


@pytest.mark.first
@pytest.mark.long
def test_wheel_holds_the_rooms_the_exercises_and_the_languages(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    expected = {
        str(path.relative_to(HOUSE)).replace("exercises/", "engine/_exercises/", 1)
        for pattern in PARTS
        for path in HOUSE.glob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert expected - names == set()
    assert "engine/locale/pl/engine.json" in names
    strangers = [name for name in names if not name.startswith(ROOMS) and ".dist-info/" not in name]
    assert strangers == []
    assert __version__ in wheel.name


@pytest.mark.first
@pytest.mark.long
def test_wheel_plays_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    call(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    programs = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    call(programs / "python", "-m", "pip", "--quiet", "install", wheel, cwd=tmp_path)
    assert "korea-2025" in call(programs / "whitecell", "list", cwd=tmp_path)
    found = json.loads(call(programs / "whitecell", "check", "korea-2025", "--json", cwd=tmp_path))
    assert found["counts"]["roles"] == 7
    assert found["problems"] == []
    pages_answer(programs / "whitecell", tmp_path)


def pages_answer(program: Path, folder: Path) -> None:
    """The room opens from the wheel alone: a page with its style and its script."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program, "serve", "--no-browser", "--port", port]
    with subprocess.Popen(list(map(str, command)), cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = next(line.strip() for line in server.stdout if "/open/" in line)
            keeps_cookies = build_opener(HTTPCookieProcessor())
            page = keeps_cookies.open(address, timeout=60).read().decode()
            assert "STARTEX" in page
            for part in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
                assert keeps_cookies.open(f"http://127.0.0.1:{port}{part}", timeout=60).status == 200
        finally:
            server.terminate()
