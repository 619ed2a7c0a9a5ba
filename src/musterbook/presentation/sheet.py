"""A table that can be read at 80 columns too: where it is narrow, flowing text stands beneath its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

ROOMY = 120
"""Characters of a line from which flowing text has a column of its own."""
INDENT = 4
GAP = 2
BROAD = 36
"""Characters of a column of words beside flowing text at most."""
LEAST = 8
"""Characters a column of words keeps, however narrow it gets."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns, and the style of them all."""

    cells: tuple[Text, ...]
    style: str


@dataclass(slots=True)
class Sheet:
    """Rows under headings, without frames; `right` columns hold numbers, `wide` ones flowing text."""

    columns: tuple[str, ...]
    right: Sequence[str] = ()
    wide: Sequence[str] = ()
    rows: list[Row] = field(default_factory=list)

    def add_row(self, *cells: Text | str, style: str = "") -> None:
        """Add a row, a cell for each column."""
        self.rows.append(Row(tuple(Text(cell) if isinstance(cell, str) else cell for cell in cells), style))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The rows in the width there is."""
        if options.max_width >= ROOMY or not self.wide:
            yield self._table()
        else:
            yield from self._stacked(console, options.max_width)

    def _table(self) -> Table:
        made = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
        for name in self.columns:
            made.add_column(
                name,
                justify="right" if name in self.right else "left",
                no_wrap=name in self.right,
                max_width=None if name in self.wide or name in self.right else BROAD,
                ratio=1 if name in self.wide else None,
                overflow="fold",
            )
        for row in self.rows:
            made.add_row(*row.cells, style=row.style)
        return made

    def _stacked(self, console: Console, width: int) -> Iterator[Text]:
        """Each row on a line of its own, its flowing text indented beneath it."""
        beside = [at for at, name in enumerate(self.columns) if name not in self.wide]
        beneath = [at for at, name in enumerate(self.columns) if name in self.wide]
        widths = self._widths(beside, width)
        headings = [Text(self.columns[at], style="bold") for at in beside]
        yield from self._line(console, headings, beside, widths)
        yield Text("─" * min(width, sum(widths) + GAP * (len(widths) - 1)), style="dim")
        for row in self.rows:
            lines = list(self._line(console, [row.cells[at] for at in beside], beside, widths))
            for at in beneath:
                said = row.cells[at].copy()
                for line in said.wrap(console, width - INDENT):
                    lines.append(Text(" " * INDENT).append_text(line))
            for line in lines:
                if line.plain.strip():
                    line.rstrip()
                    line.stylize_before(row.style)
                    yield line

    def _widths(self, beside: Sequence[int], width: int) -> list[int]:
        """The width of each column; where they do not fit, the widest column of words gives way."""
        widths = [max(len(self.columns[at]), *(_widest(row.cells[at]) for row in self.rows), 1) for at in beside]
        words = [place for place, at in enumerate(beside) if self.columns[at] not in self.right]
        while sum(widths) + GAP * (len(widths) - 1) > width:
            broadest = max(words, key=lambda place: widths[place], default=None)
            if broadest is None or widths[broadest] <= LEAST:
                break
            widths[broadest] -= 1
        return widths

    def _line(
        self, console: Console, cells: Sequence[Text], beside: Sequence[int], widths: Sequence[int]
    ) -> Iterator[Text]:
        wrapped = [cell.wrap(console, width) for cell, width in zip(cells, widths, strict=True)]
        for number in range(max(len(lines) for lines in wrapped)):
            line = Text()
            for at, lines, width in zip(beside, wrapped, widths, strict=True):
                cell = lines[number].copy() if number < len(lines) else Text()
                cell.rstrip()
                cell.align("right" if self.columns[at] in self.right else "left", width)
                line.append_text(cell).append(" " * GAP)
            yield line


def _widest(cell: Text) -> int:
    return max((line.cell_len for line in cell.split("\n")), default=0)
