"""An author who writes exercises at random: sound ones, that use whatever the format lets rules read.

Nothing in them makes sense to people. Names and tables are few, so that much meets on the same slots.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

ROLES = ("north", "south", "east")
TOPICS = ("peace", "trade", "war")
WATCHES = ("nobody", "monitors")
SAID = ("accept", "refuse")
BECAUSE = ["judgement"]
Domains = Mapping[str, Sequence[str]]


class Author:
    """Writes one exercise."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.wide = chance.choice(((-120, 120), (0, 500), (-900, -10), (0, 99)))
        """The scale of the track `stock`, in a byte or beyond it."""
        self.long = chance.random() < 0.25
        self.tracks = ["heat", "talks", "stock", "trust(south)", "trust(east)"]
        self.happenings = [
            *("invite", "press", "press(north)", "letter", "tag.contact", "tag.loud", "overdue.debt"),
            *("news.quiet", "reply.fine", "breach.truce", "truce", "pact", "storm", "overdue.proof(east)"),
        ]

    def one(self, *options: Any) -> Any:
        return self.chance.choice(options)

    def often(self, share: float = 0.5) -> bool:
        return self.chance.random() < share

    def some(self, options: Sequence[Any], least: int = 1) -> list[Any]:
        """Some of them, in their order."""
        taken = set(self.chance.sample(range(len(options)), self.chance.randint(least, len(options))))
        return [option for index, option in enumerate(options) if index in taken]

    # Expressions

    def number(self, depth: int = 2) -> str:
        """An amount."""
        if depth == 0 or self.often(0.4):
            reads = [*self.tracks, "turn", "month", "capacity"]
            reads += [f"times({self.one(*self.happenings)})", f"since({self.one(*self.happenings)})"]
            return str(self.one(*reads, str(self.chance.randint(-3, 130)), "truce.price", "min(turn, month)"))
        one, other = self.number(depth - 1), self.number(depth - 1)
        return str(
            self.one(
                f"({one} + {other})",
                f"({one} - {other})",
                f"({one} * {self.one(-2, 2, 3)})",
                f"({one} // {self.one(2, 3, 7)})",
                f"({one} % {self.one(2, 5)})",
                f"min({one}, {other})",
                f"max({one}, {other}, {self.chance.randint(0, 5)})",
                f"(-{one})",
                f"({one} if {self.one(*self.tracks)} >= 3 else {other})",
            )
        )

    def condition(self, depth: int = 2, domains: Domains | None = None) -> str:
        """What holds or does not."""
        if depth and self.often(0.6):
            one, other = self.condition(depth - 1, domains), self.condition(depth - 1, domains)
            return str(self.one(f"({one} and {other})", f"({one} or {other})", f"not ({one})", one))
        happening, compare = self.one(*self.happenings), self.one("<", "<=", ">", ">=", "==", "!=")
        found = [
            f"{self.one(*self.tracks)} {compare} {self.chance.randint(-1, 9)}",
            f"{self.one(*self.tracks)} {compare} {self.chance.randint(-1, 9)}",
            f"{self.number(1)} {compare} {self.number(1)}",
            f"since({happening}) {compare} {self.one(0, 1, 2, 3, 98, 99, 100)}",
            f"since({happening}) {compare} {self.one(1, 2)}",
            f"played({happening})",
            f"times({happening}) {compare} {self.one(0, 1, 2)}",
            f"in_force({self.one('truce', 'pact')})",
            self.one("warned", "ready(north)", "ready(east)", "debt", "proof(south)", "hot", "odd"),
            f"course {self.one('==', '!=')} {self.one('idle', 'firm', 'wild')}",
            f"course in ({self.one('idle', 'firm')}, wild)",
            f"course not in ({self.one('idle', 'firm')}, wild)",
            f"mood == {self.one(*TOPICS)}",
            f"truce.watch == {self.one(*WATCHES)}",
            f"held({self.one('heat >= 5', 'talks <= 2', 'warned')}, {self.one(1, 2, 3)})",
            f"turn {compare} {self.chance.randint(1, 5)}",
            f"{self.chance.randint(0, 4)} <= {self.one(*self.tracks)} <= {self.chance.randint(4, 9)}",
        ]
        for name, words in (domains or {}).items():
            found += [f"{name} {self.one('==', '!=')} {self.one(*words)}"] * 3
        return str(self.one(*found))

    # Effects

    def change(self, track: str, formulas: Sequence[str]) -> Any:
        """What is done to a track."""
        low, high = {"stock": self.wide}.get(track, (0, 10 if track == "heat" else 5))
        inside = self.chance.randint(low, high)
        found = [1, -1, 2, -2, self.chance.randint(-60, 60), f"+{self.chance.randint(1, 3)} up to {inside}"]
        found += [f"at least {inside}", f"at most {inside}", *formulas]
        return self.one(*found, f"{self.number(1)}")

    def effects(
        self,
        runs: Sequence[str] = (),
        roles: Sequence[str] = ROLES,
        formulas: Sequence[str] = (),
        words: Mapping[str, Sequence[str]] | None = None,
        share: float = 0.35,
    ) -> dict[str, Any]:
        """Some of everything that effects do; `words` are formulas that flags can be set to."""
        found: dict[str, Any] = {
            track: self.change(track, formulas) for track in self.tracks if self.often(0.4)
        }
        sets: list[Any] = ["warned", f"ready({self.one('north', 'south', 'east')})"]
        known = {"course": ("idle", "firm", "wild"), "mood": TOPICS}
        sets += [{name: self.one(*options, *(words or {}).get(name, ()))} for name, options in known.items()]
        for name, options in (words or {}).items():
            sets.append({name: self.one(*options)})
        flags = ("warned", "ready(south)", "course", "mood")
        tokens = ("debt", "proof(south)", "proof(east)")
        verbs: dict[str, list[Any]] = {
            "set": sets,
            "clear": list(flags),
            "open": list(tokens),
            "close": list(tokens),
            "run": list(runs),
            "capital": [{self.one(*roles): self.one(1, 2, -1)}, {"east": 1}, {"south": -2}],
            "offer": [self.offer() for _ in range(2)],
            "tell": [{"to": self.one(*roles), "what": "heat"}],
        }
        for verb, options in verbs.items():
            if options and self.often(share):
                chosen = self.some(options)
                found[verb] = chosen[0] if len(chosen) == 1 and self.often() else chosen
        return found

    def offer(self) -> dict[str, Any]:
        role = self.one(*ROLES)
        own = {"north": ["invite", "press"], "south": ["letter", "cool"], "east": ["appeal", "quiet_talk"]}
        found: dict[str, Any] = {"to": role, "moves": self.one(own[role], own[role][0], "tag.contact")}
        return {**found, "cost": self.one(0, 0, 1, 2), "in": self.one("this", "next")}

    # The exercise

    def write(self) -> dict[str, Any]:
        """The exercise, as the data that YAML gives."""
        return {
            "whitecell": 1,
            "id": "made-up",
            "title": "Made up",
            "languages": ["en"],
            "sources": {},
            "formats": self.formats(),
            "presets": self.presets(),
            "tracks": self.scales(),
            "derived": {"capacity": {"value": self.one("talks + 3", "heat * 20 - talks", "stock // 2")}},
            "flags": {
                "warned": {"lasts": "turn"},
                "ready": {"lasts": "next", "each": "roles"},
                "course": {"lasts": "next", "one_of": ["idle", "firm", "wild"]},
                "mood": {"lasts": "run", "one_of": list(TOPICS)},
            },
            "tokens": {
                "debt": {"due": self.one(0, 1, 2)},
                "proof": {"due": self.one("never", "never", 1), "each": ["south", "east"]},
            },
            "define": {"hot": "heat >= 6", "odd": "turn % 2 == 1 and not warned"},
            "start": self.effects(["echo(peace)", "news"], formulas=["-heat", "turn - 1"]),
            "steps": self.steps(),
            "triggers": self.triggers(),
            "roles": self.roles(),
            "moves": self.moves(),
            "tables": self.tables(),
            "injects": self.injects(),
            "triggered": self.chance.sample(["storm", "flood"], 2),
            "agreements": self.agreements(),
            "capital": {
                "bank": self.one(6, 4, 120, 200),
                "paid": self.one(1, 1, 2),
                "free": self.one(0, 0, 1, 2),
                "fades": self.one(1, 3, 4),
            },
            "control": {"answers": {"appeal": self.one(*SAID)}},
            "brink": {"capital": self.one(1, 2), "offer": self.one("tag.contact", "tag.loud")},
            "common_score": "capacity",
            "endings": self.endings(),
        }

    def formats(self) -> dict[str, Any]:
        month = self.one("turn", "2 * turn + heat // 3", "turn + talks", "60 * turn + heat")
        income = self.one("income", "(3 * income + 1) // 2", "income + heat // 4", "max(income - 1, 0)")
        turns = self.chance.randint(28, 33) if self.long else self.chance.randint(2, 6)
        msel: dict[str, list[str]] = {}
        for name in ("note", "question", "joint_question"):
            msel.setdefault(str(self.chance.randint(1, min(turns, 3))), []).append(name)
        return {
            "long": {
                "title": "Long",
                "turns": turns,
                "calendar": [str(number) for number in range(turns)],
                "month": month,
                "income": income,
                "msel": msel,
                "default": True,
            },
            "short": {"title": "Short", "turns": 1, "calendar": ["1"], "msel": {"1": ["question"]}},
        }

    def presets(self) -> dict[str, Any]:
        host = {"is": "control", "scored": False, "withdrawn": ["quiet_talk"], "on_request": ["appeal"]}
        usual = {"scored": self.often(0.8), "withdrawn": self.one([], ["cool"])}
        return {
            "usual": {"title": "Usual", "default": True, "seats": {"south": usual}},
            "host": {"title": "Host", "seats": {"east": host}},
        }

    def scales(self) -> dict[str, Any]:
        low, high = self.wide
        return {
            "heat": {
                "title": "Heat",
                "min": 0,
                "max": 10,
                "start": self.chance.randint(2, 7),
                "because": BECAUSE,
            },
            "talks": {"title": "Talks", "min": 0, "max": 5, "start": 1, "because": BECAUSE},
            "stock": {
                "title": "Stock",
                "min": low,
                "max": high,
                "start": self.chance.randint(low, high),
                "because": BECAUSE,
            },
            "trust": {
                "title": "Trust",
                "min": 0,
                "max": 5,
                "start": 3,
                "each": ["south", "east"],
                "because": BECAUSE,
            },
        }

    def steps(self) -> list[Any]:
        tables = self.chance.sample(["reply", "deep", "sums", "news", "echo"], 5)
        cut = self.chance.randint(1, 4)
        first: list[Any] = [tables[:cut]] if cut > 1 else [tables[0]]
        middle = self.chance.sample(["agreements", "moves", *first, *tables[cut:]], 7 - cut + 1)
        return [*middle, *self.one(["breaches", "drift"], ["drift", "breaches"]), "endings"]

    def triggers(self) -> list[dict[str, Any]]:
        runs = [f"echo({self.one(*TOPICS)})", "news", f"sums({self.one(*ROLES)})"]
        steps = ("moves", "agreements", "drift", "news")
        return [
            {
                "id": f"trigger_{index}",
                "step": self.one(*steps),
                "if": self.condition(),
                "run": run,
                "once": self.one("run", "turn"),
                "because": BECAUSE,
            }
            for index, run in enumerate(runs)
        ]

    def roles(self) -> dict[str, Any]:
        needs = {"north": ["truce"], "south": ["truce", "pact"], "east": ["pact"]}
        orders = {
            "north": ["invite(peace)", "invite(trade)", "press(south)", "press(east)", "calm"],
            "south": ["letter(north, war)", "letter(east, peace)", "cool"],
            "east": ["appeal", "quiet_talk(north)", "quiet_talk(south)"],
        }
        answers = {"north": ("letter", "quiet_talk"), "south": ("invite", "quiet_talk"), "east": ("letter",)}
        asked = {"north": ("question", "joint_question"), "south": ("joint_question", "storm"), "east": ()}
        found: dict[str, Any] = {}
        for role in ROLES:
            doctrine: dict[str, Any] = {
                "orders": [
                    {"order": order, **({"if": self.condition(1)} if self.often(0.7) else {})}
                    for order in self.chance.sample(orders[role], len(orders[role]))
                ],
                "proposes": [
                    {
                        "agreement": name,
                        "terms": self.terms() if name == "truce" else {},
                        **({"if": self.condition(1)} if self.often() else {}),
                    }
                    for name in needs[role]
                ],
                "signs": {name: self.one(True, self.condition(1)) for name in ("truce", "pact")},
                "leaves": {name: self.condition(1) for name in needs[role] if self.often(0.7)},
                "answers": {
                    **{name: f"accept if {self.condition(1)} else refuse" for name in answers[role]},
                    **{
                        name: f"give if {self.condition(1)} else resist"
                        for name in asked[role]
                        if self.often(0.8)
                    },
                },
            }
            if self.often(0.6):
                listed = self.chance.sample(orders[role], 2)
                doctrine["urgent"] = {
                    "if": self.condition(1),
                    "orders": [{"order": order, "if": self.condition(1)} for order in listed],
                }
            goal = {"title": "A goal", "because": BECAUSE}
            found[role] = {
                "title": role.title(),
                "code": role[:3].upper(),
                "income": self.one(1, 2, 3, "1 + talks // 2", "heat", "50"),
                "objectives": [
                    {
                        **{**goal, "id": f"{role}_{index}", "points": index + 2, "if": self.condition()},
                        **({"formats": self.one(["long"], ["short"])} if self.often(0.3) else {}),
                    }
                    for index in range(2)
                ],
                "red_lines": [{**goal, "id": f"{role}_line", "points": -4, "if": self.condition(1)}],
                "card": {"text": "A card.", "because": BECAUSE},
                "doctrine": doctrine,
                "because": BECAUSE,
            }
        return found

    def terms(self) -> dict[str, Any]:
        """Those of a truce, some of them left out."""
        found = {"price": self.chance.randint(0, 90), "watch": self.one(*WATCHES), "about": self.one(*TOPICS)}
        return {name: found[name] for name in self.some(list(found), 0)}

    def move(self, by: str, **more: Any) -> dict[str, Any]:
        found = {"by": by, "title": "A move", "kind": "diplomatic", "cost": self.one(0, 1, 1, 2)}
        if self.often(0.3):
            found["cost"] = self.one(
                *("heat // 4", "talks", "2 - talks", "1 if heat >= 5 else 0", "times(cool) % 3"),
                *("2 if since(press) <= 1 else 1", "min(turn - 1, 2) * times(calm)", "99 * heat"),
            )
        if self.often(0.4):
            found["limit"] = self.one({"every": 2}, {"every": 3}, {"run": 2}, {"every": 2, "run": 3})
        return {**found, "because": BECAUSE, **more}

    def moves(self) -> dict[str, Any]:
        topic = {"topic": TOPICS[:2]}
        asking = {"question": "Well?"}
        free = ["news", f"echo({self.one(*TOPICS)})", f"echo({self.one(*TOPICS)})", "sums(actor)"]
        return {
            "invite": self.move(
                "north",
                **asking,
                to="south",
                tags=["contact"],
                choose={"topic": list(TOPICS[:2])},
                asks={"south": list(SAID)},
                run=self.one("reply(topic)", ["reply(topic)", "news"]),
                on={
                    "good": self.effects(
                        [*free, "echo(topic)", "deep"], [*ROLES, "actor"], words={"mood": ["topic"]}
                    ),
                    "bad": self.effects(["news"], [*ROLES, "actor"], share=0.2),
                },
                **{"if": self.condition(1, topic)},
            ),
            "press": self.move(
                "north",
                to={"ally": ["south", "east", "north"]},
                tags=["loud"],
                excludes=["calm"],
                then=self.effects(["echo(war)", "sums(ally)"], [*ROLES, "ally", "actor"]),
                run=self.one([], "sums(ally)", ["sums(ally)", "echo(war)", "echo(peace)"]),
                **{"if": self.condition(1, {"ally": ROLES})},
            ),
            "calm": self.move("north", to="self", tags=["contact"], excludes=["press"], then={"heat": -1}),
            "letter": self.move(
                "south",
                **asking,
                to="all",
                tags=["contact"],
                choose={"via": ["north", "east"], "topic": list(TOPICS)},
                consent={"via": list(SAID)},
                run=self.one("reply(topic)", ["deep", "reply(topic)"]),
                on={"good": self.effects(["news"], [*ROLES, "via"])},
                then=self.effects(share=0.2),
            ),
            "cool": self.move("south", to=["north", "east"], then=self.effects(["news"]), tags=["loud"]),
            "appeal": self.move(
                "east",
                **asking,
                to="all",
                asks={"control": list(SAID)},
                run="deep",
                then=self.effects(share=0.2),
            ),
            "quiet_talk": self.move(
                "east",
                **asking,
                to={"host": ["north", "south"]},
                consent={"host": list(SAID)},
                then=self.effects(["sums(host)"], [*ROLES, "host"]),
                tags=["contact"],
                **{"if": self.condition(1)},
            ),
        }

    def bands(self, faces: int, effects: Any, outcomes: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Rows that cover all totals, some of them with an outcome."""
        cuts = sorted(self.chance.sample(range(2, faces), 2))
        rolls = (f"..{cuts[0]}", f"{cuts[0] + 1}..{cuts[1]}", f"{cuts[1] + 1}..")
        return [
            {
                "id": name,
                "roll": roll,
                "say": "So.",
                "then": effects(),
                **({"outcome": name} if name in outcomes else {}),
            }
            for name, roll in zip(("bad", "fine", "good"), rolls, strict=True)
        ]

    def modifiers(self, domains: Domains | None = None) -> dict[str, str]:
        return {
            f"{self.chance.choice((-3, -2, -1, 1, 2, 3)):+} if {self.condition(1, domains)}": "Why."
            for _ in range(self.chance.randint(1, 4))
        }

    def table(self, **more: Any) -> dict[str, Any]:
        return {"title": "A table", "because": BECAUSE, **more}

    def tables(self) -> dict[str, Any]:
        topics = {"topic": TOPICS}
        reading = {**topics, "answer": SAID, "actor": ROLES}
        further = ["news", "echo(topic)", f"echo({self.one(*TOPICS)})", "sums(actor)", "deep"]
        found = {
            "reply": self.table(
                given={"topic": list(TOPICS)},
                dice="2d6",
                modifiers=self.modifiers(reading),
                rows=[
                    {
                        "id": "no",
                        "if": f"{self.condition(1, reading)} and answer == refuse",
                        "say": "No.",
                        "outcome": "bad",
                        "then": self.effects(["news"], [*ROLES, "actor"], share=0.2),
                    },
                    *self.bands(
                        12,
                        lambda: self.effects(
                            further, [*ROLES, "actor"], words={"mood": ["topic"]}, share=0.25
                        ),
                        ("good", "bad"),
                    ),
                ],
            ),
            "deep": self.table(
                dice="1d6",
                cap=self.one(0, 1, 3),
                modifiers=self.modifiers({"actor": ROLES}),
                rows=self.bands(
                    6, lambda: self.effects(["news", "echo(war)"], [*ROLES, "actor"]), self.one((), ("bad",))
                ),
            ),
            "echo": self.table(
                given={"what": list(TOPICS)},
                dice=self.one("1d6", "2d6"),
                modifiers=self.modifiers({"what": TOPICS}),
                rows=[
                    {"id": "none_heard", "if": self.condition(1, {"what": TOPICS}), "say": "Nothing."},
                    *self.bands(6, lambda: self.effects(["news"], words={"mood": ["what"]}, share=0.2)),
                ],
            ),
            "sums": self.table(
                given={"who": list(ROLES)},
                hit="collect",
                rows=[
                    {
                        "id": f"row_{index}",
                        **({"if": self.condition(1, {"who": ROLES})} if self.often(0.8) else {}),
                        "say": "So.",
                        "then": self.effects(["news"], [*ROLES, "who"], share=0.2),
                    }
                    for index in range(3)
                ],
            ),
            "news": self.table(
                shared=self.often(0.8),
                dice=self.one("none", "1d6"),
                rows=[{"id": "loud", "if": self.condition(1), "say": "Loud.", "tags": ["loud"]}],
            ),
            "drift": self.table(
                hit="collect",
                rows=[
                    {
                        "id": f"row_{index}",
                        "if": self.condition(1),
                        "say": "So.",
                        "then": self.effects(["news"]),
                    }
                    for index in range(3)
                ],
            ),
        }
        quiet = {"id": "quiet", "say": "Quiet.", "then": self.effects(share=0.2)}
        if found["news"]["dice"] == "none":
            found["news"]["rows"] += [{**quiet, "if": self.condition(1)}, {"id": "rest", "say": "Rest."}]
        else:
            low = {"id": "low", "roll": "..2", "say": "Low.", "then": self.effects(share=0.2)}
            found["news"]["rows"] += [low, {**quiet, "roll": "3.."}]
        return found

    def injects(self) -> dict[str, Any]:
        said = {"title": "News", "text": "So.", "from": "Press", "type": "political", "because": BECAUSE}
        runs = ["news", f"echo({self.one(*TOPICS)})", f"sums({self.one(*ROLES)})"]

        def asks(of: list[str], *, joint: bool) -> dict[str, Any]:
            return {
                "of": of,
                "question": "Well?",
                "joint": joint,
                "answers": {
                    "give": {"title": "Give", "then": self.effects(runs)},
                    "resist": {"title": "Resist", "then": self.effects(runs)},
                },
                "default": self.one("give", "resist"),
            }

        return {
            "note": {
                **said,
                "mode": "timetable",
                "choose": {"size": ["small", "large"], "about": list(TOPICS)},
                "then": self.effects([*runs, "echo(about)"], words={"mood": ["about"]}),
                **({"if": self.condition(1)} if self.often() else {}),
                **({"unless": self.condition(1)} if self.often(0.4) else {}),
            },
            "question": {**said, "mode": "timetable", "asks": asks(["north"], joint=False)},
            "joint_question": {
                **said,
                "mode": "timetable",
                "asks": asks(["north", "south"], joint=self.often(0.7)),
                "tags": ["contact"],
            },
            "storm": {
                **said,
                "mode": "triggered",
                "times": self.one(1, 2, 3),
                "if": self.condition(1),
                "asks": asks(["south"], joint=False),
                "then": self.effects(runs),
            },
            "flood": {
                **said,
                "mode": "triggered",
                "if": self.condition(1),
                "unless": self.condition(1),
                "then": self.effects(runs),
            },
            "rumour": {**said, "mode": "offered", "then": self.effects(runs)},
        }

    def agreements(self) -> dict[str, Any]:
        runs = ["echo(about)", "echo(about)", "echo(war)", "news", "sums(east)"]
        formulas = ["-price", "price", "price - heat", "2 * price"]
        words = {"mood": ["about", f"about if {self.condition(0)} else war"], "course": ["wild"]}

        def deal() -> dict[str, Any]:
            return self.effects(runs, formulas=formulas, words=words)

        return {
            "truce": {
                "title": "Truce",
                "needs": ["north", "south"],
                "because": BECAUSE,
                "terms": {"price": "0..90", "watch": list(WATCHES), "about": list(TOPICS)},
                "may": {"east": {"as": "watches", "then": deal()}},
                "then": deal(),
                "while": {
                    "freeze": self.one("heat", ["heat", f"stock if {self.condition(1)}"], "trust(east)"),
                    "floor": {"talks": self.chance.randint(0, 4), "trust(south)": 2},
                },
                "after": {
                    "turns": self.one(1, 2, 3),
                    "then": deal(),
                    "ends": self.often(),
                    **({"unless": self.condition(1)} if self.often() else {}),
                },
                "breach": {"if": self.condition(1), "then": deal(), "ends": self.often(0.7)},
                "leave": {"any": deal(), **({"north": deal()} if self.often() else {})},
                "tags": ["contact"],
                **({"if": self.condition(1)} if self.often(0.6) else {}),
            },
            "pact": {
                "title": "Pact",
                "needs": ["south", "east"],
                "because": BECAUSE,
                "may": {"north": {"as": "agrees"}},
                "then": self.effects(["news", "news"]),
                "while": {"freeze": f"trust(south) if {self.condition(1)}", "floor": {"heat": 3}},
                "if": self.one("not in_force(truce)", self.condition(1)),
                **(
                    {"breach": {"if": self.condition(1), "then": self.effects(["sums(south)"])}}
                    if self.often()
                    else {}
                ),
            },
        }

    def endings(self) -> list[dict[str, Any]]:
        base = {"title": "An ending", "because": BECAUSE}
        held = self.one("heat >= 9", "talks == 0", "hot")
        return [
            {
                **{**base, "id": "stop", "kind": "stop", "score_cap": 2},
                **self.one(
                    {"if": f"held({held}, {self.one(2, 3)})"}, {"if": held, "after": self.one(1, 2, 3)}
                ),
            },
            {
                **{
                    **base,
                    "id": "deal",
                    "kind": "final",
                    "if": self.condition(1),
                    "score_cap": self.one(3, 0),
                },
                **({"formats": self.one(["long"], ["short"])} if self.often(0.5) else {}),
            },
            {**base, "id": "rest", "kind": "final"},
        ]
