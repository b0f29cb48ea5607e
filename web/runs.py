"""The runs a server serves: a folder of logs and any others that were named, opened when first asked for."""

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from ipaddress import ip_address, ip_network
from pathlib import Path
from threading import Condition, Event, RLock
from time import monotonic

from engine.record.lock import Lock
from engine.record.log import LogError
from engine.record.private import private_folder, write_private
from engine.record.run import Run
from engine.record.torn import Torn
from engine.review.fork import Others, Seating, fork
from engine.review.what_if import Change, script_of, see
from web.beside import Beside
from web.claims import Claims
from web.exercises import Exercises
from web.found import found, same
from web.host import HostKey
from web.open_run import OpenRun
from web.rehearsals import Rehearsals
from web.seats import Seats

MOST_CALLERS = 10_000
WATCH = 0.15
"""Seconds between two looks at what other processes have done to the runs that are open."""


class Runs:
    """All runs of one server, and the signal that something in one of them has changed."""

    def __init__(self, folder: Path, paths: Iterable[Path] = (), exercises: Path | None = None) -> None:
        """The runs of a folder and those at some paths; `exercises` is the host's folder of those."""
        self.folder = folder
        private_folder(folder)
        self.key = self._key()
        self.host = HostKey(folder / ".host", self.key)
        self.named = list(paths)
        self.exercises = Exercises(exercises)
        self.beside = Beside()
        self.rehearsals = Rehearsals(self.beside)
        self.claims = Claims(self.beside)
        self._runs: dict[str, OpenRun] = {}
        self._seats: dict[str, Seats] = {}
        self._lock = RLock()
        self._signal = Condition()
        self._tick = 0
        self.on_torn: Callable[[str, Torn], None] = lambda name, found: None
        """What is done where lines were set aside that nobody had acknowledged: once for each time."""
        self._torn: dict[str, Torn] = {}
        self.closed = False
        """Whether the server is going: streams end then, so that it need not wait for them."""

    # Runs

    def names(self) -> list[str]:
        """Every run there is, the newest first."""
        at = {name: changed_at(path) for name, path in found(self.folder, self.named).items()}
        return sorted((name for name in at if at[name]), key=lambda name: at[name], reverse=True)

    def path(self, name: str) -> Path:
        """Where the log of a run is kept. Raises KeyError for a name that no run has.

        The name must be spelt as it is given: a run of two spellings would be two runs here.
        """
        path = found(self.folder, self.named)[name]
        if not path.is_file():
            raise KeyError(name)
        return path

    def name_of(self, path: Path) -> str:
        """By which name a run is served. Raises KeyError for a path where none was found."""
        for name, known in found(self.folder, self.named).items():
            if same(known, path):
                return name
        raise KeyError(str(path))

    def run(self, name: str) -> OpenRun:
        """A run by its name. Raises KeyError if there is none, LogError if it cannot be read."""
        with self._lock:
            known = self._runs.get(name)
            if known is None:
                known = self._served(name, Run.open(self.path(name)))
            return known

    def _served(self, name: str, run: Run) -> OpenRun:
        found = self._runs[name] = OpenRun(name, run, self.key, self.seats(name))
        return found

    def seats(self, name: str) -> Seats:
        """The seats of a run. Raises KeyError if there is no such run."""
        with self._lock:
            known = self._seats.get(name)
            if known is None:
                path = self.path(name)
                known = self._seats[name] = Seats(path.with_name(f"{path.name}.seats"), name, self.key)
            return known

    def by_code(self, code: str) -> tuple[str, str] | None:
        """The run and the seat that a short code opens, among all runs."""
        for name in self.names() if code.strip() else []:
            try:
                seat = self.seats(name).by_code(code)
            except KeyError:  # it was moved away while we looked
                continue
            if seat:
                return name, seat
        return None

    def start(
        self,
        exercise: str,
        format_id: str | None,
        preset: str | None,
        people: Iterable[str],
        name: str = "",
        drafts: bool = True,
    ) -> OpenRun:
        """A new run of an exercise, in its ready room. Without `drafts` only sealed orders count.

        Raises Refusal, LogError, ExerciseError, KeyError.
        """
        chosen = self.exercises.exercise(exercise)
        with self._lock:
            path = self.free(name or chosen.id)
            run = Run.start(
                chosen,
                path,
                format_id=format_id,
                preset=preset,
                people=people,
                ready=True,
                drafts=drafts,
            )
            return self._served(path.stem, run)

    def fork(
        self,
        name: str,
        turn: int,
        others: Others = "same",
        keep: bool = False,
        changes: Sequence[Change] = (),
    ) -> OpenRun:
        """A new run that begins where another one stood: who plays on, and whether what seats decided then
        is decided again where nobody decides otherwise. With changes it is played as far as the other was.
        Raises KeyError, LogError; for changes Refusal.
        """
        if changes:  # whoever looks for a run need not wait until it is played
            run = self.run(name).open_debrief().apart()
            with self._lock:
                path = self.free(f"{name}-turn-{turn}")
            made, _ = see(run, path, turn, changes, Seating(others))
            with self._lock:
                return self._served(path.stem, made)
        with self._lock:
            path, run = self.free(f"{name}-turn-{turn}"), self.run(name).run
            script = script_of(run, turn) if keep else None
            return self._served(path.stem, fork(run, path, turn, seating=Seating(others), script=script))

    def free(self, stem: str) -> Path:
        """A path of today in the folder that is still free."""
        stem = re.sub(r"[^a-z0-9._-]+", "-", stem.lower()).strip("-.")[:50] or "run"
        stem, number = f"{stem}-{datetime.now():%Y-%m-%d}", 1
        while (path := self.folder / f"{stem}-{number}.jsonl").exists():
            number += 1
        return path

    # The signal

    def changed(self) -> None:
        """Wake everybody who waits for a change."""
        with self._signal:
            self._tick += 1
            self._signal.notify_all()

    def reached_otherwise(self) -> None:
        """Draw the pages anew that show how this server is reached: control's and the screens."""
        with self._lock:
            open_run = list(self._runs.values())
        for run in open_run:
            run.extra += 1
            run.door += 1
        self.changed()

    def close(self) -> None:
        """Let every stream end."""
        self.closed = True
        self.changed()

    @property
    def tick(self) -> int:
        return self._tick

    def wait(self, tick: int, timeout: float) -> int:
        """Wait until something has changed since `tick`, or for so many seconds."""
        with self._signal:
            self._signal.wait_for(lambda: self._tick != tick, timeout)
            return self._tick

    def look(self) -> None:
        """Look once at what other processes did, and at who has left; tell those who wait."""
        with self._lock:
            open_run = list(self._runs.values())
        news = False
        for run in open_run:
            try:
                news |= run.news()
            except (LogError, OSError):
                continue  # the page that asks for this run says what is wrong with it
            news |= run.presence.tidy()
            if run.torn and run.torn != self._torn.get(run.name):
                self._torn[run.name] = run.torn
                self.on_torn(run.name, run.torn)
        if news:
            self.changed()

    def watch(self, stopped: Event) -> None:
        """Look again and again until an event is set; meant for a thread of its own."""
        while not stopped.wait(WATCH):
            self.look()

    def _key(self) -> bytes:
        path = self.folder / ".key"
        found = self._read_key(path)
        if not found:
            with Lock(path):  # another server of the folder may begin in this very moment
                found = self._read_key(path) or secrets.token_bytes(32)
                write_private(path, found)
        return found

    def _read_key(self, path: Path) -> bytes:
        """The key as it stands; empty where there is none, or no whole one."""
        try:
            found = path.read_bytes()
        except OSError:
            return b""
        return found if len(found) >= 32 else b""


