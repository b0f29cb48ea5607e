"""What is wrong with a text that is not YAML, in an author's words.

The YAML library says where it lost the thread and what it would have liked there. An author wants to
know what to change, so the line itself is looked at as well.
"""

from typing import Any

import yaml

from engine.rules.problems import Problem, clip

QUOTES = "put the whole text in quotes"
COLON = "a text with a colon and a space in it needs quotes"
ESCAPE = "between double quotes '\\' begins a special character; write \\\\ or use single quotes"
TAG = f"'!' at the beginning marks a tag, which is not allowed; {QUOTES}"
SAID = (
    ("found undefined tag handle", TAG),
    ("did not find expected tag URI", TAG),
    ("did not find URI escaped octet", TAG),
    ("did not find the expected '>'", TAG),
    ("did not find expected '!'", TAG),
    ("unknown escape character", ESCAPE),
    ("hexdecimal number", ESCAPE),
    ("Unicode character escape code", ESCAPE),
    ("block sequence entries are not allowed", "a list that begins with '- ' begins on a line of its own"),
    ("mapping keys are not allowed", f"'? ' cannot begin a text; {QUOTES}"),
    ("did not find expected node content", "a value is missing here; see for a comma or bracket too many"),
    ("found unexpected ':'", COLON),
    (
        "did not find expected <document start>",
        "the file's content ended before this; see for a bracket too many, or a line '...'",
    ),
    ("did not find expected '-' indicator", "this line stands in a list, whose entries begin with '- '"),
)
MOST_DEPTH = 40
TOO_DEEP = f"more than {MOST_DEPTH} lists and maps stand inside each other; that is no exercise"
OTHERWISE = "something is wrong here or just before; see the quotes, brackets, colons and the indentation"


def explain(fault: yaml.YAMLError, name: str, text: str) -> Problem:
    """The problem that a fault of the YAML library stands for."""
    mark = getattr(fault, "problem_mark", None)
    if mark is None:
        return Problem(name, 1, 1, "error", "syntax", OTHERWISE)
    if "nesting depth" in str(getattr(fault, "problem", "")):  # libyaml 0.2.6 reads ahead and gives up first
        return Problem(name, mark.line + 1, mark.column + 1, "error", "too-deep", TOO_DEEP)
    found = _Fault(fault, text)
    place, message = found.read()
    line, column = place.line + 1, place.column + 1
    if line > len(found.lines):  # the library lost the thread at the end of the file
        line, column = len(found.lines), len(found.lines[-1]) + 1
    return Problem(name, line, column, "error", "syntax", message)


class _Fault:
    """A fault of the library with the line it is in."""

    def __init__(self, fault: Any, text: str) -> None:
        self.said, self.context = str(fault.problem or ""), str(fault.context or "")
        self.mark, self.begin = fault.problem_mark, fault.context_mark or fault.problem_mark
        self.lines = text.splitlines() or [""]
        self.line = self.line_at(self.mark)

    def line_at(self, mark: Any) -> str:
        return self.lines[mark.line] if mark.line < len(self.lines) else ""

    @property
    def before(self) -> str:
        """What stands in the line before the fault."""
        return self.line[: self.mark.column]

    @property
    def character(self) -> str:
        return self.line[self.mark.column : self.mark.column + 1]

    def read(self) -> tuple[Any, str]:
        """Where to point and what to say."""
        said = self.said
        if self.character == "\t":
            return self.mark, "a tab cannot indent or separate; use spaces"
        if "found unexpected end of stream" in said or "unexpected document indicator" in said:
            return self.begin, "the quotes that open here are never closed"
        if "cannot start any token" in said:
            return self.mark, f"a text cannot begin with '{self.character}'; {QUOTES}"
        if "alphabetic or numeric character" in said:
            return self.begin, f"a text cannot begin with '*' or '&'; {QUOTES}"
        if "directive" in self.context:
            return self.begin, f"a line cannot begin with '%'; {QUOTES}"
        if "block scalar" in self.context:
            return self.begin, "after '|' or '>' the text begins on the next line"
        if "could not find expected ':'" in said:
            return (
                self.begin,
                "a key needs a colon and a space after it, or this line continues a text: indent it",
            )
        if "expected ',' or" in said:
            return (self.begin if self.mark.line >= len(self.lines) else self.mark), self.unclosed()
        if "mapping values are not allowed" in said:
            return self.mark, self.colon()
        if "did not find expected key" in said:
            return self.mark, self.key()
        return self.mark, next((right for wrong, right in SAID if wrong in said), OTHERWISE)

    def unclosed(self) -> str:
        """Something in a list or map in brackets is not what it should be."""
        bracket, closing = ("[", "]") if "']'" in self.said else ("{", "}")
        opened = f"'{bracket}' of line {self.begin.line + 1}, column {self.begin.column + 1}"
        if self.character == ":" and self.mark.line == self.begin.line:
            right = "put a comma before the key, or the text in quotes"
            return f"a second colon since the {opened}; {right}"
        return f"the {opened} is not closed with '{closing}', a comma is missing, or a text needs quotes"

    def colon(self) -> str:
        """A colon where no key can end."""
        if ": " in self.before:
            return COLON
        above = next((line for line in reversed(self.lines[: self.mark.line]) if line.strip()), "")
        if _indent(self.line) > _indent(above):
            return "this key is indented further than the one above, which has its value; indent them alike"
        return f"the line above '{clip(self.line.strip())}' has no colon, or a text with a colon needs quotes"

    def key(self) -> str:
        """Something that neither continues a map nor ends it."""
        if not self.before.strip():
            return (
                "this line fits the indentation of no line above; what belongs together begins in one column"
            )
        return f"the value has ended before this; see for a quote or bracket too many, or {QUOTES}"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
