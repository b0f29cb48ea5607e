"""A step: how effects combine, waves, triggers, tokens, flags, freezes; the design's law in small cases."""

from itertools import permutations
from typing import Any

import pytest

from engine.play.automatic import play_out
from engine.play.scores import objectives
from engine.play.state import Game
from engine.views import view
from tests.play.tiny import WHY, Table, agreement, exercise, inject, move, role, stepped, table, track

SCALES: list[tuple[int, list[Any], int]] = [
    (5, [1, 1], 7),
    (5, [3, -1], 7),
    (9, [3, -2], 10),
    (1, [-3, 1], 0),
    (5, ["+2 up to 6"], 6),
    (8, ["+2 up to 6"], 8),
    (6, ["+2 up to 6"], 6),
    (5, ["+2 up to 6", "+2 up to 9"], 8),
    (5, ["+1 up to 6", "+1 up to 6"], 6),
    (5, [2, "+1 up to 6"], 7),
    (5, [-2, "+1 up to 6"], 4),
    (5, ["at least 7"], 7),
    (8, ["at least 7"], 8),
    (5, ["at least 7", "at least 6"], 7),
    (5, ["at most 3"], 3),
    (5, ["at most 3", "at most 4"], 3),
    (2, ["at most 3"], 2),
    (5, ["at least 7", "at most 3"], 3),
    (5, [-4, "at least 4"], 4),
    (5, [4, "at most 6"], 6),
    (5, [1, "+3 up to 8", "at least 2", "at most 9"], 8),
]


@pytest.mark.parametrize(("start", "changes", "after"), SCALES, ids=str)
def test_changes_of_a_track(start: int, changes: list[Any], after: int) -> None:
    """Law: deltas summed; raises, lowest ceiling first; highest `at least`; lowest `at most`; the scale."""
    found = exercise()
    for order in permutations(changes):
        assert stepped(found, *({"heat": change} for change in order), heat=start)["heat"] == after


def test_flags_set_then_clear_and_tokens_close_then_open() -> None:
    """Law: a flag set and cleared in one step is clear; a token closed and opened in one step is open."""
    found = exercise(flags={"alarm": {"lasts": "run"}}, tokens={"note": {"due": 2}})
    for effects in permutations([{"set": "alarm"}, {"clear": "alarm"}]):
        assert stepped(found, *effects, alarm=0)["alarm"] == 0
    for effects in permutations([{"open": "note"}, {"close": "note"}]):
        assert stepped(found, *effects, note=2)["note"] == 3


def test_an_open_token_keeps_its_older_due_turn() -> None:
    """Law: opening a token again does not put it off."""
    found = exercise(tokens={"note": {"due": 3}})
    assert stepped(found, {"open": "note"}, note=2)["note"] == 2
    assert stepped(found, {"open": "note"}, {"open": "note"})["note"] == 4


def test_amounts_are_read_before_anything_changes() -> None:
    """Law: a step reads one snapshot, so an amount does not notice what another effect closes or sets."""
    found = exercise(tokens={"note": {"due": 2}}, flags={"alarm": {"lasts": "run"}})
    effects = [{"close": "note"}, {"set": "alarm"}, {"heat": "2 if note and not alarm else -3"}]
    for order in permutations(effects):
        assert stepped(found, *order, note=4)["heat"] == 7


def test_a_token_left_open_is_overdue_once() -> None:
    """Law: open in the drift of its due turn it is overdue: its row applies once, it closes and counts."""
    found = exercise(
        tokens={"note": {"due": 1}},
        moves={"ask": move(then={"open": "note"}), "pay": move(by="south", then={"close": "note"})},
        tables={
            "drift": table(
                {"id": "late", "if": "played(overdue.note)", "then": {"heat": 1}},
                {"id": "often", "if": "times(overdue.note) >= 1", "then": {"cold": 1}},
                hit="collect",
            )
        },
    )
    room = Table(found)
    room.order("north", "ask")
    room.to("report")
    assert (room["note"], room["heat"]) == (2, 5)
    room.to("report")
    assert (room["note"], room["heat"], len(room.told("Overdue"))) == (0, 6, 1)
    room.to("report")
    assert (room["heat"], len(room.told("Overdue"))) == (6, 1)
    room.to("situation")
    room.order("north", "ask")
    room.to("situation", 5)
    room.order("south", "pay")
    room.to("report")
    assert (room["note"], room["heat"], len(room.told("Overdue"))) == (0, 6, 1)


@pytest.mark.parametrize(("lasts", "until"), [("turn", 1), ("next", 2), ("run", 6)])
def test_how_long_a_flag_lasts(lasts: str, until: int) -> None:
    """Law: a flag lasts this turn, through the next, or the run."""
    found = exercise(flags={"alarm": {"lasts": lasts}}, moves={"ring": move(then={"set": "alarm"})})
    room = Table(found)
    room.order("north", "ring")
    for turn in range(1, 7):
        room.to("report", turn)
        assert room["alarm"] == (turn <= until), f"turn {turn}"


