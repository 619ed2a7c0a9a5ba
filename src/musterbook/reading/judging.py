"""The judges: small linear models that choose among what the parts have found.

A judge weighs named features and never writes text. The weights are learnt by `tools/train_reader.py` from the training
documents and shipped as one file; scoring needs nothing but numpy.
"""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from musterbook.errors import MusterbookError

WEIGHTS = "judges.npz"
UNSEEN = -8.0
"""Score of a class that no training document had."""


CROSSING = "&"
"""Between a kind of claim and a feature weighed for that kind on its own."""


class Crossed(Sequence[str]):
    """Features of which each counts by itself and once more for its kind of claim."""

    def __init__(self, items: Iterable[str], kind: str) -> None:
        """The features, each once, and the kind of claim."""
        self.items = tuple(dict.fromkeys(items))
        self.kind = kind

    def __len__(self) -> int:
        return 2 * len(self.items)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return tuple(self)[at]

    def __iter__(self) -> Iterator[str]:
        for item in self.items:
            yield item
            yield f"{self.kind}{CROSSING}{item}"


@dataclass(frozen=True)
class Judge:
    """One decision: classes, and the weight of each feature for each class."""

    classes: tuple[str, ...]
    vocabulary: dict[str, int]
    weights: NDArray[np.float32]
    """Shape (features, classes)."""
    bias: NDArray[np.float32]
    exclusive: bool
    """Exactly one class is right (softmax); otherwise each stands for itself (sigmoid)."""

    def scores(self, features: Sequence[str]) -> NDArray[np.float32]:
        """The score of each class, the logarithm of its odds unless exclusive; unknown features count nothing."""
        rows = self._rows(features)
        if not rows:
            return self.bias
        scores: NDArray[np.float32] = self.bias + np.add.reduce(self.weights.take(rows, axis=0), axis=0)
        return scores

    def _rows(self, features: Sequence[str]) -> list[int]:
        row = self.vocabulary.get
        if not isinstance(features, Crossed):
            return [found for name in features if (found := row(name)) is not None]
        own = self._crossings.get(features.kind, {}).get
        return [found for item in features.items for found in (row(item), own(item)) if found is not None]

    @cached_property
    def _crossings(self) -> dict[str, dict[str, int]]:
        """The rows of features that are weighed for one kind of claim, by kind and feature."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for name, row in self.vocabulary.items():
            kind, crossing, item = name.partition(CROSSING)
            if crossing:
                found[kind][item] = row
        return found

    def ordered(self, features: Sequence[str], classes: Sequence[str]) -> NDArray[np.float32]:
        """The scores of these classes in their order; of an exclusive decision as logarithms of shares."""
        scores = self.scores(features)
        if self.exclusive:
            scores = np.log(shares(scores))
        found = dict(zip(self.classes, scores, strict=True))
        return np.array([found.get(name, UNSEEN) for name in classes], dtype=np.float32)


def shares(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The probabilities that scores of classes of which one is right stand for."""
    raised = np.exp(scores - scores.max())
    found: NDArray[np.float32] = raised / raised.sum()
    return found


@lru_cache(maxsize=1)
def judges() -> dict[str, Judge]:
    """The judges that come with the package, by the name of their decision."""
    packed = resources.files("musterbook.reading") / "weights" / WEIGHTS
    return unpack(packed.read_bytes())


def pack(named: dict[str, Judge], path: Path) -> None:
    """Write judges to a file, equal bytes for equal judges."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, judge in sorted(named.items()):
        words = [word for word, _ in sorted(judge.vocabulary.items(), key=lambda item: item[1])]
        about = {"classes": judge.classes, "exclusive": judge.exclusive}
        arrays[f"{name}.words"] = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
        arrays[f"{name}.about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
        arrays[f"{name}.weights"] = judge.weights.astype(np.float16)
        arrays[f"{name}.bias"] = judge.bias.astype(np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, allow_pickle=False, **arrays)


def unpack(packed: bytes) -> dict[str, Judge]:
    """Judges from the bytes of their file.

    Raises MusterbookError when the bytes are not a file of judges.
    """
    try:
        with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
            names = sorted({key.rsplit(".", 1)[0] for key in arrays.files})
            return {name: _judge(name, arrays) for name in names}
    except (OSError, ValueError, KeyError) as error:
        raise MusterbookError(f"the judges' weights cannot be read ({error}); install the package again") from error


def _judge(name: str, arrays: np.lib.npyio.NpzFile) -> Judge:
    about = json.loads(arrays[f"{name}.about"].tobytes().decode())
    words = arrays[f"{name}.words"].tobytes().decode().split("\n")
    return Judge(
        classes=tuple(about["classes"]),
        vocabulary={word: row for row, word in enumerate(words)},
        weights=arrays[f"{name}.weights"].astype(np.float32),
        bias=arrays[f"{name}.bias"],
        exclusive=bool(about["exclusive"]),
    )
