"""Sources: the record of each institution in a dossier, and claimants that wait to be assigned to one."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from musterbook.assessment.expectations import Fate
from musterbook.assessment.sources import Record, records
from musterbook.codebook.sources import sources as known_sources
from musterbook.errors import LedgerError
from musterbook.web.desk import Desk
from musterbook.web.dossier_scopes import dossier_of, saved
from musterbook.web.forms import Form
from musterbook.web.rendering import desk_of, page, person_of

router = APIRouter(include_in_schema=False)
UNRESOLVED = 60


@router.get("/sources")
def sources(request: Request) -> Response:
    """Institutions and their records; unresolved claimants."""
    person_of(request)
    desk = desk_of(request)
    names = [dossier.name for dossier in saved(desk)]
    asked = request.query_params.get("dossier", "") or (names[0] if names else "")
    dossier = dossier_of(desk, asked)[0] if asked else None
    counted = desk.once(("institutions",), lambda: desk.ledger.facets(most=200).facets)
    return page(
        request,
        "sources.html",
        dossier=dossier,
        dossiers=saved(desk),
        records=records_of(desk, asked) if asked else (),
        fates=list(Fate),
        counted=[one for one in counted["institution"] if one.value],
        unresolved=desk.once(("unresolved",), lambda: desk.ledger.unresolved(UNRESOLVED)),
        assignments=desk.ledger.assignments(),
        institutions=sorted(known_sources().institutions),
    )


def records_of(desk: Desk, name: str) -> tuple[Record, ...]:
    """The record of every institution in a dossier."""
    scope = dossier_of(desk, name)[0].scope
    view = desk.view(scope)
    if view is None:
        return ()
    return desk.once(("records", scope), lambda: records(view.register, scope, view.picture.day))


@router.post("/sources/assign")
def assign(request: Request, form: Form) -> Response:
    """Say what a claimant's words speak for, or take it back."""
    ledger = desk_of(request).ledger
    claimant = form.text("claimant")
    if form.text("off"):
        ledger.unassign(claimant, form.person.name)
    else:
        side = form.text("side").upper() or None
        if side is not None and not (len(side) == 2 and side.isascii() and side.isalpha()):
            raise LedgerError(f"{side!r} is no country code; give two letters, as in UA")
        ledger.assign(claimant, form.text("institution") or None, side, form.person.name)
    return RedirectResponse("/sources#unresolved", 303)
