"""What may come from where the run stands, for control; with an inject named, with it and without it."""

from typing import cast

from rich.table import Table
from rich.text import Text

from console.actions import Action
from console.hand import Hand
from console.layout import heading
from engine.play.commands import Command
from engine.play.commands.declared import Forecasting
from engine.play.refusal import Refusal
from engine.views.seen import ControlView
from engine.words.numbers import percent, signed
from engine.words.refusals import refusal_in_words

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
    from engine.review.foreseen import effect, endings

    command = Command("release", "control", {"inject": words[0]}) if words else None
    try:
        found = foreseen(hand.run.state, command, past=hand.run.record.past)
    except Refusal as refusal:
        hand.show(Text(refusal_in_words(refusal, hand.language), "edge"))
        return
    table = Table.grid(padding=(0, 2))
    exercise = hand.run.exercise
    for row in endings(found, exercise, hand.language):
        if row["now"].part or (row["then"] and row["then"].part):
            then, change = row["then"], row["change"]
            sure = "" if change is None or change.sure else " ?"
            more = [percent(then.part), signed(round(100 * change.mean)) + sure] if then and change else []
            table.add_row(row["title"], percent(row["now"].part), *more)
    note = say("Assumed: every seat plays on by its doctrine. Orders that are sealed hold.")
    hand.show(heading(say("Endings from now")), table, Text(effect(found, exercise, hand.language), "title"))
    hand.show(Text(f"{note} {say('No seat ever sees this.')}", "quiet"))


FORECAST = Action("forecast", "See what may come from here, also with an inject.", forecast, "forecast M05")
