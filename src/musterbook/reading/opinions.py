"""What the encoder makes of a decision: scores from the vectors of the words a draft and its candidates stand on.

The layers over the encoder are small and run in numpy; `tools/train_encoder.py` learns them with the encoder. A score
is added to the judge's own (`panel`): zero speaks neither for nor against.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from musterbook.model import Kind
from musterbook.reading.attribution import Sources
from musterbook.reading.encoder import Encoded, Vectors, Window, encoder
from musterbook.reading.marked import Marked
from musterbook.reading.sides import Side
from musterbook.reading.spots import Spot

KINDS = tuple(Kind)
EPSILON = np.float32(1e-5)
ZERO = np.zeros(1, dtype=np.float32)
MARKS = 40
"""Places of one candidate that are looked at."""
LOOKS = 4
"""Ways in which a draft looks over its window at once (heads of its attention)."""
FIGURE, TOLD, DRAFT = "figure", "told", "draft"
"""What decisions hang on: a figure, a sentence, a draft; names of the layers that make their vectors."""


@dataclass(frozen=True)
class Layers:
    """The learnt layers by name, each a weight of shape (in, out) and a bias."""

    arrays: dict[str, NDArray[np.float32]]

    def apply(self, name: str, x: Vectors) -> Vectors:
        """A layer's output for inputs of shape (…, in)."""
        found: Vectors = x @ self.arrays[f"{name}.weight"] + self.arrays[f"{name}.bias"]
        return found

    def norm(self, name: str, x: Vectors) -> Vectors:
        """Vectors, each centred and scaled, then weighed."""
        apart = x - x.mean(axis=-1, keepdims=True)
        found: Vectors = apart / np.sqrt((apart**2).mean(axis=-1, keepdims=True) + EPSILON)
        return found * self.arrays[f"{name}.weight"] + self.arrays[f"{name}.bias"]

    @cached_property
    def rounds(self) -> int:
        """How often a draft looks over its window."""
        return sum(name.endswith(".query.weight") for name in self.arrays)


