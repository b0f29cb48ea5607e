"""A drawn page: the same for all who ask but for a few words, which each request has of its own.

It is kept in pieces with places between them, so that it is drawn once, compressed once, and joined for each
request. A request's own words go as they are between what is compressed: the length of an answer says nothing
about them.
"""

import re
import secrets
import zlib
from collections.abc import Mapping

MARK = secrets.token_hex(8)
SECRET, NONCE, CLOCK = (f"\ue000{name}.{MARK}\ue000" for name in ("secret", "once", "clock"))
"""Stand in a drawn page where each request has its own words. No text that a player writes can hold them:
they are drawn anew whenever the server starts."""
PLACES = re.compile("|".join(map(re.escape, (SECRET, NONCE, CLOCK))).join("()").encode())
LEVEL = 3
"""Of 9: a page takes a millisecond, and what the higher ones save of it is not worth three."""
HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""Of gzip: deflated, no name, no time, of no system."""
LAST = b"\x03\0"
"""The last block of what is deflated, an empty one."""
Words = Mapping[bytes, bytes]
"""By the mark of its place, what a request has there."""


class Drawn:
    """One page, whoever asks for it."""

    def __init__(self, html: str) -> None:
        found = PLACES.split(html.encode())
        self.pieces, self.places = found[::2], found[1::2]
        self._deflated: list[bytes] = []

    def __len__(self) -> int:
        return sum(map(len, self.pieces))

    def __contains__(self, text: bytes) -> bool:
        return any(text in piece for piece in self.pieces)

    def whole(self, words: Words) -> bytes:
        """The page of a request."""
        return woven(self.pieces, [words[place] for place in self.places])

    def small(self, words: Words) -> bytes:
        """The same as gzip."""
        whole = self.whole(words)
        if not self._deflated:
            self._deflated = deflated(self.pieces)
        body = woven(self._deflated, [stored(words[place]) for place in self.places])
        end = zlib.crc32(whole).to_bytes(4, "little") + len(whole).to_bytes(4, "little")
        return b"".join((HEAD, body, LAST, end))


def woven(pieces: list[bytes], between: list[bytes]) -> bytes:
    """The pieces in their order, with something between each two."""
    parts = [b""] * (len(pieces) + len(between))
    parts[::2], parts[1::2] = pieces, between
    return b"".join(parts)


def deflated(pieces: list[bytes]) -> list[bytes]:
    """Each piece deflated by itself: it ends with a whole byte and points back to nothing before it."""
    stream = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return [stream.compress(piece) + stream.flush(zlib.Z_FULL_FLUSH) for piece in pieces]


def stored(word: bytes) -> bytes:
    """A word as a block that is not deflated."""
    length = len(word)
    return b"\0" + length.to_bytes(2, "little") + (length ^ 0xFFFF).to_bytes(2, "little") + word
