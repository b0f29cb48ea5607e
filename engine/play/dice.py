"""Keyed dice: each is a function of the seed, the turn, its take, the slot it is thrown for and its number.

Nothing is drawn from a stream, so one more order, rule or row never changes anybody else's luck.
The mixing function is the finaliser of splitmix64 (Steele, Lea and Flood, 2014), which needs only
64-bit integers and therefore gives the same numbers in plain Python and in NumPy.
"""

from functools import lru_cache
from hashlib import sha256

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB


def mix(x: int) -> int:
    """64 well-stirred bits of 64 bits."""
    x = ((x ^ (x >> 30)) * FIRST) & MASK
    x = ((x ^ (x >> 27)) * SECOND) & MASK
    return x ^ (x >> 31)


@lru_cache(maxsize=65536)
def slot_key(slot: str) -> int:
    """The 64-bit key of a slot, from its path in words."""
    return int.from_bytes(sha256(slot.encode()).digest()[:8], "big")


def turn_key(seed: int, turn: int, take: int) -> int:
    """The key of one take of one turn."""
    place = (turn * FIRST + take * SECOND) & MASK
    return mix((mix((seed + GOLDEN) & MASK) + place) & MASK)


def throw(key: int, slot: str, faces: tuple[int, ...]) -> list[int]:
    """The dice of a slot under a turn's key, each from 1 to its number of faces."""
    base = mix(key ^ slot_key(slot))
    return [
        1 + mix((base + (number * GOLDEN & MASK)) & MASK) % sides for number, sides in enumerate(faces, 1)
    ]


def die(seed: int, turn: int, take: int, slot: str, number: int, faces: int = 6) -> int:
    """One die by its full address; `number` counts from 1."""
    base = mix(turn_key(seed, turn, take) ^ slot_key(slot))
    return 1 + mix((base + number * GOLDEN) & MASK) % faces
