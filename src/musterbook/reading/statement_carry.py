"""Whose account a sentence without a source of its own continues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from musterbook.model import Document
from musterbook.reading.quotations import Quotation
from musterbook.reading.statement_authors import Speech
from musterbook.reading.statement_referents import Referents
from musterbook.reading.statement_sources import Source

if TYPE_CHECKING:
    from musterbook.reading.attribution import Sentence


@dataclass(frozen=True, slots=True)
class Carried:
    """What holds for the parts of a sentence that no statement covers."""

    claimant: Source | None
    via: Source | None
    rule: str


def carry(
    document: Document,
    sentences: Sequence[Sentence],
    referents: Referents,
    quoted: Sequence[Quotation],
    spoken: Sequence[Speech],
) -> tuple[Carried, ...]:
    """For each sentence, the source in force in it where it names none."""
    result: list[Carried] = []
    for sentence in sentences:
        speech = next((s for s in spoken if s.start <= sentence.start < s.end), None)
        if speech is not None:
            result.append(Carried(speech.source, None, "speaker"))
            continue
        result.append(Carried(None, None, "own voice"))
    return tuple(result)
