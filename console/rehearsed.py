"""What came of a rehearsal, drawn for the terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console import gauges
from console.layout import heading, part
from engine.rehearsal.comparison import Comparison, Difference
from engine.rehearsal.expectations import Held
from engine.rehearsal.figures import Figures, Mean, Share
from engine.rehearsal.leverage import Forced, Limit
from engine.rehearsal.policies import DOCTRINE
from engine.rehearsal.question import Question
from engine.review.rehearsed import remarks
from engine.rules.exercise import Exercise
from engine.words.language import Language
from engine.words.numbers import minus, percent

MOST_NAMED = 12
"""Of things that never came, how many are named in the terminal; --json has them all."""
BAR = 20


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
    yield part(language.say("Tracks"), courses(found, exercise, language))
    yield part(language.say("What never came"), *never(found, language))
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
    say, table = language.say, grid("left", "right", "right", "right", "right", "right")
    words = (say("points"), say("most runs"), say("left"), say("lost"), say("idle turns"))
    table.add_row("", *(Text(word, "quiet") for word in words))
    for seat in found.seats:
        score = seat.score
        table.add_row(
            language.text(exercise.file.roles[seat.role].title),
            "–" if score is None else minus(language.tenths(score.mean)),
            "" if score is None else spread(score),
            *(language.number(f"{value:.1f}") for value in (seat.unspent.mean, seat.lost, seat.idle)),
        )
    if found.common:
        name = language.text(exercise.file.derived[exercise.file.common_score or ""].title)
        table.add_row(name, minus(language.tenths(found.common.mean)), spread(found.common), "", "", "")
    return table


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
    """Each track turn by turn: the middle, and where eight runs of ten end."""
    say, table = language.say, grid("left", "left", "right", "right", "right")
    words = (say("middle"), say("start"), say("end"), say("peak in turn"))
    table.add_row("", *(Text(word, "quiet") for word in words))
    for course in found.courses:
        track = exercise.file.tracks[course.track.partition("(")[0]]
        middles: list[int | str | None] = [round(middle) for _, middle, _ in course.turns]
        low, _, high = course.turns[-1] if course.turns else (course.start, course.start, course.start)
        member = course.track.partition("(")[2].rstrip(")")
        table.add_row(
            language.text(track.title, member),
            gauges.spark(middles, track.min, track.max),
            minus(course.start),
            f"{minus(round(low))}…{minus(round(high))}",
            str(course.peak or "–"),
        )
    return table


def never(found: Figures, language: Language) -> Iterator[Text]:
    """What came in no run, by kind."""
    kinds = {
        "row": language.say("Rows"),
        "order": language.say("Orders"),
        "inject": language.say("Injects"),
        "agreement": language.say("Agreements"),
    }
    for kind, title in kinds.items():
        names = [entry.id for entry in found.came if entry.kind == kind and not entry.number]
        if names:
            more = f" … +{len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
            yield Text(f"{title}: {', '.join(names[:MOST_NAMED])}{more}")
    if all(entry.number for entry in found.came):
        yield Text(language.say("Everything that can come came."))


def differences(compared: Comparison, exercise: Exercise, language: Language) -> RenderableType:
    """What the change was worth."""
    say, table = language.say, grid("left", "right", "right", "left")
    titles = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}
    for entry in compared.endings:
        table.add_row(
            titles.get(entry.id, entry.id),
            f"{language.tenths(entry.mean * 100)} %",
            *sure(entry, 100, language),
        )
    for entry in compared.scores:
        name = language.text(exercise.file.roles[entry.id].title)
        table.add_row(name, language.tenths(entry.mean), *sure(entry, 1, language))
    alike = say(
        "{share} of the runs come to the same ending in the same turn with the same scores.",
        share=percent(compared.alike),
    )
    return part(say("What the change does, on the same dice"), table, Text(alike))


def sure(entry: Difference, scale: int, language: Language) -> tuple[Text, Text]:
    """The interval of a difference, and whether it is one."""
    ends = f"{language.tenths(entry.low * scale)} … {language.tenths(entry.high * scale)}"
    return Text(ends, "quiet"), Text("" if entry.sure else language.say("no clear difference"), "quiet")


def binding(found: list[Limit], exercise: Exercise, language: Language) -> RenderableType:
    """Which limits change anything when they are moved by one, the most first; then those that do not."""
    say, table = language.say, grid("left", "right", "right", "left")
    words = (say("changed runs"), say("score"))
    table.add_row("", *(Text(word, "quiet") for word in words), "")
    for limit in sorted(found, key=lambda limit: -limit.changed):
        if limit.binds:
            most = limit.most
            table.add_row(
                f"{limit.name} {limit.value} → {limit.other}",
                percent(limit.changed),
                language.tenths(most.mean) if most else "–",
                language.text(exercise.file.roles[most.id].title) if most else "",
            )
    idle = [f"{limit.name} → {limit.other}" for limit in found if not limit.binds]
    notes = [Text(say("These change nothing: {names}.", names=", ".join(idle)), "quiet")] if idle else []
    return part(say("Limits that bind"), table, *notes)


def always_and_never(found: list[Forced], exercise: Exercise, language: Language) -> RenderableType:
    """What each move does to its own seat when it is always made and when it never is, the most first."""
    say, table = language.say, grid("left", "left", "right", "right", "right")
    words = (say("always"), say("never"), say("other endings"))
    table.add_row("", "", *(Text(word, "quiet") for word in words))
    for entry in sorted(found, key=lambda entry: -entry.always.mean):
        table.add_row(
            language.text(exercise.file.roles[entry.role].title),
            language.text(exercise.file.moves[entry.move].title),
            *(
                Text(language.tenths(change.mean), "" if change.sure else "quiet")
                for change in (entry.always, entry.never)
            ),
            percent(entry.endings),
        )
    note = say("Points of its own seat beside doctrine; dim where there is no clear difference.")
    return part(say("Always and never"), table, Text(note, "quiet"))
