"""Reads the QR codes of a page as a phone would: what is drawn, not what was meant."""

import re

import numpy
import zxingcpp

DRAWING = re.compile(r'<svg[^>]*class="[^"]*\bqr\b[^"]*".*?</svg>', re.DOTALL)
CELLS = re.compile(r"M(\d+) (\d+)h(\d+)v1")
QUIET, SIZE = 4, 4
"""Cells of quiet around a code, and pixels of a cell."""


def codes(html: str) -> list[str]:
    """What the codes of a page say, in the order in which they stand."""
    return [read(drawing) for drawing in DRAWING.findall(html)]


def read(drawing: str) -> str:
    """What one code says. Fails where no phone could read it."""
    cells = [tuple(map(int, found)) for found in CELLS.findall(drawing)]
    side = max(row for _, row, _ in cells) + 1 + 2 * QUIET
    image = numpy.full((side, side), 255, numpy.uint8)
    for column, row, run in cells:
        image[row + QUIET, column + QUIET : column + QUIET + run] = 0
    large = image.repeat(SIZE, 0).repeat(SIZE, 1)
    (found,) = zxingcpp.read_barcodes(large, formats=zxingcpp.BarcodeFormat.QRCode, is_pure=True)
    return str(found.text)
