"""What evaluators record: who may, what is refused, what stands, and that an undo of the game leaves it."""

from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command, Refusal, Stale
from engine.play.commands.declared import MOST_LINKS, MOST_NAME, MOST_TITLE
from engine.play.commands.evaluation import is_date
from engine.record.run import Run
from engine.review.replay import Replay
from engine.review.verify import verify
from engine.rules.exercise import Exercise
from engine.views import view
from engine.views.journal import Journal
from engine.views.lines import Lines
from engine.words.language import Language
from tests.laws.people import People
from tests.play.tiny import WHY, Table, exercise, inject

AIMS = {
    "E1": {"objective": "Wait for proof", "capability": "Judgement", "tasks": ["Asks twice"], "because": WHY},
    "E2": {"objective": "Keep talking", "capability": "Talks", "because": WHY},
}
QUESTIONS = {"Q1": {"ask": "Why?", "because": WHY, "evidence": [{"ending": True}]}}


def room(**parts: Any) -> Table:
    parts = {"evaluation": AIMS, "questions": QUESTIONS, "injects": {"M1": inject()}, **parts}
    found = Table(exercise(**parts))
    for phase in ("consultation", "orders", "rulings", "report"):
        found.line += 1
        found.to(phase)
    return found


def seen(table: Table, language: str = "en") -> dict[str, Any]:
    found: dict[str, Any] = view(table.state, "control", language)["evaluation"]
    return found


@pytest.mark.parametrize("name", ["rate", "finding", "action"])
@pytest.mark.parametrize("actor", ["north", "south"])
def test_evaluation_is_controls(name: str, actor: str) -> None:
    with pytest.raises(Refusal, match="Only control"):
        room().do(name, actor, objective="E1", rating="P", kind="strength", title="x", text="x")


def test_a_role_that_is_control_evaluates() -> None:
    """The preset decides who is control, not the name of the seat."""
    presets = {
        "host": {"title": "Host", "default": True, "seats": {"north": {"is": "control", "scored": False}}}
    }
    found = room(presets=presets)
    found.do("rate", "north", objective="E1", rating="P")
    assert view(found.state, "north")["evaluation"]["objectives"][0]["rating"] == "P"
    assert "evaluation" not in view(found.state, "south")


def test_the_latest_rating_stands_and_can_be_taken_back() -> None:
    found = room()
    assert [entry["rating"] for entry in seen(found)["objectives"]] == ["", ""]
    found.do("rate", objective="E1", rating="M", text="They rushed.", links=[3, 1, 3])
    found.do("rate", objective="E1", rating="S", text="They rushed, then waited.")
    first, second = seen(found)["objectives"]
    assert (first["rating"], first["rating_words"]) == ("S", "Performed with some challenges")
    assert (first["text"], first["links"]) == ("They rushed, then waited.", [])
    assert (first["capability"], first["tasks"], first["because"]) == ("Judgement", ["Asks twice"], WHY)
    assert second["rating"] == "" == second["rating_words"]
    assert seen(found, "pl")["objectives"][0]["rating_words"] == "Wykonano z\u00a0pewnymi trudnościami"
    found.do("rate", objective="E1", rating="", text="Not yet.")
    assert [seen(found)["objectives"][0][name] for name in ("rating", "rating_words", "text")] == [
        "",
        "",
        "Not yet.",
    ]


def test_links_say_when_and_what() -> None:
    """Each line once and in order, with its turn, phase and control's words for it."""
    found = room()
    found.do("statement", "north", text="We wait.")
    said = found.line
    found.do("rate", objective="E1", rating="P", links=[said, 1, 2, 5, said])
    links = seen(found)["objectives"][0]["links"]
    assert [(link["line"], link["turn"], link["phase"]) for link in links] == [
        (1, 1, "situation"),
        (2, 1, "consultation"),
        (5, 1, "report"),
        (said, 1, "report"),
    ]
    assert [link["text"] for link in links] == [
        "Turn 1 begins",
        "On to: consultation",
        "The rulings of turn 1 are published",
        "Role: We wait.",
    ]


