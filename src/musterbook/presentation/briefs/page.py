"""A brief as HTML: one file with its style and its pictures in it, or a fragment for a notebook.

The file fetches nothing and runs nothing, and its policy says so. It reads by day and by night, and prints.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from importlib import resources

from musterbook.presentation.briefs import parts
from musterbook.presentation.links import web_address
from musterbook.presentation.marks import shortened
from musterbook.presentation.palette import LIGHT, PAGE, Palette, declared, style_sheet
from musterbook.presentation.svg import plain, words

TAGS = {"strong": "strong", "soft": "small", "quote": "q", "code": "code"}
WHOLE = 20
"""Characters of a run that stays on one line with its notes; of a longer one only the last word does."""
FEW = 4
"""Notes that stay on one line."""
TITLE = 220
"""Characters of a note shown beside the pointer."""
SVG = 720
"""Width at which pictures are drawn, in the units of a page."""


def document(brief: parts.Brief, palette: Palette = PAGE, more: str = "") -> str:
    """The brief as a whole page in one file; `palette` paints its pictures, `more` is further style."""
    style = style_sheet() + _style("brief.css") + more
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="Musterbook">\n'
        f"<title>{words(brief.plain_title)}: a brief of what is reported</title>\n<style>{style}</style>\n</head>\n"
        f'<body class="muster-page">\n<main>{_Writer(brief, palette).article()}</main>\n</body>\n</html>\n'
    )


def fragment(brief: parts.Brief) -> str:
    """The brief as a piece of a page: its style applies to itself alone, its notes are folded away."""
    style = f".muster{{{declared(LIGHT)}}}\n{_style('brief.css')}"
    return f"<style>{style}</style>\n{_Writer(brief, LIGHT).article(folded=True)}"


@cache
def _style(name: str) -> str:
    return (resources.files("musterbook.presentation.briefs") / name).read_text(encoding="utf-8")


class _Writer:
    """One brief being written."""

    def __init__(self, brief: parts.Brief, palette: Palette) -> None:
        self.brief, self.palette = brief, palette

    def article(self, folded: bool = False) -> str:
        """The whole brief."""
        brief = self.brief
        body = "".join(self._section(section) for section in brief.sections)
        notes = self._notes()
        if folded:
            notes = f"<details><summary>Notes</summary>{notes}</details>"
        contents = "".join(
            f'<li><a href="#{section.name}">{words(section.title)}</a></li>' for section in brief.sections[1:]
        )
        return (
            '<article class="muster">\n<header>'
            '<p class="eyebrow">Musterbook<span>A brief of what is reported</span></p>'
            f'<h1 data-title="{escape(plain(brief.plain_title))}">{self._line(brief.title)}</h1>'
            f'<p class="byline">{self._line(brief.byline)}</p></header>\n'
            f'<nav aria-label="Contents"><ul>{contents}<li><a href="#notes">Notes</a></li></ul></nav>\n'
            f"{body}{notes}</article>\n"
        )

    def _section(self, section: parts.Section) -> str:
        body = "".join(self._block(block) for block in section.blocks)
        return f'<section id="{section.name}"><h2>{words(section.title)}</h2>\n{body}</section>\n'

    def _block(self, block: parts.Block) -> str:
        if isinstance(block, parts.Paragraph):
            return f"<p{_class(block.style)}>{self._line(block.line)}</p>\n"
        if isinstance(block, parts.Headline):
            figure, below = self._line(block.figure), self._line(block.below)
            return f'<div class="headline"><p class="figure">{figure}</p><p class="facts">{below}</p></div>\n'
        if isinstance(block, parts.Items):
            return f"<ul>{''.join(f'<li>{self._line(one)}</li>' for one in block.lines)}</ul>\n"
        if isinstance(block, parts.Table):
            return self._table(block)
        if isinstance(block, parts.Drawing):
            return self._drawing(block, SVG)
        assert isinstance(block, parts.Drawings)
        return f'<div class="multiples">{"".join(self._drawing(one) for one in block.drawings)}</div>\n'

    def _drawing(self, drawing: parts.Drawing, width: int | None = None) -> str:
        picture = drawing.picture
        sized = picture if width is None else picture.sized(width, round(width * 0.5))
        caption = self._line(drawing.caption)
        return f"<figure>{sized.svg(self.palette)}<figcaption>{caption}</figcaption></figure>\n"

    def _table(self, table: parts.Table) -> str:
        shares = sum(column.share for column in table.columns)
        widths = "".join(f'<col width="{100 * column.share / shares:.0f}%">' for column in table.columns)
        heads = "".join(
            f'<th scope="col"{_class("n" if column.figures else "")}>{words(column.title)}</th>'
            for column in table.columns
        )
        bodies = []
        for group in table.groups:
            head = ""
            if group.head:
                span = len(table.columns)
                head = f'<tr class="head"><th scope="rowgroup" colspan="{span}">{self._line(group.head)}</th></tr>'
            bodies.append(f"<tbody>{head}{''.join(self._row(row, table) for row in group.rows)}</tbody>")
        return (
            f'<div class="scroll"><table><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead>'
            f"{''.join(bodies)}</table></div>\n"
        )

    def _row(self, row: Sequence[parts.Line], table: parts.Table) -> str:
        cells = (
            f"<td{_class('n' if column.figures else '')}>{self._line(cell)}</td>"
            for cell, column in zip(row, table.columns, strict=True)
        )
        return f"<tr>{''.join(cells)}</tr>"

    def _line(self, line: Iterable[parts.Run]) -> str:
        return "".join(self._run(run) for run in line)

    def _run(self, run: parts.Run) -> str:
        tag = TAGS.get(run.style)
        opened, closed = (f"<{tag}>", f"</{tag}>") if tag else ("", "")
        if not run.notes:
            return f"{opened}{words(run.text)}{closed}"
        start, end = _cut(run.text)
        held = f"{opened}{words(end)}{closed}{self._marks(run.notes)}"
        before = f"{opened}{words(start)}{closed}" if start else ""
        return f'{before}<span class="held">{held}</span>'

    def _marks(self, notes: Sequence[parts.Note]) -> str:
        by_mark = {self.brief.notes[note]: note for note in notes}
        links = [
            f'<a href="#n-{mark}" title="{escape(_told(by_mark[mark]))}">{mark}</a>' for mark in self.brief.marks(notes)
        ]
        return f"<sup{_class('many' if len(links) > FEW else '')}>[{', '.join(links)}]</sup>"

    def _notes(self) -> str:
        sources, reckonings = [], []
        for note, mark in self.brief.notes.items():
            if isinstance(note, parts.Source):
                sources.append(f'<li id="n-{mark}"><b>{mark}</b> {_source(note)}</li>')
            else:
                reckonings.append(f'<li id="n-{mark}"><b>{mark}</b> {self._reckoning(note)}</li>')
        return (
            '<section id="notes"><h2>Notes</h2>\n<div class="columns"><h3>Sources</h3>\n'
            f'<ol class="notes">{"".join(sources)}</ol>\n'
            f'<h3>Reckonings</h3>\n<ol class="notes">{"".join(reckonings)}</ol></div></section>\n'
        )

    def _reckoning(self, note: parts.Reckoning) -> str:
        return "".join(words(piece) if isinstance(piece, str) else self._marks(piece) for piece in note.pieces)


def _source(note: parts.Source) -> str:
    address = web_address(note.url)
    if address is not None:
        shown = f'<a class="address" href="{escape(address)}" rel="noopener noreferrer nofollow">{words(address)}</a>'
    else:
        shown = words(note.url or "no address")
    of = "capture" if note.captured else "text as kept, no capture"
    title = f" “{words(note.title)}”." if note.title else ""
    read = "; ".join(words(reading) for reading in note.readings)
    return (
        f"“{words(note.quote)}” <cite>{words(note.outlet)}</cite>, {words(note.published)}.{title} {shown} "
        f'<span class="read">Read as {read}.</span> '
        f'<span class="hash">SHA-256 of the {of}: <code>{note.sha256}</code></span>'
    )


def _told(note: parts.Note) -> str:
    if isinstance(note, parts.Source):
        return plain(f"“{shortened(note.quote, TITLE)}” {note.outlet}, {note.published}")
    return plain(shortened(note.text, TITLE))


def _cut(text: str) -> tuple[str, str]:
    """What may break from its notes, and what may not: a short text as a whole, of a longer one the last word."""
    body = text.lstrip()
    if len(body) <= WHOLE:
        return text[: len(text) - len(body)], body
    start, blank, end = text.rpartition(" ")
    return start + blank, end


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
