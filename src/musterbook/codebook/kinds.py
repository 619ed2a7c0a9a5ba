"""The section `kinds`: which words are cues of which kind of claim, and whose role the force plays beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pydantic import ConfigDict

from musterbook.codebook.loading import Entry
from musterbook.model import Kind, Outcome


class Cues(Entry):
    """The cues of one kind (of one outcome, for losses)."""

    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: the kind it speaks for, how the force stands to it, and the outcome where it is a loss."""

    kind: Kind
    slot: str
    """One of "subject", "object", "noun", "adjective", "phrase"."""
    outcome: Outcome | None = None


class Kinds(Entry):
    """The cues of all ten kinds."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    presence: Cues
    deployment: Cues
    withdrawal: Cues
    loss: dict[Outcome, Cues]
    transfer: Cues
    training: Cues
    tasking: Cues
    mobilisation: Cues
    strength: Cues
    attack: Cues

    def sections(self) -> Iterator[tuple[Kind, Outcome | None, Cues]]:
        """Every kind with its cues; a loss once for each outcome."""
        for kind in Kind:
            if kind is Kind.LOSS:
                yield from ((kind, outcome, cues) for outcome, cues in sorted(self.loss.items()))
            else:
                yield kind, None, getattr(self, kind.value)

    @cached_property
    def beside(self) -> dict[str, Kind]:
        """Words right after a force's noun that say the kind, whatever the verb."""
        return {words: kind for kind, _, cues in self.sections() for words in cues.beside}

    @cached_property
    def by_lemma(self) -> dict[str, tuple[Cue, ...]]:
        """Cues by their words: "send", "pull out", "withdrawal"; phrases are kept apart."""
        table: dict[str, list[Cue]] = {}
        for kind, outcome, cues in self.sections():
            slots = {"subject": cues.subject, "object": cues.object, "noun": cues.nouns, "adjective": cues.adjectives}
            for slot, words in slots.items():
                for word in words:
                    table.setdefault(word, []).append(Cue(kind, slot, outcome))
        return {word: tuple(dict.fromkeys(cues)) for word, cues in table.items()}

    @cached_property
    def phrases(self) -> tuple[tuple[str, Cue], ...]:
        """Cues of several words, longest first."""
        found = [(p, Cue(kind, "phrase", outcome)) for kind, outcome, cues in self.sections() for p in cues.phrases]
        return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0], pair[1].kind)))
