"""The brief of a dossier as a file to keep: as a page, Markdown, Word and PDF."""

from __future__ import annotations

from threading import Lock

from fastapi import APIRouter, Request
from starlette.responses import Response

from musterbook.dossier import Dossier
from musterbook.errors import ScopeError
from musterbook.presentation.briefs.forms import FORMS, written
from musterbook.scopes import words
from musterbook.web.asking import asked_day, asked_moment, within
from musterbook.web.dossier_scopes import dossier_of
from musterbook.web.rendering import desk_of, person_of

router = APIRouter(include_in_schema=False)
_setting = Lock()
"""One document is set at a time: a PDF takes a core for some seconds."""


@router.get("/dossier/{name}/brief.{form}")
def brief(request: Request, name: str, form: str) -> Response:
    """The brief, of the same days as the page of the dossier it is asked from."""
    person_of(request)
    desk = desk_of(request)
    if f".{form}" not in FORMS:
        raise ScopeError(f"brief.{form}: a brief is one of {', '.join(FORMS)}")
    found, _ = dossier_of(desk, name)
    view = desk.view(found.scope, None, asked_moment(request.query_params))
    if view is None:
        raise ScopeError(f"this ledger holds no dated claim about {words(found.scope)}, so there is nothing to tell")
    asked, since = (asked_day(request.query_params, one) for one in ("known_on", "since"))
    known_on = within(asked, view.first, view.newest) if asked else view.newest
    before = since if since is not None and since < known_on else None
    opened = Dossier.of(found.scope, view.entries, known_on=known_on, since=before)
    with _setting:
        body = written(opened.brief(), f".{form}")
    return Response(
        body,
        media_type=FORMS[f".{form}"],
        headers={"Content-Disposition": f'attachment; filename="{_safe(name)}-{known_on}.{form}"'},
    )


def _safe(name: str) -> str:
    """A name that any file system takes."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
