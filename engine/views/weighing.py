"""A table weighed by what a seat may hold true: rows that can come, with their odds, and what shifts them."""

from collections.abc import Iterator
from operator import eq, ge, le, ne
from typing import Literal, NamedTuple

from engine.play.viewer import Viewer
from engine.rules.changes import Change
from engine.rules.effects import NOTHING, Effects
from engine.rules.exercise import Call, Exercise, Modifier, Order, RowRule
from engine.rules.kept import kept
from engine.rules.nodes import Node
from engine.rules.pulls import brought, happening, levers
from engine.rules.readers import HISTORIES, bands
from engine.views.belief import Belief, readers
from engine.views.goals import LASTING, Prospect, gaps, limit_of
from engine.views.seen import DecisionModifier, DecisionRow, DecisionTable
from engine.words.wording import Wording, promised

Standing = Literal["counts", "unseen", "open", "idle"]


class Possible(NamedTuple):
    """A row that could come; no chance where none may be reckoned."""

    rule: RowRule
    chance: float | None
    least: float | None
    most: float | None


@kept
def undecided(exercise: Exercise) -> dict[str, tuple[str, ...]]:
    """By role: flags, tokens and happenings that others' orders of a turn can bring about."""
    found: dict[str, tuple[str, ...]] = {}
    for role in exercise.roles:
        slots: dict[str, None] = {}
        for order in exercise.orders.values():
            if order.role != role:
                slots |= dict.fromkeys(happening(exercise, order))
                slots |= dict.fromkeys(lasting(exercise, order))
        found[role] = tuple(slots)
    return found


def lasting(exercise: Exercise, order: Order) -> Iterator[str]:
    """The flags and tokens that an order can bring about."""
    for effects in brought(exercise, order):
        for effect in effects.changes:
            name = exercise.names[effect.slot]
            if exercise.vocabulary.kinds.get(name) in LASTING:
                yield name


