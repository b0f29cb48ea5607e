"""The weight of seats, drawn for the terminal: a map of what hangs on whom, and how scores go together."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from console import gauges
from console.layout import part
from console.leverage import grid, said
from engine.rehearsal.weights import DICE, Pair, Weight, Weights
from engine.review.leverage import outcome_named, score_named, weights_said
from engine.rules.exercise import Exercise
from engine.words.language import Language
from engine.words.numbers import minus, percent

RARE = 0.01
"""Endings that come more rarely have no weights worth reading in the terminal."""
FAINT = 0.05
"""Shares below which a cell is dim."""


def weighing(found: Weights, exercise: Exercise, language: Language) -> Iterator[RenderableType]:
    """A map of what hangs on whom: outcomes by seats and dice; and one of how scores go together."""
    say = language.say
    sources = [portion.source for portion in found.outcomes[0].portions] if found.outcomes else []
    table = grid("left", *("right" for _ in sources), "right", widest=30)
    heads = [source_named(source, exercise, language) for source in sources]
    table.add_row("", *(Text(head, "quiet") for head in (*heads, say("together"))))
    sections = {
        say("which ending comes"): ("group", "ending"),
        say("whose score"): ("score",),
        say("common score"): ("common",),
    }
    for title, kinds in sections.items():
        entries = [weight for weight in shown(found, exercise) if weight.kind in kinds]
        if entries:
            table.add_row(Text(title, "quiet"))
        for weight in entries:
            name = outcome_named(weight, exercise, language)
            table.add_row(
                Text(name, "bold" if weight.kind == "group" else ""),
                *(heat(portion.alone.share, own=portion.source == weight.id) for portion in weight.portions),
                heat(rest(weight), own=False),
            )
    halves = [
        (portion.alone.high - portion.alone.low) / 2
        for weight in shown(found, exercise)
        for portion in weight.portions
    ]
    legend = say(
        "In each run a coin decides for each seat whether it plays as asked or at random. Of a hundred parts "
        "of the differences between runs: how many hang on one seat's play alone, on the dice alone, and on "
        "several together. The intervals are at most ±{points} wide.",
        points=f"{100 * max(halves, default=0):.0f}",
    )
    yield part(
        say("Weight of seats"), table, Text(legend, "quiet"), *said(weights_said(found, exercise, language))
    )
    if found.pairs:
        yield part(say("How scores go together"), correlations(found.pairs, exercise, language))


def shown(found: Weights, exercise: Exercise) -> list[Weight]:
    """Without endings that hardly come, and those that are a group by themselves."""
    groups = Counter(rule.ending.group for rule in exercise.endings)
    alone = {
        rule.ending.id for rule in exercise.endings if groups[rule.ending.group] == 1 and rule.ending.group
    }
    return [
        weight
        for weight in found.outcomes
        if weight.kind in ("score", "common")
        or (weight.mean >= RARE and not (weight.kind == "ending" and weight.id in alone))
    ]


def rest(weight: Weight) -> float:
    """What no seat and no dice explain by themselves."""
    return max(0.0, 1 - sum(portion.alone.share for portion in weight.portions))


def heat(share: float, *, own: bool) -> Text:
    """A share with a bar of one cell, as high as it is great."""
    level = gauges.SPARKS[min(len(gauges.SPARKS) - 1, int(share * len(gauges.SPARKS)))]
    style = "quiet" if share < FAINT else ""
    return Text(
        f"{percent(share)} {level if share >= FAINT else gauges.EMPTY}",
        "bold" if own and not style else style,
    )


def source_named(source: str, exercise: Exercise, language: Language) -> str:
    return language.say("dice") if source == DICE else language.text(exercise.file.roles[source].code)


def correlations(pairs: Sequence[Pair], exercise: Exercise, language: Language) -> Table:
    """Each pair once: a triangle."""
    names = list(dict.fromkeys(name for pair in pairs for name in (pair.one, pair.other)))
    known = {(pair.one, pair.other): pair for pair in pairs}
    table = grid("left", *("right" for _ in names[:-1]), widest=30)
    heads = [language.text(exercise.file.roles[name].code) for name in names[:-1]]
    table.add_row("", *(Text(head, "quiet") for head in heads))
    for place, name in enumerate(names[1:], 1):
        cells = []
        for other in names[:place]:
            pair = known[other, name]
            value = language.number(minus(f"{pair.correlation:+.2f}"))
            cells.append(Text(value, "quiet" if pair.low <= 0 <= pair.high else ""))
        table.add_row(score_named(name, exercise, language), *cells)
    return table
