"""Finding the rows of a page: rare things are gathered and sorted, common ones walked to in the order of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa

from musterbook.ledger.asking import Position
from musterbook.ledger.matching import Matcher
from musterbook.ledger.rows import ROW_BITS, ROW_MASK, search_key
from musterbook.ledger.search_words import for_postgresql, for_sqlite
from musterbook.ledger.tables import claim_areas, claims, codings

Select: TypeAlias = sa.Select[*tuple[Any, ...]]

RARE = 2000
"""Up to this many candidates, gathering and sorting them beats walking. A walk to a page of things more frequent than
this passes at most a few ten thousand rows of a million."""

COMMON = 20_000
"""Where there is a choice what to walk by, things are counted up to this many."""

CLAIMS_OF_DOCUMENT = 5
"""What a document holds, about."""


@dataclass(frozen=True)
class Plan:
    """How a query is answered: from these candidates, or walking by a column, or (None) by days alone."""

    gathered: Sequence[int] | None = None
    driver: str | None = None


def page_rows(
    connection: sa.Connection, matcher: Matcher, after: Position | None, limit: int, rare: int = RARE
) -> list[Position]:
    """Where the claims asked for stand, in order, from after a position."""
    plan = planned(connection, matcher, rare)
    query: Select
    day: sa.ColumnElement[int]
    row: sa.ColumnElement[int]
    if plan.gathered is not None:
        day, row = claims.c.day + 0, claims.c.row + 0
        query = sa.select(claims.c.day, claims.c.row).where(matcher.among(plan.gathered), *matcher.conditions())
    elif matcher.query.text and matcher.sqlite:
        return _in_search_order(connection, matcher, after, limit)
    elif matcher.query.document_text and matcher.sqlite:
        return _by_documents(connection, matcher, after, limit)
    elif len(matcher.query.areas) == 1 and plan.driver in (None, "country"):
        day, row = claim_areas.c.day, claim_areas.c.claim
        query = _in_area(matcher)
    else:
        day, row = claims.c.day, claims.c.row
        query = sa.select(claims.c.day, claims.c.row).where(*matcher.driven_by(plan.driver).conditions())
    if after is not None:
        query = query.where(sa.tuple_(day, row) < sa.tuple_(sa.literal(after.day), sa.literal(after.row)))
    query = query.order_by(day.desc(), row.desc()).limit(limit)
    return [Position(*found) for found in connection.execute(query)]


def _in_search_order(connection: sa.Connection, matcher: Matcher, after: Position | None, limit: int) -> list[Position]:
    """SQLite's search finds claims in the order of pages, so that it is read no further than the page."""
    key = sa.column("rowid", sa.BigInteger)
    search = sa.table("claim_search", key)
    words = sa.text("claim_search MATCH :words").bindparams(words=for_sqlite(matcher.query.text or ""))
    found = sa.select(claims.c.day, claims.c.row).join_from(
        search, claims, claims.c.row == search.c.rowid.op("&")(ROW_MASK)
    )
    found = found.where(words, *matcher.conditions(text=False)).order_by(search.c.rowid.desc()).limit(limit)
    if after is not None:
        found = found.where(search.c.rowid < search_key(after.day, after.row))
    return [Position(*row) for row in connection.execute(found)]


def _by_documents(connection: sa.Connection, matcher: Matcher, after: Position | None, limit: int) -> list[Position]:
    """The claims of the newest documents with the words; of more of them, until no older one can hold a page's claim.

    SQLite's search finds documents by day, too.
    """
    newest = (after.day + 1) << ROW_BITS if after else None
    words = for_sqlite(matcher.query.document_text or "")
    statement = sa.text(NEWEST_DOCUMENTS)
    taken = limit
    while True:
        keys = connection.scalars(statement, {"words": words, "newest": newest, "most": taken}).all()
        day, row = claims.c.day + 0, claims.c.row + 0
        query = sa.select(claims.c.day, claims.c.row).order_by(day.desc(), row.desc()).limit(limit)
        inside = [key & ROW_MASK for key in keys]
        query = query.where(claims.c.document.in_(inside), *matcher.conditions(document_text=False))
        if after is not None:
            query = query.where(sa.tuple_(day, row) < sa.tuple_(sa.literal(after.day), sa.literal(after.row)))
        found = [Position(*one) for one in connection.execute(query)]
        if len(keys) < taken or (len(found) == limit and found[-1].day > keys[-1] >> ROW_BITS):
            return found
        taken *= 8


