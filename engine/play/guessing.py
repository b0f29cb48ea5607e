"""Cards that the others guess after ENDEX: what each was, who guesses it, and until when.

A guess is closed for good once control has opened everything: an undo of that, or a narrower release, takes
back what pages show and not what people have read.
"""

from collections.abc import Iterable

from engine.play.events import Disclosed
from engine.play.permissions import may
from engine.play.state import Moment, State
from engine.rules.exercise import Exercise

ALL = "all"
"""What control releases that opens the cards."""


def answers(exercise: Exercise, card: str) -> tuple[str, ...]:
    """What a card can turn out to be: the values of its slot, but for the one at which it rests."""
    return exercise.vocabulary.domains[exercise.file.guesses[card].slot][1:]


def truth(state: State, card: str) -> str:
    """What a card was; empty where none was drawn."""
    exercise = state.exercise
    word = exercise.words[state.game.track(exercise.file.guesses[card].slot)]
    return word if word in answers(exercise, card) else ""


def has_seen(state: State, role: str) -> bool:
    """Whether a role has read every card: its seat is control under this preset, or sees all."""
    return may(state, role, "see_all")


def cards_for(state: State, role: str) -> list[str]:
    """The cards that a role guesses: those of the others; none where it has seen them."""
    guesses = state.exercise.file.guesses.items()
    return [] if has_seen(state, role) else [card for card, guess in guesses if guess.of != role]


def guessers(state: State) -> list[str]:
    """The roles that have a card to guess."""
    return [role for role in state.exercise.roles if cards_for(state, role)]


def opened(state: State) -> bool:
    """Whether everybody may read the cards as things stand."""
    return state.game.finished is not None and state.game.disclosed == ALL


def closed(state: State) -> bool:
    """Whether the cards were ever open to all: who has read them guesses no more."""
    return opens(state.game.history) or any(opens(moments) for moments in state.room.gone.values())


def opens(moments: Iterable[Moment]) -> bool:
    """Whether one of these opened them."""
    return any(isinstance(moment.event, Disclosed) and moment.event.what == ALL for moment in moments)
