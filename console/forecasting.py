"""What may come from where the run stands, for control; also with what it is about to do."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from console.actions import Action, exact, shortened
from console.hand import Hand
from console.layout import heading
from console.screen import make_console
from engine.play.commands import Command
from engine.play.commands.declared import Fields, Forecasting, Release
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
AHEAD = ("release", "template", "improvise", "answer", "override", "dice")
"""Acts of control whose doing is looked at beforehand."""


def forecast(hand: Hand, rest: str, acts: Sequence[Action]) -> None:
    """The odds of each ending; with an act named, as it would be done; `off` and `on` switch forecasts.

    `acts` are those of control that can be done now.
    """
    word, _, more = rest.partition(" ")
    if word in OFF:
        hand.do(Forecasting(on=word == "on"))
        return
    if not hand.as_control["forecasts"]:
        hand.say("Forecasts of this run are switched off.")
        return
    able = [act for act in acts if act.name in AHEAD]
    act = (exact(word, able, hand.language) or shortened(word, able, hand.language)) if word else None
    if act is not None:
        hand.say("It is only looked at: nothing is done.")
        look(hand, act, f"{more} –" if act.name == "override" else more)  # a reason decides nothing
    else:
        tell(hand, Release(inject=word) if word else None)


def look(hand: Hand, act: Action, rest: str) -> None:
    """Ask what an act asks, and tell what it would do to the odds instead of doing it."""
    hand.ahead, hand.prompt.agrees = lambda fields: tell(hand, fields), True
    try:
        act.run(hand, rest)
    finally:
        hand.ahead, hand.prompt.agrees = None, False


def tell(hand: Hand, fields: Fields | None) -> None:
    """The odds as the run stands; with a command, also once that is done."""
    from engine.rehearsal.forecast import foresee, outlook

    say = hand.language.say
    command = Command.of(fields, hand.seat) if fields else None
    try:
        asked = outlook(hand.run.state, command, past=hand.run.record.past)
    except Refusal as refusal:
        hand.show(Text(refusal_in_words(refusal, hand.language), "edge"))
        return
    with progress() as bar:
        task = bar.add_task(say("Playing on from here …"), total=asked.runs * (2 if command else 1))
        found = foresee(asked, lambda number: bar.advance(task, number))
    note = say("Assumed: every seat plays on by its doctrine. Orders that are sealed hold.")
    hand.show(heading(say("Endings from now")), *odds(found, hand.run.exercise, hand.language))
    hand.show(Text(f"{note} {say('No seat ever sees this.')}", "quiet"))


def progress() -> Progress:
    """A bar that a terminal shows, and that is gone when all is done."""
    columns, console = (TextColumn("{task.description}"), BarColumn()), make_console(errors=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


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


def forecasting(acts: Callable[[ControlView], list[Action]]) -> Action:
    """What may come, as something that control can do; `acts` says what else it can do."""
    about = "See what may come from here, also with something done: release, answer, override, dice."
    return Action(
        "forecast",
        about,
        lambda hand, rest: forecast(hand, rest, acts(hand.as_control)),
        "forecast release M05",
    )
