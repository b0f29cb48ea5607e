"""Formats and their timetables, the order of triggered injects, the steps a turn needs."""

from collections import Counter

from engine.rules.build.moves import KEYWORDS
from engine.rules.checks.checker import Checker
from engine.rules.findings import Path, listed
from engine.rules.model import Format


def check_schedule(on: Checker) -> None:
    """Report formats, timetables and steps that do not fit the exercise."""
    if not on.file.formats:
        on.error(
            ("formats",),
            "missing",
            "an exercise needs at least one format: its number of turns and its calendar",
        )
    on.default("formats", on.file.formats)
    placed: set[str] = set()
    for name, entry in on.file.formats.items():
        _format(on, ("formats", name), entry)
        placed.update(inject for injects in entry.msel.values() for inject in injects)
    for name, inject in on.file.injects.items():
        if inject.mode == "timetable" and name not in placed:
            on.warn(
                ("injects", name),
                "unused",
                f"'{name}' waits for a timetable, and no format lists it in its 'msel'",
                key=True,
            )
    _triggered(on)
    _steps(on)


def _format(on: Checker, path: Path, entry: Format) -> None:
    if len(entry.calendar) != entry.turns:
        message = f"the calendar names {len(entry.calendar)} turns; the format has {entry.turns}"
        on.error((*path, "calendar"), "bounds", message)
    for phase, minutes in entry.minutes.items():
        if minutes < 0:
            on.error((*path, "minutes", phase), "bounds", f"{minutes} minutes is no length of time")
    for turn, injects in entry.msel.items():
        at = (*path, "msel", turn)
        if not turn.isdecimal() or not 1 <= int(turn) <= entry.turns:
            on.error(
                at, "bounds", f"'{turn}' is no turn of this format; its turns are 1..{entry.turns}", key=True
            )
        for index, name in enumerate(injects):
            if not on.known((*at, index), "inject", name, on.file.injects):
                continue
            inject = on.file.injects[name]
            if inject.mode != "timetable":
                message = f"'{name}' is of mode {inject.mode}; only injects of mode timetable are listed"
                on.error((*at, index), "mode", message)
    for name, count in Counter(name for injects in entry.msel.values() for name in injects).items():
        times = on.file.injects[name].times if name in on.file.injects else count
        if count > times:
            often = "once" if times == 1 else f"{times} times"
            on.error(
                (*path, "msel"), "duplicate", f"'{name}' is listed {count} times and can be released {often}"
            )


def _triggered(on: Checker) -> None:
    """The list of triggered injects names each of them once and nothing else."""
    path = ("triggered",)
    on.once(path, on.file.triggered)
    for index, name in enumerate(on.file.triggered):
        if (
            on.known((*path, index), "inject", name, on.file.injects)
            and on.file.injects[name].mode != "triggered"
        ):
            mode = on.file.injects[name].mode
            on.error(
                (*path, index),
                "mode",
                f"'{name}' is an inject of mode {mode}; only triggered ones are listed here",
            )
    for name, inject in on.file.injects.items():
        if inject.mode != "triggered":
            continue
        if name not in on.file.triggered:
            message = f"'{name}' is triggered and missing from 'triggered', the order they are looked at"
            on.error(("injects", name, "mode"), "missing", message)
        if inject.if_ is None:
            message = f"'{name}' is triggered and has no condition; write when it comes: if"
            on.error(("injects", name, "mode"), "missing", message)


def _steps(on: Checker) -> None:
    """What the exercise uses has a step; `moves` and `endings` are looked for when it is built."""
    file = on.file
    steps = [name for entry in file.steps for name in ([entry] if isinstance(entry, str) else entry)]
    asking = [name for name, inject in file.injects.items() if inject.asks]
    ending = [name for name, entry in file.agreements.items() if entry.breach or entry.after]
    falling = [name for name, token in file.tokens.items() if token.due != "never"]
    for step, users, what in (
        ("agreements", [*file.agreements, *asking], "take effect"),
        ("breaches", ending, "can be broken or run out"),
        ("drift", falling, "fall due"),
    ):
        if users and step not in steps:
            on.error(
                ("steps",), "missing-step", f"the steps lack '{step}', in which {listed(users[:5])} {what}"
            )
    for step in KEYWORDS:
        if step in file.tables and step != "drift":
            on.error(
                ("tables", step),
                "reserved",
                f"'{step}' is a step of its own; rename the table",
                key=True,
            )
    if "endings" in steps and steps[-1] != "endings":
        after = steps[steps.index("endings") + 1 :]
        on.error(
            ("steps",), "order", f"'endings' is the last step; {listed(after)} would come too late to count"
        )
