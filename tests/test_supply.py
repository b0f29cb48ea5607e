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
PLAY, DEV = (
    (HOUSE / "requirements" / f"{name}.lock").read_text(encoding="utf-8") for name in ("play", "dev")
)


def locked(text: str) -> dict[str, set[str]]:
    """By name, the versions of a lock: another one for another Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^ ;]+)", text, re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("which", ["play", "dev"])
def test_every_dependency_is_locked_at_a_version_that_will_do(which: str) -> None:
    """Whoever adds one and forgets `make lock` hears it here."""
    lock = locked(PLAY if which == "play" else DEV)
    asked = [*PROJECT["dependencies"], *(PROJECT["optional-dependencies"]["dev"] if which == "dev" else [])]
    for entry in map(Requirement, asked):
        versions = lock.get(canonicalize_name(entry.name), set())
        assert versions, f"{entry.name} is in no lock: make lock"
        assert all(version in entry.specifier for version in versions), f"{entry}: {versions}: make lock"


@pytest.mark.parametrize("lock", [PLAY, DEV], ids=["play", "dev"])
def test_every_version_has_its_hashes_and_comes_from_no_other_place(lock: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", lock.strip())
    assert len(blocks) > 20
    for block in blocks:
        assert re.match(r"[a-z0-9-]+==\S+", block), block[:80]
        assert block.count("--hash=sha256:") >= 1, block[:80]
    assert "://" not in lock
    assert "--index" not in lock


def test_tests_run_with_what_is_played_with() -> None:
    play, dev = locked(PLAY), locked(DEV)
    assert {name: dev.get(name) for name in play} == play


def test_the_setup_takes_nothing_that_is_not_in_a_lock() -> None:
    """Each place that installs does so by hashes, or without dependencies from what lies here."""
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    setup = makefile[makefile.index("$(PLAYER): ") :]
    assert "$(PIP)" not in setup
    assert setup.count("$(LOCKED)") == 2
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
