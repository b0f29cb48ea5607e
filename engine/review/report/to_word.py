"""A report as a DOCX file, with real styles, so that a staff can go on writing in it."""

from functools import lru_cache
from io import BytesIO
from typing import Any

from engine.exchange.archive import packed, unpacked
from engine.pictures.dots import png
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
from engine.review.report.word_frame import contents, dressed, made, mark, sideways, width_of

DOT = 0.72 * 2.54 / 96
"""Centimetres of a unit of a picture in a row of a table: as high as the words beside it."""
STYLES = {"lead": "Lead", "world": "Quote", "quiet": "Remark"}
WIDEST = 12.0
"""Centimetres that a picture alone in its row may take."""


def word(report: Report) -> bytes:
    """The whole report as the bytes of a file."""
    document = dressed(report)
    for text, style in ((report.title, "Subtitle"), (report.subtitle, "Title"), (report.whose, "Lead")):
        said(document, text, style)
    table(document, TableBlock(["", ""], report.about, [24, 76], key=True))
    contents(document, report)
    turn_page(document, Break())
    chapter = 0
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapter += 1
            mark(heading(document, block), chapter)
        else:
            write(document, block)
    kept = BytesIO()
    document.save(kept)
    return packed(unpacked(kept.getvalue()))  # the library writes into it when it was made


def write(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        heading(document, block)
    elif isinstance(block, Paragraph):
        said(document, block.text, STYLES.get(block.kind, "Normal"))
    elif isinstance(block, Bullets):
        bullets(document, block.items)
    elif isinstance(block, Room):
        room(document, block)
    elif isinstance(block, TableBlock):
        table(document, block)
    elif isinstance(block, Figures):
        figures(document, block)
    elif isinstance(block, SideBySide):
        beside(document, block)
    elif isinstance(block, Break):
        turn_page(document, block)


def heading(document: Any, block: Heading) -> Any:
    return document.add_heading(fit(block.text), level=block.level)


def bullets(place: Any, items: list[str]) -> None:
    for item in items:
        said(place, item, "List Bullet")


def room(document: Any, block: Room) -> None:
    """Lines to write on: rows of a table, which grow with what is written into them."""
    from docx.shared import Cm

    found = grid(document, 1, "Report Table")
    for _ in range(block.lines):
        unsplit(found.add_row()).height = Cm(0.8)
    apart(document)


def said(place: Any, text: str, style: str) -> None:
    dress(place.add_paragraph(fit(text)), style)


def dress(paragraph: Any, style: str) -> None:
    """Give a paragraph its style by its id: to look each up by its name takes longer than all the rest."""
    paragraph._p.style = style.replace(" ", "")


def turn_page(document: Any, block: Break) -> None:
    """A new page, turned if it is the first of those; else what comes next begins it."""
    section = document.sections[-1]
    if block.sideways and section.page_width < section.page_height:
        sideways(document)
    else:
        document.add_page_break().style = "Gap"


# Tables and pictures


def table(document: Any, block: TableBlock) -> None:
    """A table with hairlines; its head repeats on every page, and no row is split."""
    from docx.shared import Cm

    headed, whole = any(block.head), width_of(document)
    widths = [whole * width / sum(block.widths) for width in block.widths]
    found = grid(document, len(widths), "Report Table")
    for column, width in zip(found.columns, widths, strict=True):
        column.width = Cm(width)
    for cells in [block.head, *block.rows] if headed else block.rows:
        head = cells is block.head
        row = unsplit(found.add_row())
        if head:
            row._tr.get_or_add_trPr().append(made("w:tblHeader"))
        for column, (place, entry) in enumerate(zip(row.cells, cells, strict=True)):
            place.width = Cm(widths[column])
            fill(place, entry, widths[column], bold=head or (block.key and not column))
            if head:
                place._tc.get_or_add_tcPr().append(made("w:shd", val="clear", color="auto", fill="E7ECEA"))
    apart(document)


def fill(place: Any, entry: Cell, width: float, bold: bool) -> None:
    paragraph = place.paragraphs[0]
    dress(paragraph, "Table Text")
    if isinstance(entry, Drawing):
        picture(paragraph, entry, min(width - 0.4, wide(entry)))
    else:
        paragraph.add_run(fit(entry)).bold = bold or None


def grid(document: Any, columns: int, style: str) -> Any:
    found = document.add_table(rows=0, cols=columns)
    found.style, found.autofit = style, False
    return found


def unsplit(row: Any) -> Any:
    row._tr.get_or_add_trPr().append(made("w:cantSplit"))
    return row


def apart(document: Any) -> None:
    """Between two tables stands a line, or they would be one."""
    said(document, "", "Gap")


def figures(document: Any, block: Figures) -> None:
    """Pictures side by side in a table without lines."""
    room = width_of(document) / block.across
    found = grid(document, block.across, "Normal Table")
    for start in range(0, len(block.drawings), block.across):
        row = unsplit(found.add_row())
        for place, drawing in zip(row.cells, block.drawings[start : start + block.across], strict=False):
            captioned(place, drawing, min(room - 0.4, WIDEST))
    apart(document)


def beside(document: Any, block: SideBySide) -> None:
    """A picture at the left, a list at the right."""
    from docx.shared import Cm

    whole = width_of(document)
    found = grid(document, 2, "Normal Table")
    cells = unsplit(found.add_row()).cells
    for column, place, share in zip(found.columns, cells, (0.48, 0.52), strict=True):
        column.width = place.width = Cm(whole * share)
    left, right = cells
    captioned(left, block.drawing, whole * 0.48 - 0.6)
    if block.items:
        right.paragraphs[0].add_run(fit(block.title)).bold = True
        bullets(right, block.items)
    apart(document)


def captioned(place: Any, drawing: Drawing, width: float) -> None:
    paragraph = place.paragraphs[0]
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_after = 0
    picture(paragraph, drawing, width)
    said(place, drawing.caption, "Caption")


def wide(drawing: Drawing) -> float:
    """How wide a picture is of itself, in centimetres."""
    return float(drawing.svg.partition(' width="')[2].partition('"')[0]) * DOT


@lru_cache(maxsize=256)
def dots(svg: str) -> bytes:
    """A picture as dots, drawn once: it comes again in one report, and in those of other seats."""
    return png(svg)


def picture(paragraph: Any, drawing: Drawing, width: float) -> None:
    """A picture with the sentence that says what it shows."""
    from docx.shared import Cm

    shape = paragraph.add_run().add_picture(BytesIO(dots(drawing.svg)), width=Cm(width))
    shape._inline.docPr.set("descr", fit(drawing.sentence))
