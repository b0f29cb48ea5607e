"""A fork is fair: who sits where is asked and said, and with one thing otherwise all else is as it was."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from console.main import cli
from engine.play.automatic import play_on as played_on
from engine.play.commands import Command, Refusal
from engine.play.events import Answered, Locked, Rejected
from engine.record.run import Run
from engine.rehearsal.forecast import foresee
from engine.rehearsal.question import LOOK_AHEAD
from engine.review.changeable import changeable
from engine.review.compare import compare
from engine.review.fork import Seating, fork, held
from engine.review.otherwise import Turn, otherwise
from engine.review.verify import verify
from engine.review.what_if import Change, Retelling, script_of, see, turned_down
from engine.rules.exercise import Exercise
from engine.words.language import Language

TURN = 2


def people_play(exercise: Exercise, path: Path) -> Run:
    """To the end, with people in the first two seats, who order as doctrine would not."""
    first, second, *_ = exercise.roles
    run = Run.start(exercise, path, seed=11, people=[first, second, "control"])
    while not run.state.game.finished:
        if run.state.game.phase == "orders" and not run.state.game.locked:
            for role in (first, second):
                order(run, role)
        for question in list(run.state.game.questions.values()):
            if not question.answer and run.state.played(question.to):
                run.do(
                    Command("answer", question.to, {"question": question.id, "answer": question.options[-1]})
                )
        if run.state.game.phase == "situation":
            run.press_on()
        else:
            run.do(Command("advance"))
    return run


def order(run: Run, role: str) -> None:
    """The last order that is allowed: doctrine begins at the other end."""
    for found in reversed(run.exercise.orders_of[role]):
        try:
            run.do(Command("orders", role, {"orders": [{"order": found.key}]}))
        except Refusal:
            continue
        return


def locked(run: Run, turn: int) -> dict[str, list[str]]:
    """What was ordered in a turn."""
    return next(
        {role: [entry["order"] for entry in orders] for role, orders in moment.event.orders.items()}
        for moment in run.state.game.history
        if isinstance(moment.event, Locked) and moment.turn == turn
    )


def test_the_same_decided_again_is_the_same_run(exercise: Exercise, tmp_path: Path) -> None:
    """Law: by its script, with bots where people sat, a run comes out as it did, dice, overrides and all."""
    run = people_play(exercise, tmp_path / "run.jsonl")
    made = fork(run, tmp_path / "fork.jsonl", TURN, seating=Seating("bot"), script=script_of(run, TURN))
    assert Retelling(run, made, TURN, []).tell() == []
    assert made.state.game.vector == run.state.game.vector
    assert compare(run, made)["turns"] == []
    assert verify(tmp_path / "fork.jsonl") == (None, 1)
    assert Run.open(tmp_path / "fork.jsonl").state.game.vector == made.state.game.vector


def test_one_order_otherwise(exercise: Exercise, tmp_path: Path) -> None:
    """An order is left out, and every other decision of the turn is as it was."""
    run = people_play(exercise, tmp_path / "run.jsonl")
    before = locked(run, TURN)
    role = next(role for role in exercise.roles if before.get(role))
    change = Change("order", f"{role}:{before[role][0]}", "")
    made, refused = see(run, tmp_path / "fork.jsonl", TURN, [change], Seating("same"))
    after = locked(made, TURN)
    assert after.get(role, []) == before[role][1:]
    assert {**after, role: []} == {**before, role: []}
    assert verify(tmp_path / "fork.jsonl") == (None, 1)
    rejected = [moment for moment in made.state.game.history if isinstance(moment.event, Rejected)]
    assert len(turned_down(made, 1, Language("en"))) == len(rejected), "what is not allowed now is said"
    assert not refused
    found = compare(run, made)
    assert found["turns"][0]["turn"] == TURN
    assert found["runs"][1]["changed"] == [str(change)]
    assert [side["again"] for side in found["runs"]] == [False, True]


def test_what_cannot_be_otherwise_is_refused_before_anything_is_made(
    exercise: Exercise, tmp_path: Path
) -> None:
    run = people_play(exercise, tmp_path / "run.jsonl")
    role = exercise.roles[0]
    for change in (
        Change("order", f"{role}:nothing", ""),
        Change("order", f"{role}:", "nothing"),
        Change("answer", "nobody?", "yes"),
        Change("without", "nothing"),
    ):
        with pytest.raises(Refusal, match="is not known here"):
            see(run, tmp_path / "fork.jsonl", TURN, [change], Seating())
    assert not (tmp_path / "fork.jsonl").exists()


def test_another_answer_and_no_inject(exercise: Exercise, tmp_path: Path) -> None:
    """An inject of the timetable stays out, and nobody was asked anything by it."""
    run = Run.start(exercise, tmp_path / "run.jsonl", seed=11)
    while not run.state.game.finished:
        run.press_on()
    rules = exercise.file.formats[run.state.game.format]
    turn, inject = next((int(turn), names[0]) for turn, names in rules.msel.items() if names)
    made, _ = see(run, tmp_path / "fork.jsonl", turn, [Change("without", inject)], Seating())
    apart = next(entry for entry in compare(run, made)["turns"] if entry["turn"] == turn)
    assert apart["injects"]
    script = script_of(run, 1)
    asked = [(int(turn), name) for turn, found in script.turns.items() for name in found.answers]
    for turn, question in asked[:1]:
        made, _ = see(run, tmp_path / "other.jsonl", turn, [Change("answer", question, "none")], Seating())
        answers = [moment.event for moment in made.state.game.history if isinstance(moment.event, Answered)]
        assert [event.answer for event in answers if event.question == question][:1] == ["none"]


def test_a_thousand_times_is_the_ordinary_engine_run_by_run(exercise: Exercise, tmp_path: Path) -> None:
    """Law: with a change and without it, both are what the ordinary engine comes to on the same dice."""
    run, kinds, times = people_play(exercise, tmp_path / "run.jsonl"), set[str](), 12
    for turn in (TURN, TURN + 1):
        for thing in changeable(run, turn, Language("pl")):
            if thing.kind in kinds:
                continue
            kinds.add(thing.kind)
            asked = otherwise(run, turn, [Change(thing.kind, thing.what, thing.options[0].new)], times)
            found = foresee(asked).other
            assert found is not None
            for state, told in ((asked.now, found.first), (asked.tried[0], found.other)):
                games = [played_on(state, LOOK_AHEAD + number) for number in range(times)]
                ends = [game.finished.ending for game in games if game.finished]
                assert {entry.id: entry.share.number for entry in told.endings} == {
                    rule.ending.id: ends.count(rule.ending.id)
                    for rule in exercise.endings
                    if rule.comes_in(run.state.game.format)
                }
    assert kinds >= {"order", "answer"}
    assert exercise.id != "korea-2025" or kinds == {"order", "answer", "row", "without"}


def test_what_stays_as_it_was_changes_nothing(exercise: Exercise, tmp_path: Path) -> None:
    """Law: beside the very same decision the difference is none, on every run; and another seed of the run
    changes nothing of what is told, since its dice to come are not thrown.
    """
    run = people_play(exercise, tmp_path / "run.jsonl")
    role = next(role for role, orders in locked(run, TURN).items() if orders)
    same = Change("order", f"{role}:{locked(run, TURN)[role][0]}", "")
    asked = otherwise(run, TURN, [same], 200)
    assert foresee(asked._replace(tried=[asked.now])).other.alike == 1.0  # type: ignore[union-attr]
    for state in (asked.now, asked.tried[0]):
        state.seed += 1
    assert foresee(asked) == foresee(otherwise(run, TURN, [same], 200))


def test_many_times_refuses_what_makes_no_sense(exercise: Exercise, tmp_path: Path) -> None:
    run = people_play(exercise, tmp_path / "run.jsonl")
    role = next(role for role, orders in locked(run, TURN).items() if orders)
    order, inject = Change("order", f"{role}:{locked(run, TURN)[role][0]}"), next(iter(exercise.injects), "")
    for turn, changes in (
        (99, [order]),
        (TURN, []),
        (TURN, [order, Change("row", "x", "y")]),
        (TURN, [Change("row", "x", "y")]),
        (TURN, [Change("without", inject or "nothing")] * (inject not in Turn(run, TURN).released)),
    ):
        with pytest.raises(Refusal):
            otherwise(run, turn, changes)


def test_the_console_tells_the_difference(exercise: Exercise, tmp_path: Path) -> None:
    """A fork with one thing otherwise says what that does to the odds, too, in both languages."""
    run = people_play(exercise, tmp_path / "run.jsonl")
    role = next(role for role, orders in locked(run, TURN).items() if orders)
    words = ["fork", str(tmp_path / "run.jsonl")]
    more = ["--turn", f"{TURN}", "--order", f"{role}:{locked(run, TURN)[role][0]}=", "--times"]
    said = CliRunner().invoke(cli, [*words, str(tmp_path / "a.jsonl"), *more, "50", "--lang", "en"])
    assert said.exit_code == 0, said.output
    assert "50 times with it and without it" in said.output
    said = CliRunner().invoke(cli, [*words, str(tmp_path / "b.jsonl"), *more, "50", "--lang", "pl"])
    assert "50 razy z tym i bez tego" in " ".join(said.output.split())
    said = CliRunner().invoke(cli, [*words, str(tmp_path / "c.jsonl"), *more, "0", "--lang", "en"])
    assert "without it" not in said.output


def test_who_sits_where(exercise: Exercise, tmp_path: Path) -> None:
    """The same people, bots or nobody; people find what was ordered as their draft, and may change it."""
    run = people_play(exercise, tmp_path / "run.jsonl")
    first, second, *others = exercise.roles
    same = fork(run, tmp_path / "same.jsonl", TURN, script=script_of(run, TURN))
    assert held(same) == [first, second]
    assert {role: [entry["order"] for entry in orders] for role, orders in same.state.drafts.items()} == {
        role: orders for role, orders in locked(run, TURN).items() if role in (first, second)
    }
    bots = fork(run, tmp_path / "bots.jsonl", TURN, seating=Seating("bot", (second,)))
    assert (bots.state.seat(first), bots.state.seat(second)) == ("bot", "person")
    empty = fork(run, tmp_path / "empty.jsonl", TURN, seating=Seating("empty"))
    assert (empty.state.seat(first), held(empty), empty.state.seat(others[0])) == ("empty", [], "bot")
    assert "people" in compare(run, bots)["runs"][1]["seats"]


def test_the_console_says_who_plays_on(exercise: Exercise, tmp_path: Path) -> None:
    """A seat that people held and nobody holds now is never mute without a word."""
    people_play(exercise, tmp_path / "run.jsonl")
    path, new = str(tmp_path / "run.jsonl"), str(tmp_path / "new.jsonl")
    said = CliRunner().invoke(cli, ["fork", path, new, "--turn", f"{TURN}", "--lang", "en"])
    assert said.exit_code == 0, said.output
    assert "order nothing until somebody takes them" in " ".join(said.output.split())
    said = CliRunner().invoke(cli, ["auto", new, "--turns", "1", "--lang", "en"])
    assert "order nothing while this plays" in " ".join(said.output.split())
    bots = str(tmp_path / "bots.jsonl")
    options = ["--turn", f"{TURN}", "--bots", "--keep-orders", "--lang", "en"]
    said = CliRunner().invoke(cli, ["fork", path, bots, *options])
    assert "order nothing" not in said.output
    assert "those of the old run" in " ".join(said.output.split())
    wrong = CliRunner().invoke(cli, ["fork", path, bots, "--turn", f"{TURN}", "--order", "nonsense"])
    assert wrong.exit_code == 2
