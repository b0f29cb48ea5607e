"""Every route of the application, as somebody with a browser and a token tries it, rightly and wrongly."""

from collections.abc import Iterator
from itertools import islice, product
from typing import Any, NamedTuple
from urllib.parse import urlencode

from engine.play.permissions import releasable
from engine.play.state import State
from tests.web.company import Browser, Company
from tests.web.reading import crawl
from web.api.commands import COMMANDS
from web.forms import READERS

NOWHERE = "no-such-run"
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE")
VALUES: dict[str, tuple[str, ...]] = {
    "filename": ("live.js", "nothing.css"),
    "turn": ("1", "99"),
    "question": ("Q01", "Q99"),
    "job": ("no-such-job",),
    "sheet": ("endings.csv",),
    "document": ("report.md", "data.zip", "log.jsonl", "nothing.exe"),
}
"""What stands in the addresses of routes, by the name of the part; the rest depends on who walks."""


class Attempt(NamedTuple):
    """One request. `by` is `browser` or `program`."""

    by: str
    method: str
    path: str
    more: dict[str, Any] = {}  # noqa: RUF012 (read, never written)


class Walker:
    """Somebody who sits in a seat, or in none, and tries everything."""

    def __init__(
        self, company: Company, run: str, seat: str, state: State, every: int = 1, first: int = 0
    ) -> None:
        self.company, self.run, self.seat, self.state = company, run, seat, state
        self.first, self.every = first % every, every
        """Which of all routes and commands are tried: from this on, every so-manieth."""
        self.roles = list(state.exercise.roles)
        self.seats = company.runs.seats(run)
        self.keys = {
            "link": self.seats.link(seat) if seat else "none",
            "token": company.token(run, seat) if seat else "",
            "code": self.seats.code(seat) if seat else "AAAAAAAA",
        }

    def everything(self, scout: Browser, pages: int) -> Iterator[Attempt]:
        """What the seat's own pages lead to, as a scout finds it; then every route with every method."""
        start = f"/run/{self.run}/{self.seat}" if self.seat else "/join"
        for address in crawl(scout.get, start, pages):
            yield Attempt("browser", "GET", address)
        yield from self.streams()
        yield from islice(self.decisions(), self.first, None, self.every)
        yield from islice(self.routes(), self.first, None, self.every)
        yield from islice(self.commands(), self.first, None, self.every)

    def routes(self) -> Iterator[Attempt]:
        """Every route, with whatever can stand in its address, by every method."""
        for rule in self.company.app.url_map.iter_rules():
            by = "program" if rule.endpoint.startswith("api.") else "browser"
            for path in self.addresses(rule.endpoint, rule.rule, sorted(rule.arguments)):
                for method in METHODS:
                    if method == "GET" and rule.endpoint in STREAMS:
                        continue
                    yield Attempt(by, method, path, BODIES[rule.endpoint](self) if method == "POST" else {})

    def addresses(self, endpoint: str, rule: str, names: list[str]) -> list[str]:
        """The addresses of a route."""
        found = [rule]
        for name in names:
            part = next(piece for piece in rule.split("/") if piece.rstrip(">").endswith(name))
            found = [path.replace(part, value) for path in found for value in self.values(endpoint, name)]
        return found

    def values(self, endpoint: str, name: str) -> tuple[str, ...]:
        if name == "run":
            return (self.run, NOWHERE)
        if name == "seat":
            return (*self.roles, "public", "control", "observer", "nobody")
        if name == "token":
            return (self.keys["link"], "none.such")
        if name == "name" and endpoint == "api.command":
            return (*list(COMMANDS)[:2], "nothing")
        return VALUES[name]

    def streams(self) -> Iterator[Attempt]:
        """The first words of every stream, and what is told where none is held."""
        every = (*self.roles, "public", "control", "observer", "nobody")
        for channels in ([f"{self.run}/{seat}"] for seat in every):
            query = "&".join(f"c={channel}" for channel in channels)
            yield Attempt("browser", "GET", f"/live?{query}", {"buffered": False})
            yield Attempt("browser", "GET", f"/live/now?{query}")
        yield Attempt("browser", "GET", f"/live/now?c={NOWHERE}/{self.seat}&c={self.run}/{self.seat}")
        yield Attempt("program", "GET", "/api/v1/stream", {"buffered": False})
        for seat in every:
            for language in ("en", "pl"):
                yield Attempt("program", "GET", f"/api/v1/view?as={seat}&lang={language}")

    def decisions(self) -> Iterator[Attempt]:
        """The card of everything that somebody could decide, whether this seat or another one."""
        game, exercise = self.state.game, self.state.exercise
        names = (*exercise.orders, *exercise.agreements, *game.questions, *game.proposals, "nothing")
        for name, place in product(names, dict.fromkeys((self.seat or self.roles[0], self.roles[-1]))):
            query = urlencode({"about": name})
            yield Attempt("browser", "GET", f"/run/{self.run}/{place}/why?{query}")
            yield Attempt("program", "GET", f"/api/v1/decision?{query}&as={place}")

    def commands(self) -> Iterator[Attempt]:
        """Every command with everything there is to name, whether this seat knows of it or not."""
        for name, data in probes(self.state, self.seat):
            for language in ("en", "pl")[: 1 + (name in ("sign", "answer"))]:
                path = f"/api/v1/commands/{name}?lang={language}"
                yield Attempt("program", "POST", path, {"json": {"data": data}})
        mine = self.seat or self.roles[0]
        for place in dict.fromkeys((mine, "control", "public", self.roles[-1])):
            for name in (*READERS, "nonsense"):
                fields = {"command": name, "form": name, "back": "tab=x", **FIELDS.get(name, {})}
                yield Attempt("browser", "POST", f"/run/{self.run}/{place}/do", {"data": fields})
        for version in ("", "0000000000"):
            fields = {"command": "orders", "form": "orders", "seal": "yes", "version": version}
            yield Attempt("browser", "POST", f"/run/{self.run}/{mine}/do", {"data": fields})


