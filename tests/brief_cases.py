"""A brief read back from each of its forms: blocks of text with the marks of their notes, and the notes."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import docx
import lxml.html
import pypdfium2
from docx.table import Table
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph

from musterbook.presentation.briefs.page import SVG
from musterbook.presentation.briefs.parts import Brief, Drawing, Drawings, Source, numbers
from musterbook.presentation.palette import PRINT

MARKS = re.compile(r"⟦([^⟧]*)⟧")
BLOCKS = ("h1", "h2", "p", "li", "td", "th", "figcaption")


@dataclass(frozen=True)
class Told:
    """What a reader finds in a file: blocks with marks as ⟦1, b⟧, and the text of each note."""

    blocks: tuple[str, ...]
    notes: dict[str, str]

    def unsupported(self) -> list[str]:
        """The numbers that no note after them, in the same block, gives."""
        found = []
        for block in self.blocks:
            parts = MARKS.split(re.sub(r"⟧\s*⟦", ", ", block))
            for text, marks in zip(parts[::2], [*parts[1::2], ""], strict=True):
                known = {number for mark in marks.split(", ") if mark for number in numbers(self.notes[mark])}
                found += [f"{number} in {block}" for number in numbers(text) if number not in known]
        return found


def from_html(body: bytes) -> Told:
    """A brief read from its page."""
    (article,) = lxml.html.fromstring(body).xpath("//article")
    (held,) = article.xpath(".//*[@id='notes']")
    notes = {}
    for note in held.xpath(".//li"):
        mark = note.get("id").removeprefix("n-")
        assert note.text_content().startswith(f"{mark} ")
        notes[mark] = note.text_content().removeprefix(f"{mark} ")
    held.drop_tree()
    for hidden in article.xpath(".//svg | .//nav"):
        hidden.drop_tree()
    for sup in article.xpath(".//sup"):
        targets = [link.get("href").removeprefix("#n-") for link in sup.xpath("./a")]
        assert sup.text_content() == f"[{', '.join(targets)}]"
        tail = sup.tail or ""
        sup.tail = None
        for child in list(sup):
            sup.remove(child)
        sup.text = f"⟦{', '.join(targets)}⟧{tail}"
    return Told(tuple(one.text_content() for one in article.iter(*BLOCKS)), notes)


def from_markdown(body: bytes) -> Told:
    """A brief read from its Markdown."""
    front, _, back = body.decode().partition("\n## Notes\n")
    notes = {}
    for mark, text in re.findall(r"^\[\^(\w+)\]: (.*)$", back, re.MULTILINE):
        notes[mark] = _unescaped(text)
    blocks = []
    for line in front.splitlines():
        if not re.fullmatch(r"!\[\w+\]\[picture-\d+\]", line):
            marked = re.sub(r"(?<!\\)\[\^(\w+)\]", r"⟦\1⟧", line)
            blocks += [_unescaped(cell) for cell in re.split(r"(?<!\\)\|", marked)]
    return Told(tuple(blocks), notes)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def from_word(body: bytes) -> Told:
    """A brief read from its Word document."""
    blocks: list[str] = []
    notes: dict[str, str] = {}
    inside = False
    for block in docx.Document(io.BytesIO(body)).iter_inner_content():
        if isinstance(block, Table):
            blocks += [
                _marked(one) for row in block.rows for cell in dict.fromkeys(row.cells) for one in cell.paragraphs
            ]
        elif block.text == "Notes":
            inside = True
        elif not inside:
            blocks.append(_marked(block))
        elif "\t" in block.text:
            mark, _, text = block.text.partition("\t")
            assert block._p.xpath(f".//w:bookmarkStart[@w:name='n_{mark}']")
            notes[mark] = text
    return Told(tuple(blocks), notes)


def _marked(paragraph: Paragraph) -> str:
    text = ""
    for part in paragraph.iter_inner_content():
        if isinstance(part, Hyperlink):
            assert part.fragment == f"n_{part.text}"
            text += part.text
        elif part.font.superscript:
            text += part.text.replace("[", "⟦").replace("]", "⟧")
        else:
            text += part.text
    return text


def from_pdf(body: bytes, brief: Brief) -> Told:
    """A brief read from its PDF: all text before the notes as one block, without what is drawn in its pictures.

    The notes are those of the brief, and each is looked for in the PDF.
    """
    text, kept = squeezed(pdf_text(body)), ""
    for picture in drawings(brief):
        labels = squeezed("".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture)))
        before, found, text = text.partition(labels)
        assert found, f"the PDF does not hold the picture with the labels {labels}"
        kept += f"{before} "
    front, _, back = (kept + text).rpartition("NotesSources")
    for note in brief.notes:
        said = note.quote if isinstance(note, Source) else next(part for part in note.parts if isinstance(part, str))
        assert squeezed(said) in back
    marked = re.sub(
        rf"\[((?:{'|'.join(brief.notes.values())})(?:,(?:{'|'.join(brief.notes.values())}))*)\]", _mark, front
    )
    return Told((marked,), {mark: note.text for note, mark in brief.notes.items()})


def _mark(found: re.Match[str]) -> str:
    return f"⟦{found[1].replace(',', ', ')}⟧"


def drawings(brief: Brief) -> list[str]:
    """The pictures of a brief as they are drawn in a PDF, in its order."""
    found = []
    for section in brief.sections:
        for block in section.blocks:
            if isinstance(block, Drawing):
                found.append(block.picture.sized(SVG, SVG // 2).svg(PRINT))
            elif isinstance(block, Drawings):
                found += [one.picture.svg(PRINT) for one in block.drawings]
    return found


def pdf_text(body: bytes) -> str:
    """The text of a PDF, page by page, without the foot of each."""
    document = pypdfium2.PdfDocument(body)
    foot = 22 / 25.4 * 72
    return "\n".join(page.get_textpage().get_text_bounded(bottom=foot) for page in document)


def squeezed(text: str) -> str:
    """Text without blanks and hyphens: which of them a line ends in is the page's affair."""
    return re.sub(r"[\s\x02\ufffe\xad-]+", "", text)
