"""QR codes as one path, in ink: to be shown on white, whatever the theme around them."""

import segno
from markupsafe import Markup

from engine.pictures.svg import box, path, picture

QUIET = 3
"""Empty modules around the code."""


def qr(text: str, label: str, size: float = 132) -> Markup:
    """The code of an address; `label` says where it leads."""
    rows = list(segno.make(text, error="m", micro=False).matrix)
    strokes = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                strokes.append(f"M{x} {y}h{run}v1h-{run}z")
            x += run or 1
    side = len(rows) + 2 * QUIET
    return picture(
        size,
        size,
        label,
        box(-QUIET, -QUIET, side, side, "fill-surface"),
        path("".join(strokes), "fill-ink"),
        class_="qr",
        box=f"{-QUIET} {-QUIET} {side} {side}",
        shape_rendering="crispEdges",
        data_theme="light",
    )
