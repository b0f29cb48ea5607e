"""The evidence for the questions of the debrief: what the log says, and no more than a seat was told."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from engine.play.commands import Command
from engine.record.folded import Record
from engine.record.run import Run
from engine.review.evidence import EvidencePicture, questions
from engine.review.luck import luck
from engine.rules.exercise import Exercise
from engine.rules.load import from_data, load, names
from engine.rules.model import Evidence
from engine.views import CONTROL, PUBLIC, effective, view
from tests.laws.people import People
from tests.laws.scramble import Twin
from tests.naive import Names, value
from tests.play.tiny import WHY, Table, agreement, exercise, inject, move, table, track

Row = tuple[Any, ...]
EVERYTHING = "ALL"


def everything(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Every piece of evidence there could be of an exercise, as its file would write it."""
    tables, moves = list(data["tables"]), list(data["moves"])
    rows = [f"{name}.{row['id']}" for name, entry in data["tables"].items() for row in entry["rows"]]
    tags = sorted({f"tag.{tag}" for entry in data["moves"].values() for tag in entry.get("tags", [])})
    happenings = [*moves, *rows, *tags, *data.get("injects", {}), *data.get("agreements", {})]
    found: list[dict[str, Any]] = [
        {"tracks": list(data["tracks"])},
        {"derived": list(data.get("derived", {}))},
        {"causes": list(data["tracks"])},
        {"tokens": list(data.get("tokens", {}))},
        {"injects": list(data.get("injects", {}))},
        {"marks": list(data.get("marks", {}))},
        {"proposals": list(data.get("agreements", {}))},
        {"orders": list(data["roles"])},
        {"overrides": True},
        {"ending": True},
        *({"rulings": [name]} for name in tables),
        *({"rows": [name]} for name in rows),
        *({"modifiers": [name]} for name in tables if data["tables"][name].get("modifiers")),
        *({"orders": [name]} for name in moves),
        *({"without": [name, other]} for name, other in pairwise(moves)),
        *({"together": [name, other]} for name, other in zip(moves, moves[2:], strict=False)),
        *({"between": [a, b]} for a, b in zip(happenings, happenings[3:], strict=False)),
        *({"between": [a, b]} for a in tags for b in moves),
    ]
    return [piece for piece in found if all(piece.values())]


@cache
def asked(name: str) -> Exercise:
    """A shipped exercise with a question more, which opens on everything."""
    data = load(name).data
    question = {"ask": "?", "because": WHY, "evidence": everything(data)}
    return from_data({**data, "questions": {**data.get("questions", {}), EVERYTHING: question}})


def played(found: Exercise, path: Path, seed: int, *, undo: bool = False) -> Run:
    """A run of people who do everything, some of it taken back."""
    run = Run.start(found, path, seed=seed, people=list(found.roles))
    people = People(run, seed)
    for _ in range(3 if undo else 0):
        people.play(most=14)
        people.attempt(people.undo())
    people.play()
    return run


# The evidence computed afresh from the events of the log and the raw data of the exercise


