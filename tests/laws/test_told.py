"""Who is told of what, from outside: for each kind of event a made run, and who hears of it, by hand.

The table of audiences is not asked. A run is folded from events, and every seat's story is read.
"""

from typing import get_args

import pytest

from engine.play import events as happened
from engine.play.draft import Draft
from engine.play.events import KINDS, Event
from engine.play.viewer import CONTROL, PUBLIC, Viewer
from engine.rules.exercise import Exercise
from engine.views.story import Story
from engine.words.language import Language
from tests.play.tiny import WHY, Table, agreement, exercise, inject, move, table, track

SEATS = {"n": "north", "s": "south", "e": "east", "p": PUBLIC, "c": CONTROL}
EVERYBODY, CONTROL_ALONE, NOBODY = "nsepc", "c", ""
ALL = ["north", "south", "east"]
ORDER = [{"order": "wait"}]
LETTER = happened.Messaged(message="m", sender="north", to=["south"], text="Hello.")
CARRIED = happened.Messaged(message="m", sender="north", to=[], text="Hello.", carry=True, through="east")
STATEMENT = happened.Said(statement="s", role="north", text="We wait.")
PACT = happened.Proposed(proposal="p", agreement="pact", by="north", parties=["north", "south"])
WORDS = happened.Proposed(proposal="p", agreement=None, by="north", parties=["north", "south"], text="Peace.")
QUESTION = happened.Asked(
    question="north.offer?south", to="south", options=["yes", "no"], source="offer", by="north"
)
PLEA = happened.Laid(role="north", effect="heat", title="Talk", reasons=["It is cold."], knows=ALL)
AGAINST = happened.Asked(
    question="north.argued(heat)?south", to="south", options=[], source="argued(heat)", by="north", free=True
)
REQUEST = happened.Requested(role="north", text="May we?")


def ruled(knows: list[str], to: list[str] | None = None) -> happened.Ruled:
    return happened.Ruled(step="moves", path="p", call="talks", table="talks", row="well", knows=knows, to=to)


