"""Commands at random, sound and senseless: a refusal leaves no trace; what stands is what the log says."""

import json
import os
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from engine.play.commands import COMMANDS, Command, Refusal
from engine.play.commands.reading import sendable, struct_of
from engine.play.draft import Draft
from engine.play.events import Ordered, Rejected, Ruled, write_events
from engine.play.phases import rule
from engine.play.state import PHASES, Game, Room, State
from engine.record.folded import Record
from engine.record.log import Log, LogError
from engine.record.run import Run
from engine.review.verify import verify
from engine.rules.exercise import Exercise
from engine.rules.verbs import VERBS
from engine.views import view
from tests.conftest import Play
from tests.laws.people import People

RUBBISH: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1,
    7,
    10**12,
    2**70,
    1.5,
    "",
    " ",
    "x",
    "all",
    "control",
    "²",
    "--1",
    "a\x00b\u2028\n",
    "\ud800",
    "x" * 6000,
    [],
    [None],
    [[]],
    {},
    {"x": {}},
    [{}],
    [True, 3],
    {"tension": "x"},
    [{"order": []}],
]
FIELDS = [
    "inject",
    "to",
    "text",
    "role",
    "agreement",
    "counters",
    "proposal",
    "terms",
    "invites",
    "orders",
    "seal",
    "statement",
    "mark",
    "ruling",
    "row",
    "reason",
    "dice",
    "question",
    "answer",
    "sealed",
    "carry",
    "through",
    "seat",
    "by",
    "act",
    "choices",
    "effects",
    "from",
    "what",
    "line",
    "seen",
    "minutes",
    "items",
    "kind",
    "about",
    "when",
    "title",
    "template",
    "because",
    "request",
    "type",
    *("objective", "rating", "links", "finding", "due", "sponsor", "marking", "summary"),
    "topic",
    "values",
    *("effect", "amount", "reasons", "counts", "difficulty", "inadmissible", "order"),
]
CONTROL = {
    "startex",
    "pause",
    "resume",
    "clock",
    "seat",
    "counting",
    "forecasting",
    "finish",
    "disclose",
    "note",
    *("rate", "conclude", "finding", "action", "cover"),
    "bulletin",
    "reply",
    "settle",
    "accept",
    "decline",
    "withdraw",
    "hold",
    "defer",
    "skip",
    "improvise",
    "mark",
    "override",
    "dice",
    "weigh",
    "advance",
    "undo",
}
"""What only control may do, where the preset gives nobody else a permission for it."""
ROLES = {
    "request",
    "orders",
    "argue",
    "message",
    "notebook",
    "promise",
    "guess",
    "amend",
    "initial",
    "statement",
    "propose",
    "sign",
    "unsign",
    "leave",
}
"""What every seat may do for itself, and control for any."""


PLAIN = (int, str, msgspec.Struct)
"""What a whole list of is made plain at once."""


def standing(state: State) -> dict[str, Any]:
    """Everything a run is, as plain data that can be compared."""

    def plain(thing: Any) -> Any:
        if isinstance(thing, Game | Room):
            return {name: plain(value) for name, value in vars(thing).items() if name != "exercise"}
        if isinstance(thing, dict):
            return {str(key): plain(value) for key, value in thing.items()}
        if isinstance(thing, set):
            return sorted(map(str, thing))
        if isinstance(thing, list | tuple) and all(issubclass(kind, PLAIN) for kind in {*map(type, thing)}):
            return msgspec.to_builtins(list(thing), enc_hook=str)
        return (
            msgspec.to_builtins(thing, enc_hook=str)
            if not isinstance(thing, list | tuple)
            else [plain(t) for t in thing]
        )

    return {"game": plain(state.game), "room": plain(state.room)}


def folded(run: Run) -> State:
    record = Record(run.exercise, run.state.seed)
    for line, events in zip(run.log.lines, run.record.events, strict=True):
        record.take(line, events)
    return record.state


def spoiled(command: Command, chance: Random) -> Command:
    """A command with something senseless in it."""
    data = dict(command.data)
    for _ in range(chance.randint(1, 3)):
        data[chance.choice([*data, *FIELDS])] = chance.choice(RUBBISH)
    actor = chance.choice((command.actor, command.actor, "control", "nobody", ""))
    name = chance.choice((command.name, command.name, *COMMANDS, "", "nothing"))
    return Command(name, actor, data)


