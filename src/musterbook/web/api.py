"""Every page as data, in the words of the command line; reading only, but for reviews."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from pydantic import BaseModel, Field

from musterbook.errors import ScopeError
from musterbook.ledger.correcting import correct
from musterbook.ledger.documents import Shelved
from musterbook.ledger.listing import entry_row
from musterbook.model import Document
from musterbook.picture_rows import (
    conflict_row,
    estimate_row,
    expectation_row,
    origin_rows,
    point_row,
    reason_rows,
    record_row,
)
from musterbook.presentation.headline import Headline
from musterbook.scopes import parse, words
from musterbook.web.asking import OPTIONS, Filters
from musterbook.web.claim_pages import entry_of
from musterbook.web.descent import origin_of
from musterbook.web.desk import Desk, View
from musterbook.web.document_pages import document_of
from musterbook.web.dossier_scopes import dossier_of, saved
from musterbook.web.rendering import desk_of, person_of
from musterbook.web.sessions import RefusedError
from musterbook.web.sources_pages import records_of

Row = dict[str, Any]


def reading(request: Request) -> Desk:
    """The desk, for who may read."""
    person_of(request)
    return desk_of(request)


At = Annotated[Desk, Depends(reading)]
Name = Annotated[str, Path(max_length=120, description="A dossier's name, or a scope as in an address: kp-in-ru")]
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{20}$", description="A claim's or document's id")]
Day = Annotated[date | None, Query(description="YYYY-MM-DD")]
Limit = Annotated[int, Query(ge=1, le=1000)]
TROUBLE: dict[int | str, dict[str, Any]] = {
    400: {"description": "A question that cannot be understood; `error` says why"},
    404: {"description": "It is not in this ledger"},
}
router = APIRouter(prefix="/api/v1", responses=TROUBLE)

FILTERS = {
    "parameters": [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": "As the command line's option of this name; several values mean any of them",
            "schema": {"type": "array", "items": {"type": "string"}},
        }
        for name in OPTIONS
    ]
}


class Listed(BaseModel):
    """A page of rows, and where the next one begins."""

    rows: list[Row]
    next: str | None = None
    total: int | None = None


@router.get("/claims", openapi_extra=FILTERS)
def claims(request: Request, desk: At, limit: Limit = 50, after: Annotated[str, Query(max_length=80)] = "") -> Listed:
    """Claims, newest published first; `after` is the `next` of the page before."""
    page = desk.ledger.claims(Filters.of(request.query_params).query(), after or None, limit)
    return Listed(rows=[entry_row(entry) for entry in page.entries], next=page.next_cursor)


@router.get("/facets", openapi_extra=FILTERS)
def facets(request: Request, desk: At) -> Listed:
    """How many claims there are by facet."""
    found = desk.facets(Filters.of(request.query_params).query())
    rows = [
        {"facet": name, "value": one.value, "claims": one.count}
        for name, counts in found.facets.items()
        for one in counts
    ]
    return Listed(rows=rows, total=found.total)


@router.get("/claims/{claim}")
def claim(request: Request, desk: At, claim: Id) -> Row:
    """One claim with every slot and span, its origin, history and reviews."""
    entry = entry_of(request, claim)
    return {
        **entry_row(entry),
        "slots": entry.claim.model_dump(mode="json"),
        "origin": list(origin_rows((origin_of(desk, entry),))),
        "lives": [
            {
                "reader": life.reader,
                "recorded": life.recorded,
                "superseded": life.superseded,
                "superseded_by": life.superseded_by,
            }
            for life in desk.ledger.lives(claim)
        ],
        "reviews": [
            {
                "verdict": one.verdict,
                "who": one.who,
                "why": one.why,
                "recorded": one.recorded,
                "corrected": one.corrected,
            }
            for one in desk.ledger.reviews(claim)
        ],
    }


class Judgement(BaseModel):
    """A verdict on a claim; a correction gives the slots it changes."""

    verdict: Literal["accepted", "corrected", "rejected", "unsure", "undone"]
    why: str = Field("", max_length=2000)
    changes: dict[str, Any] = Field(default_factory=dict, description="As muster review --set")


@router.post("/claims/{claim}/review")
def review(
    request: Request,
    desk: At,
    claim: Id,
    judgement: Judgement,
    muster: Annotated[
        str, Header(alias="X-Muster", description="Anything: says that no form of another site sent this")
    ] = "",
) -> Row:
    """Give a verdict on a claim."""
    person = person_of(request, deciding=True)
    if not muster:
        raise RefusedError(403, "Set the header X-Muster, which no form of another site can.")
    entry = entry_of(request, claim)
    if "\x00" in judgement.model_dump_json() or "\\u0000" in judgement.model_dump_json():
        raise ScopeError("a text with a zero character cannot be kept")
    correction = None
    if judgement.verdict == "corrected":
        correction = correct(entry.claim, entry.document, person.name, judgement.changes)
    desk.ledger.review(claim, judgement.verdict, person.name, judgement.why, correction)
    return {"claim": claim, "verdict": judgement.verdict, "corrected": correction.id if correction else None}


@router.get("/documents")
def documents(desk: At, limit: Limit = 50, before: Annotated[int | None, Query(ge=1, le=2**53)] = None) -> Listed:
    """Documents, last entered first."""
    found, more = desk.ledger.documents.newest(limit, before, None)
    return Listed(rows=[_shelved(one) for one in found], next=None if more is None else str(more))


def _shelved(one: Shelved) -> Row:
    head = one.document.model_dump(mode="json", exclude={"text"})
    return {"document": one.document.id, **head, "recorded": one.recorded, "claims": one.claims}


@router.get("/documents/{document}")
def document(request: Request, desk: At, document: Id) -> Row:
    """One document with its text, claims, captures and readings."""
    found: Document = document_of(request, document)
    query = Filters((("document", document),)).query()
    return {
        "document": found.id,
        **found.model_dump(mode="json"),
        "content": found.content,
        "claims": [
            {**entry_row(entry), "slots": entry.claim.model_dump(mode="json")} for entry in desk.ledger.entries(query)
        ],
        "sightings": [one.__dict__ for one in desk.ledger.documents.sightings(document)],
        "readings": [one.__dict__ for one in desk.ledger.documents.readings(document)],
    }


@router.get("/dossiers")
def dossiers(desk: At) -> Listed:
    """The saved dossiers with their figures."""
    rows = []
    for one in saved(desk):
        view = desk.view(one.scope)
        row = {"dossier": one.name, "title": one.title, "scope": words(one.scope)}
        rows.append(row | (estimate_row(view.picture.estimate) if view else {}))
    return Listed(rows=rows)


@router.get("/dossiers/{name}")
def dossier(desk: At, name: Name, known_on: Day = None) -> Row:
    """A dossier's picture as known on a day: estimate, expectations, conflicts, losses, voices."""
    found, kept = dossier_of(desk, name)
    view = desk.view(found.scope, known_on)
    head: Row = {"dossier": found.name, "title": found.title, "scope": words(found.scope), "saved": kept}
    if view is None:
        return head
    picture = view.picture
    return head | {
        "first": view.first,
        "newest": view.newest,
        "headline": str(Headline.of(picture)),
        "estimate": estimate_row(picture.estimate),
        "articles": picture.voices.articles,
        "origins": picture.voices.origins,
        "institutions": picture.voices.institutions,
        "sides": picture.voices.sides,
        "expectations": [expectation_row(one) for one in picture.expectations],
        "conflicts": [conflict_row(one) for one in picture.conflicts],
        "losses": [estimate_row(course.estimate) for course in picture.losses],
    }