def test_a_finding_rests_on_single_events() -> None:
    """All rulings of a turn are one line: each of its events is pointed at by itself, and says what it is."""
    found = room()
    found.do("statement", "north", text="We wait.")
    said = found.line
    found.do("rate", objective="E1", rating="P", links=[1], events=[f"{said}.1", "1.2", f"{said}.1"])
    links = seen(found)["objectives"][0]["links"]
    assert [(link["reference"], link["kind"], link["text"]) for link in links] == [
        ("1", "", "Turn 1 begins"),
        ("1.2", "event", "Turn 1 begins"),
        (f"{said}.1", "statement", "Role: We wait."),
    ]
    assert seen(found, "pl")["objectives"][0]["links"][2]["kind_words"] == "oświadczenie"
    found.do("finding", kind="strength", title="Patience", events=[f"{said}.1"])
    found.do("finding", finding="F01", analysis="They waited.")
    assert [link["reference"] for link in seen(found)["findings"][0]["links"]] == [f"{said}.1"]
    found.do("note", text="Here.", line=said, event=1)
    note = seen(found)["observations"][-1]
    assert (note["at_line"], note["at_event"], note["rests_on"]["text"]) == (said, 1, "Role: We wait.")


def test_every_event_of_a_run_can_be_pointed_at(exercise: Exercise, path: Path) -> None:
    """A ruling, an order, a lapse: each by the words that control's story has for it, also of tracks."""
    run = Run.start(exercise, path, seed=5)
    while run.state.game.turn < 4 and not run.state.game.finished:
        run.press_on()
    lines = Lines(run.state, Language("en"))
    story = {}
    for stop in Replay(run).stops("control"):
        story[stop["line"], stop["event"]] = stop
    for line in run.log.lines:
        for number, _ in enumerate(line.events, 1):
            link, stop = lines.link(line.seq, number), story[line.seq, number]
            assert link["text"], (line.seq, number)
            if link["kind"] != "event":
                assert link["kind"] == stop["kind"]
                assert " ".join(link["text"].split())[:190] == stop["text"][:190]
    last = len(run.log.lines)
    with pytest.raises(Refusal, match=f"Line {last} has no event 999"):
        run.do(
            Command(
                "rate", data={"objective": next(iter(exercise.file.evaluation)), "events": [f"{last}.999"]}
            )
        )


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("rate", {"objective": "E9", "rating": "P"}, "'E9' is not known here. Possible: E1, E2"),
    ("rate", {"rating": "P"}, "'objective' takes a text of at most 120 characters. Given: nothing."),
    ("rate", {"objective": "E1", "rating": "A"}, "'rating' takes one of these: M, P, S, U. Given: A."),
    ("rate", {"objective": "E1", "rating": "P", "text": "x" * 5001}, "'text' takes a text of at most 5000"),
    ("rate", {"objective": "E1", "text": 7}, "'text' takes a text"),
    ("rate", {"objective": "E1", "links": "1"}, "a list"),
    ("rate", {"objective": "E1", "links": [6]}, "'6' is no line of the log so far; they go from 1 to 5"),
    ("rate", {"objective": "E1", "links": [1, 0]}, "'links 2' takes a whole number from 1 to"),
    ("rate", {"objective": "E1", "links": [True]}, "a whole number"),
    ("rate", {"objective": "E1", "links": ["1"]}, "a whole number"),
    ("rate", {"objective": "E1", "links": [1] * (MOST_LINKS + 1)}, "at most 40"),
    ("rate", {"objective": "E1", "events": ["turn 2"]}, "'turn 2' is no event of the log"),
    (
        "rate",
        {"objective": "E1", "events": ["3"]},
        "'3' is no event of the log; write its line and its number",
    ),
    ("rate", {"objective": "E1", "events": ["9.1"]}, "'9' is no line of the log so far"),
    ("rate", {"objective": "E1", "events": [3]}, "'events 1' takes a text"),
    ("finding", {"title": "x"}, "Possible: strength, improvement"),
    ("finding", {"kind": "weakness", "title": "x"}, "'kind' takes one of these: improvement, strength."),
    ("finding", {"kind": "strength"}, "'title' is empty"),
    ("finding", {"kind": "strength", "title": "  "}, "'title' is empty"),
    ("finding", {"kind": "strength", "title": "x" * (MOST_TITLE + 1)}, "at most 200"),
    ("finding", {"kind": "strength", "title": "x", "objective": "Q1"}, "Possible: E1, E2"),
    ("finding", {"kind": "strength", "title": "x", "links": [1.5]}, "a whole number"),
    ("finding", {"finding": "F07", "title": "x"}, "'F07' is not known here. Possible: F01"),
    ("action", {}, "'text' is empty"),
    ("action", {"text": "x", "finding": "F09"}, "Possible: F01"),
    ("action", {"text": "x", "element": "luck"}, "organisation, planning, training. Given: luck."),
    ("action", {"text": "x", "status": "late"}, "done, open, under way. Given: late."),
    ("action", {"text": "x", "owner": "x" * (MOST_NAME + 1)}, "'owner' takes a text of at most 120"),
    ("action", {"text": "x", "start": "30.06.2025"}, "'30.06.2025' is no date"),
    ("action", {"text": "x", "due": "2025-02-29"}, "'2025-02-29' is no date"),
    (
        "action",
        {"text": "x", "start": "2025-07-01", "due": "2025-06-30"},
        "due on 2025-06-30, before it starts",
    ),
    ("action", {"action": "A02", "text": "x"}, "'A02' is not known here. Possible: A01"),
    ("note", {"text": "x", "line": 6}, "'6' is no line"),
    ("note", {"text": "x", "line": -1}, "'line' takes a whole number from 1"),
    ("note", {"text": "x", "line": "2"}, "a whole number"),
    ("note", {"text": "x", "kind": "discussion"}, "Possible: Q1"),
    ("note", {"text": "x", "kind": "discussion", "about": "E1"}, "Possible: Q1"),
]