class Weighing:
    """Weighs tables for one seat, on what it may hold true once its orders have been carried out."""

    def __init__(self, viewer: Viewer, wording: Wording, role: str, known: Belief) -> None:
        self.exercise, self.viewer, self.wording, self.role = viewer.exercise, viewer, wording, role
        self.known, self.wide = known, known.widened(undecided(viewer.exercise)[role])

    def standing(self, node: Node) -> Standing:
        """Whether a condition holds, may hold unseen, hangs on this turn's orders, or does not hold."""
        now = self.known.holds(node)
        if now.sure:
            return "counts"
        if now.possible:
            return "unseen"
        return "open" if self.wide.holds(node).possible else "idle"

    # Rows

    def table(self, call: Call, order: Order | None) -> DecisionTable:
        """A table as its card shows it."""
        table = call.table
        found: DecisionTable = {
            "table": self.wording.call(call),
            "dice": "" if table.dice == "none" else table.dice,
            "cap": table.cap,
            "collects": call.collects,
            "odds": "none",
            "rows": [],
            "modifiers": [],
            "sum": 0,
            "unseen": [],
            "lowest": "",
            "above": None,
        }
        if self.deceives(call):
            return {**found, "rows": self.alike(call, order)}
        rows = self.possible(call)
        found["rows"] = [self.row(call, row, order) for row in rows]
        found["odds"] = "exact" if all(row.least == row.chance == row.most for row in rows) else "known"
        if any(row.rule.row.roll for row in rows):
            total, first = self.total(call), call.rows[call.banded[0]]
            found["sum"] = total
            found["unseen"] = self.unseen(call)
            found["modifiers"] = [
                self.modifier(call, modifier, order) for modifier in call.modifiers if self.told(modifier)
            ]
            found["lowest"], found["above"] = self.title(call, first), above(call, total)
        return found

    def possible(self, call: Call) -> list[Possible]:
        """The rows that could come: as far as the seat knows, and at the least and the most."""
        fixed = [rule for rule in call.rows if rule.row.roll is None]
        found = list[Possible]()
        if call.collects:
            for rule in fixed:
                state = self.standing(rule.test.node)
                if state == "counts":
                    found.append(Possible(rule, 1.0, 1.0, 1.0))
                elif state != "idle":
                    found.append(Possible(rule, None, 0.0, 1.0))
            return found
        for rule in fixed:
            state = self.standing(rule.test.node)
            if state == "counts":
                return [*found, Possible(rule, 1.0, 0.0 if found else 1.0, 1.0)]
            if state != "idle":
                found.append(Possible(rule, None, 0.0, 1.0))
        return found + self.thrown(call, bool(found))

    def thrown(self, call: Call, doubtful: bool) -> list[Possible]:
        """The rows that dice can give; in doubt, where a row above them may hold."""
        if not call.banded:
            return []
        now = call.odds(self.total(call))
        ranges = [call.odds(total) for total in self.totals(call)]
        found = list[Possible]()
        for index in call.banded:
            rule = call.rows[index]
            chances = [odds[rule.row.id] for odds in ranges]
            if max(chances) > 0:
                least = 0.0 if doubtful else min(chances)
                found.append(Possible(rule, now[rule.row.id], least, max(chances)))
        return found

    def total(self, call: Call) -> int:
        """What the modifiers that surely hold come to."""
        held = (one.amount for one in call.modifiers if self.standing(one.test.node) == "counts")
        return clipped(sum(held), call)

    def totals(self, call: Call) -> set[int]:
        """What all could come to, with any of those that may hold."""
        sums = {0}
        for one in call.modifiers:
            state = self.standing(one.test.node)
            if state == "counts":
                sums = {total + one.amount for total in sums}
            elif state != "idle":
                sums |= {total + one.amount for total in sums}
        return {clipped(total, call) for total in sums}

    def row(self, call: Call, row: Possible, order: Order | None) -> DecisionRow:
        rule, told = row.rule, self.reads(call, row.rule)
        effects = brought_by(rule, order)
        return {
            "row": self.title(call, rule) if told else "",
            "roll": rule.row.roll or "",
            "effects": [clause for each in effects for clause in self.clauses(each)] if told else [],
            "runs": [self.wording.run(run) for each in effects for run in each.runs] if told else [],
            "chance": row.chance,
            "least": row.least,
            "most": row.most,
        }

    def title(self, call: Call, rule: RowRule) -> str:
        """The text of a row, where this seat would read it."""
        if rule.to is not None and not self.viewer.among(rule.to):
            return ""
        return self.wording.language.text(rule.row.say, next(iter(call.arguments.values()), ""))

    def alike(self, call: Call, order: Order | None) -> list[DecisionRow]:
        """The rows of a table that may tell falsely: one text for true and false, and no odds."""
        own = self.wording.language.text(order.move.told) if order and order.role == self.role else ""
        texts = [own] if own else [self.title(call, rule) for rule in call.rows if not rule.test.never]
        return [
            {
                "row": text,
                "roll": "",
                "effects": [],
                "runs": [],
                "chance": None,
                "least": None,
                "most": None,
            }
            for text in dict.fromkeys(filter(None, texts))
        ]

    def outcomes(self, call: Call, order: Order | None, case: str) -> list[Prospect]:
        """What the rows that can come would do, as far as this seat would be told of them."""
        return [
            Prospect(
                case,
                self.title(call, row.rule),
                self.known,
                self.known.after(brought_by(row.rule, order), [row.rule.history]),
                row.chance,
            )
            for row in self.possible(call)
            if self.reads(call, row.rule)
        ]

    def deceives(self, call: Call) -> bool:
        """Whether what this seat reads of a table could be false."""
        return call in readers(self.exercise).deceiving and not self.viewer.control

    def reads(self, call: Call, rule: RowRule) -> bool:
        """Whether this seat would be told of a row, and truly."""
        return not self.deceives(call) and (rule.to is None or self.viewer.among(rule.to))

    def clauses(self, effects: Effects) -> list[str]:
        """What effects do to what this seat reads, and what it is told or offered with them."""
        language, found = self.wording.language, list[str]()
        for change in promised(self.exercise, effects):
            if self.viewer.touched(change.slot) and not idle(change):
                found.append(self.wording.change(change))
        for told in effects.tells:
            if self.role in told.to and told.what in self.exercise.slots:
                found.append(language.say("you are told: {what}", what=self.wording.slot(told.what)))
            elif self.role in told.to and told.of:
                said = "you are told an objective of {role}"
                found.append(language.say(said, role=self.wording.role(told.of)))
        for offer in effects.offers:
            if offer.to == self.role:
                moves = ", ".join(language.text(self.exercise.file.moves[move].title) for move in offer.moves)
                found.append(self.wording.opened(offer.cost, moves))
        return found

    # Modifiers

    def told(self, modifier: Modifier) -> bool:
        """Whether this seat knows of a modifier: of all that it reads, or how it stands whatever that is."""
        if modifier.test.never:
            return False
        return self.standing(modifier.test.node) in ("counts", "idle") or self.knows_of(modifier.test.node)

    def knows_of(self, node: Node) -> bool:
        """Whether this seat knows of the things that a condition reads, if not how they stand."""
        if self.viewer.control or self.role in readers(self.exercise).of_node(node):
            return True
        if node.op == "read":
            track = readers(self.exercise).track_of(node)
            return track is not None and bool(bands(track))
        if node.op in HISTORIES:
            move = self.exercise.file.moves.get(node.key.partition("(")[0])
            return move is not None and move.secret == "optional"
        return bool(node.parts) and all(self.knows_of(part) for part in node.parts)

    def unseen(self, call: Call) -> list[int]:
        """What modifiers that this seat does not know of could take away and add together."""
        hidden = [one.amount for one in call.modifiers if not one.test.never and not self.told(one)]
        if not hidden:
            return []
        return [sum(min(0, amount) for amount in hidden), sum(max(0, amount) for amount in hidden)]

    def modifier(self, call: Call, modifier: Modifier, order: Order | None) -> DecisionModifier:
        node, state = modifier.test.node, self.standing(modifier.test.node)
        reason = list(call.table.modifiers.values())[modifier.index]
        counts = state == "counts"
        keys = [] if counts else helping(self.exercise, call, modifier)
        roles = {self.exercise.orders[key].role if key in self.exercise.orders else key for key in keys}
        return {
            "amount": modifier.amount,
            "reason": self.wording.language.text(reason, next(iter(call.arguments.values()), "")),
            "condition": "" if modifier.test.always else self.wording.condition(node),
            "state": state,
            "holders": [role for role in self.exercise.roles if role in roles and role != self.role],
            "own": [key for key in keys if self.other(key, order)],
            "missing": [] if counts or plain(node) else gaps(node, self.known, self.viewer, self.wording),
            "above": None if counts else above(call, self.come_to(call, modifier)),
        }

    def other(self, key: str, order: Order | None) -> bool:
        """Whether this is an order of this seat, of another move than the one that is weighed."""
        found = self.exercise.orders.get(key)
        return found is not None and found.role == self.role and (order is None or order.slot != found.slot)

    def come_to(self, call: Call, modifier: Modifier) -> int:
        """The sum, before the cap, if a modifier held. A track that came to where this one begins takes with
        it what else of the table is known to hang on that track.
        """
        limit, total = limit_of(modifier.test.node, self.wording, True), modifier.amount
        for one in call.modifiers:
            if one is modifier:
                continue
            other = limit_of(one.test.node, self.wording, True) if limit and self.told(one) else None
            if limit is not None and other is not None and other.slot == limit.slot:
                total += one.amount if MEETS[other.sign](limit.value, other.value) else 0
            elif self.standing(one.test.node) == "counts":
                total += one.amount
        return total


