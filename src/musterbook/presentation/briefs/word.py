"""A brief as a Word document: real headings and tables, notes as places in the document that their marks lead to."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from importlib import import_module
from typing import Any

from musterbook.presentation.briefs import parts
from musterbook.presentation.briefs.page import SVG
from musterbook.presentation.briefs.pdf import BriefError
from musterbook.presentation.charts import BandChart
from musterbook.presentation.links import web_address
from musterbook.presentation.maps import ReportMap
from musterbook.presentation.palette import PRINT
from musterbook.presentation.raster import png
from musterbook.presentation.svg import plain

EPOCH = datetime(2000, 1, 1)
"""The day every brief is dated inside, so that the same brief is the same bytes."""
SERIF, SANS = "Georgia", "Arial"
INK, SOFT, ACCENT, RULE = (one.removeprefix("#") for one in (PRINT.ink, PRINT.soft, PRINT.accent, PRINT.rule))
WIDTH = 6.5
"""Inches between the margins."""
SCALE = 3.0
"""Pixels of a picture for each of its units."""


def word(brief: parts.Brief) -> bytes:
    """The brief as a .docx file.

    Raises BriefError where python-docx is not installed.
    """
    try:
        docx = import_module("docx")
    except ImportError as error:
        raise BriefError(f"a Word document needs python-docx: pip install 'musterbook[briefs]' ({error})") from error
    written = io.BytesIO()
    _Writer(brief, docx.Document()).document().save(written)
    return _dateless(written.getvalue())


def _dateless(packed: bytes) -> bytes:
    """The same package with every part dated alike."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as given, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            kept.writestr(zipfile.ZipInfo(name, EPOCH.timetuple()[:6]), given.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()


