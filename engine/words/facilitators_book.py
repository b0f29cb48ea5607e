"""The facilitator's book in words, key by key, each with its meaning, as in `engine.words.printed`."""

from typing import Annotated, TypedDict

from engine.words.meaning import says
from engine.words.printed import Because, ControlsNote, Id, Title


class InjectNote(ControlsNote):
    """An inject in the facilitator's book."""

    purpose: Annotated[str, says("What it is for; may be empty.")]
    hold: Annotated[str, says("When to hold it back; may be empty.")]


class RunSheetTurn(TypedDict):
    """A turn in the run sheet."""

    turn: Annotated[int, says("Its number.")]
    title: Annotated[str, says("What the calendar calls it.")]
    clock: Annotated[list[str], says("When each phase begins, `h:mm` from the beginning of the briefing.")]
    injects: Annotated[list[str], says("The injects of the timetable, by their ids and titles.")]


class RunSheet(TypedDict):
    """A length of play by the minute."""

    id: Id
    title: Title
    phases: Annotated[list[str], says("What the phases are called, in their order.")]
    briefing: Annotated[int, says("Minutes of the briefing; 0: none is planned.")]
    startex: Annotated[str, says("When STARTEX is, from the beginning of the briefing.")]
    turns: Annotated[list[RunSheetTurn], says("Turn by turn.")]
    endex: Annotated[str, says("When ENDEX is due.")]
    hot_wash: Annotated[int, says("Minutes of the hot wash; 0: none is planned.")]
    over: Annotated[str, says("When all of it is over.")]


class PrintedCourse(TypedDict):
    """A turn that play often takes."""

    seen: Annotated[str, says("What one sees.")]
    act: Annotated[str, says("What helps.")]


class PrintedQuestion(TypedDict):
    """A question of the debrief."""

    id: Id
    ask: Annotated[str, says("The question.")]
    listen: Annotated[str, says("What to listen for; may be empty.")]
    because: Because


class FacilitatorsBook(TypedDict):
    """What whoever runs the exercise keeps at hand."""

    sheets: Annotated[list[RunSheet], says("The run sheet of each length of play, that of this run first.")]
    startex: Annotated[list[str], says("What to say before STARTEX, by paragraphs; may be empty.")]
    injects: Annotated[list[InjectNote], says("Every inject, those of the timetable first.")]
    courses: Annotated[list[PrintedCourse], says("Turns that play often takes.")]
    questions: Annotated[list[PrintedQuestion], says("The questions of the debrief.")]
