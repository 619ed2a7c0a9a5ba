"""The statements of a document: every stretch attributed to a source, whether or not a claim is in it."""

from __future__ import annotations

from collections.abc import Iterable

from musterbook.model import Document, Statement
from musterbook.reading.attribution import attribute
from musterbook.reading.parsing import MEDIUM, Piece
from musterbook.reading.reader import paragraphs, reader
from musterbook.reading.statement_sources import Source
from musterbook.reading.statements import FoundStatement


def statements(document: Document, model: str = MEDIUM) -> tuple[Statement, ...]:
    """The statements of a document, in the order of the text, every part standing in it.

    All of the text is parsed for them, not only what may hold a claim.
    """
    lines = list(paragraphs(document))
    parses = reader(model).parser.pipe(text for _, text in lines)
    pieces = [Piece(start, parse) for (start, _), parse in zip(lines, parses, strict=True)]
    return stated(document, attribute(document, pieces).statements)


def stated(document: Document, found: Iterable[FoundStatement]) -> tuple[Statement, ...]:
    """Statements found at places of a document, as values; those without content are left out."""
    made = (
        Statement.of(
            document,
            source=_words(document, one.source),
            cue=document.quote(*one.cue) if one.cue else None,
            content=tuple(document.quote(start, end) for start, end in one.content if start < end),
            form=one.form,
            via=_words(document, one.via),
        )
        for one in found
        if any(start < end for start, end in one.content)
    )
    return tuple(sorted(made, key=lambda one: (one.content[0].start, one.content[0].end)))


def _words(document: Document, source: Source | None) -> object:
    return document.quote(source.start, source.end) if source else None
