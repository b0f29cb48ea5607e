"""Files in one file: a ZIP that does not say when it was made; the same content gives the same bytes."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Names with contents, in their order."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return whole.getvalue()


def unpacked(raw: bytes) -> list[tuple[str, bytes]]:
    """The files of a ZIP, in their order."""
    with ZipFile(BytesIO(raw)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]