def changed_at(path: Path) -> float:
    """When a file was last written; 0 where there is none."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


class Bucket:
    """A rate limit: so many at once, then so many a minute, for each caller."""

    def __init__(self, most: int, a_minute: float) -> None:
        self.most, self.rate = most, a_minute / 60
        self._left: dict[str, tuple[float, float]] = {}
        self._many = MOST_CALLERS
        """How many callers are remembered before those are forgotten who have all of it again."""
        self._lock = RLock()

    def take(self, caller: str) -> bool:
        """Whether this caller may try once more now."""
        now = monotonic()
        with self._lock:
            left = self._now(caller, now)
            if len(self._left) > self._many:
                self._left = {
                    name: kept for name, kept in self._left.items() if self._now(name, now) < self.most
                }
                self._many = max(MOST_CALLERS, 2 * len(self._left))
            self._left[caller] = (left - 1 if left >= 1 else left, now)
            return left >= 1

    def give(self, caller: str) -> None:
        """Give one back: a try that was right does not count."""
        with self._lock:
            now = monotonic()
            self._left[caller] = (min(self.most, self._now(caller, now) + 1), now)

    def spend(self, caller: str, cost: float) -> None:
        """Take what something has cost, also where that is more than is left."""
        with self._lock:
            now = monotonic()
            self._left[caller] = (max(self._now(caller, now) - cost, -float(self.most)), now)

    def empty(self, caller: str) -> bool:
        """Whether nothing is left for this caller now."""
        with self._lock:
            return self._now(caller, monotonic()) <= 0

    def _now(self, caller: str, now: float) -> float:
        left, at = self._left.get(caller, (float(self.most), now))
        return min(float(self.most), left + (now - at) * self.rate)


def neighbourhood(address: str) -> str:
    """A caller for a rate limit: an address, and for IPv6 the 64 bits that one household has to itself."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 6:
        mapped = found.ipv4_mapped
        return str(mapped or ip_network((int(found), 64), strict=False))
    return str(found)
