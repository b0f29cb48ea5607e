"""Files that are handed to people, who go on writing in them: what somebody has changed is not written over.

Beside the files stands a small one with the digest of each as it was written. A file that is still as it
was written is replaced; one that was changed since, or that was here before, is left alone and named. All
files of one delivery are made first and put in their places last: a full disk leaves what there was.
"""

import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from engine.play.refusal import Refusal

DIGESTS = ".whitecell-written.json"
"""The file that says, by name, as what the files of its folder were written."""
Content = bytes | Iterable[bytes]


class Delivery:
    """Files on their way to their places: none of them is there before all of them are made."""

    def __init__(self, force: bool = False, noted: bool = True) -> None:
        self.force, self.noted = force, noted
        self.made: list[tuple[Path, Path, str]] = []
        """For each file where it is to go, where it lies, and its digest."""

    def spare(self, paths: Iterable[Path]) -> None:
        """Raises Refusal where one of these files is somebody's work."""
        taken = []
        for path in paths:
            block = in_the_way(path)
            if block or not (self.force or ours(path)):
                taken.append(block or path)
        if taken:
            raise Refusal(
                "{files} in {folder}: changed since Whitecell wrote it, or not written by Whitecell. "
                "Name another place, or write over it with --force.",
                files=", ".join(dict.fromkeys(path.name for path in taken)),
                folder=str(taken[0].parent),
            )

    def add(self, path: Path, content: Content) -> None:
        """Make a file, aside. Raises Refusal, and OSError with its path."""
        self.spare([path])
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        digest = sha256()
        self.made.append((path, aside, ""))
        with named(path), aside.open("wb") as file:
            for part in (content,) if isinstance(content, bytes) else content:
                digest.update(part)
                file.write(part)
        self.made[-1] = (path, aside, digest.hexdigest())

    def hand_over(self) -> list[Path]:
        """Put all files in their places."""
        for folder in dict.fromkeys(path.parent for path, _, _ in self.made if self.noted):
            written = {path.name: digest for path, _, digest in self.made if path.parent == folder}
            note(folder, written)
        for path, aside, _ in self.made:
            with named(path):
                os.replace(aside, path)
        places = [path for path, _, _ in self.made]
        self.made = []
        return places

    def drop(self) -> None:
        """Leave nothing of what is not in its place."""
        for _, aside, _ in self.made:
            aside.unlink(missing_ok=True)
        self.made = []


@contextmanager
def delivery(force: bool = False, noted: bool = True) -> Iterator[Delivery]:
    """Files that go to their places as this ends, and of which nothing is left where something goes wrong.

    What goes into a folder that is new, and never again into the same, need not be `noted`.
    """
    found = Delivery(force, noted)
    try:
        yield found
        found.hand_over()
    finally:
        found.drop()


def deliver(files: Iterable[tuple[Path, Content]], force: bool = False) -> list[Path]:
    """Write files, all of them or none. Raises Refusal for one that somebody has changed, and OSError."""
    with delivery(force) as found:
        for path, content in files:
            found.add(path, content)
        return [path for path, _, _ in found.made]


@contextmanager
def named(path: Path) -> Iterator[None]:
    """A failure to write says where: that of a full disk has no name of its own."""
    try:
        yield
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror or str(fault), str(path)) from fault


def in_the_way(path: Path) -> Path | None:
    """A folder that stands where this file is to be, or a file where its folder is to be."""
    above = next((folder for folder in path.parents if folder.exists()), None)
    if path.is_dir():
        return path
    return above if above and not above.is_dir() else None


def ours(path: Path) -> bool:
    """Whether there is nothing, or a file as it was written."""
    return not path.exists() or digest_of(path) in digests(path.parent).get(path.name, [])


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def digests(folder: Path) -> dict[str, list[str]]:
    """By name, the digests under which a file of this folder is known as ours."""
    try:
        found = json.loads((folder / DIGESTS).read_text(encoding="utf-8"))
        return {str(name): [str(digest) for digest in known] for name, known in found.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def note(folder: Path, written: dict[str, str]) -> None:
    """Note the digests of what is about to be put there, beside those of what stands there now: whatever
    happens in between, each file is known afterwards.
    """
    known = digests(folder)
    for name, digest in written.items():
        path = folder / name
        standing = [digest_of(path)] if path.is_file() and ours(path) else []
        known[name] = list(dict.fromkeys([*standing, digest]))
    aside = folder / f"{DIGESTS}.{secrets.token_hex(4)}"
    try:
        with named(folder / DIGESTS):
            aside.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n", encoding="utf-8")
            os.replace(aside, folder / DIGESTS)
    finally:
        aside.unlink(missing_ok=True)
