"""What the encoder makes of a decision: scores from the vectors of the words a draft and its candidates stand on.

The layers over the encoder are small and run in numpy; `tools/train_encoder.py` learns them with the encoder. A score
is added to the judge's own (`panel`): zero speaks neither for nor against.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from musterbook.model import Kind
from musterbook.reading.encoder import Encoded, Vectors, Window, encoder
from musterbook.reading.marked import Marked
from musterbook.reading.spots import Spot

KINDS = tuple(Kind)
ZERO = np.zeros(1, dtype=np.float32)
MARKS = 40
"""Places of one candidate that are looked at."""


@dataclass(frozen=True, slots=True)
class Layers:
    """The learnt layers by name, each a weight of shape (in, out) and a bias."""

    arrays: dict[str, NDArray[np.float32]]

    def apply(self, name: str, x: Vectors) -> Vectors:
        """A layer's output for inputs of shape (…, in)."""
        found: Vectors = x @ self.arrays[f"{name}.weight"] + self.arrays[f"{name}.bias"]
        return found


class Opinions:
    """The encoder's opinions on one document; nothing is loaded or encoded before the first is asked."""

    def __init__(self, marked: Marked) -> None:
        """The opinions on a marked document."""
        self._marked = marked
        self._drafts: dict[Spot, Vectors] = {}
        self._named: dict[tuple[str, int], Vectors] = {}

    @cached_property
    def encoded(self) -> Encoded:
        """The document's windows."""
        return encoder().encoded(self._marked)

    @cached_property
    def layers(self) -> Layers:
        """The layers over the vectors."""
        return layers()

    def of_figure(self, spot: Spot) -> Vectors | None:
        """Scores of a figure: of being one at all, of each kind as the only one, of each kind beside others."""
        words = self._words(spot)
        if words is None:
            return None
        return self.layers.apply("fig_out", gelu(self.layers.apply("figure", words)))

    def of_draft(self, decision: str, spot: Spot) -> Vectors | None:
        """Scores of a decision on a draft by itself, one for each class."""
        draft = self._draft(spot)
        return None if draft is None else self.layers.apply(decision, draft)

    def of_candidates(self, decision: str, spot: Spot, candidates: Sequence[Sequence[int]]) -> Vectors | None:
        """Scores of candidates named at these places, against none of them; shape (candidates, classes).

        Of a candidate the draft's window does not name it has no opinion.
        """
        draft, window = self._draft(spot), self.encoded.window(spot.words[0])
        if draft is None or window is None:
            return None
        classes = self.layers.arrays[f"pair.{decision}.bias"].shape[0]
        scores = np.zeros((len(candidates), classes), dtype=np.float32)
        owners: list[int] = []
        rows: list[int] = []
        for number, places in enumerate(candidates):
            for row in [r for place in places if (r := window.row(place)) is not None][:MARKS]:
                owners.append(number)
                rows.append(row)
        if not rows:
            return scores
        named = self._candidates(decision, window)[rows]
        mixed = gelu(self.layers.apply(f"mix.{decision}", np.concatenate([draft * named, draft + named], axis=1)))
        each = self.layers.apply(f"pair.{decision}", mixed)
        belongs, none = np.array(owners), self.layers.arrays.get(f"none.{decision}", ZERO)
        for number in set(owners):
            scores[number] = np.logaddexp.reduce(each[belongs == number], axis=0) - none
        return scores

    def weight(self, decision: str) -> float:
        """How much the encoder's score counts beside the judge's."""
        return float(self.layers.arrays[f"worth.{decision}"][0])

    def _words(self, spot: Spot) -> Vectors | None:
        window = self.encoded.window(spot.words[0])
        if window is None:
            return None
        vectors = self.encoded.vectors(window)
        rows = [window.row(place) or 0 for place in spot.words]
        found: Vectors = vectors[rows].reshape(-1)
        return found

    def _draft(self, spot: Spot) -> Vectors | None:
        if spot not in self._drafts:
            words = self._words(spot)
            if words is None or spot.kind is None:
                return None
            kind = self.layers.arrays["kind.weight"][KINDS.index(spot.kind)]
            self._drafts[spot] = gelu(self.layers.apply("draft", words) + kind)
        return self._drafts[spot]

    def _candidates(self, decision: str, window: Window) -> Vectors:
        """What each piece of a window would be as a candidate of a decision; shape (pieces, width)."""
        key = (decision, window.first)
        if key not in self._named:
            self._named[key] = self.layers.apply(f"mark.{decision}", self.encoded.vectors(window))
        return self._named[key]


def gelu(x: Vectors) -> Vectors:
    """The smooth step between the layers (its tanh form)."""
    found: Vectors = 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x**3)))
    return found


@lru_cache(maxsize=1)
def layers() -> Layers:
    """The layers that come with the package."""
    packed = (resources.files("musterbook.reading") / "weights" / "opinions.npz").read_bytes()
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        return Layers({name: np.ascontiguousarray(arrays[name], dtype=np.float32) for name in arrays.files})
