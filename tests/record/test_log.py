"""The run log keeps every acknowledged line, finds every changed byte, and says which line it is in."""

import json
import os
import pickle
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.record import lock as lock_module
from engine.record import log as log_module
from engine.record.log import Entry, Line, Log, LogError, verify

POLISH = "Zażółć gęślą jaźń – „most” na Bugu"
SEPARATORS = 'one\u2028two\u2029three\x85four\x0bfive\nsix\r\nseven\x00\x7f\\"/'


def entry(number: int = 0, data: Any = None, events: list[dict[str, Any]] | None = None) -> Entry:
    return Entry(
        id=f"c{number}",
        at="2026-11-23T17:04:00Z",
        actor="narew" if number % 2 else None,
        capacity="player",
        command="say",
        data={"text": "We ask for talks."} if data is None else data,
        events=[{"type": "said", "number": number}] if events is None else events,
    )


def append(log: Log, number: int, **changes: Any) -> Line:
    with log.locked():
        log.refresh()
        return log.append(**{**entry(number), **changes})


def made(path: Path, lines: int) -> Path:
    log = Log.create(path, entry(1))
    for number in range(2, lines + 1):
        append(log, number)
    log.close()
    return path


def chained(path: Path, *bodies: str) -> Path:
    """A log whose hashes are right, whatever else is wrong with its lines; PREV stands for the right one."""
    prev, raw = "0" * 64, b""
    for body in bodies:
        open_line = body.replace("PREV", prev).encode()
        prev = sha256(open_line).hexdigest()
        raw += b'%b,"hash":"%b"}\n' % (open_line, prev.encode())
    path.write_bytes(raw)
    return path


def body(seq: int, rest: str = '"data":{},"events":[],"prev":"PREV"') -> str:
    return f'{{"seq":{seq},"id":"c","at":"t","actor":null,"capacity":"player","command":"say",{rest}'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.jsonl"


# What is written is what is read


def test_lines_come_back_as_they_were_appended(path: Path) -> None:
    data = {"pl": POLISH, "odd": SEPARATORS, "many": [1, -2, 3.5, 2**70, None, True, {"a": []}]}
    log = Log.create(path, entry(1, data))
    appended = append(log, 2, data=POLISH, events=[{"text": SEPARATORS}, {}])
    again = Log.open(path)
    assert list(again.lines) == list(log.lines) == [log.lines[0], appended]
    assert again.lines[0].data == data
    assert again.lines[1].data == POLISH
    assert [line.seq for line in again.lines] == [1, 2]
    assert verify(path) is None


def test_the_file_is_as_documented(path: Path) -> None:
    log = Log.create(path, entry(1, {"text": POLISH + SEPARATORS}))
    append(log, 2)
    lines = path.read_bytes().split(b"\n")
    assert len(lines) == 3
    assert lines[2] == b""
    prev = "0" * 64
    for number, line in enumerate(lines[:2], 1):
        fields = json.loads(line)
        keys = ["seq", "id", "at", "actor", "capacity", "command", "data", "events", "prev", "hash"]
        assert list(fields) == keys
        assert fields["seq"] == number
        assert fields["prev"] == prev
        prev = fields["hash"]
        assert prev == sha256(line[: line.rindex(b',"hash":')]).hexdigest()
        assert line.decode() == json.dumps(fields, ensure_ascii=False, separators=(",", ":")).replace(
            "\x7f", "\x7f"
        )
    assert POLISH.encode() in lines[0]
    assert "\u2028".encode() in lines[0]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(data=json_values, events=st.lists(st.dictionaries(st.text(), json_values, max_size=3), max_size=3))
