"""A brief as PDF: the page as it prints, set in letters that come along, the same bytes on every machine."""

from __future__ import annotations

import os
from base64 import b64encode
from importlib import import_module

from musterbook.errors import MusterbookError
from musterbook.presentation.briefs.letters import faces
from musterbook.presentation.briefs.page import document
from musterbook.presentation.briefs.parts import Brief
from musterbook.presentation.palette import PRINT
from musterbook.presentation.svg import FONT

PAGES = """
@page { size: A4; margin: 19mm 21mm 22mm; font-family: "Source Sans Pro", sans-serif; font-size: 8pt; color: #5f5a51;
  @bottom-left { content: string(title); } @bottom-right { content: counter(page) " of " counter(pages); } }
.muster h1 { string-set: title attr(data-title); }
"""


class BriefError(MusterbookError):
    """A brief that cannot be written; says what is missing."""


def pdf(brief: Brief) -> bytes:
    """The brief as PDF, tagged for screen readers; nothing is fetched to make it.

    Raises BriefError where WeasyPrint or what it stands on is not installed.
    """
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError) as error:
        raise BriefError(f"a PDF needs WeasyPrint and Pango: pip install 'musterbook[briefs]' ({error})") from error
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # else fontTools dates each subset of a face by the clock
    page = document(brief, PRINT, PAGES + _letters()).replace(FONT, "Source Sans Pro, Arial, sans-serif")
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    return bytes(weasyprint.HTML(string=page, url_fetcher=nothing).write_pdf(pdf_tags=True, presentational_hints=True))


def _letters() -> str:
    """The faces as a style sheet, with the letters in it."""
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {slant}; '
        f"src: url(data:font/ttf;base64,{b64encode(path.read_bytes()).decode()}); }}\n"
        for family, path, weight, slant in faces()
    )
