"""The keyed dice of `engine.play.dice` over many keys at once: the same functions, given columns of keys."""

from collections.abc import Callable
from typing import cast

import numpy as np
from numpy.typing import NDArray

from engine.play import dice

Keys = NDArray[np.uint64]

mix = cast(Callable[[Keys], Keys], dice.mix)
turn_keys = cast(Callable[[Keys, int, int], Keys], dice.turn_key)
throws = cast(Callable[[Keys, str, tuple[int, ...]], list[Keys]], dice.throw)


def keys_of_takes(seeds: Keys, turn: int, takes: NDArray[np.integer]) -> Keys:
    """The keys of a turn whose rulings were undone, in each run as often as its take says."""
    found = np.zeros(len(seeds), np.uint64)
    for take in np.unique(takes).tolist():
        found = np.where(takes == take, turn_keys(seeds, turn, take), found)
    return found
