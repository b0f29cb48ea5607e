"""Values of an exercise file as its authors write them: texts in quotes, or folded where they are long."""

import json
import re
from collections.abc import Mapping, Sequence

Value = str | Sequence[str] | Mapping[str, "Value"] | None
"""What can stand behind a key of an inject that is written: words, a list of them, or words by key."""
WIDTH = 120
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
SPECIAL = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
FOLDS = re.compile(r"[^\s](?:[^\n\t]*[^\s])?")
"""A text that folding gives back as it was: one line, no space around it, and no two spaces in it."""


def entry(key: str, value: Value, indent: int) -> str:
    """A key with its value, its first line without the indentation it stands at."""
    inline = f"{key}: {flow(value)}"
    if isinstance(value, str) and (literal(value) if "\n" in value else foldable(value)):
        return (
            f"{key}: {block(value, indent + 2)}" if "\n" in value or indent + len(inline) > WIDTH else inline
        )
    if indent + len(inline) <= WIDTH:
        return inline
    if isinstance(value, Mapping):
        return f"{key}:\n" + "\n".join(
            " " * (indent + 2) + entry(str(name), part, indent + 2) for name, part in value.items()
        )
    return inline


def flow(value: Value) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        return value if WORD.fullmatch(value) and value.lower() not in SPECIAL else quoted(value)
    return json.dumps(value)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def foldable(text: str) -> bool:
    """Whether a text survives being folded."""
    return bool(FOLDS.fullmatch(text)) and "  " not in text


def literal(text: str) -> bool:
    """Whether a text of several lines can stand as it is."""
    lines = text.split("\n")
    ends = bool(lines[0]) and not lines[0].startswith(" ") and bool(lines[-1].strip())
    return ends and not any(line != line.rstrip() or "\t" in line for line in lines)


def block(text: str, indent: int) -> str:
    """A text over several lines: its own, or folded ones."""
    space = " " * indent
    if "\n" in text:
        return "|-\n" + "\n".join(f"{space}{line}".rstrip() for line in text.split("\n"))
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(space) + len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return ">-\n" + "\n".join(space + part for part in (*lines, line))
