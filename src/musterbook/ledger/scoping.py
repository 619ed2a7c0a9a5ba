"""The claims that bear on a scope, for assessment to weigh."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from operator import itemgetter

import sqlalchemy as sa

from musterbook.codebook.force_names import same_force
from musterbook.errors import ScopeError
from musterbook.ledger.clocks import published, stood
from musterbook.ledger.loading import ENTERED, Head, heads
from musterbook.ledger.rows import areas_around
from musterbook.ledger.tables import claim_areas, claims, reviews
from musterbook.model import Kind, Scope

NOT_COUNTED = ("rejected", "corrected")
"""Verdicts that take a claim out of assessment; a corrected one is represented by its correction."""

NEWEST = itemgetter(ENTERED.index(claims.c.day), ENTERED.index(claims.c.row))


def scope_heads(
    connection: sa.Connection,
    scope: Scope,
    kinds: Sequence[Kind],
    known_on: date | None,
    recorded_on: datetime | None,
) -> list[Head]:
    """Claims of the scope's force, of any modality, with a place inside the area or around it, or with no place.

    Raises ScopeError when the scope names no force.
    """
    if scope.country is None and scope.name is None:
        raise ScopeError("a scope needs a force: a country (KP) or a name (Wagner Group)")
    conditions = [stood(claims, recorded_on), *published(claims.c.day, None, known_on)]
    if kinds:
        conditions.append(claims.c.kind.in_([str(kind) for kind in kinds]))
    if scope.name is not None:
        conditions.append(claims.c.force_name.in_(_names(connection, scope.name, recorded_on)))
    conditions.append(reviews.c.verdict.is_(None) | reviews.c.verdict.not_in(NOT_COUNTED))
    source: sa.FromClause = claims
    if scope.area is None or scope.country is None:
        if scope.country is not None:
            conditions.append(claims.c.country == scope.country)
        if scope.area is not None:
            near = sa.select(claim_areas.c.claim).where(claim_areas.c.claim == claims.c.row, _near(scope.area))
            conditions.append(sa.exists(near))
    else:
        near = sa.select(claim_areas.c.claim).distinct()
        near = near.where(
            claim_areas.c.country == scope.country,
            _near(scope.area),
            *published(claim_areas.c.day, None, known_on),
        )
        inside = near.subquery("near")
        source = inside.join(claims, claims.c.row == inside.c.claim)
    found = connection.execute(heads(recorded_on, source).where(*conditions)).all()
    return sorted(found, key=NEWEST, reverse=True)


def _names(connection: sa.Connection, asked: str, recorded_on: datetime | None) -> list[str]:
    """The names in the ledger that mean the force asked about: "Wagner" is asked, "Wagner Group" written."""
    written = sa.select(claims.c.force_name).where(claims.c.force_name.is_not(None), stood(claims, recorded_on))
    return [name for name in connection.scalars(written.distinct()) if same_force(asked, name)]


def _near(area: str) -> sa.ColumnElement[bool]:
    """Inside the area, in an area around it taken as a whole, or nowhere said."""
    around = [wider for wider in areas_around(area) if wider != area]
    return (claim_areas.c.area == area) | (claim_areas.c.area.in_(["", *around]) & claim_areas.c.itself)
