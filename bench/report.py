"""`docs/performance.md`, made from one run of all parts: every row, and what is not reached."""

import platform
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from os import cpu_count, getloadavg
from pathlib import Path
from shutil import which
from typing import NamedTuple

from bench.catalogue import PARTS, rows
from bench.measure import Figure, LeftOut
from engine import __version__

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
NAMED = ("msgspec", "PyYAML", "jsonschema", "Flask", "waitress", "open_spiel", "diplomacy", "eventsourcing")
"""Packages whose versions matter to a figure."""
COLUMNS = "| What | Of | Whitecell | Baseline | Ratio | Target | |\n|---|---|---|---|---|---|---|"
BUSY = """**Others were at work on the machine.** What is timed by the clock on the wall waited longer
than it would alone, and what takes long waited longer than what is soon over. The other rows count processor
time."""
WAITED = "Timed by the clock on the wall, while others were at work."
HEAD = """# How fast it is

*Written by `make bench WRITE=1` from one run of all that `bench/` measures; change that, not this page.*

    make bench             against baselines
    make bench PEERS=1     beside other engines and stores, too
    make bench WRITE=1     the same, and this page

Every figure is measured beside a baseline in the same run, one and the other in turn, since machines differ
and are seldom idle. So read the ratios, not the rates. A ratio is how fast Whitecell is as a part of its
baseline where a target is *at least* (`>=`), and how much longer it takes, or how much more it is, where a
target is *at most* (`<=`). A target with a unit is of the figure itself. Where a ratio has a range, it is the
median of several passes, and the range is that of all. Targets are what is wanted: nothing fails where one is
missed, and no test times anything.
"""


class Surroundings(NamedTuple):
    """A day, and how many programs wanted a processor in the minute before."""

    day: date
    load: float

    @classmethod
    def now(cls) -> "Surroundings":
        """As they are."""
        return cls(datetime.now(UTC).date(), getloadavg()[0])


def page(found: list[Figure | LeftOut], begun: Surroundings, ended: Surroundings) -> str:
    """The whole page."""
    by_name = {each.row.name: each for each in found}
    parts = [HEAD, "\n".join(machine(begun, ended)), "\n".join(missed(found, busy(begun, ended)))]
    for name, part in PARTS.items():
        told = [told_row(by_name[row.name]) for row in rows(name)]
        parts.append(
            "\n".join([f"## {name.capitalize()}", "", f"{part.__doc__}".strip(), "", COLUMNS, *told, ""])
        )
    return "\n".join(parts)


def told_row(found: Figure | LeftOut) -> str:
    """A row of a table."""
    if isinstance(found, LeftOut):
        return f"| {found.row.name} | | | | | {found.row.aim} | {found.reason} |"
    cells = (found.size, found.ours, found.baseline, found.said_ratio, found.row.aim, found.verdict)
    return f"| {found.row.name} | {' | '.join(cells)} |"


def busy(begun: Surroundings, ended: Surroundings) -> bool:
    """Whether others were at work, too."""
    processors = cpu_count() or 1
    return begun.load > processors / 2 or ended.load > processors + 1


def machine(begun: Surroundings, ended: Surroundings) -> Iterator[str]:
    """Where and when it was measured, and whether others were at work."""
    yield f"Measured on {begun.day}: Whitecell {__version__}, Python {platform.python_version()},"
    yield f"{platform.system()} on {cpu_count()} processors ({processor_name()});"
    yield f"{', '.join(versions())}."
    yield f"{begun.load:.1f} programs wanted a processor as it began, {ended.load:.1f} as it ended."
    if busy(begun, ended):
        yield BUSY
    yield ""


def processor_name() -> str:
    """What the processor calls itself, where it says so."""
    try:
        found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    except OSError:
        found = None
    return found[1] if found else platform.machine()


def versions() -> Iterator[str]:
    """What is measured with and beside, by name and version."""
    for name in NAMED:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
    if node := which("node"):
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        yield f"Node {told.strip().removeprefix('v')}"


def missed(found: list[Figure | LeftOut], others: bool) -> Iterator[str]:
    """What is not reached, by how much, and why where that is known: rows of one reason together."""
    figures = [each for each in found if isinstance(each, Figure)]
    short = [each for each in figures if each.spare < 0]
    yield "## What is not reached"
    yield ""
    yield f"{len(figures) - len(short)} of {len(figures)} rows meet their targets. These do not:"
    yield ""
    for why, together in groupby(short, lambda each: each.row.why or WAITED * (each.row.wall and others)):
        told = "; ".join(
            f"**{each.row.name}**: {each.ours} beside {each.baseline}, {each.verdict} (target {each.row.aim})"
            for each in together
        )
        yield f"- {told}. {why}".rstrip()
    yield ""
