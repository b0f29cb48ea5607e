"""The runs in a folder, whatever their files are called: each by a name that can stand in an address."""

import os
import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
SUFFIX = ".jsonl"
BESIDE = (".seats", ".drafts", ".torn", ".lock", ".broken")
"""Ends of the names of files that lie beside a run."""
HEAD = b'{"seq":1,'
"""How a run begins."""


def found(folder: Path, named: Iterable[Path] = ()) -> dict[str, Path]:
    """Every run of a folder and those that were named, by their names."""
    inside = {path.name: path for path in folder.iterdir() if may_be(path)} if folder.is_dir() else {}
    others = {path.resolve(): path for path in named}
    files: dict[str, Path] = {}
    for path in sorted(inside.values(), key=lambda path: path.suffix != SUFFIX):
        add(files, path, path.name)
    for whole, path in others.items():
        if not (path.name in inside and same(path, inside[path.name])):
            add(files, path, str(whole))
    return files


def add(files: dict[str, Path], path: Path, told_by: str) -> None:
    """Add a file by its name, or by another one where that can stand in no address, or is taken."""
    name = plain_name(path)
    fit = NAME.fullmatch(name) and name not in files
    files[name if fit else other_name(path, told_by)] = path


def plain_name(path: Path) -> str:
    """What a run is called whose file has an ordinary name."""
    return path.stem if path.suffix == SUFFIX else path.name


def other_name(path: Path, told_by: str) -> str:
    """Another name, always the same, told from all others by what the file is told by."""
    letters = re.sub(r"[^A-Za-z0-9]+", "-", path.stem).strip("-")[:50] or "run"
    return f"{letters}-{sha256(os.fsencode(told_by)).hexdigest()[:8]}"


def may_be(path: Path) -> bool:
    """Whether a file is a run, or was meant to be one: by its suffix, else by how it begins."""
    if path.name.endswith(BESIDE) or path.name.startswith("."):
        return False
    if path.suffix == SUFFIX:
        return True  # the lobby says what is wrong with it
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(HEAD)) == HEAD
    except OSError:
        return False


def same(one: Path, other: Path) -> bool:
    """Whether two paths are one file."""
    try:
        return one.samefile(other)
    except OSError:
        return False
