"""What a brief is made of: lines of runs, tables and pictures, and the notes behind every number.

No number without a note: a run that holds one is refused unless each of its numbers stands, character for character,
in one of the notes it cites. Notes are of two kinds. A *source* quotes the words of a document and names outlet, day,
address and capture; a *reckoning* says how a number was worked out, and from which sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from musterbook.errors import GroundingError
from musterbook.presentation.charts import BandChart
from musterbook.presentation.maps import ReportMap

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
"""A number as it is written: "11,000", "3.5", "2025"."""

Style = Literal["", "strong", "soft", "quote", "code"]


@dataclass(frozen=True, slots=True)
class Source:
    """The words of a document, and where they stand."""

    document: str
    quote: str
    readings: tuple[str, ...]
    """The claims read in these words, each with who says it: "11,000, presence, in Kursk Oblast: Vadym Skibitskyi"."""
    title: str
    outlet: str
    published: str
    url: str | None
    sha256: str
    captured: bool
    """Whether `sha256` is of the bytes as fetched; else of the text as kept."""

    @property
    def text(self) -> str:
        """All it says."""
        return " ".join((self.quote, *self.readings, self.title, self.outlet, self.published, self.url or ""))


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How numbers were worked out: text, with the sources it speaks of."""

    parts: tuple[str | Source, ...]

    @property
    def text(self) -> str:
        """All it says."""
        return "".join(part for part in self.parts if isinstance(part, str))

    @property
    def pieces(self) -> Iterator[str | tuple[Source, ...]]:
        """The text and, where they stand in it, the sources that stand together."""
        for told, parts in groupby(self.parts, key=lambda part: isinstance(part, str)):
            if told:
                yield "".join(part for part in parts if isinstance(part, str))
            else:
                yield tuple(part for part in parts if isinstance(part, Source))


Note = Source | Reckoning


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style, with the notes behind it.

    Raises GroundingError for a number that stands in none of its notes.
    """

    text: str
    notes: tuple[Note, ...] = ()
    style: Style = ""

    def __post_init__(self) -> None:
        told = [note.text for note in self.notes]
        for number in numbers(self.text):
            if not any(number in numbers(text) for text in told):
                raise GroundingError(f"{number} in {self.text!r} stands in none of the notes it cites")


Line = tuple[Run, ...]


def numbers(text: str) -> list[str]:
    """The numbers of a text, as they are written."""
    return NUMBER.findall(text)


def line(*parts: str | Run) -> Line:
    """A line of text and runs; text alone holds no number."""
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts if part)


def cited(text: str, *notes: Note, style: Style = "") -> Run:
    """Text with the notes behind it, each once."""
    return Run(text, tuple(dict.fromkeys(notes)), style)


def named(text: str, *notes: Note, style: Style = "") -> Run:
    """A name: it needs its notes only where it holds a number ("810th Brigade")."""
    return Run(text, tuple(dict.fromkeys(notes)) if numbers(text) else (), style)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: the lead is the question, an aside is set smaller."""

    line: Line
    style: Literal["", "lead", "aside"] = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """The figure, and in a line below it what it rests on."""

    figure: Line
    below: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its part of the width, figures are set to the right."""

    title: str
    share: int
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, under a heading of their own where it has one."""

    rows: tuple[tuple[Line, ...], ...]
    head: Line = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of lines."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart or a map with its caption."""

    picture: BandChart | ReportMap
    caption: Line


@dataclass(frozen=True, slots=True)
class Drawings:
    """Small pictures side by side."""

    drawings: tuple[Drawing, ...]


Block = Paragraph | Headline | Items | Table | Drawing | Drawings


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a brief under a heading."""

    name: str
    """A word for addresses."""
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Brief:
    """A whole brief. Its notes are numbered as they are first cited: sources 1, 2, 3 …, reckonings a, b, c …"""

    title: Line
    byline: Line
    sections: tuple[Section, ...]

    @cached_property
    def notes(self) -> dict[Note, str]:
        """Every note with its number or letters; the sources in order, then the reckonings."""
        cited_ones = list(dict.fromkeys(note for run in self._runs() for note in run.notes))
        reckonings = [note for note in cited_ones if isinstance(note, Reckoning)]
        sources = [note for note in cited_ones if isinstance(note, Source)]
        sources += [part for note in reckonings for part in note.parts if isinstance(part, Source)]
        numbered: dict[Note, str] = {note: str(at) for at, note in enumerate(dict.fromkeys(sources), 1)}
        return numbered | {note: letters(at) for at, note in enumerate(reckonings)}

    def marks(self, notes: Iterable[Note]) -> list[str]:
        """The numbers and letters of notes, in their order."""
        return sorted((self.notes[note] for note in notes), key=lambda mark: (mark.isalpha(), len(mark), mark))

    def _runs(self) -> Iterator[Run]:
        yield from (*self.title, *self.byline)
        for section in self.sections:
            for block in section.blocks:
                yield from _runs(block)

    @property
    def plain_title(self) -> str:
        """The title without its notes."""
        return "".join(run.text for run in self.title)


def _runs(block: Block) -> Iterator[Run]:
    if isinstance(block, Paragraph):
        yield from block.line
    elif isinstance(block, Headline):
        yield from (*block.figure, *block.below)
    elif isinstance(block, Items):
        yield from (run for one in block.lines for run in one)
    elif isinstance(block, Table):
        for group in block.groups:
            yield from group.head
            yield from (run for row in group.rows for cell in row for run in cell)
    elif isinstance(block, Drawing):
        yield from block.caption
    else:
        yield from (run for one in block.drawings for run in one.caption)


def letters(at: int) -> str:
    """The letters of a reckoning: a, b, … z, aa, ab, …"""
    written = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        written = chr(ord("a") + rest) + written
    return written
