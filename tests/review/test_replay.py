"""Replay: every stop shows the run as it stood, and a role no more than it was told."""

from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from engine.play.arguing import unweighed
from engine.play.commands import Command
from engine.play.events import Disclosed, Event, Ruled
from engine.play.fold import fold
from engine.play.state import State
from engine.record.folded import Record
from engine.record.run import Run
from engine.review import checkpoints
from engine.review.replay import Replay
from engine.rules.exercise import Exercise
from engine.views import CONTROL, PUBLIC, Stories, effective, view
from engine.views.words import struck
from engine.words.language import Language
from engine.words.wording import wording
from tests.laws.people import CANARY, People
from tests.laws.scramble import Twin
from tests.laws.test_secrets import differences, seats_of, undisclosed

READ_IN_ORDER = ("tracks", "story", "turn", "phase", "phase_title", "month", "minutes", "bulletin")
"""What stands as far as a role has read, within a line; what it may do follows from where the turn stands."""


def played(exercise: Exercise, path: Path, seed: int, preset: str | None = None) -> Run:
    """A run of people, taken back several times; control discloses everything at its end."""
    run = Run.start(exercise, path, seed=seed, people=list(exercise.roles), preset=preset)
    people = People(run, seed)
    for _ in range(4):
        people.play(most=12)
        people.attempt(people.undo())
    people.play()
    assert run.state.game.finished
    return run


def of_its_turn(picture: dict[str, Any]) -> dict[str, Any]:
    """A view with the story of its turn alone, as a replay gives it."""
    return picture | {"story": [fact for fact in picture["story"] if fact["turn"] == picture["turn"]]}


def line_ends(run: Run, replay: Replay) -> dict[tuple[str, int], int]:
    """By eyes and line, the last stop in it."""
    found = {(CONTROL, entry["line"]): entry["stop"] for entry in replay.stops(CONTROL)}
    for eyes in (*run.exercise.roles, PUBLIC):
        for stop in replay.listed(eyes, "en"):
            found[eyes, run.log.lines[line_of(replay, stop.number) - 1].seq] = stop.entry["stop"]
    return found


def line_of(replay: Replay, number: int) -> int:
    return replay.checkpoints.place(number)[0]


def hold(run: Run, every: int) -> None:
    """The law at every so-manieth line, for control, all roles and the public, in both languages."""
    replay, record = Replay(run), Record(run.exercise, run.state.seed)
    stories, ends = Stories(record.state), line_ends(run, replay)
    for line in run.log.lines:
        record.take(line, line.events)
        if line.seq % every:
            continue
        language = ("en", "pl")[line.seq % 2]
        for eyes in (CONTROL, *run.exercise.roles, PUBLIC):
            stop = ends.get((eyes, line.seq))
            if stop is not None:
                live = of_its_turn(view(record.state, eyes, language, stories))
                if effective(run.state, eyes) != CONTROL:
                    # What control withdrew later stands at no stop of anybody else's.
                    live["story"] = struck(
                        live["story"], run.state, wording(run.exercise, Language(language))
                    )
                found = replay.picture(stop, eyes, language)
                assert found == live, f"line {line.seq}, {eyes}: {differences(found, live)[:5]}"


def test_a_stop_shows_the_run_as_it_stood(exercise: Exercise, path: Path) -> None:
    """Law: after the last event of a line, replay and live view are equal; games are taken back meanwhile."""
    hold(played(exercise, path, 1), 3)


