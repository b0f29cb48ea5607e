"""Pictures as dots, for documents that hold no SVG."""

import re
from pathlib import Path

from engine.pictures.marks import defs

HERE = Path(__file__).parent
FONTS = [str(HERE / "fonts" / name) for name in ("inter-regular.ttf", "inter-strong.ttf")]
ZOOM = 3
"""Dots for each unit of a picture: sharp in print."""


def paper() -> str:
    """The style sheet of pictures on paper."""
    return (HERE / "paper.css").read_text(encoding="utf-8")


def png(svg: str) -> bytes:
    """A picture on white, with the fonts that come with it and no others."""
    from resvg_py import svg_to_bytes

    tiles = re.search(r"<defs>.*</defs>", str(defs()), re.DOTALL)
    start = svg.index(">") + 1
    whole = f'{svg[:start]}<g class="picture-defs">{tiles[0] if tiles else ""}</g>{svg[start:]}'
    return bytes(
        svg_to_bytes(
            svg_string=whole,
            background="#ffffff",
            style_sheet=paper().replace(".picture-defs ", "pattern "),
            skip_system_fonts=True,
            font_files=FONTS,
            font_family="Inter",
            sans_serif_family="Inter",
            zoom=ZOOM,
        )
    )
