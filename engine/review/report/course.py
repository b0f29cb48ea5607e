"""What happened, turn by turn: what moved and why, injects, orders, rulings, words, agreements."""

from collections.abc import Iterator
from typing import Any

from engine.pictures.relations import relations_map
from engine.review.report.blocks import Block, Drawing, Figures, Heading, Paragraph, Table
from engine.review.report.rolled import rolled
from engine.review.report.source import Fact, Source

SIGNED = ("proposal", "signature", "announced", "agreement", "lapsed", "leaving")
MARKS = ("brink", "red_line", "overdue", "told", "refused", "rejected", "endex")


def course(source: Source) -> Iterator[Block]:
    """All turns."""
    yield Heading(1, source.say("What happened, turn by turn"))
    if not source.turns:
        yield Paragraph(source.say("No turn has been played yet."))
    for turn in source.turns:
        yield from turn_of(source, turn)


def turn_of(source: Source, turn: int) -> Iterator[Block]:
    """One turn; what has nothing to say is left out."""
    say, month = source.say, source.month(turn)
    title = say("Turn {turn}", turn=turn)
    yield Heading(2, f"{title}: {month}" if month else title)
    seen = source.at_turn(turn)
    yield from pictured(source, seen)
    yield from moved(source, turn)
    yield from told(source, say("Injects"), [inject(fact) for fact in source.facts("inject", turn=turn)])
    yield from ordered(source, turn)
    yield from ruled(source, turn)
    yield from told(
        source, say("Agreements"), [["", fact["text"]] for fact in source.facts(*SIGNED, turn=turn)]
    )
    yield from told(
        source,
        say("Said in public"),
        [
            [source.code(fact["details"]["role"]), fact["details"]["text"]]
            for fact in source.facts("statement", turn=turn)
        ],
    )
    yield from letters(source, turn)
    yield from told(source, say("Also"), [["", fact["text"]] for fact in source.facts(*MARKS, turn=turn)])


def pictured(source: Source, seen: dict[str, Any]) -> Iterator[Block]:
    """The map as it was at the end of the turn."""
    if seen["map"]["places"]:
        sentence = source.say("The relations at the end of turn {turn}", turn=seen["turn"])
        drawn = str(relations_map(seen, source.language, "panel"))
        yield Figures([Drawing(drawn, sentence, sentence)])


def moved(source: Source, turn: int) -> Iterator[Block]:
    """Every track that moved, from where to where over the whole turn, with the causes."""
    say = source.say
    rows: dict[str, dict[str, Any]] = {}
    for fact in source.facts("track", turn=turn):
        name = fact["details"]["track"]
        text = fact["text"]
        title, _, change = text.rpartition(" → ")
        title, _, before = title.rpartition(" ")
        entry = rows.setdefault(name, {"title": title, "before": before, "after": change, "causes": []})
        entry["after"] = change
        entry["causes"] += fact["details"]["causes"]
    if not rows:
        yield Paragraph(say("Nothing moved that is known here."), "quiet")
        return
    titles = {track["id"]: track["title"] for track in source.view["tracks"]}
    shown = [
        [
            titles.get(name, entry["title"]),
            f"{entry['before']} → {entry['after']}",
            "; ".join(dict.fromkeys(entry["causes"])),
        ]
        for name, entry in rows.items()
    ]
    yield Heading(3, say("What moved, and why"))
    yield Table([say("Track"), say("Change"), say("Causes")], shown, [32, 16, 52])


def inject(fact: Fact) -> list[str]:
    title = fact["details"].get("title") or fact["details"].get("from", "")
    return [title, fact["details"].get("text") or fact["text"]]


def told(source: Source, title: str, rows: list[list[str]]) -> Iterator[Block]:
    """A list of facts under a heading, each with what it is about."""
    if not rows:
        return
    yield Heading(3, title)
    if any(about for about, _ in rows):
        yield Table(["", ""], rows, [24, 76], key=True)
    else:
        yield Table([""], [[text] for _, text in rows], [100])


def ordered(source: Source, turn: int) -> Iterator[Block]:
    """Orders carried out, as far as they are known."""
    rows = []
    for fact in source.facts("order", turn=turn):
        details = fact["details"]
        text = fact["text"].partition(": ")[2]
        if details["secret"]:
            text = f"{text} ({source.say('secret')})"
        rows.append([source.code(details["role"]), text, "; ".join(details["effects"])])
    if rows:
        yield Heading(3, source.say("Orders"))
        yield Table(
            [source.say("Role"), source.say("Order"), source.say("Effects of its own")], rows, [12, 50, 38]
        )


def ruled(source: Source, turn: int) -> Iterator[Block]:
    """Rulings: what had them ruled on, what came of it, and with what chance."""
    say, rows = source.say, []
    for fact in source.facts("ruling", turn=turn):
        details = fact["details"]
        result = fact["text"]
        if details.get("replaced"):
            result = f"{result} ({say('moved by control: {reason}', reason=details['reason'])})"
        what = details["cause"] or details["table"]
        rows.append([what, result, rolled(details, source.language)])
    if rows:
        yield Heading(3, say("Rulings"))
        yield Table([say("What"), say("Result"), say("Chance and roll")], rows, [32, 42, 26])


def letters(source: Source, turn: int) -> Iterator[Block]:
    """Messages that this seat read. Control's copy counts them: they stand in the data."""
    found = source.facts("message", turn=turn)
    if not found:
        return
    if source.control:
        pairs: dict[str, int] = {}
        for fact in found:
            header = fact["text"].partition(": ")[0]
            pairs[header] = pairs.get(header, 0) + 1
        rows = [[who, str(number)] for who, number in pairs.items()]
        yield Heading(3, source.say("Messages"))
        yield Table([source.say("Between"), source.say("Number")], rows, [80, 20])
    else:
        yield from told(source, source.say("Messages"), [["", fact["text"]] for fact in found])
