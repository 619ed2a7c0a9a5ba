"""Counting claims by facet, by way of the codings they share: a million claims carry a few ten thousand of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeAlias

import sqlalchemy as sa

from musterbook.ledger.asking import REVIEW_STATES, FacetCount, Facets
from musterbook.ledger.clocks import stood
from musterbook.ledger.matching import Matcher
from musterbook.ledger.paging import gather
from musterbook.ledger.tables import claims, codings, reviews

Select: TypeAlias = sa.Select[*tuple[Any, ...]]

CODED = ("kind", "modality", "hedged", "country", "category", "outcome", "institution", "side")


def count(connection: sa.Connection, matcher: Matcher) -> int:
    """How many claims the query finds."""
    query = _narrowed(connection, matcher, sa.select(sa.func.count()).select_from(claims))
    return int(connection.scalar(query) or 0)


def count_undated(connection: sa.Connection, matcher: Matcher) -> int:
    """How many claims a question of what was known leaves out because their documents have no date."""
    open_query = matcher.query.model_copy(update={"known_on": None, "since": None, "until": None})
    undated = Matcher(open_query, matcher.resolution, matcher.sqlite)
    query = sa.select(sa.func.count()).select_from(claims).where(claims.c.day == 0, *undated.conditions())
    return int(connection.scalar(query) or 0)


def facets(connection: sa.Connection, matcher: Matcher, most: int) -> Facets:
    """The counts by facet, `most` values each."""
    by_coding = _by(connection, matcher, claims.c.coding)
    tallies: dict[str, Counter[str]] = {name: Counter() for name in (*CODED, "place")}
    for coding in _codings(connection, by_coding):
        number = by_coding[coding["row"]]
        for name in CODED:
            tallies[name][_shown(coding[name])] += number
        for country in coding["countries"].split() or [""]:
            tallies["place"][country] += number
    _count_assigned(connection, matcher, tallies)
    tallies["outlet"] = Counter(
        {_shown(name): number for name, number in _by(connection, matcher, claims.c.outlet).items()}
    )
    total = sum(by_coding.values())
    tallies["review"] = _verdicts(connection, matcher, total)
    return Facets(total, {name: _ranked(tally, most) for name, tally in tallies.items()})


def _narrowed(connection: sa.Connection, matcher: Matcher, query: Select) -> Select:
    gathered = gather(connection, matcher)
    if gathered is not None:
        return query.where(claims.c.row.in_(gathered), *matcher.conditions())
    return query.where(*matcher.with_driver().conditions())


def _by(connection: sa.Connection, matcher: Matcher, column: sa.Column[int] | sa.Column[str]) -> dict[object, int]:
    """How many claims the query finds for each value of a column."""
    number = sa.func.count()
    query: Select
    if matcher.only_codes():
        query = sa.select(column, number).where(claims.c.superseded.is_(None))
        if coded := matcher.of_codings():
            query = query.where(claims.c.coding.in_(sa.select(codings.c.row).where(*coded)))
    else:
        query = _narrowed(connection, matcher, sa.select(column, number))
    return dict(list(connection.execute(query.group_by(column)).tuples()))


def _codings(connection: sa.Connection, wanted: dict[object, int]) -> Iterable[sa.RowMapping]:
    """The codings of these numbers; all of them are read where most are wanted."""
    numbers = list(wanted)
    query = sa.select(codings)
    if len(numbers) <= 500:
        return connection.execute(query.where(codings.c.row.in_(numbers))).mappings()
    return (coding for coding in connection.execute(query).mappings() if coding["row"] in wanted)


def _count_assigned(connection: sa.Connection, matcher: Matcher, tallies: dict[str, Counter[str]]) -> None:
    """Move claims whose claimant a person has assigned to the institution and side assigned."""
    assigned = matcher.resolution.assigned
    if not assigned:
        return
    query = _narrowed(
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


def _verdicts(connection: sa.Connection, matcher: Matcher, total: int) -> Counter[str]:
    reviewed = sa.select(reviews.c.verdict, sa.func.count()).join_from(reviews, claims, claims.c.id == reviews.c.claim)
    reviewed = reviewed.where(stood(reviews, matcher.query.recorded_on), *matcher.conditions())
    tally = Counter[str](dict.fromkeys(REVIEW_STATES, 0))
    tally.update(dict(list(connection.execute(reviewed.group_by(reviews.c.verdict)).tuples())))
    del tally["undone"]
    tally["unreviewed"] = total - sum(tally.values())
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
