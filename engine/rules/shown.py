"""What an exercise looks like: the mark of each role, and the edges of scales at which a run can end."""

from collections.abc import Iterator
from typing import get_args

from engine.rules.exercise import Exercise
from engine.rules.kept import kept
from engine.rules.model import Shape
from engine.rules.nodes import Node
from engine.rules.readers import COMPARISONS, outcomes, sides

SHAPES: tuple[str, ...] = get_args(Shape)


@kept
def marks(exercise: Exercise) -> dict[str, str]:
    """The shape of each role: its own, or the first that is free; they begin again where all are taken."""
    roles = exercise.file.roles
    named = {role: entry.mark for role, entry in roles.items() if entry.mark}
    free = [shape for shape in SHAPES if shape not in named.values()] or list(SHAPES)
    unnamed = [role for role in roles if role not in named]
    given = {role: free[index % len(free)] for index, role in enumerate(unnamed)}
    return {role: named.get(role) or given[role] for role in roles}


def edges(exercise: Exercise, format_id: str) -> dict[str, list[str]]:
    """By track, the ends of its scale at which a `stop` ending of a length of play lies."""
    return all_edges(exercise)[format_id]


@kept
def all_edges(exercise: Exercise) -> dict[str, dict[str, list[str]]]:
    """The same by length of play."""
    return {name: edges_in(exercise, name) for name in exercise.file.formats}


def edges_in(exercise: Exercise, format_id: str) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for rule in exercise.endings:
        if rule.ending.kind == "stop" and rule.comes_in(format_id):
            for track, edge in lying(rule.test.node, exercise):
                found.setdefault(track, set()).add(edge)
    return {track: [edge for edge in ("low", "high") if edge in at] for track, at in found.items()}


def lying(node: Node, exercise: Exercise, *, denied: bool = False) -> Iterator[tuple[str, str]]:
    """The tracks that a condition compares, each with the end of its scale at which that comes true."""
    if node.op == "not":
        denied = not denied
    if node.op in COMPARISONS:
        read = sides(node)[0]
        if read is not None and read.key.partition("(")[0] in exercise.file.tracks:
            low, high = exercise.vocabulary.bounds[exercise.slots[read.key]]
            true = [outcomes(node, end, end) == {not denied} for end in (low, high)]
            if true[0] != true[1]:
                yield read.key, "low" if true[0] else "high"
    for part in node.parts:
        yield from lying(part, exercise, denied=denied)
