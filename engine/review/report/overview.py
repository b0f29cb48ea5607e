"""The first chapters: how it went in short, what exercise it was, what was planned."""

from collections.abc import Iterator

from engine.exchange.msel.plan import Row
from engine.pictures.courses import course
from engine.pictures.relations import relations_map
from engine.review.report.blocks import (
    Block,
    Bullets,
    Drawing,
    Figures,
    Heading,
    Paragraph,
    Room,
    SideBySide,
    TableBlock,
)
from engine.review.report.source import ReportSource
from engine.views.seen import Course, View, is_control
from engine.words.numbers import minus

MOST_CHARTS = 8
SUMMARY_LINES = 6
"""Lines for what evaluators write by hand."""


def summary(source: ReportSource) -> Iterator[Block]:
    """What evaluators say of it, how it ended, what moved most, and the findings."""
    say, view = source.say, source.view
    yield Heading(1, say("Executive summary"))
    yield from evaluators(source)
    end = view["outcome"]
    if end:
        yield Paragraph(say("The run ended with: {ending}", ending=end["title"]), "lead")
        if end["text"]:
            yield Paragraph(end["text"], "world")
    else:
        where = source.when(view["turn"], view["phase"])
        yield Paragraph(say("The run goes on: {where}. This report is interim.", where=where), "lead")
    yield from mapped(source, view, say("Key figures"), list(key_figures(source)))
    drawn = charted(source)
    if drawn:
        yield Heading(2, say("The tracks that moved most"))
        yield Figures(drawn)
    yield from findings_in_short(source)


def evaluators(source: ReportSource) -> Iterator[Block]:
    """The evaluators' own paragraphs, or room for them; in control's copy alone."""
    view = source.view
    if not is_control(view):
        return
    written = [part for part in view["evaluation"]["cover"]["summary"].split("\n\n") if part.strip()]
    for part in written:
        yield Paragraph(part.strip())
    if not written:
        told = "For the evaluators: what the exercise showed, what decided it, and what is to change."
        yield Paragraph(source.say(told), "quiet")
        yield Room(SUMMARY_LINES)


def mapped(source: ReportSource, seen: View, title: str, items: list[str]) -> Iterator[Block]:
    """The relations as they stand in a view, with a list at their side; without a map the list alone."""
    if seen["map"]["places"]:
        sentence = source.say("The relations at the end of turn {turn}", turn=seen["turn"])
        drawn = str(relations_map(seen, source.language, "panel"))
        yield SideBySide(Drawing(drawn, sentence, sentence), title, items)
    elif items:
        yield Bullets(items)


def key_figures(source: ReportSource) -> Iterator[str]:
    """Counts of what is known to whoever reads it."""
    view, say, count = source.view, source.say, source.count
    yield say("{played} of {turns} turns were played.", played=len(source.turns), turns=view["turns"])
    end = view["outcome"]
    if end and "common" in end:
        yield f"{end['common']['title']}: {minus(end['common']['score'])}"
    points = [
        f"{score['title']} {minus(score['score'])}"
        for score in sorted(end["scores"] if end else [], key=lambda score: -int(score["score"]))
    ]
    if points:
        yield say("Points: {points}", points=", ".join(points))
    entered = source.texts("agreement")
    if entered:
        yield say("Agreements: {agreements}", agreements="; ".join(entered))
    if source.control:
        number = count(len(source.texts("ruling")), "ruling", "rulings")
        yield say("{rulings}, of which control moved {moved}.", rulings=number, moved=len(source.moved()))


def charted(source: ReportSource) -> list[Drawing]:
    """The courses of the tracks on the exercise's short list, those that moved most first."""
    exact = [track for track in source.view["tracks"] if track["known"] == "exact" and track["series"]]
    chosen = [track for track in exact if track["short"]] or exact
    chosen.sort(key=movement, reverse=True)
    return [drawing(source, track) for track in chosen[:MOST_CHARTS]]


def movement(track: Course) -> int:
    known = [value for value in track["series"] if isinstance(value, int)]
    return max(known) - min(known) if known else 0


def drawing(source: ReportSource, track: Course) -> Drawing:
    """The course of one track."""
    values = ", ".join(str(value) for value in track["series"] if isinstance(value, int))
    sentence = source.say(
        "{title}, turn by turn from the start: {values}", title=track["title"], values=values
    )
    turns = max(source.view["turns"], 1)
    return Drawing(str(course(track, source.language, turns=turns)), str(track["title"]), sentence)