class Afresh:
    """Reads the events of a log as plain data, in order, and shares no code with the views."""

    def __init__(self, run: Run) -> None:
        self.data = run.exercise.data
        self.events: list[tuple[int, str, int, dict[str, Any]]] = []
        self.states: list[tuple[int, dict[str, Any]]] = []
        self.steps: list[tuple[int, str, dict[str, int], dict[str, int], list[dict[str, Any]]]] = []
        """Of every event that changed something: what was before, what after, and what was said since."""
        state = dict(zip(run.exercise.names, run.exercise.vocabulary.start, strict=True))
        standing, turn, phase = set(run.record.standing()), 0, ""
        said: list[dict[str, Any]] = []
        self.undo_free = [line for line in run.log.lines if line.seq in standing]
        for line in self.undo_free:
            for event in msgspec.to_builtins(line.events):
                turn = event["turn"] if event["type"] == "turnbegan" else turn
                phase = event["phase"] if event["type"] == "phasebegan" else phase
                before = dict(state)
                state.update(event.get("changes", {}))
                said.append(event)
                if "changes" in event:
                    self.steps.append((turn, phase, before, dict(state), said))
                    said = []
                self.events.append((turn, phase, line.seq, event))
                if event["type"] in ("began", "published"):
                    self.states.append((turn, dict(state)))

    def of(self, *kinds: str) -> Iterator[tuple[int, str, int, dict[str, Any]]]:
        return (entry for entry in self.events if entry[3]["type"] in kinds)

    def words(self, text: Any, argument: str = "") -> str:
        """A text of the exercise in English."""
        if isinstance(text, dict) and argument in text:
            text = text[argument]
        while isinstance(text, dict):
            text = text.get("en") or next(iter(text.values()))
        return str(text or "")

    def row(self, event: dict[str, Any]) -> str:
        rows = self.data["tables"][event["table"]]["rows"]
        say = next(row["say"] for row in rows if row["id"] == event["row"])
        arguments = event["call"].partition("(")[2].rstrip(")").split(",")
        return self.words(say, arguments[0].strip())

    def family(self, group: str, name: str) -> list[str]:
        each = self.data[group][name].get("each")
        return (
            [name]
            if each is None
            else [f"{name}({role})" for role in (self.data["roles"] if each == "roles" else each)]
        )

    def happened(self, event: dict[str, Any]) -> set[str]:
        data, kind = self.data, event["type"]
        if kind == "carried":
            name = event["order"].partition("(")[0]
            return {name, event["order"], *(f"tag.{tag}" for tag in data["moves"][name].get("tags", []))}
        if kind == "ruled":
            row = next(row for row in data["tables"][event["table"]]["rows"] if row["id"] == event["row"])
            return {f"{event['table']}.{row['id']}", *(f"tag.{tag}" for tag in row.get("tags", []))}
        if kind == "released":
            tags = data["injects"][event["inject"]].get("tags", [])
            return {event["inject"], *(f"tag.{tag}" for tag in tags)}
        if kind == "entered":
            tags = data["agreements"][event["agreement"]].get("tags", [])
            return {event["agreement"], *(f"tag.{tag}" for tag in tags)}
        if kind == "ended" and event["why"] == "breach":
            return {f"breach.{event['agreement']}"}
        if kind == "overdue":
            return {f"overdue.{event['token']}", f"overdue.{event['token'].partition('(')[0]}"}
        return set()

    def about(self, event: dict[str, Any]) -> frozenset[str]:
        """The roles among the arguments of an order, or whose tokens a ruling opened."""
        opened = [effect["slot"] for effect in event.get("effects", []) if effect["verb"] == "open"]
        names = {"carried": [event.get("order", "")], "ruled": opened}.get(event["type"], [])
        inside = [word.strip() for name in names for word in name.partition("(")[2].rstrip(")").split(",")]
        return frozenset(inside) & frozenset(self.data["roles"])

    # By kind of evidence: what its rows come to

    def tracks(self, named: list[str]) -> list[Row]:
        members = [member for name in named for member in self.family("tracks", name)]
        return [(name, [state[name] for _, state in self.states]) for name in members]

    def derived(self, named: list[str]) -> list[Row]:
        texts = [(name, self.data["derived"][name]["value"]) for name in named]
        return [
            (name, [value(text, Names(self.data, state)) for _, state in self.states]) for name, text in texts
        ]

    def rulings(self, named: list[str]) -> list[Row]:
        return [(t, p, self.row(e)) for t, p, _, e in self.of("ruled") if e["table"] in named]

    def rows(self, named: list[str]) -> list[Row]:
        found = [entry for entry in self.of("ruled") if f"{entry[3]['table']}.{entry[3]['row']}" in named]
        return [(t, p, self.row(e)) for t, p, _, e in found]

    def modifiers(self, named: list[str]) -> list[Row]:
        thrown = [e for *_, e in self.of("ruled") if e["table"] in named and e.get("dice")]
        counted: dict[tuple[str, int], int] = {}
        for event in thrown:
            argument = event["call"].partition("(")[2].rstrip(")").split(",")[0].strip()
            modifiers = list(self.data["tables"][event["table"]]["modifiers"].items())
            for index in event.get("modifiers", []):
                text, reason = modifiers[index]
                key = self.words(reason, argument), int(text.partition(" if ")[0])
                counted[key] = counted.get(key, 0) + 1
        return sorted((reason, amount, times, len(thrown)) for (reason, amount), times in counted.items())

    def orders(self, named: list[str]) -> list[Row]:
        return [
            (t, p, e["role"], e["order"], e["type"] == "carried")
            for t, p, _, e in self.of("carried", "returned")
            if {e["role"], e["order"].partition("(")[0]} & set(named)
        ]

    def moved(self, named: list[str]) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {turn: set() for turn, _ in self.states if turn}
        for turn, _, _, event in self.of("carried"):
            if turn in found:
                found[turn] |= {event["order"].partition("(")[0]} & set(named)
        return found

    def without(self, named: list[str]) -> list[Row]:
        return [(turn,) for turn, moves in self.moved(named).items() if not moves]

    def together(self, named: list[str]) -> list[Row]:
        return [(turn,) for turn, moves in self.moved(named).items() if moves == set(named)]

    def between(self, named: list[str]) -> list[Row]:
        start, end = named
        first: dict[tuple[int, frozenset[str]], int] = {}
        for place, (turn, _, _, event) in enumerate(self.events):
            if start in self.happened(event):
                first.setdefault((turn, self.about(event)), place)
        found: list[Row] = []
        for (turn, whom), place in first.items():
            line = self.events[place][2]
            later = [
                after
                for after, _, number, event in self.events[place + 1 :]
                if end in self.happened(event)
                and (event["type"] != "carried" or number > line)
                and (not whom or not self.about(event) or whom & self.about(event))
            ]
            found.append((turn, later[0] if later else None))
        return found

    def causes(self, named: list[str]) -> list[Row]:
        members = {member for name in named for member in self.family("tracks", name)}
        return sorted(
            (turn, name, before[name], after[name])
            for turn, _, before, after, _ in self.steps
            for name in members
            if before[name] != after[name]
        )

    def tokens(self, named: list[str]) -> list[Row]:
        members = {member for name in named for member in self.family("tokens", name)}
        found = []
        for turn, phase, before, after, said in self.steps:
            late = {event["token"] for event in said if event["type"] == "overdue"}
            for name in members:
                if before[name] != after[name]:
                    change = "overdue" if name in late else "opened" if after[name] else "closed"
                    found.append((turn, phase, name, change))
        return sorted(found)

    def injects(self, named: list[str]) -> list[Row]:
        found = []
        for turn, phase, _, event in self.of("released", "shelved"):
            if event["inject"] in named:
                also = self.data["injects"][event["inject"]].get("also", {})
                times = 1 + len(also) if event["type"] == "released" else 1
                found += [(turn, phase)] * times
        return found

    def proposals(self, named: list[str]) -> list[Row]:
        of = {e["proposal"]: e.get("agreement") for *_, e in self.of("proposed")}
        kinds = ("proposed", "signed", "unsigned", "announced", "lapsed", "entered", "ended", "leaving")
        return [
            (t, p)
            for t, p, _, e in self.of(*kinds)
            if (e.get("agreement") or of.get(e.get("proposal"))) in named
        ]

    def marks(self, named: list[str]) -> list[Row]:
        return [(t, p) for t, p, _, e in self.of("stamped") if e["mark"] in named]

    def overrides(self, _: Any) -> list[Row]:
        return [(t, p, self.row(e), e["reason"]) for t, p, _, e in self.of("ruled") if e.get("replaced")]

    def ending(self, _: Any) -> list[Row]:
        return [(t, p) for t, p, _, e in self.of("brink", "crossed", "finished")]