STREAMS = ("live.stream", "api.stream")
FIELDS: dict[str, dict[str, str]] = {
    "clock": {"minutes": "99"},
    "note": {"text": "a note", "line": "1"},
    "rate": {"objective": "E1", "rating": "S", "links": "1, 2"},
    "conclude": {"about": "ending", "text": "two letters"},
    "finding": {"kind": "strength", "title": "a finding", "links": "1"},
    "action": {"text": "a step", "finding": "F01", "due": "2025-06-30"},
    "cover": {"sponsor": "a sponsor", "summary": "a summary"},
    "message": {"text": "words", "to": "nobody"},
    "notebook": {"text": "words"},
    "promise": {"to": "nobody", "what": "order:no-such", "turn": "1"},
    "guess": {"value.moscow": "delay", "value.no-such": "x"},
    "sign": {"proposal": "no-such"},
    "leave": {"agreement": "no-such"},
    "chair": {"act": "agenda", "text": "x"},
    "statement": {"text": " "},
    "request": {"text": "x" * 6000},
    "release": {"inject": "M01"},
    "decline": {"inject": "M01"},
    "settle": {"request": "R01", "how": "aloud"},
    "accept": {"request": "R01"},
    "withdraw": {"statement": "S001"},
    "draft": {"order": "no-such", "base": ""},
    "bulletin": {"item.1": "news"},
    "seat": {"seat": "control", "by": "bot"},
}


def nothing(walker: Walker) -> dict[str, Any]:
    return {"data": {}}


def joins(walker: Walker) -> dict[str, Any]:
    return {"json": {"code": walker.keys["code"]}}


