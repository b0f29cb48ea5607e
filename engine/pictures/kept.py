"""Pictures kept by what they are made from: drawn once for all who ask, as long as there is room.

A picture is a pure function of plain data and a language, so what was drawn from the same data may be shown
again. The rows of a page are drawn a hundred times while one of them changes.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import RLock
from typing import Any

import msgspec

from engine.words.language import Language

MOST_LETTERS = 4_000_000
"""How much is kept, of pictures and of what they were made from together; whichever was asked for longest
ago gives way."""

Drawn = Callable[..., Any]


def plainly(value: Any) -> str:
    """A language by its code. What is no plain data is refused: the next time it could be another picture."""
    if isinstance(value, Language):
        return value.code
    raise NotImplementedError(f"a picture is drawn from plain data, not from {type(value).__name__}")


ENCODER = msgspec.json.Encoder(enc_hook=plainly)


class Gallery:
    """What was drawn, by the name of the picture and the data it was made from. For any thread."""

    def __init__(self, most: int = MOST_LETTERS) -> None:
        self.most, self.held = most, 0
        self._kept: OrderedDict[tuple[str, bytes], tuple[Any, int]] = OrderedDict()
        self._lock = RLock()

    def keeping(self, name: str, draw: Drawn, *reads: str) -> Drawn:
        """The same picture, kept. Where it is made from a whole view, `reads` names all it reads of it."""

        def shown(*made_from: Any, **more: Any) -> Any:
            if reads:
                view, *others = made_from
                made_from = ({key: view[key] for key in reads if key in view}, *others)
            return self._shown((name, ENCODER.encode((made_from, more))), lambda: draw(*made_from, **more))

        return shown

    def _shown(self, key: tuple[str, bytes], draw: Callable[[], Any]) -> Any:
        """A picture; whoever asks for one that is just being drawn waits for it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
            found = draw()
            size = len(key[1]) + len(found)
            self._kept[key] = found, size
            self.held += size
            while self.held > self.most:
                self.held -= self._kept.popitem(last=False)[1][1]
            return found