def shown(kind: str, piece: dict[str, Any]) -> list[Row]:
    """What a piece shows, in the form in which it is computed afresh."""
    rows = piece.get("rows", [])
    if kind in ("tracks", "derived"):
        return [(entry["id"], entry["series"]) for entry in piece["series"]]
    if kind in ("without", "together"):
        return [(turn,) for turn in piece["turns"]]
    if kind == "modifiers":
        held = [row for row in rows if row["times"]]
        return sorted((row["reason"], row["amount"], row["times"], row["of"]) for row in held)
    if kind == "causes":
        return sorted((row["turn"], row["track"], row["before"], row["after"]) for row in rows)
    if kind == "tokens":
        return sorted((row["turn"], row["phase"], row["token"], row["change"]) for row in rows)
    fields = {
        "orders": ("turn", "phase", "role", "order", "carried"),
        "between": ("turn", "until"),
        "rulings": ("turn", "phase", "text"),
        "rows": ("turn", "phase", "text"),
        "overrides": ("turn", "phase", "text", "reason"),
    }.get(kind, ("turn", "phase"))
    return [tuple(row[field] for field in fields) for row in rows]


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", names())
def test_evidence_is_what_the_log_says(name: str, seed: int, path: Path) -> None:
    """Law: for control, every piece of evidence is what is computed afresh from the events of the log."""
    run = played(asked(name), path, seed, undo=seed % 2 == 0)
    afresh, kinds = Afresh(run), set()
    for question in questions(run.state, CONTROL):
        wanted = run.exercise.data["questions"][question["id"]]["evidence"]
        pairs = [(kind, what) for piece in wanted for kind, what in ordered(piece)]
        assert len(pairs) == len(question["evidence"])
        for (kind, what), piece in zip(pairs, question["evidence"], strict=True):
            found = shown(kind, piece)
            assert found == getattr(afresh, kind)(what), f"{question['id']}: {kind} of {what}"
            assert piece["title"]
            assert bool(piece["empty"]) == (
                not (piece.get("rows") or piece.get("series") or piece.get("turns"))
            )
            kinds |= {kind} if found else set()
    assert kinds >= {
        "tracks",
        "rulings",
        "rows",
        "orders",
        "without",
        "between",
        "causes",
        "ending",
        "injects",
    }


