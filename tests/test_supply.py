"""What is installed is named with its hashes, for every Python promised, and listed beside the wheel."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from requirements.parts import document, parts

HOUSE = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PLAY, DEV, PEERS, BUILD_PEERS = (
    (HOUSE / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    for name in ("play", "dev", "peers", "build-peers")
)
EXTRAS = {"play": (PLAY, []), "dev": (DEV, ["dev"]), "peers": (PEERS, ["peers"])}
"""By lock, its text and the extras that are in it."""


def locked(text: str) -> dict[str, set[str]]:
    """By name, the versions of a lock: another one for another Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^ ;]+)", text, re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("which", EXTRAS)
def test_every_dependency_is_locked_at_a_version_that_will_do(which: str) -> None:
    """Whoever adds one and forgets `make lock` hears it here."""
    text, extras = EXTRAS[which]
    lock, more = locked(text), PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *(entry for extra in extras for entry in more[extra])]
    for entry in map(Requirement, asked):
        versions = lock.get(canonicalize_name(entry.name), set())
        assert versions, f"{entry.name} is in no lock: make lock"
        assert all(version in entry.specifier for version in versions), f"{entry}: {versions}: make lock"


@pytest.mark.parametrize(("lock", "fewest"), [(PLAY, 20), (DEV, 20), (PEERS, 20), (BUILD_PEERS, 1)])
def test_every_version_has_its_hashes_and_comes_from_no_other_place(lock: str, fewest: int) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", lock.strip())
    assert len(blocks) >= fewest
    for block in blocks:
        assert re.match(r"[a-z0-9-]+==\S+", block), block[:80]
        assert block.count("--hash=sha256:") >= 1, block[:80]
    assert "://" not in lock
    assert "--index" not in lock


def test_tests_run_with_what_is_played_with_and_so_do_the_peers() -> None:
    play, dev, peers = locked(PLAY), locked(DEV), locked(PEERS)
    assert {name: dev.get(name) for name in play} == play
    assert {name: peers[name] for name in peers if name in dev} == {
        name: dev[name] for name in dev if name in peers
    }


def test_the_peer_in_node_comes_by_its_hashes() -> None:
    folder = HOUSE / "bench" / "peers" / "boardgame"
    packages = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    asked = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert packages.pop("")["dependencies"] == asked
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


def test_the_setup_takes_nothing_that_is_not_in_a_lock() -> None:
    """Each place that installs does so by hashes, or without dependencies from what lies here."""
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    setup = makefile[makefile.index("$(PLAYER): ") :]
    assert "$(PIP)" not in setup
    assert setup.count("$(LOCKED)") == 4
    assert "npm install" not in makefile
    assert "--require-hashes" in makefile
    assert "--no-deps --no-build-isolation" in makefile


def test_the_list_of_parts_names_what_is_locked_and_nothing_else() -> None:
    found = json.loads(json.dumps(document(PLAY)))
    listed = {(part["name"], part["version"]) for part in found["components"]}
    assert listed == {(name, version) for name, versions in locked(PLAY).items() for version in versions}
    assert found["bomFormat"] == "CycloneDX"
    assert found["metadata"]["component"]["purl"].startswith("pkg:pypi/whitecell@")
    hashes = {
        entry["content"]
        for part in found["components"]
        for reference in part["externalReferences"]
        for entry in reference["hashes"]
    }
    assert hashes == set(re.findall(r"sha256:([0-9a-f]{64})", PLAY))
    wanted = {reference.partition("@")[0] for reference in found["dependencies"][0]["dependsOn"]}
    assert len(wanted) == len(PROJECT["dependencies"])
    assert all(part["externalReferences"] for part in parts(PLAY))
