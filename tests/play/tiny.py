"""Exercises of a few lines, so that each case shows everything it rests on."""

from typing import Any

from engine.play.adjudicate import Adjudication
from engine.play.commands import Command, decide
from engine.play.draft import Draft
from engine.play.events import Event
from engine.play.phases import advance, begin
from engine.play.state import PHASES, State
from engine.play.work import Deed
from engine.rules.build import Builder
from engine.rules.exercise import Exercise
from engine.rules.findings import Findings
from engine.rules.load import from_data
from engine.rules.read import Document

WHY = ["judgement"]
OVER = {"id": "over", "title": "Over", "kind": "final", "because": WHY}


def track(**more: Any) -> dict[str, Any]:
    return {"title": "Track", "min": 0, "max": 10, "start": 5, "because": WHY, **more}


def move(by: str = "north", **more: Any) -> dict[str, Any]:
    return {"by": by, "title": "Move", "kind": "diplomatic", "because": WHY, **more}


def role(**more: Any) -> dict[str, Any]:
    doctrine = {"orders": [], **more.pop("doctrine", {})}
    card = {"text": "Card", "because": WHY}
    plain = {"title": "Role", "code": "ROL", "income": 3, "objectives": [], "card": card, "because": WHY}
    return {**plain, "doctrine": doctrine, **more}


def table(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"title": "Table", "because": WHY, "rows": [{"say": row["id"], **row} for row in rows], **more}


def inject(mode: str = "offered", **more: Any) -> dict[str, Any]:
    texts = {"title": "Inject", "text": "News", "from": "Press", "type": "political"}
    return {"mode": mode, **texts, "because": WHY, **more}


def agreement(**more: Any) -> dict[str, Any]:
    return {"title": "Agreement", "needs": ["north", "south"], "because": WHY, **more}


def exercise(**parts: Any) -> Exercise:
    """North, south and east, two tracks, six turns, and what a case adds."""
    data: dict[str, Any] = {
        "whitecell": 1,
        "id": "tiny",
        "title": "Tiny",
        "languages": ["en"],
        "sources": {},
        "formats": {"long": {"title": "Long", "turns": parts.pop("turns", 6), "calendar": []}},
        "tracks": {"heat": track(), "cold": track(), **parts.pop("tracks", {})},
        "roles": {name: role(**parts.pop(name, {})) for name in ("north", "south", "east")},
        "moves": {"wait": move(), **parts.pop("moves", {})},
        "tables": parts.pop("tables", {}),
        "steps": parts.pop("steps", ["agreements", "moves", "breaches", "drift", "endings"]),
        "endings": [*parts.pop("endings", []), OVER],
    }
    if "msel" in parts:
        data["formats"]["long"]["msel"] = parts.pop("msel")
    return from_data({**data, **parts})


class Table:
    """A run of a tiny exercise in memory: say what people do, see what happens."""

    def __init__(
        self, found: Exercise, seed: int = 1, people: tuple[str, ...] = ("north", "south", "east")
    ) -> None:
        self.exercise, self.line = found, 1
        self.state = State(found, seed)
        seats = {name: "person" if name in people else "bot" for name in (*found.roles, "control")}
        draft = Draft(self.state, 1)
        begin(draft, found.default_format, found.default_preset, seats)
        self.happened: list[Event] = list(draft.events)

    def do(self, name: str, actor: str = "control", **data: Any) -> list[Event]:
        """A command; what it causes. Raises Refusal."""
        self.line += 1
        draft = decide(self.state, Command(name, actor, data), self.line)
        self.state.become(draft.state)
        self.happened += draft.events
        return draft.events

    def to(self, phase: str, turn: int = 0) -> list[Event]:
        """On to a phase of this turn (or of another), as control presses."""
        found: list[Event] = []
        turn = turn or self.turn + (PHASES.index(phase) <= PHASES.index(self.state.game.phase))
        while (self.turn, self.state.game.phase) != (turn, phase):
            assert not self.state.game.finished, "the run ended first"
            draft = Draft(self.state, self.line)
            advance(draft)
            found += draft.events
        self.happened += found
        return found

    def endex(self) -> list[Event]:
        """ENDEX, after the report of the last rulings."""
        draft = Draft(self.state, self.line)
        advance(draft)
        assert self.state.game.finished
        self.happened += draft.events
        return draft.events

    def order(self, who: str, *keys: str, **more: Any) -> list[Event]:
        return self.do("orders", who, orders=[{"order": key, **more} for key in keys])

    def sign(self, name: str, *roles: str, **more: Any) -> str:
        """An agreement proposed by the first role and signed by all."""
        if self.state.game.phase != "consultation":
            self.to("consultation")
        self.do("propose", roles[0], agreement=name, **more)
        proposal = list(self.state.game.proposals)[-1]
        for other in roles[1:]:
            self.do("sign", other, proposal=proposal)
        return proposal

    @property
    def turn(self) -> int:
        return self.state.game.turn

    def __getitem__(self, name: str) -> int:
        return self.state.game.track(name)

    def told(self, kind: str, since: int = 0) -> list[Any]:
        """Everything of one kind that happened."""
        return [event for event in self.happened[since:] if type(event).__name__ == kind]


def stepped(found: Exercise, *effects: dict[str, Any], **start: int) -> dict[str, int]:
    """The tracks after one step with these effects, from these starting values."""
    state = list(found.vocabulary.start)
    state[0] = 1
    for name, value in start.items():
        state[found.slots[name]] = value
    deeds = []
    for number, written in enumerate(effects):
        builder = Builder.again(found, Findings(Document.from_data({"effects": written})))
        deeds.append(Deed(builder.improvise(written), (), f"agreement.{number}", found.roles))
    passing = Adjudication(found, state, 1)
    passing.step("moves", deeds, [])
    return {name: passing.state[slot] for name, slot in found.slots.items()}