@router.get("/dossiers/{name}/series")
def series(desk: At, name: Name, known_on: Day = None) -> Listed:
    """Low, best and high by day."""
    return _rows(
        desk,
        name,
        known_on,
        lambda view: [
            point_row(words(course.scope), point) for course in view.picture.courses for point in course.series
        ],
    )


@router.get("/dossiers/{name}/reasons")
def reasons(desk: At, name: Name, known_on: Day = None) -> Listed:
    """The claims the estimate stands on, and those that do not stand, with why."""
    return _rows(
        desk,
        name,
        known_on,
        lambda view: [row for course in view.picture.courses for row in reason_rows(course.estimate)],
    )


@router.get("/dossiers/{name}/origins")
def origins(desk: At, name: Name, known_on: Day = None) -> Listed:
    """Every origin and its echoes, each with its rule."""
    return _rows(desk, name, known_on, lambda view: list(origin_rows(view.picture.origins)))


def _rows(desk: Desk, name: str, known_on: date | None, make: Callable[[View], list[Row]]) -> Listed:
    view = desk.view(dossier_of(desk, name)[0].scope, known_on)
    return Listed(rows=make(view) if view else [])


@router.get("/dossiers/{name}/sources")
def sources(desk: At, name: Name) -> Listed:
    """The record of every institution in a dossier: counts and distances, no score."""
    return Listed(rows=[record_row(one) for one in records_of(desk, name)])


@router.get("/unresolved")
def unresolved(desk: At, limit: Limit = 50) -> Listed:
    """Claimants resolved to no institution."""
    return Listed(
        rows=[
            {"claimant": one.claimant, "side": one.side, "claims": one.claims} for one in desk.ledger.unresolved(limit)
        ]
    )


@router.get("/scope")
def scope(desk: At, scope: Annotated[str, Query(max_length=200)]) -> Row:
    """A scope in words ("KP in RU") as it is understood."""
    found = parse(scope)
    return {"scope": words(found), **found.model_dump(mode="json")}
