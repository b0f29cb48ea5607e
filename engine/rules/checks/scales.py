"""Tracks, flags and tokens: scales that hold together, bands that cover them, readers that exist."""

from engine.rules.checks.checker import Checker
from engine.rules.findings import Path, listed
from engine.rules.model import Track
from engine.rules.readers import parse_band

MOST_VALUES = 1000
"""Values of a scale: a track is for judging, not for measuring."""


def check_scales(on: Checker) -> None:
    """Report tracks, flags and tokens that cannot work as written."""
    for name, track in on.file.tracks.items():
        path = ("tracks", name)
        _scale(on, path, track)
        for field in ("others_see", "told_as"):
            _bands(on, (*path, field), track, getattr(track, field))
        _named(on, path, track)
        _family(on, path, track.each)
        _seen_by(on, path, track.seen_by)
        if track.others_see is not None and track.seen_by == "all":
            on.warn(
                (*path, "others_see"),
                "unused",
                f"everybody sees '{name}', so nobody sees it in bands",
                key=True,
            )
    for name, flag in on.file.flags.items():
        path = ("flags", name)
        _family(on, path, flag.each)
        _seen_by(on, path, flag.seen_by)
        if flag.one_of is not None and len(flag.one_of) < 2:
            on.error(
                (*path, "one_of"),
                "bounds",
                "a flag with values needs at least two; the first is its state of rest",
            )
        on.once((*path, "one_of"), flag.one_of or [])
    for name, token in on.file.tokens.items():
        path = ("tokens", name)
        _family(on, path, token.each)
        if token.seen_by != "holder":
            _seen_by(on, path, token.seen_by)
        elif token.each is None:
            on.error(
                (*path, "seen_by"),
                "readers",
                "only a token with 'each' has a holder; name the roles that see this one",
            )
        if isinstance(token.due, int) and token.due < 0:
            on.error(
                (*path, "due"), "bounds", f"a token cannot fall due {-token.due} turns before it is opened"
            )
    if on.file.capital.paid + on.file.capital.free == 0:
        on.warn(("capital",), "bounds", "nobody can order anything: 'paid' and 'free' are both 0")
    capital = on.file.capital
    if capital.fades is not None and capital.fades > capital.bank:
        message = f"nothing fades from {capital.fades} on where the bank holds {capital.bank}"
        on.warn(("capital", "fades"), "bounds", message)


def _scale(on: Checker, path: Path, track: Track) -> None:
    if track.min >= track.max:
        on.error(
            (*path, "max"),
            "bounds",
            f"the scale ends at {track.max}, which is not above its beginning {track.min}",
        )
    elif not track.min <= track.start <= track.max:
        on.error(
            (*path, "start"),
            "bounds",
            f"the start {track.start} is outside the scale {track.min}..{track.max}",
        )
    values = track.max - track.min + 1
    if values > MOST_VALUES:
        on.error((*path, "max"), "bounds", f"a scale has at most {MOST_VALUES} values")
    if track.steps is not None and len(track.steps) != values:
        message = f"'steps' names {len(track.steps)} values; the scale {track.min}..{track.max} has {values}"
        on.error((*path, "steps"), "bounds", message)
    if track.stages is not None:
        _stages(on, (*path, "stages"), track)


def _stages(on: Checker, path: Path, track: Track) -> None:
    """The stages of a scale ascend, and the last one ends where it does."""
    stages = track.stages or []
    if track.steps is not None:
        on.error(path, "clash", "'steps' names every value already; leave 'stages' out", key=True)
    expected = track.min
    for index, stage in enumerate(stages):
        if not expected <= stage.up_to <= track.max:
            message = f"this stage ends at {stage.up_to}; it can end at {expected}..{track.max}"
            on.error((*path, index, "up_to"), "bounds", message)
            return
        expected = stage.up_to + 1
    if expected <= track.max:
        message = f"no stage holds {_span(expected, track.max)}; let the last one end at {track.max}"
        on.error(path, "gap", message, key=True)


def _bands(on: Checker, path: Path, track: Track, bands: dict[str, str] | None) -> None:
    """The bands of a track cover its scale once, from the bottom up."""
    if bands is None:
        return
    expected = track.min
    for name, text in bands.items():
        at = (*path, name)
        try:
            low, high = parse_band(text)
        except ValueError:
            on.error(
                at,
                "band",
                f"'{text}' is not a band; write its lowest and highest value: {track.min}..{track.max}",
            )
            return
        if low > high:
            on.error(at, "band", f"the band {text} ends before it begins; write {high}..{low}")
            low, high = high, low
        elif low > expected:
            on.error(at, "gap", f"no band holds {_span(expected, low - 1)}; let '{name}' begin at {expected}")
        elif low < expected:
            message = f"'{name}' begins at {low} where {expected} is next; bands ascend and do not overlap"
            on.error(at, "overlap" if expected > track.min else "bounds", message)
        expected = max(expected, high + 1)
    if expected <= track.max:
        on.error(
            path,
            "gap",
            f"no band holds {_span(expected, track.max)}; the scale ends at {track.max}",
            key=True,
        )
    elif expected > track.max + 1:
        on.error(path, "bounds", f"the bands reach {expected - 1}; the scale ends at {track.max}", key=True)


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}..{high}"


def _named(on: Checker, path: Path, track: Track) -> None:
    bands = tuple(dict.fromkeys((*(track.others_see or {}), *(track.told_as or {}))))
    on.texts((*path, "say"), track.say or {}, bands, "band")
    missing = [band for band in bands if band not in (track.say or {})]
    if missing:
        on.error(path, "missing-text", f"'say' has no name for: {listed(missing)}", key=True)


def _family(on: Checker, path: Path, each: str | list[str] | None) -> None:
    if isinstance(each, list):
        on.roles((*path, "each"), each)
        if not each:
            on.error((*path, "each"), "bounds", "a family needs at least one member")


def _seen_by(on: Checker, path: Path, seen: str | list[str]) -> None:
    if isinstance(seen, list):
        on.roles((*path, "seen_by"), seen)
