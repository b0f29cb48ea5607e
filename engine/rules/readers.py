"""Who may read what: the roles that can read a slot, an expression, a happening or a ruling's reasons.

Everything here follows from the exercise alone, never from a run: what may be secret counts as secret.
`engine.rules.check` uses it to refuse conditions a role could not follow, and play to decide who is
shown the modifiers, odds and dice of a ruling.
"""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import product

from engine.rules.argued import every_call
from engine.rules.effects import Effects
from engine.rules.exercise import Call, Exercise, Order
from engine.rules.model import Inject, Track
from engine.rules.nodes import CALCULATE, Node
from engine.rules.verbs import RunTable

COMPARISONS = frozenset(("<", "<=", ">", ">=", "==", "!="))
HISTORIES = frozenset(("played", "times", "since"))

Roles = frozenset[str]


def assign_readers(exercise: Exercise) -> None:
    """Write into every call who can read everything it could read, into every order who can tell whether
    its condition and its limit allow it, and into every sentence of an ending who can tell that it is true.
    """
    readers = Readers(exercise)
    for call in exercise.calls.values():
        call.readers = readers.of_call(call)
    for order in exercise.orders.values():
        past = readers.of_happening(order.move_id) if order.move.limit else readers.everybody
        order.readers = readers.of_node(order.allowed.node) & readers.of_node(order.price.node) & past
    for ending in exercise.endings:
        for sentence in ending.sentences:
            sentence.readers = readers.of_node(sentence.test.node)


def parse_band(text: str) -> tuple[int, int]:
    """The bounds of a band of a track, `0..3`. Raises ValueError when the text is not one."""
    low, dots, high = text.partition("..")
    if not dots:
        raise ValueError(text)
    return int(low), int(high)


@lru_cache(maxsize=512)
def _band(text: str) -> tuple[int, int] | None:
    try:
        return parse_band(text)
    except ValueError:
        return None


def bands(track: Track) -> tuple[tuple[int, int], ...]:
    """The bands everybody sees of a track; empty where others see nothing (or nothing that can be read)."""
    return tuple(band for text in (track.others_see or {}).values() if (band := _band(text)))


def sides(node: Node) -> tuple[Node | None, int]:
    """What a comparison reads and the constant it is compared with; None where it is no such comparison."""
    left, right = node.parts
    if right.op == "const" and left.op == "read":
        return left, right.value
    if left.op == "const" and right.op == "read":
        return right, left.value
    return None, 0


def outcomes(node: Node, low: int, high: int) -> set[bool]:
    """What a comparison with a constant comes out as while what it reads is in a range."""
    read, value = sides(node)
    compare, turned = CALCULATE[node.op], read is node.parts[1]
    points = {low, high, *(at for at in (value - 1, value, value + 1) if low <= at <= high)}
    return {bool(compare(value, at) if turned else compare(at, value)) for at in points}


