"""The garbage collector, left out where much is made that is kept: it would walk through all of it again and
again as it grows, so that twice as much took more than twice as long.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector for a while. What makes no circles is freed all the same.

    What was made meanwhile counts as old: it is looked at when all else is, and not once more at the end.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():  # else what is frozen for good would thaw
                gc.freeze()
                gc.unfreeze()
            gc.enable()
