"""A report as a DOCX file, with real styles, so that a staff can go on writing in it."""

from io import BytesIO
from typing import Any

from engine.language import Language
from engine.pictures.dots import png
from engine.review.report.blocks import Block, Bullets, Drawing, Figures, Heading, Paragraph, Report, Table
from engine.review.report.plain import fit

INK, QUIET, SHADE, LINE = "14201D", "3D4B46", "E7ECEA", "B9C3BF"
WIDTH = 17.0
"""Centimetres between the margins of an A4 page."""
LOCALES = {"en": "en-GB", "pl": "pl-PL"}


def word(report: Report) -> bytes:
    """The whole report as the bytes of a file."""
    from docx import Document

    document = Document()
    set_up(document, report)
    first_page(document, report)
    for block in report.blocks:
        write(document, block)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


# The frame: page, styles, header and footer


def set_up(document: Any, report: Report) -> None:
    """A4, the fonts and spaces of the styles, the marking at the head and the page at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    sizes = {"Title": 26, "Heading 1": 18, "Heading 2": 14, "Heading 3": 11, "Normal": 10}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = colour(INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(f"{{{namespace()}}}{kind}", None)
        for kind in ("ascii", "hAnsi", "cs"):
            fonts.set(f"{{{namespace()}}}{kind}", "Calibri")
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    speak(document, report.language)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.text, header.alignment = fit(report.marking), WD_ALIGN_PARAGRAPH.CENTER
    header.runs[0].bold = True
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run(fit(f"{report.subtitle} · "))
    field(footer, "PAGE")
    properties = document.core_properties
    properties.title, properties.author = fit(f"{report.title}: {report.subtitle}")[:255], "Whitecell"
    properties.language = LOCALES[report.language]


def namespace() -> str:
    return "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def colour(code: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(code)


def made(name: str, **attributes: str) -> Any:
    """An element that python-docx has no word for."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(name)
    for key, value in attributes.items():
        found.set(qn(f"w:{key}"), value)
    return found


def speak(document: Any, language: str) -> None:
    """The language of the text, for whoever checks its spelling."""
    properties = document.styles["Normal"].element.get_or_add_rPr()
    properties.append(made("w:lang", val=LOCALES[language]))


def field(paragraph: Any, code: str, shown: str = "") -> None:
    """A field that the reader's program fills in."""
    run = paragraph.add_run()
    run._r.append(made("w:fldChar", fldCharType="begin"))
    instruction = made("w:instrText")
    instruction.text = f" {code} "
    run._r.append(instruction)
    run._r.append(made("w:fldChar", fldCharType="separate"))
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(made("w:fldChar", fldCharType="end"))


def first_page(document: Any, report: Report) -> None:
    """Title, whose copy it is, what it is about, and the contents."""
    document.add_paragraph(fit(report.title)).runs[0].bold = True
    document.add_paragraph(fit(report.subtitle), style="Title")
    document.add_paragraph(fit(report.whose)).runs[0].bold = True
    table(document, Table(["", ""], report.about, [30, 70], key=True))
    document.add_paragraph(Language(report.language).say("Contents")).runs[0].bold = True
    for chapter in report.chapters:
        document.add_paragraph(fit(chapter), style="List Number")


# Blocks


def write(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        heading = document.add_heading(fit(block.text), level=block.level)
        heading.paragraph_format.page_break_before = block.level == 1
    elif isinstance(block, Paragraph):
        paragraph(document, block)
    elif isinstance(block, Bullets):
        for item in block.items:
            document.add_paragraph(fit(item), style="List Bullet")
    elif isinstance(block, Table):
        table(document, block)
    else:
        figures(document, block)


def paragraph(document: Any, block: Paragraph) -> None:
    found = document.add_paragraph()
    run = found.add_run(fit(block.text))
    if block.kind == "lead":
        run.bold = True
    elif block.kind == "world":
        run.font.name = "Georgia"
    elif block.kind == "quiet":
        run.font.color.rgb = colour(QUIET)


def table(document: Any, block: Table) -> None:
    """A table with hairlines; its head repeats on every page, and no row is split."""
    from docx.shared import Cm, Pt

    headed = any(block.head)
    found = document.add_table(rows=0, cols=len(block.head))
    found.autofit = False
    borders(found)
    widths = [Cm(WIDTH * width / sum(block.widths)) for width in block.widths]
    rows = [block.head, *block.rows] if headed else block.rows
    for place, cells in enumerate(rows):
        head = headed and not place
        row = found.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(made("w:cantSplit"))
        if head:
            properties.append(made("w:tblHeader"))
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = widths[column]
            inside = cell.paragraphs[0]
            inside.paragraph_format.space_after = Pt(2)
            run = inside.add_run(fit(text))
            run.font.size = Pt(8.5)
            run.bold = head or (block.key and not column) or None
            if head:
                cell._tc.get_or_add_tcPr().append(made("w:shd", val="clear", color="auto", fill=SHADE))
    for column, width in zip(found.columns, widths, strict=True):
        column.width = width
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def borders(found: Any) -> None:
    """Lines between rows, none between columns."""
    lines = made("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        lines.append(made(f"w:{side}", val="single", sz="4", space="0", color=LINE))
    found._tbl.tblPr.append(lines)


def figures(document: Any, block: Figures) -> None:
    """Pictures side by side in a table without lines."""
    from docx.shared import Cm

    across = block.across
    wide = WIDTH / across - 0.4 if across > 1 else 12.0
    for start in range(0, len(block.drawings), across):
        row = block.drawings[start : start + across]
        found = document.add_table(rows=1, cols=across)
        found.rows[0]._tr.get_or_add_trPr().append(made("w:cantSplit"))
        for cell, drawing in zip(found.rows[0].cells, row, strict=False):
            place(cell.paragraphs[0], drawing, Cm(wide))
            caption = cell.add_paragraph(fit(drawing.caption))
            caption.runs[0].font.color.rgb = colour(QUIET)
            caption.paragraph_format.keep_with_next = False
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def place(paragraph: Any, drawing: Drawing, width: Any) -> None:
    """A picture with the sentence that says what it shows."""
    shape = paragraph.add_run().add_picture(BytesIO(png(drawing.svg)), width=width)
    shape._inline.docPr.set("descr", fit(drawing.sentence))