class Opinions:
    """The encoder's opinions on one document; nothing is loaded or encoded before the first is asked."""

    def __init__(self, marked: Marked, sides: Sequence[Side], sources: Sources) -> None:
        """The opinions on a marked document, given its sides and who says what in it."""
        self._marked = marked
        self._sides = sides
        self._sources = sources
        self._spots: dict[tuple[str, Spot], Vectors] = {}
        self._windows: dict[int, list[tuple[Vectors, Vectors]]] = {}
        self._named: dict[tuple[str, int], dict[int, Vectors]] = {}

    @cached_property
    def encoded(self) -> Encoded:
        """The document's windows."""
        return encoder().encoded(self._marked, self._sides, self._sources)

    @cached_property
    def layers(self) -> Layers:
        """The layers over the vectors."""
        return layers()

    def of_figure(self, spot: Spot) -> Vectors | None:
        """Scores of a figure: of being one at all, of each kind as the only one, of each kind beside others."""
        looked = self._looked(FIGURE, spot)
        return None if looked is None else self.layers.apply("fig_out", looked)

    def of_sentence(self, spot: Spot) -> Vectors | None:
        """Scores of a sentence making a claim of each kind in words that are no cue."""
        looked = self._looked(TOLD, spot)
        return None if looked is None else self.layers.apply("told_out", looked)

    def of_document(self, spot: Spot) -> Vectors | None:
        """The score of a document whose opening stands at the spot being about forces at all."""
        looked = self._looked(TOLD, spot)
        return None if looked is None else self.layers.apply("document", looked)

    def of_draft(self, decision: str, spot: Spot) -> Vectors | None:
        """Scores of a decision on a draft by itself, one for each class."""
        draft = self._looked(DRAFT, spot)
        return None if draft is None else self.layers.apply(decision, draft)

    def of_candidates(self, decision: str, spot: Spot, candidates: Sequence[Sequence[int]]) -> Vectors | None:
        """Scores of candidates named at these places, against none of them; shape (candidates, classes).

        Of a candidate the draft's window does not name it has no opinion.
        """
        draft, window = self._looked(DRAFT, spot), self.encoded.window(spot.words[0])
        if draft is None or window is None:
            return None
        classes = self.layers.arrays[f"pair.{decision}.bias"].shape[0]
        scores = np.zeros((len(candidates), classes), dtype=np.float32)
        owners: list[int] = []
        firsts: list[int] = []
        rows: list[int] = []
        for number, places in enumerate(candidates):
            own = [r for place in places if (r := window.row(place)) is not None][:MARKS]
            if own:
                owners.append(number)
                firsts.append(len(rows))
                rows += own
        if not rows:
            return scores
        named = self._candidates(decision, window, rows)
        mixed = gelu(self.layers.apply(f"mix.{decision}", np.concatenate([draft * named, draft + named], axis=1)))
        each = self.layers.apply(f"pair.{decision}", mixed)
        none = self.layers.arrays.get(f"none.{decision}", ZERO)
        scores[owners] = np.logaddexp.reduceat(each, firsts, axis=0) - none
        return scores

    def weight(self, decision: str) -> float:
        """How much the encoder's score counts beside the judge's."""
        return float(self.layers.arrays[f"worth.{decision}"][0])

    def foresee(self, asked: Mapping[str, Sequence[Spot]]) -> None:
        """Look over the windows for many spots of each sort at once, which will be asked: quicker than one by one."""
        windows: dict[int, tuple[Window, dict[str, list[Spot]]]] = {}
        for sort, spots in asked.items():
            for spot in dict.fromkeys(spots):
                window = self.encoded.window(spot.words[0])
                if window is not None and (sort, spot) not in self._spots and (sort != DRAFT or spot.kind is not None):
                    windows.setdefault(window.first, (window, {}))[1].setdefault(sort, []).append(spot)
        for window, sorts in windows.values():
            keys = [(sort, spot) for sort, spots in sorts.items() for spot in spots]
            self._spots.update(zip(keys, self._over(window, sorts), strict=True))

    def _looked(self, sort: str, spot: Spot) -> Vectors | None:
        """The vector of what a decision hangs on, once it has looked over its window; shape (hidden,)."""
        if (sort, spot) not in self._spots:
            self.foresee({sort: [spot]})
        return self._spots.get((sort, spot))

    def _over(self, window: Window, asked: Mapping[str, Sequence[Spot]]) -> Vectors:
        """The vectors of spots of one window, sort by sort; shape (spots, hidden)."""
        own = gelu(np.concatenate([self._own(window, sort, spots) for sort, spots in asked.items()]))
        for number, (keys, values) in enumerate(self._seen(window)):
            own = self._round(f"rounds.{number}", own, keys, values)
        return own

    def _own(self, window: Window, sort: str, spots: Sequence[Spot]) -> Vectors:
        """What the words of spots of one sort say by themselves; shape (spots, hidden)."""
        rows = [[window.row(place) or 0 for place in spot.words] for spot in spots]
        own = self.layers.apply(sort, self.encoded.vectors(window)[rows].reshape(len(spots), -1))
        if sort == DRAFT:
            own += self.layers.arrays["kind.weight"][[KINDS.index(spot.kind) for spot in spots if spot.kind]]
        return own

    def _round(self, name: str, own: Vectors, keys: Vectors, values: Vectors) -> Vectors:
        """One look over a window: attention to its vectors, then a layer of its own, each added and normed."""
        layers, count = self.layers, len(own)
        query = layers.apply(f"{name}.query", own).reshape(count, LOOKS, -1).transpose(1, 0, 2)
        scores = query @ keys / np.sqrt(np.float32(query.shape[2]))
        shares = np.exp(scores - scores.max(axis=2, keepdims=True))
        shares /= shares.sum(axis=2, keepdims=True)
        seen = (shares @ values).transpose(1, 0, 2).reshape(count, -1)
        own = layers.norm(f"{name}.norm", own + layers.apply(f"{name}.out", seen))
        further = layers.apply(f"{name}.narrow", gelu(layers.apply(f"{name}.wide", own)))
        return layers.norm(f"{name}.last", own + further)

    def _seen(self, window: Window) -> list[tuple[Vectors, Vectors]]:
        """A window's keys, shape (LOOKS, hidden / LOOKS, pieces), and values, the last two turned, for each look."""
        if window.first not in self._windows:
            vectors = self.encoded.vectors(window)
            count = len(vectors)
            self._windows[window.first] = [
                (
                    self.layers.apply(f"rounds.{number}.key", vectors).reshape(count, LOOKS, -1).transpose(1, 2, 0),
                    self.layers.apply(f"rounds.{number}.value", vectors).reshape(count, LOOKS, -1).transpose(1, 0, 2),
                )
                for number in range(self.layers.rounds)
            ]
        return self._windows[window.first]

    def _candidates(self, decision: str, window: Window, rows: Sequence[int]) -> Vectors:
        """What these pieces of a window are as candidates of a decision; shape (rows, hidden)."""
        known = self._named.setdefault((decision, window.first), {})
        missing = [row for row in dict.fromkeys(rows) if row not in known]
        if missing:
            vectors = self.layers.apply(f"mark.{decision}", self.encoded.vectors(window)[missing])
            known.update(zip(missing, vectors, strict=True))
        return np.stack([known[row] for row in rows])


def gelu(x: Vectors) -> Vectors:
    """The smooth step between the layers (its tanh form)."""
    found: Vectors = 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)))
    return found


@lru_cache(maxsize=1)
def layers() -> Layers:
    """The layers that come with the package."""
    packed = (resources.files("musterbook.reading") / "weights" / "opinions.npz").read_bytes()
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        return Layers({name: np.ascontiguousarray(arrays[name], dtype=np.float32) for name in arrays.files})