DEBRIEF = (
    *("decided", "claims", "hot_wash", "replay", "luck", "questions", "question", "evaluation", "compare"),
    "what_if",
    *("report", "take"),
)
REHEARSAL = ("answered", "figures", "sheet", "stop")
PRINTS = ("index", "pack", "roles", "rules", "book", "msel", "injects", "tables", "evaluators", "seats")
BODIES: dict[str, Any] = {
    "static": nothing,
    "lobby.enter": nothing,
    "lobby.robots": nothing,
    "lobby.page": nothing,
    "lobby.renew": nothing,
    "lobby.start": lambda walker: {"data": {"exercise": "grey-strait"}},
    "lobby.fork": lambda walker: {"data": {"turn": "1"}},
    "lobby.download": nothing,
    "join.page": lambda walker: {"data": {"code": walker.keys["code"]}},
    "join.by_code": lambda walker: {"data": {"code": walker.keys["code"]}},
    "join.offer": lambda walker: {"data": {"name": "Anna"}},
    "join.claim": lambda walker: {"data": {"name": "Anna"}},
    "join.stand_up": nothing,
    "join.speak": lambda walker: {"data": {"code": "en", "back": f"/run/{walker.run}/{walker.seat}"}},
    "room.page": nothing,
    "why.card": nothing,
    "why.scales": nothing,
    **dict.fromkeys((f"prints.{name}" for name in PRINTS), nothing),
    **dict.fromkeys((f"debrief.{name}" for name in DEBRIEF), nothing),
    "debrief.play_on": lambda walker: {"data": {"turn": "1"}},
    "debrief.ask_claims": nothing,
    **dict.fromkeys((f"rehearsal.{name}" for name in REHEARSAL), nothing),
    "rehearsal.page": lambda walker: {"data": {"runs": "none"}},
    "rehearsal.ask": lambda walker: {"data": {"runs": "none"}},
    "forecast.forecast": lambda walker: {"data": {"command": "release", "inject": "M01"}},
    "form_posts.do": lambda walker: {"data": {"command": "advance", "form": "advance"}},
    "live.now": nothing,
    "live.stream": nothing,
    "links.sit": nothing,
    "links.erase": nothing,
    "links.choose": lambda walker: {"data": {"address": "192.0.2.7", "place": walker.seat}},
    "links.network": lambda walker: {"data": {"name": "room", "password": "secret", "place": walker.seat}},
    "api.erase": nothing,
    "api.pack": nothing,
    "api.decision": nothing,
    "api.handbook": nothing,
    "links.revoke": lambda walker: {"data": {"place": walker.seat}},
    "links.speak": lambda walker: {"data": {"code": "pl", "place": walker.seat}},
    "form_posts.preview": lambda walker: {"data": {"form": "note", "command": "note", "text": "x"}},
    "api.openapi": nothing,
    "api.view": nothing,
    "api.version": nothing,
    "api.stream": nothing,
    "api.command": lambda walker: {"json": {}},
    "api.preview_inject": lambda walker: {"json": {"inject": "M01"}},
    "api.preview_draft": lambda walker: {"json": {"data": {"text": "x"}}},
    "api.journal": nothing,
    "api.replay": nothing,
    "api.seats": nothing,
    "api.revoke": nothing,
    "api.speak": lambda walker: {"json": {"code": "pl"}},
    "api.fork": lambda walker: {"json": {"turn": 1}},
    "api.log": nothing,
    "api.exercises": nothing,
    "api.runs": nothing,
    "api.start": lambda walker: {"json": {"exercise": "grey-strait"}},
    "api.join": joins,
}
"""By endpoint, what is sent to it. A route that does not stand here is one that nobody has walked."""


