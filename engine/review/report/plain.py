"""Text as it may stand in a document: what people wrote is never markup, and never breaks a file."""

import re

UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML refuses, and half signs."""
MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")
LEADING = re.compile(r"(?m)^(\s*)([-+=:]|\d+[.)])")


def fit(text: str) -> str:
    """A text without signs that no document can hold."""
    return UNFIT.sub("\ufffd", text)


def markdown(text: str) -> str:
    """A text that Markdown reads as itself, in one paragraph."""
    escaped = MARKDOWN.sub(r"\\\1", fit(text))
    return LEADING.sub(
        lambda found: (
            f"{found[1]}\\{found[2]}"
            if found[2][0] in "-+=:"
            else f"{found[1]}{found[2][:-1]}\\{found[2][-1]}"
        ),
        escaped,
    )


def cell(text: str) -> str:
    """The same in a cell of a table."""
    return markdown(text).replace("\r", "").replace("\n", "<br>")