class _Writer:
    """One brief being written into a document of python-docx."""

    def __init__(self, brief: parts.Brief, document: Any) -> None:
        self.brief, self.out = brief, document
        shared, enums = import_module("docx.shared"), import_module("docx.enum.text")
        self.point, self.inch, self.colour = shared.Pt, shared.Inches, shared.RGBColor.from_string
        self.right = enums.WD_ALIGN_PARAGRAPH.RIGHT
        self.element, self.name = import_module("docx.oxml").OxmlElement, import_module("docx.oxml.ns").qn

    def document(self) -> Any:
        """The whole brief."""
        self._prepare()
        self._paragraph(self.brief.title, "Title")
        self._paragraph(self.brief.byline, "Subtitle")
        for section in self.brief.sections:
            self.out.add_heading(plain(section.title), 1)
            for block in section.blocks:
                self._block(block)
        self._notes()
        return self.out

    def _prepare(self) -> None:
        """Page, letters, and what the file says of itself."""
        page = self.out.sections[0]
        page.page_width, page.page_height = self.inch(8.27), self.inch(11.69)
        page.left_margin = page.right_margin = self.inch((8.27 - WIDTH) / 2)
        page.top_margin = page.bottom_margin = self.inch(0.85)
        about = self.out.core_properties
        about.title, about.author, about.comments = plain(self.brief.plain_title), "Musterbook", ""
        about.created = about.modified = EPOCH
        about.last_modified_by, about.language = "Musterbook", "en"
        for style, size, font, colour in (
            ("Normal", 10.5, SERIF, INK),
            ("Title", 26, SERIF, INK),
            ("Subtitle", 10.5, SANS, SOFT),
            ("Heading 1", 11, SANS, ACCENT),
            ("Heading 2", 10, SANS, SOFT),
            ("Caption", 8.5, SANS, SOFT),
            ("List Bullet", 10.5, SERIF, INK),
        ):
            self._style(style, size, font, colour)
        normal = self.out.styles["Normal"].paragraph_format
        normal.space_after, normal.line_spacing = self.point(6), 1.25
        self.out.styles["Heading 1"].paragraph_format.space_before = self.point(18)
        self.out.styles["Heading 1"].paragraph_format.space_after = self.point(5)
        self._page_number(page.footer.paragraphs[0])

    def _style(self, name: str, size: float, font: str, colour: str) -> None:
        style = self.out.styles[name]
        style.font.size, style.font.name, style.font.color.rgb = self.point(size), font, self.colour(colour)
        style.font.italic, style.font.bold = False, name.startswith(("Heading", "Title"))
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(self.name(f"w:{kind}"), font)
        for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
            fonts.attrib.pop(self.name(f"w:{theme}"), None)
        if name == "Title" and (border := style.element.pPr.find(self.name("w:pBdr"))) is not None:
            style.element.pPr.remove(border)

    def _page_number(self, paragraph: Any) -> None:
        paragraph.alignment = self.right
        field = self.element("w:fldSimple")
        field.set(self.name("w:instr"), "PAGE")
        paragraph._p.append(field)
        paragraph.style.font.name, paragraph.style.font.size = SANS, self.point(8)

    def _block(self, block: parts.Block) -> None:
        if isinstance(block, parts.Paragraph):
            self._paragraph(block.line, size={"lead": 13.0, "aside": 9.0, "": None}[block.style])
        elif isinstance(block, parts.Headline):
            self._paragraph(block.figure, size=22)
            self._paragraph(block.below)
        elif isinstance(block, parts.Items):
            for one in block.lines:
                self._paragraph(one, "List Bullet")
        elif isinstance(block, parts.Table):
            self._table(block)
        elif isinstance(block, parts.Drawing):
            self._drawing(block)
        else:
            assert isinstance(block, parts.Drawings)
            self._several(block)

    def _paragraph(self, line: parts.Line, style: str | None = None, size: float | None = None) -> Any:
        paragraph = self.out.add_paragraph(style=style)
        self._fill(paragraph, line, size)
        return paragraph

    def _drawing(self, drawing: parts.Drawing) -> None:
        self._picture(self.out.add_paragraph(), drawing.picture.sized(SVG, SVG // 2), WIDTH)
        self._paragraph(drawing.caption, "Caption")

    def _picture(self, paragraph: Any, drawn: BandChart | ReportMap, width: float) -> None:
        pixels = io.BytesIO(png(drawn.svg(PRINT), SCALE))
        shape = paragraph.add_run().add_picture(pixels, width=self.inch(width))
        paragraph.paragraph_format.keep_with_next = True
        shape._inline.docPr.set("descr", plain(f"{drawn.title}. {drawn.description}"))

    def _several(self, block: parts.Drawings) -> None:
        """Small pictures two in a row, each under its caption."""
        table = self.out.add_table(rows=0, cols=2)
        for at in range(0, len(block.drawings), 2):
            row = table.add_row()
            row._tr.get_or_add_trPr().append(self.element("w:cantSplit"))
            cells = row.cells
            for cell, drawing in zip(cells, block.drawings[at : at + 2], strict=False):
                self._fill(cell.paragraphs[0], drawing.caption, 9.5)
                cell.paragraphs[0].paragraph_format.keep_with_next = True
                self._picture(cell.add_paragraph(), drawing.picture, WIDTH / 2 - 0.2)

    def _table(self, table: parts.Table) -> None:
        made = self.out.add_table(rows=1, cols=len(table.columns))
        made.autofit = False
        shares = sum(column.share for column in table.columns)
        for column, cell in zip(table.columns, made.rows[0].cells, strict=True):
            self._cell(cell, (parts.Run(column.title, style="soft"),), figures=column.figures)
        self._repeated(made.rows[0])
        for group in table.groups:
            if group.head:
                cells = made.add_row().cells
                self._cell(cells[0].merge(cells[-1]), group.head).keep_with_next = True
            for row in group.rows:
                for column, cell, line in zip(table.columns, made.add_row().cells, row, strict=True):
                    self._cell(cell, line, figures=column.figures)
        for at, column in enumerate(table.columns):
            made.columns[at].width = self.inch(WIDTH * column.share / shares)
        for row in made.rows:
            self._ruled(row)
            for at, cell in enumerate(row.cells):
                if len(set(row.cells)) > 1:
                    cell.width = self.inch(WIDTH * table.columns[at].share / shares)

    def _cell(self, cell: Any, line: parts.Line, *, figures: bool = False) -> Any:
        """A line in a cell; how its paragraph is laid out."""
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = self.point(2)
        paragraph.paragraph_format.line_spacing = 1.1
        if figures:
            paragraph.alignment = self.right
        self._fill(paragraph, line, 8.5, SANS)
        return paragraph.paragraph_format

    def _repeated(self, row: Any) -> None:
        """A row that stands again on top of every page."""
        row._tr.get_or_add_trPr().append(self.element("w:tblHeader"))

    def _ruled(self, row: Any) -> None:
        """A thin line below a row, which no page break goes through."""
        row._tr.get_or_add_trPr().append(self.element("w:cantSplit"))
        for cell in dict.fromkeys(row._tr.tc_lst):
            borders, below = self.element("w:tcBorders"), self.element("w:bottom")
            for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
                below.set(self.name(f"w:{name}"), value)
            borders.append(below)
            cell.get_or_add_tcPr().append(borders)

    def _fill(self, paragraph: Any, line: parts.Line, size: float | None = None, font: str | None = None) -> None:
        for run in line:
            self._text(paragraph, run.text, run.style, size, font)
            self._marks(paragraph, run.notes, None if size is None or size < 20 else 10)

    def _text(
        self, paragraph: Any, text: str, style: str = "", size: float | None = None, font: str | None = None
    ) -> Any:
        written = paragraph.add_run(plain(text))
        written.bold = style == "strong" or None
        written.italic = style == "quote" or None
        if style in ("soft", "code"):
            written.font.color.rgb = self.colour(SOFT)
        if size is not None:
            written.font.size = self.point(size)
        if font is not None:
            written.font.name = font
        return written

    def _marks(self, paragraph: Any, notes: Iterable[parts.Note], size: float | None = None) -> None:
        marks = self.brief.marks(notes)
        if not marks:
            return
        self._raised(self._text(paragraph, "[", size=size))
        for at, mark in enumerate(marks):
            if at:
                self._raised(self._text(paragraph, ", ", size=size))
            link = self.element("w:hyperlink")
            link.set(self.name("w:anchor"), f"n_{mark}")
            run = self._raised(self._text(paragraph, mark, size=size))
            run.font.color.rgb = self.colour(ACCENT)
            link.append(run._r)
            paragraph._p.append(link)
        self._raised(self._text(paragraph, "]", size=size))

    def _raised(self, run: Any) -> Any:
        run.font.superscript, run.font.name, run.font.bold = True, SANS, False
        return run

    def _notes(self) -> None:
        self.out.add_heading("Notes", 1)
        for heading, kind in (("Sources", parts.Source), ("Reckonings", parts.Reckoning)):
            self.out.add_heading(heading, 2)
            for at, (note, mark) in enumerate(self.brief.notes.items()):
                if isinstance(note, kind):
                    paragraph = self.out.add_paragraph()
                    paragraph.paragraph_format.left_indent = self.inch(0.35)
                    paragraph.paragraph_format.first_line_indent = self.inch(-0.35)
                    paragraph.paragraph_format.tab_stops.add_tab_stop(self.inch(0.35))
                    paragraph.paragraph_format.space_after = self.point(4)
                    paragraph.paragraph_format.line_spacing = 1.1
                    self._target(paragraph, f"n_{mark}", at)
                    self._small(paragraph, f"{mark}\t", colour=ACCENT, bold=True)
                    self._note(paragraph, note)

    def _target(self, paragraph: Any, name: str, at: int) -> None:
        """A place links lead to."""
        start, end = self.element("w:bookmarkStart"), self.element("w:bookmarkEnd")
        for one in (start, end):
            one.set(self.name("w:id"), str(at))
            paragraph._p.append(one)
        start.set(self.name("w:name"), name)

    def _note(self, paragraph: Any, note: parts.Note) -> None:
        if isinstance(note, parts.Reckoning):
            for piece in note.pieces:
                if isinstance(piece, str):
                    self._small(paragraph, piece)
                else:
                    self._marks(paragraph, piece, 8)
            return
        self._small(paragraph, f"“{note.quote}” ")
        self._small(paragraph, note.outlet, italic=True)
        title = f" “{note.title}”." if note.title else ""
        self._small(paragraph, f", {note.published}.{title} ")
        self._address(paragraph, note.url)
        of = "capture" if note.captured else "text as kept, no capture"
        self._small(paragraph, f" Read as {'; '.join(note.readings)}. SHA-256 of the {of}: ", colour=SOFT)
        self._small(paragraph, note.sha256, colour=SOFT, size=6)

    def _address(self, paragraph: Any, url: str | None) -> None:
        address = web_address(url)
        run = self._small(paragraph, url or "no address")
        if address is None:
            return
        link = self.element("w:hyperlink")
        related = self.out.part.relate_to(address, _HYPERLINK, is_external=True)
        link.set(self.name("r:id"), related)
        link.append(run._r)
        paragraph._p.append(link)

    def _small(self, paragraph: Any, text: str, *, colour: str = INK, size: float = 8, **style: bool) -> Any:
        run = self._text(paragraph, text, size=size, font=SANS)
        run.font.color.rgb = self.colour(colour)
        run.bold, run.italic = style.get("bold"), style.get("italic")
        return run


_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
