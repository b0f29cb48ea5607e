"""Control's hand on the course of play, and the small words between control and the seats."""

import msgspec

from engine.play import automatic, phases
from engine.play.commands.ask import (
    DEALT_WITH,
    MOST_TEXT,
    SEATS,
    Ask,
    Refusal,
    in_play,
    only_control,
    only_role,
    spoken,
)
from engine.play.commands.evaluation import past
from engine.play.events import (
    Chaired,
    Counting,
    Disclosed,
    Edited,
    Noted,
    Paused,
    PhaseBegan,
    Replied,
    Requested,
    Seated,
    Settled,
    Started,
    Timed,
)
from engine.play.permissions import OBSERVER, may
from engine.play.requests import on_request, requests
from engine.play.state import PLAYERS

MOST_ITEMS, MOST_ITEM = 6, 300
"""Of a bulletin: its items, and the characters of each."""
NOTES = ("note", "observation", "discussion")
MOST_ABOUT = 80
MOST_OBSERVERS = 9999
MOST_MINUTES = 30
"""What control can add to a phase, or take from it, at once."""


def advance(ask: Ask) -> None:
    if not may(ask.state, ask.actor, "advance"):
        raise Refusal("Only control can do that.")
    if ask.game.finished:
        raise Refusal("The run has ended.")
    if ask.state.room.paused:
        raise Refusal("The exercise is paused.")
    automatic.advance(ask.draft, unsealed(ask))


def unsealed(ask: Ask) -> phases.Unsealed:
    """The drafts that lie beside the log, as whoever holds the run has handed them over with the command."""
    late = phases.unsealed_seats(ask.state)
    given = ask.data.get("drafts") or {}
    drafts = {role: given[role] for role in late if role in given}
    return phases.Unsealed(drafts, tuple(role for role in late if role in ask.data.get("left", ())))


def startex(ask: Ask) -> None:
    """The ready room is over: the clock runs, and play begins."""
    only_control(ask)
    in_play(ask)
    if not ask.state.room.ready:
        raise Refusal("The exercise has begun already.")
    ask.draft.emit(Started())


def counting(ask: Ask) -> None:
    """Whether drafts count at the lock, or only what is sealed."""
    only_control(ask)
    in_play(ask)
    drafts = ask.data.get("drafts")
    if not isinstance(drafts, bool):
        raise Refusal("Say whether drafts count: true or false.")
    if drafts != ask.state.room.drafts_count:
        ask.draft.emit(Counting(drafts=drafts))


def pause(ask: Ask) -> None:
    only_control(ask)
    if ask.state.room.paused:
        raise Refusal("The exercise is paused.")
    ask.draft.emit(Paused(paused=True))


def resume(ask: Ask) -> None:
    only_control(ask)
    if not ask.state.room.paused:
        raise Refusal("The exercise is not paused.")
    ask.draft.emit(Paused(paused=False))


def clock(ask: Ask) -> None:
    """More minutes for the present phase, or fewer. The clock is advice; it moves nothing."""
    only_control(ask)
    in_play(ask)
    minutes = ask.data.get("minutes")
    if type(minutes) is not int or not minutes or abs(minutes) > MOST_MINUTES:
        raise Refusal("Name minutes from -{most} to {most}, not 0.", most=MOST_MINUTES)
    ask.draft.emit(Timed(minutes=minutes))


def seat(ask: Ask) -> None:
    """Who plays a seat. A person or a program may take the seat of its own role; all else is control's."""
    own = ask.actor in ask.draft.exercise.roles and ask.data.get("seat") == ask.actor
    if not (own and ask.data.get("by") in PLAYERS):
        only_control(ask)
    name = ask.word("seat", (*ask.draft.exercise.roles, "control"))
    by = ask.word("by", SEATS)
    if ask.state.seat(name) != by:
        ask.draft.emit(Seated(seat=name, by=by))


def finish(ask: Ask) -> None:
    """ENDEX: in the report of the last rulings, or before them, which cuts the run short."""
    only_control(ask)
    in_play(ask)
    cut = not ask.game.ending
    ask.draft.emit(phases.finish(ask.draft.exercise, ask.game))
    if cut:
        ask.draft.emit(PhaseBegan(phase="report"))


def disclose(ask: Ask) -> None:
    only_control(ask)
    if not ask.game.finished:
        raise Refusal("Only after ENDEX.")
    ask.draft.emit(Disclosed(what=ask.word("what", ("nothing", "traces", "all"))))