def test_a_flag_set_again_lasts_again() -> None:
    """A flag that lasts through the next turn and is set again then lasts one turn more."""
    found = exercise(flags={"alarm": {"lasts": "next"}}, moves={"ring": move(then={"set": "alarm"})})
    room, seen = Table(found), []
    for turn in range(1, 6):
        room.to("situation", turn) if turn > 1 else None
        if turn in (1, 2):
            room.order("north", "ring")
        room.to("report")
        seen.append(room["alarm"])
    assert seen == [1, 1, 1, 0, 0]


def test_all_tables_of_a_step_read_one_snapshot() -> None:
    """Law: in one step no table sees what another did; in the next step it does."""
    tables = {
        "first": table({"id": "up", "then": {"heat": 3}}),
        "second": table({"id": "hot", "if": "heat >= 8", "then": {"cold": 1}}, {"id": "mild"}),
    }
    moves = {"one": move(run="first"), "two": move(by="south", run="second")}
    for steps, cold in (([["first", "second"]], 5), (["first", "second"], 6)):
        room = Table(exercise(tables=tables, moves=moves, steps=["moves", *steps, "endings"]))
        room.order("north", "one")
        room.order("south", "two")
        room.to("report")
        assert (room["heat"], room["cold"]) == (8, cold)


def test_a_wave_runs_right_after_its_step_on_the_state_it_left() -> None:
    """Law: what a row runs is ruled on after the step, and before the next."""
    tables = {
        "storm": table({"id": "wind", "then": {"heat": 2, "run": "echo"}}),
        "echo": table({"id": "loud", "if": "heat >= 7", "then": {"cold": 2}}, {"id": "quiet"}),
        "later": table({"id": "cool", "if": "cold >= 7", "then": {"cold": 1}}, {"id": "none"}),
    }
    moves = {"blow": move(run="storm"), "look": move(by="south", run="later")}
    room = Table(exercise(tables=tables, moves=moves, steps=["moves", "storm", "later", "endings"]))
    room.order("north", "blow")
    room.order("south", "look")
    room.to("report")
    assert (room["heat"], room["cold"]) == (7, 8)
    assert [event.path for event in room.told("Ruled")] == [
        "north.blow>storm",
        "north.blow>storm>echo",
        "south.look>later",
    ]


@pytest.mark.parametrize(("once", "times"), [("run", 1), ("turn", 3)])
def test_triggers_run_once_a_run_or_once_a_turn(once: str, times: int) -> None:
    """Law: a trigger runs its table when its step is done and its condition holds, as often as it says."""
    found = exercise(
        tables={"react": table({"id": "warm", "then": {"heat": 1}})},
        triggers=[
            {"id": "hot", "step": "moves", "if": "heat >= 5", "run": "react", "once": once, "because": WHY}
        ],
    )
    room = Table(found)
    for turn in (1, 2, 3):
        room.to("report", turn)
    assert room["heat"] == 5 + times
    assert len(room.told("Ruled")) == times


def test_the_outcome_of_a_row_belongs_to_its_step() -> None:
    """Law: an `on` effect is part of the step of the ruling it waits for."""
    found = exercise(
        tables={"try": table({"id": "good", "outcome": "success", "then": {"heat": 1}})},
        moves={
            "dare": move(
                run="try", on={"success": {"heat": "+1 up to 6", "cold": 2}, "failure": {"cold": -5}}
            )
        },
        steps=["moves", "try", "endings"],
    )
    room = Table(found)
    room.order("north", "dare")
    room.to("report")
    assert (room["heat"], room["cold"]) == (6, 7), "a plain rise comes before one with a ceiling"


def test_a_shared_table_is_ruled_on_once_a_turn() -> None:
    """Law: however many ask in a turn, in any step or wave, a shared table is ruled on once."""
    found = exercise(
        tables={
            "court": table({"id": "sits", "then": {"heat": 1}}, shared=True),
            "echo": table({"id": "again", "then": {"run": "court"}}),
        },
        moves={
            "sue": move(run="court"),
            "join": move(by="south", run="court"),
            "shout": move(by="east", run="echo"),
        },
        steps=["moves", "court", "echo", "endings"],
    )
    room = Table(found)
    room.order("north", "sue")
    room.order("south", "join")
    room.to("report")
    assert (room["heat"], len(room.told("Ruled"))) == (6, 1)
    room.to("situation")
    room.order("north", "sue")
    room.order("east", "shout")
    room.to("report")
    assert room["heat"] == 7


