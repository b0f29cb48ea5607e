"""`whitecell fork`: play on from a turn of a run, as it was or with one thing otherwise."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import RenderableType
from rich.text import Text

from console.forecasting import odds, progress
from console.layout import heading
from console.runs import state_at
from console.screen import clean, make_console
from console.sitting import known_seat
from console.speech import speech
from engine.play.refusal import Refusal
from engine.record.run import Run
from engine.review.fork import AS_BEFORE, OTHERS, Seating, fork, held
from engine.review.replay import situation_line
from engine.review.what_if import Change, in_words, script_of, see, turned_down
from engine.views.seated import who_plays
from engine.words.language import Language
from engine.words.refusals import refusal_in_words
from engine.words.wording import wording


def fork_run(
    path: str,
    new: str,
    turn: int,
    seating: Seating,
    keep: bool,
    changes: list[Change],
    times: int,
    lang: str | None,
) -> None:
    """A new run from a turn of another. With changes it is played as far as the other was, and many times."""
    language, console = speech(lang), make_console()
    run = Run.open(path)
    state_at(run, turn)
    for seat in seating.people:
        known_seat(run, seat)
    if seating == AS_BEFORE and not changes and sys.stdin.isatty() and sys.stdout.isatty() and held(run):
        seating, keep = asked(keep, language)
    Path(new).parent.mkdir(parents=True, exist_ok=True)
    refused = list[str]()
    if changes:
        made, again = see(run, new, turn, changes, seating)
        refused = in_words(again, language)
    else:
        made = fork(run, new, turn, seating=seating, script=script_of(run, turn) if keep else None)
    for sentence in told(made, new, turn, bool(changes), language):
        console.print(Text(clean(sentence)))
    refused = [*turned_down(made, situation_line(made, turn), language), *refused]
    if refused:
        console.print(Text(language.say("Refused now, and so left out:")))
    for sentence in refused:
        console.print(Text(f"  {clean(sentence)}"))
    if changes:
        command = f"whitecell compare {path} {new}"
        console.print(Text(language.say("See what became of it: {command}", command=command)))
    if changes and times:
        for drawn in many_times(run, turn, changes, times, language):
            console.print(drawn)


def many_times(
    run: Run, turn: int, changes: list[Change], times: int, language: Language
) -> Iterator[RenderableType]:
    """What the changes do to the odds, by so many runs with and without them; or why that is not known."""
    from engine.rehearsal.forecast import foresee
    from engine.review.otherwise import otherwise

    say = language.say
    try:
        asked = otherwise(run, turn, changes, times)
    except Refusal as refusal:
        yield Text(refusal_in_words(refusal, language), "edge")
        return
    with progress() as bar:
        task = bar.add_task(say("Playing on with it and without it"), total=2 * times)
        found = foresee(asked, lambda number: bar.advance(task, number))
    runs = found.figures.runs
    yield heading(say("The same, {number} times with it and without it", number=language.number(f"{runs:,}")))
    yield from odds(found, run.exercise, language)
    yield Text(say(MANY_TIMES), "quiet")


MANY_TIMES = (
    "What else was decided in that turn stands. From there on every seat plays by its doctrine, on dice that "
    "this run does not have, the same with it and without it. In brackets: between what the difference lies."
)


def asked(keep: bool, language: Language) -> tuple[Seating, bool]:
    """Who takes the seats that people held, and whether what was decided stays: asked at a terminal."""
    say = language.say
    question = say("Who takes the seats that people held: the same people, bots, or nobody (empty)?")
    others = click.prompt(question, type=click.Choice(OTHERS), default="same")
    stays = keep or click.confirm(say("Do orders and answers stay until somebody decides otherwise?"))
    return Seating(others), stays


def told(made: Run, new: str, turn: int, played: bool, language: Language) -> Iterator[str]:
    """Where the fork begins, who plays on in it, and which seats wait for somebody."""
    say, state = language.say, made.state
    yield say(
        "The run in {path} begins at turn {turn}. Play it with: {command}",
        path=new,
        turn=turn,
        command=f"whitecell play {new}",
    )
    yield say("Who plays on: {seats}.", seats=who_plays(state, language))
    if state.room.script:
        yield say(
            "Where nobody plays, orders and answers are those of the old run, as far as they are allowed."
        )
    if waiting := held(made):
        names = wording(made.exercise, language)
        yield say(
            "Seats of people order nothing until somebody takes them: {roles}. "
            "With --bots, bots play them; with --empty, nobody sits there, and doctrine answers.",
            roles=", ".join(names.code(role) for role in waiting),
        )
    if played and not state.game.finished:
        yield say("It stands where the old run stands.")


def read_changes(
    orders: tuple[str, ...], answers: tuple[str, ...], rows: tuple[str, ...], without: tuple[str, ...]
) -> list[Change]:
    """What is to be otherwise, as the options say it. Raises click.UsageError."""
    found = []
    for kind, given in (("order", orders), ("answer", answers), ("row", rows)):
        for text in given:
            what, equals, new = text.rpartition("=")
            if not equals or (kind == "order" and ":" not in what):
                raise click.UsageError(FORMS[kind].format(given=text))
            found.append(Change(kind, what, new))
    return [*found, *(Change("without", inject) for inject in without)]


FORMS = {
    "order": "--order takes ROLE:OLD=NEW, such as rok:stay_silent=reassure(japan); without OLD it is added, "
    "without NEW it is left out. Given: {given}",
    "answer": "--answer takes QUESTION=ANSWER, such as usa.offer_talks(open)?dprk=refuse. Given: {given}",
    "row": "--row takes RULING=ROW. Given: {given}",
}
