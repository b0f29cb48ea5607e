"""What is asked at once: it travels whole, says how far it is, and comes to what its parts come to alone."""

import pytest

from engine.play.refusal import Refusal
from engine.rehearsal.best_reply import best_reply
from engine.rehearsal.inquiry import Inquiry, inquire, received, sent
from engine.rehearsal.leverage import forced, limits
from engine.rehearsal.question import Question, answer
from engine.rules.load import load

EXERCISE = load("grey-strait")
QUESTION = Question(EXERCISE, 40, 5, EXERCISE.default_format, EXERCISE.default_preset)


def test_each_part_is_what_it_is_alone() -> None:
    role = EXERCISE.roles[0]
    found = inquire(Inquiry(QUESTION, replies=(role,), limits=True, moves=True))
    assert found.figures == answer(QUESTION)
    assert found.replies == [best_reply(QUESTION, role)]
    assert found.limits == list(limits(QUESTION, lambda name: None))
    assert found.moves == list(forced(QUESTION, lambda name: None))
    assert found.comparison is None


def test_progress_only_grows_and_ends_at_the_whole() -> None:
    """Law: however long a search takes, no part goes beyond its own, and the last ends with all there is."""
    told: list[tuple[int, int, int]] = []
    inquiry = Inquiry(QUESTION, {"bank": 1}, replies=tuple(EXERCISE.roles), limits=True, moves=True)
    inquire(inquiry, lambda *how_far: told.append(how_far))
    assert {of for _, _, of in told} == {told[0][2]}
    assert [part for part, _, _ in told] == sorted(part for part, _, _ in told)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert {part for part, _, _ in told} == set(range(len(inquiry.parts)))
    assert told[0][1] == 0
    assert told[-1][1] == told[-1][2]


def test_it_travels_whole() -> None:
    inquiry = Inquiry(QUESTION, {"bank": 1}, ("storm",), (EXERCISE.roles[0],), True, True)
    found = received(sent(inquiry))
    assert found[1:] == inquiry[1:]
    assert answer(found.question) == answer(QUESTION)


def test_a_number_that_there_is_not_is_refused() -> None:
    with pytest.raises(Refusal, match="no_such"):
        inquire(Inquiry(QUESTION, {"no_such": 1}))
