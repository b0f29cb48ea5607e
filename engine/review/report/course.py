"""What happened, turn by turn: what moved and why, injects, orders, rulings, words, agreements."""

from collections.abc import Iterator

from engine.pictures.tracks import gauge
from engine.review.report.blocks import Block, Bullets, Cell, Drawing, Heading, Paragraph, TableBlock
from engine.review.report.overview import mapped
from engine.review.report.rolled import rolled
from engine.review.report.source import ReportSource
from engine.views.moved import moved
from engine.views.seen import Fact, InjectDetails, Track, View

SIGNED = ("proposal", "signature", "announced", "agreement", "lapsed", "leaving")
MARKS = ("brink", "red_line", "overdue", "told", "refused", "rejected", "endex")
BEHIND = {
    ("message",): "Messages",
    ("question", "answer"): "Questions and answers",
    ("request", "reply", "settled", "sought"): "Requests and replies",
    ("late",): "At the lock",
    ("undo",): "Taken back",
    ("chair",): "The chair",
    ("mark", "withdrawn"): "Statements marked or withdrawn",
    ("shelved",): "Injects kept back",
}
"""What went on beside orders and rulings, by kind of fact: whoever was told of it reads it in the copy."""


def course(source: ReportSource) -> Iterator[Block]:
    """All turns."""
    yield Heading(1, source.say("What happened, turn by turn"))
    if not source.turns:
        yield Paragraph(source.say("No turn has been played yet."))
    for turn in source.turns:
        yield from turn_of(source, turn)


def turn_of(source: ReportSource, turn: int) -> Iterator[Block]:
    """One turn; what has nothing to say is left out."""
    say, month = source.say, source.month(turn)
    title = say("Turn {turn}", turn=turn)
    yield Heading(2, f"{title}: {month}" if month else title)
    seen = source.at_turn(turn)
    yield from news(source, seen)
    yield from movements(source, seen, turn)
    rows = [*injects(source, turn), *ordered(source, turn), *besides(source, turn)]
    if rows:
        yield Heading(3, say("What was done and said"))
        yield TableBlock(["", ""], rows, [17, 83], key=True)
    yield from ruled(source, turn)


def news(source: ReportSource, seen: View) -> Iterator[Block]:
    """The turn's bulletin, for control beside the map as it was at the end of the turn."""
    published = seen["bulletin_turn"] == seen["turn"]
    items = [item["text"] for item in seen["bulletin"]] if published else []
    if source.control:
        yield from mapped(source, seen, source.say("Bulletin"), items)
    elif items:
        yield Bullets(items)


def movements(source: ReportSource, seen: View, turn: int) -> Iterator[Block]:
    """Every track that moved, from where to where over the whole turn, with the causes."""
    say = source.say
    found = moved(source.facts(turn))
    if not found:
        yield Paragraph(say("Nothing moved that is known here."), "quiet")
        return
    tracks = {track["id"]: track for track in seen["tracks"]}
    rows = [
        [
            entry["title"],
            scale(source, tracks.get(entry["id"])),
            f"{entry['before_words']}\u00a0→\u00a0{entry['after_words']}",
            "; ".join(entry["causes"]),
        ]
        for entry in found
    ]
    yield Heading(3, say("What moved, and why"))
    yield TableBlock([say("Track"), "", say("Change"), say("Causes")], rows, [29, 11, 13, 47])


def scale(source: ReportSource, track: Track | None) -> Cell:
    """Where the turn began on the scale, and where it ended."""
    return Drawing(str(gauge(track, source.language)), "", track["title"]) if track else ""


def injects(source: ReportSource, turn: int) -> Iterator[list[str]]:
    """What came from control, under its title; for control, whom it went to and why."""
    for fact in source.facts(turn):
        if fact["kind"] == "inject":
            details = fact["details"]
            told = [details["text"], *addressed(source, details)]
            yield [details["title"] or details["from"], "\n".join(told)]


def addressed(source: ReportSource, details: InjectDetails) -> Iterator[str]:
    """For control: whom an inject went to, also instead of whom, and why it was released so."""
    say = source.say
    if "to" in details:
        to, meant = source.wording.roles(details["to"]), source.meant(details["inject"], details["to"])
        if meant:
            yield say("To {roles}, instead of {meant}", roles=to, meant=source.wording.roles(meant))
        else:
            yield say("To {roles}", roles=to)
    if details.get("reason") and source.own:
        yield say("Reason: {reason}", reason=details["reason"])


def ordered(source: ReportSource, turn: int) -> Iterator[list[str]]:
    """Orders carried out, as far as they are known, role by role."""
    found: dict[str, list[str]] = {}
    for fact in source.facts(turn):
        if fact["kind"] != "order":
            continue
        text = fact["details"]["title"]
        if fact["details"]["secret"]:
            text = f"{text} ({source.say('secret')})"
        found.setdefault(source.code(fact["details"]["role"]), []).append(text)
    if found:
        yield [
            source.say("Orders"),
            "\n".join(f"{role}: {'; '.join(texts)}" for role, texts in found.items()),
        ]


def ruled(source: ReportSource, turn: int) -> Iterator[Block]:
    """Rulings: what had them ruled on, what came of it, and with what chance.

    Those of one cause of which no more is to be read stand in one row.
    """
    say, rows = source.say, []
    plain: dict[str, list[str]] = {}
    for fact in source.facts(turn):
        if fact["kind"] != "ruling":
            continue
        details = fact["details"]
        cause, chance = details["cause"] or details["table"], rolled(details, source.language)
        if details.get("replaced"):
            why = say("moved by control: {reason}", reason=details["reason"])
            rows.append([cause, f"{fact['text']} ({why})", chance])
        elif chance:
            rows.append([cause, fact["text"], chance])
        else:
            plain.setdefault(cause, []).append(fact["text"])
    rows += [[cause, "; ".join(texts), ""] for cause, texts in plain.items()]
    if rows:
        yield Heading(3, say("Rulings"))
        yield TableBlock([say("What"), say("Result"), say("Chance and roll")], rows, [30, 42, 28])


def besides(source: ReportSource, turn: int) -> Iterator[list[str]]:
    """Agreements, public words, messages and what else there was."""
    say = source.say
    agreed = source.texts(*SIGNED, turn=turn)
    if agreed:
        yield [say("Agreements"), "\n".join(agreed)]
    for fact in source.facts(turn):
        if fact["kind"] == "statement":
            details = fact["details"]
            yield [say("In public: {role}", role=source.code(details["role"])), details["text"]]
    for kinds, title in BEHIND.items():
        told = [worded(source, fact) for fact in source.facts(turn) if fact["kind"] in kinds]
        if told:
            yield [say(title), "\n".join(told)]
    others = source.texts(*MARKS, turn=turn)
    if others:
        yield [say("Also"), "\n".join(others)]


def worded(source: ReportSource, fact: Fact) -> str:
    """A fact in its words; with what only control is told beside them: whom a letter reached, and why."""
    text = fact["text"]
    beside = []
    if fact["kind"] == "message" and source.control:
        beside += [source.say("a sealed letter")] if fact["details"].get("sealed") else []
        if "through" not in fact["details"] or fact["details"].get("delivered"):  # carried, or come to hand
            to = source.wording.roles(fact["details"]["to"])
            beside.append(source.say("to {roles}", roles=to))
    if (fact["kind"] == "undo" or fact["kind"] == "shelved") and source.own and fact["details"].get("reason"):
        beside.append(source.say("Reason: {reason}", reason=fact["details"]["reason"]))
    return f"{text} ({'; '.join(beside)})" if beside else text
