"""What came of a rehearsal, drawn for the terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console import gauges
from console.layout import heading, part
from engine.rehearsal.expectations import Held
from engine.rehearsal.figures import Figures, Mean, Share
from engine.rehearsal.policies import DOCTRINE
from engine.rehearsal.question import Question
from engine.review.rehearsed import order_named, remarks
from engine.rules.exercise import Exercise
from engine.words.language import Language
from engine.words.numbers import minus, percent

MOST_NAMED = 12
"""Of things that never came, how many are named in the terminal; --json has them all."""
BAR, FAN = 20, 15
MOST_TURNS = 12
"""Turns up to which the spread of a track is drawn, too."""


def expected(found: list[Held], language: Language) -> Table:
    """Each expectation with what was found."""
    table = grid("left", "left", "left", "right", "right", "left")
    say = language.say
    words = (say("found"), say("expected"))
    kinds = {
        "doctrine": say("doctrine"),
        "mixed": say("mixed"),
        "objectives": say("objectives"),
        "best_reply": say("best reply"),
        "own_score": say("own score"),
        "alone": say("one seat alone"),
        "binds": say("binds"),
    }
    table.add_row("", "", "", *(Text(word, "quiet") for word in words), "")
    for entry in found:
        off = "" if entry.holds else say("off by {points}", points=language.number(f"{entry.off:.1f}"))
        table.add_row(
            entry.format,
            kinds[entry.kind],
            entry.id,
            language.number(f"{entry.found:.1f}%"),
            f"{entry.low:.0f}–{entry.high:.0f}%",
            Text(off, "edge"),
        )
    return table


def report(found: Figures, question: Question, asked: str, language: Language) -> Iterator[RenderableType]:
    """The whole of it, part by part; `asked` is what was typed beyond the exercise."""
    exercise = question.exercise
    yield head(found, question, asked, language)
    yield part(language.say("Endings"), endings(found, exercise, language))
    legend = language.say(
        "Most runs: where eight of ten lie. Left: capital at the end. Lost: what the bank could not hold, "
        "by run. Idle turns: without an order, by run."
    )
    yield part(language.say("Seats"), seats(found, exercise, language), Text(legend, "quiet"))
    yield part(language.say("Objectives"), objectives(found, exercise, language))
    fans = language.say(
        "Turn by turn: low and high hold eight runs of ten between them; at the end they lie so. Peak: the "
        "turn in which most runs had their highest value."
    )
    yield part(language.say("Tracks"), courses(found, exercise, language), Text(fans, "quiet"))
    yield part(language.say("What never came"), *never(found, exercise, language))
    doctrine = [role for role in exercise.roles if question.plays.get(role, DOCTRINE) == DOCTRINE]
    said = list(remarks(found, exercise, language, from_start=question.start is None, doctrine=doctrine))
    if said:
        yield part(language.say("What to make of it"), *(Text(f"– {text}") for text in said))


def head(found: Figures, question: Question, asked: str, language: Language) -> RenderableType:
    """What was asked, and what the figures stand for."""
    say, file = language.say, question.exercise.file
    title = language.text(file.title)
    what = [
        language.text(file.formats[found.format].title),
        language.count(found.runs, "run", "runs"),
        say("seeds from {seed}", seed=found.seed),
    ]
    if question.start:
        what.insert(1, say("from turn {turn}", turn=question.start.game.turn))
    note = say(
        "Bots play every seat: the figures describe the exercise and how it is played here, not people. Of a "
        "hundred intervals, 95 hold the true value."
    )
    lines = [Text(" · ".join(what))]
    if asked:
        lines.append(Text(say("Asked: {what}", what=asked)))
    return Group(heading(title), *lines, Text(note, style="quiet"))


def interval(found: Share) -> str:
    return f"{percent(found.low)}–{percent(found.high)}"


def bar(value: float) -> Text:
    """A share as a bar."""
    full = round(value * BAR)
    return Text.assemble(gauges.FULL * full, (gauges.EMPTY * (BAR - full), "quiet"))


def grid(*justify: str) -> Table:
    table = Table.grid(padding=(0, 2))
    for side in justify:
        table.add_column(justify=side, no_wrap=side == "right")  # type: ignore[arg-type]
    return table


def endings(found: Figures, exercise: Exercise, language: Language) -> Table:
    """Each ending with its share."""
    table = grid("left", "left", "right", "right")
    titles = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}
    for entry in found.endings:
        table.add_row(
            titles[entry.id],
            bar(entry.share.part),
            percent(entry.share.part),
            Text(interval(entry.share), "quiet"),
        )
    return table


def seats(found: Figures, exercise: Exercise, language: Language) -> Table:
    """Each seat with its score, and what it did with its capital and its turns."""
    say, table = language.say, grid("left", "right", "left", "right", "right", "right", "right")
    words = (say("points"), "", say("most runs"), say("left"), say("lost"), say("idle turns"))
    table.add_row("", *(Text(word, "quiet") for word in words))
    scores = [score for score in (*(seat.score for seat in found.seats), found.common) if score]
    low = min((score.tenth for score in scores), default=0)
    high = max((score.ninetieth for score in scores), default=0)
    for seat in found.seats:
        score = seat.score
        table.add_row(
            language.text(exercise.file.roles[seat.role].title),
            "–" if score is None else minus(language.tenths(score.mean)),
            fan(score, low, high) if score else "",
            "" if score is None else spread(score),
            *(language.number(f"{value:.1f}") for value in (seat.unspent.mean, seat.lost, seat.idle)),
        )
    if found.common:
        name = language.text(exercise.file.derived[exercise.file.common_score or ""].title)
        mean = minus(language.tenths(found.common.mean))
        table.add_row(name, mean, fan(found.common, low, high), spread(found.common), "", "", "")
    return table


def fan(found: Mean, low: float, high: float) -> Text:
    """`···├──●────┤···`: where eight runs of ten lie on a scale, and their mean."""
    step = (FAN - 1) / max(high - low, 1)
    first, middle, last = (
        max(0, min(FAN - 1, round((value - low) * step)))
        for value in (found.tenth, found.mean, found.ninetieth)
    )
    cells = ["─" if first <= place <= last else gauges.EMPTY for place in range(FAN)]
    cells[first], cells[last], cells[middle] = "├", "┤", "●"
    return Text("".join(cells))


def spread(found: Mean) -> str:
    """Where eight runs of ten lie."""
    return f"{minus(round(found.tenth))}…{minus(round(found.ninetieth))}"


def objectives(found: Figures, exercise: Exercise, language: Language) -> Table:
    """Each objective and red line with its share."""
    table = grid("left", "left", "left", "right", "right")
    titles = {goal.id: language.text(goal.title) for goal in (*exercise.objectives, *exercise.red_lines)}
    for entry, sign in [
        *((goal, " ") for goal in found.objectives),
        *((line, "!") for line in found.red_lines),
    ]:
        table.add_row(
            Text(sign, "edge"),
            Text(f"{language.text(exercise.file.roles[entry.role].title)}: {titles[entry.id]}"),
            bar(entry.share.part),
            percent(entry.share.part),
            Text(interval(entry.share), "quiet"),
        )
    return table


def courses(found: Figures, exercise: Exercise, language: Language) -> Table:
    """Each track turn by turn: the middle of the runs, and below and above which one in ten lies."""
    say = language.say
    longest = max((len(course.turns) for course in found.courses), default=0)
    lines = (0, 1, 2) if longest <= MOST_TURNS else (1,)
    table = grid("left", *("left" for _ in lines), "right", "right", "right")
    heads = (say("low"), say("middle"), say("high"))
    words = (*(heads[line] for line in lines), say("start"), say("end"), say("peak"))
    table.add_row("", *(Text(word, "quiet") for word in words))
    for course in found.courses:
        track = exercise.file.tracks[course.track.partition("(")[0]]
        low, _, high = course.turns[-1] if course.turns else (course.start, course.start, course.start)
        member = course.track.partition("(")[2].rstrip(")")
        sparks = [
            gauges.spark([round(turn[line]) for turn in course.turns], track.min, track.max) for line in lines
        ]
        table.add_row(
            language.text(track.title, member),
            *(Text(spark, "" if line == 1 else "quiet") for line, spark in zip(lines, sparks, strict=True)),
            minus(course.start),
            f"{minus(round(low))}…{minus(round(high))}",
            str(course.peak or "–"),
        )
    return table


def never(found: Figures, exercise: Exercise, language: Language) -> Iterator[Text]:
    """What came in no run, by kind."""
    kinds = {
        "row": language.say("Rows"),
        "order": language.say("Orders"),
        "inject": language.say("Injects"),
        "agreement": language.say("Agreements"),
    }
    for kind, title in kinds.items():
        names = [
            named(kind, entry.id, exercise, language)
            for entry in found.came
            if entry.kind == kind and not entry.number
        ]
        if names:
            more = f" … +{len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
            yield Text(f"{title}: {', '.join(names[:MOST_NAMED])}{more}")
    if all(entry.number for entry in found.came):
        yield Text(language.say("Everything that can come came."))


def named(kind: str, name: str, exercise: Exercise, language: Language) -> str:
    """Something that can come, by its title; a row, which has none, by its table and its own name."""
    file = exercise.file
    if kind == "order":
        return order_named(name, exercise, language)
    if kind == "inject":
        return f"{name} {language.text(file.injects[name].title)}"
    return language.text(file.agreements[name].title) if kind == "agreement" else name