def test_any_json_comes_back(data: Any, events: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "run.jsonl")
        log = Log.create(path, entry(1, {"d": data}, events))
        append(log, 2, data=data, events=events)
        log.close()
        again = Log.open(path)
        assert [line.data for line in again.lines] == [{"d": data}, data]
        assert [line.events for line in again.lines] == [events, events]
        assert verify(path) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"data": object()},
        {"data": "\ud800"},
        {"data": {1: "a", "1": "b"}},
        {"events": ["not an object"]},
        {"actor": 7},
        {"colour": "red"},
    ],
)
def test_what_is_not_plain_json_is_refused_and_leaves_no_trace(path: Path, changes: dict[str, Any]) -> None:
    log = Log.create(path, entry(1))
    before = path.read_bytes()
    with pytest.raises(LogError):
        append(log, 2, **changes)
    assert path.read_bytes() == before
    assert append(log, 2).seq == 2


def test_nesting_without_end_is_refused(path: Path) -> None:
    log = Log.create(path, entry(1))
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(LogError):
        append(log, 2, data=deep)
    while deep:  # or freeing it would recurse as deeply
        deep = deep.pop()
    assert append(log, 2).seq == 2


# Creating, locking, appending


def test_a_log_is_never_overwritten(path: Path) -> None:
    made(path, 2)
    before = path.read_bytes()
    with pytest.raises(LogError, match="there is a file already"):
        Log.create(path, entry(1))
    assert path.read_bytes() == before


def test_a_log_that_could_not_be_created_leaves_no_file(path: Path) -> None:
    with pytest.raises(LogError):
        Log.create(path, entry(1, object()))
    with limited_to(100), pytest.raises(LogError, match="could not be written"):
        Log.create(path, entry(1))
    assert not path.exists()


def test_appending_needs_the_lock(path: Path) -> None:
    log = Log.create(path, entry(1))
    with pytest.raises(LogError, match="locked"):
        log.append(**entry(2))


def test_a_command_cannot_contain_another(path: Path) -> None:
    log = Log.create(path, entry(1))
    with log.locked(), pytest.raises(LogError, match="locked already"), log.locked():
        pass
    append(log, 2)


def test_appending_needs_all_others_wrote(path: Path) -> None:
    mine, other = Log.open(made(path, 1)), Log.open(path)
    theirs = append(other, 2)
    with mine.locked():
        with pytest.raises(LogError, match="refresh"):
            mine.append(**entry(3))
        assert mine.refresh() == [theirs]
        assert mine.append(**entry(3)).seq == 3
    assert mine.refresh() == []
    assert [line.seq for line in other.refresh()] == [3]
    assert list(other.lines) == list(mine.lines)


def test_waiting_for_the_lock_ends_with_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_module, "PATIENCE", 0.05)
    mine, other = Log.open(made(path, 1)), Log.open(path)
    with mine.locked(), pytest.raises(LogError, match="another process"), other.locked():
        pass
    append(other, 2)


def test_a_lock_file_that_was_tidied_away_is_made_again(path: Path) -> None:
    mine, other = Log.open(made(path, 1)), Log.open(path)
    append(mine, 2)
    os.unlink(f"{path}.lock")
    append(other, 3)
    append(mine, 4)
    with mine.locked():
        assert not lockable(other)


