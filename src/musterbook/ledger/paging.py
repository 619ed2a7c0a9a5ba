"""Finding the rows of a page: rare things are gathered and sorted, common ones walked to in the order of days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from musterbook.ledger.asking import Position
from musterbook.ledger.matching import Matcher
from musterbook.ledger.search_words import for_postgresql, for_sqlite
from musterbook.ledger.tables import claim_areas, claims, codings

RARE = 3000
"""Up to this many candidates, gathering and sorting them beats walking. A walk to a page of things more frequent than
this passes at most a few ten thousand rows of a million."""

CLAIMS_OF_DOCUMENT = 5
"""What a document holds, about."""


def page_rows(
    connection: sa.Connection, matcher: Matcher, after: Position | None, limit: int, rare: int = RARE
) -> list[Position]:
    """Where the claims asked for stand, in order, from after a position."""
    gathered = gather(connection, matcher, rare)
    query: sa.Select[*tuple[Any, ...]]
    day: sa.ColumnElement[int]
    row: sa.ColumnElement[int]
    if gathered is not None:
        day, row = claims.c.day + 0, claims.c.row + 0
        query = sa.select(claims.c.day, claims.c.row).where(claims.c.row.in_(gathered), *matcher.conditions())
    elif len(matcher.query.areas) == 1:
        day, row = claim_areas.c.day, claim_areas.c.claim
        query = _in_area(matcher)
    else:
        day, row = claims.c.day, claims.c.row
        query = sa.select(claims.c.day, claims.c.row).where(*matcher.with_driver().conditions())
    if after is not None:
        query = query.where(sa.tuple_(day, row) < sa.tuple_(sa.literal(after.day), sa.literal(after.row)))
    query = query.order_by(day.desc(), row.desc()).limit(limit)
    return [Position(*found) for found in connection.execute(query)]


def _in_area(matcher: Matcher) -> sa.Select[*tuple[Any, ...]]:
    area = matcher.query.areas[0]
    here = sa.select(claims.c.day, claims.c.row).join_from(claim_areas, claims, claims.c.row == claim_areas.c.claim)
    here = here.where(claim_areas.c.area == area, *matcher.conditions(areas=False))
    if len(matcher.query.countries) == 1:
        here = here.where(claim_areas.c.country == matcher.query.countries[0])
    return here.where(*matcher.of_days(claim_areas.c.day))


def gather(connection: sa.Connection, matcher: Matcher, rare: int = RARE) -> Sequence[int] | None:
    """Candidates that hold every claim asked for, where some condition of the query is rare; else None."""
    query = matcher.query
    documents_at_most = rare // CLAIMS_OF_DOCUMENT
    if query.text:
        found = connection.execute(_search("claim", query.text, rare, matcher.sqlite)).scalars().all()
        if len(found) <= rare:
            return found
    if query.document_text:
        where = connection.execute(_search("document", query.document_text, documents_at_most, matcher.sqlite))
        documents = where.scalars().all()
        if len(documents) <= documents_at_most:
            return connection.scalars(sa.select(claims.c.row).where(claims.c.document.in_(documents))).all()
    if query.areas:
        inside = sa.select(claim_areas.c.claim).where(claim_areas.c.area.in_(query.areas))
        if query.countries:
            inside = inside.where(claim_areas.c.country.in_(query.countries))
        found = connection.scalars(inside.limit(rare + 1)).all()
        if len(found) <= rare:
            return sorted(set(found))
    coded = matcher.of_codings()
    if coded and query.recorded_on is None:
        numbers = sa.select(codings.c.row).where(*coded)
        found = connection.scalars(
            sa.select(claims.c.row).where(claims.c.coding.in_(numbers), claims.c.superseded.is_(None)).limit(rare + 1)
        ).all()
        if len(found) <= rare:
            return found
    return None


def _search(what: str, words: str, most: int, sqlite: bool) -> sa.TextClause:
    if sqlite:
        statement = f"SELECT rowid FROM {what}_search WHERE {what}_search MATCH :words LIMIT :most"  # noqa: S608
        return sa.text(statement).bindparams(words=for_sqlite(words), most=most + 1)
    statement = f"SELECT {what} FROM {what}_search WHERE search @@ to_tsquery('simple', :words) LIMIT :most"  # noqa: S608
    return sa.text(statement).bindparams(words=for_postgresql(words), most=most + 1)
