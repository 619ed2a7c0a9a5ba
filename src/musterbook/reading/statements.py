"""Statements: every attributed stretch of a text, with its source, its cue and its content.

`find(text)` stands alone; `of(doc)` reads statements off an existing parse. Offsets are characters of the text (of
the document's content, where the piece's start is given as `offset`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from musterbook.codebook.reporting import reporting
from musterbook.reading.parsing import MEDIUM, parser, sentences
from musterbook.reading.quotations import Quotation, quotations
from musterbook.reading.statement_content import contents
from musterbook.reading.statement_cue import Cue
from musterbook.reading.statement_cues import cues
from musterbook.reading.statement_labels import labels
from musterbook.reading.statement_sources import Source

if TYPE_CHECKING:
    from spacy.tokens import Doc

_AS_SAYING = 120
"""Characters from "quoted" to the "saying" that belongs to it, at most."""
Form = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """One attributed stretch. All offsets are half-open characters."""

    source: Source | None
    cue: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    form: Form
    via: Source | None = None
    sentences: tuple[int, ...] = ()
    """The sentences (counted from 0 in the parsed text) that the content touches."""
    lemma: str = ""
    classes: tuple[str, ...] = ()
    """Classes of the cue in the codebook's section `reporting`."""
    strong: bool = True
    shape: str = "verb"
    region: tuple[int, int] = (0, 0)
    """From the first to the last character of cue and source."""

    @property
    def reports(self) -> bool:
        """Whether it can make its source the source of a claim; attitudes ("urged", "hopes") and the like can't."""
        known = reporting().verbs
        return self.shape != "unsourced" and (
            not any(name in known for name in self.classes)
            or any(known[name].reports for name in self.classes if name in known)
        )

    @property
    def size(self) -> int:
        """Characters of content."""
        return sum(end - start for start, end in self.content)

    def holds(self, position: int) -> bool:
        """Whether the position lies in the content."""
        return any(start <= position < end for start, end in self.content)


def find(text: str, model: str = MEDIUM) -> list[FoundStatement]:
    """The statements of a text, in order of their cues, each cue once."""
    found = of(parser(model).parse(text))
    return [statement for statement in found if not _is_repeated(statement, found, text)]


def _is_repeated(statement: FoundStatement, found: list[FoundStatement], text: str) -> bool:
    """Whether another statement tells it already: "citing" by who is cited, "saying" by "quoted X as saying".

    Participles of verbs that tell nothing by themselves ("speaking on condition of anonymity") are left out too.
    """
    if statement.cue is None or statement.shape != "verb":
        return False
    start, end = statement.cue
    if text[start:end].endswith("ing") and statement.lemma in reporting().silent.verbs:
        return True
    quoting = [other for other in found if other.shape == "relay" and other.cue is not None]
    if any(other.cue == statement.cue for other in quoting):
        return True
    as_before = text[:start].rstrip().endswith(" as") and text[start:end].endswith("ing")
    return as_before and any(other.cue and 0 < start - other.cue[1] < _AS_SAYING for other in quoting)


def of(doc: Doc, offset: int = 0) -> list[FoundStatement]:
    """The statements of a parsed text, in order of their cues; every offset moved by `offset`."""
    quoted = quotations(doc.text)
    spans = sentences(doc)
    bounds = [(sentence.start_char, sentence.end_char) for sentence in spans]
    found = [
        _stated(cue, doc, content, quoted, bounds) for cue, content in contents(doc, cues(doc, spans), quoted, spans)
    ]
    found += [
        FoundStatement(
            label.source, (label.start, label.end), (label.content,), "direct", None, (), ":", ("say",), True, "label"
        )
        for label in labels(doc)
        if label.source.sort != "country" or not _is_dateline(label.content, found)
    ]
    found.sort(key=lambda statement: (statement.cue or (0, 0), statement.content))
    return [_moved(statement, offset) for statement in found]


def _is_dateline(content: tuple[int, int], found: list[FoundStatement]) -> bool:
    """Whether the words after a place and a colon have a source of their own: then the place only dates them."""
    return any(s.strong and s.cue is not None and content[0] <= s.cue[0] < content[1] for s in found)


def _stated(
    cue: Cue,
    doc: Doc,
    content: tuple[tuple[int, int], ...],
    quoted: list[Quotation],
    bounds: list[tuple[int, int]],
) -> FoundStatement:
    words = doc[cue.words[0] : cue.words[1]]
    touched = tuple(
        number
        for number, (start, end) in enumerate(bounds)
        if any(first < end and start < last for first, last in content)
    )
    return FoundStatement(
        cue.source,
        (words.start_char, words.end_char),
        content,
        _form(content, quoted),
        cue.via,
        touched,
        cue.lemma,
        cue.classes,
        cue.strong,
        cue.shape,
        (doc[cue.first : cue.last].start_char, doc[cue.first : cue.last].end_char),
    )


def _form(content: tuple[tuple[int, int], ...], quoted: list[Quotation]) -> Form:
    """Direct where (nearly) all of the content is quoted, indirect where none is, else mixed."""
    size = sum(end - start for start, end in content)
    inside = sum(
        max(0, min(end, quotation.end) - max(start, quotation.start)) for start, end in content for quotation in quoted
    )
    if not inside:
        return "indirect"
    return "direct" if inside >= 0.8 * size else "mixed"


def _moved(statement: FoundStatement, by: int) -> FoundStatement:
    if not by:
        return statement
    return replace(
        statement,
        source=statement.source.moved(by) if statement.source else None,
        via=statement.via.moved(by) if statement.via else None,
        cue=(statement.cue[0] + by, statement.cue[1] + by) if statement.cue else None,
        region=(statement.region[0] + by, statement.region[1] + by),
        content=tuple((start + by, end + by) for start, end in statement.content),
    )
