"""Python code for expressions and tables, written from checked trees and never from file text.

A function takes the state vector `s` and, where dice are thrown, their sum. All functions of an
exercise are compiled in one go at the end of loading, because one large compilation is much
cheaper than a thousand small ones.
"""

from collections.abc import Callable
from typing import Any

from engine.rules.names import SINCE_NEVER
from engine.rules.nodes import Node
from engine.rules.vocabulary import TURN

Function = Callable[..., Any]


class Emitter:
    """Collects function sources and, at the end, hands each function to the object that asked for it."""

    def __init__(self, slots: dict[str, int]) -> None:
        self.slots = slots
        self.sources: list[str] = []
        self.waiting: list[tuple[object, str, int]] = []
        self.known: dict[str, int] = {}

    def later(self, owner: object, attribute: str, body: str, parameters: str = "s") -> None:
        """Set `owner.attribute` to a function with this body once `compile` is called."""
        text = f"({parameters}):\n{body}\n"
        index = self.known.get(text)
        if index is None:
            index = self.known[text] = len(self.sources)
            self.sources.append(f"def f{index}{text}")
        self.waiting.append((owner, attribute, index))

    def value(self, owner: object, attribute: str, node: Node) -> None:
        """Set `owner.attribute` to a function that gives the value of a tree."""
        self.later(owner, attribute, f" return {self.expression(node)}")

    def compile(self) -> None:
        """Compile everything asked for since the last time and hand it out."""
        names: dict[str, Any] = {"__builtins__": {"min": min, "max": max}}
        exec(compile("".join(self.sources), "<exercise>", "exec"), names)
        for owner, attribute, index in self.waiting:
            setattr(owner, attribute, names[f"f{index}"])
        self.sources, self.waiting, self.known = [], [], {}

    def expression(self, node: Node) -> str:
        """The source of one tree, in brackets where it needs them."""
        op, parts = node.op, node.parts
        if op == "const":
            return str(node.value) if node.kind != "condition" else str(bool(node.value))
        if op == "read":
            return f"s[{self.slots[node.key]}]"
        if op == "played":
            return f"(s[{self.slots[f'last({node.key})']}]==s[{TURN}])"
        if op == "times":
            return f"s[{self.slots[f'times({node.key})']}]"
        if op == "since":
            return f"min({SINCE_NEVER},s[{TURN}]-s[{self.slots[f'last({node.key})']}])"
        if op == "held":
            return f"(s[{self.slots[node.key]}]>={node.value})"
        if op == "not":
            return f"(not {self.expression(parts[0])})"
        if op == "if":
            test, then, other = (self.expression(part) for part in parts)
            return f"({then} if {test} else {other})"
        if op in ("min", "max"):
            return f"{op}({','.join(self.expression(part) for part in parts)})"
        if op in ("<", "<=") and parts[0].op == "since" and parts[1].fixed and parts[1].value < SINCE_NEVER:
            # Below `never` the cap cannot matter, and this is the commonest question of all.
            return f"(s[{TURN}]-s[{self.slots[f'last({parts[0].key})']}]{op}{parts[1].value})"
        return "(" + f" {op} ".join(self.expression(part) for part in parts) + ")"

    def first_row(self, conditions: list[tuple[int, Node]]) -> str:
        """The index of the first row that holds, or -1."""
        lines = []
        for index, node in conditions:
            if node.fixed:
                if node.value:
                    lines.append(f" return {index}")
                    return "\n".join(lines)
                continue
            lines.append(f" if {self.expression(node)}: return {index}")
        return "\n".join([*lines, " return -1"])

    def all_rows(self, conditions: list[tuple[int, Node]]) -> str:
        """The indexes of all rows that hold."""
        lines = [" r=[]"]
        for index, node in conditions:
            if node.fixed and not node.value:
                continue
            test = "" if node.fixed else f"if {self.expression(node)}: "
            lines.append(f" {test}r.append({index})")
        return "\n".join([*lines, " return r"])

    def total(self, modifiers: list[tuple[int, Node]], cap: int | None) -> str:
        """The sum of the modifiers that hold, clipped to the cap."""
        lines = [" m=0"]
        for amount, node in modifiers:
            if node.fixed and not node.value:
                continue
            test = "" if node.fixed else f"if {self.expression(node)}: "
            lines.append(f" {test}m+={amount}")
        if cap is not None:
            lines.append(f" if m>{cap}: return {cap}\n if m<-{cap}: return -{cap}")
        return "\n".join([*lines, " return m"])

    def row(
        self,
        fixed: list[tuple[int, Node]],
        modifiers: list[tuple[int, Node]],
        cap: int | None,
        tops: list[tuple[int, int]],
    ) -> str:
        """The row of a table for the sum of its dice: rows above the bands, then the band of the total."""
        head = self.first_row(fixed).rpartition("\n")[0] if fixed else ""
        settled = any(node.fixed and node.value for _, node in fixed)
        if settled:
            return self.first_row(fixed)
        body = self.total(modifiers, cap).replace("return ", "m=").splitlines()[:-1]
        lines = [*([head] if head else []), *body, " t=d+m"]
        lines += [f" if t<={top}: return {index}" for index, top in tops[:-1]]
        lines.append(f" return {tops[-1][0] if tops else -1}")
        return "\n".join(lines)
