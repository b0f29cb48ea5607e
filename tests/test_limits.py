"""What a limit names is the most that is allowed: so much passes, and one more does not."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.exchange.msel import cells, grids
from engine.exchange.msel.faults import Remarks
from engine.play.commands import reading
from engine.rules import composer, problems, read
from engine.rules.composer import Composer
from engine.rules.names import MOST_CHARACTERS, syntax
from engine.rules.problems import ExerciseError, clip
from engine.rules.syntax import MOST_DEPTH
from engine.words.language import Language
from tests.web.company import Company
from web import connections, limits, turns
from web.addresses import MOST_DEVICES, Addresses, Place
from web.api import asking
from web.api.answers import Fault
from web.app import buckets
from web.connections import AHEAD, REQUEST_SECONDS, Channel, House
from web.presence import GRACE, Presence
from web.runs import Bucket
from web.turns import Turns

FEW = 4
"""What a limit is set to where the true one is too much to be tried."""


def read_as_yaml(text: str) -> bool:
    try:
        read.read_text(text, Composer("x.yaml"))
    except ExerciseError:
        return False
    return True


def with_values(number: int) -> bool:
    """A file of so many values, its map and the key among them."""
    return read_as_yaml("a: [" + ", ".join("x" for _ in range(number - 3)) + "]")


def with_entries(number: int) -> bool:
    return read_as_yaml("a: [" + ", ".join("x" for _ in range(number)) + "]")


def with_keys(number: int) -> bool:
    return read_as_yaml("\n".join(f"k{place}: x" for place in range(number)))


def with_key(length: int) -> bool:
    return read_as_yaml(f"? {'k' * length}\n: x")


def with_digits(length: int) -> bool:
    return read_as_yaml(f"a: {'9' * length}") and read_as_yaml(f"a: -00{'9' * length}")


def with_aliases(number: int) -> bool:
    return read_as_yaml("a: &a x\nb: [" + ", ".join("*a" for _ in range(number)) + "]")


def with_depth(levels: int) -> bool:
    return read_as_yaml("a: " + "[" * (levels - 1) + "]" * (levels - 1))


@pytest.mark.parametrize(
    ("name", "most", "holds"),
    [
        ("MOST_NODES", 20, with_values),
        ("MOST_ENTRIES", FEW, with_entries),
        ("MOST_ENTRIES", FEW, with_keys),
        ("MOST_KEY", FEW, with_key),
        ("MOST_DIGITS", composer.MOST_DIGITS, with_digits),
        ("MOST_ALIASES", FEW, with_aliases),
        ("MOST_DEPTH", MOST_DEPTH, with_depth),
    ],
)
def test_an_exercise_file_may_hold_what_its_limits_name(
    name: str, most: int, holds: Callable[[int], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: a file that comes to the limit is read, and one that is over it by one is not."""
    monkeypatch.setattr(composer, name, most)
    assert holds(most)
    assert not holds(most + 1)


def test_a_folder_may_be_as_large_as_its_limits_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: so many files, of so many bytes together and each, and not one more."""
    for place in range(FEW):
        (tmp_path / f"{place}.yaml").write_text("a: b\n")
    monkeypatch.setattr(read, "MOST_FILES", FEW)
    monkeypatch.setattr(read, "MOST_FOLDER", FEW * 5)
    monkeypatch.setattr(read, "MOST_BYTES", 5)
    assert [read.text_of(path) for path in read.files(tmp_path)] == ["a: b\n"] * FEW
    (tmp_path / "0.yaml").write_text("a: bc\n")
    with pytest.raises(ExerciseError, match="larger than"):
        read.files(tmp_path)
    with pytest.raises(ExerciseError, match="larger than"):
        read.text_of(tmp_path / "0.yaml")
    (tmp_path / "0.yaml").write_text("")
    (tmp_path / "4.yml").write_text("")
    with pytest.raises(ExerciseError, match="more than"):
        read.files(tmp_path)


def test_texts_are_cut_where_they_are_too_long_and_nowhere_else() -> None:
    """Law: a text of as many characters as there is room for stands whole; a longer one fills the room."""
    for cut, most in (
        (lambda text: clip(text, 9), 9),
        (cells.encode, cells.MOST_CHARACTERS),
        (lambda text: problems.Problem("f", 1, 1, "error", "c", text).message, problems.MOST_CHARACTERS),
    ):
        assert cut("x" * most) == "x" * most
        assert cut("x" * (most + 1)) == "x" * (most - 1) + "…"
    most = reading.MOST_SHOWN
    assert [reading.shown("x" * length) for length in (most, most + 1)] == ["x" * most, "x" * most + "…"]


def test_an_expression_may_be_as_long_as_its_limit() -> None:
    """Law: `1 + 1` filled up with spaces to the limit is read, and with one more is not."""
    syntax("1 +" + " " * (MOST_CHARACTERS - 4) + "1")
    with pytest.raises(Exception, match="longer than"):
        syntax("1 +" + " " * (MOST_CHARACTERS - 3) + "1")


def test_a_sheet_may_have_as_many_rows_as_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: of rows and bytes the last one that is allowed is read; with one more the sheet is refused."""
    monkeypatch.setattr(grids, "MOST_ROWS", FEW)
    path = tmp_path / "list.csv"
    for rows, fits in ((FEW, True), (FEW + 1, False)):
        path.write_text("a,b\n" * rows)
        report = Remarks(Language("en"))
        found = grids.read(path, report)
        assert len(found.grids[0].rows) == rows
        assert bool(report.faults) != fits
    path.write_text("a,b\n")
    for most, fits in ((4, True), (3, False)):
        monkeypatch.setattr(grids, "MOST_BYTES", most)
        report = Remarks(Language("en"))
        grids.read(path, report)
        assert bool(report.faults) != fits