def ordered(piece: dict[str, Any]) -> list[tuple[str, Any]]:
    """The parts of one piece in the order of the format."""
    return [(kind, piece[kind]) for kind in Evidence.__struct_fields__ if piece.get(kind)]


# What a role may know


def undisclosed(run: Run) -> list[list[Any]]:
    """The lines up to what control releases after the end, and that it releases the traces."""
    lines = run.record.events
    kinds = [[type(event).__name__ for event in line] for line in lines]
    return lines[: next(number for number, line in enumerate(kinds) if "Disclosed" in line)]


def plainly(record: Record, seat: str, language: str) -> bytes:
    """Evidence and luck of a seat, but for the questions themselves: a scrambled exercise asks others."""
    found = questions(record.state, seat, language)
    for question in found:
        del question["ask"]
    return msgspec.json.encode((found, luck(record.state, seat, language)))


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in (2,))])
@pytest.mark.parametrize("name", names())
def test_evidence_tells_a_role_no_secret(name: str, seed: int, path: Path) -> None:
    """The scramble law: what a seat was not told may be otherwise, its evidence and luck stay the same."""
    run = played(asked(name), path, seed, undo=seed % 2 == 0)
    lines = undisclosed(run)
    seats = [seat for seat in (*run.exercise.roles, PUBLIC) if effective(run.state, seat) != CONTROL]
    traces = next(
        n
        for n, line in enumerate(run.record.events, 1)
        if any(getattr(e, "what", "") == "traces" for e in line)
    )
    for number, seat in enumerate(seats):
        told = run.record.events[:traces] if number % 3 == seed % 3 else lines
        twin = Twin(run.exercise, seat, told, run.state.seed)
        for _ in told:
            twin.step()
        for language in ("en", "pl"):
            one, other = plainly(twin.true, seat, language), plainly(twin.other, seat, language)
            assert one == other, f"{seat} in {language}"
        assert twin.true.state.game.finished
        assert questions(twin.true.state, seat)


