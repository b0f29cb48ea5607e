"""`whitecell compare`: two runs of the same exercise, where they part and what became of it."""

import json
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console import gauges
from console.layout import hanging, heading, part
from console.screen import clean_all, make_console
from console.speech import speech
from engine.record.run import Run
from engine.review.compare import compare
from engine.review.learned import CommonBeginning, Comparison, OneSided, TurnApart
from engine.views.moved import difference
from engine.words.language import Language
from engine.words.numbers import minus

NAMES = ("A", "B")


def compare_runs(path: str, other: str, as_json: bool, lang: str | None) -> None:
    """Compare two runs, drawn or as JSON. Raises Refusal for runs of different exercises."""
    language = speech(lang)
    found = compare(Run.open(path), Run.open(other), language.code)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    console = make_console()
    for drawn in comparison(clean_all(found), language):
        console.print(drawn)


def comparison(found: Comparison, language: Language) -> Iterator[RenderableType]:
    """The whole comparison, part by part."""
    yield head(found, language)
    yield parting(found, language)
    yield tracks(found, language)
    scores = [run["scores"] for run in found["runs"]]
    if all(scores):
        yield points(found, language)
    for turn in found["turns"]:
        yield of_turn(turn, language)


def head(found: Comparison, language: Language) -> RenderableType:
    """Which runs these are, and how each ended or stands."""
    say, table = language.say, Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for name, run in zip(NAMES, found["runs"], strict=True):
        played = language.count(run["turns"], "turn", "turns")
        ended = run["ending"] or say(
            "goes on in turn {turn}, {phase}", turn=run["turn"], phase=say(run["phase"])
        )
        moved = language.count(run["overrides"], "override", "overrides") if run["overrides"] else ""
        words = " · ".join(text for text in (ended, played, moved) if text)
        table.add_row(Text(name, style="title"), Text(run["name"]), Text(words))
    notes = [say("The same dice") if found["dice"] else say("Other dice")]
    if not found["same"]:
        notes.append(say("the exercise was changed between the two"))
    if found["forked"]:
        notes.append(fork_words(found["forked"], language))
    return Group(heading(found["title"]), table, Text(" · ".join(notes), style="quiet"))


def fork_words(forked: CommonBeginning, language: Language) -> str:
    """Up to where the runs have the same lines, and which is the fork."""
    shared = language.say("the same lines up to turn {turn}", turn=forked["turn"])
    if not forked["fork"]:
        return shared
    name = NAMES[forked["fork"] == "other"]
    return f"{shared} · {language.say('{name} is the fork', name=name)}"


def parting(found: Comparison, language: Language) -> RenderableType:
    """The first thing that was decided otherwise."""
    say, apart = language.say, found["parts"]
    if apart is None:
        return part(say("Where they part"), Text(say("Nowhere: both took the same course.")))
    lines = [
        hanging(Text(f"{name}:", style="title"), text)
        for name, text in zip(NAMES, apart["texts"], strict=True)
    ]
    return part(f"{say('Where they part')}: {apart['what']}", *lines)


def tracks(found: Comparison, language: Language) -> RenderableType:
    """The tracks that went otherwise, turn by turn and at the end; how many did not."""
    say, table = language.say, Table.grid(padding=(0, 1))
    table.add_column(ratio=1)
    for _ in range(2):
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, justify="right")
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    differing = [track for track in found["tracks"] if track["differs"]]
    if differing:
        names = [Text(name, style="title") for name in NAMES]
        table.add_row(Text(""), names[0], Text(""), names[1], Text(""), Text(""), Text(""))
    for track in differing:
        low, high, (a, b) = track["min"], track["max"], track["end"]
        sparks = [Text(gauges.spark(series, low, high)) for series in track["series"]]
        since = "" if track["since"] is None else say("from turn {turn} on", turn=track["since"])
        table.add_row(
            Text(track["title"]),
            sparks[0],
            Text(f"{a} "),
            sparks[1],
            Text(f"{b} "),
            gauges.change(difference(a, b)),
            Text(since, style="quiet"),
        )
    alike = len(found["tracks"]) - len(differing)
    same = language.count(alike, "track went the same way", "tracks went the same way")
    notes = [Text(same, style="quiet")] if alike else []
    return part(say("How the tracks went"), table, *notes)


def points(found: Comparison, language: Language) -> RenderableType:
    """The scores of both runs."""
    table = Table.grid(padding=(0, 2))
    table.add_column()
    for _ in range(3):
        table.add_column(no_wrap=True, justify="right")
    table.add_row(Text(""), *(Text(name, style="title") for name in NAMES), Text(""))
    first, second = ({score["role"]: score for score in run["scores"]} for run in found["runs"])
    for role, score in first.items():
        if role in second:
            pair = score["score"], second[role]["score"]
            table.add_row(Text(score["title"]), *map(minus, pair), gauges.change(pair[1] - pair[0]))
    one, other = (run["common"] for run in found["runs"])
    if one and other:
        pair = one["score"], other["score"]
        table.add_row(Text(one["title"]), *map(minus, pair), gauges.change(pair[1] - pair[0]))
    return part(language.say("Scores"), table)


def of_turn(turn: TurnApart, language: Language) -> RenderableType:
    """What a turn had in one run and not in the other."""
    say = language.say
    rows: list[RenderableType] = [
        pair(order["title"], joined(order["a"], say("no orders")), joined(order["b"], say("no orders")))
        for order in turn["orders"]
    ]
    for ruling in turn["rulings"]:
        what = f"{ruling['what']} · {ruling['table']}"
        none = say("no such ruling")
        rows.append(pair(what, joined(ruling["a"], none), joined(ruling["b"], none)))
    sides: list[tuple[str, OneSided]] = [(say("Injects"), turn["injects"])]
    sides.append((say("Agreements"), turn["agreements"]))
    rows += [pair(title, joined(side["a"], "–"), joined(side["b"], "–")) for title, side in sides if side]
    title = say("Turn {turn}", turn=turn["turn"]) if turn["turn"] else say("Before the first turn")
    return part(title, *rows)


def joined(texts: list[str], nothing: str) -> str:
    return "; ".join(texts) or nothing


def pair(title: str, first: str, second: str) -> RenderableType:
    """One thing as it was in each of the runs."""
    rows = [
        hanging(Text(f"  {name}:", style="quiet"), text)
        for name, text in zip(NAMES, (first, second), strict=True)
    ]
    return Group(Text(title), *rows)