def test_a_request_may_hold_as_much_as_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: JSON of so many values and so deep is taken, one more is refused."""
    nested: Any = 1
    for _ in range(asking.MOST_DEPTH):
        nested = [nested]
    assert asking.whole(nested, 0) == nested
    with pytest.raises(Fault):
        asking.whole([nested], 0)
    assert asking.parts(["x"] * (asking.PARTS - 1)) == asking.PARTS
    assert asking.parts({"a": ["x", {"b": 1}], "c": 2}) == 6
    assert asking.parts([["x"] * asking.PARTS]) > asking.PARTS


# Who may have how much of the server


def test_a_queue_is_as_long_as_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: those at work and those that wait are let in, and the next one is not until somebody goes."""
    monkeypatch.setattr(turns, "AT_WORK", 2)
    monkeypatch.setattr(turns, "WAITING", 3)
    gate = Turns(lambda environ, start: [])
    queues = [gate.enter("192.0.2.1") for _ in range(6)]
    assert [queue is not None for queue in queues] == [True] * 5 + [False]
    assert gate.enter("192.0.2.2") is not None
    first = queues[0]
    assert first is not None
    gate.leave("192.0.2.1", first)
    assert [gate.enter("192.0.2.1") is not None for _ in range(2)] == [True, False]


class Made:
    """A connection without a socket."""

    def __init__(self, caller: str, house: House, waits: bool = True) -> None:
        self.caller, self.house, self.waits, self.hung_up = caller, house, waits, False
        house.enter(self)  # type: ignore[arg-type]

    def hang_up(self) -> None:
        self.hung_up = True
        self.house.leave(self)  # type: ignore[arg-type]


