"""After ENDEX each role guesses what the others kept to themselves, until control opens it."""

from engine.play import guessing
from engine.play.commands import declared
from engine.play.commands.ask import Ask, decides, only_role, word
from engine.play.events import Guessed
from engine.play.refusal import Refusal


@decides(declared.Guess)
def guess(ask: Ask, given: declared.Guess) -> None:
    """Cards of others, each with what the role takes it to have been. What stands already is told once."""
    role = only_role(ask, given.role)
    known = ask.draft.exercise.file.guesses
    if not known:
        raise Refusal("This exercise has no cards to guess.")
    if not ask.game.finished:
        raise Refusal("Cards are guessed after ENDEX.")
    if guessing.closed(ask.state):
        raise Refusal("The cards have been opened: nothing is left to guess.")
    if guessing.has_seen(ask.state, role):
        raise Refusal("This seat has seen the cards, so it has nothing to guess.")
    if not given.values:
        raise Refusal("Say of one card at least what it was.")
    for card, value in given.values.items():
        if known[word(card, known)].of == role:
            raise Refusal("A role does not guess its own card, but those of the others.")
        if value:
            word(value, guessing.answers(ask.draft.exercise, card))
    standing = ask.state.room.guesses
    changed = {card: value for card, value in given.values.items() if standing.get((role, card), "") != value}
    if changed:
        ask.draft.emit(Guessed(role=role, guesses=changed))
