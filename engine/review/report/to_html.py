"""A report as one HTML file that stands alone: no network, no scripts, made to be read and to be printed."""

from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup, escape

from engine.pictures.dots import paper
from engine.pictures.marks import defs
from engine.review.report.blocks import (
    Block,
    Break,
    Bullets,
    Cell,
    Drawing,
    Figures,
    Heading,
    Paragraph,
    Report,
    Room,
    SideBySide,
    TableBlock,
)
from engine.review.report.plain import fit
from engine.words.language import Language

STYLE = Path(__file__).parent / "report.css"
MANY_COLUMNS = 5
"""From so many on, a table slides sideways on a phone."""
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Whitecell">
<title>{title}: {subtitle}</title>
<style>
{style}
</style>
</head>
<body>
{defs}
<p class="marking">{marking}</p>
<header>
<p class="kind">{title}</p>
<h1>{subtitle}</h1>
<p class="whose">{whose}</p>
<table class="about">{about}</table>
</header>
<nav aria-labelledby="contents"><h2 id="contents">{contents}</h2><ol>{chapters}</ol></nav>
<main>
{body}
</main>
<p class="marking last">{marking}</p>
<p class="handling">{handling}</p>
</body>
</html>
"""


def html(report: Report) -> str:
    """The whole report. Texts are escaped; the pictures are our own."""
    about = joined(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(text(name), lines(value))
        for name, value in report.about
    )
    chapters = joined(
        Markup('<li><a href="#chapter-{}">{}</a></li>').format(place, text(title))
        for place, title in enumerate(report.chapters, 1)
    )
    return PAGE.format(
        language=report.language,
        title=text(report.title),
        subtitle=text(report.subtitle),
        style=paper() + STYLE.read_text(encoding="utf-8") + on_every_page(report),
        defs=defs(),
        marking=text(report.marking),
        handling=text(report.handling),
        whose=text(report.whose),
        about=about,
        contents=text(Language(report.language).say("Contents")),
        chapters=chapters,
        body=body(report),
    )


def on_every_page(report: Report) -> str:
    """The marking at the head of printed pages, and the handling at their foot."""
    head, foot = quoted(report.marking), quoted(report.handling)
    return f"@page {{ @top-center {{ content: {head}; }} @bottom-left {{ content: {foot}; }} }}\n"


def quoted(words: str) -> str:
    """A text as a style sheet takes it: every sign that is no letter, digit or blank by its number, so that
    nothing in it ends the string, the sheet or the page.
    """
    return '"{}"'.format(
        "".join(
            letter if letter.isalnum() or letter == " " else f"\\{ord(letter):06x} " for letter in fit(words)
        )
    )


def body(report: Report) -> Markup:
    """The blocks in their order; each chapter can be jumped to."""
    parts, chapter, sideways = [], 0, False
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapter += 1
            parts.append(Markup('<h2 id="chapter-{}">{}</h2>').format(chapter, text(block.text)))
        elif isinstance(block, Break) and block.sideways and not sideways:
            sideways = True
            parts.append(Markup('<div class="sideways">'))
        else:
            parts.append(written(block))
    return Markup("\n").join([*parts, Markup("</div>")] if sideways else parts)


def joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def text(words: str) -> Markup:
    return escape(fit(words))


def lines(words: str) -> Markup:
    """A text whose lines stay lines."""
    return Markup("<br/>").join(text(line) for line in words.splitlines() or [""])


def written(block: Block) -> Markup:
    if isinstance(block, Heading):
        return Markup("<h{0}>{1}</h{0}>").format(block.level + 1, text(block.text))
    if isinstance(block, Paragraph):
        return Markup('<p class="{}">{}</p>').format(block.kind or "plain", lines(block.text))
    if isinstance(block, Bullets):
        return bullets(block.items)
    if isinstance(block, Room):
        return Markup('<div class="room">{}</div>').format(Markup("<p></p>") * block.lines)
    if isinstance(block, TableBlock):
        return table(block)
    if isinstance(block, Figures):
        drawn = joined(map(figure, block.drawings))
        return Markup('<div class="figures across-{}">{}</div>').format(block.across, drawn)
    if isinstance(block, SideBySide):
        side = Markup('<div><p class="title">{}</p>{}</div>').format(text(block.title), bullets(block.items))
        return Markup('<div class="beside">{}{}</div>').format(
            figure(block.drawing), side if block.items else ""
        )
    return Markup('<hr class="break"/>')


def bullets(items: list[str]) -> Markup:
    return Markup("<ul>{}</ul>").format(joined(Markup("<li>{}</li>").format(lines(item)) for item in items))


def figure(drawing: Drawing) -> Markup:
    return Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(
        Markup(drawing.svg), text(drawing.caption)
    )


def table(block: TableBlock) -> Markup:
    """A table whose head repeats on every page."""
    columns = joined(Markup('<col width="{}%"/>').format(width) for width in block.widths)
    heads = joined(Markup('<th scope="col">{}</th>').format(text(entry)) for entry in block.head)
    head = Markup("<thead><tr>{}</tr></thead>").format(heads) if any(block.head) else Markup("")
    rows = joined(row(block, cells) for cells in block.rows)
    drawn = Markup("<table><colgroup>{}</colgroup>{}<tbody>{}</tbody></table>").format(columns, head, rows)
    if len(block.head) < MANY_COLUMNS:
        return drawn
    return Markup('<div class="slides" tabindex="0">{}</div>').format(drawn)


def row(block: TableBlock, cells: Iterable[Cell]) -> Markup:
    found = [
        Markup('<th scope="row">{}</th>' if block.key and not place else "<td>{}</td>").format(inside(entry))
        for place, entry in enumerate(cells)
    ]
    return Markup("<tr>{}</tr>").format(joined(found))


def inside(entry: Cell) -> Markup:
    return lines(entry) if isinstance(entry, str) else Markup(entry.svg)