def test_a_house_holds_as_many_connections_as_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: up to the limit nobody goes; then the oldest idle one of the caller, or of the largest crowd."""
    monkeypatch.setattr(connections, "CONNECTIONS", 5)
    house = House()
    mine = [Made("me", house, waits=place > 0) for place in range(2)]
    assert house.has_room("me", 3)
    mine.append(Made("me", house))
    assert not any(one.hung_up for one in mine)
    assert house.has_room("me", 3)
    assert [one.hung_up for one in mine] == [False, True, False]
    others = [Made("other", house) for _ in range(2)]
    assert (house.number, house.has_room("new", 3)) == (4, True)
    others.append(Made("other", house))
    assert house.has_room("new", 3), "the largest crowd gives way"
    assert ([one.hung_up for one in mine], [one.hung_up for one in others]) == (
        [False, True, False],
        [True, False, False],
    )
    house = House()
    for _ in range(5):
        Made("busy", house, waits=False)
    assert not house.has_room("new", 3), "nobody is pushed out at work"
    house.leave(next(iter(house.callers["busy"])))
    assert (house.number, house.has_room("new", 3)) == (4, True)


@pytest.mark.parametrize(
    ("asked", "begun", "working", "late"),
    [
        (False, False, False, True),
        (True, False, False, False),
        (True, True, False, True),
        (False, False, True, False),
    ],
)
def test_a_request_has_the_time_its_limit_gives(asked: bool, begun: bool, working: bool, late: bool) -> None:
    """Law: the first one or one that has begun is late after the limit, not at it, and never while it is
    worked on.
    """
    channel: Any = SimpleNamespace(request=object() if begun else None, asked=asked, since=100.0)
    channel.waits = not working
    assert not Channel.is_late(channel, 100.0 + REQUEST_SECONDS)
    assert Channel.is_late(channel, 100.5 + REQUEST_SECONDS) == late


def test_a_browser_may_ask_so_far_ahead() -> None:
    """Law: so many requests in one piece are taken, and whoever sends one more is hung up on."""
    for number, taken in ((AHEAD, True), (AHEAD + 1, False)):
        hung: list[bool] = []
        channel: Any = SimpleNamespace(
            request=None, hang_up=lambda hung=hung: hung.append(True), asked=False, requests=[]
        )
        try:
            Channel.received(channel, b"GET / HTTP/1.1\r\n" * number)
        except TypeError:  # taken: what waitress makes of it needs a true connection
            assert taken
        assert bool(hung) != taken


def test_a_bucket_is_as_deep_as_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: no more is taken than there is, nor given back; what is spent beyond it comes again first."""
    now = [0.0]
    monkeypatch.setattr("web.runs.monotonic", lambda: now[0])
    bucket = Bucket(3, 60)
    for _ in range(5):
        bucket.give("one")
    assert [bucket.take("one") for _ in range(4)] == [True, True, True, False]
    assert bucket.empty("one")
    now[0] = 0.5
    assert not bucket.empty("one")
    assert not bucket.take("one"), "a half is not one"
    now[0] = 1.0
    assert bucket.take("one")
    bucket.spend("one", 99)
    now[0] = 4.0
    assert bucket.empty("one"), "a debt is never deeper than the bucket"
    now[0] = 5.0
    assert bucket.take("one")
    bucket.spend("other", 2.5)
    assert not bucket.empty("other")


def test_a_sign_of_life_lasts_as_long_as_its_limit() -> None:
    """Law: a browser is here until the time without a sign is over, and was here until its last sign."""
    now = [0.0]
    presence = Presence(lambda: now[0])
    presence.here("usa", "one")
    now[0] = GRACE
    assert (presence.tidy(), presence.picture().count("usa")) == (False, 1)
    now[0] = GRACE + 0.5
    assert (presence.tidy(), presence.picture().count("usa")) == (True, 0)
    for seconds, minutes in ((59.5, 0), (60.0, 1), (119.5, 1), (120.0, 2)):
        now[0] = seconds
        assert presence.picture().away("usa") == minutes
    assert presence.picture().away("rok") is None


def test_devices_are_counted_up_to_their_limit(tmp_path: Path) -> None:
    """Law: each counts once, and the last one that is counted is the limit."""
    addresses = Addresses(Place("192.0.2.1"), tmp_path, lambda: [])
    for _ in range(2):
        for number in range(MOST_DEVICES - 1):
            addresses.came("192.0.2.1", f"10.0.{number // 250}.{number % 250}")
        assert addresses.devices("192.0.2.1") == MOST_DEVICES - 1
    for number in range(3):
        addresses.came("192.0.2.1", f"10.1.0.{number}")
    assert addresses.devices("192.0.2.1") == MOST_DEVICES


def test_pages_are_kept_up_to_their_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: what fits is kept and made once; the one asked for longest ago gives way to what does not fit."""
    open_run = Company(tmp_path).start("grey-strait")
    open_run._pages.clear()
    monkeypatch.setattr("web.open_run.MOST_KEPT", 12)
    monkeypatch.setattr(open_run, "_kept", 0)
    made: list[str] = []

    def page(name: str) -> None:
        open_run.page(name, "", lambda: made.append(name) or name * 4)  # type: ignore[func-returns-value]

    for name in "abcabc":
        page(name)
    assert made == ["a", "b", "c"]
    page("d")
    for name in "dcba":
        page(name)
    assert made == ["a", "b", "c", "d", "a"]


def test_every_pace_is_the_limit_that_is_named_for_it() -> None:
    """Law: a bucket of the application is as deep and as quick as its limit says."""
    found = buckets()
    for name, held in {
        "mistakes": limits.MISTAKES,
        "tries": limits.TRIES,
        "same": (1, 1),
        "pace": limits.COMMANDS,
        "work": limits.WORK,
        "making": limits.RUNS,
    }.items():
        assert (found[name].most, found[name].rate * 60) == pytest.approx(held)