@pytest.mark.parametrize("name", names())
def test_rows_are_facts_of_the_seats_story(name: str, path: Path) -> None:
    """Law: a row names the fact it rests on by its number in the story of that seat, at its place."""
    run = played(asked(name), path, 5)
    record = Record(run.exercise, run.state.seed)
    for number, events in enumerate(undisclosed(run), 1):
        record.take(SimpleNamespace(seq=number), events)  # type: ignore[arg-type]
    for seat in (CONTROL, PUBLIC, *run.exercise.roles):
        story = {fact["number"]: fact for fact in view(record.state, seat)["story"]}
        pieces = [piece for question in questions(record.state, seat) for piece in question["evidence"]]
        rows = [row for piece in pieces for row in piece.get("rows", []) if row.get("number")]
        assert rows
        for row in (*rows, *luck(record.state, seat)["rows"]):
            fact = story[row["number"]]
            assert (row["turn"], row["phase"]) == (fact["turn"], fact["phase"])


def test_only_control_reads_questions_before_the_end(exercise: Exercise, path: Path) -> None:
    """A role that read in turn 1 what the debrief will ask would know what to look for."""
    run = Run.start(exercise, path, seed=1)
    assert [question["id"] for question in questions(run.state, CONTROL)] == list(exercise.file.questions)
    for seat in (*exercise.roles, PUBLIC):
        assert effective(run.state, seat) == CONTROL or questions(run.state, seat) == []


def test_notes_of_the_discussion_are_for_control(exercise: Exercise, path: Path) -> None:
    run = Run.start(exercise, path, seed=1, people=["control"])
    run.do(Command("finish"))
    first, second, *_ = exercise.file.questions
    for about in (first, first, second):
        run.do(Command("note", data={"text": f"said of {about}", "kind": "discussion", "about": about}))
    notes = {question["id"]: question["notes"] for question in questions(run.state, CONTROL)}
    assert [note["text"] for note in notes[first]] == [f"said of {first}"] * 2
    assert notes[second] == [{"text": f"said of {second}", "turn": 1, "phase": "report", "rests_on": None}]
    assert not any(question["notes"] for question in questions(run.state, PUBLIC))


# Case by case

ODDS = table(
    {"id": "cold", "if": "cold <= 1"},
    {"id": "low", "roll": "..6", "then": {"heat": -1}},
    {"id": "high", "roll": "7..", "then": {"heat": 2, "close": "debt"}},
    dice="2d6",
    modifiers={"+1 if heat >= 5": "warm", "-1 if cold >= 9": "icy"},
)


def room(**parts: Any) -> Table:
    moves = {
        "push": move(run="odds", secret="optional", to="south", tags=["hard"]),
        "pull": move("south", then={"cold": 1, "open": "debt"}),
        **parts.pop("moves", {}),
    }
    tables = {"odds": ODDS, **parts.pop("tables", {})}
    steps = ["agreements", "moves", list(tables), "breaches", "drift", "endings"]
    tokens = {"debt": {"due": 1, "title": "Debt"}}
    return Table(exercise(moves=moves, tables=tables, steps=steps, tokens=tokens, **parts))


def pieces(found: Table, seat: str = CONTROL, language: str = "en", **wanted: Any) -> list[dict[str, Any]]:
    picture = EvidencePicture(found.state, seat, effective(found.state, seat), language)
    return picture.pieces([msgspec.convert(wanted, Evidence)])


def piece(found: Table, seat: str = CONTROL, **wanted: Any) -> dict[str, Any]:
    return pieces(found, seat, **wanted)[0]


