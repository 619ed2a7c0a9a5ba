"""The dossier: the figure, its band, the map, expectations, conflicts, losses and claims, all as known on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from musterbook.assessment.expectations import Expectation, Fate
from musterbook.ledger.dossiers import Dossier
from musterbook.model import Entry, Kind
from musterbook.presentation.charts import band_chart, course_chart
from musterbook.presentation.headline import Headline
from musterbook.presentation.map_reports import reports
from musterbook.presentation.maps import ReportMap
from musterbook.presentation.palette import PAGE
from musterbook.scopes import title, words
from musterbook.web.asking import asked_day, asked_moment, within
from musterbook.web.desk import Desk, View
from musterbook.web.dossier_scopes import dossier_of
from musterbook.web.forms import Form
from musterbook.web.rendering import desk_of, page, person_of

router = APIRouter(include_in_schema=False)
CLAIMS = 40
"""Claims a dossier lists; the rest is one link away."""
SHOWN = 12
"""Expectations and conflicts it shows before the rest folds away."""
CLAIM = "/claim/"
MARGIN = 58.0
"""Pixels left of the chart's first day: the style sheet lays the slider under the same days."""
FATES = (Fate.PENDING, Fate.MISSED, Fate.PARTLY, Fate.MET, Fate.DENIED, Fate.SUPERSEDED)


@dataclass(frozen=True)
class Pictures:
    """The charts and maps of a dossier, wide and narrow."""

    wide: str
    narrow: str
    map_wide: str
    map_narrow: str
    losses: tuple[str, ...]
    unplaced: int
    sides: tuple[str, ...]


@router.get("/dossier/{name}")
def dossier(request: Request, name: str) -> Response:
    """One dossier, as known on a day."""
    person_of(request)
    desk = desk_of(request)
    found, kept = dossier_of(desk, name)
    recorded = asked_moment(request.query_params)
    whole = desk.view(found.scope, None, recorded)
    if whole is None:
        return page(request, "dossier_empty.html", dossier=found, kept=kept, typed=words(found.scope))
    asked = asked_day(request.query_params, "known_on")
    known_on = within(asked, whole.first, whole.newest) if asked else whole.newest
    view = whole if known_on == whole.newest else desk.view(found.scope, known_on, recorded) or whole
    since = asked_day(request.query_params, "since") or max(whole.first, known_on - timedelta(30))
    turned = desk.changes(found.scope, min(since, known_on), known_on, recorded)
    pictures = desk.once(("pictures", found.scope, known_on, recorded), lambda: _pictures(view, whole))
    return page(
        request,
        "dossier.html",
        dossier=found,
        kept=kept,
        typed=words(found.scope),
        view=view,
        whole=whole,
        known_on=known_on,
        since=since,
        asked=asked,
        as_of=request.query_params.get("as_of", ""),
        head=Headline.of(view.picture),
        pictures=pictures,
        changes=turned,
        expectations=_ordered(view.picture.expectations),
        conflicts=tuple(one for one in view.picture.conflicts if not one.aged),
        aged=tuple(one for one in view.picture.conflicts if one.aged),
        shown=SHOWN,
        claims=_newest(view, found),
        more=_more(found, known_on if asked else None),
        title=title,
        pinned=_pinned(desk, found),
    )


def _pictures(view: View, whole: View) -> Pictures:
    chart = band_chart(view.picture, first=whole.first, last=whole.newest, links=CLAIM, margin=MARGIN)
    sheet = ReportMap(f"{title(view.picture.scope)}: where", reports(view.register, view.picture), links=CLAIM)
    drawable = sheet.drawable
    return Pictures(
        wide=chart.sized(1000, 360).svg(PAGE),
        narrow=chart.sized(358, 280).svg(PAGE),
        map_wide=sheet.sized(640, 400).svg(PAGE) if drawable else "",
        map_narrow=sheet.sized(358, 260).svg(PAGE) if drawable else "",
        losses=tuple(
            course_chart(course, first=whole.first, last=whole.newest).svg(PAGE) for course in view.picture.losses
        ),
        unplaced=sheet.reports.unplaced,
        sides=tuple(sorted({mark.side for mark in chart.marks if mark.side})),
    )


def _ordered(found: tuple[Expectation, ...]) -> tuple[Expectation, ...]:
    """What is still open first, then what went wrong; the newest of each first."""
    return tuple(sorted(found, key=lambda one: (FATES.index(one.fate), -one.end.toordinal())))


def _newest(view: View, found: Dossier) -> tuple[Entry, ...]:
    kinds = {found.scope.kind} | ({Kind.DEPLOYMENT, Kind.LOSS} if found.scope.kind is Kind.PRESENCE else set())
    seen = [
        entry
        for entry in view.entries
        if entry.claim.kind in kinds
        and entry.document.published is not None
        and entry.document.published <= view.picture.known_on
    ]
    return tuple(seen[:CLAIMS])


def _more(found: Dossier, known_on: date | None) -> str:
    """The address of all claims of the dossier's force in its area."""
    asked = [("force", found.scope.country or found.scope.name or ""), ("place", found.scope.area or "")]
    if known_on is not None:
        asked.append(("known_on", known_on.isoformat()))
    return f"/claims?{urlencode([(name, value) for name, value in asked if value])}"


def _pinned(desk: Desk, found: Dossier) -> tuple[Entry, ...]:
    entries = (desk.ledger.claim(claim) for claim in found.pins[:20])
    return tuple(entry for entry in entries if entry is not None)


@router.post("/dossier/{name}/save")
def save(request: Request, name: str, form: Form) -> Response:
    """Keep a scope as a dossier."""
    desk = desk_of(request)
    found, _ = dossier_of(desk, name)
    safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower())
    kept = "-".join(part for part in safe.split("-") if part)
    desk.ledger.dossiers.save(kept, form.text("title")[:200] or found.title, found.scope, form.person.name)
    return RedirectResponse(f"/dossier/{quote(kept)}", 303)


@router.post("/dossier/{name}/note")
def note(request: Request, name: str, form: Form) -> Response:
    """Write a note into a dossier."""
    if form.text("note"):
        desk_of(request).ledger.dossiers.note(name, form.text("note")[:10_000], form.person.name)
    return RedirectResponse(f"/dossier/{quote(name)}#notes", 303)


@router.post("/dossier/{name}/pin")
def pin(request: Request, name: str, form: Form) -> Response:
    """Pin a claim to a dossier, or take the pin off."""
    dossiers = desk_of(request).ledger.dossiers
    if form.text("off"):
        dossiers.unpin(name, form.text("claim"), form.person.name)
    else:
        dossiers.pin(name, form.text("claim"), form.person.name)
    return RedirectResponse(form.path("next", f"/dossier/{quote(name)}"), 303)
