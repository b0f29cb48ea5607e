"""Parts of a question that travel: to another process or machine as bytes, and what came of them back.

A compiled exercise cannot travel, for it is made of functions: its text does, and is compiled where it
arrives, once for all questions to it. What people wrote in a run stays behind: no rule reads it.
"""

import pickle
import zlib
from functools import lru_cache
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from engine import __version__
from engine.play.adjudicate import RULES
from engine.play.events import Argued, Delivered, Laid
from engine.play.refusal import Refusal
from engine.play.state import Room, State
from engine.rehearsal.ensemble import Outcome
from engine.rehearsal.question import Part, Question, ensemble, ran
from engine.rules.exercise import Exercise
from engine.rules.load import from_data

EDITION = f"{__version__}, rules {RULES}"
"""Who plays a part must be of the edition of who asks, or the same seeds would not make the same runs."""


def packed(question: Question) -> bytes:
    """A question as bytes, without who is to play it."""
    _, *rest = question._replace(start=question.start and without_words(question.start), crew=None)
    return pickle.dumps((EDITION, text(question.exercise), pickle.dumps(rest)))


@lru_cache(4)
def text(exercise: Exercise) -> bytes:
    """An exercise as it travels."""
    return zlib.compress(msgspec.json.encode(exercise.data))


def unpacked(question: bytes) -> Question:
    """The question that was packed. Raises Refusal where another edition did so."""
    edition, packed_text, rest = pickle.loads(question)
    if edition != EDITION:
        raise Refusal(
            "A worker has Whitecell {there}, and this is {here}: install the same there.",
            there=EDITION,
            here=edition,
        )
    found = Question(compiled(packed_text), *pickle.loads(rest))
    if found.start:
        found.start.exercise = found.start.game.exercise = found.exercise
    return found


def played(question: bytes, first: int, number: int) -> bytes:
    """What comes of a part of a packed question: so many seeds from the first one on. For whoever works.

    Two threads of a worker share the exercise and nothing that is written while it is played.
    """
    asked = unpacked(question)
    found = vars(ran(ensemble(asked), Part(asked, range(first, first + number))))
    return pickle.dumps({name: part for name, part in found.items() if name != "exercise"})


def returned(outcome: bytes, exercise: Exercise) -> Outcome:
    """What `played` sent back."""
    found = Outcome.__new__(Outcome)
    found.__dict__ = {"exercise": exercise, **pickle.loads(outcome)}
    return found


@lru_cache(4)
def compiled(packed_text: bytes) -> Exercise:
    """The exercise of a packed text."""
    return from_data(msgspec.json.decode(zlib.decompress(packed_text)))


Written = TypeVar("Written", Argued, Laid)


def unworded(entry: Written) -> Written:
    """An argued order with as many reasons, and what they say left out."""
    return replace(entry, title="", text="", reasons=["." for _ in entry.reasons])


def without_words(state: State) -> State:
    """A state with what rules read, and with neither its exercise nor what people wrote."""
    found = State.__new__(State)
    found.__dict__ |= vars(state)
    kept = [moment for moment in state.game.history if isinstance(moment.event, Delivered)]
    found.game, found.room = state.game.copy(history=kept), Room()
    found.drafts, found.comments = {}, {}
    game = found.game
    game.bulletins, game.written, game.chronicle = {}, {}, []
    game.proposals = {name: replace(entry, text="") for name, entry in game.proposals.items()}
    game.questions = {
        name: replace(entry, message="", text="." if entry.text else "")
        for name, entry in game.questions.items()
    }
    game.argued = {path: unworded(entry) for path, entry in game.argued.items()}
    game.laid = {path: unworded(entry) for path, entry in game.laid.items()}
    game.weighings = {path: replace(entry, title="", reason="") for path, entry in game.weighings.items()}
    game.overrides = {path: (old, new, "") for path, (old, new, _) in game.overrides.items()}
    found.room.seats = state.room.seats
    found.room.letters = {name: replace(letter, text="") for name, letter in state.room.letters.items()}
    del found.exercise, game.exercise
    return found
