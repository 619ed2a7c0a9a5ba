"""A brief as Markdown: tables and footnotes as CommonMark's common extensions have them, pictures linked or in it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator

from musterbook.presentation import wording
from musterbook.presentation.briefs import parts
from musterbook.presentation.briefs.page import SVG
from musterbook.presentation.links import web_address
from musterbook.presentation.palette import PRINT
from musterbook.presentation.svg import plain

SPECIAL = "\\`*_[]<>|#~$"
MARKS = {"strong": "**", "quote": "", "code": "`", "soft": "", "": ""}


def markdown(brief: parts.Brief) -> str:
    """The brief as Markdown; its pictures stand at its end, as data."""
    return "\n".join(_Writer(brief).lines())


class _Writer:
    """One brief being written."""

    def __init__(self, brief: parts.Brief) -> None:
        self.brief = brief
        self.pictures: list[str] = []

    def lines(self) -> Iterator[str]:
        """The brief, line by line."""
        yield f"# {self._line(self.brief.title)}"
        yield f"\n*A brief of what is reported.* {self._line(self.brief.byline)}."
        for section in self.brief.sections:
            yield f"\n## {_text(section.title)}"
            for block in section.blocks:
                yield from self._block(block)
        yield "\n## Notes\n"
        for note, mark in self.brief.notes.items():
            yield f"[^{mark}]: {self._note(note)}\n"
        for at, picture in enumerate(self.pictures, 1):
            yield f"[picture-{at}]: {picture}"
        yield ""

    def _block(self, block: parts.Block) -> Iterator[str]:
        if isinstance(block, parts.Paragraph):
            yield f"\n{self._line(block.line)}"
        elif isinstance(block, parts.Headline):
            yield f"\n{self._line(block.figure)}\n\n{self._line(block.below)}"
        elif isinstance(block, parts.Items):
            yield ""
            yield from (f"- {self._line(one)}" for one in block.lines)
        elif isinstance(block, parts.Table):
            yield from self._table(block)
        elif isinstance(block, parts.Drawing):
            yield from self._drawing(block)
        else:
            assert isinstance(block, parts.Drawings)
            for one in block.drawings:
                yield from self._drawing(one)

    def _drawing(self, drawing: parts.Drawing) -> Iterator[str]:
        sized = drawing.picture.sized(SVG, SVG // 2)
        svg = sized.svg(PRINT).encode()
        self.pictures.append(f"data:image/svg+xml;base64,{b64encode(svg).decode()}")
        name = "map" if "map" in type(sized).__name__.lower() else "chart"
        yield f"\n![{name}][picture-{len(self.pictures)}]\n\n{self._line(drawing.caption)}"

    def _table(self, table: parts.Table) -> Iterator[str]:
        yield ""
        yield f"| {' | '.join(_text(column.title) for column in table.columns)} |"
        yield f"| {' | '.join('---:' if column.figures else '---' for column in table.columns)} |"
        for group in table.groups:
            if group.head:
                yield f"| {' | '.join([self._line(group.head), *[''] * (len(table.columns) - 1)])} |"
            for row in group.rows:
                yield f"| {' | '.join(self._line(cell) for cell in row)} |"

    def _line(self, line: parts.Line) -> str:
        return "".join(self._run(run) for run in line)

    def _run(self, run: parts.Run) -> str:
        mark = MARKS[run.style]
        start = " " * (len(run.text) - len(run.text.lstrip()))
        end = " " * (len(run.text) - len(run.text.rstrip()))
        body = run.text.strip()
        return f"{start}{mark}{_text(body)}{mark}{end}{self._marks(run.notes)}" if body else run.text

    def _marks(self, notes: Iterable[parts.Note]) -> str:
        return "".join(f"[^{mark}]" for mark in self.brief.marks(notes))

    def _note(self, note: parts.Note) -> str:
        if isinstance(note, parts.Reckoning):
            return "".join(_text(one) if isinstance(one, str) else self._marks(one) for one in note.pieces).strip()
        return _source(note)


def _source(note: parts.Source) -> str:
    address = web_address(note.url)
    where = f"<{address}>" if address is not None and "<" not in address else _text(note.url or "no address")
    of = "capture" if note.captured else "text as kept, no capture"
    title = f" “{_text(note.title)}”." if note.title else ""
    read = "; ".join(_text(reading) for reading in note.readings)
    return (
        f"“{_text(note.quote)}” *{_text(note.outlet)}*, {_text(note.published)}.{title} {where} "
        f"Read as {read}. SHA-256 of the {of}: `{note.sha256}`"
    )


def _text(text: str) -> str:
    """Text as it stands, whatever signs of Markdown are in it."""
    clean = wording.clean(plain(text))
    return "".join(f"\\{letter}" if letter in SPECIAL else letter for letter in clean)
