"""The forms of a brief by the ending of the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from musterbook.presentation.briefs.parts import Brief

FORMS = {
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}
"""Endings, and what each is on the wire."""


def written(brief: Brief, ending: str) -> bytes:
    """The brief in the form of one of FORMS; the same brief is the same bytes.

    Raises BriefError where a part the form needs is not installed.
    """
    return _WRITERS[ending](brief)


def _html(brief: Brief) -> bytes:
    from musterbook.presentation.briefs.page import document

    return document(brief).encode()


def _markdown(brief: Brief) -> bytes:
    from musterbook.presentation.briefs.markdown import markdown

    return markdown(brief).encode()


def _word(brief: Brief) -> bytes:
    from musterbook.presentation.briefs.word import word

    return word(brief)


def _pdf(brief: Brief) -> bytes:
    from musterbook.presentation.briefs.pdf import pdf

    return pdf(brief)


_WRITERS: dict[str, Callable[[Brief], bytes]] = {".html": _html, ".md": _markdown, ".docx": _word, ".pdf": _pdf}