class Readers:
    """Answers for one exercise, kept once worked out."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.file = exercise.file
        self.everybody: Roles = frozenset(exercise.roles)
        self._slots: dict[str, Roles] = {}
        self._happenings: dict[str, Roles] = {}

    # What a slot of the state tells

    def of_slot(self, name: str) -> Roles:
        """The roles that may read the exact value of a slot."""
        if name not in self._slots:
            self._slots[name] = self._of_slot(name)
        return self._slots[name]

    def _of_slot(self, name: str) -> Roles:
        base, bracket, rest = name.partition("(")
        member = rest.removesuffix(")")
        file = self.file
        entry = file.tracks.get(base) or file.flags.get(base) or file.tokens.get(base)
        if entry is not None:
            return self.named([member] if entry.seen_by == "holder" else entry.seen_by)
        if not bracket:
            return self.everybody
        if base == "capital":
            return frozenset((member,))
        if base == "crossed":
            return frozenset(line.role for line in self.exercise.red_lines if line.id == member)
        if base in ("times", "last"):
            return self.of_happening(member)
        if base == "set":
            return self.of_slot(member)
        if base == "held":
            return self._held.get(name, frozenset())
        return self.everybody

    @cached_property
    def _held(self) -> dict[str, Roles]:
        names = self.exercise.names
        return {names[slot]: self.of_node(test.node) for slot, test in self.exercise.held}

    def named(self, roles: str | list[str]) -> Roles:
        """A list of roles, or `all`, as the roles of the exercise it means."""
        return self.everybody if roles == "all" else self.everybody.intersection(roles)

    def track_of(self, node: Node) -> Track | None:
        """The track a node reads, if it reads one and nothing else."""
        return self.file.tracks.get(node.key.partition("(")[0]) if node.op == "read" else None

    # What an expression tells

    def of_node(self, node: Node) -> Roles:
        """The roles that may read every input of an expression."""
        if node.op == "const":
            return self.everybody
        if node.op == "read":
            return self.of_slot(node.key)
        if node.op in HISTORIES:
            return self.of_happening(node.key)
        if node.op in COMPARISONS and self.at_an_edge(node):
            return self.everybody
        result = self.everybody
        for part in node.parts:
            result &= self.of_node(part)
        return result

    def at_an_edge(self, node: Node) -> bool:
        """Whether a comparison of a banded track with a constant comes out the same all over each band."""
        read, _ = sides(node)
        track = self.track_of(read) if read is not None else None
        seen = bands(track) if track is not None else ()
        return bool(seen) and all(len(outcomes(node, low, high)) == 1 for low, high in seen)

    # Who knows that something happened

    def of_happening(self, key: str) -> Roles:
        """The roles that know whenever this happens: a move, row, inject, agreement, breach or tag."""
        if key not in self._happenings:
            self._happenings[key] = self._of_happening(key)
        return self._happenings[key]

    def _of_happening(self, key: str) -> Roles:
        file = self.file
        group, dot, name = key.partition(".")
        if dot and group == "tag":
            return self.meet(self.tagged(name))
        if dot and group == "overdue":
            members = [name] if "(" in name else self.exercise.vocabulary.members(name)
            return self.meet(self.of_slot(member) for member in members)
        if dot and group in file.tables:
            return self.of_row(group, name)
        if key in self.exercise.orders and key not in file.moves:
            return self.of_order(self.exercise.orders[key])
        if key in file.moves:
            return self.of_move(key)
        if key in file.injects:
            return self.of_inject(file.injects[key])
        return self.everybody

    def meet(self, groups: Iterator[Roles]) -> Roles:
        """The roles that are in all of the groups."""
        result = self.everybody
        for group in groups:
            result &= group
        return result

    def tagged(self, tag: str) -> Iterator[Roles]:
        """Who knows each of the things that carry a tag."""
        file = self.file
        yield from (self.of_happening(name) for name, move in file.moves.items() if tag in move.tags)
        yield from (self.of_happening(name) for name, inject in file.injects.items() if tag in inject.tags)
        for name, table in file.tables.items():
            yield from (self.of_row(name, row.id) for row in table.rows if tag in row.tags)

    def of_move(self, name: str) -> Roles:
        """Who knows whenever a move is carried out, whatever its arguments."""
        return self.meet(
            self.of_order(order) for order in self.exercise.orders.values() if order.move_id == name
        )

    def of_order(self, order: Order) -> Roles:
        """Who always knows an order: an optional secret is taken as kept."""
        return frozenset(order.knowers(order.move.secret != "no", self.exercise.roles))

    def of_inject(self, inject: Inject) -> Roles:
        """Who learns of an inject when it is released as written."""
        return self.everybody if inject.to == "all" else self.named([*inject.to, *inject.notice])

    def of_row(self, table: str, row: str) -> Roles:
        """Who knows whenever a row applies: its own readers, or who knows every call it can stand in."""
        result = self.everybody
        for call in self.exercise.calls.values():
            if call.table_id != table:
                continue
            for rule in call.rows:
                if rule.row.id == row and not rule.test.never:
                    result &= self.known[call] if rule.to is None else frozenset(rule.to)
        return result

    @cached_property
    def known(self) -> dict[Call, Roles]:
        """For each call, the roles that know of it whoever makes it."""
        known = dict.fromkeys(self.exercise.calls.values(), self.everybody)
        waiting = [*known.items(), *self.callers()]
        while waiting:
            call, roles = waiting.pop()
            known[call] &= roles
            waiting += [
                (wave, some) for wave, some in self.waves(call, known[call]) if not known[wave] <= some
            ]
        return known

    def callers(self) -> Iterator[tuple[Call, Roles]]:
        """Every call with those who know of it, from everything that is not itself a table."""
        for order in self.exercise.orders.values():
            knows = self.of_order(order)
            yield from self.called(order.then, knows, order.role)
            for answer, calls in order.calls.items():
                for call in calls:
                    yield call, knows
                    for rule in call.rows:
                        effects = order.on.get(rule.row.outcome or "")
                        if effects is not None and not rule.test.never:
                            readers = knows if rule.to is None else frozenset(rule.to)
                            yield from self.called(effects, readers, order.role, answer)
        argued = self.file.argued
        for role, call in every_call(self.exercise):
            yield call, frozenset([role]) if argued and argued.secret != "no" else self.everybody
        for inject in self.exercise.injects.values():
            for effects in (*inject.effects.values(), *inject.answers.values()):
                yield from self.called(effects, self.of_inject(inject.inject))

    def waves(self, call: Call, knows: Roles) -> Iterator[tuple[Call, Roles]]:
        """The calls that the rows of a call make in turn."""
        for rule in call.rows:
            if rule.effects.runs and not rule.test.never:
                readers = knows if rule.to is None else frozenset(rule.to)
                yield from self.called(rule.effects, readers, call.actor, call.answer)

    def called(
        self, effects: Effects, knows: Roles, actor: str | None = None, answer: str | None = None
    ) -> Iterator[tuple[Call, Roles]]:
        """The calls some effects make; a term stands for each of its words."""
        for run in effects.runs:
            for words in self.words(run):
                uses = self.exercise.uses[run.table]
                key = (
                    run.table,
                    words,
                    actor if "actor" in uses else None,
                    answer if "answer" in uses else None,
                )
                if key in self.exercise.calls:
                    yield self.exercise.calls[key], knows

    def words(self, run: RunTable) -> Iterator[tuple[str, ...]]:
        domains = self.file.tables[run.table].domains.values()
        parts = zip(run.arguments, domains, strict=True)
        return product(*([part] if isinstance(part, str) else domain for part, domain in parts))

    # Who may see why a ruling came out as it did

    def of_call(self, call: Call) -> Roles:
        """The roles that can read everything this call could read; nobody where it may tell falsely."""
        if call in self.deceiving or any(tells_falsely(rule.effects) for rule in call.rows):
            return frozenset()
        result = self.everybody
        for modifier in call.modifiers:
            result &= self.of_node(modifier.test.node)
        for rule in call.rows:
            result &= self.of_node(rule.test.node)
        return result

    @cached_property
    def deceiving(self) -> frozenset[Call]:
        """Calls whose row, or what an order makes of it, may tell a falsehood."""
        found = {
            call
            for call in self.exercise.calls.values()
            if any(tells_falsely(rule.effects) for rule in call.rows)
        }
        for order in self.exercise.orders.values():
            if any(tells_falsely(effects) for effects in (order.then, *order.on.values())):
                found.update(call for calls in order.calls.values() for call in calls)
        return frozenset(found)


def tells_falsely(effects: Effects) -> bool:
    """Whether these effects include a `tell` with a false value."""
    return any(told.form == "false" for told in effects.tells)
