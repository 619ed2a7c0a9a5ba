"""A PDF becomes a document by its text layer: lines joined to paragraphs, running heads left out, page by page."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from musterbook.intake.cleaning import clean
from musterbook.intake.language import language_of
from musterbook.intake.limits import Limits
from musterbook.intake.plain import title_and_rest
from musterbook.intake.received import Taken, UnreadableError
from musterbook.model import Document

_EDGE = 2
"""Lines at the top and foot of a page that may be running heads."""
_RUNNING = 0.4
"""Share of pages on which such a line stands (digits aside) to be one."""
_SHORT = 100
"""Characters up to which a line may be a running head."""
_FULL = 0.75
"""Share of the page's width from which a line is taken to be filled, so that the next one goes on."""
_LETTERS = 20
"""Letters below which a page counts as a picture."""
_PARTED = "\N{SOFT HYPHEN}"
"""Stands at the end of a line inside a parted word."""
_SENTENCE_END = re.compile(r"[.!?:;…]['\"”’»)\]]*$")
_ITEM = re.compile(r"(?:[-–—*•▪·●○]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")


def read_pdf(
    body: bytes,
    *,
    source: str = "the PDF",
    url: str | None = None,
    capture: str | None = None,
    limits: Limits | None = None,
) -> Taken:
    """The document in a PDF with a text layer. Its day is unknown: when the file was made is not when it was published.

    Raises UnreadableError when it is broken, protected by a password, scanned, or has too many pages.
    """
    pages = _pages(body, source, limits or Limits())
    empty = [number for number, lines in enumerate(pages, 1) if sum(map(_letters, lines)) < _LETTERS]
    if len(empty) == len(pages):
        raise UnreadableError(
            f"{source} has no text layer: its pages are pictures (a scan)",
            "run it through text recognition (OCR) first",
        )
    blocks = [block for lines in _without_running_heads(pages) for block in _paragraphs(lines)]
    blocks = [block.replace(_PARTED, "-") for block in _joined_over_pages(blocks)]
    title, paragraphs = title_and_rest(blocks)
    text = "\n".join(paragraphs)
    document = Document(title=title, text=text, language=language_of(f"{title}\n{text}"), url=url, capture=capture)
    notices = (f"{source}: no text layer on {_numbered(empty)}; what stands there was not read",) if empty else ()
    return Taken(document, notices)


def _pages(body: bytes, source: str, limits: Limits) -> list[list[str]]:
    try:
        import pypdfium2
    except ImportError as error:
        raise UnreadableError(
            f"{source}: PDF needs the package pypdfium2", "pip install 'musterbook[archives]'"
        ) from error
    try:
        opened = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError(f"{source} is protected by a password", "save it without one") from error
        raise UnreadableError(f"{source} is a broken PDF: {error}", "fetch it again") from error
    try:
        if len(opened) > limits.pages:
            raise UnreadableError(f"{source} has {len(opened):,} pages: one is read up to {limits.pages:,}", "split it")
        pages, total = [], 0
        for number in range(len(opened)):
            lines = _lines(opened, number)
            total += sum(map(len, lines))
            if total > limits.text:
                raise UnreadableError(
                    f"{source} holds more than {limits.text:,} characters of text", "split it into its chapters"
                )
            pages.append(lines)
        return pages
    finally:
        opened.close()


def _lines(opened: Any, number: int) -> list[str]:
    """The lines of one page, in reading order; a page that cannot be read has none."""
    import pypdfium2

    try:
        page = opened[number]
        layer = page.get_textpage()
        text = str(layer.get_text_range())
        layer.close()
        page.close()
    except pypdfium2.PdfiumError:
        return []
    # PDFium gives a word parted at a line's end as one line, with U+FFFE in place of the hyphen.
    return [line.strip() for line in clean(text.replace("\ufffe", f"{_PARTED}\n")).split("\n")]


def _letters(line: str) -> int:
    return sum(character.isalpha() for character in line)


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """The pages' lines without those that stand at the edge of many pages, and without page numbers."""
    filled = [[line for line in lines if line] for lines in pages]
    edges: Counter[str] = Counter()
    for lines in filled:
        edges.update({_without_digits(line) for line in (*lines[:_EDGE], *lines[-_EDGE:]) if len(line) <= _SHORT})
    running = {line for line, count in edges.items() if count >= 3 and count > _RUNNING * len(pages)}

    def is_running(line: str) -> bool:
        return _without_digits(line) in running or re.fullmatch(r"\W*\d{1,4}\W*", line) is not None

    kept = []
    for lines in filled:
        top = next((place for place, line in enumerate(lines[:_EDGE]) if not is_running(line)), _EDGE)
        foot = next((place for place, line in enumerate(lines[::-1][:_EDGE]) if not is_running(line)), _EDGE)
        kept.append(lines[top : max(len(lines) - foot, top)])
    return kept


def _without_digits(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines joined to paragraphs: a line that is filled, or breaks off inside a sentence, goes on in the next."""
    width = sorted(map(len, lines))[-max(len(lines) // 10, 1)] if lines else 0
    blocks: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not _ITEM.match(line):
            blocks[-1] = _join(blocks[-1], line)
        else:
            blocks.append(line)
        ends = _SENTENCE_END.search(line) and len(line) < 0.9 * width
        goes_on = line.endswith(_PARTED) or (len(line) >= _FULL * width and not ends)
    return blocks


def _joined_over_pages(blocks: list[str]) -> list[str]:
    """Paragraphs that break off inside a sentence at a page's end go on where the next begins in lower case."""
    joined: list[str] = []
    for block in blocks:
        if joined and block[:1].islower() and not _SENTENCE_END.search(joined[-1]):
            joined[-1] = _join(joined[-1], block)
        else:
            joined.append(block)
    return joined


def _join(left: str, right: str) -> str:
    if left.endswith(_PARTED):
        return left[:-1] + ("" if right[:1].islower() else "-") + right
    return f"{left} {right}"


def _numbered(pages: list[int]) -> str:
    shown = ", ".join(map(str, pages[:10])) + (" …" if len(pages) > 10 else "")
    return f"page{'s' if len(pages) > 1 else ''} {shown}"