CASES: list[tuple[Event, str, str, tuple[Event, ...]]] = [
    # The course of play is everybody's
    (happened.Began("long", "", dict.fromkeys((*ALL, CONTROL), "person")), EVERYBODY, "startex", ()),
    (happened.Started(), EVERYBODY, "startex", ()),
    (happened.Forecasting(on=False), CONTROL_ALONE, "note", ()),
    (happened.Counting(drafts=False), EVERYBODY, "counting", ()),
    (happened.TurnBegan(turn=2, changes={}), NOBODY, "", ()),
    (happened.PhaseBegan(phase="consultation"), EVERYBODY, "phase", ()),
    (happened.Paused(paused=True), EVERYBODY, "pause", ()),
    (happened.Timed(minutes=5), EVERYBODY, "clock", ()),
    (happened.Seated(seat="north", by="bot"), EVERYBODY, "seat", ()),
    (happened.Undone(line=1, reason="Wrong."), EVERYBODY, "undo", ()),
    (happened.Published(turn=1, ending="over"), EVERYBODY, "last", ()),
    (happened.Finished(ending="over", scores={}, objectives={}), EVERYBODY, "endex", ()),
    (happened.Disclosed(what="traces"), EVERYBODY, "disclosed", ()),
    (happened.Edited(turn=1, items=["News."]), CONTROL_ALONE, "edited", ()),
    # Orders are sealed: each seat hears of its own
    (happened.Ordered(role="north", orders=ORDER, sealed=True), CONTROL_ALONE, "orders", ()),
    (happened.Rejected(role="north", order="wait", reason="limit"), "nc", "rejected", ()),
    (happened.Locked(orders={"north": ORDER}), "nc", "locked", ()),
    (QUESTION, "sc", "question", ()),
    (happened.Answered(question=QUESTION.question, answer="yes"), "sc", "answer", (QUESTION,)),
    # Argued orders: sealed for control, locked for whoever may know; a secret one for its team
    (happened.Argued(role="north", effect="heat", title="Talk"), CONTROL_ALONE, "argued", ()),
    (PLEA, EVERYBODY, "argued", ()),
    (happened.Laid(role="north", effect="heat", secret=True, knows=["north"]), "nc", "argued", ()),
    (AGAINST, "sc", "question", (PLEA,)),
    (happened.Answered(AGAINST.question, answer="against", text="No."), "sc", "answer", (PLEA, AGAINST)),
    (happened.Weighed(order="north.argued(heat)", counts=["1"]), CONTROL_ALONE, "weighed", (PLEA,)),
    (happened.Judged("north", "heat", amount=1, wanted=1, knows=ALL), EVERYBODY, "judged", (PLEA,)),
    (happened.Judged("north", "heat", amount=1, wanted=1, knows=["north"]), "nc", "judged", (PLEA,)),
    # Rulings: who knows the call, or who reads its row
    (ruled(["north", "south"]), "nsc", "ruling", ()),
    (ruled(ALL), EVERYBODY, "ruling", ()),
    (ruled(ALL, to=["east"]), "ec", "ruling", ()),
    (happened.Carried(role="north", order="wait", secret=True, knows=["north"]), "nc", "order", ()),
    (happened.Carried(role="north", order="wait", knows=ALL), EVERYBODY, "order", ()),
    (
        happened.Returned("north", "offer", cost=1, refused_by=["south"], knows=["north", "south"]),
        "nsc",
        "refused",
        (),
    ),
    (happened.Stepped(step="moves", changes={"heat": 6}), EVERYBODY, "track", ()),
    (happened.Stepped(step="moves", changes={"hidden": 6}), "nc", "track", ()),
    (happened.Told(to=["south"], what="hidden", value=5, form="exact", path="p"), "sc", "told", ()),
    (happened.Opened(role="north", moves=["wait"], cost=0, turn=1, source="p"), "nc", "offer", ()),
    (happened.Overdue(token="debt(south)"), "sc", "overdue", ()),
    (happened.Brink(endings=["over"]), EVERYBODY, "brink", ()),
    (happened.Crossed(role="north", line="war"), EVERYBODY, "red_line", ()),
    (happened.Overridden("p", replaces="well", row="badly", reason="So."), CONTROL_ALONE, "override", ()),
    (happened.Typed(ruling="p", dice=[6]), CONTROL_ALONE, "dice", ()),
    (happened.LapsedOverride(ruling="p", replaces="well"), CONTROL_ALONE, "lapsed", ()),
    # Injects: those to whom they go
    (happened.Released(inject="M1", to=["north"], knows=["north"]), "nc", "inject", ()),
    (happened.Released(inject="M1", to=["north"], knows=ALL), EVERYBODY, "inject", ()),
    (happened.Improvised(inject="C1", text="News.", to=["south"]), "sc", "inject", ()),
    (happened.Improvised(inject="C1", text="News.", to=ALL), EVERYBODY, "inject", ()),
    (happened.Written(inject="C1", text="News.", to=ALL), CONTROL_ALONE, "written", ()),
    (happened.Sought(inject="M1", role="north"), "nc", "sought", ()),
    (happened.Declined(inject="M1", role="north"), "nc", "sought", ()),
    (happened.Shelved(inject="M1", status="held"), CONTROL_ALONE, "shelved", ()),
    # Agreements: its parties until all have signed, then everybody; words of one's own stay among theirs
    (PACT, "nsc", "proposal", ()),
    (happened.Signed(proposal="p", role="south"), "nsc", "signature", (PACT,)),
    (happened.Unsigned(proposal="p", role="north"), "nsc", "signature", (PACT,)),
    (happened.Lapsed(proposal="p"), "nsc", "signature", (PACT,)),
    (happened.Lapsed(proposal="p", by="south"), "nsc", "signature", (PACT,)),
    (happened.Announced(proposal="p"), EVERYBODY, "announced", (PACT,)),
    (happened.Announced(proposal="p"), "nsc", "announced", (WORDS,)),
    (happened.Entered(agreement="pact", terms={}, signed=["north", "south"]), EVERYBODY, "agreement", ()),
    (happened.Barred(agreement="pact", signed=["north", "south"]), EVERYBODY, "agreement", ()),
    (happened.Leaving(agreement="pact", role="north"), "nsc", "leaving", ()),
    (happened.Ended(agreement="pact", why="left", by="north"), EVERYBODY, "agreement", ()),
    # Words: statements are everybody's; what was said in confidence is never the public's
    (STATEMENT, EVERYBODY, "statement", ()),
    (happened.Withdrawn(statement="s", role="north"), EVERYBODY, "withdrawn", (STATEMENT,)),
    (happened.Stamped(statement="s", mark="lie", role="north"), CONTROL_ALONE, "mark", (STATEMENT,)),
    (LETTER, "nsc", "message", ()),
    (happened.Messaged(message="m", sender="north", to=ALL, text="Hello."), "nsec", "message", ()),
    (happened.Messaged(message="m", sender="north", to=["north"], text="Us."), "nc", "message", ()),
    (happened.Jotted(role="north", text="Ask for the log."), "nc", "notebook", ()),
    (happened.Promised(promise="x", role="north", to=["south"], turn=1, order="wait"), "nsc", "promise", ()),
    (happened.Guessed(role="north", guesses={"plan": "wait"}), "nc", "guess", ()),
    (CARRIED, "nec", "message", ()),
    (happened.Delivered(message="m", to=["south"]), "sc", "message", (CARRIED,)),
    (happened.Exposed(message="m", to=["east"]), "ec", "message", (LETTER,)),
    (happened.Chaired(role="north", act="floor", text="South speaks."), EVERYBODY, "chair", ()),
    (happened.Worded(role="south", chair="north", parties=["south"], text="Peace."), "nsc", "text", ()),
    (happened.Initialled(role="south", chair="north", parties=["south"]), "nsc", "text", ()),
    (happened.Presided(act="agenda", changes={"heat": 6}), EVERYBODY, "track", ()),
    (REQUEST, "nc", "request", ()),
    (happened.Replied(to=["south"], text="Yes."), "sc", "reply", ()),
    (happened.Replied(to=ALL, text="Yes."), EVERYBODY, "reply", ()),
    (happened.Settled(request="R01", role="north", how="aloud"), "nc", "reply settled", (REQUEST,)),
    (happened.Settled(request="R01", role="north", how="aside"), CONTROL_ALONE, "settled", (REQUEST,)),
    # What evaluators write down
    (happened.Noted(text="They hesitate."), CONTROL_ALONE, "note", ()),
    (happened.Rated(objective="E1", rating="S"), CONTROL_ALONE, "note", ()),
    (happened.Covered(sponsor="The academy"), CONTROL_ALONE, "note", ()),
    (happened.Concluded(about="ending", text="Two letters decided it."), CONTROL_ALONE, "note", ()),
    (happened.Found(finding="F01", kind="strength", title="Calm"), CONTROL_ALONE, "note", ()),
    (happened.Planned(action="A01", text="Practise."), CONTROL_ALONE, "note", ()),
]
"""An event, the seats that are told of it, as which kind of fact (where control has one of its own, that is
the second), and what had happened before.
"""