def test_a_secret_order_is_evidence_only_for_those_who_know_it() -> None:
    found = room()
    found.to("orders")
    found.order("north", "push", secret=True)
    found.order("south", "pull")
    found.to("report")
    assert [row["text"] for row in piece(found, orders=["north"])["rows"]] == ["Move"]
    assert piece(found, orders=["push"])["rows"][0]["detail"] == "secret"
    for seat, known in (("north", True), ("south", True), ("east", False), (PUBLIC, False)):
        assert bool(piece(found, seat, orders=["push"])["rows"]) == known
        assert bool(piece(found, seat, rulings=["odds"])["rows"]) == known
        assert piece(found, seat, without=["push"])["turns"] == ([] if known else [1])
        assert piece(found, seat, together=["push", "pull"])["turns"] == ([1] if known else [])
    assert piece(found, "east", orders=["push"])["empty"] == "Nothing of this is known here."


def test_modifiers_are_counted_and_control_sees_those_that_never_held() -> None:
    found = room(turns=2)
    for _ in range(2):
        found.to("orders")
        found.order("north", "push")
        found.to("rulings")
        found.do("dice", ruling="north.push>odds", dice=[6, 6])
        found.to("report")
    rows = piece(found, modifiers=["odds"])["rows"]
    assert [(row["reason"], row["amount"], row["times"], row["of"]) for row in rows] == [
        ("warm", 1, 2, 2),
        ("icy", -1, 0, 2),
    ]
    assert [row["reason"] for row in piece(found, "east", modifiers=["odds"])["rows"]] == ["warm"]


def test_an_override_is_evidence_for_control_and_for_those_who_were_given_the_traces() -> None:
    found = room(turns=1)
    found.to("orders")
    found.order("north", "push")
    found.to("rulings")
    found.do("dice", ruling="north.push>odds", dice=[6, 6])
    found.do("override", ruling="north.push>odds", row="low", reason="as the room played it")
    found.to("report")
    found.endex()
    (row,) = piece(found, overrides=True)["rows"]
    assert (row["before"], row["text"], row["reason"]) == ("high", "low", "as the room played it")
    assert not piece(found, "south", overrides=True)["rows"]
    found.do("disclose", what="traces")
    (told,) = piece(found, "south", overrides=True)["rows"]
    assert (told["before"], told["reason"]) == (row["before"], row["reason"])


def test_tokens_are_opened_closed_and_overdue() -> None:
    found = room(turns=4)
    for turn, orders in enumerate((("pull",), (), ("pull",), ("push",)), 1):
        found.to("orders", turn)
        for key in orders:
            found.order("south" if key == "pull" else "north", key)
        found.to("rulings")
        if "push" in orders:
            found.do("dice", ruling="north.push>odds", dice=[6, 6])
        found.to("report")
    rows = piece(found, "east", tokens=["debt"])["rows"]
    assert [(row["turn"], row["change"], row["due"]) for row in rows] == [
        (1, "opened", 2),
        (2, "overdue", None),
        (3, "opened", 4),
        (4, "closed", None),
    ]
    assert rows[0]["detail"] == "Role: Move · due in turn 2"
    assert (rows[1]["text"], rows[1]["detail"]) == ("closed: Debt", "unanswered")
    assert rows[3]["detail"] == "high"


def test_an_order_answers_only_what_happened_before_its_turn_was_published() -> None:
    """Orders of one turn are given at the same time: the later one in the log answers nothing."""
    found = room(turns=4, injects={"M1": inject(tags=["alarm"])})
    found.to("orders")
    found.order("north", "push")
    found.order("south", "pull")
    found.to("report")
    assert [row["until"] for row in piece(found, between=["push", "pull"])["rows"]] == [None]
    found.to("situation")
    found.do("release", inject="M1")
    found.to("orders")
    found.order("south", "pull")
    found.to("report")
    (row,) = piece(found, between=["push", "pull"])["rows"]
    assert (row["turn"], row["until"], row["turns"], row["detail"]) == (1, 2, 1, "after 1 turn")
    (row,) = piece(found, between=["tag.alarm", "pull"])["rows"]
    assert (row["until"], row["detail"]) == (2, "in the same turn")
    (row,) = piece(found, between=["pull", "tag.alarm"])["rows"][:1]
    assert (row["turn"], row["until"]) == (1, 2)
    assert piece(found, between=["pull", "push"])["rows"][0]["detail"] == "never after that"


