"""Review: a queue of claims, one at a time beside its article, decided with single keys."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from musterbook.ledger import Query
from musterbook.ledger.asking import Page
from musterbook.model import Entry
from musterbook.web.asking import Filters
from musterbook.web.claim_pages import slots
from musterbook.web.correction import correction
from musterbook.web.desk import Desk
from musterbook.web.dossier_scopes import dossier_of, saved
from musterbook.web.highlighting import article, marks
from musterbook.web.rendering import desk_of, entry_title, page, person_of

router = APIRouter(include_in_schema=False)
QUEUE = 25
"""Claims in sight of the queue at one time."""


@router.get("/review")
def review(request: Request) -> Response:
    """The claim whose turn it is, and what comes after it."""
    person_of(request)
    desk, parameters = desk_of(request), request.query_params
    filters = Filters.of(parameters)
    if not filters.values("review"):
        filters = filters.having("review", "unreviewed")
    dossier, after = parameters.get("dossier", ""), parameters.get("after", "")
    queue = _queue(desk, filters.query(), dossier, after)
    entries, here = queue.entries, _here(queue.entries, parameters.get("claim", ""))
    kept = {"dossier": dossier, "after": after}
    current = entries[here] if entries else None

    def to(at: int) -> str | None:
        if 0 <= at < len(entries):
            return filters.address("/review", **kept, claim=entries[at].claim.id)
        if at == len(entries) and queue.next_cursor:
            return filters.address("/review", dossier=dossier, after=queue.next_cursor)
        return None

    decided = to(here + 1) or filters.address("/review", dossier=dossier)
    title, body = article(current.document, marks(current.claim)) if current else ("", "")
    return page(
        request,
        "review.html",
        entries=entries,
        addresses=[to(at) for at in range(len(entries))],
        at=here,
        entry=current,
        heading=entry_title(current) if current else "",
        slots=slots(current) if current else [],
        title=title,
        body=body,
        next=to(here + 1),
        previous=to(here - 1),
        decided=decided,
        itself=to(here),
        first=filters.address("/review", dossier=dossier) if after else None,
        total=desk.count(filters.query()) if not dossier else None,
        dossier=dossier,
        dossiers=saved(desk),
        filters=filters,
        lists=correction(),
        correcting="correct" in parameters,
        reviews=desk.ledger.reviews(current.claim.id) if current else (),
        undo=parameters.get("undo", ""),
    )


def _here(entries: tuple[Entry, ...], claim: str) -> int:
    """Where a claim stands in the queue; the first where it stands there no longer."""
    return next((at for at, entry in enumerate(entries) if entry.claim.id == claim), 0)


def _queue(desk: Desk, query: Query, dossier: str, after: str) -> Page:
    """Claims to be reviewed, newest first; of a dossier, those of its force in its area."""
    if dossier:
        scope = dossier_of(desk, dossier)[0].scope
        query = query.model_copy(
            update={
                "countries": (scope.country,) if scope.country else query.countries,
                "forces": (scope.name,) if scope.name and not scope.country else query.forces,
                "areas": (scope.area,) if scope.area else query.areas,
            }
        )
    return desk.ledger.claims(query, after or None, QUEUE)
