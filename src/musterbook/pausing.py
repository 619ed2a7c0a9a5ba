"""The hunt for reference cycles, paused while very many small values are made, none of which can be in a cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Make values without looking for cycles meanwhile.

    With a hundred thousand claims in memory each look costs more than the work. Whoever finds collecting on
    turns it on again, so that threads may pause it at the same time; what was made meanwhile counts as old by then, or
    the first look after the pause would go through all of it.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
