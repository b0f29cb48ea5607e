"""What decided the run, as the executive summary tells it: the odds, the turning points, the ending."""

from collections.abc import Iterator

from engine.pictures.courses_of_odds import odds_course, sentence
from engine.review.deciding import Decided, TurningPoint
from engine.review.report.blocks import Block, Bullets, Drawing, Figures, Heading, Paragraph
from engine.review.report.source import ReportSource
from engine.views.seen import is_control
from engine.words.numbers import percent, signed

ONLY_RELEASED = (
    "Turning points are told once control has released everything: "
    "which events they are would tell by itself."
)


def what_decided(source: ReportSource) -> Iterator[Block]:
    """For whoever sees all, once it has been reckoned; else that there is none, and why."""
    say = source.say
    if not source.view["finished"]:
        return
    yield Heading(2, say("What decided this run"))
    if not source.control:
        yield Paragraph(say(ONLY_RELEASED), "quiet")
        return
    told = source.decided
    if told is None:
        yield Paragraph(say("Turning points have not been reckoned for this copy."), "quiet")
        return
    yield Paragraph(f"{told['headline']}.", "lead")
    months = source.view["calendar"]
    caption = say("The odds of each ending through the run")
    yield Figures(
        [Drawing(str(odds_course(told, months, source.language)), caption, sentence(told, source.language))]
    )
    yield Paragraph(told["note"], "quiet")
    for point in told["points"]:
        yield from turning_point(source, point)
    yield from ended(source, told)


def turning_point(source: ReportSource, point: TurningPoint) -> Iterator[Block]:
    """One of them, with what else could have been and what evaluators say of it."""
    say = source.say
    yield Heading(3, f"{point['rank']}. {point['title']}")
    yield Paragraph(f"{source.when(point['turn'], point['phase'])}. {point['text']}")
    yield Paragraph(
        say(
            "{ending} {moved} in 100: luck {luck}, choice {choice}",
            ending=point["ending_title"],
            moved=hundredths(point["moved"]),
            luck=hundredths(point["luck"]),
            choice=hundredths(point["choice"]),
        )
        + "."
    )
    if point["instead"]:
        yield Bullets(
            [
                say(
                    "Instead {text}{chance}: {ending} {share}",
                    text=entry["text"],
                    chance="" if entry["chance"] is None else f" ({percent(entry['chance'])})",
                    ending=point["ending_title"],
                    share=percent(entry["share"]),
                )
                for entry in point["instead"]
            ]
        )
    yield from paragraph(source, point["id"])


def hundredths(share: float) -> str:
    """A difference of odds, as so many in 100."""
    return signed(round(100 * share))


def ended(source: ReportSource, told: Decided) -> Iterator[Block]:
    """Why the run ended so, and what was expected and did not come."""
    say, end = source.say, told["ended"]
    yield Heading(3, say("How it ended"))
    lines = []
    for part in end["parts"]:
        since = say("from turn {turn} on", turn=part["since"]) if part["since"] else say("from the start")
        lines.append(f"{part['text']}: {since}")
        for change in part["changes"]:
            lines.append(f"{source.when(change['turn'])}: {change['text']} ({', '.join(change['causes'])})")
    yield Paragraph(end["title"])
    if lines:
        yield Bullets(lines)
    if end["note"]:
        yield Paragraph(end["note"], "quiet")
    yield from paragraph(source, "ending")
    if told["missed"]:
        yield Heading(3, say("Expected, and did not come"))
        yield Bullets(
            [
                f"{entry['title']}: {say('{number} in 100', number=round(100 * entry['share']))}"
                for entry in told["missed"]
            ]
        )


def paragraph(source: ReportSource, about: str) -> Iterator[Block]:
    """What evaluators conclude about it; in control's copy alone."""
    if source.own and is_control(source.view):
        for entry in source.view["evaluation"]["conclusions"]:
            if entry["about"] == about:
                yield Paragraph(entry["text"])