def storm(exercise: Exercise, path: Path, seed: int, commands: int) -> Run:
    """Commands of all kinds; after each, what the laws ask."""
    run = Run.start(exercise, path, seed=seed, people=[*exercise.roles[::2], "control"])
    people, chance = People(run, seed), Random(f"storm.{seed}")
    for number in range(commands):
        command = people.anything() if chance.random() < 0.8 else people.control_moves_on()
        if chance.random() < 0.4:
            command = spoiled(command, chance)
        elif chance.random() < 0.03:
            command = people.undo()
        elif chance.random() < 0.1:
            command = command._replace(actor=chance.choice([*exercise.roles, "control"]))
        watched = number % 7 == 0
        bytes_before = path.read_bytes() if watched else b""
        before = standing(run.state) if watched else {}
        try:
            run.do(command)
        except (Refusal, LogError):
            if watched:
                assert path.read_bytes() == bytes_before, f"{command} was refused and left something on disk"
                assert standing(run.state) == before, f"{command} was refused and left something in the state"
        if watched:
            assert standing(run.state) == standing(folded(run)), f"after {command}"
        if number % 60 == 0:
            assert standing(Run.open(path).state) == standing(run.state), f"after {command}"
            for seat in (*exercise.roles, "control", "public"):
                view(run.state, seat)
    assert standing(Run.open(path).state) == standing(run.state)
    assert verify(path) == (None, True)
    return run


@pytest.mark.parametrize("seed", range(4))
def test_commands_at_random(exercise: Exercise, path: Path, seed: int) -> None:
    """Law: only refusals come out; a refusal changes nothing; the state is what the log folds to."""
    storm(exercise, path, seed, 250)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 106))
def test_many_commands_at_random(exercise: Exercise, path: Path, seed: int) -> None:
    """The same law, in forty storms of a thousand commands."""
    storm(exercise, path, seed, 1000)


def litter(exercise: Exercise, path: Path, number: int, phase: int, play_on: Play) -> None:
    """Every command with one senseless value in each of its fields in turn."""
    run = Run.start(exercise, path, seed=1, people=[*exercise.roles, "control"])
    while phase and not (run.state.game.turn == 1 and run.state.game.phase == PHASES[phase]):
        play_on(run, 1)
    sound: dict[str, Any] = {
        "text": "x",
        "to": [exercise.roles[1]],
        "role": exercise.roles[0],
        "inject": next(iter(exercise.injects), ""),
        "agreement": next(iter(exercise.agreements), ""),
        "objective": next(iter(exercise.file.evaluation), ""),
    }
    for name, kind in COMMANDS.items():
        known = sendable(struct_of(kind))
        own = {field: value for field, value in sound.items() if field in known}
        for field in (*known, "seen", "nothing"):
            if name in ("finish", "advance", "undo"):
                continue
            try:
                run.do(Command(name, "control", {**own, field: RUBBISH[number]}))
            except (Refusal, LogError):
                continue
    assert standing(Run.open(path).state) == standing(run.state)
    assert verify(path) == (None, True)


@pytest.mark.parametrize("number", range(len(RUBBISH)))
def test_every_field_refuses_rubbish(exercise: Exercise, path: Path, number: int, play_on: Play) -> None:
    """Law: any value in any field of any command is carried out or refused, and the log can still be read."""
    litter(exercise, path, number, number % 4, play_on)


@pytest.mark.long
@pytest.mark.parametrize(
    ("number", "phase"),
    [(number, phase) for number in range(len(RUBBISH)) for phase in range(4) if phase != number % 4],
)
def test_every_field_refuses_rubbish_in_every_phase(
    exercise: Exercise, path: Path, number: int, phase: int, play_on: Play
) -> None:
    """The same law in each of the other phases."""
    litter(exercise, path, number, phase, play_on)


@pytest.mark.parametrize("rubbish", RUBBISH, ids=lambda value: repr(value)[:20])
def test_improvised_effects_refuse_rubbish(exercise: Exercise, path: Path, rubbish: Any) -> None:
    """Law: effects written on the spot are carried out or refused, whatever is in them."""
    run = Run.start(exercise, path, seed=1)
    track = exercise.vocabulary.members(next(iter(exercise.file.tracks)))[0]
    for key in (*VERBS, track, "x"):
        for what in (
            rubbish,
            [rubbish],
            {"to": rubbish, "what": rubbish, "moves": rubbish},
            {track: rubbish},
        ):
            try:
                run.do(Command("improvise", data={"text": "x", "effects": {key: what}}))
            except (Refusal, LogError):
                continue
    assert standing(Run.open(path).state) == standing(run.state)


