"""The encoder: what each word of a document means where it stands, as a vector, for the decisions that need it.

A document is encoded window by window, and only the windows somebody asks about: ordinary news costs nothing. The
weights are those of a small sentence encoder, trained further on the training documents by `tools/train_encoder.py`
and kept as 8-bit whole numbers; onnxruntime runs them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from musterbook.reading.attribution import Sources
from musterbook.reading.marked import Marked
from musterbook.reading.sides import Side
from musterbook.reading.signs import SIGNS, Signs, signs
from musterbook.reading.word_pieces import WordPieces, word_pieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Vectors = NDArray[np.float32]
WIDTH = 384
"""Numbers in a vector."""
LIMIT = 288
"""Pieces of a window's own sentences, where they are not longer by themselves."""
BACK = 3
"""Sentences before its own that a window holds as context, as long as they take up at most a third of it."""
OPENING = 72
"""Pieces of the document's opening that every window holds: who and where it is about is often said only there."""
MOST = 508
"""Pieces of the longest window the encoder can take, without its first mark and those after its parts."""
SLOWER = "SkipLayerNormFusion"
"""A fusion of the graph's layers with which it takes a tenth longer on one thread (measured: `docs/performance.md`)."""
NEAR = 40
"""Characters within which a place between words belongs to the word before it."""


@dataclass(slots=True)
class Window:
    """A run of sentences encoded together."""

    first: int
    """Where the first word of its own sentences stands in the content."""
    starts: list[int]
    """Where each word stands, in order; the context before its own sentences included."""
    rows: list[int]
    """The place of each word's first piece among the pieces."""
    pieces: list[int]
    signs: list[Signs]
    """The signs of each piece."""
    vectors: Vectors | None = None
    """Shape (pieces, WIDTH), once somebody asked."""

    def row(self, offset: int) -> int | None:
        """The row of the word at this place of the content; None where the window does not hold it."""
        found = bisect_right(self.starts, offset) - 1
        if found < 0 or offset - self.starts[found] >= NEAR:
            return None
        return self.rows[found]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A document's windows in order."""

    encoder: Encoder
    windows: Sequence[Window]
    _firsts: list[int] = field(default_factory=list)

    def window(self, offset: int) -> Window | None:
        """The window whose own sentences hold this place of the content."""
        found = bisect_right(self._firsts, offset) - 1
        return self.windows[found] if found >= 0 else None

    def vectors(self, window: Window) -> Vectors:
        """The vectors of a window's pieces."""
        if window.vectors is None:
            window.vectors = self.encoder.vectors(window.pieces, window.signs)
        return window.vectors


class Encoder:
    """Turns pieces into vectors."""

    def __init__(self, session: InferenceSession, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        """An encoder from its graph, the table of pieces (8-bit rows, each with its scale) and that of signs."""
        self._session = session
        self._table = arrays["table"]
        self._scales = arrays["scales"].astype(np.float32)
        self._signs = arrays["signs"].astype(np.float32)
        self._pieces: WordPieces = word_pieces()

    def encoded(self, marked: Marked, sides: Sequence[Side], sources: Sources) -> Encoded:
        """A document ready to be asked; nothing is encoded yet."""
        windows = list(cut(marked, sides, sources, self._pieces))
        return Encoded(self, windows, [window.first for window in windows])

    def vectors(self, pieces: Sequence[int], signs: Sequence[Signs]) -> Vectors:
        """The vector of each piece where it stands, given its signs; shape (pieces, WIDTH)."""
        rows = np.array(pieces)
        words = self._table[rows].astype(np.float32) * self._scales[rows][:, None]
        words += several(signs) @ self._signs
        found: Vectors = self._session.run(None, {"words": words[None]})[0][0]
        return found


def several(signs: Sequence[Signs]) -> Vectors:
    """Which pieces have which signs, as ones and zeros; shape (pieces, signs)."""
    found = np.zeros((len(signs), len(SIGNS)), dtype=np.float32)
    for row, own in enumerate(signs):
        found[row, own] = 1
    return found


def cut(marked: Marked, sides: Sequence[Side], sources: Sources, pieces: WordPieces) -> Iterator[Window]:
    """The windows of a document: its opening, a few sentences as context, and as many as the limit takes."""
    sentences = [
        [(s.piece.start + token.idx, pieces.cut(token.text), own) for token, own in words]
        for s, words in zip(marked.sentences, signs(marked, sides, sources), strict=True)
    ]
    sizes = [sum(len(found) for _, found, _ in sentence) for sentence in sentences]
    opening = own = 0
    while opening < len(sentences) and sum(sizes[: opening + 1]) <= OPENING:
        opening += 1
    while own < len(sentences):
        first, context = own, 0
        while first > 0 and own - first < BACK and context + sizes[first - 1] < LIMIT // 3:
            first -= 1
            context += sizes[first]
        end, size = own + 1, context + sizes[own]
        while end < len(sentences) and size + sizes[end] <= LIMIT:
            size += sizes[end]
            end += 1
        parts = [sentences[first:end]]
        if first > 0 and opening > 0:
            parts = [sentences[: min(opening, first)], *parts]
        yield from _window(parts, marked.sentences[own].start, pieces)
        own = end


Cut = Sequence[tuple[int, Sequence[int], Signs]]
"""A sentence: where each word stands, its pieces, and its signs."""


def _window(parts: Sequence[Sequence[Cut]], first: int, pieces: WordPieces) -> Iterator[Window]:
    starts: list[int] = []
    rows: list[int] = []
    numbers = [pieces.start]
    known: list[Signs] = [()]
    for part in parts:
        for sentence in part:
            for offset, found, own in sentence:
                if len(numbers) + len(found) > MOST:
                    break
                starts.append(offset)
                rows.append(len(numbers))
                numbers += found
                known += [own] * len(found)
        numbers.append(pieces.end)
        known.append(())
    if starts:
        yield Window(first, starts, rows, numbers, known)


@contextmanager
def one_thread() -> Iterator[None]:
    """Matrices are multiplied by one thread inside: they are too small for several, which would wait on each other."""
    with _libraries().limit(limits=1, user_api="blas"):
        yield


@lru_cache(maxsize=1)
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The encoder that comes with the package."""
    import onnxruntime

    weights = resources.files("musterbook.reading") / "weights"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    graph = (weights / "encoder.onnx").read_bytes()
    session = onnxruntime.InferenceSession(
        graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=[SLOWER]
    )
    with (weights / "pieces.npz").open("rb") as packed, np.load(packed, allow_pickle=False) as arrays:
        return Encoder(session, dict(arrays))
