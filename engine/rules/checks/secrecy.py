"""Secrecy: what a role decides by, it can read."""

from collections.abc import Iterator

from msgspec.structs import replace

from engine.rules.checks.checker import Checker
from engine.rules.expressions import amount, word
from engine.rules.findings import Path, listed
from engine.rules.model import Doctrine, MayRelease
from engine.rules.nodes import ExpressionFault, Node, number
from engine.rules.readers import COMPARISONS, HISTORIES, bands, outcomes, sides


def check_secrecy(on: Checker) -> None:
    """Report conditions of a role that read what the role cannot."""
    for order in on.exercise.orders.values():
        path = ("moves", order.move_id)
        _legible(on, (*path, "if"), order.role, order.allowed.node)
        _legible(on, (*path, "cost"), order.role, order.price.node)
        for index, test in enumerate(order.warns):
            _legible(on, (*path, "warns", index), order.role, test.node)
    for name, role in on.file.roles.items():
        path = ("roles", name)
        _legible(on, (*path, "income"), name, _amount(on, role.income))
        for field in ("objectives", "red_lines"):
            for index, entry in enumerate(getattr(role, field)):
                _legible(on, (*path, field, index, "if"), name, on.read(entry.if_))
        _doctrine(on, (*path, "doctrine"), name, role.doctrine)
    _releasable(on)
    _contact(on)


def _contact(on: Checker) -> None:
    """Who is refused a message is told by that what holds, and so has to read it."""
    for index, entry in enumerate(on.file.no_direct_contact):
        for role in dict.fromkeys(entry.between):
            if role in on.file.roles:
                _legible(on, ("no_direct_contact", index, "if"), role, on.read(entry.if_))


def _releasable(on: Checker) -> None:
    """What a role may release is listed for it when it can come, so it has to read what that hangs on."""
    for preset in on.file.presets.values():
        for role, seat in preset.seats.items():
            tags = {entry.release for entry in seat.may if isinstance(entry, MayRelease)}
            for name, inject in on.file.injects.items():
                if role in on.file.roles and tags & {*inject.tags}:
                    for field, text in (("if", inject.if_), ("unless", inject.unless)):
                        _legible(on, ("injects", name, field), role, on.read(text) if text else None)


def _doctrine(on: Checker, path: Path, role: str, doctrine: Doctrine) -> None:
    if doctrine.urgent is not None:
        _legible(on, (*path, "urgent", "if"), role, on.read(doctrine.urgent.if_))
        for index, row in enumerate(doctrine.urgent.orders):
            _legible(on, (*path, "urgent", "orders", index, "if"), role, on.read(row.if_))
    for index, row in enumerate(doctrine.orders):
        _legible(on, (*path, "orders", index, "if"), role, on.read(row.if_))
    for index, proposal in enumerate(doctrine.proposes):
        _legible(on, (*path, "proposes", index, "if"), role, on.read(proposal.if_))
    for index, line in enumerate(doctrine.says):
        others = [name for name in on.file.roles if line.to == "all" or name in line.to]
        for name in dict.fromkeys((role, *others)):
            _legible(on, (*path, "says", index, "if"), name, on.read(line.if_))
    for name, text in doctrine.signs.items():
        _legible(on, (*path, "signs", name), role, on.read(text))
    for name, text in doctrine.leaves.items():
        _legible(on, (*path, "leaves", name), role, on.read(text))
    for name, text in doctrine.answers.items():
        _legible(on, (*path, "answers", name), role, _answer(on, name, text))


def _amount(on: Checker, text: int | str) -> Node | None:
    try:
        return amount(text, on.vocabulary)
    except ExpressionFault:
        return None


def _answer(on: Checker, name: str, text: str) -> Node | None:
    """An answer as a tree; its words are checked when the exercise is built."""
    move, inject = on.file.moves.get(name), on.file.injects.get(name)
    domain: tuple[str, ...] = ()
    if move is not None:
        domain = tuple(word for words in (*move.asks.values(), *move.consent.values()) for word in words)
    elif inject is not None and inject.asks is not None:
        domain = tuple(inject.asks.answers)
    try:
        return word(text, on.vocabulary, domain)
    except ExpressionFault:
        return None


def _legible(on: Checker, path: Path, role: str, node: Node | None) -> None:
    """Report every input of an expression that a role cannot read."""
    if node is None or role in on.readers.of_node(node):
        return
    for leaf in _veiled(on, role, node):
        on.error(path, "unreadable", _why(on, role, leaf))


def _veiled(on: Checker, role: str, node: Node) -> Iterator[Node]:
    """The smallest parts of an expression that a role cannot read."""
    if role in on.readers.of_node(node):
        return
    read = sides(node)[0] if node.op in COMPARISONS else None
    whole = read is not None and _banded(on, read)
    if whole or not node.parts:
        yield node
    for part in () if whole else node.parts:
        yield from _veiled(on, role, part)


def _banded(on: Checker, node: Node) -> bool:
    track = on.readers.track_of(node)
    return track is not None and bool(bands(track))


def _why(on: Checker, role: str, leaf: Node) -> str:
    text = spell(leaf)
    track = next((part for part in (leaf, *leaf.parts) if _banded(on, part)), None)
    if track is not None and role not in on.readers.of_slot(track.key):
        edges = _edges(on, leaf)
        right = (
            f"compare at a band's edge: {' or '.join(edges)}"
            if edges
            else "compare it with a number at a band's edge"
        )
        return f"'{text}' reads {track.key}, which {role} sees only as bands; {right}"
    seen = listed(sorted(on.readers.of_node(leaf))) or "nobody but control"
    if leaf.op in HISTORIES:
        return f"'{text}' reads something that can happen without {role} knowing; who always knows is: {seen}"
    return f"'{text}' reads {leaf.key or text}, which {role} cannot see; who can is: {seen}"


def _edges(on: Checker, node: Node) -> list[str]:
    """The nearest comparisons of the same kind that everybody can follow, below and above."""
    read, value = sides(node) if node.op in COMPARISONS else (None, 0)
    track = on.readers.track_of(read) if read is not None else None
    if read is None or track is None:
        return []
    edges = sorted({edge for low, high in bands(track) for edge in (low - 1, low, high, high + 1)})
    near: dict[int, Node] = {}
    for edge in edges:
        moved = replace(node, parts=tuple(part if part is read else number(edge) for part in node.parts))
        if on.readers.at_an_edge(moved) and len(outcomes(moved, read.low, read.high)) > 1:
            near[edge] = moved
    below = [spell(moved) for edge, moved in near.items() if edge < value][-1:]
    return below + [spell(moved) for edge, moved in near.items() if edge > value][:1]


def spell(node: Node) -> str:
    """A tree as an author would write it."""
    parts = [
        spell(part) if not part.parts or part.op in ("min", "max", "held") else f"({spell(part)})"
        for part in node.parts
    ]
    if node.op == "const":
        return node.words[0] if node.kind == "word" else str(node.value)
    if node.op == "read":
        return node.key
    if node.op in HISTORIES:
        return f"{node.op}({node.key})"
    if node.op == "held":
        return f"held({spell(node.parts[0])}, {node.value})"
    if node.op in ("min", "max"):
        return f"{node.op}({', '.join(parts)})"
    if node.op == "not":
        return f"not {parts[0]}"
    if node.op == "if":
        return f"{parts[1]} if {parts[0]} else {parts[2]}"
    return f" {node.op} ".join(parts)
