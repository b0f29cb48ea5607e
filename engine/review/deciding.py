"""What is told of what decided a run, key by key, each with its meaning. Declarations alone."""

from typing import Annotated, Literal, TypedDict

from engine.review.learned import FactNumber
from engine.views.seen import PhaseNow, Turn
from engine.words.meaning import says

# How it ended


class Met(TypedDict):
    """A change of a track that helped to meet a part of the condition."""

    turn: Turn
    text: Annotated[str, says("From what to what.")]
    causes: Annotated[list[str], says("What moved it.")]
    number: FactNumber


class Part(TypedDict):
    """A part of the condition that held in the end."""

    text: Annotated[str, says("The part in words.")]
    since: Annotated[Turn, says("The turn at whose end it held from then on.")]
    changes: Annotated[list[Met], says("What met it, the last changes; empty where no track is read.")]


class HowItEnded(TypedDict):
    """The ending and why."""

    title: Annotated[str, says("The ending; empty before ENDEX.")]
    text: Annotated[str, says("What the exercise says of it.")]
    parts: Annotated[list[Part], says("Its condition; empty where it is what remains.")]
    note: Annotated[str, says("What else is to be said of how it came.")]


# What decided it

Share = Annotated[float, says("0 to 1.")]
Decider = Literal["team", "control", "doctrine", "dice", "silence", "exercise"]


class Otherwise(TypedDict):
    """What else could have been."""

    text: Annotated[str, says("Orders, or a row.")]
    chance: Annotated[float | None, says("Of a row, 0 to 1.")]
    share: Annotated[Share, says("How likely the ending would then have been.")]


class TurningPoint(TypedDict):
    """Something that moved the odds of the endings."""

    id: Annotated[str, says("The line, the event of it from 1, and the role where several decided in it.")]
    rank: Annotated[int, says("By how far it moved them, from 1.")]
    turn: Turn
    phase: PhaseNow
    line: Annotated[int, says("Its line of the log.")]
    number: FactNumber
    kind: Annotated[str, says("orders, ruling, override, inject, agreement, answer, mark or undo.")]
    by: Annotated[Decider, says("Who or what decided it.")]
    role: Annotated[str, says("The role whose orders, signature, answer or ruling it was; may be empty.")]
    title: Annotated[str, says("What happened, in a few words.")]
    text: Annotated[str, says("What was decided and by whom, in a sentence.")]
    ending: Annotated[str, says("The ending whose odds it moved most, by its id.")]
    ending_title: Annotated[str, says("What that ending is called.")]
    moved: Annotated[float, says("By how much, -1 to 1.")]
    luck: Annotated[float, says("The part of it that the dice had.")]
    choice: Annotated[
        float, says("What whoever decided had in it, beside the best that else could have been.")
    ]
    instead: list[Otherwise]


class OddsAfter(TypedDict):
    """The odds after a line."""

    line: Annotated[int, says("The line of the log.")]
    turn: Turn
    phase: PhaseNow
    odds: Annotated[dict[str, float], says("By ending, 0 to 1.")]


class EndingNamed(TypedDict):
    """An ending of the picture."""

    id: str
    title: str
    group: Annotated[str, says("What kind of ending it is, by the exercise's own word.")]


class Missed(TypedDict):
    """Something that was to be expected and did not come."""

    title: str
    share: Annotated[Share, says("How likely it once was, or in how many runs of bots it comes.")]
    turn: Annotated[Turn, says("When it was likeliest; 0 at the start.")]


class Decided(TypedDict):
    """What decided a run."""

    headline: str
    endings: Annotated[list[EndingNamed], says("In the order of the picture, from above.")]
    before: Annotated[list[OddsAfter], says("The odds after everything that could move them.")]
    points: Annotated[list[TurningPoint], says("The weightiest first.")]
    ended: HowItEnded
    missed: Annotated[list[Missed], says("Expected, and did not come; the likeliest first.")]
    note: Annotated[str, says("What is assumed, in a sentence.")]
