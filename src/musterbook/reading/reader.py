"""The way from a document to its claims, top to bottom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from musterbook.codebook.intake import intake_section
from musterbook.model import Claim, Document
from musterbook.reading.assembly import assemble
from musterbook.reading.attribution import Sources, attribute
from musterbook.reading.deciding import Deciding, Thresholds
from musterbook.reading.encoder import one_thread
from musterbook.reading.first_look import worth_parsing
from musterbook.reading.judging import Judge, judges
from musterbook.reading.marked import Marked, mark
from musterbook.reading.opinions import Opinions
from musterbook.reading.panel import Panel
from musterbook.reading.parsing import MEDIUM, Piece, parser
from musterbook.reading.sides import Side, sides

TOGETHER = 8
"""Documents parsed together."""
LONGEST = 3_000
"""Characters of the longest paragraph that is parsed in one."""
ENDS = re.compile(r"[.!?;][\"'”’)]*\s+")
"""Where a sentence ends, as far as signs tell."""
Paragraph = tuple[int, str]
"""A paragraph of a document's content: where it starts, and its text."""


class Reader:
    """Reads documents into claims; holds the parser and the judges."""

    def __init__(self, model: str = MEDIUM, *, judges: Mapping[str, Judge] | None = None, encoded: bool = True) -> None:
        """A reader with this parser model, these judges instead of the packaged ones, the encoder asked or not."""
        self.parser = parser(model)
        self._judges = judges
        self._encoded = encoded
        self.limits = Thresholds()

    def read(self, document: Document) -> tuple[Claim, ...]:
        """The claims of a document."""
        return next(self.read_all([document]))

    def read_all(self, documents: Iterable[Document]) -> Iterator[tuple[Claim, ...]]:
        """The claims of each document, in order."""
        waiting = iter(documents)
        while together := list(islice(waiting, TOGETHER)):
            for marked in self._marked(together, [_chosen(document) for document in together]):
                yield self.claims(marked)

    def marked(self, document: Document, *, every: bool = False) -> Marked:
        """The document parsed and marked: what the first look finds worth it, or every paragraph."""
        return next(self._marked([document], [list(paragraphs(document)) if every else _chosen(document)]))

    def _marked(self, documents: Sequence[Document], chosen: Sequence[Sequence[Paragraph]]) -> Iterator[Marked]:
        """The documents marked, the paragraphs chosen of them parsed together, which is quicker than one by one."""
        parsed = self.parser.pipe(text for each in chosen for _, text in each)
        for document, each in zip(documents, chosen, strict=True):
            yield mark(document, [Piece(start, next(parsed)) for start, _ in each])

    def attribution(self, marked: Marked) -> Sources:
        """Who says what in the document."""
        return attribute(marked.document, marked.pieces)

    def claims(self, marked: Marked) -> tuple[Claim, ...]:
        """The claims of a marked document."""
        if not marked.sentences:
            return ()
        found, sources = sides(marked), self.attribution(marked)
        deciding = Deciding(marked, found, sources, self.panel(marked, found, sources), self.limits)
        with one_thread():
            return assemble(marked, sources, deciding.claims())

    def panel(self, marked: Marked, found: Sequence[Side], sources: Sources) -> Panel:
        """Those who decide on a document: the judges, and the encoder where it is asked."""
        opinions = Opinions(marked, found, sources) if self._encoded else None
        return Panel(self._judges if self._judges is not None else judges(), opinions)


@lru_cache(maxsize=2)
def reader(model: str = MEDIUM) -> Reader:
    """The reader with this parser model, made once a process."""
    return Reader(model)


def read(document: Document) -> tuple[Claim, ...]:
    """The claims of a document, every slot standing in its text."""
    return reader().read(document)


def _chosen(document: Document) -> list[Paragraph]:
    """The paragraphs of a document that the first look finds worth parsing."""
    found = list(paragraphs(document))
    worth = worth_parsing([text for _, text in found])
    return [paragraph for paragraph, parse in zip(found, worth, strict=True) if parse]


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """The lines of a document's content worth reading, each with its start; captions and "read also" lines are not."""
    furniture = intake_section().furniture
    start = 0
    for line in document.content.split("\n"):
        if line.strip() and (start == 0 or not furniture(line)):
            yield from _parts(start, line)
        start += len(line) + 1


def _parts(start: int, line: str) -> Iterator[Paragraph]:
    """A paragraph; one that is longer than any a person writes in parts, cut behind a sentence, else between words.

    What is made of a sentence grows with the square of what is found in it.
    """
    while len(line) > LONGEST:
        cut = max((found.end() for found in ENDS.finditer(line, 0, LONGEST)), default=line.rfind(" ", 1, LONGEST) + 1)
        cut = cut or LONGEST
        yield start, line[:cut]
        start, line = start + cut, line[cut:]
    if line.strip():
        yield start, line