def test_improvised_effects_can_run_any_table(exercise: Exercise, path: Path) -> None:
    """Law: control may let any table be ruled on, with any arguments; others who have the run open see it."""
    run, other, slots = Run.start(exercise, path, seed=1), Run.open(path), len(exercise.slots)
    for name, table in exercise.file.tables.items():
        for words in product(*table.domains.values()):
            call = f"{name}({', '.join(words)})" if words else name
            for effects in ({"run": call, "nothing": 1}, {"run": call}):
                try:
                    run.do(Command("improvise", data={"text": "x", "effects": effects}))
                except Refusal as refusal:
                    given = ("'answer'", "'actor'")
                    if "nothing" not in effects and not any(word in str(refusal) for word in given):
                        pytest.fail(f"{call}: {refusal}")
    assert len(run.exercise.slots) == slots, "the state is as long as it was"
    other.refresh()
    assert standing(other.state) == standing(run.state) == standing(Run.open(path).state)
    for state in (run.state, other.state, Run.open(path).state):
        for seat in (*exercise.roles, "control", "public"):
            view(state, seat)
    assert verify(path) == (None, True)


def test_who_may_do_what(exercise: Exercise, path: Path) -> None:
    """Law: what belongs to control is refused to every role that the preset gives no such permission."""
    assert set(COMMANDS) == CONTROL | ROLES | {"chair", "release", "answer"}
    for preset in exercise.file.presets:
        run = Run.start(
            exercise, path.with_suffix(f".{preset}"), seed=1, people=exercise.roles, preset=preset
        )
        seats = exercise.file.presets[preset].seats
        for role in exercise.roles:
            may = seats[role].may if role in seats else []
            if role in seats and seats[role].is_ == "control":
                assert run.do(Command("note", role, {"text": "x"})).capacity == "control"
                continue
            for name in sorted(CONTROL - {permission for permission in may if isinstance(permission, str)}):
                other = {"seat": "control", "by": "person"} if name == "seat" else {"text": "x"}
                with pytest.raises(Refusal, match=r"Only control can do that\."):
                    run.do(Command(name, role, other))
            if "chair" not in may:
                with pytest.raises(Refusal, match="does not chair"):
                    run.do(Command("chair", role, {"act": "agenda"}))
            if all(isinstance(entry, str) for entry in may):
                with pytest.raises(Refusal, match="may not release"):
                    run.do(Command("release", role, {"inject": next(iter(exercise.injects))}))
        for outsider in ("public", "", "nobody"):
            for name in COMMANDS:
                with pytest.raises(Refusal, match="There is no seat"):
                    run.do(Command(name, outsider, {}))


def test_no_seat_acts_for_another(exercise: Exercise, path: Path) -> None:
    """Law: a role that names another acts for itself; an answer to another's question is refused."""
    run = Run.start(exercise, path, seed=1, people=exercise.roles)
    one, two = exercise.roles[:2]
    line = run.do(Command("statement", one, {"text": "x", "role": two}))
    assert line.events[0].role == one
    line = run.do(Command("orders", one, {"orders": [], "role": two}))
    assert [event.role for event in line.events] == [one]
    other = next(order.key for order in exercise.orders_of[two])
    line = run.do(Command("orders", one, {"orders": [{"order": other}]}))
    assert [type(event) for event in line.events] == [Rejected, Ordered]
    with pytest.raises(Refusal):
        run.do(Command("answer", one, {"question": f"{two}.x?{two}", "answer": "yes"}))


def test_stale_commands_are_refused(exercise: Exercise, path: Path, play_on: Play) -> None:
    """Law: only a change of what a person saw makes a command stale."""
    run = Run.start(exercise, path, seed=1, people=exercise.roles)
    seen = {"turn": run.state.game.turn, "phase": run.state.game.phase}
    run.do(Command("statement", exercise.roles[0], {"text": "x", "seen": seen}))
    run.do(Command("note", data={"text": "in between"}))
    run.do(Command("statement", exercise.roles[1], {"text": "y", "seen": seen}))
    while run.state.game.phase == "situation":
        play_on(run, 1)
    for name, data in (("statement", {"text": "z"}), ("undo", {"line": 1}), ("orders", {"orders": []})):
        with pytest.raises(Refusal, match="moved on"):
            run.do(Command(name, "control", {**data, "seen": seen}))
    assert "seen" not in json.loads(path.read_text(encoding="utf-8").splitlines()[1])["data"]


