"""The panel that decides: the judges' scores over named features, with the encoder's opinions added.

Each decision's score is the judge's plus the encoder's, weighed by what it was worth on documents held out of its
training (logarithms of odds). Without the encoder the judges decide alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musterbook.reading.judging import Judge, shares
from musterbook.reading.opinions import DRAFT, FIGURE, KINDS, TOLD, Opinions
from musterbook.reading.spots import Spot

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Panel:
    """The judges of every decision, and the encoder's opinions on this document where it is asked."""

    judges: Mapping[str, Judge]
    opinions: Opinions | None = None

    def document(self, features: Sequence[str], opening: Spot) -> float:
        """How likely a document speaks of forces at all; where the judge is sure that it does not, by it alone."""
        own = self.judges["document"].scores(features)
        if _odds(own[0]) < ASKED or self.opinions is None:
            return _odds(own[0])
        return _odds(self._joined("document", own, self.opinions.of_document(opening))[0])

    def foresee(self, figures: Sequence[Spot], drafts: Sequence[Spot], sentences: Sequence[Spot]) -> None:
        """Tell what will be asked, so that the encoder answers it at once."""
        if self.opinions is not None:
            self.opinions.foresee({FIGURE: figures, DRAFT: drafts, TOLD: sentences})

    def figure(self, features: Sequence[str], spot: Spot) -> float:
        """How likely a number is a force figure."""
        own = self.judges["figure"].scores(features)
        opinion = self.opinions.of_figure(spot) if self.opinions else None
        return _odds(self._joined("figure", own, None if opinion is None else opinion[:1])[0])

    def kinds(self, features: Sequence[str], spot: Spot) -> tuple[dict[str, float], dict[str, float]]:
        """How likely each kind is a figure's first, and how likely it is one of several."""
        opinion = self.opinions.of_figure(spot) if self.opinions else None
        classes = [str(kind) for kind in KINDS]
        own = [self.judges[decision].ordered(features, classes) for decision in ("kind", "also")]
        first = self._joined("kind", own[0], None if opinion is None else opinion[1:11])
        also = self._joined("also", own[1], None if opinion is None else opinion[11:])
        return (
            dict(zip(classes, (float(p) for p in shares(first)), strict=True)),
            dict(zip(classes, (_odds(score) for score in also), strict=True)),
        )

    def uncued(self, spot: Spot) -> dict[str, float]:
        """How likely a sentence makes a claim of each kind in words that are no cue; the encoder alone can tell."""
        opinion = self.opinions.of_sentence(spot) if self.opinions else None
        if opinion is None:
            return {}
        return {str(kind): _odds(score) for kind, score in zip(KINDS, opinion, strict=True)}

    def likely(self, decision: str, features: Sequence[str], spot: Spot) -> float:
        """How likely a yes is to a decision on a draft by itself."""
        own = self.judges[decision].scores(features)
        opinion = self.opinions.of_draft(decision, spot) if self.opinions else None
        return _odds(self._joined(decision, own, opinion)[0])

    def hopeless(self, decision: str, spot: Spot) -> bool:
        """Whether the encoder speaks so plainly against a yes that the judge need not be asked."""
        opinion = self.opinions.of_draft(decision, spot) if self.opinions else None
        return (
            opinion is not None
            and self.opinions is not None
            and bool(self.opinions.weight(decision) * opinion[0] < PLAINLY)
        )

    def best(self, decision: str, features: Sequence[str], spot: Spot, classes: Sequence[str]) -> str:
        """The likeliest of the classes of a decision on a draft by itself; the first of equals."""
        own = self.judges[decision].ordered(features, classes)
        opinion = self.opinions.of_draft(decision, spot) if self.opinions else None
        scores = self._joined(decision, own, opinion)
        return classes[int(np.argmax(scores))]

    def candidates(
        self, decision: str, features: Sequence[Sequence[str]], spot: Spot, named: Sequence[Sequence[int]]
    ) -> list[float]:
        """How likely each of several candidates is the one, given where each is named."""
        if not features:
            return []
        own = np.array([self.judges[decision].scores(each)[0] for each in features], dtype=np.float32)
        opinion = self.opinions.of_candidates(decision, spot, named) if self.opinions else None
        scores = self._joined(decision, own, None if opinion is None else opinion[:, 0])
        return [_odds(score) for score in scores]

    def roles(
        self, features: Sequence[Sequence[str]], spot: Spot, named: Sequence[Sequence[int]], classes: Sequence[str]
    ) -> list[tuple[str, float]]:
        """For each of several places its likeliest role, and how likely it has one; the first class is none."""
        own = [self.judges["place"].ordered(each, classes) for each in features]
        opinion = self.opinions.of_candidates("place", spot, named) if self.opinions and own else None
        joined = [self._joined("place", each, None if opinion is None else opinion[i]) for i, each in enumerate(own)]
        likely = [shares(scores) for scores in joined]
        return [(classes[1 + int(np.argmax(each[1:]))], float(1 - each[0])) for each in likely]

    def _joined(self, decision: str, own: Scores, opinion: Scores | None) -> Scores:
        if opinion is None or self.opinions is None:
            return own
        joined: Scores = own + self.opinions.weight(decision) * opinion
        return joined


ASKED = 0.3
"""Probability of a document being about forces from which the encoder is asked too: news about others costs nothing."""
PLAINLY = -4.0
"""Score under which no judge's score has made up for the encoder's (training documents held out)."""


def _odds(score: float) -> float:
    """The probability that a score (logarithm of odds) stands for."""
    return 1 / (1 + math.exp(-min(max(float(score), -60.0), 60.0)))
