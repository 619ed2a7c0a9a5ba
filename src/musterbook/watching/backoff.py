"""How long to leave alone what has failed: longer each time, and never all at the same moment."""

from __future__ import annotations

from datetime import timedelta
from random import Random

FIRST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
SPREAD = 0.25
"""Share by which a pause is lengthened or shortened by chance, so that feeds that failed together part."""


def pause(failures: int, chance: Random, asked: int | None = None) -> timedelta:
    """How long to wait after so many failures in a row: five minutes, doubled each time, a day at most.

    `asked` are the seconds a server asked for: it is never less than those.
    """
    doubled = min(FIRST * (1 << min(max(failures - 1, 0), 20)), LONGEST)
    return max(doubled * chance.uniform(1 - SPREAD, 1 + SPREAD), timedelta(seconds=asked or 0))