def note(ask: Ask) -> None:
    """A note, an observation, or what was said about a question of the debrief; of now, or of a past line.

    Whoever wrote one may word it anew or withdraw it, by its line.
    """
    watching = ask.actor == OBSERVER
    if not watching:
        only_control(ask)
    by, observer = (OBSERVER, number_of(ask)) if watching else ("control", 0)
    if ask.data.get("note"):
        ask.draft.emit(amended(ask, by, observer))
        return
    about = ask.data.get("about") or ""
    if not isinstance(about, str) or len(about) > MOST_ABOUT:
        raise Refusal("A note is about one thing, named in at most {most} characters.", most=MOST_ABOUT)
    kind = ask.word("kind", ("observation",), "observation") if watching else ask.word("kind", NOTES, "note")
    if kind == "discussion":
        about = ask.word("about", ask.draft.exercise.file.questions)
    line = past(ask, ask.data["line"]) if ask.data.get("line") else 0
    kind = "" if kind == "note" else kind
    ask.draft.emit(Noted(text=ask.text(), by=by, kind=kind, about=about, line=line, observer=observer))


def number_of(ask: Ask) -> int:
    """The number of the observer who writes, as whoever let them in gives it; 0 where nobody counts them."""
    number = ask.data.get("observer", 0)
    if type(number) is not int or not 0 <= number <= MOST_OBSERVERS:
        raise Refusal("Observers are numbered from 1 to {most}.", most=MOST_OBSERVERS)
    return number


def amended(ask: Ask, by: str, observer: int) -> Noted:
    """A standing note in new words, or withdrawn; only by whoever wrote it."""
    line = ask.data["note"]
    standing = {moment.line: moment.event for moment in ask.state.room.notes}
    old = standing.get(line) if type(line) is int else None
    if not isinstance(old, Noted):
        raise Refusal("No note of line {line} stands.", line=line)
    if (old.by, old.observer) != (by, observer):
        raise Refusal("A note is corrected or withdrawn by whoever wrote it.")
    withdrawn = ask.data.get("withdrawn") is True
    text = "" if withdrawn else ask.text()
    return msgspec.structs.replace(old, text=text, note=line, line=old.line or line, withdrawn=withdrawn)


def bulletin(ask: Ask) -> None:
    """The bulletin of the turn last published, in control's words; an empty list gives the automatic one."""
    only_control(ask)
    if not ask.game.published:
        raise Refusal("No turn has been published yet.")
    items = ask.data.get("items")
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        raise Refusal("A bulletin has at most {most} items.", most=MOST_ITEMS)
    found = [spoken(item, ask.draft.exercise.file.languages, MOST_ITEM) for item in items]
    if not all(found):
        raise Refusal("The text is empty.")
    ask.draft.emit(Edited(turn=ask.game.published, items=found))


# Injects


def chair(ask: Ask) -> None:
    if not may(ask.state, ask.actor, "chair"):
        raise Refusal("This seat does not chair.")
    in_play(ask)
    act = ask.word("act", ("agenda", "floor", "recess", "resume"))
    ask.draft.emit(Chaired(role=ask.actor, act=act, text=str(ask.data.get("text", ""))[:MOST_TEXT]))


def request(ask: Ask) -> None:
    """A question or a wish; or an order of a role that control plays when it is asked to."""
    role, order = only_role(ask), ask.note("order")
    in_play(ask)
    if order:
        ask.word("order", [found.key for found in on_request(ask.state, role)])
    text = ask.text() if ask.data.get("text") or not order else ""
    ask.draft.emit(Requested(role=role, text=text, order=order))


def reply(ask: Ask) -> None:
    """To a request that waits, or to whomever control writes; a reply to a request goes to who asked."""
    only_control(ask)
    if not ask.data.get("request"):
        ask.draft.emit(Replied(to=ask.roles("to"), text=ask.text()))
        return
    asked = requests(ask.state)
    name = ask.word("request", asked)
    if not asked[name].waits:
        raise Refusal(DEALT_WITH)
    ask.draft.emit(Replied(to=ask.roles("to", [asked[name].event.role]), text=ask.text(), request=name))


def settle(ask: Ask) -> None:
    """Control has done with a request: put aside, or answered aloud in the room."""
    only_control(ask)
    asked = requests(ask.state)
    name = ask.word("request", asked)
    how = ask.word("how", ("aside", "aloud"))
    if not asked[name].waits or asked[name].done == how:
        raise Refusal(DEALT_WITH)
    ask.draft.emit(Settled(request=name, role=asked[name].event.role, how=how))
