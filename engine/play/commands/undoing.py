"""Control takes the game back: it stands again as after an earlier line, and the room stays as it is."""

from msgspec import UNSET

from engine.play.commands import declared
from engine.play.commands.ask import Ask, decides, spoken
from engine.play.events import Undone
from engine.play.fold import again
from engine.play.past import Past
from engine.play.refusal import Refusal
from engine.play.requests import settled_anew


@decides(declared.Undo)
def undo(ask: Ask, given: declared.Undo) -> None:
    past, draft = ask.past, ask.draft
    if ask.state.room.ready:
        raise Refusal("There is nothing to undo.")
    target = before_last(past) if given.line is UNSET else given.line
    if target >= draft.line:
        raise Refusal("Undo goes back to an earlier line, from 1 to {last}.", last=draft.line - 1)
    gone = past.taken(target)
    turn, phase = past.place_after(target)
    draft.emit(
        Undone(
            line=target,
            reason=given.reason,
            takes={f"{turn}": ask.state.room.take(turn) + 1 for turn in sorted(past.published(gone))},
            told=spoken(given.told, draft.exercise.file.languages),
            lines=gone,
            turn=turn,
            phase=phase,
        )
    )
    again(draft.state, past.game_after(target))
    for event in settled_anew(draft.state):
        draft.emit(event)


def before_last(past: Past) -> int:
    """The line before the last one that moved the game; the first line is never taken back."""
    steps = past.steps()
    last = next(steps, None)
    if last is None or next(steps, None) is None:
        raise Refusal("There is nothing to undo.")
    return last - 1
