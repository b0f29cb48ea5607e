"""Control's hand on the course of play, and the small words between control and the seats."""

import msgspec
from msgspec import UNSET

from engine.play import phases
from engine.play.commands import declared
from engine.play.commands.ask import (
    DEALT_WITH,
    Ask,
    decides,
    event_of,
    in_play,
    only_control,
    only_role,
    past,
    roles,
    spoken,
    text,
    word,
)
from engine.play.events import (
    Counting,
    Disclosed,
    Edited,
    Forecasting,
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
from engine.play.permissions import OBSERVER
from engine.play.refusal import Refusal
from engine.play.requests import on_request, requests
from engine.play.state import PLAYERS


@decides(declared.Advance)
def advance(ask: Ask, given: declared.Advance) -> None:
    if ask.game.finished:
        raise Refusal("The run has ended.")
    if ask.state.room.paused:
        raise Refusal("The exercise is paused.")
    phases.advance(ask.draft, unsealed(ask, given))


def unsealed(ask: Ask, given: declared.Advance) -> phases.Unsealed:
    """The drafts that lie beside the log, as whoever holds the run has handed them over with the command."""
    if not given.drafts and not given.left:
        return phases.NOTHING_UNSEALED
    late = phases.unsealed_seats(ask.state)
    drafts = {role: msgspec.to_builtins(given.drafts[role]) for role in late if role in given.drafts}
    return phases.Unsealed(drafts, tuple(role for role in late if role in given.left))


@decides(declared.Startex)
def startex(ask: Ask, given: declared.Startex) -> None:
    """The ready room is over: the clock runs, and play begins."""
    in_play(ask)
    if not ask.state.room.ready:
        raise Refusal("The exercise has begun already.")
    ask.draft.emit(Started())


@decides(declared.Counting)
def counting(ask: Ask, given: declared.Counting) -> None:
    """Whether drafts count at the lock, or only what is sealed."""
    in_play(ask)
    if given.drafts != ask.state.room.drafts_count:
        ask.draft.emit(Counting(drafts=given.drafts))


@decides(declared.Forecasting)
def forecasting(ask: Ask, given: declared.Forecasting) -> None:
    """Whether control is told what may come; some prefer to lead without."""
    in_play(ask)
    if given.on != ask.state.room.forecasts:
        ask.draft.emit(Forecasting(on=given.on))


@decides(declared.Pause)
def pause(ask: Ask, given: declared.Pause) -> None:
    if ask.state.room.paused:
        raise Refusal("The exercise is paused.")
    ask.draft.emit(Paused(paused=True))


@decides(declared.Resume)
def resume(ask: Ask, given: declared.Resume) -> None:
    if not ask.state.room.paused:
        raise Refusal("The exercise is not paused.")
    ask.draft.emit(Paused(paused=False))


@decides(declared.Clock)
def clock(ask: Ask, given: declared.Clock) -> None:
    """More minutes for the present phase, or fewer. The clock is advice; it moves nothing."""
    in_play(ask)
    if not given.minutes:
        raise Refusal("Name minutes from -{most} to {most}, not 0.", most=declared.MOST_MINUTES)
    ask.draft.emit(Timed(minutes=given.minutes))


@decides(declared.Seat)
def seat(ask: Ask, given: declared.Seat) -> None:
    """Who plays a seat. A person or a program may take the seat of its own role; all else is control's."""
    own = ask.actor in ask.draft.exercise.roles and given.seat == ask.actor
    if not (own and given.by in PLAYERS):
        only_control(ask)
    name = word(given.seat, (*ask.draft.exercise.roles, "control"))
    if ask.state.seat(name) != given.by:
        ask.draft.emit(Seated(seat=name, by=given.by))


@decides(declared.Finish)
def finish(ask: Ask, given: declared.Finish) -> None:
    """ENDEX: in the report of the last rulings, or before them, which cuts the run short."""
    in_play(ask)
    cut = not ask.game.ending
    ask.draft.emit(phases.finish(ask.draft.exercise, ask.game))
    if cut:
        ask.draft.emit(PhaseBegan(phase="report"))


@decides(declared.Disclose)
def disclose(ask: Ask, given: declared.Disclose) -> None:
    if not ask.game.finished:
        raise Refusal("Only after ENDEX.")
    ask.draft.emit(Disclosed(what=given.what))


@decides(declared.Note)
def note(ask: Ask, given: declared.Note) -> None:
    """A note, an observation, or what was said about a question of the debrief; of now, or of a past line.

    Whoever wrote one may word it anew or withdraw it, by its line.
    """
    watching = ask.actor == OBSERVER
    by, observer = (OBSERVER, given.observer) if watching else ("control", 0)
    if given.note is not UNSET:
        ask.draft.emit(amended(ask, given, given.note, by, observer))
        return
    kind = given.kind or ("observation" if watching else "note")
    if watching:
        word(kind, ("observation",))
    about = word(given.about, ask.draft.exercise.file.questions) if kind == "discussion" else given.about
    line = past(ask, given.line) if given.line else 0
    event = event_of(ask, line, given.event) if given.event and line else 0
    words = text(given.text)
    note = Noted(text=words, by=by, kind=kind, about=about, line=line, event=event, observer=observer)
    ask.draft.emit(msgspec.structs.replace(note, kind="") if kind == "note" else note)


def amended(ask: Ask, given: declared.Note, line: int, by: str, observer: int) -> Noted:
    """A standing note in new words, or withdrawn; only by whoever wrote it."""
    old = {moment.line: moment.event for moment in ask.state.room.notes}.get(line)
    if not isinstance(old, Noted):
        raise Refusal("No note of line {line} stands.", line=line)
    if (old.by, old.observer) != (by, observer):
        raise Refusal("A note is corrected or withdrawn by whoever wrote it.")
    words = "" if given.withdrawn else text(given.text)
    return msgspec.structs.replace(
        old, text=words, note=line, line=old.line or line, withdrawn=given.withdrawn
    )


@decides(declared.Bulletin)
def bulletin(ask: Ask, given: declared.Bulletin) -> None:
    """The bulletin of the turn last published, in control's words; an empty list gives the automatic one."""
    if not ask.game.published:
        raise Refusal("No turn has been published yet.")
    found = [spoken(item, ask.draft.exercise.file.languages) for item in given.items]
    if not all(found):
        raise Refusal("The text is empty.")
    ask.draft.emit(Edited(turn=ask.game.published, items=found))


@decides(declared.Request)
def request(ask: Ask, given: declared.Request) -> None:
    """A question or a wish; or an order of a role that control plays when it is asked to."""
    role = only_role(ask, given.role)
    in_play(ask)
    if given.order:
        word(given.order, [found.key for found in on_request(ask.state, role)])
    words = text(given.text) if given.text or not given.order else ""
    ask.draft.emit(Requested(role=role, text=words, order=given.order))


@decides(declared.Reply)
def reply(ask: Ask, given: declared.Reply) -> None:
    """To a request that waits, or to whomever control writes; a reply to a request goes to who asked."""
    if not given.request:
        ask.draft.emit(Replied(to=roles(ask, given.to), text=text(given.text)))
        return
    asked = requests(ask.state)
    name = word(given.request, asked)
    if not asked[name].waits:
        raise Refusal(DEALT_WITH)
    to = roles(ask, given.to, [asked[name].event.role])
    ask.draft.emit(Replied(to=to, text=text(given.text), request=name))


@decides(declared.Settle)
def settle(ask: Ask, given: declared.Settle) -> None:
    """Control has done with a request: put aside, or answered aloud in the room."""
    asked = requests(ask.state)
    name = word(given.request, asked)
    if not asked[name].waits or asked[name].done == given.how:
        raise Refusal(DEALT_WITH)
    ask.draft.emit(Settled(request=name, role=asked[name].event.role, how=given.how))