NEWEST_DOCUMENTS = """SELECT rowid FROM document_search
    WHERE document_search MATCH :words AND (:newest IS NULL OR rowid < :newest) ORDER BY rowid DESC LIMIT :most"""


def _in_area(matcher: Matcher) -> Select:
    area = matcher.query.areas[0]
    here = sa.select(claims.c.day, claims.c.row).join_from(claim_areas, claims, claims.c.row == claim_areas.c.claim)
    here = here.where(claim_areas.c.area == area, *matcher.conditions(areas=False))
    if len(matcher.query.countries) == 1:
        here = here.where(claim_areas.c.country == matcher.query.countries[0])
    return here.where(*matcher.of_days(claim_areas.c.day))


def narrowed(connection: sa.Connection, matcher: Matcher, query: Select) -> Select:
    """A query over claims with the conditions of the matcher, by the plan that suits them."""
    plan = planned(connection, matcher)
    if plan.gathered is not None:
        return query.where(matcher.among(plan.gathered), *matcher.conditions())
    return query.where(*matcher.driven_by(plan.driver).conditions())


def planned(connection: sa.Connection, matcher: Matcher, rare: int = RARE) -> Plan:
    """Gather what is rare, where some condition of the query is; else walk by the rarest of its columns.

    What stood at an earlier moment has no index of its own, and is walked.
    """
    for candidates in _candidates(matcher, rare):
        if _number(connection, candidates) <= rare:
            return Plan(gathered=sorted(set(connection.scalars(candidates))))
    if matcher.query.recorded_on is not None:
        return Plan(driver="country" if len(matcher.query.countries) == 1 else None)
    numbers: dict[str, int] = {}
    for name, condition in matcher.drivers():
        numbers[name] = _number(connection, _standing(condition, COMMON))
        if numbers[name] <= rare:
            return Plan(gathered=connection.scalars(_standing(condition, rare)).all())
    return Plan(driver=min(numbers, key=lambda name: numbers[name]) if numbers else None)


def _number(connection: sa.Connection, candidates: Select) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(candidates.subquery())) or 0


def _candidates(matcher: Matcher, rare: int) -> list[Select]:
    """For each condition that an index beside that of days answers: up to one more than `rare` claims that meet it."""
    query, found = matcher.query, []
    if query.text:
        found.append(sa.select(_search("claim", query.text, rare, matcher.sqlite).subquery().c.claim))
    if query.document_text:
        most = rare // CLAIMS_OF_DOCUMENT
        inside = _search("document", query.document_text, most, matcher.sqlite).subquery()
        found.append(sa.select(claims.c.row).where(claims.c.document.in_(sa.select(inside.c.document))))
    if query.areas:
        inside_areas = sa.select(claim_areas.c.claim).where(claim_areas.c.area.in_(query.areas))
        if query.countries:
            inside_areas = inside_areas.where(claim_areas.c.country.in_(query.countries))
        found.append(inside_areas.limit(rare + 1))
    coded = matcher.of_codings()
    if coded and query.recorded_on is None:
        numbers = sa.select(codings.c.row).where(*coded)
        found.append(_standing(claims.c.coding.in_(numbers), rare))
    return found


def _standing(condition: sa.ColumnElement[bool], most: int) -> Select:
    return sa.select(claims.c.row).where(condition, claims.c.superseded.is_(None)).limit(most + 1)


def _search(what: str, words: str, most: int, sqlite: bool) -> sa.sql.selectable.TextualSelect:
    if sqlite:
        statement = (
            f"SELECT rowid & {ROW_MASK} AS {what} FROM {what}_search WHERE {what}_search MATCH :words LIMIT :most"  # noqa: S608
        )
        written = sa.text(statement).bindparams(words=for_sqlite(words), most=most + 1)
    else:
        statement = f"SELECT {what} FROM {what}_search WHERE search @@ to_tsquery('simple', :words) LIMIT :most"  # noqa: S608
        written = sa.text(statement).bindparams(words=for_postgresql(words), most=most + 1)
    return written.columns(sa.column(what, sa.BigInteger))
