"""The after-action report: what a run was, what happened, why, and what is to change.

In the order of HSEEP's AAR/IP. It is written from the views of whoever reads it and from what rests on
them, so a role's copy holds only what that role may know.
"""

from collections.abc import Iterator

from engine.play.views import CONTROL
from engine.record.run import Run
from engine.review.report import analysis, appendices, course, overview
from engine.review.report.blocks import Block, Report
from engine.review.report.source import Progress, Source

__all__ = ["Report", "report"]


def report(
    run: Run,
    eyes: str = CONTROL,
    language: str = "en",
    names: dict[str, list[str]] | None = None,
    progress: Progress | None = None,
) -> Report:
    """The report of a run as control, a role or the public may read it.

    `names` are those of people by seat; without them, none stand in it. `progress` is told how many of the
    rulings have been reckoned through, and of how many.
    """
    source = Source(run, eyes, language, names)
    say, view = source.say, source.view
    return Report(
        title=say("After-action report"),
        subtitle=view["heading"],
        marking=say("EXERCISE EXERCISE EXERCISE"),
        whose=whose(source),
        about=list(about(source)),
        language=source.language.code,
        blocks=list(chapters(source, progress)),
    )


def whose(source: Source) -> str:
    """Whose copy it is."""
    say = source.say
    if source.control:
        return say("Copy for control: it holds everything, also what teams never learned.")
    if source.public:
        return say("Public copy: it holds what everybody may know.")
    title = next(
        (entry["title"] for entry in source.view["roles"] if entry["id"] == source.eyes), source.eyes
    )
    return say("Copy for {role}: it holds what this seat may know, and nothing else.", role=title)


def about(source: Source) -> Iterator[list[str]]:
    """What stands on the first page."""
    say, view = source.say, source.view
    yield [say("Exercise"), view["heading"]]
    yield [say("Played on"), source.played_on]
    if source.control:
        hours, minutes = divmod(source.minutes, 60)
        yield [say("Duration"), say("{hours} h {minutes} min", hours=hours, minutes=minutes)]
    yield [say("Format"), view["format_title"]]
    end = view["outcome"]
    yield [say("Ending"), end["title"] if end else say("the run goes on")]


def chapters(source: Source, progress: Progress | None) -> Iterator[Block]:
    """All chapters in their order; one that would be empty is left out."""
    yield from overview.summary(source)
    yield from overview.exercise(source)
    yield from overview.planned(source)
    yield from course.course(source)
    yield from analysis.evaluation(source)
    yield from analysis.scores(source)
    yield from analysis.chance(source, progress)
    yield from analysis.overrides(source)
    yield from analysis.questions(source)
    yield from analysis.improvement(source)
    yield from appendices.msel(source)
    yield from appendices.rulings(source)
    yield from appendices.participants(source)
