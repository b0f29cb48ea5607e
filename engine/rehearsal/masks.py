"""Masks: for which of many runs something holds; a plain bool where it is so for all of them or for none."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.integer]
Column = Array | int
"""What a slot holds in each run; a plain number where it is the same in all."""
Mask = NDArray[np.bool_] | bool


def both(one: Mask, other: Mask) -> Mask:
    """Where both hold."""
    if one is False or other is False:
        return False
    if one is True:
        return other
    return one if other is True else one & other


def either(one: Mask, other: Mask) -> Mask:
    """Where one of them holds."""
    if one is True or other is True:
        return True
    if one is False:
        return other
    return one if other is False else one | other


def inverse(mask: Mask) -> Mask:
    """Where it does not hold."""
    return not mask if isinstance(mask, bool) else ~mask


def without(one: Mask, other: Mask) -> Mask:
    """Where the one holds and the other does not."""
    if other is False or one is False:
        return one
    if other is True:
        return False
    return ~other if one is True else one & ~other


def some(mask: Mask) -> bool:
    """Whether it holds in any run."""
    return mask if isinstance(mask, bool) else bool(np.count_nonzero(mask))


def number(mask: Mask, size: int) -> int:
    """In how many of `size` runs it holds."""
    return size * mask if isinstance(mask, bool) else int(np.count_nonzero(mask))


def chosen(mask: Mask, then: Column, other: Column) -> Column:
    """The one where the mask holds, the other elsewhere."""
    if isinstance(mask, bool):
        return then if mask else other
    if isinstance(then, int) and not isinstance(other, int):
        then = fitting(then, other)
    elif isinstance(other, int) and not isinstance(then, int):
        other = fitting(other, then)
    found: Array = np.where(mask, then, other)
    return found


def fitting(value: int, beside: Array) -> Array:
    """A number as the type of a column, or of a wider one where it does not fit."""
    kind = np.iinfo(beside.dtype)
    return np.asarray(value, beside.dtype if kind.min <= value <= kind.max else np.int32)
