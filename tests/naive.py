"""The oracle: a deliberately naive reader of an exercise's raw data, sharing no code with the engine.

It takes the plain dict that YAML gives and a state as a dict of names, and answers with Python's own
parser: what holds, which rows of a table apply, and what a step's effects come to. Slow and obvious.
"""

import ast
import re
from functools import cache
from typing import Any

HAPPENINGS = ("played", "times", "since", "in_force", "crossed")
VERBS = ("set", "clear", "open", "close", "run", "tell", "offer", "capital", "deliver")


class Spell(ast.NodeTransformer):
    """Puts arguments in place of their names, and makes strings of everything that is a name of something."""

    def __init__(self, arguments: dict[str, str]) -> None:
        self.arguments = arguments

    def visit_Name(self, node: ast.Name) -> ast.expr:
        word = self.arguments.get(node.id)
        if word is None:
            return node
        return ast.Constant(int(word) if word.isdigit() else word)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return ast.Call(ast.Name("term", ast.Load()), [ast.Constant(ast.unparse(node))], [])

    def visit_Call(self, node: ast.Call) -> ast.expr:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in HAPPENINGS:
            text = re.sub(
                r"\w+", lambda word: self.arguments.get(word[0], word[0]), ast.unparse(node.args[0])
            )
            return ast.Call(node.func, [ast.Constant(text)], [])
        if name == "held":
            return ast.Call(node.func, [ast.Constant(ast.unparse(node.args[0])), node.args[1]], [])
        if name in ("min", "max"):
            return ast.Call(node.func, [self.visit(part) for part in node.args], [])
        word = ast.unparse(node.args[0])
        return ast.Call(
            ast.Name("member", ast.Load()), [ast.Constant(f"{name}({self.arguments.get(word, word)})")], []
        )


@cache
def code(text: str, arguments: tuple[tuple[str, str], ...]) -> Any:
    tree = ast.Expression(Spell(dict(arguments)).visit(ast.parse(text.strip(), mode="eval").body))
    return compile(ast.fix_missing_locations(tree), text, "eval")


class Names(dict[str, Any]):
    """A state by name. A definition is worked out; a name that is nothing else is a word: itself."""

    def __init__(self, data: dict[str, Any], state: dict[str, Any]) -> None:
        super().__init__(state)
        self.data, turn = data, state["turn"]
        self["min"], self["max"] = min, max
        self["member"] = self["term"] = lambda name: state[name]
        self["crossed"] = lambda line: state[f"crossed({line})"]
        self["in_force"] = lambda name: state[f"in_force({name})"]
        self["times"] = lambda name: state[f"times({name})"]
        self["played"] = lambda name: state[f"last({name})"] == turn
        self["since"] = lambda name: min(99, turn - state[f"last({name})"])
        self["held"] = lambda text, number: state[f"held({text})"] >= number

    def __missing__(self, name: str) -> Any:
        derived = self.data.get("derived", {})
        text = derived[name]["value"] if name in derived else self.data.get("define", {}).get(name)
        return name if text is None else value(text, self)


def value(text: Any, names: Names, **arguments: str | None) -> Any:
    """An expression on a state."""
    if isinstance(text, bool | int):
        return text
    given = tuple((name, word) for name, word in arguments.items() if word is not None)
    return eval(code(text, given), {"__builtins__": {}}, names)


def rule(
    data: dict[str, Any], table_id: str, names: Names, arguments: dict[str, str | None], dice: int = 0
) -> tuple[list[str], list[int], int]:
    """The rows of a table that apply, the modifiers that hold, and their capped sum."""
    table = data["tables"][table_id]
    holds = [
        index
        for index, text in enumerate(table.get("modifiers", {}))
        if value(text.partition(" if ")[2], names, **arguments)
    ]
    total = sum(int(list(table["modifiers"])[index].partition(" if ")[0]) for index in holds)
    cap = table.get("cap", 99)
    total = max(-cap, min(cap, total))
    above = [
        row["id"]
        for row in table["rows"]
        if "roll" not in row and value(row.get("if", True), names, **arguments)
    ]
    if table.get("hit") == "collect":
        return above, holds, total
    bands = [row["id"] for row in table["rows"] if "roll" in row and within(row["roll"], dice + total)]
    return (above + bands)[:1], holds, total


