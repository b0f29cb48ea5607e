"""`whitecell decided`: the odds of the endings through a run, and what moved them."""

import json
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from console.layout import hanging, part
from console.screen import clean_all, make_console
from console.speech import speech
from engine.pictures.courses_of_odds import bands, spots
from engine.play.refusal import Refusal
from engine.record.run import Run
from engine.review.decided import decided
from engine.review.deciding import Decided, TurningPoint
from engine.review.looking_back import looked_back
from engine.words.language import Language
from engine.words.numbers import percent, signed

WIDE, HIGH = 72, 12
"""Cells of the picture."""
CELLS = {"durable": "█", "deal": "▒", "other": ":", "hot": "∴", "bargain": "─", "impasse": " ", "crisis": "╱"}
"""By look of an ending, what its part of the picture is made of."""


def tell_decided(path: str, as_json: bool, lang: str | None) -> None:
    """Say what decided a run that has ended, drawn or as JSON. Raises Refusal before ENDEX."""
    language, console = speech(lang), make_console()
    run = Run.open(path)
    if not run.state.game.finished:
        raise Refusal("The run has not ended. What decided it can be told after ENDEX.")
    bar = TextColumn("{task.description}"), BarColumn()
    errors = make_console(errors=True)
    with Progress(*bar, console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task(language.say("Playing on from each moment"), total=None)
        found, usual = looked_back(run, lambda done, of: progress.update(task, completed=done, total=of))
    told = decided(run.state, found, language.code, usual)
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    calendar = run.exercise.file.formats[run.state.game.format].calendar
    for drawn in whole(clean_all(told), [language.text(month) for month in calendar], language):
        console.print(drawn)


def whole(told: Decided, months: list[str], language: Language) -> Iterator[RenderableType]:
    """All of it, part by part."""
    yield part(told["headline"], chart(told, months), legend(told), Text(told["note"], "quiet"))
    for point in told["points"]:
        yield turning_point(point, language)
    yield part(language.say("How it ended"), *ending(told, language))
    if told["missed"]:
        rows = Table.grid(padding=(0, 2))
        for entry in told["missed"]:
            rows.add_row(entry["title"], Text(percent(entry["share"]), "quiet"))
        yield part(language.say("Expected, and did not come"), rows)


def chart(told: Decided, months: list[str]) -> Text:
    """The bands, one column for each part of a turn, and the turns under them."""
    moments, drawn = told["before"], bands(told["endings"])
    turns = max(len(months), moments[-1]["turn"])
    places = spots(moments, turns, WIDE)
    at = [max(index for index, x in enumerate(places) if x <= column or not index) for column in range(WIDE)]
    lines = []
    for row in range(HIGH):
        level = (row + 0.5) / HIGH
        line = ""
        for column in range(WIDE):
            share, cell = 0.0, " "
            for band in drawn:
                share += moments[at[column]]["odds"][band.id]
                if level < share:
                    cell = CELLS[band.kind]
                    break
            line += cell
        lines.append(f"▕{line}▏")
    marks = [" "] * (WIDE + 2)
    by_line = {moment["line"]: x for moment, x in zip(moments, places, strict=True)}
    for point in told["points"]:
        if point["line"] in by_line:
            place = 1 + int(by_line[point["line"]])
            while place < WIDE + 1 and marks[place] != " ":
                place += 1
            marks[place] = f"{point['rank']}"
    under = " " + "".join(
        f"{turn + 1}".ljust(WIDE * (turn + 1) // turns - WIDE * turn // turns) for turn in range(turns)
    )
    return Text("\n".join(["".join(marks).rstrip(), *lines, under]))


def legend(told: Decided) -> Text:
    """What the parts of the picture are, as far as they are in it."""
    found = Text()
    for band in bands(told["endings"]):
        most = max(moment["odds"][band.id] for moment in told["before"])
        if most >= 0.5 / HIGH:
            found.append(f"{CELLS[band.kind] * 2}", "reverse" if band.kind == "impasse" else "")
            found.append(f" {band.title}   ")
    return found


def turning_point(point: TurningPoint, language: Language) -> RenderableType:
    """One of them: what happened, what it moved, luck and choice, and what else could have been."""
    say = language.say
    head = say("turn {turn}, {phase}", turn=point["turn"], phase=say(point["phase"]))
    body: list[RenderableType] = [
        Text(f"{head}. {point['text']}", "quiet"),
        Text(
            say(
                "{ending} {moved} in 100: luck {luck}, choice {choice}",
                ending=point["ending_title"],
                moved=points_of(point["moved"]),
                luck=points_of(point["luck"]),
                choice=points_of(point["choice"]),
            )
        ),
    ]
    for entry in point["instead"]:
        chance = "" if entry["chance"] is None else f" ({percent(entry['chance'])})"
        line = say(
            "Instead {text}{chance}: {ending} {share}",
            text=entry["text"],
            chance=chance,
            ending=point["ending_title"],
            share=percent(entry["share"]),
        )
        body.append(hanging("·", Text(line)))
    return part(f"{point['rank']}. {point['title']}", Group(*body))


def points_of(share: float) -> str:
    """A difference of odds, as so many in 100, with its sign."""
    return signed(round(100 * share))


def ending(told: Decided, language: Language) -> Iterator[RenderableType]:
    """Why the run ended so."""
    ended = told["ended"]
    yield Text(ended["title"], "title")
    if ended["text"]:
        yield Text(ended["text"])
    for entry in ended["parts"]:
        since = (
            language.say("from turn {turn} on", turn=entry["since"])
            if entry["since"]
            else language.say("from the start")
        )
        yield Text(f"{entry['text']}: {since}")
        for change in entry["changes"]:
            why = ", ".join(change["causes"])
            yield hanging("·", Text(f"{change['turn']}: {change['text']} ({why})", "quiet"))
    if ended["note"]:
        yield Text(ended["note"], "quiet")
