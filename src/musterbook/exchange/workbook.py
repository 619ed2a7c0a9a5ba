"""XLSX: one row a claim, with the columns of `rows`, made for reading: frozen header, filters, widths."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from musterbook.errors import ScopeError
from musterbook.exchange.formats import needed
from musterbook.exchange.outgoing import Outgoing
from musterbook.exchange.rows import COLUMNS, flat
from musterbook.exchange.table import cell

ROWS = 1_048_576
"""Rows a sheet can have."""
CHARACTERS = 32_767
"""Characters a cell can have."""
WIDE = {"source_sentence": 80, "source_headline": 50, "source_article": 50, "force_text": 26, "where_text": 26}
PIECE = 1 << 20


def write(outgoing: Outgoing) -> Iterator[bytes]:
    """The file. Raises ScopeError without openpyxl, and for more claims than a sheet has rows."""
    try:
        from openpyxl import Workbook
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
        from openpyxl.utils import get_column_letter
    except ImportError as error:
        raise needed("openpyxl") from error
    book = Workbook(write_only=True)
    sheet = book.create_sheet("claims")
    sheet.freeze_panes = "B2"
    for number, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDE.get(name, 16)
    sheet.append(COLUMNS)
    for number, entry in enumerate(outgoing.entries(), 2):
        if number > ROWS:
            raise ScopeError(f"a sheet holds {ROWS - 1:,} claims; narrow the filters, or export CSV or Parquet")
        cells = [cell(value) for value in flat(entry).values()]
        sheet.append(
            [ILLEGAL_CHARACTERS_RE.sub("", each)[:CHARACTERS] if isinstance(each, str) else each for each in cells]
        )
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
