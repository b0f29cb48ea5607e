"""A run log as it is read: its lines, how their bytes are made and checked, and the chain they form.

A line is one command with what it caused. Its hash is SHA-256 over the bytes before `,"hash":` as they
stand in the file, so no line can be changed, moved or taken out without being found, not even in the spelling
of a letter. A tail that is cut off leaves a whole chain, and so does a file that is written anew.
Nothing here changes a file.
"""

import json
import os
import re
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import local
from typing import Any, BinaryIO, Generic, Protocol, TypedDict, TypeVar

import msgspec

BEGINNING = "0" * 64
"""What line 1 gives as the hash of the line before it."""

_TAIL = len(',"hash":""}\n') + 64  # what the hash does not cover
_READ_AHEAD = 1 << 20
_ADVICE = {
    FileNotFoundError: "there is no such file or folder: check the path",
    FileExistsError: "there is a file already: choose another path, or open the run that is there",
    NotADirectoryError: "a part of this path is a file, not a folder: check the path",
    PermissionError: "this is not permitted: see who may read and write the file and its folder",
}


Events = TypeVar("Events")


class Line(msgspec.Struct, Generic[Events], frozen=True, forbid_unknown_fields=True, gc=False):
    """One line: a command, what it caused, and its place in the chain. Field order is file order.

    What events are is for the reader to say: plain objects, or typed values (see `Chain.decoder`).
    """

    seq: int
    id: str
    at: str
    actor: str | None
    capacity: str
    command: str
    data: Any
    events: Events
    prev: str
    hash: str


class Entry(TypedDict):
    """What a line says, before it has its place in a log."""

    id: str
    at: str
    actor: str | None
    capacity: str
    command: str
    data: Any
    events: Sequence[Any]


class LogError(Exception):
    """A log cannot be read or written; `line` is the number of the broken line, where a line is at fault."""

    def __init__(self, path: str | os.PathLike[str], reason: str, line: int | None = None) -> None:
        super().__init__(path, reason, line)
        self.path = path
        self.reason = reason
        self.line = line

    def __str__(self) -> str:
        place = f"{self.path}" if self.line is None else f"{self.path}, line {self.line}"
        return f"{place}: {self.reason}"


class Fault(msgspec.Struct, frozen=True):
    """Where a log is broken: the line, the reason in plain words, and whether it is only a torn tail."""

    line: int
    reason: str
    torn: bool = False


class Strange(ValueError):
    """A line is whole, and says what this version of Whitecell does not know."""


class Decoder(Protocol):
    """Makes a line of its bytes. Raises ValueError."""

    @property
    def decode(self) -> Callable[[bytes], Line[Any]]: ...

    @property
    def alike(self) -> bool:
        """Whether it makes of a line's bytes just what was written: then nobody reads what they wrote."""


class PlainDecoder:
    """Reads lines whose events are plain objects, whatever it was that somebody wrote."""

    alike = False

    def __init__(self) -> None:
        self.decode = msgspec.json.Decoder(Line[list[dict[str, Any]]]).decode


PLAIN = PlainDecoder()
_encode, _encode_into = msgspec.json.Encoder().encode, msgspec.json.Encoder().encode_into


def verify(path: str | os.PathLike[str]) -> Fault | None:
    """The first fault of a log, or None if the whole chain holds. Changes nothing.

    Raises LogError if there is no log to verify: missing, a folder, empty, or not to be read.
    """
    chain = Chain(Path(path))
    try:
        chain.read_all()
        while chain.tail:
            before = (chain.length, chain.tail)
            time.sleep(0.05)  # a line that another process is just writing is not torn
            chain.read_all()
            if (chain.length, chain.tail) == before:
                return Fault(
                    chain.count + 1, "torn: it has no newline, so it was never acknowledged", torn=True
                )
    except LogError as error:
        if error.line is None:
            raise
        return Fault(error.line, error.reason)
    return None


class Chain:
    """How far a log has been read and verified, and the way to read on from there."""

    def __init__(self, path: Path, decoder: Decoder = PLAIN) -> None:
        self.path, self.decoder = path, decoder
        self.file = (0, 0)
        self.count = 0
        self.length = 0
        self.hash = BEGINNING
        self.tail = b""
        """The bytes after the last newline, as last seen."""

    def advance(self, line: Line[Any], size: int) -> None:
        """Count a line as read, or as written."""
        self.count += 1
        self.length += size
        self.hash = line.hash

    def go_to(self, other: "Chain") -> None:
        """Stand where another reader of the same file stands."""
        self.file, self.count, self.length = other.file, other.count, other.length
        self.hash, self.tail = other.hash, other.tail

    def read_all(self) -> None:
        """Verify what follows without keeping it. Raises LogError."""
        for _ in self.read():
            pass

    def read(self) -> Iterator[Line[Any]]:
        """The whole lines after the last one read, each verified before it is given out. Raises LogError."""
        try:
            yield from self._read_on()
        except LogError as error:
            if error.line is None:
                raise
            # A writer may just have cut off a torn tail and appended in its place, so that half of what was
            # read is from before and half from after. Whole lines never change: a second look settles it.
            yield from self._read_on()

    def _read_on(self) -> Iterator[Line[Any]]:
        self.tail = b""
        with plainly(self.path), self._open() as handle:
            handle.seek(self._starting_point(handle))
            self.file = file_of(os.fstat(handle.fileno()))
            decoder = self.decoder
            for raw in handle:
                if not raw.endswith(b"\n"):
                    self.tail = raw
                    return
                try:
                    line = read(raw, self.count + 1, self.hash, decoder)
                except (ValueError, RecursionError) as error:
                    raise LogError(self.path, str(error), self.count + 1) from None
                self.count += 1
                self.length += len(raw)
                self.hash = line.hash
                yield line

    def _open(self) -> BinaryIO:
        if not stat.S_ISREG(os.stat(self.path).st_mode):  # opening a pipe would wait for ever
            raise LogError(self.path, "this is a folder or a device: give the path of a run's log")
        return open(self.path, "rb", buffering=_READ_AHEAD)

    def _starting_point(self, handle: BinaryIO) -> int:
        """Where to read on, once it is sure that this is a log, and still the one that was read before."""
        if self.count:
            end = b'%b"}\n' % self.hash.encode()
            handle.seek(self.length - len(end))
            if handle.read(len(end)) != end:
                raise LogError(self.path, "it was replaced or cut short while it was in use: open it again")
            return self.length
        head = handle.read(9)
        if not head:
            raise LogError(self.path, "it is empty: delete the file and start the run again")
        if not b'{"seq":1,'.startswith(head):
            raise LogError(self.path, "this is not a run log, or its first line is damaged", 1)
        return 0