def test_a_freeze_blocks_rises_and_a_floor_falls() -> None:
    """Law: a frozen track cannot rise and can fall; a floor never lifts, and stops a fall."""
    found = exercise(
        agreements={"truce": agreement(**{"while": {"freeze": "heat", "floor": {"cold": 4}}})},
    )
    standing = {"in_force(truce)": 1}
    assert stepped(found, {"heat": 3}, {"heat": -1}, **standing)["heat"] == 5
    assert stepped(found, {"heat": -2}, {"heat": 1}, **standing)["heat"] == 4
    assert stepped(found, {"heat": "at least 9"}, **standing)["heat"] == 5
    assert stepped(found, {"heat": 3})["heat"] == 8
    assert stepped(found, {"cold": -3}, **standing)["cold"] == 4
    assert stepped(found, {"cold": -3}, {"cold": "at most 1"}, **standing)["cold"] == 4
    assert stepped(found, {"cold": -1}, **standing, cold=3)["cold"] == 3
    assert stepped(found, {"cold": 1}, **standing, cold=3)["cold"] == 4


def test_capital_stays_between_nothing_and_the_bank() -> None:
    """Capital moves with the step and is kept within what can be banked."""
    found = exercise(capital={"bank": 4})
    assert stepped(found, {"capital": {"north": 9}})["capital(north)"] == 4
    assert stepped(found, {"capital": {"north": -9}}, **{"capital(north)": 2})["capital(north)"] == 0


def test_a_brink_turn_comes_before_a_stop() -> None:
    """Law: the first end check at which a stop ending stands is the brink; the second ends the run."""
    stop = {"id": "boom", "title": "Boom", "kind": "stop", "if": "held(heat >= 8, 2)", "because": WHY}
    found = exercise(
        moves={
            "push": move(then={"heat": 3}),
            "calm": move(by="south", cost=2, tags=["calm"], then={"heat": -3}),
        },
        endings=[stop],
        brink={"capital": 1, "offer": "tag.calm"},
    )
    room = Table(found)
    room.order("north", "push")
    room.to("report")
    assert room["brink"] == 1
    assert [event.endings for event in room.told("Brink")] == [["boom"]]
    room.to("situation")
    room.order("south", "calm")
    room.to("report")
    assert (room["brink"], room["heat"], room.state.game.finished) == (0, 5, None)
    locked = room.told("Locked")[-1].orders["south"][0]
    assert (locked["cost"], locked["offered"]) == (0, True)
    room.to("situation")
    room.order("north", "push")
    room.to("report")
    assert room["brink"] == 1, "it stands for the first time again"
    room.to("report")
    assert (room.state.game.ending, room.state.game.finished) == ("boom", None), "the report comes first"
    room.endex()
    assert room.state.game.finished.ending == "boom"


@pytest.mark.parametrize("after", [1, 2, 3, None])
def test_a_stop_ending_says_after_how_many_checks_it_stops(after: int | None) -> None:
    """Law: it stops at that end check (the second where nothing is said); the brink is the turn before, and
    where it stops at once there is none."""
    stop = {"id": "boom", "title": "Boom", "kind": "stop", "if": "heat >= 8", "because": WHY}
    found = exercise(
        moves={"push": move(then={"heat": 3})}, endings=[stop | ({"after": after} if after else {})]
    )
    room, checks = Table(found), after or 2
    room.order("north", "push")
    for check in range(1, checks + 1):
        room.to("report", check)
        assert room["brink"] == (check == checks - 1)
        assert room.state.game.ending == ("boom" if check == checks else "")


def test_objectives_and_endings_can_belong_to_a_length_of_play() -> None:
    """Law: what names formats counts and comes in them alone; what names none, in every one."""
    goal = {"title": "Goal", "if": "heat >= 5", "because": WHY}
    end = {"title": "End", "kind": "final", "if": "heat >= 5", "because": WHY}
    found = exercise(
        north=role(
            objectives=[
                {**goal, "id": "both", "points": 1},
                {**goal, "id": "quick", "points": 2, "formats": ["short"]},
                {**goal, "id": "slow", "points": 4, "formats": ["long"]},
            ]
        ),
        endings=[{**end, "id": "early", "formats": ["short"]}],
        formats={
            "long": {"title": "Long", "turns": 1, "calendar": ["1"], "default": True},
            "short": {"title": "Short", "turns": 1, "calendar": ["1"]},
        },
    )
    for name, points, ending, met in (
        ("long", 5, "over", {"both", "slow"}),
        ("short", 3, "early", {"both", "quick"}),
    ):
        end_of = play_out(found, 1, name).finished
        assert end_of is not None
        assert (end_of.scores["north"], end_of.ending, set(end_of.objectives)) == (points, ending, met)
        game = Game(found)
        game.format = name
        assert set(objectives(found, game)) == met


