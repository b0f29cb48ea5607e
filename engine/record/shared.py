"""Exercises as the runs of a process share them: compiled once, whoever opens a run of the same text.

They are known by their text as it stands, not by their digest, which does not mind the order of keys: that of
roles and tables counts in play. What no run holds any longer is let go, but for the last few.
"""

from collections import deque
from hashlib import sha256
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

import msgspec

from engine.rules.digest import digest
from engine.rules.exercise import Exercise
from engine.rules.load import from_data

_LAST: deque[Exercise] = deque(maxlen=4)
"""Held even while no run is open: whoever looks at one run after another opens each for a moment."""
_SHARED: WeakValueDictionary[bytes, Exercise] = WeakValueDictionary()
_LOCK = Lock()


class Mismatch(Exception):
    """A text is not what its digest says."""


def shared(data: dict[str, Any], said: str) -> Exercise:
    """The exercise of this text, which has the digest that is said. Raises ExerciseError or Mismatch."""
    key = _key(msgspec.json.encode(data))
    with _LOCK:
        found = _SHARED.get(key)
        if said != (digest(data) if found is None else found.digest):
            raise Mismatch
        return found or _share(key, from_data(data))


def share(exercise: Exercise) -> Exercise:
    """The exercise that is shared already and has the same text, or else this one from now on."""
    key = _key(exercise.text)
    with _LOCK:
        return _SHARED.get(key) or _share(key, exercise)


def forget() -> None:
    """Let go of what no run holds; others are found anew: for those who measure what a new process does."""
    with _LOCK:
        _LAST.clear()
        _SHARED.clear()


def _share(key: bytes, exercise: Exercise) -> Exercise:
    _SHARED[key] = exercise
    _LAST.append(exercise)
    return exercise


def _key(text: bytes) -> bytes:
    return sha256(text).digest()
