"""Scrambles everything in a run that one seat may not know, by the rules of the design and nothing of views.

Who may know what is worked out here from the exercise as it is written: this file must not ask the engine's
own `Viewer` or `Readers`, since it is there to find them wrong. What is released to the seat stays as it is;
everything else is changed, dropped or added to, and the result is folded afresh.
"""

import ast
import re
from copy import deepcopy
from itertools import product
from random import Random
from types import SimpleNamespace
from typing import Any

import msgspec

from engine.play import events as happened
from engine.play.events import Event
from engine.play.script import Script, ScriptedTurn
from engine.record.folded import Record
from engine.rules.changes import Change
from engine.rules.exercise import Exercise
from engine.rules.load import from_data
from tests.naive import Names, value

PUBLIC = "public"
FRESH = "scrambled"
SWITCHES = ("set", "clear", "open", "close")


def listed(value_: Any) -> list[Any]:
    return value_ if isinstance(value_, list) else [value_]


class Knowledge:
    """What one seat can know of an exercise, from its data."""

    def __init__(self, data: dict[str, Any], seat: str) -> None:
        self.data, self.seat = data, seat
        self.roles = list(data["roles"])
        self.tables: dict[str, bool] = {}
        self.known: dict[str, bool] = {}
        self.read_tables()

    def among(self, roles: Any) -> bool:
        """Whether what these roles know is known here: the public knows what everybody does."""
        if roles == "all":
            return True
        known = set(roles)
        return known >= set(self.roles) if self.seat == PUBLIC else self.seat in known

    def entry(self, slot: str) -> dict[str, Any] | None:
        head = slot.partition("(")[0]
        for group in ("tracks", "flags", "tokens"):
            if head in self.data.get(group, {}):
                return self.data[group][head]  # type: ignore[no-any-return]
        return None

    def reads(self, slot: str) -> bool:
        """Whether the exact value of a slot of the state is known."""
        if slot not in self.known:
            self.known[slot] = self.find(slot)
        return self.known[slot]

    def find(self, slot: str) -> bool:
        head, _, rest = slot.partition("(")
        inner = rest.removesuffix(")")
        entry = self.entry(slot)
        if entry is not None:
            seen = entry.get("seen_by", "all")
            return self.among([inner] if seen == "holder" else seen)
        if head == "capital":
            return self.seat == inner
        if head == "crossed":
            lines = {role: entry.get("red_lines", []) for role, entry in self.data["roles"].items()}
            return self.among(
                [role for role, entries in lines.items() if inner in [entry["id"] for entry in entries]]
            )
        if head in ("times", "last"):
            return self.happened(inner)
        if head == "set":
            return self.reads(inner)
        if head == "held":
            return self.follows(inner, {})
        return True

    def bands(self, slot: str) -> list[tuple[int, int]]:
        found = [text.split("..") for text in (self.entry(slot) or {}).get("others_see", {}).values()]
        return [(int(low), int(high)) for low, high in found]

    # What can have happened

    def arguments(self, move: str, words: list[str]) -> dict[str, str]:
        entry = self.data["moves"][move]
        names = [*(entry["to"] if isinstance(entry.get("to"), dict) else []), *entry.get("choose", {})]
        return dict(zip(names, words, strict=True))

    def order_known(self, move: str, words: list[str]) -> bool:
        """Whether this order is always known here when it is carried out, even in secret."""
        entry, given = self.data["moves"][move], self.arguments(move, words)
        if entry.get("secret", "no") == "no":
            return True
        known = {
            entry["by"],
            *(given.get(name, name) for name in (*entry.get("asks", {}), *entry.get("consent", {}))),
        }
        if entry["secret"] != "covert":
            to = entry.get("to", "all")
            if to == "all":
                known |= set(self.roles)
            elif isinstance(to, dict):
                known.add(given[next(iter(to))])
            elif to != "self":
                known |= set(listed(to))
        return self.among(known & set(self.roles))

    def orders_of(self, move: str) -> list[list[str]]:
        entry = self.data["moves"][move]
        to = entry["to"] if isinstance(entry.get("to"), dict) else {}
        return [list(words) for words in product(*{**to, **entry.get("choose", {})}.values())]

    def inject_known(self, name: str) -> bool:
        entry = self.data["injects"][name]
        to = entry.get("to", "all")
        return to == "all" or self.among([*to, *entry.get("notice", [])])

    def happened(self, key: str) -> bool:
        group, dot, name = key.partition(".")
        head, _, rest = key.partition("(")
        if dot and group == "tag":
            return all(self.tagged(name))
        if dot and group == "overdue":
            return self.reads(name) if "(" in name or self.entry(name) is None else self.family_read(name)
        if dot and group in self.data["tables"]:
            row = next(row for row in self.data["tables"][group]["rows"] if row["id"] == name)
            return self.row_known(group, row)
        if head in self.data["moves"]:
            words = [word.strip() for word in rest.removesuffix(")").split(",")] if rest else None
            return all(
                self.order_known(head, given) for given in ([words] if words else self.orders_of(head))
            )
        if key in self.data.get("injects", {}):
            return self.inject_known(key)
        return True

    def family_read(self, token: str) -> bool:
        each = self.data["tokens"][token].get("each")
        members = (
            [token]
            if each is None
            else [f"{token}({role})" for role in (self.roles if each == "roles" else each)]
        )
        return all(self.reads(member) for member in members)

    def tagged(self, tag: str) -> list[bool]:
        data = self.data
        found = [self.happened(name) for name, move in data["moves"].items() if tag in move.get("tags", [])]
        found += [
            self.inject_known(name)
            for name, entry in data.get("injects", {}).items()
            if tag in entry.get("tags", [])
        ]
        for name, table in data["tables"].items():
            found += [self.row_known(name, row) for row in table["rows"] if tag in row.get("tags", [])]
        return found

    def row_known(self, table: str, row: dict[str, Any]) -> bool:
        """Whether this seat always knows when a row applies, whatever the table was given."""
        if "to" not in row:
            return self.tables[table]
        given = self.data["tables"][table].get("given", {})
        actors = {
            move["by"]
            for move in self.data["moves"].values()
            if table in [run.partition("(")[0].strip() for run in listed(move.get("run", []))]
        }
        named = [set(given.get(name, actors if name == "actor" else [name])) for name in row["to"]]
        return "all" in row["to"] or self.among(
            {role for roles in named if len(roles) == 1 for role in roles}
        )

    def read_tables(self) -> None:
        """Which tables this seat always knows of: those that only what it knows can run."""
        data = self.data
        self.tables = dict.fromkeys(data["tables"], True)
        for name, move in data["moves"].items():
            known = all(self.order_known(name, words) for words in self.orders_of(name))
            runs = [*listed(move.get("run", [])), *listed(move.get("then", {}).get("run", []))]
            runs += [run for effects in move.get("on", {}).values() for run in listed(effects.get("run", []))]
            self.withhold(runs, known)
        argued = data.get("argued")
        if argued:
            self.withhold([argued.get("table", "argument")], argued.get("secret", "optional") == "no")
        for name, inject in data.get("injects", {}).items():
            runs = listed(inject.get("then", {}).get("run", []))
            for answer in inject.get("asks", {}).get("answers", {}).values():
                runs += listed(answer.get("then", {}).get("run", []))
            self.withhold(runs, self.inject_known(name))
        for _ in self.tables:
            for name, table in data["tables"].items():
                for row in table["rows"]:
                    self.withhold(listed(row.get("then", {}).get("run", [])), self.row_known(name, row))

    def withhold(self, runs: list[str], known: bool) -> None:
        for run in runs:
            name = run.partition("(")[0].strip()
            self.tables[name] = self.tables[name] and known

    # What an expression tells

    def follows(self, text: Any, given: dict[str, Any]) -> bool:
        """Whether every input of an expression, with these arguments, can be read."""
        if isinstance(text, bool | int):
            return True
        return self.follow(ast.parse(str(text).strip(), mode="eval").body, given)

    def settled(self, node: ast.expr, given: dict[str, Any]) -> Any:
        """What a part comes to whatever the state, or None: a comparison of arguments with words."""
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        calls = any(isinstance(part, ast.Call | ast.Attribute) for part in ast.walk(node))
        owned = {
            *self.data["tracks"],
            *self.data.get("flags", {}),
            *self.data.get("tokens", {}),
            "turn",
            "month",
        }
        owned |= {*self.data.get("define", {}), *self.data.get("derived", {})}
        if calls or not names or names & (owned - set(given)):
            return None
        return value(ast.unparse(node), Names(self.data, {"turn": 0}), **given)

    def follow(self, node: ast.expr, given: dict[str, Any]) -> bool:
        settled = self.settled(node, given)
        if settled is not None and not isinstance(settled, str):
            return True
        if isinstance(node, ast.BoolOp):
            absorbing = isinstance(node.op, ast.Or)
            parts = [self.settled(part, given) for part in node.values]
            if any(part is not None and bool(part) is absorbing for part in parts):
                return True
            return all(self.follow(part, given) for part in node.values)
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and self.at_edge(node):
            return True
        if isinstance(node, ast.Name):
            name = given.get(node.id, node.id)
            if node.id in given or name in ("turn", "month"):
                return True
            derived = self.data.get("derived", {})
            text = derived[name]["value"] if name in derived else self.data.get("define", {}).get(name)
            return self.follows(text, {}) if text is not None else self.reads(name)
        if isinstance(node, ast.Attribute):
            return True
        if isinstance(node, ast.Call):
            head = ast.unparse(node.func)
            if head in ("played", "times", "since", "in_force"):
                key = re.sub(r"\w+", lambda word: str(given.get(word[0], word[0])), ast.unparse(node.args[0]))
                return self.happened(key)
            if head in ("min", "max", "held"):
                return all(self.follow(part, given) for part in node.args)
            word = ast.unparse(node.args[0])
            return self.reads(f"{head}({given.get(word, word)})")
        return all(
            self.follow(part, given) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)
        )

    def at_edge(self, node: ast.Compare) -> bool:
        """Whether a comparison of a banded track with a number comes out alike all over every band."""
        sides = [node.left, node.comparators[0]]
        tracks = [side for side in sides if isinstance(side, ast.Name) and side.id in self.data["tracks"]]
        numbers = [side for side in sides if isinstance(side, ast.Constant)]
        if len(tracks) != 1 or len(numbers) != 1 or not self.bands(tracks[0].id):
            return False
        text, name = ast.unparse(node), tracks[0].id
        for low, high in self.bands(name):
            found = {eval(text, {"__builtins__": {}}, {name: at}) for at in range(low, high + 1)}
            if len(found) > 1:
                return False
        return True

    def explains(self, table: str, given: dict[str, Any]) -> bool:
        """Whether everything that a table with these arguments could read is readable, and nothing lies."""
        entry = self.data["tables"][table]
        texts = [text.partition(" if ")[2] for text in entry.get("modifiers", {})]
        texts += [row.get("if", True) for row in entry["rows"]]
        return all(self.follows(text, given) for text in texts) and not self.lies(table, given)

    def lies(self, table: str, given: dict[str, Any]) -> bool:
        """Whether a row of this call, or what an order makes of it, may tell a falsehood."""
        sources = [row.get("then", {}) for row in self.data["tables"][table]["rows"]]
        for move in self.data["moves"].values():
            if given.get("actor") in (None, move["by"]) and any(
                self.calls(run, move, table, given) for run in listed(move.get("run", []))
            ):
                sources += [move.get("then", {}), *move.get("on", {}).values()]
        tells = [tell for effects in sources for tell in listed(effects.get("tell", []))]
        return any(tell.get("as") == "false" for tell in tells)

    def calls(self, run: str, move: dict[str, Any], table: str, given: dict[str, Any]) -> bool:
        """Whether a move's `run` can be a call of this table with these arguments."""
        head, _, rest = run.partition("(")
        words = [word.strip() for word in rest.removesuffix(")").split(",")] if rest else []
        to = move["to"] if isinstance(move.get("to"), dict) else {}
        choices = {**to, **move.get("choose", {})}
        wanted = [given[name] for name in self.data["tables"][table].get("given", {})]
        return head.strip() == table and all(
            want in choices.get(word, [word]) for want, word in zip(wanted, words, strict=True)
        )