def test_between_pairs_by_whom_it_is_about() -> None:
    """A test that one ally felt is not answered by words for the other, and each is a row of its own."""
    allies = ["south", "east"]
    row = {"id": "shot", "tags": ["shot"], "say": "A shot"}
    tables = {
        "south_shot": table({**row, "then": {"open": "alarm(south)"}}, title="Shot"),
        "east_shot": table({**row, "then": {"open": "alarm(east)"}}, title="Shot"),
    }
    found = Table(
        exercise(
            moves={
                "shoot_south": move("east", run="south_shot"),
                "shoot_east": move("south", run="east_shot"),
                "assure": move(to={"ally": allies}, title="Assure"),
            },
            tables=tables,
            steps=["agreements", "moves", list(tables), "breaches", "drift", "endings"],
            tokens={"alarm": {"each": allies, "title": "Alarm", "due": 1}},
            turns=5,
            south={"code": "SOU"},
            east={"code": "EAS"},
        )
    )
    for who, order in (("east", "shoot_south"), ("south", "shoot_east"), ("north", "assure(east)")):
        found.to("orders")
        found.order(who, order)
        found.to("report")
    rows = piece(found, between=["tag.shot", "assure"])["rows"]
    assert [(row["turn"], row["until"], row["text"]) for row in rows] == [
        (1, None, "A shot (SOU)"),
        (2, 3, "A shot (EAS)"),
    ]
    assert "EAS" in rows[1]["then"]


def test_a_row_that_may_lie_is_no_evidence_for_whoever_it_may_deceive() -> None:
    """The move speaks for both rows; only control knows which of them it was."""
    tell = {"to": "north", "what": "hidden"}
    spy = table(
        {"id": "true", "roll": "..6", "then": {"tell": {**tell, "as": "exact"}}, "to": ["north"]},
        {"id": "false", "roll": "7..", "then": {"tell": {**tell, "as": "false"}}, "to": ["north"]},
        dice="2d6",
    )
    bands = {"few": "0..4", "many": "5..10"}
    found = room(
        tracks={"hidden": track(seen_by=["south"], others_see=bands)},
        tables={"spy": spy},
        moves={"look": move(run="spy", secret="covert", to="south", told="What was seen")},
        turns=1,
    )
    found.to("orders")
    found.order("north", "look")
    found.to("rulings")
    found.do("dice", ruling="north.look>spy", dice=[6, 6])
    found.to("report")
    assert piece(found, rows=["spy.false"])["rows"]
    assert not piece(found, rows=["spy.true"])["rows"]
    for row in ("spy.true", "spy.false"):
        assert not piece(found, "north", rows=[row])["rows"]
    (told,) = piece(found, "north", rulings=["spy"])["rows"]
    assert told["text"] == "What was seen"
    assert "chance" not in told
    assert not piece(found, "north", modifiers=["spy"])["rows"]
    assert piece(found, between=["spy.false", "look"])["rows"]
    assert not piece(found, "north", between=["spy.false", "look"])["rows"]


def test_rows_with_the_same_words_are_one_to_those_who_only_read_them() -> None:
    twins = table(
        {"id": "one", "roll": "..6", "say": "They answer", "tags": ["yes"]},
        {"id": "two", "roll": "7..", "say": "They answer"},
        dice="2d6",
    )
    found = room(tables={"twins": twins}, moves={"call": move(run="twins")}, turns=1)
    found.to("orders")
    found.order("north", "call")
    found.to("rulings")
    found.do("dice", ruling="north.call>twins", dice=[6, 6])
    found.to("report")
    assert [bool(piece(found, rows=[f"twins.{row}"])["rows"]) for row in ("one", "two")] == [False, True]
    assert [bool(piece(found, "east", rows=[f"twins.{row}"])["rows"]) for row in ("one", "two")] == [
        True,
        True,
    ]


