"""What can be asked of the ledger: a query, and the pages of entries it is answered with."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from musterbook.errors import ScopeError
from musterbook.model import Basis, Category, Entry, Kind, Modality, Outcome, Value

ReviewState = Literal["unreviewed", "accepted", "corrected", "rejected", "unsure"]
REVIEW_STATES: tuple[ReviewState, ...] = ("unreviewed", "accepted", "corrected", "rejected", "unsure")


class Query(Value):
    """Which claims are asked for. Several values of one field mean any of them; several fields mean all of them."""

    kinds: tuple[Kind, ...] = ()
    modalities: tuple[Modality, ...] = ()
    hedged: bool | None = None
    countries: tuple[str, ...] = ()
    """Whose force: ISO 3166-1 codes; "" asks for forces without a country."""
    forces: tuple[str, ...] = ()
    """Named forces, as written."""
    categories: tuple[Category, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    counterparts: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    """Place codes; a country takes in its regions, a region its towns."""
    since: date | None = None
    until: date | None = None
    """Published from and to, inclusive. Undated documents are left out of both."""
    valid_from: date | None = None
    valid_to: date | None = None
    """The days spoken of: claims whose period touches these, an open end taken as open. Claims without one are left
    out."""
    claimants: tuple[str, ...] = ()
    """As written, in any capitals; `*` stands for anything. "" asks for the outlets' own voice."""
    institutions: tuple[str, ...] = ()
    """Keys of institutions; "" asks for claimants not resolved to one."""
    sides: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    """Figures whose interval touches these. Claims without a figure are left out."""
    bases: tuple[Basis, ...] = ()
    text: str | None = None
    """Words of the claims' mentions: all must stand; "a phrase", -without, begin*."""
    document_text: str | None = None
    """Words of the whole document, in the same way."""
    documents: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    reviews: tuple[ReviewState, ...] = ()
    made_by: Literal["reader", "reviewer"] | None = None
    known_on: date | None = None
    """What had been published on this day; undated documents are left out and counted (`Page.undated`)."""
    recorded_on: datetime | None = None
    """What stood in the ledger at this moment."""


@dataclass(frozen=True)
class Page:
    """One page of entries: newest published first, undated last; within a day, last entered first."""

    entries: tuple[Entry, ...]
    next_cursor: str | None
    """Where the next page begins; None on the last."""
    undated: int = 0
    """Claims left out because their document has no date, where `known_on` was asked."""


@dataclass(frozen=True)
class FacetCount:
    """One value of a facet and how many claims have it. "" stands for none."""

    value: str
    count: int


@dataclass(frozen=True)
class Facets:
    """How many claims a query finds, and how they fall by each facet (most frequent first)."""

    total: int
    facets: dict[str, tuple[FacetCount, ...]]
    """By name: kind, modality, hedged, country, category, outcome, institution, side, place (countries), outlet,
    review. A claim with places in two countries counts in both."""


@dataclass(frozen=True)
class Position:
    """A place in the order of claims: the last row of a page."""

    day: int
    row: int

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(f"{self.day}.{self.row}".encode()).decode().rstrip("=")

    @classmethod
    def of(cls, cursor: str) -> Position:
        """The position a cursor stands for.

        Raises ScopeError when it is none of ours.
        """
        try:
            day, _, row = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(".")
            return cls(int(day), int(row))
        except (ValueError, binascii.Error) as error:
            raise ScopeError(f"{cursor!r} is no page cursor; begin again from the first page") from error