@pytest.mark.parametrize(("name", "data", "sentence"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_is_refused_says_what_would_be_right(name: str, data: dict[str, Any], sentence: str) -> None:
    found = room()
    found.do("finding", kind="strength", title="Patience")
    found.do("action", text="Practise it")
    found.line = 5
    before = seen(found)
    with pytest.raises(Refusal) as refused:
        found.do(name, **data)
    assert sentence in str(refused.value)
    assert seen(found) == before


def test_an_exercise_without_objectives_says_so() -> None:
    found = room(evaluation={})
    with pytest.raises(Refusal, match="no objectives of its own"):
        found.do("rate", objective="E1", rating="P")
    found.do("finding", kind="strength", title="Still a finding")
    assert [len(seen(found)[part]) for part in ("objectives", "findings")] == [0, 1]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        *[("2025-06-30", True), ("2024-02-29", True), ("2000-02-29", True), ("2025-12-31", True)],
        *[("1900-02-29", False), ("2025-02-29", False), ("2025-04-31", False), ("2025-13-01", False)],
        *[("2025-00-10", False), ("2025-10-00", False), ("0000-01-01", False), ("2025-6-3", False)],
        *[("20250630", False), ("2025-06-30T10:00", False), ("tomorrow", False), ("\u0662025-06-30", False)],
    ],
)
def test_dates_are_days_that_exist(text: str, right: bool) -> None:
    """The calendar of the core against the one of the language."""
    from datetime import date

    try:
        date.fromisoformat(text)
        exists = len(text) == 10
    except ValueError:
        exists = False
    assert is_date(text) == right == exists


def test_a_finding_is_edited_and_withdrawn_by_its_name() -> None:
    """What is not given stays; a text given empty is cleared; one withdrawn can be brought back."""
    found = room()
    found.do("finding", kind="improvement", title="Slow", analysis="Nobody asked.", objective="E2", links=[2])
    found.do("finding", kind="strength", title="Patient")
    found.do("action", text="Ask earlier", finding="F01", owner="Desk", due="2025-06-30")
    found.do("finding", finding="F01", title="Slow to ask", analysis="")
    first, second = seen(found)["findings"]
    assert (first["id"], first["kind"], first["title"], first["analysis"]) == (
        "F01",
        "improvement",
        "Slow to ask",
        "",
    )
    assert (first["objective"], [link["line"] for link in first["links"]]) == ("E2", [2])
    assert (first["kind_words"], second["id"]) == ("Area for improvement", "F02")
    found.do("finding", finding="F01", withdrawn=True)
    assert [entry["id"] for entry in seen(found)["findings"]] == ["F02"]
    assert seen(found)["plan"][0]["finding"] == "", "a step does not lead to what was withdrawn"
    found.do("finding", kind="strength", title="Third")
    assert seen(found)["findings"][-1]["id"] == "F03", "a name is never used twice"
    found.do("finding", finding="F01", withdrawn=False)
    assert [entry["id"] for entry in seen(found)["findings"]] == ["F01", "F02", "F03"]
    assert seen(found)["plan"][0]["finding"] == "F01"