def test_a_double_click_is_one_click(exercise: Exercise, path: Path) -> None:
    """Law: the same command id twice is one line, in this process and in another that has the run open."""
    run, other = Run.start(exercise, path, seed=1), Run.open(path)
    first = run.do(Command("note", data={"text": "once"}, id="click-1"))
    assert run.do(Command("note", data={"text": "once"}, id="click-1")) == first
    assert other.do(Command("note", data={"text": "once"}, id="click-1")) == first
    assert Run.open(path).do(Command("note", data={"text": "once"}, id="click-1")) == first
    for lost in (Command("note", data={"text": "twice"}, id="click-1"), Command("pause", id="click-1")):
        with pytest.raises(Refusal, match="under the same id"):
            run.do(lost)
    assert len(Run.open(path).lines) == 2


def published(run: Run, turn: int) -> dict[str, list[int]]:
    """The dice of a turn as it would be published now."""
    assert (run.state.game.turn, run.state.game.phase) == (turn, "rulings")
    events = rule(Draft(run.state)).events
    return {event.path: event.dice for event in events if isinstance(event, Ruled) and event.dice}


def until(run: Run, play_on: Play, turn: int, phase: str) -> None:
    while (run.state.game.turn, run.state.game.phase) != (turn, phase):
        play_on(run, 1)


def test_undo_and_publish_again(exercise: Exercise, path: Path, play_on: Play) -> None:
    """Law: undoing what was published raises the take, so the dice differ; words, notes and seats stay."""
    differ = thrown = 0
    for seed in range(6):
        place = path.with_suffix(f".{seed}")
        run = Run.start(exercise, place, seed=seed)
        until(run, play_on, 2, "rulings")
        line, first = len(run.lines), published(run, 2)
        one = exercise.roles[0]
        run.do(Command("seat", data={"seat": one, "by": "person"}))
        run.do(Command("message", one, {"to": [exercise.roles[-1]], "text": "stays"}))
        assert run.do(Command("undo", data={"line": line})).events[0].takes == {}
        assert published(run, 2) == first, "what was not published has the same dice again"
        play_on(run, 1)
        assert run.state.game.phase == "report"
        run.do(Command("note", data={"text": "stays"}))
        after = list(run.state.game.vector)
        published_line = len(run.lines)
        assert run.do(Command("undo", data={"line": line})).events[0].takes == {"2": 1}
        again = published(run, 2)
        both = again.keys() & first.keys()
        thrown += len(both)
        differ += sum(again[ruling] != first[ruling] for ruling in both)
        assert run.state.seat(one) == "person"
        assert "stays" in [message.text for message in run.state.room.messages.values()]
        assert any(type(moment.event).__name__ == "Noted" for moment in run.state.room.history)
        run.do(Command("undo", data={"line": published_line}))
        assert run.state.game.vector == after, "an undo can be undone"
        run.do(Command("undo", data={"line": line}))
        assert run.state.room.take(2) == 2
        play_on(run, 10_000)
        assert verify(place) == (None, True)
    assert differ or thrown < 5


def test_undo_takes_back_anything(exercise: Exercise, path: Path) -> None:
    """Law: the game stands as it stood after the line that undo names, whatever came since."""
    run = Run.start(exercise, path, seed=3, people=exercise.roles)
    people, games = People(run, "undo"), [standing(run.state)["game"]]
    for number in range(150):
        chance = people.chance.random()
        people.attempt(
            people.undo()
            if chance < 0.1
            else people.control_moves_on()
            if chance < 0.3
            else people.anything()
        )
        while len(games) < len(run.lines):
            games.append(standing(run.state)["game"])
            line = run.lines[-1]
            if line.command == "undo":
                target = line.events[0].line
                assert games[-1]["vector"] == games[target - 1]["vector"], number
                assert games[-1] == games[target - 1], number
    assert any(line.command == "undo" for line in run.lines)


def test_every_event_survives_writing(exercise: Exercise, path: Path) -> None:
    """Law: what is told is what is read back, event by event."""
    run = Run.start(exercise, path, seed=5, people=exercise.roles)
    People(run, 5).play()
    again = Run.open(path)
    assert again.record.events == run.record.events
    for written, events in zip(Log.open(path).lines, again.record.events, strict=True):
        assert write_events(events) == written.events


def test_what_the_disk_refuses_has_not_happened(
    exercise: Exercise, path: Path, monkeypatch: pytest.MonkeyPatch, play_on: Play
) -> None:
    """Law: a command whose line could not be written leaves the state as the log has it."""
    run = Run.start(exercise, path, seed=1)
    play_on(run, 3)
    before, whole = standing(run.state), path.read_bytes()

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    for command in (
        Command("advance"),
        Command("note", data={"text": "x"}),
        Command("undo", data={"line": 1}),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(LogError, match="No space left"):
                run.do(command)
        assert standing(run.state) == before
        assert path.read_bytes() == whole
    run.do(Command("advance"))
    assert standing(Run.open(path).state) == standing(run.state)
