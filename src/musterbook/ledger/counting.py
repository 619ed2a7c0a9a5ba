"""Counting claims by facet, by way of the codings they share: a million claims carry a few ten thousand of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from musterbook.ledger.asking import REVIEW_STATES, FacetCount, Facets, Query
from musterbook.ledger.clocks import stood
from musterbook.ledger.matching import Matcher
from musterbook.ledger.paging import Select, narrowed, planned
from musterbook.ledger.tables import claims, codings, reviews

if TYPE_CHECKING:
    from musterbook.ledger.columns import Columns

CODED = ("kind", "modality", "hedged", "country", "category", "outcome")
PLAIN = ("institution", "side", "outlet", "countries")
FACETS = (*CODED, "place", "institution", "side", "outlet", "review")
ANY_KEPT = "SELECT 1 FROM claim_columns LIMIT 1"
PARTING = "\x1f"


def count(connection: sa.Connection, matcher: Matcher, columns: Columns | None = None) -> int:
    """How many claims the query finds; counted along the columns where they are at hand and can tell."""
    if columns is not None and (found := columns.count(connection, matcher)) is not None:
        return found
    query = narrowed(connection, matcher, sa.select(sa.func.count()).select_from(claims))
    return int(connection.scalar(query) or 0)


def by_columns(connection: sa.Connection, matcher: Matcher) -> bool:
    """Whether a file has its claims ready as columns, they can tell what a query finds, and that is not counted sooner.

    What is rare is: loading the columns takes as long as counting some ten thousand claims.
    """
    ready = matcher.of_columns() and connection.exec_driver_sql(ANY_KEPT).first() is not None
    return ready and planned(connection, matcher).gathered is None


def count_undated(connection: sa.Connection, matcher: Matcher) -> int:
    """How many claims a question of what was known leaves out because their documents have no date."""
    open_query = matcher.query.model_copy(update={"known_on": None, "since": None, "until": None})
    undated = Matcher(open_query, matcher.resolution, matcher.sqlite)
    query = sa.select(sa.func.count()).select_from(claims).where(claims.c.day == 0, *undated.conditions())
    return int(connection.scalar(query) or 0)


def facets(connection: sa.Connection, matcher: Matcher, most: int, columns: Columns | None = None) -> Facets:
    """The counts by facet, `most` values each; counted along the columns where they are at hand and can tell."""
    counted = columns.tallies(connection, matcher) if columns is not None else None
    if counted is None:
        tallies = _tallies(connection, matcher)
        tallies |= _by_code(connection, tallies.pop("coding"))
        verdicts = _verdicts(connection, matcher)
    else:
        verdicts = Counter(counted.pop("review"))
        tallies = {name: _named(found) for name, found in counted.items()}
    total = tallies["kind"].total()
    tallies["place"] = Counter()
    for countries, number in tallies.pop("countries").items():
        for country in countries.split() or [""]:
            tallies["place"][country] += number
    _count_assigned(connection, matcher, tallies)
    tallies["review"] = _reviewed(verdicts, total)
    return Facets(total, {name: _ranked(tallies[name], most) for name in FACETS})


def _by_code(connection: sa.Connection, by_coding: Counter[str]) -> dict[str, Counter[str]]:
    """How many claims carry each code, from how many have each coding."""
    found: dict[str, Counter[Any]] = {name: Counter() for name in CODED}
    for coding, *values in _codings(connection, by_coding):
        number = by_coding[coding]
        for tally, value in zip(found.values(), values, strict=True):
            tally[value] += number
    return {name: _named(tally) for name, tally in found.items()}


def _named(tally: Mapping[Any, int]) -> Counter[str]:
    return Counter({_shown(value): number for value, number in tally.items()})


def _tallies(connection: sa.Connection, matcher: Matcher) -> dict[str, Counter[str]]:
    """How many claims the query finds by each column.

    All claims are counted along the indexes. Otherwise the database strings the values of the claims together in one
    walk, and they are counted here: many times faster than grouping once for each column.
    """
    names = ("coding", *PLAIN)
    if matcher.query == Query():
        return {name: _grouped(connection, claims.c[name]) for name in names}
    strung = [_strung(claims.c[name], matcher.sqlite) for name in names]
    query: Select = sa.select(*strung)
    if matcher.only_codes():
        numbers = sa.select(codings.c.row).where(*matcher.of_codings())
        query = query.where(claims.c.superseded.is_(None), claims.c.coding.in_(numbers))
    else:
        query = narrowed(connection, matcher, query)
    found = connection.execute(query).one()
    return {
        name: Counter(values.split(PARTING) if values is not None else ())
        for name, values in zip(names, found, strict=True)
    }


def _strung(column: sa.Column[Any], sqlite: bool) -> sa.ColumnElement[str]:
    text = sa.func.coalesce(sa.cast(column, sa.Text), "")
    return sa.func.group_concat(text, PARTING) if sqlite else sa.func.string_agg(text, PARTING)


def _grouped(connection: sa.Connection, column: sa.Column[Any]) -> Counter[str]:
    query = sa.select(column, sa.func.count()).where(claims.c.superseded.is_(None)).group_by(column)
    return Counter({_shown(value): number for value, number in connection.execute(query)})


def _codings(connection: sa.Connection, wanted: Counter[str]) -> Iterable[tuple[Any, ...]]:
    """The codings of these numbers, each as its number and values; all are read where most are wanted."""
    number = sa.cast(codings.c.row, sa.Text)
    query = sa.select(number, *(codings.c[name] for name in CODED))
    if len(wanted) <= 500:
        return connection.execute(query.where(codings.c.row.in_(list(map(int, wanted))))).tuples().all()
    return [coding for coding in connection.execute(query).tuples() if coding[0] in wanted]


def _count_assigned(connection: sa.Connection, matcher: Matcher, tallies: dict[str, Counter[Any]]) -> None:
    """Move claims whose claimant a person has assigned to the institution and side assigned."""
    assigned = matcher.resolution.assigned
    if not assigned:
        return
    query = narrowed(
        connection,
        matcher,
        sa.select(claims.c.claimant, claims.c.institution, claims.c.side, sa.func.count()),
    )
    query = query.where(claims.c.claimant.in_(list(assigned)))
    query = query.group_by(claims.c.claimant, claims.c.institution, claims.c.side)
    for claimant, institution, side, number in connection.execute(query):
        tallies["institution"][_shown(institution)] -= number
        tallies["side"][_shown(side)] -= number
        tallies["institution"][_shown(assigned[claimant].institution)] += number
        tallies["side"][_shown(assigned[claimant].side)] += number


def _verdicts(connection: sa.Connection, matcher: Matcher) -> Counter[str]:
    reviewed = sa.select(reviews.c.verdict, sa.func.count()).join_from(reviews, claims, claims.c.id == reviews.c.claim)
    reviewed = reviewed.where(stood(reviews, matcher.query.recorded_on), *matcher.conditions())
    return Counter(dict(list(connection.execute(reviewed.group_by(reviews.c.verdict)).tuples())))


def _reviewed(verdicts: Counter[str], total: int) -> Counter[str]:
    """The verdicts, with the claims that have none."""
    tally = Counter[str]({state: verdicts[state] for state in REVIEW_STATES})
    tally["unreviewed"] = total - tally.total()
    return tally


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _ranked(tally: Counter[str], most: int) -> tuple[FacetCount, ...]:
    ranked = sorted(
        ((value, number) for value, number in tally.items() if number), key=lambda pair: (-pair[1], pair[0])
    )
    return tuple(FacetCount(value, number) for value, number in ranked[:most])
