"""Times as planners them: `1:20`, `D+2 H+3 M+45`, `T+2`, `M-5`, `Day 2`, `0930Z`, `2025-06-03 09:30`."""

import re
from datetime import date
from typing import NamedTuple

from engine.exchange.msel.aliases import spellings

DAY = 24 * 60
SPACE = r"[\s,;]*"
OFFSET = re.compile(r"(?P<unit>[DJHTGM])\s*(?P<amount>[+-]\s*\d{1,4})(?::(?P<minutes>\d\d))?", re.IGNORECASE)
START = re.compile(r"(STARTEX)\s*(?P<amount>[+-]\s*\d{1,4})(?::(?P<minutes>\d\d))?", re.IGNORECASE)
CLOCK = re.compile(
    r"(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\.?)?\s*[Zz]?", re.IGNORECASE
)
MILITARY = re.compile(r"(?P<hours>[01]\d|2[0-3])(?P<minutes>[0-5]\d)\s*(?:[A-Z]|hrs|hours)?")
DATED = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)[T\s]*")
MINUS = str.maketrans({"−": "-", "–": "-", "＋": "+"})


class Time(NamedTuple):
    """A time. One of the day says when the clock shows it; all others count from STARTEX."""

    minutes: int
    of_day: bool = False
    days: int | None = None
    """Where it counts days: which one."""
    on: date | None = None


def read(text: str) -> Time | None:
    """A time; None for what is none. Hours are H, T or G, and days D or J, as in the tools of the trade."""
    numbered = re.compile(rf"(?:{spellings('day')})\s*(\d{{1,3}})", re.IGNORECASE)
    plain = numbered.sub(lambda found: f"D+{int(found[1]) - 1}", " ".join(text.translate(MINUS).split()))
    plain = plain.replace("D+-1", "D-1")
    if not plain:
        return None
    return started(plain) or offsets(plain) or dated(plain)


def started(text: str) -> Time | None:
    """`STARTEX+45` counts minutes, `STARTEX+1:30` hours and minutes."""
    match = START.fullmatch(text)
    if not match:
        return None
    return Time(amount(match["amount"], match["minutes"], 60 if match["minutes"] else 1))


def offsets(text: str) -> Time | None:
    """`D+2 H+3 M+45`, and a day with a time: `D+1 09:30`."""
    total, at, days = 0, 0, None
    for match in OFFSET.finditer(text):
        if text[at : match.start()].strip(" ,;"):
            return None
        unit, at = match["unit"].upper(), match.end()
        if unit in "DJ":
            days = amount(match["amount"], None, 1)
            total += days * DAY
        else:
            total += amount(match["amount"], match["minutes"], 1 if unit == "M" else 60)
    rest = text[at:].strip(" ,;")
    if not at or (rest and days is None):
        return None
    clock = of_day(rest) if rest else Time(0)
    return Time(total + clock.minutes, days=days) if clock else None


def amount(text: str, minutes: str | None, unit: int) -> int:
    """A signed number of units, with minutes that go the same way."""
    number = text.replace(" ", "")
    size = int(number[1:]) * unit + int(minutes or 0)
    return -size if number[0] == "-" else size


def dated(text: str) -> Time | None:
    """A time of day, with its date where it has one, or a length."""
    match = DATED.match(text)
    if not match:
        return of_day(text) or length(text)
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    rest = text[match.end() :]
    clock = of_day(rest) if rest else Time(0, of_day=True)
    return clock and clock._replace(on=day)


def of_day(text: str) -> Time | None:
    match = CLOCK.fullmatch(text)
    if match:
        hours = int(match["hours"])
        if match["half"]:
            hours = hours % 12 + (12 if match["half"][0] in "pP" else 0)
        return Time(60 * hours + int(match["minutes"]), of_day=True)
    match = MILITARY.fullmatch(text)
    return Time(60 * int(match["hours"]) + int(match["minutes"]), of_day=True) if match else None


def length(text: str) -> Time | None:
    """`45 min`, `1h20`, `+2 h`."""
    if text.isdecimal():
        return None
    hours = rf"(?:(\d{{1,3}})\s*(?:{spellings('hours')})\.?)?"
    minutes = rf"(?:(\d{{1,4}})\s*(?:{spellings('minutes')})\.?)?"
    match = re.fullmatch(
        rf"\+?\s*{hours}\s*{minutes}", re.sub(r"(\d)h(\d+)$", r"\1h\2m", text), re.IGNORECASE
    )
    if not match or not any(match.groups()):
        return None
    return Time(60 * int(match[1] or 0) + int(match[2] or 0))


def since(time: Time, start: Time | None) -> int | None:
    """Minutes from STARTEX to a time; None where a time of day cannot be placed without knowing STARTEX."""
    if not time.of_day:
        return time.minutes
    if start is None:
        return None
    days = (time.on - start.on).days if time.on and start.on else 0
    return time.minutes - start.minutes + days * DAY
