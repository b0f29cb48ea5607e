"""`whitecell serve` before it serves: what cannot be had is said with what would be right."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest


def serve(folder: Path, *options: str) -> tuple[int, str]:
    """The exit code of a server that does not start, and what it says; in a process of its own."""
    command = [sys.executable, "-m", "console.main", "serve", "--no-browser", "--lang", "en", *options]
    found = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    return found.returncode, found.stderr


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("wargame.example.org/ttx", "Write it like https://wargame.example.org/ttx\n"),
        ("https://me@wargame.example.org", "Write it like https://wargame.example.org\n"),
        (
            "https://wargame.example.org/run/x",
            "/run/x is a page of the server itself: choose another path.\n",
        ),
    ],
)
def test_a_public_address_that_cannot_be_used_is_usage(tmp_path: Path, given: str, right: str) -> None:
    """And no run is begun for a server that does not start."""
    code, said = serve(tmp_path, "--public-url", given)
    assert code == 2
    assert right in said
    assert not list(tmp_path.rglob("*.jsonl"))


@pytest.mark.parametrize("host", ["203.0.113.5", "nowhere.invalid"])
def test_a_host_that_is_not_here_is_said_to_be_so(tmp_path: Path, host: str) -> None:
    code, said = serve(tmp_path, "--host", host)
    assert code == 1
    assert f"{host} is no address of this computer." in said


@pytest.mark.parametrize("options", [(), ("--lan",)], ids=["here", "lan"])
def test_a_port_that_is_taken_is_said_to_be_so(tmp_path: Path, options: tuple[str, ...]) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = serve(tmp_path, "--port", str(port), *options)
    assert code == 1
    assert f"Port {port} is taken" in said