def findings_in_short(source: ReportSource) -> Iterator[Block]:
    """Strengths and areas for improvement, by title."""
    view = source.view
    found = view["evaluation"]["findings"] if is_control(view) else []
    for kind, title in (("strength", "Strengths"), ("improvement", "Areas for improvement")):
        titles = [entry["title"] for entry in found if entry["kind"] == kind]
        if titles:
            yield Heading(2, source.say(title))
            yield Bullets(titles)


def exercise(source: ReportSource) -> Iterator[Block]:
    """The table of the exercise, in the order of HSEEP's template."""
    say, view = source.say, source.view
    aims = view["evaluation"]["objectives"] if is_control(view) else []
    yield Heading(1, say("Exercise overview"))
    cover = view["evaluation"]["cover"] if is_control(view) else None
    open_ = say("to be added by the planners")
    rows = [
        [say("Exercise name"), view["heading"]],
        [say("Exercise dates"), "" if source.anonymous else source.played_on],
        [
            say("Scope"),
            say(
                "Tabletop exercise, format '{format}': {turns}, {roles}",
                format=view["format_title"],
                turns=source.count(view["turns"], "turn", "turns"),
                roles=source.count(len(view["roles"]), "role", "roles"),
            ),
        ],
        [say("Capabilities"), "; ".join(dict.fromkeys(aim["capability"] for aim in aims))],
        [say("Objectives of the exercise"), "\n".join(aim["objective"] for aim in aims)],
        [say("Situation"), view["about"]],
        [say("Scenario time"), span(view["calendar"])],
        [say("Participating roles"), ", ".join(entry["title"] for entry in view["roles"])],
        [say("Conduct"), seating(source)],
    ]
    if cover:
        rows += [
            [say("Sponsor"), cover["sponsor"] or open_],
            [say("Participating organisations"), cover["organisations"] or open_],
            [say("Number of participants"), cover["participants"] or open_],
            [say("Point of contact"), cover["contact"] or open_],
        ]
    yield TableBlock(["", ""], [row for row in rows if row[1]], [28, 72], key=True)


def span(calendar: list[str]) -> str:
    return f"{calendar[0]} – {calendar[-1]}" if len(calendar) > 1 else "".join(calendar)


def seating(source: ReportSource) -> str:
    """Who was played by people and by bots; everybody sees that in the room."""
    by = source.view["seats"]
    words = {
        "person": "Seats of people: {roles}",
        "bot": "Seats of bots: {roles}",
        "empty": "Empty seats: {roles}",
    }
    lines = []
    for kind, sentence in words.items():
        roles = [entry["code"] for entry in source.view["roles"] if by.get(entry["id"]) == kind]
        if roles:
            lines.append(source.say(sentence, roles=", ".join(roles)))
    return "\n".join(lines)


def planned(source: ReportSource) -> Iterator[Block]:
    """The timetable of injects in its order: what was expected, and what became of each. For control."""
    if not source.control:
        return
    say = source.say
    rows = [row for row in source.msel if row.get("turn") and row["inject"] in source.run.exercise.injects]
    rows.sort(key=lambda row: first_turn(row["turn"]))
    yield Heading(1, say("What was planned"))
    text = "Injects of the timetable, with what was expected to follow and what became of them."
    yield Paragraph(say(text))
    head = [say("Turn"), say("Inject"), say("Title"), say("Expected action"), say("What became of it")]
    cells = [
        [row["turn"], row["inject"], row["title"], row.get("expect", ""), became(source, row)] for row in rows
    ]
    yield TableBlock(head, cells, [7, 9, 22, 36, 26])


def first_turn(turns: str) -> int:
    """The turn for which an inject stands on the timetable first."""
    return int(turns.partition(",")[0])


def became(source: ReportSource, row: Row) -> str:
    """What became of an inject of the timetable: when it came, and to whom, where that was not as planned."""
    text = row["status"]
    if row["actual_turn"] and row["actual_turn"] != row["turn"]:
        text = source.say("{status} in turn {turn}", status=text, turn=row["actual_turn"])
    meant = source.meant(row["inject"], source.sent_to(row["inject"]))
    if row["actual_turn"] and meant:
        roles = source.wording.roles(source.sent_to(row["inject"]))
        to = source.say("to {roles}, instead of {meant}", roles=roles, meant=source.wording.roles(meant))
        text = f"{text}, {to}"
    reasons = source.reasons(row["inject"]) if source.own else []
    return "\n".join([text, *(source.say("Reason: {reason}", reason=reason) for reason in reasons)])