def test_a_stop_shows_the_notes_of_its_moment(
    exercise: Exercise, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: what was worded anew or withdrawn later stands there as it read then."""
    monkeypatch.setattr(checkpoints, "LEAST_APART", 1)
    run = Run.start(exercise, path)
    first, second = (run.do(Command("note", data={"text": text})).seq for text in ("one", "two"))
    run.do(Command("note", data={"note": first, "withdrawn": True}))
    run.do(Command("note", data={"note": second, "text": "other"}))
    hold(run, 1)


@pytest.mark.parametrize("number", range(2))
def test_it_does_under_another_preset(exercise: Exercise, tmp_path: Path, number: int) -> None:
    """The same law where another seat is control."""
    presets = [name for name in exercise.file.presets if name != exercise.default_preset]
    if number >= len(presets):
        pytest.skip("there is no such preset")
    hold(played(exercise, tmp_path / "run.jsonl", 20 + number, presets[number]), 11)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 4))
def test_it_does_at_every_line(exercise: Exercise, path: Path, seed: int) -> None:
    """The same law at every line of other runs."""
    hold(played(exercise, path, seed), 1)


def test_control_stands_at_single_events(exercise: Exercise, path: Path) -> None:
    """Law: within a line, control sees the fold of the events up to there, and its facts."""
    run = played(exercise, path, 5)
    replay = Replay(run)
    for number in range(1, len(replay.stops(CONTROL)) + 1, 23):
        place = replay.checkpoints.place(number)
        record = Record(run.exercise, run.state.seed)
        for line in run.log.lines[: place[0]]:
            if line.seq < place[0] or line.events[place[1] + 1 :] == []:
                record.take(line, line.events)
            else:
                for index, event in enumerate(line.events[: place[1] + 1]):
                    fold(record.state, event, line.seq, index)
        live = of_its_turn(view(record.state, CONTROL))
        found = replay.picture(number, CONTROL)
        assert found == live, f"stop {number}: {differences(found, live)[:5]}"
        fresh = replay.fresh(number, CONTROL)
        assert fresh == [fact for fact in found["story"] if fact in fresh] or (
            replay.stops(CONTROL)[number - 1]["kind"] == "undo"  # it belongs to the turn that was taken back
        )


def test_a_replay_goes_on_with_the_run(exercise: Exercise, path: Path) -> None:
    """Law: lines taken in one by one, with somebody looking in between, give the stops of the whole."""
    run = played(exercise, path, 6)
    growing = SimpleNamespace(exercise=exercise, state=run.state, log=SimpleNamespace(lines=[]))
    replay, whole = Replay(growing), Replay(run)  # type: ignore[arg-type]
    for line in run.log.lines:
        growing.log.lines.append(line)
        replay.refresh()
        if line.seq % 17 == 0:
            replay.stops(exercise.roles[line.seq % len(exercise.roles)])
            replay.picture(len(replay.stops(CONTROL)), CONTROL)
    for eyes in (CONTROL, *exercise.roles, PUBLIC):
        assert replay.stops(eyes) == whole.stops(eyes)
    for stop in range(1, len(whole.stops(CONTROL)), 29):
        assert replay.picture(stop, CONTROL) == whole.picture(stop, CONTROL)


def test_a_turn_and_a_phase_begin_where_they_stand(exercise: Exercise, path: Path) -> None:
    """The slider jumps to the turn as it was played in the end, for everybody."""
    run = played(exercise, path, 7)
    replay = Replay(run)
    for eyes in (CONTROL, exercise.roles[0], PUBLIC):
        for turn in range(1, run.state.game.turn + 1):
            for phase in ("situation", "orders", "report"):
                entry = replay.stops(eyes)[replay.first_of(eyes, turn, phase) - 1]
                assert (entry["turn"], entry["phase"], entry["standing"]) == (turn, phase, True)
        with pytest.raises(KeyError):
            replay.first_of(eyes, 99)
        with pytest.raises(IndexError):
            replay.picture(len(replay.stops(eyes)) + 1, eyes)
    assert {stop["sign"] for stop in replay.stops(CONTROL)} >= {"", "inject", "undo", "ending"}
    assert not all(stop["standing"] for stop in replay.stops(CONTROL))


# What a role's stops rest on


def scrambled(run: Run, seat: str, lines: list[list[Event]], seed: int) -> tuple[Replay, Replay]:
    """The replay of a run, and of the same run as it could just as well have been for a seat."""
    twin = Twin(run.exercise, seat, lines, seed)
    for _ in lines:
        twin.step()
    return tuple(replay_of(record) for record in (twin.true, twin.other))  # type: ignore[return-value]


def replay_of(record: Record) -> Replay:
    lines = [
        SimpleNamespace(seq=number, at=f"{number}", events=events)
        for number, events in enumerate(record.events, 1)
    ]
    run = SimpleNamespace(
        exercise=record.state.exercise, state=record.state, log=SimpleNamespace(lines=lines), record=record
    )
    return Replay(run)  # type: ignore[arg-type]


def hold_secrets(run: Run, seat: str, lines: list[list[Event]], every: int, seed: int) -> None:
    """Law: a seat's stops, its pictures and the rulings explained to it are the same in both runs."""
    one, other = scrambled(run, seat, lines, seed)
    for language in ("en", "pl"):
        assert one.stops(seat, language) == other.stops(seat, language), seat
    for stop in range(1, len(one.stops(seat)) + 1):
        assert one.explained(seat, stop) == other.explained(seat, stop), f"{seat}, ruling at {stop}"
        if stop % every == 0:
            language = ("en", "pl")[stop // every % 2]
            pictures = [replay.picture(stop, seat, language) for replay in (one, other)]
            if msgspec.json.encode(pictures[0]) != msgspec.json.encode(pictures[1]):
                leaks = "\n".join(differences(*pictures)[:6])
                pytest.fail(f"seed {seed}, stop {stop}: {seat} sees a secret:\n{leaks}")


def until(lines: list[list[Event]], what: str) -> list[list[Event]]:
    """The lines up to where control discloses something."""
    for number, line in enumerate(lines, 1):
        if any(isinstance(event, Disclosed) and event.what == what for event in line):
            return lines[:number]
    raise AssertionError(what)


def test_no_stop_shows_what_its_seat_was_not_told(exercise: Exercise, path: Path) -> None:
    """The scramble law for every role and the public, over a whole run with games taken back."""
    run = played(exercise, path, 8)
    for seat in seats_of(run):
        hold_secrets(run, seat, undisclosed(run), 13, 8)


def test_released_traces_tell_no_more_than_traces(exercise: Exercise, path: Path) -> None:
    """The same law once control has released nothing, or the traces; pictures before know none of them."""
    run = played(exercise, path, 9)
    for number, seat in enumerate(seats_of(run)):
        what = ("nothing", "traces")[number % 2]
        hold_secrets(run, seat, until(run.record.events, what), 61, 9)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(60, 62))
def test_no_stop_shows_a_secret_in_other_runs(exercise: Exercise, tmp_path: Path, seed: int) -> None:
    """The same law at every third stop of other runs."""
    run = played(exercise, tmp_path / "run.jsonl", seed)
    for seat in seats_of(run):
        hold_secrets(run, seat, undisclosed(run), 3, seed)


def test_within_a_line_a_role_learns_no_order_of_hidden_things(exercise: Exercise, path: Path) -> None:
    """Law: what is not told as a fact stands, at all stops of a line, as it stood at the line's end."""
    run = played(exercise, path, 10)
    replay, within = Replay(run), 0
    for seat in seats_of(run):
        listed = replay.listed(seat, "en")
        for stop, after in list(pairwise(listed))[::7]:
            if line_of(replay, stop.number) != line_of(replay, after.number):
                continue
            within += 1
            last = max(found.entry["stop"] for found in listed if found.number == stop.number)
            now, end = (replay.picture(at, seat) for at in (stop.entry["stop"], last))
            for part in ("flags", "tokens", "agreements", "capital", "seats", "letters", "card", "offers"):
                assert now.get(part) == end.get(part), f"{seat}, stop {stop.entry['stop']}: {part}"
            assert now["story"] == end["story"][: len(now["story"])] or now["turn"] != end["turn"]
    assert within > 20


def test_pictures_do_not_know_what_is_released_later(exercise: Exercise, path: Path) -> None:
    """A ruling is shown as it was told then; explained, it has the trace that control has released since."""
    run = played(exercise, path, 11)
    replay, richer = Replay(run), 0
    for seat in seats_of(run):
        for entry in replay.stops(seat):
            if entry["kind"] != "ruling" or not entry["standing"]:
                continue
            then, now = (
                replay.fresh(entry["stop"], seat)[0]["details"],
                replay.explained(seat, entry["stop"]),
            )
            assert now is not None
            assert {**now, **then} == now, "what was told stays so"
            richer += "odds" in now and "odds" not in then
    assert richer > 0


# Cards, and the truth beside a belief


def test_the_card_is_the_one_control_saw(exercise: Exercise, path: Path) -> None:
    """Law: the card of a published ruling, from the log, is the card there was before it was published."""
    run = played(exercise, path, 12)
    replay, record, compared = Replay(run), Record(run.exercise, run.state.seed), 0
    for line in run.log.lines:
        seen = view(record.state, CONTROL)["rulings"] if record.state.game.phase == "rulings" else []
        hidden = unweighed(record.state.game)  # whose dice control does not see before
        record.take(line, line.events)
        cards = {entry["path"]: entry for entry in seen if "card" in entry}
        for index, event in enumerate(line.events):
            stop = replay.checkpoints.number_at((line.seq, index))
            if not isinstance(event, Ruled):
                assert replay.card(stop) is None
                continue
            card = replay.card(stop)
            assert card is not None
            assert any(row["state"] == "hit" for row in card["card"]["rows"])
            if cards and line.command == "advance" and not hidden:
                compared += 1
                live = {name: part for name, part in cards[event.path].items() if name != "version"}
                assert len(card.pop("read")) == len(card["inputs"])
                assert card == live, differences(card, live)[:4]
    assert compared > 10


def texts(state: State, seat: str) -> str:
    return msgspec.json.encode(view(state, seat)["story"]).decode()


def test_the_truth_stands_beside_what_a_role_knew(exercise: Exercise, path: Path) -> None:
    """Law: a private text is known, in part, later or never exactly as the role's own story has it."""
    run = played(exercise, path, 14)
    replay, found = Replay(run), set()
    for stop in range(1, len(replay.stops(CONTROL)), 31):
        standing = replay.checkpoints.place(stop)[0] in run.record.standing()
        role = exercise.roles[stop % len(exercise.roles)]
        both = replay.beside(stop, role)
        then = texts(replay.checkpoints.at(stop), role)
        end = texts(run.state, role)
        assert both["truth"] == replay.picture(stop, CONTROL)
        for pair in both["tracks"]:
            assert pair["differs"] == (
                not pair["belief"] or pair["belief"]["value"] != pair["truth"]["value"]
            )
        for row in both["rows"]:
            found.add((row["kind"], row["known"]))
            assert (row["belief"] is None) == (row["known"] in ("later", "never"))
            if row["kind"] == "order":
                assert row["known"] == "known" or row["role"] != role
            private = next((word for word in row["text"].split() if word.startswith(CANARY)), "")
            if row["kind"] in ("message", "inject") and private:
                assert (row["known"] == "known") == (private in then), row
                assert not standing or (row["known"] != "never") == (private in end or row["known"] == "part")
    assert {known for _, known in found} == {"known", "part", "later", "never"} or len(exercise.roles) < 4
    assert {"order", "message", "statement", "ruling"} <= {kind for kind, _ in found}


def test_what_a_role_never_learned_is_said_to_be_released_where_it_is(exercise: Exercise, path: Path) -> None:
    """Once control has released all, nothing is told to have never been learned."""
    run = Run.start(exercise, path, seed=3, people=["control"])
    while not run.state.game.finished:
        run.press_on()

    def never(run: Run) -> set[str]:
        replay = Replay(run)
        stops = range(1, len(replay.stops(CONTROL)) + 1, 5)
        pairs = [replay.beside(stop, role) for stop in stops for role in exercise.roles]
        return {row["when"] for both in pairs for row in both["rows"] if row["known"] == "never"}

    assert never(run) == {"never learned"}
    run.do(Command("disclose", data={"what": "all"}))
    assert never(run) == {"only after ENDEX"}


def test_a_withdrawn_statement_stands_at_no_stop_of_a_role(exercise: Exercise, path: Path) -> None:
    """Law: what control takes off every page stands on no other page of the debrief."""
    role, *others = exercise.roles
    run = Run.start(exercise, path, people=list(exercise.roles))
    run.do(Command("statement", role, {"text": CANARY}))
    replay = Replay(run)
    for eyes in (*others, PUBLIC):
        assert CANARY in str(replay.stops(eyes))
    run.do(Command("withdraw", data={"statement": next(iter(run.state.room.statements))}))
    replay.refresh()
    for eyes in (role, *others, PUBLIC):
        stops = replay.stops(eyes)
        shown = [replay.picture(stop["stop"], eyes) for stop in stops]
        fresh = [replay.fresh(stop["stop"], eyes) for stop in stops]
        assert CANARY not in str((stops, shown, fresh)), eyes
    assert CANARY in str(replay.picture(len(replay.stops(CONTROL)) - 1, CONTROL)), "control's own is whole"
