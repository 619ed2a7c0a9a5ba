"""Claims: search, facets, a sortable table, pages by keyset, and files of exactly what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from musterbook.errors import ScopeError
from musterbook.ledger import Query
from musterbook.ledger.asking import FacetCount, Page
from musterbook.model import Entry
from musterbook.naming import place_name
from musterbook.presentation.voices import institution_name
from musterbook.web.asking import NONE, Filters
from musterbook.web.desk import Desk
from musterbook.web.downloads import FORMS, written
from musterbook.web.rendering import desk_of, page, person_of

router = APIRouter(include_in_schema=False)
FACETS = ("kind", "modality", "force", "category", "outcome", "place", "institution", "side", "outlet", "review")
COLUMN = {"force": "country"}
"""Where the ledger counts a facet under another name."""
SORTS = ("published", "figure", "force", "kind", "claimant", "outlet")
SORTABLE = 2000
"""More claims than this are listed newest first only: sorting them means reading them all."""
LIMIT = 50


@dataclass(frozen=True)
class Choice:
    """One value of a facet: how many claims have it, and where choosing it leads."""

    label: str
    count: int
    chosen: bool
    address: str


@router.get("/claims")
def claims(request: Request) -> Response:
    """The claims that are asked for."""
    person_of(request)
    desk, filters = desk_of(request), Filters.of(request.query_params)
    query = filters.query()
    facets = desk.facets(query)
    sort, after = request.query_params.get("sort", ""), request.query_params.get("after", "")
    found = _page(desk, query, sort, after, facets.total)
    return page(
        request,
        "claims.html",
        filters=filters,
        total=facets.total,
        facets={name: _choices(filters, name, facets.facets.get(COLUMN.get(name, name), ())) for name in FACETS},
        entries=found.entries,
        next=filters.address("/claims", sort=sort, after=found.next_cursor) if found.next_cursor else None,
        first=filters.address("/claims", sort=sort) if after else None,
        undated=found.undated,
        sort=sort,
        sorts={
            name: filters.address("/claims", sort=f"-{name}" if sort == name else name)
            for name in SORTS
            if facets.total <= SORTABLE
        },
        files={form: filters.address(f"/claims.{form}") for form in FORMS},
        chosen=[
            (name, value, _label(name, value), filters.without(name, value).address("/claims"))
            for name, value in filters.items
        ],
    )


@router.get("/claims.{form}")
def download(request: Request, form: str) -> Response:
    """The claims that are asked for, as a file."""
    person_of(request)
    if form not in FORMS:
        raise ScopeError(f"claims.{form}: give one of {', '.join(FORMS)}")
    query = Filters.of(request.query_params).query()
    return StreamingResponse(
        written(desk_of(request).ledger.entries(query), form),
        media_type=FORMS[form],
        headers={"Content-Disposition": f'attachment; filename="claims.{form}"'},
    )


def _page(desk: Desk, query: Query, sort: str, after: str, total: int) -> Page:
    name = sort.removeprefix("-")
    if not name or (name == "published" and sort.startswith("-")):
        return desk.ledger.claims(query, after or None, LIMIT)
    if name not in SORTS:
        raise ScopeError(f"sort: {name!r} is none of {', '.join(SORTS)}")
    if total > SORTABLE:
        raise ScopeError(f"{total:,} claims are too many to sort; narrow them to {SORTABLE:,} first")
    if after and not after.isdecimal():
        raise ScopeError(f"{after!r} is no page of a sorted list; begin again from the first page")
    entries = desk.once(("sorted", query, sort), lambda: _sorted(tuple(desk.ledger.entries(query)), sort))
    start = int(after or 0)
    more = str(start + LIMIT) if start + LIMIT < len(entries) else None
    return Page(entries[start : start + LIMIT], more)


def _sorted(entries: tuple[Entry, ...], sort: str) -> tuple[Entry, ...]:
    name, down = sort.removeprefix("-"), sort.startswith("-")
    keyed = [(_key(entry, name), entry) for entry in entries]
    filled = sorted((pair for pair in keyed if pair[0] is not None), key=lambda pair: pair[0], reverse=down)
    return tuple(entry for _, entry in (*filled, *(pair for pair in keyed if pair[0] is None)))


def _key(entry: Entry, name: str) -> Any:
    claim, document = entry.claim, entry.document
    if name == "figure":
        quantity = claim.quantity
        return None if quantity is None else (quantity.low if quantity.low is not None else quantity.high)
    if name == "published":
        return document.published
    claimant = claim.attribution.claimant
    return {
        "kind": str(claim.kind),
        "force": claim.force.name.text if claim.force.name else claim.force.country,
        "outlet": document.outlet,
        "claimant": claimant.words.text.casefold() if claimant and claimant.words else None,
    }[name]


def _choices(filters: Filters, name: str, counts: tuple[FacetCount, ...]) -> list[Choice]:
    made = []
    for one in counts:
        value = one.value or NONE
        chosen = value in filters.values(name)
        changed = filters.without(name, value) if chosen else filters.having(name, value)
        made.append(Choice(_label(name, value), one.count, chosen, changed.address("/claims")))
    return made


def _label(name: str, value: str) -> str:
    if value == NONE:
        return "(outlet's own voice)" if name == "institution" else "(none)"
    if name == "institution":
        return institution_name(value)
    if name in ("force", "place", "side") and value.isupper():
        return place_name(value)
    return value
