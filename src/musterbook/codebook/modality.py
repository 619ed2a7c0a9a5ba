"""The section `modality`: the words that make a claim expected, possible, denied or hedged, or no claim at all."""

from __future__ import annotations

from musterbook.codebook.loading import Entry


class Signals(Entry):
    """The signals of one way of putting a claim."""

    auxiliaries: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    adverbs: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    plain: frozenset[str] = frozenset()
    """Words and phrases that always signal it where they stand with a claim, whatever else does."""

    def words(self) -> frozenset[str]:
        """All single-word signals, as lemmas."""
        return frozenset(
            (*self.auxiliaries, *self.verbs, *self.nouns, *self.adjectives, *self.adverbs, *self.negations)
        )


class Modalities(Entry):
    """Signals by what they signal."""

    expected: Signals
    possible: Signals
    denied: Signals
    hedge: Signals
    void: Signals
