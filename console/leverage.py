"""The questions beside a rehearsal, drawn for the terminal: figures, a picture, and what to make of them."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from console import gauges
from console.layout import part
from engine.rehearsal.best_reply import Reply
from engine.rehearsal.comparison import Comparison, Difference
from engine.rehearsal.leverage import Forced, Limit
from engine.rehearsal.sensitivity import Change
from engine.rehearsal.what_if import WhatIf
from engine.review.leverage import (
    change_named,
    changes_said,
    compared_said,
    limits_said,
    move_named,
    moves_said,
    points,
    role_named,
    score_named,
)
from engine.review.rehearsed import reply_said
from engine.rules.exercise import Exercise, Goal
from engine.words.language import Language
from engine.words.numbers import minus, percent

ARM = 10
"""Cells on each side of a bar that goes both ways."""
WIDEST = 34
"""Columns of the name of a limit with its two values."""
MOST_CHANGES, MOST_LIMITS = 5, 15
LEAST = 0.01
"""Differences to an ending from which on a change is drawn."""
LABEL = 44
"""The widest label of a bar."""


def grid(*justify: str, widest: int | None = None) -> Table:
    """Columns; the first is no wider than said."""
    table = Table.grid(padding=(0, 2))
    for place, side in enumerate(justify):
        table.add_column(
            justify=side,  # type: ignore[arg-type]
            no_wrap=side == "right" or (place == 0 and widest is not None),
            max_width=widest if place == 0 else None,
            overflow="ellipsis",
        )
    return table


def said(sentences: Iterable[str]) -> Iterator[Text]:
    """What to make of it."""
    for text in sentences:
        yield Text(f"– {text}")


def arms(value: float, most: float, arm: int = ARM) -> Text:
    """A bar to the left for less, to the right for more; `most` fills an arm of so many cells."""
    cells = round(min(1.0, abs(value) / most) * arm) if most else 0
    cells = max(cells, 1) if value else 0
    left, right = (cells, 0) if value < 0 else (0, cells)
    return Text.assemble(
        (gauges.EMPTY * (arm - left), "quiet"),
        gauges.FULL * left,
        ("│", "quiet"),
        gauges.FULL * right,
        (gauges.EMPTY * (arm - right), "quiet"),
    )


def written(value: float, language: Language) -> str:
    """A difference with one decimal; one that is too small for it has two."""
    if value and not round(value, 1):
        return language.number(minus(f"{value:+.2f}")) if round(value, 2) else "0"
    return language.tenths(value)


def between(entry: Difference, scale: int, language: Language) -> Text:
    """The interval of a difference."""
    if entry.low == entry.high:
        return Text("")
    low, high = (written(end * scale, language) for end in (entry.low, entry.high))
    return Text(f"{low} … {high}", "quiet")


def verdict(entry: Difference, language: Language) -> Text:
    """Whether a difference is one."""
    if entry.sure:
        return Text("")
    return Text(
        language.say("no clear difference") if entry.low != entry.high else language.say("no difference"),
        "quiet",
    )


# Paired questions


def differences(compared: Comparison, exercise: Exercise, language: Language) -> RenderableType:
    """What the change was worth."""
    say = language.say
    titles = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}
    goals = {goal.id: goal for goal in (*exercise.objectives, *exercise.red_lines)}
    aims = [
        (f"{mark}{goal_named(goals[entry.id], exercise, language)}", entry)
        for mark, entries in (("", compared.objectives), ("! ", compared.red_lines))
        for entry in entries
        if entry.sure and entry.id in goals
    ]
    shares = [(titles.get(entry.id, entry.id), entry) for entry in compared.endings]
    scores = [(role_named(entry.id, exercise, language), entry) for entry in compared.scores]
    tracks = [(track_named(entry.id, exercise, language), entry) for entry in compared.tracks if entry.sure]
    sections = (
        *section(say("endings, in percentage points"), shares, 100, language),
        *section(say("scores, in points"), scores, 1, language),
        *section(say("objectives and red lines (!) that differ, in percentage points"), aims, 100, language),
        *section(say("tracks that end otherwise, in steps"), tracks, 1, language),
    )
    notes = said(compared_said(compared, exercise, language))
    return part(say("What the change does, on the same dice"), *sections, *notes)


def section(
    title: str, found: Sequence[tuple[str, Difference]], scale: int, language: Language
) -> Iterator[RenderableType]:
    """Differences of one kind, each with a bar or the word that there is none; nothing where none are."""
    if not found:
        return
    most, table = (
        max(abs(entry.mean) for _, entry in found),
        grid("left", "left", "right", "right", widest=LABEL),
    )
    table.columns[0].min_width = LABEL
    for name, entry in found:
        bar = arms(entry.mean, most) if entry.sure else verdict(entry, language)
        table.add_row(name, bar, written(entry.mean * scale, language), between(entry, scale, language))
    yield Text(title, "quiet")
    yield table


def goal_named(goal: Goal, exercise: Exercise, language: Language) -> str:
    """An objective or red line, with whose it is."""
    return f"{language.text(exercise.file.roles[goal.role].code)}: {language.text(goal.title)}"


def track_named(name: str, exercise: Exercise, language: Language) -> str:
    """A track, or one of a family."""
    head, _, member = name.partition("(")
    return language.text(exercise.file.tracks[head].title, member.rstrip(")"))


# Best replies


def best_replies(found: Sequence[Reply], exercise: Exercise, language: Language) -> RenderableType:
    """Each seat by doctrine and by its best reply, and what to type to play it."""
    say, table = language.say, grid("left", "right", "left", "right", "right", "right")
    words = (say("doctrine"), "", say("best reply"), say("gain"), say("interval"))
    table.add_row("", *(Text(word, "quiet") for word in words))
    most = max((abs(reply.gain.mean) for reply in found), default=0.0)
    for reply in found:
        table.add_row(
            role_named(reply.role, exercise, language),
            minus(language.tenths(reply.doctrine)),
            arms(reply.gain.mean if reply.gain.sure else 0, most),
            minus(language.tenths(reply.score)),
            written(reply.gain.mean, language),
            between(reply.gain, 1, language),
        )
    notes: list[RenderableType] = list(said(reply_said(reply, exercise, language) for reply in found))
    lines = [
        f"--seat {reply.role}=orders:{','.join(reply.orders)}"
        for reply in found
        if reply.orders and reply.gain.low > 0
    ]
    if lines:
        notes += [Text(say("To play them:"), "quiet"), *(Text(f"  {line}") for line in lines)]
    return part(say("Best replies"), table, *notes)


# Limits


def binding(found: list[Limit], exercise: Exercise, language: Language) -> RenderableType:
    """The limits that change most when they are moved by one; the others in a sentence."""
    say, table = language.say, grid("left", "left", "right", "right", "left", widest=WIDEST)
    words = (say("changed runs"), say("score"))
    table.add_row("", "", *(Text(word, "quiet") for word in words), "")
    bound = sorted((limit for limit in found if limit.binds), key=lambda limit: -limit.changed)
    for limit in bound[:MOST_LIMITS]:
        most = limit.most
        table.add_row(
            f"{limit.name} {limit.value} → {limit.other}",
            share_bar(limit.changed),
            percent(limit.changed),
            written(most.mean, language) if most else "–",
            role_named(most.id, exercise, language) if most else "",
        )
    notes = []
    if bound[MOST_LIMITS:]:
        less = say(
            "Others ({number}) change fewer; --json and --csv have them all.", number=len(bound) - MOST_LIMITS
        )
        notes.append(Text(less, "quiet"))
    return part(say("Limits that bind"), table, *notes, *said(limits_said(found, language)))


def share_bar(value: float) -> Text:
    """A share as a bar, short enough for the name of a limit beside it to stand whole in 80 columns."""
    full = round(value * ARM)
    return Text.assemble(gauges.FULL * full, (gauges.EMPTY * (ARM - full), "quiet"))


# Moves


def always_and_never(found: list[Forced], exercise: Exercise, language: Language) -> RenderableType:
    """What each move does to its own seat when it is always made and when it never is, the most first."""
    say, table = language.say, grid("left", "left", "left", "right", "right", "right")
    table.columns[1].no_wrap, table.columns[1].max_width, table.columns[1].overflow = True, LABEL, "ellipsis"
    words = (say("always"), say("never"), say("other endings"))
    table.add_row("", "", "", *(Text(word, "quiet") for word in words))
    most = max((abs(entry.always.mean) for entry in found), default=0.0)
    for entry in sorted(found, key=lambda entry: -entry.always.mean):
        table.add_row(
            language.text(exercise.file.roles[entry.role].code),
            move_named(entry.move, exercise, language),
            arms(entry.always.mean if entry.always.sure else 0, most),
            *(
                Text(written(change.mean, language), "" if change.sure else "quiet")
                for change in (entry.always, entry.never)
            ),
            percent(entry.endings),
        )
    note = say(
        "Points of its own seat beside doctrine, the bar for always; dim where there is no clear difference."
    )
    notes = said(moves_said(found, exercise, language))
    return part(say("Always and never"), table, Text(note, "quiet"), *notes)


# What moves what


def tornado(found: Sequence[Change], exercise: Exercise, language: Language) -> RenderableType:
    """For each ending the changes that move it most, as bars to both sides."""
    say, table = language.say, grid("left", "left", "right", "right", widest=LABEL)
    titles = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}
    for name, title in titles.items():
        moved = [
            (change, entry)
            for change in found
            for entry in change.endings
            if entry.id == name and entry.sure and abs(entry.mean) >= LEAST
        ]
        moved.sort(key=lambda found: -abs(found[1].mean))
        if not moved:
            continue
        table.add_row(Text(title, "bold"))
        for change, entry in moved[:MOST_CHANGES]:
            table.add_row(
                f"  {change_named(change, exercise, language)}",
                arms(entry.mean, abs(moved[0][1].mean)),
                points(entry.mean, language),
                between(entry, 100, language),
            )
    legend = say(
        "Each start one lower and one higher, each modifier switched off, each inject left out, one at a "
        "time on the same dice; for each ending the {most} that move it most, in percentage points. Of a "
        "hundred changes that do nothing, five look as if they did.",
        most=MOST_CHANGES,
    )
    return part(
        say("What moves what"),
        table,
        Text(legend, "quiet"),
        *said(changes_said(found, exercise, language)),
    )


# One run on its own dice


def otherwise(found: WhatIf, exercise: Exercise, asked: str, language: Language) -> RenderableType:
    """How a run ended, and how it would have, had it been played otherwise."""
    say, table = language.say, grid("left", "left", "left", widest=LABEL)
    titles = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}
    table.add_row("", *(Text(word, "quiet") for word in (say("as it was"), say("otherwise"))))
    table.add_row(say("Ending"), titles.get(found.was.ending, found.was.ending), titles[found.would.ending])
    table.add_row(say("Turns"), str(found.was.turns), str(found.would.turns))
    for role, score in found.would.scores.items():
        was = found.was.scores.get(role)
        table.add_row(role_named(role, exercise, language), "–" if was is None else minus(was), minus(score))
    if found.would.common is not None:
        name = score_named(exercise.file.common_score or "", exercise, language)
        table.add_row(
            name, "–" if found.was.common is None else minus(found.was.common), minus(found.would.common)
        )
    goals = {goal.id: goal for goal in (*exercise.objectives, *exercise.red_lines)}
    for mark, was_met, would_be in (
        ("", found.was.objectives, found.would.objectives),
        ("! ", found.was.red_lines, found.would.red_lines),
    ):
        for name in goals:
            if (name in was_met) != (name in would_be):
                cells = (say("yes") if name in listed else say("no") for listed in (was_met, would_be))
                table.add_row(f"{mark}{goal_named(goals[name], exercise, language)}", *cells)
    note = say(
        "From turn {turn} on bots play every seat, on the dice that the run threw. By doctrine, unless you "
        "say otherwise: --play run:PATH lets each seat order what it ordered there, and --seat changes one.",
        turn=found.turn,
    )
    lines = [Text(say("Asked: {what}", what=asked))] if asked else []
    return part(say("The same run, played otherwise"), *lines, table, Text(note, "quiet"))