def compose(entry: Entry, seq: int, prev: str, decoder: Decoder = PLAIN) -> tuple[bytes, Line[Any]]:
    """The bytes of a line, and the line as a reader will see it. Raises ValueError if it cannot be one.

    Data that is nested too deeply raises RecursionError.
    """
    try:
        draft = Line(seq=seq, prev=prev, hash="", **entry)
        body = _encode(draft)[: -len(',"hash":""}')]
    except (TypeError, ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise ValueError(f"only plain JSON can be recorded: {error}") from None
    digest = sha256(body).hexdigest()
    raw = b'%b,"hash":"%b"}\n' % (body, digest.encode())
    if decoder.alike:
        return raw, Line(seq=seq, prev=prev, hash=digest, **entry)
    with suppress(ValueError):
        line = decoder.decode(raw)
        if spelt(line, raw):  # number and hash are as they were just made
            return raw, line
    return raw, read(raw, seq, prev, decoder)


def read(raw: bytes, seq: int, prev: str, decoder: Decoder = PLAIN) -> Line[Any]:
    """The line these bytes are, newline included. Raises ValueError saying in plain words what is wrong.

    Lines that are nested too deeply raise RecursionError.
    """
    digest = sha256(raw[:-_TAIL]).hexdigest()
    try:
        line = decoder.decode(raw)
    except ValueError as error:
        _expect_ending(raw, digest)  # damage, which the hash tells better than the grammar
        if isinstance(error, Strange):
            raise
        raise ValueError(f"this is not a line of a log: {error}") from None
    # That a line encodes to its own bytes settles its form, at half the price of parsing it.
    if line.hash != digest or not spelt(line, raw):
        _expect_ending(raw, digest)
        _expect_plain(raw[:-1])
    if line.seq != seq:
        raise ValueError(f"it bears the number {line.seq} where {seq} belongs: lines are missing or doubled")
    if line.prev != prev:
        raise ValueError("it does not follow the line before it: one of the two was replaced")
    return line


def spelt(line: Line[Any], raw: bytes) -> bool:
    """Whether a line encodes to these very bytes."""
    buffer = _WORK.buffer
    _encode_into(line, buffer)
    buffer.append(10)
    return bool(buffer == raw)


class _Work(local):
    """What a thread encodes into: a buffer that is used again costs half of a new one."""

    def __init__(self) -> None:
        self.buffer = bytearray()


_WORK = _Work()


def _expect_ending(raw: bytes, digest: str) -> None:
    """Refuse a line that does not end with the hash of what it says."""
    if raw.endswith(b',"hash":"%b"}\n' % digest.encode()):
        return
    if raw.endswith(b"\r\n"):
        raise ValueError("it ends with CRLF: the file was converted on its way, so use the original")
    if re.fullmatch(rb',"hash":"[0-9a-f]{64}"\}\n', raw[-_TAIL:]):
        raise ValueError("its hash does not fit what it says: it was changed after it was recorded")
    raise ValueError('it does not end as a line must, with ,"hash":"…"} and nothing after it')


def _expect_plain(body: bytes) -> None:
    """Refuse a line that says what it says in another form: a key twice, another order, spaces.

    Numbers and escapes that another release of the encoder would spell differently are let pass, so that
    a log stays readable for years.
    """
    keys = tuple(json.loads(body, object_pairs_hook=_each_once))
    if keys != Line.__struct_fields__:
        raise ValueError("its keys are not in the order of a log")
    if re.search(rb"\s", re.sub(rb'"(?:[^"\\]|\\.)*"', b"", body)):
        raise ValueError("it has spaces between its values")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    once = dict(pairs)
    if len(once) < len(pairs):
        raise ValueError("it has a key twice")
    return once


def file_of(status: os.stat_result) -> tuple[int, int]:
    """Which file this is, whatever its name: its device and number."""
    return status.st_dev, status.st_ino


class plainly:
    """Turn what the operating system says about a path into a LogError that says what to do."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None: ...

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, OSError):
            raise LogError(self.path, _ADVICE.get(type(error), error.strerror or str(error))) from error
        if isinstance(error, ValueError):  # a zero byte in the path
            raise LogError(self.path, f"this cannot be a path: {error}") from None