def test_a_child_does_not_share_the_lock_of_its_parent(path: Path) -> None:
    log = Log.create(path, entry(1))
    append(log, 2)
    with log.locked():
        child = os.fork()
        if child == 0:
            os._exit(0 if not lockable(log) else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def lockable(log: Log) -> bool:
    return log._lock._taken()


def test_threads_may_share_a_log(path: Path) -> None:
    log = Log.create(path, entry(0))
    threads = [threading.Thread(target=lambda: [append(log, 1) for _ in range(50)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (
        [line.seq for line in Log.open(path).lines] == list(range(1, 202)) == [line.seq for line in log.lines]
    )


class limited_to:
    """A disk on which files end after so many bytes: writes are short first, and fail then."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __enter__(self) -> None:
        self.before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.size, self.before[1]))

    def __exit__(self, *_: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self.before)


@pytest.mark.parametrize("room", [0, 1, 100])
def test_a_full_disk_is_told_and_leaves_the_log_whole(path: Path, room: int) -> None:
    log = Log.create(path, entry(1))
    before = path.read_bytes()
    with log.locked():
        with limited_to(len(before) + room), pytest.raises(LogError, match="nothing was recorded"):
            log.append(**entry(2))
        assert path.read_bytes() == before
        assert log.append(**entry(2)).seq == 2
    assert verify(path) is None
    assert len(log.lines) == 2


def test_a_disk_that_fails_to_sync_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log.create(path, entry(1))
    before = path.read_bytes()

    def failing(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing)
        with pytest.raises(LogError, match="nothing was recorded"):
            append(log, 2)
    assert path.read_bytes() == before
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing)
        broken.setattr(os, "ftruncate", failing)
        with pytest.raises(LogError, match="could not be taken back"):
            append(log, 2)
    assert [line.seq for line in log.refresh()] == [2]
    assert append(log, 3).seq == 3
    assert verify(path) is None


def test_nothing_is_appended_after_a_line_that_could_not_be_taken_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log.create(path, entry(1))

    def failing(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with log.locked():
        log.refresh()
        with monkeypatch.context() as broken, limited_to(path.stat().st_size + 100):
            broken.setattr(os, "ftruncate", failing)
            with pytest.raises(LogError, match="could not be taken back"):
                log.append(**entry(2))
        assert log.append(**entry(2)).seq == 2
    assert len(log.notices) == 1
    assert verify(path) is None


# Torn tails


def test_a_torn_tail_is_set_aside_by_the_next_writer_and_told(path: Path) -> None:
    made(path, 3)
    whole = path.read_bytes()
    for torn in (b'{"seq":4,"id', "{\u017c".encode()[:-1], b"\x00" * 40):
        path.write_bytes(whole + torn)
        log = Log.open(path)
        assert len(log.lines) == 3
        assert path.read_bytes() == whole + torn
        fault = verify(path)
        assert fault is not None
        assert (fault.line, fault.torn) == (4, True)
        with log.locked():
            log.refresh()
            assert path.read_bytes() == whole
            assert log.append(**entry(4)).seq == 4
        assert len(log.notices) == 1
        assert "line 4" in log.notices[0]
        assert "run.jsonl.torn" in log.notices[0]
        aside = Path(f"{path}.torn")
        assert aside.read_bytes().endswith(torn)
        assert verify(path) is None
    assert aside.read_bytes() == b'{"seq":4,"id' + "{\u017c".encode()[:-1] + b"\x00" * 40


def test_appending_without_refresh_sets_a_torn_tail_aside_too(path: Path) -> None:
    made(path, 2)
    log = Log.open(path)
    with path.open("ab") as file:
        file.write(b"{")
    with log.locked():
        assert log.append(**entry(3)).seq == 3
    assert log.notices
    assert verify(path) is None


def test_a_line_that_is_just_being_written_is_not_there_yet(path: Path) -> None:
    last = made(path, 3).read_bytes().splitlines(keepends=True)[2]
    path.write_bytes(path.read_bytes()[: -len(last)])
    log = Log.open(path)
    for piece in (last[:50], last[50:-1]):
        with path.open("ab") as file:
            file.write(piece)
        assert log.refresh() == []
    with path.open("ab") as file:
        file.write(b"\n")
    assert [line.seq for line in log.refresh()] == [3]


def test_verify_waits_for_a_line_that_is_just_being_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who writes goes on while it waits, and it looks again."""
    whole = made(path, 3).read_bytes()
    path.write_bytes(whole[:-20])
    monkeypatch.setattr("engine.record.chain.time.sleep", lambda _: path.write_bytes(whole))
    assert verify(path) is None


def test_a_tail_cut_off_between_two_reads_is_looked_at_twice(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of a line from before another process cut a torn tail off, half from after, is no broken line."""
    made(path, 3)
    real, looks, mix = log_module.Chain._open, [], path.with_name("mix")

    def mixed(chain: Any) -> Any:
        handle = real(chain)
        if not looks:
            looks.append(1)
            with handle:
                mix.write_bytes(handle.read()[:-100] + b'x"}\n')
            return mix.open("rb")
        return handle

    monkeypatch.setattr(log_module.Chain, "_open", mixed)
    assert [line.seq for line in Log.open(path).lines] == [1, 2, 3]


def test_a_first_line_that_was_never_completed(path: Path) -> None:
    made(path, 1)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(LogError, match="never completed"):
        Log.open(path)
    fault = verify(path)
    assert fault is not None
    assert (fault.line, fault.torn) == (1, True)


# Reading changes nothing


@pytest.mark.parametrize("tail", [b"", b'{"seq":'])
def test_reading_changes_neither_bytes_nor_times_nor_neighbours(path: Path, tail: bytes) -> None:
    made(path, 3)
    path.write_bytes(path.read_bytes() + tail)
    Path(f"{path}.lock").unlink()
    os.utime(path, ns=(10**18, 10**18))
    path.chmod(0o444)
    before = (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ctime_ns, os.listdir(path.parent))
    log = Log.open(path)
    log.refresh()
    verify(path)
    after = (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ctime_ns, os.listdir(path.parent))
    assert after == before
    assert log.notices == []


# Every changed byte is found, and its line named


def flips(path: Path, at: int) -> set[bytes]:
    """Two bits of a byte, which differ from byte to byte, and what would end its line."""
    byte = path.read_bytes()[at]
    return {bytes([byte ^ 1 << bit % 8]) for bit in (at, at * 3 + 1)} | {b"\n", b"\r"} - {bytes([byte])}


def test_every_flipped_byte_is_found_in_its_line(path: Path) -> None:
    log = Log.create(path, entry(1, {"text": POLISH}))
    for number in range(2, 6):
        append(log, number, data=[number, "a b", None])
    whole = path.read_bytes()
    with path.open("r+b", buffering=0) as file:
        for at in range(len(whole)):
            line = whole[:at].count(b"\n") + 1
            last = at == len(whole) - 1
            for flipped in flips(path, at):
                file.seek(at)
                file.write(flipped)
                fault = verify(path)
                assert fault is not None, (at, flipped)
                assert (fault.line, fault.torn) == (line, last), (at, flipped, fault)
            if last or at % 3 == 0:  # opening asks what `verify` has just been asked, and takes longer
                check_that_reading_stops_at(path, line, last)
            file.seek(at)
            file.write(whole[at : at + 1])
    assert verify(path) is None


def check_that_reading_stops_at(path: Path, line: int, torn: bool) -> None:
    if torn:
        assert len(Log.open(path).lines) == line - 1
    else:
        with pytest.raises(LogError) as caught:
            Log.open(path)
        assert caught.value.line == line


def test_every_cut_is_found(path: Path) -> None:
    whole = made(path, 4).read_bytes()
    lines = whole.splitlines(keepends=True)
    for gone in range(4):
        path.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
        fault = verify(path)
        assert (fault and fault.line) == (gone + 1 if gone < 3 else None)  # a log cut at its end is a log
        path.write_bytes(b"".join(lines[: gone + 1] + lines[gone:]))
        fault = verify(path)
        assert (fault and fault.line) == gone + 2


def test_a_line_replaced_with_its_own_hash_breaks_the_next(path: Path) -> None:
    chained(path, body(1), body(2), body(3))
    lines = path.read_bytes().splitlines(keepends=True)
    prev = json.loads(lines[0])["hash"]
    forged = body(2).replace("say", "lie").replace("PREV", prev).encode()
    lines[1] = b'%b,"hash":"%b"}\n' % (forged, sha256(forged).hexdigest().encode())
    path.write_bytes(b"".join(lines))
    fault = verify(path)
    assert fault is not None
    assert fault.line == 3
    assert "does not follow" in fault.reason


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (body(3), "number 3 where 2 belongs"),
        (body(2, '"data":{},"events":[],"prev":"' + "1" * 64 + '"'), "does not follow"),
        (body(2, '"data":{},"data":{},"events":[],"prev":"PREV"'), "key twice"),
        (body(2, '"data":{"a":1,"a":1},"events":[],"prev":"PREV"'), "key twice"),
        (body(2, '"events":[],"data":{},"prev":"PREV"'), "order"),
        (body(2, '"data": {},"events":[],"prev":"PREV"'), "spaces"),
        (body(2, '"data":{"a b":"\\" "},"events":[\t],"prev":"PREV"'), "spaces"),
        (body(2, '"data":{},"events":[],"extra":1,"prev":"PREV"'), "extra"),
        (body(2, '"data":{},"prev":"PREV"'), "events"),
        (body(2, '"data":{},"events":[1],"prev":"PREV"'), "events"),
        (body(2, '"data":{},"events":[],"hash":"","prev":"PREV"'), "key twice"),
        (body(2, '"data":nan,"events":[],"prev":"PREV"'), "malformed"),
        (body(2, f'"data":{"[" * 9999}{"]" * 9999},"events":[],"prev":"PREV"'), "recursion"),
        ("[1]", "not a line"),
    ],
)
def test_a_line_of_the_wrong_form_is_refused_even_if_its_hash_fits(
    path: Path, second: str, reason: str
) -> None:
    chained(path, body(1), second, body(3))
    fault = verify(path)
    assert fault is not None
    assert fault.line == 2
    assert reason in fault.reason
    with pytest.raises(LogError) as caught:
        Log.open(path)
    assert caught.value.line == 2
    assert str(path) in str(caught.value)


def test_another_spelling_of_numbers_and_letters_is_let_pass(path: Path) -> None:
    odd = '"data":{"a":1.50,"b":1E2,"c":"\\u017c\\/ \\u0020"},"events":[],"prev":"PREV"'
    chained(path, body(1), body(2, odd), body(3))
    assert verify(path) is None
    assert Log.open(path).lines[1].data == {"a": 1.5, "b": 100.0, "c": "ż/  "}


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (lambda raw: raw.replace(b"\n", b"\r\n"), 1, "CRLF"),
        (lambda raw: raw[:-1] + b" \n", 3, "nothing after it"),
        (lambda raw: raw + b"\n", 4, "end"),
        (lambda raw: raw.replace(b"\n", b"\n\n", 1), 2, "end"),
        (lambda raw: raw + b"{}\n", 4, "end"),
        (lambda raw: raw[:-68] + raw[-68:].upper(), 3, "end"),
        (lambda raw: b"\xef\xbb\xbf" + raw, 1, "not a run log"),
        (lambda raw: raw[raw.index(b"\n") + 1 :], 1, "not a run log"),
        (lambda raw: raw.replace(b"talks", b"walks", 1), 1, "was changed"),
    ],
)
def test_what_is_wrong_is_said(path: Path, change: Any, line: int, reason: str) -> None:
    path.write_bytes(change(made(path, 3).read_bytes()))
    fault = verify(path)
    assert fault is not None
    assert fault.line == line
    assert reason in fault.reason
    assert not fault.torn


# A file that changes under us


def test_a_replaced_file_with_the_same_lines_is_read_and_written_on(path: Path) -> None:
    log = Log.open(made(path, 2))
    append(log, 3)
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    os.replace(copy, path)
    assert append(log, 4).seq == 4
    assert len(Log.open(path).lines) == 4


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_a_file_replaced_by_another_log_is_refused_for_good(path: Path, lines: int) -> None:
    log = Log.open(made(path, 2))
    append(log, 3)
    other = path.with_name("other")
    foreign = Log.create(other, entry(1, {"text": "We ask for walks."}))
    for number in range(2, lines + 1):
        append(foreign, number)
    os.replace(other, path)
    before = path.read_bytes()
    for _ in range(2):
        with pytest.raises(LogError, match="replaced or cut short"):
            log.refresh()
        with pytest.raises(LogError, match="replaced or cut short"):
            append(log, 4)
    assert path.read_bytes() == before


def test_a_file_cut_short_or_gone_is_refused(path: Path) -> None:
    log = Log.open(made(path, 3))
    os.truncate(path, path.stat().st_size - 1)
    with pytest.raises(LogError, match="replaced or cut short"):
        append(log, 4)
    path.unlink()
    with pytest.raises(LogError, match="no such file"):
        append(log, 4)
    assert not path.exists()


# Paths people give


def test_paths_that_are_no_log(tmp_path: Path) -> None:
    empty, text, line = tmp_path / "empty", tmp_path / "text", tmp_path / "line"
    empty.touch()
    text.write_bytes(b"name: Bug\n" * 1000)
    line.write_bytes(b'{"seq":1,"id":"c"}\n')
    os.mkfifo(tmp_path / "pipe")
    for given_path, reason in [
        (tmp_path / "none", "no such file"),
        (text / "none", "a part of this path"),
        (tmp_path, "a folder"),
        (Path(), "a folder"),
        (Path("/"), "a folder"),
        (tmp_path / "pipe", "a device"),
        (Path("/dev/zero"), "a device"),
        (empty, "empty"),
        (Path("a\0b"), "cannot be a path"),
        (Path("a" * 5000), "too long"),
        (text, "not a run log"),
        (line, "does not end"),
    ]:
        with pytest.raises(LogError, match=reason):
            Log.open(given_path)
    for given_path in (tmp_path / "none", tmp_path, empty, Path("a\0b")):
        with pytest.raises(LogError):
            verify(given_path)
    for given_path in (tmp_path / "none" / "run", tmp_path, text / "run", Path("a\0b"), Path()):
        with pytest.raises(LogError):
            Log.create(given_path, entry(1))


def test_a_file_that_may_not_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(path, 1)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("engine.record.chain.open", refuse, raising=False)
    with pytest.raises(LogError, match="not permitted"):
        Log.open(path)


def test_an_error_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(LogError(Path("run"), "it is torn", 7)))
    assert (str(error), error.line, error.reason) == ("run, line 7: it is torn", 7, "it is torn")


# Several processes


WRITER = """
import sys
from engine.record.log import Log
log = Log.open(sys.argv[1])
print("ready", flush=True)
for number in range(int(sys.argv[3])):
    with log.locked():
        log.refresh()
        line = log.append(id=f"{sys.argv[2]}-{number}", at="t", actor=None, capacity="player", command="say",
                          data="Zażółć", events=[])
    print(line.seq, line.id, flush=True)
"""


def writer(path: Path, name: str, lines: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), name, str(lines)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_lose_and_double_nothing_while_a_third_reads(path: Path) -> None:
    log = Log.open(made(path, 1))
    writers = [writer(path, name, 500) for name in ("a", "b")]
    told = set()
    seen = list(log.lines)
    threads = [
        threading.Thread(target=lambda w=w: told.update(w.stdout.read().splitlines())) for w in writers
    ]
    for thread in threads:
        thread.start()
    while any(w.poll() is None for w in writers):
        seen += log.refresh()
    for thread in threads:
        thread.join()
    seen += log.refresh()
    for process in writers:
        process.stdout.close()
        assert process.returncode == 0
    lines = list(Log.open(path).lines)
    assert seen == lines == list(log.lines)
    assert [line.seq for line in lines] == list(range(1, 1002))
    assert {f"{line.seq} {line.id}" for line in lines[1:]} | {"ready"} == told
    for name in ("a", "b"):
        own = [line.id for line in lines if line.id.startswith(f"{name}-")]
        assert own == [f"{name}-{number}" for number in range(500)]
    assert verify(path) is None


def test_a_killed_process_loses_nothing_it_acknowledged(path: Path) -> None:
    made(path, 1)
    dice = random.Random(7)
    acknowledged: list[str] = []
    for kill in range(20):
        process = writer(path, f"k{kill}", 100_000)
        assert process.stdout is not None
        said = "".join(process.stdout.readline() for _ in range(dice.randrange(2, 60)))
        time.sleep(dice.random() / 1000)
        process.kill()
        said += process.stdout.read()
        process.wait()
        process.stdout.close()
        acknowledged += said[: said.rindex("\n")].splitlines()[1:]  # the very last may be cut off
        recorded = {f"{line.seq} {line.id}" for line in Log.open(path).lines}
        assert recorded.issuperset(acknowledged)
    assert len(acknowledged) > 100
    assert len(recorded) <= 1 + len(acknowledged) + 20  # no more than one that was not yet acknowledged each
    assert verify(path) is None
