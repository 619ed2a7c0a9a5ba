"""Learn where places lie whose words do not say it, and say by cross-validation how often that is right.

    tools/train_whereabouts.py ../shared/corpus/train-*.jsonl tools/training/*.jsonl [--folds 5] [--write]

Each "there", "the town" or unlisted name of the documents that a coder gave one region is an example: of the places the
document names, those in that region are right. Deterministic: the same documents give the same weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from musterbook.exchange.corpus import read_claims, read_document
from musterbook.model import Claim, Document
from musterbook.reading import marked
from musterbook.reading.anaphors import Sort, Unplaced
from musterbook.reading.marked import Marked
from musterbook.reading.reader import Reader
from musterbook.reading.whereabouts import WEIGHTS, Whereabouts

WRITTEN = Path(__file__).parents[1] / "src/musterbook/reading/weights" / WEIGHTS
PENALTY = 2.0
"""Strength of the squared penalty on weights."""
FEW = 5
"""Evidence seen with fewer examples than this is not weighed."""


@dataclass(frozen=True, slots=True)
class Example:
    """Words for a place, the places that may be meant, and which of them are right."""

    fold: int
    sort: Sort
    codes: tuple[str, ...]
    evidence: tuple[tuple[str, ...], ...]
    right: NDArray[np.float64]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("corpora", nargs="+", type=Path)
    options.add_argument("--folds", type=int, default=0)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    reader = Reader(encoded=False)
    documents: list[tuple[Document, tuple[Claim, ...], Marked]] = []
    for path in chosen.corpora:
        for line in path.open(encoding="utf-8"):
            record = json.loads(line)
            if record.get("language", "en") != "en":
                continue
            document = read_document(record)
            documents.append((document, tuple(read_claims(record, document)), reader.marked(document, every=True)))
    first = learn([e for each in documents for e in _examples(*each, {})])
    examples = [e for each in documents for e in _examples(*each, first)]
    print(f"{len(examples)} examples", file=sys.stderr)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    for fold in range(chosen.folds):
        weights = learn([e for e in examples if e.fold % chosen.folds != fold])
        for example in (e for e in examples if e.fold % chosen.folds == fold):
            right[example.sort]["examples"] += 1
            right[example.sort]["reachable"] += int(example.right.any())
            right[example.sort]["right"] += int(_right(example, weights))
    for sort, counts in right.items():
        print(sort, dict(counts))
    if chosen.write:
        weights = {name: round(weight, 3) for name, weight in sorted(learn(examples).items())}
        WRITTEN.write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def _examples(
    document: Document, gold: Sequence[Claim], found: Marked, weights: Mapping[str, float]
) -> Iterator[Example]:
    """The words of a document for places that a coder gave one region; `weights` place its unlisted names, if any."""
    if not found.pieces:
        return
    sentences, whereabouts = marked.named(document, found.pieces, weights)
    words = [u for each in marked.unplaced(sentences, document.content) for u in each]
    names = [u for u in words if u.sort == "name"]
    yield from _shown(document, gold, whereabouts, names)
    if weights:
        whereabouts.resolved(names)
    yield from _shown(document, gold, whereabouts, [u for u in words if u.sort not in {"name", "home"}])


def _shown(
    document: Document, gold: Sequence[Claim], whereabouts: Whereabouts, found: Sequence[Unplaced]
) -> Iterator[Example]:
    fold = crc32(document.content.encode("utf-8"))
    for words in found:
        wanted = _coded(words, gold)
        choices = whereabouts.choices(words) if len(wanted) == 1 else []
        if choices:
            codes = tuple(each.code(words.sort) for each, _ in choices)
            right = np.array([code in wanted for code in codes], dtype=np.float64)
            yield Example(fold, words.sort, codes, tuple(tuple(evidence) for _, evidence in choices), right)


def _coded(words: Unplaced, gold: Sequence[Claim]) -> set[str]:
    """The regions a coder gave these words."""
    over = [
        place
        for claim in gold
        for place in claim.places
        if place.code and place.words and place.words.start < words.end and words.start < place.words.end
    ]
    return {(place.code or "").partition("/")[0] for place in over}


def learn(examples: Sequence[Example]) -> dict[str, float]:
    """The weights under which the right places are the likeliest: a conditional logit with a squared penalty."""
    usable = [e for e in examples if e.right.any() and not e.right.all()]
    seen = Counter(name for e in usable for name in {name for each in e.evidence for name in each})
    order = {name: i for i, name in enumerate(sorted(name for name, times in seen.items() if times >= FEW))}
    rows = [each for e in usable for each in e.evidence]
    matrix = np.zeros((len(rows), len(order)))
    for row, evidence in enumerate(rows):
        for name in evidence:
            if name in order:
                matrix[row, order[name]] += 1
    sizes = [len(e.evidence) for e in usable]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(usable)), sizes)
    right = np.concatenate([e.right for e in usable])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = matrix @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        whole, good = np.add.reduceat(raised, starts), np.add.reduceat(raised * right, starts)
        slope = raised / whole[owner] - raised * right / good[owner]
        value = -np.log(good / whole).sum() + PENALTY * (weights @ weights) / 2
        return float(value), matrix.T @ slope + PENALTY * weights

    fitted = minimize(loss, np.zeros(len(order)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: float(fitted.x[i]) for name, i in order.items()}


def _right(example: Example, weights: dict[str, float]) -> bool:
    """Whether the region with most weight is the right one."""
    scores = np.array([sum(weights.get(name, 0.0) for name in each) for each in example.evidence])
    raised = np.exp(scores - scores.max())
    codes: Counter[str] = Counter()
    for code, share in zip(example.codes, raised, strict=True):
        codes[code] += share
    best = max(codes, key=lambda code: codes[code])
    return bool(example.right[example.codes.index(best)])


if __name__ == "__main__":
    main()
