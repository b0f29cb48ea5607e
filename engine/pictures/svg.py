"""The few strokes that every picture is drawn with: elements, text and its estimated width."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

WIDTHS = {
    letter: width
    for letters, width in (
        ("iljI:;'|!ł· \u00a0", 0.30),
        (".,", 0.34),
        ("frt()[]/", 0.41),
        ("0123456789−+=", 0.65),
        ("ACDGHKNOÓQRUVXY&", 0.77),
        ("mw", 0.92),
        ("MW@%—", 1.02),
        ("▲▼", 1.05),
    )
    for letter in letters
}
"""How wide the letters of Inter are drawn, for a size of 1; figures are tabular."""
CAPITAL, SMALL, BOLD = 0.7, 0.6, 1.05
"""All others, and how much wider letters are when bold; figures and signs are not."""


def number(value: Any) -> str:
    """A number as it stands in an attribute: two decimals at most."""
    return trimmed(value) if isinstance(value, float) else str(value)


def written(value: Any) -> str:
    """What stands in an attribute: a number, which needs no escaping, or text."""
    return trimmed(value) if isinstance(value, float) else escape(value)


def trimmed(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(name: str, *children: Any, **attributes: Any) -> Markup:
    """An element; `class_` and `stroke_width` lose and change their underscores, text is escaped."""
    parts = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{written(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(escape(child) for child in children)
    if not inner and name not in ("text", "span"):
        return Markup(f"<{name}{parts}/>")
    return Markup(f"<{name}{parts}>{inner}</{name}>")


def picture(width: float, height: float, label: str, *children: Any, **attributes: Any) -> Markup:
    """A drawing of a size, with the sentence that says what it shows; without one it is an ornament."""
    told = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    kind = attributes.pop("class_", "")
    box = attributes.pop("box", f"0 0 {number(width)} {number(height)}")
    return element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"picture {kind}".strip(),
        width=width,
        height=height,
        viewBox=box,
        **told,
        focusable="false",
        **attributes,
    )


def group(children: Iterable[Any], **attributes: Any) -> Markup:
    return element("g", *children, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, kind: str, width: float = 1, **more: Any) -> Markup:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=kind, stroke_width=width, **more)


def box(x: float, y: float, width: float, height: float, kind: str, **more: Any) -> Markup:
    return element("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), class_=kind, **more)


def disc(x: float, y: float, radius: float, kind: str, **more: Any) -> Markup:
    return element("circle", cx=x, cy=y, r=radius, class_=kind, **more)


def path(d: str, kind: str, **more: Any) -> Markup:
    return element("path", d=d, class_=kind, **more)


def words(x: float, y: float, text: Any, size: float, kind: str = "", **more: Any) -> Markup:
    """A line of text; `anchor` is start, middle or end, `weight` a number."""
    anchor, weight = more.pop("anchor", None), more.pop("weight", None)
    return element(
        "text",
        text,
        x=x,
        y=y,
        font_size=size,
        class_=kind or None,
        text_anchor=anchor,
        font_weight=weight,
        **more,
    )


def span(kind: str, *children: Any) -> Markup:
    return element("span", *children, class_=kind)


def hidden(*children: Any) -> Markup:
    """Drawn signs that a reader of text need not hear."""
    return element("span", *children, aria_hidden="true")


def heard(text: str) -> Markup:
    """Words for readers of text alone."""
    return span("only-heard", text)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is drawn at most, in the font that comes with the pages."""
    units = 0.0
    for letter in text:
        width = WIDTHS.get(letter, CAPITAL if letter.isupper() else SMALL)
        units += width * BOLD if bold and letter.isalpha() else width
    return units * size


def in_lines(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """A text in lines of so much room, broken between words; a word alone may be wider."""
    lines = list[str]()
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def points(pairs: Iterable[tuple[float, float]]) -> str:
    """Path data through points."""
    return "M" + " L".join(f"{trimmed(x)} {trimmed(y)}" for x, y in pairs)
