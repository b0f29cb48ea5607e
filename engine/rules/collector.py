"""The garbage collector, left out where much is made that is kept: it would walk through all of it again and
again as it grows, so that twice as much took more than twice as long.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector for a while. What makes no circles is freed all the same."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
