"""The signs and words of an expression, looked at before it is parsed.

Python would refuse most of these too, in words for programmers, and would take a few for something
an author did not mean. Here each gets a message that says what to write instead.
"""

import ast
import keyword
import re

FOREIGN = {
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "−": "-",
    "–": "-",
    "×": "*",
    "·": "*",
    "÷": "//",
    "&": "and",
    "|": "or",
}
MEANT = {"=": "==", "===": "==", "=>": ">=", "=<": "<=", "<>": "!=", "=!": "!=", "=/": "!="}
COMPARISONS = {"<", "<=", ">", ">=", "==", "!="}
QUOTED = "values stand without quotes, as in mood == angry"
WORDS = {"and", "or", "not", "in", "if", "else"}
"""The keywords of Python that mean in an expression what they mean there."""
TOKEN = re.compile(
    r"(?P<quoted>'[^']*'|\"[^\"]*\")|(?P<sign>[<>=!]+)|(?P<number>\.?[0-9][\w.]*)|(?P<word>[A-Za-z_]\w*)|(?P<other>[^\w\s.,()+\-*/%])",
    re.ASCII,
)
UNFINISHED = re.compile(r"(?:[-+*/%<>=!,(.]|\b(?:and|or|not|in|if|else))\s*$")


class NotationFault(Exception):
    """What is wrong with the text of an expression, and at which character."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message, self.offset = message, offset


def parse(text: str) -> ast.expr:
    """The syntax tree of a text. Raises NotationFault."""
    for token in TOKEN.finditer(text):
        fault = CHECKS[str(token.lastgroup)](token[0])
        if fault:
            raise NotationFault(fault, token.start())
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError as fault:
        raise NotationFault(*_broken(text, fault)) from None
    except (ValueError, MemoryError, RecursionError):
        raise NotationFault(
            "the expression is nested too deeply; name parts of it under 'define'", 0
        ) from None


def _sign(sign: str) -> str:
    if sign in COMPARISONS:
        return ""
    if sign == "!":
        return "write 'not' instead of '!'"
    right = MEANT.get(sign)
    return (
        f"write '{right}' instead of '{sign}'"
        if right
        else f"'{sign}' compares nothing; write < <= > >= == or !="
    )


def _number(number: str) -> str:
    if not number.isdecimal():
        return f"'{number}' is no whole number; only whole numbers count, without unit or decimals"
    if len(number) > 1 and number[0] == "0":
        return f"write {number.lstrip('0') or '0'} instead of {number}"
    return ""


def _word(word: str) -> str:
    if word in ("True", "False", "None"):
        return f"'{word}' is not needed: write a condition by itself, or with 'not' before it"
    if word == "is":
        return "write '==' instead of 'is'"
    if keyword.iskeyword(word) and word not in WORDS:
        return f"'{word}' cannot stand in an expression, not even as a name"
    if word.isupper() and word.lower() in WORDS:
        return f"write '{word.lower()}' in small letters"
    return ""


def _other(sign: str) -> str:
    if sign in FOREIGN:
        return f"write '{FOREIGN[sign]}' instead of '{sign}'"
    if sign in "'\"":
        return ""  # read with its text, so that an unknown function around it is named first
    if sign in "‘’‚“”„`«»":
        return QUOTED
    if sign in "[]{}":
        return f"'{sign}' does not belong in an expression; brackets are round"
    allowed = "names, whole numbers, comparisons, 'and', 'or', 'not', 'in', + - * // %"
    return f"'{sign}' does not belong in an expression; it takes {allowed}"


CHECKS = {"quoted": lambda _: "", "sign": _sign, "number": _number, "word": _word, "other": _other}


def _broken(text: str, fault: SyntaxError) -> tuple[str, int]:
    """What is wrong where Python gave up, and where that is."""
    offset, said = max((fault.offset or 1) - 1, 0), fault.msg or ""
    if "nested" in said:
        return "the expression is nested too deeply; name parts of it under 'define'", 0
    if "string literal" in said:
        return QUOTED, offset
    if "was never closed" in said:
        return "the bracket '(' is not closed", offset
    if "unmatched" in said or "does not match" in said:
        return "this bracket closes nothing", offset
    if "expected 'else'" in said:
        return "'if' needs an 'else' here: 2 if tension >= 5 else 1", offset
    if UNFINISHED.search(text):
        return "the expression breaks off: something is missing at its end", len(text.rstrip())
    rest = text[offset:].split()
    about = f"'{rest[0][:40]}' does not fit here" if rest else "the expression goes wrong here"
    return f"{about}; a sign, or a word such as 'and', is missing before it or is one too many", offset
