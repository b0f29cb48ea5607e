"""What may come from where the run stands, for control; with an inject named, with it and without it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from console.actions import Action
from console.hand import Hand
from console.layout import heading
from engine.play.commands import Command
from engine.play.commands.declared import Forecasting
from engine.play.refusal import Refusal
from engine.rules.exercise import Exercise
from engine.views.seen import ControlView
from engine.words.language import Language
from engine.words.numbers import percent, signed
from engine.words.refusals import refusal_in_words

if TYPE_CHECKING:
    from engine.rehearsal.comparison import Difference
    from engine.rehearsal.figures import Share
    from engine.rehearsal.forecast import Forecast

OFF = ("off", "on")


def forecast(hand: Hand, rest: str) -> None:
    """The odds of each ending; `off` and `on` switch forecasts of this run."""
    say, words = hand.language.say, rest.split()
    if words and words[0] in OFF:
        hand.do(Forecasting(on=words[0] == "on"))
        return
    if not cast(ControlView, hand.picture)["forecasts"]:
        hand.say("Forecasts of this run are switched off.")
        return
    from engine.rehearsal.forecast import forecast as foreseen

    command = Command("release", "control", {"inject": words[0]}) if words else None
    try:
        found = foreseen(hand.run.state, command, past=hand.run.record.past)
    except Refusal as refusal:
        hand.show(Text(refusal_in_words(refusal, hand.language), "edge"))
        return
    note = say("Assumed: every seat plays on by its doctrine. Orders that are sealed hold.")
    hand.show(heading(say("Endings from now")), *odds(found, hand.run.exercise, hand.language))
    hand.show(Text(f"{note} {say('No seat ever sees this.')}", "quiet"))


def odds(found: "Forecast", exercise: Exercise, language: Language) -> Iterator[RenderableType]:
    """The odds of each ending; with something done also then, and the difference with its interval."""
    from engine.review.foreseen import effect, endings

    table, say = Table.grid(padding=(0, 2)), language.say
    if found.other:
        table.add_row("", *(Text(word, "quiet") for word in (say("without it"), say("with it"))), "", "")
    for row in endings(found, exercise, language):
        if row["now"].part or (row["then"] and row["then"].part):
            then, change = row["then"], row["change"]
            more = [percent(then.part), *difference(change)] if then and change else [between(row["now"])]
            table.add_row(row["title"], percent(row["now"].part), *more)
    yield table
    if said := effect(found, exercise, language):
        yield Text(said, "title")


def between(share: "Share") -> Text:
    """Where the true share lies."""
    return Text(f"{100 * share.low:.0f}–{100 * share.high:.0f}", "quiet")


def difference(change: "Difference") -> tuple[str, Text]:
    """How much in a hundred, and between what."""
    low, high = (signed(round(100 * part)) for part in (change.low, change.high))
    sure = "" if change.sure else " ?"
    return f"{signed(round(100 * change.mean))}{sure}", Text(f"({low} … {high})", "quiet")


FORECAST = Action("forecast", "See what may come from here, also with an inject.", forecast, "forecast M05")
