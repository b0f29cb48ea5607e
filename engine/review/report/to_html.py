"""A report as one HTML file that stands alone: no network, no scripts, made to be read and to be printed."""

from pathlib import Path

from markupsafe import Markup, escape

from engine.language import Language
from engine.pictures.dots import paper
from engine.pictures.marks import defs
from engine.review.report.blocks import Block, Bullets, Figures, Heading, Paragraph, Report, Table
from engine.review.report.plain import fit

STYLE = Path(__file__).parent / "report.css"
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
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
</body>
</html>
"""


def html(report: Report) -> str:
    """The whole report. Texts are escaped; the pictures are our own."""
    about = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(text(name), text(value))
        for name, value in report.about
    )
    chapters = Markup("").join(
        Markup('<li><a href="#chapter-{}">{}</a></li>').format(place, text(title))
        for place, title in enumerate(report.chapters, 1)
    )
    return PAGE.format(
        language=report.language,
        title=text(report.title),
        subtitle=text(report.subtitle),
        style=paper() + STYLE.read_text(encoding="utf-8"),
        defs=defs(),
        marking=text(report.marking),
        whose=text(report.whose),
        about=about,
        contents=text(Language(report.language).say("Contents")),
        chapters=chapters,
        body=body(report),
    )


def body(report: Report) -> Markup:
    """The blocks in their order; each chapter can be jumped to."""
    parts, chapter = [], 0
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapter += 1
            parts.append(Markup('<h2 id="chapter-{}">{}</h2>').format(chapter, text(block.text)))
        else:
            parts.append(written(block))
    return Markup("\n").join(parts)


def text(words: str) -> Markup:
    return escape(fit(words))


def lines(words: str) -> Markup:
    """A text whose lines stay lines."""
    return Markup("<br>").join(text(line) for line in words.splitlines() or [""])


def written(block: Block) -> Markup:
    if isinstance(block, Heading):
        return Markup("<h{0}>{1}</h{0}>").format(block.level + 1, text(block.text))
    if isinstance(block, Paragraph):
        return Markup('<p class="{}">{}</p>').format(block.kind or "plain", lines(block.text))
    if isinstance(block, Bullets):
        items = Markup("").join(Markup("<li>{}</li>").format(lines(item)) for item in block.items)
        return Markup("<ul>{}</ul>").format(items)
    if isinstance(block, Table):
        return table(block)
    return figures(block)


def table(block: Table) -> Markup:
    """A table whose head repeats on every page."""
    columns = Markup("").join(Markup('<col width="{}%">').format(width) for width in block.widths)
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(text(entry)) for entry in block.head)
    head = Markup("<thead><tr>{}</tr></thead>").format(heads) if any(block.head) else Markup("")
    rows = Markup("").join(row(block, cells) for cells in block.rows)
    return Markup("<table><colgroup>{}</colgroup>{}<tbody>{}</tbody></table>").format(columns, head, rows)


def row(block: Table, cells: list[str]) -> Markup:
    found = [
        Markup('<th scope="row">{}</th>' if block.key and not place else "<td>{}</td>").format(lines(entry))
        for place, entry in enumerate(cells)
    ]
    return Markup("<tr>{}</tr>").format(Markup("").join(found))


def figures(block: Figures) -> Markup:
    drawn = Markup("").join(
        Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(
            Markup(drawing.svg), text(drawing.caption)
        )
        for drawing in block.drawings
    )
    return Markup('<div class="figures across-{}">{}</div>').format(block.across, drawn)