def test_the_plan_has_owners_and_dates() -> None:
    found = room()
    given = {"element": "training", "owner": "Policy desk", "contact": "room 12", "start": "2025-06-01"}
    found.do("action", text="Rehearse it", **given, due="2025-06-01")
    found.do("action", action="A01", status="under way")
    (step,) = seen(found)["plan"]
    assert {name: step[name] for name in given} == given
    assert (step["due"], step["status"], step["status_words"]) == ("2025-06-01", "under way", "under way")
    assert (step["action"], step["element_words"]) == ("Rehearse it", "Training")
    with pytest.raises(Refusal, match="before it starts"):
        found.do("action", action="A01", due="2025-05-31")
    found.do("action", action="A01", withdrawn=True)
    assert seen(found)["plan"] == []


def test_notes_are_pinned_to_moments() -> None:
    found = room()
    found.do("note", text="They waited.", kind="observation", about="E1", line=2)
    found.do("note", text="Washing up.")
    found.do("note", text="Because of fear.", kind="discussion", about="Q1")
    first, second, third = seen(found)["observations"]
    assert (first["at_line"], first["turn"], first["phase"]) == (2, 1, "consultation")
    assert first["line"] > first["at_line"]
    assert (first["kind"], first["about"], first["about_words"]) == ("observation", "E1", "Wait for proof")
    assert (second["at_line"], second["phase"], second["kind"]) == (second["line"], "report", "note")
    assert (third["kind"], third["about_words"]) == ("discussion", "Why?")


def test_an_observer_only_observes() -> None:
    found = room()
    found.do("note", "observer", text="They waited.", line=2)
    (entry,) = seen(found)["observations"]
    assert (entry["kind"], entry["by"], entry["phase"]) == ("observation", "observer", "consultation")
    for name, data in (("rate", {"objective": "E1"}), ("finding", {"title": "x"}), ("action", {"text": "x"})):
        with pytest.raises(Refusal, match="observer"):
            found.do(name, "observer", **data)
    with pytest.raises(Refusal):
        found.do("note", "observer", text="x", kind="discussion", about="Q1")


@pytest.mark.parametrize("name", ["rate", "finding", "action"])
def test_two_evaluators_do_not_write_over_each_other(name: str) -> None:
    """A command that carries the version of what stood before is stale; another thing's change is none."""
    found = room()
    found.do("finding", kind="strength", title="Patience")
    found.do("action", text="Practise it")
    found.do("rate", objective="E2", rating="U")
    place, key = {"rate": ("objectives", "objective"), "finding": ("findings",) * 2, "action": ("plan",) * 2}[
        name
    ]
    key = {"findings": "finding", "plan": "action"}.get(key, key)
    entry = seen(found)[place][0]
    words = "title" if name == "finding" else "text"
    data = {key: entry["id"], words: "x", "seen": {"version": entry["version"]}}
    found.do("note", text="Something else.")
    found.do(name, **data)
    with pytest.raises(Stale, match="changed meanwhile"):
        found.do(name, **data)


