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
