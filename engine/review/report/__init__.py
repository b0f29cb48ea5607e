"""The after-action report: what a run was, what happened, why, and what is to change.

In the order of HSEEP's AAR/IP. It is written from the views of whoever reads it and from what rests on
them, so a role's copy holds only what that role may know.
"""

from collections.abc import Iterator

from engine.record.run import Run
from engine.review.deciding import Decided
from engine.review.report import (
    analysis,
    appendices,
    argued,
    course,
    guesses,
    guides,
    overview,
    promises,
    questions,
    record,
    results,
)
from engine.review.report.blocks import Block, Break, Report
from engine.review.report.source import Progress, ReportSource
from engine.review.verify import begun_with
from engine.views import CONTROL

__all__ = ["Report", "report"]


def report(
    run: Run,
    eyes: str = CONTROL,
    language: str = "en",
    names: dict[str, list[str]] | None = None,
    progress: Progress | None = None,
    anonymous: bool = False,
    own: bool = True,
    decided: Decided | None = None,
) -> Report:
    """The report of a run as control, a role or the public may read it. Where others look with control's eyes
    it is not their `own`: what control wrote for itself alone, why it undid or released, is left out.

    `names` are those of people by seat; without them, none stand in it. An `anonymous` one has no names, no
    texts that people wrote, no day and no time of day. `progress` is told how many of the rulings have been
    reckoned through, and of how many. `decided` is what decided the run, for whoever sees all.
    """
    source = ReportSource(run, eyes, language, names, anonymous, own)
    source.decided = decided
    say, view = source.say, source.view
    return Report(
        title=say("After-action report"),
        subtitle=view["heading"],
        marking=" · ".join(filter(None, (source.protection.marking, say("EXERCISE EXERCISE EXERCISE")))),
        handling="" if anonymous else source.protection.handling,
        whose=whose(source),
        about=list(about(source)),
        language=source.language.code,
        blocks=list(chapters(source, progress)),
    )


def whose(source: ReportSource) -> str:
    """Whose copy it is."""
    say = source.say
    if source.anonymous:
        return f"{of_whom(source)} {say('Anonymous: for what people wrote its length stands in brackets.')}"
    return of_whom(source)


def of_whom(source: ReportSource) -> str:
    say = source.say
    if source.own and not source.anonymous:
        return say("Copy for control: it holds everything, also what teams never learned.")
    if source.control:
        return say("Copy with control's eyes: it also holds what teams never learned.")
    if source.public:
        return say("Public copy: it holds what everybody may know.")
    title = next(
        (entry["title"] for entry in source.view["roles"] if entry["id"] == source.eyes), source.eyes
    )
    return say("Copy for {role}: it holds what this seat may know, and nothing else.", role=title)


def about(source: ReportSource) -> Iterator[list[str]]:
    """What stands on the first page. How long a run took is public once it has ended."""
    say, view = source.say, source.view
    end = view["outcome"]
    yield [say("Exercise"), view["heading"]]
    if not source.anonymous:
        if source.control:
            yield [say("Run"), source.run.log.path.stem]
        yield [say("Played on"), source.played_on]
    if source.control or end:
        hours, minutes = divmod(source.minutes, 60)
        yield [say("Duration"), say("{hours} h {minutes} min", hours=hours, minutes=minutes)]
    yield [say("Format"), view["format_title"]]
    if source.control and source.preset:
        yield [say("Seating"), source.preset]
    yield [say("Ending"), end["title"] if end else say("the run goes on")]
    if source.protection.marking:
        yield [say("Protective marking"), source.protection.marking]
    yield [say("Handling"), handling(source)]
    if source.control and not source.anonymous:  # a hash changes with what a seat was never told
        yield [say("Last hash"), source.run.log.lines[-1].hash]
    yield [say("Begun with"), begun_with(source.run.log.lines, say)]


def handling(source: ReportSource) -> str:
    """How this copy is handled as control has set it, and to whom it may be given by whose copy it is."""
    say = source.say
    if source.control:
        whom = say("For control, evaluators and the sponsor.")
    elif source.public and not source.protection.marking:
        whom = say("May be given to anybody.")
    elif source.public:
        whom = say("For whom its marking allows.")
    else:
        whom = say("For this seat alone, until control releases more.")
    kept = "" if source.anonymous else source.protection.handling
    fiction = say("All that it tells of happened in an exercise.")
    return " ".join(f"{part.rstrip('.')}." for part in (kept, whom, fiction) if part)


def chapters(source: ReportSource, progress: Progress | None) -> Iterator[Block]:
    """All chapters in their order; one that would be empty is left out."""
    yield from overview.summary(source)
    yield from begun(overview.exercise(source))
    yield from begun(analysis.evaluation(source))
    yield from begun(overview.planned(source))
    yield from begun(course.course(source))
    yield from begun(results.scores(source))
    yield from results.chance(source, progress)
    yield from argued.argued(source)
    yield from results.overrides(source)
    yield from begun(questions.questions(source))
    yield from guesses.guesses(source)
    yield from promises.promises(source)
    yield from begun(analysis.improvement(source), sideways=True)
    yield from appendices.participants(source)
    yield from begun(guides.guides(source))
    yield from begun(appendices.msel(source), sideways=True)
    yield from begun(appendices.rulings(source), sideways=True)
    yield from begun(record.record(source), sideways=True)


def begun(chapter: Iterator[Block], sideways: bool = False) -> Iterator[Block]:
    """A chapter on a page of its own, if there is one."""
    for place, block in enumerate(chapter):
        if not place:
            yield Break(sideways)
        yield block
