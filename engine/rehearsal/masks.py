"""Masks: for which of many runs something holds; a plain bool where it is so for all of them or for none."""

from functools import lru_cache
from typing import overload

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
    return mask if isinstance(mask, bool) else bool(mask[mask.argmax()])  # which stops at the first


def number(mask: Mask, size: int) -> int:
    """In how many of `size` runs it holds."""
    return size * mask if isinstance(mask, bool) else int(np.count_nonzero(mask))


@overload
def chosen(mask: Mask, then: Column, other: Array) -> Array: ...


@overload
def chosen(mask: Mask, then: Column, other: Column) -> Column: ...


def chosen(mask: Mask, then: Column, other: Column) -> Column:
    """The one where the mask holds, the other elsewhere; a column where the other is one."""
    if isinstance(then, int) and not isinstance(other, int):
        then = constant(then, other.dtype, len(other))
    if isinstance(mask, bool):
        return then if mask else other
    if isinstance(other, int):
        if then is other:
            return other
        other = constant(other, BYTE if isinstance(then, int) else then.dtype, len(mask))
        if isinstance(then, int):
            then = constant(then, other.dtype, len(mask))
    assert not isinstance(then, int)
    if then.dtype != other.dtype:
        return np.where(mask, then, other)
    # Sums, which may wrap around on the way, are several times as fast as `where`.
    found: Array = then - other
    found *= ones(mask, found.dtype)
    found += other
    return found


def ones(mask: NDArray[np.bool_], kind: np.dtype[np.integer]) -> Array:
    """1 where it holds, 0 elsewhere."""
    return mask.view(np.int8) if kind == BYTE else mask.astype(kind)


BYTE = np.dtype(np.int8)


LIMITS = {
    np.dtype(kind): (np.iinfo(kind).min, np.iinfo(kind).max)
    for kind in (np.int8, np.int16, np.int32, np.int64)
}


@lru_cache(maxsize=1024)
def constant(value: int, kind: np.dtype[np.integer], size: int) -> Array:
    """A number as a whole column, in a wider type where it does not fit: a plain one beside bytes is slow."""
    low, high = LIMITS[kind]
    found: Array = np.full(size, value, kind if low <= value <= high else np.int32)
    found.flags.writeable = False
    return found


@overload
def fitting(value: int, beside: Array) -> Array: ...


@overload
def fitting(value: int, beside: Column) -> Column: ...


def fitting(value: int, beside: Column) -> Column:
    """A number to stand beside a column."""
    return value if isinstance(beside, int) else constant(value, beside.dtype, len(beside))