def test_red_lines_stay_crossed() -> None:
    """Law: a red line is latched at the first end check at which it holds."""
    line = {"id": "hot", "title": "Hot", "if": "heat >= 8", "because": WHY}
    found = exercise(
        north=role(red_lines=[line]),
        moves={"push": move(then={"heat": 3}), "pull": move(by="south", then={"heat": -3})},
    )
    room = Table(found)
    room.order("north", "push")
    room.to("situation", 2)
    room.order("south", "pull")
    room.to("report", 3)
    assert (room["crossed(hot)"], len(room.told("Crossed"))) == (1, 1)


def test_tell_exact_band_and_false() -> None:
    """Law: exact is the value, band its name, false another value of the band the reader sees."""
    stock = track(start=4, seen_by=["north"], others_see={"low": "0..2", "middle": "3..6", "high": "7..10"})
    found = exercise(
        tracks={"stock": stock},
        moves={
            "show": move(then={"tell": {"to": "south", "what": "stock"}}),
            "hint": move(then={"tell": {"to": "south", "what": "stock", "as": "band"}}),
            "lie": move(then={"tell": {"to": "south", "what": "stock", "as": "false"}}),
        },
        capital={"free": 3},
    )
    lies = set()
    for seed in range(30):
        room = Table(found, seed)
        room.order("north", "show", "hint", "lie")
        room.to("report")
        told = {event.path: event for event in room.told("Told")}
        assert (told["north.show"].value, told["north.show"].form) == (4, "exact")
        assert (told["north.hint"].value, told["north.hint"].form) == ("middle", "band")
        assert told["north.lie"].false
        lies.add(told["north.lie"].value)
    assert lies == {3, 5, 6}


@pytest.mark.parametrize("form", ["exact", "band", "false"])
@pytest.mark.parametrize("once", [True, False])
def test_what_is_told_once_in_a_run_is_told_once(form: str, once: bool) -> None:
    """Law: in whichever form, `once: run` holds beyond the turn; without it a value is told every time."""
    stock = track(start=4, seen_by=["north"], others_see={"low": "0..2", "middle": "3..6", "high": "7..10"})
    tell = {"to": "south", "what": "stock", "as": form, **({"once": "run"} if once else {})}
    room = Table(exercise(tracks={"stock": stock}, moves={"show": move(then={"tell": tell})}))
    for turn in (1, 2, 3):
        room.to("orders", turn)
        room.order("north", "show")
        room.to("report")
    assert len(room.told("Told")) == (1 if once else 3)


def test_what_an_agreement_wrote_is_read_as_it_ends() -> None:
    """Law: the effects of a breach, of leaving and of running out read the terms as they were signed."""
    for kind in ("breach", "leave", "after"):
        pact = agreement(
            terms={"share": "0..3"},
            breach={"if": "heat >= 9", "then": {"cold": "share"}},
            leave={"any": {"cold": "share"}},
            after={"turns": 1, "then": {"cold": "share"}, "ends": True} if kind == "after" else None,
        )
        pact = {key: value for key, value in pact.items() if value is not None}
        room = Table(exercise(agreements={"pact": pact}, moves={"push": move(then={"heat": 4})}))
        room.sign("pact", "north", "south", terms={"share": 3})
        room.to("consultation", 2)
        assert room["pact.share"] == 3
        if kind == "breach":
            room.order("north", "push")
        elif kind == "leave":
            room.do("leave", "south", agreement="pact")
        room.to("report")
        assert (room["in_force(pact)"], room["cold"], room["pact.share"]) == (0, 8, 0), kind


def test_a_row_that_is_secret_at_its_root_does_not_name_it() -> None:
    """A ruling that everybody reads may come of an order that they do not know."""
    found = exercise(
        tables={"rumour": table({"id": "heard", "to": ["north", "south", "east"], "then": {"heat": 1}})},
        moves={"plot": move(to="self", title="Plot", secret="covert", run="rumour")},
        steps=["moves", "rumour", "endings"],
    )
    room = Table(found)
    room.order("north", "plot")
    room.to("report")
    assert "Plot" not in str(view(room.state, "east"))
    assert "Plot" in str(view(room.state, "north"))
    assert "cause not public" in str(view(room.state, "public"))


def test_injects_are_steps_of_their_own() -> None:
    """Law: an inject and its wave are adjudicated at release, on the state as it stands."""
    found = exercise(
        tables={"panic": table({"id": "run", "if": "heat >= 7", "then": {"cold": -1}}, {"id": "calm"})},
        injects={"N1": inject(then={"heat": 2, "run": "panic"})},
    )
    room = Table(found)
    room.do("release", inject="N1")
    assert (room["heat"], room["cold"], room["times(N1)"]) == (7, 4, 1)
