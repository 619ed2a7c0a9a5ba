"""Train the judges of the reader from coded documents, and say by cross-validation how well they read.

    tools/train_reader.py ../shared/corpus/train-*.jsonl [--folds 5] [--write]

Deterministic: the same documents and the same version give the same weights.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from musterbook.evaluation.alignment import UNCUED, Example, examples, looks
from musterbook.exchange.corpus import read_claims, read_document, write_record
from musterbook.gazetteer import Gazetteer
from musterbook.model import Claim, Document
from musterbook.reading.casing import is_capitals
from musterbook.reading.judging import Judge, pack
from musterbook.reading.reader import Reader

WEIGHTS = Path(__file__).parents[1] / "src/musterbook/reading/weights/judges.npz"
EXCLUSIVE = frozenset({"kind", "modality", "outcome", "category", "basis", "place"})
PENALTY = {"kind": 0.3, "side": 0.5, "place": 0.5, "time": 0.5, "modality": 0.6, "bare": 0.4, "look": 0.4}
"""Inverse strength of regularisation of each decision (1.0 where not named), by cross-validation."""
INSIDE = re.compile(r"(?<=[a-z,] )[A-Za-z'’-]+")
"""Words inside sentences, where a capital is a name's."""
PARTS = re.compile(r"[=. &<>|:]")
COMMON_NAMES = frozenset({"may", "march", "august", "security", "council", "state", "general"})
COMMON = {"look": 4}
"""A feature seen in fewer examples than this (2 where a decision is not named) is not learnt."""


@dataclass
class Coded:
    """A coded document, read so far as its marks."""

    record: dict[str, Any]
    document: Document
    gold: tuple[Claim, ...]
    examples: list[Example] = field(default_factory=list)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("corpora", nargs="+", type=Path)
    options.add_argument("--folds", type=int, default=0)
    options.add_argument("--write", action="store_true")
    options.add_argument("--predictions", type=Path, help="where cross-validated predictions and gold are put")
    chosen = options.parse_args()
    coded = [read(json.loads(line)) for path in chosen.corpora for line in path.open(encoding="utf-8") if line.strip()]
    coded = [c for c in coded if c.document.language == "en"]
    started = time.perf_counter()
    reader = Reader(encoded=False)
    marked = [reader.marked(c.document, every=True) for c in coded]
    for c, m in zip(coded, marked, strict=True):
        c.examples = [*looks(c.document, c.gold), *examples(m, reader.attribution(m), c.gold)]
    print(f"{len(coded)} documents marked in {time.perf_counter() - started:.1f} s", file=sys.stderr)
    counts = Counter(e.decision for c in coded for e in c.examples)
    print(dict(counts), file=sys.stderr)
    if chosen.folds:
        predictions = []
        for fold in range(chosen.folds):
            judges = train(e for i, c in enumerate(coded) if i % chosen.folds != fold for e in c.examples)
            held = Reader(judges=judges, encoded=False)
            for i, c in enumerate(coded):
                if i % chosen.folds == fold:
                    predictions.append(write_record(c.document, held.claims(marked[i])))
            print(f"fold {fold + 1} done, {time.perf_counter() - started:.0f} s", file=sys.stderr)
        if chosen.predictions:
            with chosen.predictions.open("w", encoding="utf-8") as out:
                out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in predictions)
            gold = chosen.predictions.with_suffix(".gold.jsonl")
            with gold.open("w", encoding="utf-8") as out:
                out.writelines(json.dumps(c.record, ensure_ascii=False) + "\n" for c in coded)
    if chosen.write:
        names = proper_names([c.document.text for c in coded])
        judges = train(e for c in coded for e in c.examples)
        pack({name: nameless(judge, names) for name, judge in judges.items()}, WEIGHTS)
        print(f"{WEIGHTS}: {WEIGHTS.stat().st_size:,} bytes", file=sys.stderr)


def read(record: dict[str, Any]) -> Coded:
    document = read_document(record)
    return Coded(record, document, read_claims(record, document))


def train(found: Iterator[Example]) -> dict[str, Judge]:
    """One judge for each decision among the examples."""
    grouped: dict[str, list[Example]] = defaultdict(list)
    for example in found:
        if example.decision != UNCUED:
            grouped[example.decision].append(example)
    return {name: learn(name, grouped[name]) for name in sorted(grouped)}


def proper_names(texts: Sequence[str]) -> set[str]:
    """The words that stand nearly always with a capital inside sentences, and those of countries and capitals."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in texts:
        if not is_capitals(text):
            for word in INSIDE.findall(text):
                (capital if word[0].isupper() else small)[word.lower()] += 1
    often = {word for word, count in capital.items() if count >= 3 and count > 9 * small[word] and len(word) > 3}
    return (often | {name for name in Gazetteer.load().sides if " " not in name}) - COMMON_NAMES


def nameless(judge: Judge, names: set[str]) -> Judge:
    """The judge without the features that name somebody or some place."""
    kept = [word for word in judge.vocabulary if not names & set(PARTS.split(word.lower()))]
    rows = [judge.vocabulary[word] for word in kept]
    return replace(judge, vocabulary={word: row for row, word in enumerate(kept)}, weights=judge.weights[rows])


def learn(name: str, found: Sequence[Example]) -> Judge:
    seen = Counter(f for example in found for f in example.features)
    vocabulary = {word: row for row, word in enumerate(sorted(w for w, n in seen.items() if n >= COMMON.get(name, 2)))}
    matrix = rows(found, vocabulary)
    classes = sorted({label for example in found for label in example.labels} - {"no"})
    if name in EXCLUSIVE:
        weights, bias = fit(matrix, np.array([classes.index(e.labels[0]) for e in found]), PENALTY.get(name, 1.0))
        if len(classes) == 2:
            weights, bias = np.hstack([-weights / 2, weights / 2]), np.hstack([-bias / 2, bias / 2])
    else:
        columns = [fit(matrix, np.array([c in e.labels for e in found], int), PENALTY.get(name, 1.0)) for c in classes]
        weights, bias = np.hstack([w for w, _ in columns]), np.hstack([b for _, b in columns])
    kept = np.abs(weights).max(axis=1) > 0.01
    words = [word for word, keep in zip(vocabulary, kept, strict=True) if keep]
    return Judge(
        classes=tuple(classes),
        vocabulary={word: row for row, word in enumerate(words)},
        weights=weights[kept].astype(np.float32),
        bias=bias.astype(np.float32),
        exclusive=name in EXCLUSIVE,
    )


def rows(found: Sequence[Example], vocabulary: dict[str, int]) -> csr_matrix:
    pointers, indices = [0], []
    for example in found:
        indices += [vocabulary[f] for f in example.features if f in vocabulary]
        pointers.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(found), len(vocabulary)))


def fit(matrix: csr_matrix, labels: np.ndarray, strength: float) -> tuple[np.ndarray, np.ndarray]:
    model = LogisticRegression(C=strength * 0.5, max_iter=200, tol=1e-3)
    model.fit(matrix, labels)
    return model.coef_.T, model.intercept_


if __name__ == "__main__":
    main()