def within(band: str, number: int) -> bool:
    """Whether a number lies in `..4`, `5..6`, `10..` or `7`."""
    low, dots, high = str(band).partition("..")
    return (
        (int(low) if low else -999) <= number <= (int(high) if high else 999) if dots else number == int(low)
    )


def combine(
    data: dict[str, Any],
    state: dict[str, Any],
    sources: list[tuple[dict[str, Any], dict[str, str | None], str]],
) -> dict[str, Any]:
    """A state after the effects of one step, each with its arguments and the agreement it belongs to."""
    names, after, moved = Names(data, state), dict(state), {}
    plain: list[tuple[str, int]] = []
    raises: list[tuple[int, str, int]] = []
    least: list[tuple[str, int]] = []
    most: list[tuple[str, int]] = []
    sets: list[tuple[str, Any]] = []
    other: dict[str, list[str]] = {"clear": [], "close": [], "open": []}
    for effects, arguments, agreement in sources:
        scope = Names(data, state)
        scope.update(
            {
                term: state[f"{agreement}.{term}"]
                for term in data.get("agreements", {}).get(agreement, {}).get("terms", {})
            }
        )
        spell = lambda name: re.sub(r"\w+", lambda word: arguments.get(word[0]) or word[0], name)  # noqa: B023, E731
        for key, what in effects.items():
            things = what if isinstance(what, list) else [what]
            if key == "capital":
                plain += [
                    (f"capital({spell(role)})", amount) for thing in things for role, amount in thing.items()
                ]
            elif key == "set":
                for thing in things:
                    chosen = thing.items() if isinstance(thing, dict) else [(thing, None)]
                    sets += [
                        (spell(name), True if text is None else value(text, scope, **arguments))
                        for name, text in chosen
                    ]
            elif key in other:
                other[key] += [spell(name) for name in things]
            elif key not in VERBS and isinstance(what, str) and " up to " in what:
                step, _, ceiling = what.partition(" up to ")
                raises.append((int(ceiling), spell(key), int(step)))
            elif key not in VERBS and isinstance(what, str) and what.startswith("at "):
                (least if what.startswith("at least") else most).append((spell(key), int(what.split()[2])))
            elif key not in VERBS:
                plain.append((spell(key), value(what, scope, **arguments)))
    for name, amount in plain:
        moved[name] = moved.get(name, state[name]) + amount
    for ceiling, name, amount in sorted(raises):
        now = moved.get(name, state[name])
        moved[name] = now if now >= ceiling else min(ceiling, now + amount)
    for name, limit in least:
        moved[name] = max(limit, moved.get(name, state[name]))
    for name, limit in most:
        moved[name] = min(limit, moved.get(name, state[name]))
    for agreement, entry in data.get("agreements", {}).items():
        freeze = entry.get("while", {}).get("freeze", [])
        for text in [freeze] if isinstance(freeze, str) else freeze:
            track, _, test = text.partition(" if ")
            if state[f"in_force({agreement})"] and track in moved and value(test or True, names):
                moved[track] = min(moved[track], state[track])
        for track, floor in entry.get("while", {}).get("floor", {}).items():
            if state[f"in_force({agreement})"] and track in moved and moved[track] < floor:
                moved[track] = max(moved[track], min(floor, state[track]))
    for name, now in moved.items():
        track = data["tracks"].get(
            name.partition("(")[0], {"min": 0, "max": data.get("capital", {}).get("bank", 6)}
        )
        after[name] = max(track["min"], min(track["max"], now))
    after.update(sets)
    for name in other["clear"]:
        after[name] = data["flags"][name.partition("(")[0]].get("one_of", [False])[0]
    for name in other["close"]:
        after[name] = 0
    for name in other["open"]:
        due = data["tokens"][name.partition("(")[0]]["due"]
        after[name] = after[name] or (9999 if due == "never" else state["turn"] + due)
    return after