class Scrambler:
    """One run as it could just as well have been, for all that one seat was told."""

    def __init__(self, exercise: Exercise, seat: str, lines: list[list[Event]], seed: object) -> None:
        self.exercise, self.data, self.seat = exercise, exercise.data, seat
        self.knows = Knowledge(exercise.data, seat)
        self.salt, self.chance = f"{seat}.{seed}", Random(f"{seat}.{seed}")
        self.hidden = [name for name in exercise.slots if not self.knows.reads(name)]
        self.unseen = [name for name in self.hidden if self.knows.entry(name)]
        self.others = [role for role in exercise.roles if role != seat]
        everything = [event for line in lines for event in line]
        self.traces = any(
            isinstance(event, happened.Disclosed) and event.what != "nothing" for event in everything
        )
        self.paths: dict[str, bool] = {}
        """Which causes of this turn are known."""
        self.remembered: list[dict[str, bool]] = []
        """The same after each line, for games taken back."""
        self.letters = {
            event.message
            for event in everything
            if isinstance(event, happened.Delivered | happened.Exposed) and self.knows.among(event.to)
        }
        self.answers_told = {
            (event.sender, event.says)
            for event in everything
            if isinstance(event, happened.Messaged)
            and self.knows.among({event.sender, *event.to, *event.read_by})
        }
        self.unsigned_again = {event.proposal for event in everything if isinstance(event, happened.Unsigned)}
        announced = {event.proposal for event in everything if isinstance(event, happened.Announced)}
        proposed = [event for event in everything if isinstance(event, happened.Proposed)]
        self.party = {
            event.proposal
            for event in proposed
            if self.knows.among({event.by, *event.parties, *event.invites}) and seat != PUBLIC
        }
        public = {event.proposal for event in proposed if event.agreement and event.proposal in announced}
        self.kept = self.party | public
        if seat == PUBLIC:
            self.party = {
                event.proposal
                for event in proposed
                if self.knows.among({event.by, *event.parties, *event.invites})
            }
            self.kept |= self.party
        self.objectives = {
            event.value
            for event in everything
            if isinstance(event, happened.Told) and event.what == "objective"
        }
        self.read_injects = {
            event.inject
            for event in everything
            if isinstance(event, happened.Released) and self.knows.among(event.knows)
        }

    # Values

    def random(self, *what: object) -> Random:
        return Random(f"{self.salt}.{what}")

    def mask(self, slot: str, now: int) -> int:
        """Another value that this seat could not tell from the one that stands."""
        if self.knows.reads(slot):
            return now
        chance, head = self.random(slot, now), slot.partition("(")[0]
        low, high = self.exercise.vocabulary.bounds[self.exercise.slots[slot]]
        if head in self.data["tracks"]:
            for bottom, top in self.knows.bands(slot):
                if bottom <= now <= top:
                    return (
                        self.random(slot, bottom).randint(bottom, top)
                        if top - bottom > 1
                        else bottom + top - now
                    )
            return low + high - now if chance.random() < 0.8 else chance.randint(low, high)
        if head in ("last", "set"):
            return chance.randint(0, 3)
        if head in self.data.get("tokens", {}):
            return 0 if now else chance.randint(1, 9)
        if slot in self.exercise.vocabulary.domains:
            return self.exercise.vocabulary.words[chance.choice(self.exercise.vocabulary.domains[slot])]
        return chance.randint(low, min(high, 9)) if high > 1 else 1 - now

    def changes(self, changes: dict[str, int]) -> dict[str, int]:
        found = {name: self.mask(name, now) for name, now in changes.items()}
        for name in self.chance.sample(self.hidden, min(len(self.hidden), 3)):
            if name.partition("(")[0] not in self.data["tracks"]:
                found.setdefault(name, self.mask(name, self.chance.randint(0, 1)))
        return found

    def text(self) -> str:
        return f"{FRESH} {self.chance.randint(0, 10**9)}"

    def crowd(self, roles: Any = ()) -> list[str]:
        """Others who know: what is public stays public, and what this seat knows it still knows."""
        everybody = list(self.exercise.roles)
        if set(roles) >= set(everybody):
            return everybody
        some = self.chance.sample(self.others, self.chance.randint(1, len(self.others) - 1))
        return [*some, self.seat] if self.seat in roles else some

    def orders(self, role: str) -> list[dict[str, Any]]:
        keys = [order.key for order in self.exercise.orders_of[role]]
        return [{"order": key, "cost": 0} for key in self.chance.sample(keys, min(2, len(keys)))]

    def sees(self, change: Change) -> bool:
        """Whether an effect of a ruling is on something that can be read here."""
        return self.knows.reads(change.slot)

    def effects(self, changes: list[Change], told: bool = False) -> list[Change]:
        kept = [change for change in changes if self.sees(change) and not (told and change.verb in SWITCHES)]
        hidden = self.chance.sample(self.unseen, min(1, len(self.unseen)))
        return [*kept, *(Change("add", name, 1) for name in hidden)]

    # Events

    def known_path(self, path: str) -> bool:
        """Whether a cause is known: the ruling itself, and what had it ruled on."""
        root, _, rest = path.partition(">")
        if path not in self.paths and path.startswith("inject."):
            path = path.partition(":")[0]
        if root.startswith("inject."):
            root = root.partition(":")[0]
        public = root.startswith(("agreement.", "trigger.", "drift", "start")) or root == "turn"
        return self.paths.get(path, public) and (not rest or self.paths.get(root, public))

    def line(self, events: list[Event]) -> list[Event]:
        """One line of the log as it could have been."""
        found: list[Event] = []
        for event in events:
            change = getattr(self, type(event).__name__.lower(), None)
            result = change(event) if change else event
            found += [] if result is None else [result]
        self.remembered.append(dict(self.paths))
        return found

    def began(self, event: happened.Began) -> Event:
        script = Script({f"{self.chance.randint(1, 9)}": ScriptedTurn()}, [self.text()])
        return msgspec.structs.replace(event, changes=self.changes(event.changes), script=script)

    def turnbegan(self, event: happened.TurnBegan) -> Event:
        self.paths.clear()
        return msgspec.structs.replace(event, changes=self.changes(event.changes))

    def stepped(self, event: happened.Stepped) -> Event | None:
        causes = {}
        for name, paths in event.causes.items():
            kept = [path for path in paths if self.known_path(path)]
            causes[name] = [*kept, *([f"{FRESH}.path"] if self.chance.random() < 0.5 else [])]
        return msgspec.structs.replace(event, changes=self.changes(event.changes), causes=causes, step=FRESH)

    def ruled(self, event: happened.Ruled) -> Event | None:
        audience = event.knows if event.to is None else event.to
        known = self.paths[event.path] = self.knows.among(audience)
        crowd = self.crowd(audience)
        if not known:
            if self.chance.random() < 0.5:
                return None
            rows = [row["id"] for row in self.data["tables"][event.table]["rows"]]
            return msgspec.structs.replace(
                event,
                knows=crowd,
                to=None,
                path=f"{FRESH}.path",
                row=self.chance.choice(rows),
                effects=self.effects([]),
            )
        call = next(
            call
            for call in self.exercise.calls.values()
            if call.key == event.call and call.actor in (None, event.path.partition(".")[0])
        )
        given = {**call.arguments, "actor": call.actor, "answer": call.answer}
        changed: dict[str, Any] = {
            "knows": crowd if event.to is None else self.crowd(event.knows),
            "to": None if event.to is None else crowd,
            "step": FRESH,
            "inputs": {FRESH: 1},
            "effects": self.effects(event.effects, event.told),
        }
        if not self.known_path(event.cause) and event.cause != event.step:
            keys = [f"{role}.{order.key}" for role in self.others for order in self.exercise.orders_of[role]]
            changed["cause"] = self.chance.choice([key for key in keys if not self.paths.get(key)])
        if event.told:
            shown = [change for change in event.effects if self.sees(change) and change.verb not in SWITCHES]
            twins = [
                row for row in self.data["tables"][event.table]["rows"] if row.get("then", {}).get("tell")
            ]
            changed |= {"row": self.chance.choice(twins)["id"] if twins else event.row, "effects": shown}
        if not self.traces:
            changed |= {"replaced": self.chance.choice((None, event.row)), "reason": self.text()}
        if event.told or (not self.traces and not self.knows.explains(event.table, given)):
            changed |= {"modifiers": [], "sum": 0, "odds": {}, "typed": self.chance.random() < 0.5}
            changed |= {"dice": self.chance.choice(([1, 1], [6], [])), "total": 3}
        return msgspec.structs.replace(event, **changed)

    def carried(self, event: happened.Carried) -> Event | None:
        known = self.paths[f"{event.role}.{event.order}"] = self.knows.among(event.knows)
        if known:
            return msgspec.structs.replace(
                event, knows=self.crowd(event.knows), effects=self.effects(event.effects)
            )
        role = self.chance.choice(self.others)
        order = self.orders(role)
        if not order or self.chance.random() < 0.4:
            return None
        path = order[0]["order"]
        self.paths.setdefault(f"{role}.{path}", False)
        if self.paths[f"{role}.{path}"]:
            return None
        return happened.Carried(role=role, order=path, secret=True, knows=self.crowd())

    def returned(self, event: happened.Returned) -> Event | None:
        if self.seat == event.role:
            return event
        if self.knows.among(event.knows):
            return msgspec.structs.replace(event, cost=self.chance.randint(0, 3))
        return None

    def told(self, event: happened.Told) -> Event | None:
        if self.knows.among(event.to):
            return msgspec.structs.replace(
                event, to=self.crowd(event.to), false=not event.false, path=FRESH, once=""
            )
        return msgspec.structs.replace(event, to=self.crowd(), value=0) if event.what != "objective" else None

    def delivered(self, event: happened.Delivered) -> Event | None:
        return event if self.knows.among(event.to) else None

    def exposed(self, event: happened.Exposed) -> Event | None:
        return msgspec.structs.replace(event, to=self.crowd(event.to)) if self.knows.among(event.to) else None

    def opened(self, event: happened.Opened) -> Event | None:
        return msgspec.structs.replace(event, source=FRESH) if event.role == self.seat else None

    def overdue(self, event: happened.Overdue) -> Event | None:
        return event if self.knows.reads(event.token) else None

    def finished(self, event: happened.Finished) -> Event:
        scores = {role: score if role == self.seat else score + 1 for role, score in event.scores.items()}
        ending = next(entry for entry in self.data["endings"] if entry["id"] == event.ending)
        said = [
            place
            for place, sentence in enumerate([*ending.get("sentences", []), *self.data.get("sentences", [])])
            if (place in event.said) is self.knows.follows(sentence["if"], {})
        ]
        return msgspec.structs.replace(event, scores=scores, objectives={}, said=said)

    def released(self, event: happened.Released) -> Event | None:
        known = self.paths[f"inject.{event.inject}"] = self.knows.among(event.knows)
        if not known:
            return None
        text = self.data["injects"][event.inject]["text"]
        told = isinstance(text, dict) and not set(text) & set(self.data["languages"])  # by what was chosen
        return msgspec.structs.replace(
            event,
            to=self.crowd(event.to),
            knows=self.crowd(event.knows),
            choices=event.choices if told else {},
            capacity=FRESH,
            reason=self.text(),
        )

    def improvised(self, event: happened.Improvised) -> Event | None:
        known = self.paths[f"inject.{event.inject}"] = self.knows.among(event.to)
        if known:
            unread = {"effects": [FRESH], "expect": self.text(), "because": [FRESH], "reason": self.text()}
            return msgspec.structs.replace(event, to=self.crowd(event.to), **unread)
        return happened.Improvised(inject="X99", text=self.text(), to=self.crowd(), sender=self.text())

    def shelved(self, event: happened.Shelved) -> Event | None:
        return None

    def ordered(self, event: happened.Ordered) -> Event | None:
        if event.role == self.seat:
            return event
        role = self.chance.choice(self.others)
        return happened.Ordered(role=role, orders=self.orders(role), sealed=self.chance.random() < 0.5)

    def rejected(self, event: happened.Rejected) -> Event | None:
        return event if event.role == self.seat else None

    def locked(self, event: happened.Locked) -> Event:
        found = {role: orders for role, orders in event.orders.items() if role == self.seat}
        for role in self.chance.sample(self.others, len(self.others) // 2):
            found[role] = self.orders(role)
        late = {field: self.late(getattr(event, field)) for field in ("drafts", "left", "silent")}
        return happened.Locked(orders=found, changes=self.changes(event.changes), **late)

    def late(self, roles: list[str]) -> list[str]:
        """Other seats that had not sealed."""
        return [*self.chance.sample(self.others, 1), *([self.seat] if self.seat in roles else [])]

    def published(self, event: happened.Published) -> Event:
        endings = [entry["id"] for entry in self.data["endings"]]
        return msgspec.structs.replace(event, ending=self.chance.choice(endings)) if event.ending else event

    def sought(self, event: happened.Sought) -> Event | None:
        return event if event.role == self.seat else None

    def declined(self, event: happened.Declined) -> Event | None:
        return event if event.role == self.seat else None

    def asked(self, event: happened.Asked) -> Event | None:
        return msgspec.structs.replace(event, knows=[]) if event.to == self.seat else None

    def answered(self, event: happened.Answered) -> Event | None:
        return event if event.question.rpartition("?")[2] == self.seat else None

    def proposed(self, event: happened.Proposed) -> Event | None:
        if event.proposal in self.party:
            return event
        if event.proposal not in self.kept:
            return None
        by = event.by if event.proposal in self.unsigned_again else self.others[0]
        return msgspec.structs.replace(event, by=by, text=self.text(), invites=[], counters="")

    def of_proposal(self, event: Any) -> Event | None:
        return event if event.proposal in self.kept else None

    signed = unsigned = announced = lapsed = of_proposal

    def leaving(self, event: happened.Leaving) -> Event | None:
        return event if self.knows.among(self.data["agreements"][event.agreement]["needs"]) else None

    def stamped(self, event: happened.Stamped) -> Event:
        mark = self.chance.choice(list(self.data["marks"]))
        return happened.Stamped(statement=FRESH, mark=mark, changes=self.changes(event.changes))

    def argued(self, event: happened.Argued) -> Event | None:
        if event.role == self.seat:
            return event
        return self.chance.choice((None, self.plea(self.chance.choice(self.others))))

    def plea(self, role: str) -> happened.Argued:
        """An argued order that another seat has sealed."""
        effects = self.data.get("argued", {"effects": {"tracks": {FRESH: 1}}})["effects"]
        effect = self.chance.choice([*effects.get("tracks", {}), *effects.get("flags", [])])
        return happened.Argued(role=role, effect=effect, title=self.text(), reasons=[self.text()])

    def laid(self, event: happened.Laid) -> Event | None:
        path = f"{event.role}.argued({event.effect})"
        known = self.paths[path] = self.knows.among(event.knows)
        changes = self.changes(event.changes)
        if known:
            return msgspec.structs.replace(event, knows=self.crowd(event.knows), changes=changes)
        words = {"title": self.text(), "text": self.text(), "reasons": [self.text()]}
        other = msgspec.structs.replace(event, knows=[event.role], changes=changes, **words)
        return self.chance.choice((None, other))

    def judged(self, event: happened.Judged) -> Event | None:
        if not self.knows.among(event.knows):
            return None
        reason = event.reason if event.role == self.seat else self.text()
        return msgspec.structs.replace(event, knows=self.crowd(event.knows), reason=reason)

    def nothing(self, event: Event) -> None:
        return None

    overridden = typed = lapsedoverride = written = weighed = nothing

    def messaged(self, event: happened.Messaged) -> Event:
        readers = {event.sender, *event.to, *event.read_by}
        if event.through and not event.sealed:
            readers.add(event.through)
        if self.knows.among(readers):
            return event
        if event.message in self.letters:
            return msgspec.structs.replace(event, to=[], read_by=self.crowd(), sealed=True)
        if event.through == self.seat:
            return msgspec.structs.replace(event, text=self.text(), stock="", read_by=self.crowd())
        return self.gossip(event.message)

    def gossip(self, name: str) -> Event:
        """A message among others, of which this seat learns nothing."""
        crowd = self.crowd()
        return happened.Messaged(message=name, sender=crowd[0], to=crowd[1:], text=self.text(), sealed=True)

    def jotted(self, event: happened.Jotted) -> Event | None:
        if event.role == self.seat:
            return event
        return self.chance.choice((None, happened.Jotted(role=self.others[0], text=self.text())))

    def promised(self, event: happened.Promised) -> Event | None:
        if self.seat != PUBLIC and self.seat in (event.role, *event.to):
            return event
        return self.chance.choice((None, self.vow(f"{FRESH}-{event.promise}", self.others[0])))

    def vow(self, name: str, role: str) -> Event:
        """A promise among others."""
        to = [other for other in self.others if other != role][:1]
        order = self.exercise.orders_of[role][0].key
        return happened.Promised(promise=name, role=role, to=to, order=order, turn=1, text=self.text())

    def guessed(self, event: happened.Guessed) -> Event | None:
        if event.role == self.seat:
            return event
        return self.chance.choice((None, *self.hunch(self.others[0])))

    def hunch(self, role: str) -> list[Event]:
        """A guess of another role, at any card of a third."""
        cards = {card: guess for card, guess in self.data.get("guesses", {}).items() if guess["of"] != role}
        if not cards:
            return []
        card = self.chance.choice(list(cards))
        values = self.data["flags"][cards[card]["slot"]]["one_of"]
        return [happened.Guessed(role=role, guesses={card: self.chance.choice(values[1:])})]

    def worded(self, event: happened.Worded | happened.Initialled) -> Event | None:
        if self.seat != PUBLIC and self.seat in (event.chair, *event.parties):
            return event
        return self.paper()

    initialled = worded

    def paper(self) -> Event:
        """A text on the table of others."""
        return happened.Worded(
            role=self.others[0], chair=self.others[0], parties=self.others[1:2], text=self.text()
        )

    def presided(self, event: happened.Presided) -> Event:
        return msgspec.structs.replace(event, changes=self.changes(event.changes))

    def among_themselves(self, name: str, role: str) -> Event:
        """What the people of another seat write to each other."""
        topic = self.text()
        return happened.Messaged(message=name, sender=role, to=[role], text=self.text(), topic=topic)

    def noted(self, event: happened.Noted) -> Event:
        line = self.chance.randint(0, 40)
        return happened.Noted(text=self.text(), kind="observation", about=FRESH, line=line)

    def rated(self, event: happened.Rated) -> Event | None:
        aim = self.chance.choice([*self.data.get("evaluation", {}), FRESH])
        line = self.chance.randint(1, 40)
        found = happened.Rated(
            objective=aim, rating="U", text=self.text(), links=[line], events=[f"{line}.2"]
        )
        return self.chance.choice((found, None))

    def forecasting(self, event: happened.Forecasting) -> Event | None:
        return self.chance.choice((happened.Forecasting(on=self.chance.random() < 0.5), None))

    def concluded(self, event: happened.Concluded) -> Event | None:
        found = happened.Concluded(about=self.chance.choice(("ending", FRESH)), text=self.text())
        return self.chance.choice((found, None))

    def found(self, event: happened.Found) -> Event | None:
        withdrawn = self.chance.random() < 0.5
        found = happened.Found(finding=FRESH, kind="strength", title=self.text(), withdrawn=withdrawn)
        return self.chance.choice((found, None))

    def planned(self, event: happened.Planned) -> Event | None:
        found = happened.Planned(action=FRESH, text=self.text(), finding=FRESH, owner=self.text())
        return self.chance.choice((found, None))

    def covered(self, event: happened.Covered) -> Event:
        """The marking and the handling stand on everybody's copy, and nothing else of a cover."""
        hidden = ("sponsor", "contact", "organisations", "participants", "summary")
        return msgspec.structs.replace(event, **{name: self.text() for name in hidden})

    def requested(self, event: happened.Requested) -> Event | None:
        if event.role == self.seat:
            return event
        orders = ("", *(order.key for order in self.exercise.orders.values() if order.role != self.others[0]))
        order = self.chance.choice(orders) if event.order else ""
        return happened.Requested(role=self.others[0], text=self.text(), order=order)

    def replied(self, event: happened.Replied) -> Event:
        if self.knows.among(event.to):
            return msgspec.structs.replace(event, to=self.crowd(event.to), request=FRESH)
        return happened.Replied(to=self.crowd(), text=self.text(), request="R01")

    def settled(self, event: happened.Settled) -> Event:
        if event.role == self.seat and event.how != "aside":
            return msgspec.structs.replace(event, request=FRESH)
        how = self.chance.choice(("aside", "aloud", *(["ordered"] if event.order else [])))
        order = self.chance.choice(list(self.exercise.orders)) if how == "ordered" else ""
        return happened.Settled(request="R01", role=self.others[0], how=how, order=order)

    def undone(self, event: happened.Undone) -> Event:
        self.paths = dict(self.remembered[event.line - 1])
        lines = [number for line in event.lines for number in (2 * line - 1, 2 * line)]
        changed = {"line": 2 * event.line, "lines": lines, "reason": self.text(), "takes": {"1": 7}}
        return msgspec.structs.replace(event, **changed)

    def drafts(self, drafts: dict[str, Any]) -> dict[str, Any]:
        """What seats have chosen and not sealed: of others anything, or nothing."""
        own = {self.seat: drafts[self.seat]} if self.seat in drafts else {}
        return {role: self.orders(role) for role in self.chance.sample(self.others, 2)} | own

    def comments(self, comments: dict[str, Any]) -> dict[str, Any]:
        """What seats say of them: of others anything."""
        own = {self.seat: comments[self.seat]} if self.seat in comments else {}
        role = self.chance.choice(self.others)
        return {role: [{"order": "", "text": self.text()}]} | own

    def extra(self, number: int) -> list[Event]:
        """A line that was not there: things of which the seat must notice nothing."""
        role = self.others[number % len(self.others)]
        inject = self.chance.choice(list(self.data.get("injects", {}) or [""]))
        found: list[Event] = [
            happened.Noted(text=self.text()),
            happened.Rated(
                objective=next(iter(self.data.get("evaluation", {})), FRESH), rating="M", text=self.text()
            ),
            happened.Forecasting(on=False),
            happened.Concluded(about="ending", text=self.text()),
            happened.Found(
                finding=f"F{number}", kind="improvement", title=self.text(), links=[1], events=["1.1"]
            ),
            happened.Planned(action=f"A{number}", text=self.text(), finding=f"F{number}"),
            self.gossip(f"{FRESH}-{number}"),
            self.among_themselves(f"{FRESH}-team-{number}", role),
            happened.Jotted(role=role, text=self.text()),
            self.vow(f"{FRESH}-promise-{number}", role),
            *self.hunch(role),
            happened.Requested(role=role, text=self.text()),
            happened.Ordered(role=role, orders=self.orders(role), sealed=True),
            happened.Rejected(role=role, order=self.orders(role)[0]["order"], reason="capital"),
            happened.Opened(role=role, moves=[], cost=0, turn=1, source=FRESH),
            happened.Overridden(ruling=FRESH, replaces=FRESH, row=FRESH, reason=self.text()),
            happened.Typed(ruling=FRESH, dice=[1]),
            self.plea(role),
            happened.Weighed(order=FRESH, counts=[FRESH], reason=self.text()),
            happened.Improvised(inject="X98", text=self.text(), to=self.crowd()),
            happened.Written(inject=f"X{number}", text=self.text(), to=self.crowd(), turn=number % 4),
        ]
        if inject and number % 3 == 0:
            found.append(happened.Shelved(inject=inject, status="skipped", reason=self.text()))
        return found

    # The whole

    def scrambled_data(self) -> dict[str, Any]:
        """The exercise with what this seat has not been told of it changed."""
        data = deepcopy(self.data)
        for name, track in data["tracks"].items():
            track["start"] = self.mask(
                name if "each" not in track else f"{name}({track['each'][0]})", track["start"]
            )
        for role, entry in data["roles"].items():
            if role == self.seat:
                continue
            entry["card"]["text"] = self.text()
            entry["doctrine"]["orders"].reverse()
            for number, line in enumerate(entry["doctrine"].get("says", []), 1):
                if (role, number) not in self.answers_told:
                    line["text"] = self.text()
            for goal in entry["objectives"]:
                if goal["id"] not in self.objectives and not goal.get("public"):
                    goal["title"], goal["points"] = self.text(), 99
        may = self.releasable()
        for name, inject in data.get("injects", {}).items():
            inject["expect"] = self.text()
            if name not in self.read_injects and not may & set(inject.get("tags", [])):
                inject |= {"title": self.text(), "text": self.text(), "from": self.text()}
                inject["also"] = dict.fromkeys(inject.get("also", {}), self.text())
        mine = {name for name, inject in data.get("injects", {}).items() if may & set(inject.get("tags", []))}
        for entry in data["formats"].values():
            planned = entry.get("msel", {})
            others = [[name for name in names if name not in mine] for names in planned.values()]
            # What this seat may release is listed for it from its turn on: of others nobody told it when.
            entry["msel"] = {
                turn: [*(name for name in planned[turn] if name in mine), *names]
                for turn, names in zip(planned, reversed(others), strict=True)
            }
        for template in data.get("templates", {}).values():
            template |= {"title": self.text(), "text": self.text(), "from": self.text(), "then": {}}
        for question in data.get("questions", {}).values():
            question["ask"] = self.text()
        for aim in data.get("evaluation", {}).values():
            aim["objective"], aim["capability"] = self.text(), self.text()
        return data

    def releasable(self) -> set[str]:
        """Tags of injects that this seat may release under any seating."""
        found = set()
        for preset in self.data.get("presets", {}).values():
            for entry in preset.get("seats", {}).get(self.seat, {}).get("may", []):
                found |= {entry["release"]} if isinstance(entry, dict) else set()
        return found


class Twin:
    """A run folded twice, line by line: as it was, and as it could have been."""

    def __init__(self, exercise: Exercise, seat: str, lines: list[list[Event]], seed: int) -> None:
        self.lines, self.seat = lines, seat
        self.scrambler = Scrambler(exercise, seat, lines, seed)
        self.true = Record(exercise, seed)
        self.other = Record(from_data(self.scrambler.scrambled_data()), seed ^ 0x5A5A5A5A)
        self.taken = 0

    def step(self) -> None:
        """Take in one line more; the twin takes two."""
        events = self.lines[self.taken]
        self.taken += 1
        self.true.take(SimpleNamespace(seq=self.taken), events)  # type: ignore[arg-type]
        changed, number = self.scrambler.line(events), 2 * self.taken
        self.other.take(SimpleNamespace(seq=number - 1), changed)  # type: ignore[arg-type]
        self.other.take(SimpleNamespace(seq=number), self.scrambler.extra(number))  # type: ignore[arg-type]
        self.other.state.drafts = self.scrambler.drafts(self.true.state.drafts)
        self.other.state.comments = self.scrambler.comments(self.true.state.comments)