def probes(state: State, seat: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Commands that name everything there is in a state, what this seat may not know most of all."""
    game, exercise = state.game, state.exercise
    for proposal in (*game.proposals, "no-such"):
        yield "sign", {"proposal": proposal}
        yield "unsign", {"proposal": proposal}
        yield "propose", {"counters": proposal, "text": "words"}
        for agreement in exercise.agreements:
            yield "propose", {"counters": proposal, "agreement": agreement, "terms": {"no-such": 1}}
    for question in (*game.questions, "no-such"):
        yield "answer", {"question": question, "answer": "no-such"}
    own = releasable(state, seat) if seat in exercise.roles else []
    for inject in (*list(exercise.injects)[::4], *game.written, "X98"):
        if inject not in own:  # whether control put one's own inject away is told by trying to release it
            yield "release", {"inject": inject}
        yield "hold", {"inject": inject}
        yield "decline", {"inject": inject}
    for agreement in exercise.agreements:
        yield "leave", {"agreement": agreement}
        yield "propose", {"agreement": agreement, "terms": {"no-such": 1}}
    for statement in list(state.room.statements)[-2:]:
        yield "withdraw", {"statement": statement}
        for mark in exercise.file.marks:
            yield "mark", {"statement": statement, "mark": mark}
    for request in ("R01", "R99"):
        yield "settle", {"request": request, "how": "aside"}
        yield "accept", {"request": request}
    for role in (*exercise.roles, "control"):
        yield "seat", {"seat": role, "by": "bot"}
        yield "message", {"text": "words", "to": [role], "through": role}
        yield "message", {"text": "words", "carry": True, "through": role}
        yield "notebook", {"text": "words", "role": role}
        yield "amend", {"text": "words", "role": role}
        yield "initial", {"role": role}
        yield "promise", {"to": [role], "turn": 1, "order": "no-such"}
        yield "guess", {"values": {"no-such": "x"}, "role": role}
        yield "request", {"text": " ", "role": role}
        yield "request", {"order": "no-such", "role": role}
        yield "orders", {"orders": [{"order": "no-such", "message": "no-such"}], "role": role}
    if seat in exercise.roles:
        keys = [order.key for role in exercise.roles for order in exercise.orders_of[role]]
        yield "orders", {"orders": [{"order": key} for key in keys[::9]][:50]}
        mine = [order.key for order in exercise.orders_of[seat]]
        yield "orders", {"orders": [{"order": key, "secret": True} for key in mine[:50]], "seal": True}
        yield (
            "orders",
            {"orders": [{"order": key} for key in keys[::9]][:50], "seal": False, "base": mine[:9]},
        )
    for path in [event.path for event in ruled(state)][:6]:
        yield "override", {"ruling": path, "row": "no-such", "reason": "x"}
        yield "dice", {"ruling": path, "dice": [6, 6]}
    for name in ("startex", "advance", "pause", "resume", "finish"):
        yield name, {}
    yield "disclose", {"what": "all"}
    yield "counting", {"drafts": False}
    yield "forecasting", {"on": False}
    for line in (0, 1, 10_000):
        yield "note", {"text": "a note", "line": line}
    for card, guess in exercise.file.guesses.items():
        for value in (*(exercise.file.flags[guess.slot].one_of or ()), "no-such"):
            yield "guess", {"values": {card: value}}
    for aim in (*exercise.file.evaluation, "no-such"):
        yield "rate", {"objective": aim, "rating": "P", "links": [1]}
    for about in ("ending", "1.1", "no-such"):
        yield "conclude", {"about": about, "text": "two letters"}
    for finding in (*state.room.findings, "no-such"):
        yield "finding", {"finding": finding, "title": "a finding", "kind": "strength"}
        yield "action", {"text": "a step", "finding": finding}
    for action in (*state.room.actions, "no-such"):
        yield "action", {"action": action, "text": "a step"}
    yield "cover", {"sponsor": "a sponsor", "contact": "a contact", "summary": "a summary"}
    yield "bulletin", {"items": ["news"]}
    yield "improvise", {"text": "news", "effects": {"no-such": 1}}
    yield "reply", {"text": "words", "to": ["no-such"]}
    yield "chair", {"act": "agenda", "text": "x"}
    yield "chair", {"act": "text", "text": "x", "to": ["no-such"]}
    yield "statement", {"text": " "}
    yield "clock", {"minutes": 1}
    yield "undo", {"line": 1}


def ruled(state: State) -> list[Any]:
    """The rulings of this turn as they would be published."""
    from engine.play import phases
    from engine.play.draft import Draft
    from engine.play.events import Ruled

    if state.game.phase != "rulings":
        return []
    return [event for event in phases.rule(Draft(state)).events if isinstance(event, Ruled)]
