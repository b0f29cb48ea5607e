"""What a DOCX file is before anything is said in it: its pages, styles, marking, numbers and contents."""

from typing import Any

from engine.review.report.blocks import Report
from engine.review.report.plain import fit
from engine.words.language import Language

INK, QUIET, LINE = "14201D", "3D4B46", "B9C3BF"
FONT, SERIF = "Arial", "Times New Roman"
"""Fonts that are the same width wherever the file is opened."""
SIZES = {
    "Normal": (9.5, 4),
    "Title": (26, 8),
    "Subtitle": (11, 0),
    "Heading 1": (18, 6),
    "Heading 2": (12.5, 4),
    "Heading 3": (10, 2),
    "Caption": (8, 4),
    "Quote": (11.5, 4),
    "List Bullet": (9.5, 1),
}
"""Points of each style, and of the space after it."""
OWN = {"Lead": (9.5, 4), "Remark": (8.5, 4), "Table Text": (8, 1), "Gap": (3, 3), "Contents": (9.5, 2)}
"""The same of the styles that are ours."""
INKS = {"Remark": QUIET, "Caption": QUIET, "Subtitle": QUIET}


def dressed(report: Report) -> Any:
    """An empty document with everything that stands on every page."""
    from docx import Document
    from docx.shared import Cm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.header_distance = section.footer_distance = Cm(0.9)
    section.top_margin = section.bottom_margin = Cm(1.9)
    styled(document)
    speak(document, report.language)
    marked(section, report)
    properties = document.core_properties
    properties.title, properties.author = fit(f"{report.title}: {report.subtitle}")[:255], "Whitecell"
    properties.comments = ""
    properties.language = Language(report.language).about.locale
    return document


def width_of(document: Any) -> float:
    """Centimetres between the margins of the pages that are being written."""
    section = document.sections[-1]
    return float((section.page_width - section.left_margin - section.right_margin) / 360000)


def sideways(document: Any) -> None:
    """From here on, pages are wider than high."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Cm

    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.top_margin = section.bottom_margin = Cm(1.7)


# Styles


def styled(document: Any) -> None:
    """The styles of text and of tables."""
    from docx.enum.style import WD_STYLE_TYPE

    for name in OWN:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for name, (size, after) in (SIZES | OWN).items():
        look(document.styles[name], size, after, INKS.get(name, INK))
    document.styles["Lead"].font.bold = True
    document.styles["Quote"].font.italic = False
    document.styles["Caption"].font.bold = False
    table = document.styles.add_style("Report Table", WD_STYLE_TYPE.TABLE)
    table.base_style = document.styles["Normal Table"]
    lines = made("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        lines.append(made(f"w:{side}", val="single", sz="4", space="0", color=LINE))
    properties = made("w:tblPr")
    properties.append(lines)
    table.element.append(properties)


def look(style: Any, size: float, after: float, ink: str) -> None:
    from docx.shared import Pt, RGBColor

    font = SERIF if style.name == "Quote" else FONT
    style.font.name, style.font.size = font, Pt(size)
    style.font.color.rgb = RGBColor.from_string(ink)
    style.paragraph_format.space_after = Pt(after)
    if style.name == "Gap":
        style.paragraph_format.line_spacing = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.attrib.pop(qualified(f"w:{kind}Theme"), None)
        fonts.set(qualified(f"w:{kind}"), font)
    fonts.attrib.pop(qualified("w:cstheme"), None)


def speak(document: Any, language: str) -> None:
    """The language of the text, for whoever checks its spelling."""
    for found in document.styles.element.iter(qualified("w:lang")):
        found.set(qualified("w:val"), Language(language).about.locale)


# What stands on every page


def marked(section: Any, report: Report) -> None:
    """The marking at the head; at the foot the handling, the exercise and the page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.alignment, foot.alignment = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    head.add_run(fit(report.marking)).bold = True
    foot.add_run(fit(f"{report.handling} · " if report.handling else ""))
    foot.add_run(fit(f"{report.subtitle} · "))
    field(foot, "PAGE", "1")
    foot.add_run(" / ")
    field(foot, "NUMPAGES", "1")


def contents(document: Any, report: Report) -> None:
    """The table of contents, filled in; a reader's program adds the pages when it brings it up to date."""
    document.add_paragraph(Language(report.language).say("Contents"), style="Lead")
    for place, chapter in enumerate(report.chapters, 1):
        entry = document.add_paragraph(style="Contents")
        if place == 1:
            opened(entry, 'TOC \\o "1-1" \\h \\z', stale=True)
        link = made("w:hyperlink", anchor=anchor(place))
        link.append(entry.add_run(fit(chapter))._r)
        entry._p.append(link)
        if place == len(report.chapters):
            closed(entry)


def anchor(place: int) -> str:
    return f"_Toc{place:06d}"


def mark(heading: Any, place: int) -> None:
    """A heading that the table of contents can point to."""
    heading._p.insert(1, made("w:bookmarkStart", id=str(place), name=anchor(place)))
    heading._p.append(made("w:bookmarkEnd", id=str(place)))


def field(paragraph: Any, code: str, shown: str, stale: bool = False) -> None:
    """A field that the reader's program fills in; `shown` stands until then."""
    opened(paragraph, code, stale)
    paragraph.add_run(shown)
    closed(paragraph)


def opened(paragraph: Any, code: str, stale: bool = False) -> None:
    dirty = {"dirty": "true"} if stale else {}
    paragraph.add_run()._r.append(made("w:fldChar", fldCharType="begin", **dirty))
    instruction = made("w:instrText")
    instruction.text = f" {code} "
    paragraph.add_run()._r.append(instruction)
    paragraph.add_run()._r.append(made("w:fldChar", fldCharType="separate"))


def closed(paragraph: Any) -> None:
    paragraph.add_run()._r.append(made("w:fldChar", fldCharType="end"))


def qualified(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def made(tag: str, /, **attributes: str) -> Any:
    """An element that python-docx has no word for."""
    from docx.oxml import OxmlElement

    found = OxmlElement(tag)
    for key, value in attributes.items():
        found.set(qualified(f"w:{key}"), value)
    return found