@pytest.fixture(scope="module")
def made() -> Exercise:
    return exercise(
        tracks={"hidden": track(seen_by=["north"])},
        tokens={"debt": {"title": "Debt", "each": ALL, "seen_by": "holder", "due": 1}},
        steps=["agreements", "moves", "talks", "breaches", "drift", "endings"],
        tables={"talks": table({"id": "well"}, {"id": "badly"})},
        moves={"offer": move(to="south", asks={"south": ["yes", "no"]}, run="talks")},
        injects={"M1": inject(to=["north"])},
        agreements={"pact": agreement()},
        marks={"lie": {"title": "Lie", "then": {}}},
        flags={"plan": {"lasts": "run", "one_of": ["none", "wait", "sell"], "seen_by": ["south"]}},
        guesses={"plan": {"of": "south", "slot": "plan", "ask": "What did they mean to do?"}},
        words={"none": "none", "wait": "wait", "sell": "sell", "yes": "yes", "no": "no"},
        north={"red_lines": [{"id": "war", "title": "War", "if": "heat >= 9", "points": -1, "because": WHY}]},
    )


def test_every_kind_of_event_is_asked_about() -> None:
    assert {type(event) for event, *_ in CASES} == set(get_args(KINDS))


@pytest.mark.parametrize(
    ("event", "heard", "kind", "before"), CASES, ids=[type(event).__name__ for event, *_ in CASES]
)
def test_who_is_told(made: Exercise, event: Event, heard: str, kind: str, before: tuple[Event, ...]) -> None:
    run = Table(made)
    draft = Draft(run.state, 2)
    for part in (*before, event):
        draft.emit(part)
    told = {}
    for letter, seat in SEATS.items():
        story = Story(run.state, Viewer(made, seat), Language("en"))
        last = story.moments()[-1]
        assert last.event is event
        story.go_on(story.moments()[:-1], 0)
        told[letter] = [fact.kind for fact in story.go_on([last], 0)]
    as_what = {letter: kind.split()[-1 if letter == CONTROL_ALONE else 0 :][:1] for letter in SEATS}
    assert told == {letter: as_what[letter] if letter in heard else [] for letter in SEATS}