def helping(exercise: Exercise, call: Call, modifier: Modifier) -> list[str]:
    """The orders and roles that could bring a modifier about, but for those that cost this table as much."""
    against = set[str]()
    for other in call.modifiers:
        if other.test.node.op == "played" and other.amount + modifier.amount <= 0 < modifier.amount:
            against.update(levers(exercise, other.test.node))
    return [key for key in levers(exercise, modifier.test.node) if key not in against]


MEETS = {"<=": le, ">=": ge, "==": eq, "!=": ne}
"""By sign, whether a value meets a limit."""


def plain(node: Node) -> bool:
    """Whether a condition is one thing that is so or not, which its reason says well enough."""
    return node.op in ("read", "played")


def idle(change: Change) -> bool:
    """Whether a formula has come to nothing."""
    return change.verb == "add" and not change.amount


def brought_by(rule: RowRule, order: Order | None) -> list[Effects]:
    """What a row does, with what the order makes of it."""
    on = order.on.get(rule.row.outcome or "") if order else None
    return [rule.effects, on or NOTHING]


def clipped(total: int, call: Call) -> int:
    cap = call.table.cap
    return total if cap is None else max(-cap, min(cap, total))


def above(call: Call, total: int) -> float:
    """The chance of a row above the lowest."""
    return 1 - call.odds(clipped(total, call))[call.rows[call.banded[0]].row.id]
