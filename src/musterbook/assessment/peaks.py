"""Figures in a row, asked for the first that reaches a height or the highest of a stretch without looking at each."""

from __future__ import annotations

from collections.abc import Sequence

BLOCK = 128
"""Figures whose highest is kept, so that a stretch is looked through a block at a time."""


class Peaks:
    """Figures in a row that does not change any more."""

    def __init__(self, figures: Sequence[float]) -> None:
        self._figures = figures
        self._tops = [max(figures[start : start + BLOCK]) for start in range(0, len(figures), BLOCK)]

    def first(self, start: int, stop: int, height: float) -> int | None:
        """Where the first of at least this height stands in [start, stop)."""
        while start < stop:
            block = start // BLOCK
            end = min(stop, (block + 1) * BLOCK)
            if self._tops[block] >= height:
                for at in range(start, end):
                    if self._figures[at] >= height:
                        return at
            start = end
        return None

    def highest(self, start: int, stop: int) -> int:
        """Where the highest of [start, stop) stands, the first of equals; the stretch must not be empty."""
        inner, outer = -(-start // BLOCK), stop // BLOCK
        if inner >= outer:
            top = max(self._figures[start:stop])
        else:
            ends = (*self._figures[start : inner * BLOCK], *self._figures[outer * BLOCK : stop])
            top = max(*ends, *self._tops[inner:outer], self._tops[inner])
        found = self.first(start, stop, top)
        assert found is not None
        return found