def test_a_derived_value_is_for_those_who_read_all_that_goes_into_it() -> None:
    found = room(
        tracks={"hidden": track(seen_by=["south"])},
        derived={"open": {"value": "heat + cold"}, "close": {"value": "heat + hidden"}},
    )
    for seat, known in ((CONTROL, 2), ("south", 2), ("north", 1), (PUBLIC, 1)):
        series = piece(found, seat, derived=["open", "close"])["series"]
        assert [entry["id"] for entry in series] == ["open", "close"][:known]
        assert series[0]["series"] == [10]
    assert piece(found, "north", derived=["close"])["empty"] == "Nothing of this is known here."


def test_causes_are_named_where_they_are_known() -> None:
    found = room(turns=1)
    found.to("orders")
    found.order("north", "push", secret=True)
    found.to("rulings")
    found.do("dice", ruling="north.push>odds", dice=[6, 6])
    found.to("report")
    for seat, cause in (("north", "ROL: Move"), ("east", "cause not public")):
        (row,) = piece(found, seat, causes=["heat"])["rows"]
        assert (row["before"], row["after"], row["causes"]) == (5, 7, [cause])


def test_a_proposal_is_evidence_for_those_it_was_put_to() -> None:
    found = room(agreements={"pact": agreement(title="Pact")}, turns=2)
    found.sign("pact", "north", "south")
    texts = {
        seat: [row["text"] for row in piece(found, seat, proposals=["pact"])["rows"]]
        for seat in ("south", "east")
    }
    assert texts["east"] == ["Signed and announced: Pact"]
    assert texts["south"] == ["Role proposes: Pact", "Role signs: Pact", "Signed and announced: Pact"]
    found.to("report")
    public = {row["text"] for row in piece(found, PUBLIC, proposals=["pact"])["rows"]}
    assert public == {"In force: Pact", "Signed and announced: Pact"}


def test_marks_are_controls_own_knowledge() -> None:
    found = room(
        flags={"echoed": {"lasts": "run"}}, marks={"echo": {"then": {"set": "echoed"}, "title": "Echo"}}
    )
    found.do("statement", "north", text="We agree.")
    statement = next(iter(found.state.room.statements))
    found.do("mark", statement=statement, mark="echo")
    (row,) = piece(found, marks=["echo"])["rows"]
    assert (row["role"], row["text"], row["detail"]) == ("north", "We agree.", "Echo")
    assert piece(found, "north", marks=["echo"])["rows"] == []


def test_a_mark_that_moves_a_track_is_its_cause() -> None:
    found = room(marks={"slip": {"then": {"heat": 1}, "title": "Slip"}})
    found.do("statement", "north", text="We agree.")
    found.do("mark", statement=next(iter(found.state.room.statements)), mark="slip")
    for seat, cause in ((CONTROL, "Slip"), ("north", "cause not public"), (PUBLIC, "cause not public")):
        (row,) = piece(found, seat, causes=["heat"])["rows"]
        assert (row["before"], row["after"], row["causes"]) == (5, 6, [cause])


def test_the_end_is_told_to_everybody_and_scores_to_whom_they_belong() -> None:
    found = room(turns=1)
    found.to("report")
    found.endex()
    end = piece(found, ending=True)
    assert [row["text"] for row in end["rows"]] == ["ENDEX: Over."]
    assert [score["role"] for score in end["scores"]] == ["north", "south", "east"]
    assert [score["role"] for score in piece(found, "south", ending=True)["scores"]] == ["south"]


def test_injects_show_what_became_of_them() -> None:
    found = room(injects={"M1": inject(to=["north"]), "M2": inject()})
    found.do("release", inject="M1")
    found.do("skip", inject="M2", reason="too late")
    rows = piece(found, injects=["M1", "M2"])["rows"]
    assert [(row["text"], row["detail"]) for row in rows] == [
        ("News", "Press · ROL"),
        ("M2: skipped", "too late"),
    ]
    assert [row["text"] for row in piece(found, "north", injects=["M1", "M2"])["rows"]] == ["News"]
    assert piece(found, "south", injects=["M1", "M2"])["rows"] == []
