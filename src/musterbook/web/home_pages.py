"""Home: the dossiers with their figures, what is new, and conflicts that have arisen since the last visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from musterbook.assessment.conflicts import Conflict, conflicts
from musterbook.ledger.dossiers import Dossier
from musterbook.ledger.ledger import EVERYTHING
from musterbook.presentation.charts import spark
from musterbook.presentation.palette import PAGE
from musterbook.scopes import parse, slug
from musterbook.web.desk import Desk, View, now
from musterbook.web.dossier_scopes import saved
from musterbook.web.rendering import desk_of, page, person_of

router = APIRouter(include_in_schema=False)
VISIT = "muster_visit"
PAUSE = timedelta(hours=2)
"""A visit ends when nothing was looked at so long."""
NEW = 12


@dataclass(frozen=True)
class Card:
    """A dossier on the first page."""

    dossier: Dossier
    view: View | None
    spark: str
    arisen: tuple[Conflict, ...]


@router.get("/")
def home(request: Request) -> Response:
    """The first page."""
    person_of(request)
    desk = desk_of(request)
    last, cookie = _visit(request)
    cards = [_card(desk, dossier, last) for dossier in saved(desk)]
    newest = desk.ledger.claims(limit=NEW)
    documents, _ = desk.ledger.documents.newest(6, None, None)
    total = desk.count(EVERYTHING)
    answer = page(request, "home.html", cards=cards, newest=newest.entries, documents=documents, last=last, total=total)
    answer.set_cookie(VISIT, cookie, max_age=400 * 86400, httponly=True, samesite="strict")
    return answer


@router.get("/ask")
def ask(request: Request, scope: str = "") -> Response:
    """A scope in words leads to its dossier."""
    person_of(request)
    return RedirectResponse(f"/dossier/{quote(slug(parse(scope)))}", 303)


def _card(desk: Desk, dossier: Dossier, last: datetime) -> Card:
    view = desk.view(dossier.scope)
    if view is None:
        return Card(dossier, None, "", ())

    def work() -> tuple[Conflict, ...]:
        before = [entry for entry in view.entries if entry.recorded is not None and entry.recorded <= last]
        if len(before) == len(view.entries):
            return ()
        known = {_mark(one) for one in conflicts(before, dossier.scope, view.picture.day)}
        return tuple(one for one in view.picture.conflicts if not one.aged and _mark(one) not in known)

    arisen = desk.once(("arisen", dossier.scope, last), work)
    return Card(dossier, view, spark(view.picture.series).svg(PAGE), arisen)


def _mark(one: Conflict) -> tuple[object, ...]:
    return (one.discord, one.scope, one.one[0].claim.id, one.other[0].claim.id if one.other else None)


def _visit(request: Request) -> tuple[datetime, str]:
    """When the last visit ended, and the cookie that tells it on: the last visit's end and this visit's latest look."""
    here = now()
    ended, _, looked = request.cookies.get(VISIT, "").partition("~")
    try:
        before, latest = (datetime.fromisoformat(one).astimezone(UTC) for one in (ended, looked))
    except ValueError:
        before = latest = here
    if here - latest > PAUSE:
        before = latest
    return before, f"{before.isoformat()}~{here.isoformat()}"