def test_an_undo_of_the_game_leaves_the_evaluation(path: Path) -> None:
    """Also after ENDEX; what it points at keeps its turn and phase though the game has left it."""
    run = Run.start(exercise(evaluation=AIMS, questions=QUESTIONS), path, seed=1)
    while not run.state.game.finished:
        run.do(Command("advance"))
    last = len(run.log.lines)
    run.do(Command("rate", data={"objective": "E1", "rating": "P", "links": [2, last]}))
    run.do(Command("finding", data={"kind": "strength", "title": "Patience", "links": [last]}))
    run.do(Command("action", data={"text": "Practise", "finding": "F01"}))
    run.do(Command("note", data={"text": "Late", "line": last - 1}))
    before = view(run.state, "control")["evaluation"]
    run.do(Command("undo", data={"line": 4, "reason": "try"}))
    after = view(run.state, "control")["evaluation"]
    links = after["objectives"][0]["links"]
    assert links[0] == before["objectives"][0]["links"][0], "the line still stands"
    assert links[1] == {**before["objectives"][0]["links"][1], "standing": False}, (
        "and says it was taken back"
    )
    for part in ("plan", "observations"):
        assert after[part] == before[part]
    assert after["findings"][0] | {"links": []} == before["findings"][0] | {"links": []}
    assert view(Run.open(path).state, "control")["evaluation"] == after, "the same, read from the file"
    assert verify(path) == (None, True)


def test_old_logs_have_no_evaluation(path: Path) -> None:
    """An exercise that names no objectives loads, and its control sees an empty evaluation."""
    found = view(Run.start(exercise(), path, seed=1).state, "control")["evaluation"]
    assert [found[name] for name in ("objectives", "findings", "plan", "observations")] == [[], [], [], []]
    assert [entry["code"] for entry in found["ratings"]] == ["P", "S", "M", "U"]


def test_links_in_whole_runs(exercise: Exercise, path: Path) -> None:
    """Every line of a run that people played, taken back once, can be pointed at, in both languages.

    Turn and phase are those the journal gives for the line.
    """
    run = Run.start(exercise, path, seed=5, people=list(exercise.roles))
    people = People(run, 5)
    people.play(most=14)
    people.attempt(people.undo())
    people.play(most=14)
    for language in ("en", "pl"):
        lines = Lines(run.state, Language(language))
        for row in Journal(run.state, language).tell(run.log.lines):
            found = lines.link(row["seq"])
            if row["command"] != "undo" and run.log.lines[row["seq"] - 1].events:
                assert (found["turn"], found["phase"]) == (row["turn"], row["phase"]), row
                assert found["text"], row
                assert found["standing"] == row["standing"], row


def test_a_note_is_corrected_by_whoever_wrote_it_and_by_nobody_else() -> None:
    """It keeps its place and its moment; what an evaluator reads is what stands."""
    found = room()
    found.do("note", "observer", text="They waited.", observer=2, line=2)
    line = found.line
    found.do("note", text="Washing up.")
    for actor, observer in (("observer", 1), ("observer", 0), ("control", 0)):
        with pytest.raises(Refusal, match="by whoever wrote it"):
            found.do("note", actor, note=line, text="x", observer=observer)
    found.do("note", "observer", note=line, text="They asked first.", observer=2)
    first, second = seen(found)["observations"]
    assert [first[part] for part in ("line", "at_line", "text", "author", "corrected")] == [
        line,
        2,
        "They asked first.",
        "Observer 2",
        True,
    ]
    assert (second["author"], second["corrected"]) == ("Control", False)
    with pytest.raises(Refusal, match="The text is empty"):
        found.do("note", "observer", note=line, text=" ", observer=2)
    found.do("note", "observer", note=line, withdrawn=True, observer=2)
    assert [entry["text"] for entry in seen(found)["observations"]] == ["Washing up."]
    with pytest.raises(Refusal, match="No note of line"):
        found.do("note", "observer", note=line, text="x", observer=2)
    found.do("note", note=second["line"], text="Washing up, twice.")
    assert [entry["text"] for entry in seen(found)["observations"]] == ["Washing up, twice."]


def test_who_wrote_a_note_is_a_number() -> None:
    """Law: the log knows no names; a number that is none is refused."""
    found = room()
    for number in (-1, True, "Ada", 10**6):
        with pytest.raises(Refusal, match="'observer' takes a whole number"):
            found.do("note", "observer", text="x", observer=number)
    found.do("note", "observer", text="x")
    assert seen(found)["observations"][0]["author"] == "Observer"
    assert seen(found, "pl")["observations"][0]["author"] == "Obserwator"
