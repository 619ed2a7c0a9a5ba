"""A query as conditions on the tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from musterbook.ledger.asking import Query
from musterbook.ledger.clocks import published, stood
from musterbook.ledger.institutions import Resolution, one_of
from musterbook.ledger.rows import ROW_MASK, folded
from musterbook.ledger.search_words import for_postgresql, for_sqlite
from musterbook.ledger.tables import claim_areas, claims, codings, day_number, documents, reviews

Condition = sa.ColumnElement[bool]

OF_CODINGS = frozenset({"kinds", "modalities", "hedged", "countries", "categories", "outcomes"})
OF_COLUMNS = OF_CODINGS | {"institutions", "sides", "outlets", "areas", "text", "since", "until", "known_on", "reviews"}
"""What of a query is answered from codings alone, and from the columns of claims."""


@dataclass(frozen=True)
class Matcher:
    """The conditions of one query, for one database, with the assignments in force.

    `driver` is the column whose index is walked; on SQLite the others are kept from its planner, which knows nothing
    of how many rows are asked for.
    """

    query: Query
    resolution: Resolution
    sqlite: bool
    driver: str | None = None

    def column(self, name: str) -> sa.ColumnElement[Any]:
        """A column of claims, open to its index only where it drives."""
        if self.sqlite and name != self.driver:
            return sa.literal_column(f"+claims.{name}", claims.c[name].type)
        return claims.c[name]

    def driven_by(self, name: str | None) -> Matcher:
        """The same, walking by the index of this column."""
        return Matcher(self.query, self.resolution, self.sqlite, name)

    def drivers(self) -> Iterator[tuple[str, Condition]]:
        """The columns to walk by that the query asks for with one value, and what holds of their claims."""
        asked = {
            "country": self.query.countries,
            "force_name": self.query.forces,
            "institution": () if self.resolution.assigned else self.query.institutions,
            "side": () if self.resolution.assigned else self.query.sides,
            "outlet": self.query.outlets,
            "claimant": tuple(folded(words) for words in self.query.claimants),
        }
        for name, wanted in asked.items():
            if len(wanted) == 1 and wanted[0] and "*" not in wanted[0]:
                yield name, claims.c[name] == wanted[0]

    def conditions(self, areas: bool = True, text: bool = True, document_text: bool = True) -> list[Condition]:
        """Everything the query asks of a claim; without its places or words where another table answers for them."""
        query = self.query
        found = [stood(claims, query.recorded_on), *self.of_days(claims.c.day)]
        found += self.of_codes() + self.of_words() + self.of_figures() + self.of_review()
        if areas and query.areas:
            found.append(self.in_areas())
        if text and query.text:
            found.append(self.mentioning(query.text))
        if document_text and query.document_text:
            found.append(self.documents_with(query.document_text))
        return found

    def among(self, rows: Sequence[int]) -> Condition:
        """The claim is one of these rows."""
        return among(claims.c.row, rows, self.sqlite)

    def of_days(self, day: sa.ColumnElement[int]) -> list[Condition]:
        """Conditions on the day of publication; a question about days leaves the undated out."""
        query = self.query
        untils = [until for until in (query.until, query.known_on) if until]
        return published(day, query.since, min(untils) if untils else None)

    def of_codes(self) -> list[Condition]:
        """Conditions on the codes a claim carries, institution and side among them."""
        query = self.query
        found: list[Condition] = []
        for name, wanted in plain_codes(query).items():
            found.append(one_of(self.column(name), wanted))
        if query.hedged is not None:
            found.append(self.column("hedged").is_(sa.true() if query.hedged else sa.false()))
        for name, wanted, value in self._voices():
            found.append(self.resolution.matching(one_of(self.column(name), wanted), wanted, value))
        return found

    def of_codings(self) -> list[Condition]:
        """Conditions on codings that every claim asked for meets; empty where the query has none."""
        found = [one_of(codings.c[name], wanted) for name, wanted in plain_codes(self.query).items()]
        if self.query.hedged is not None:
            found.append(codings.c.hedged.is_(sa.true() if self.query.hedged else sa.false()))
        return found

    def only_codes(self) -> bool:
        """Whether codings alone tell which claims are asked for."""
        return self._asked() <= OF_CODINGS

    def of_columns(self) -> bool:
        """Whether the columns of claims tell which are asked for."""
        reassigned = self.resolution.assigned and (self.query.institutions or self.query.sides)
        return self._asked() <= OF_COLUMNS and not reassigned

    def _asked(self) -> set[str]:
        return {name for name in Query.model_fields if getattr(self.query, name) not in ((), None)}

    def _voices(self) -> list[tuple[str, tuple[str, ...], Callable[[Any], str | None]]]:
        voices: list[tuple[str, tuple[str, ...], Callable[[Any], str | None]]] = []
        if self.query.institutions:
            voices.append(("institution", self.query.institutions, lambda found: found.institution))
        if self.query.sides:
            voices.append(("side", self.query.sides, lambda found: found.side))
        return voices

    def of_words(self) -> list[Condition]:
        """Conditions on names as written, and on the documents and claims themselves."""
        query = self.query
        found: list[Condition] = []
        for name, wanted in (
            ("force_name", query.forces),
            ("counterpart", query.counterparts),
            ("outlet", query.outlets),
        ):
            if wanted:
                found.append(one_of(self.column(name), wanted))
        if query.claimants:
            found.append(sa.or_(*(self._claimant(words) for words in query.claimants)))
        if query.documents:
            ids = sa.select(documents.c.row).where(documents.c.id.in_(query.documents))
            found.append(claims.c.document.in_(ids))
        if query.claims:
            found.append(claims.c.id.in_(query.claims))
        return found

    def _claimant(self, words: str) -> Condition:
        column = self.column("claimant")
        if words == "":
            return column.is_(None)
        if "*" not in words:
            return column == folded(words)
        escaped = folded(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%")
        return column.like(escaped, escape="\\")

    def of_figures(self) -> list[Condition]:
        """Conditions on the quantity and the period."""
        query = self.query
        found: list[Condition] = []
        low, high = claims.c.low, claims.c.high
        if query.at_least is not None or query.at_most is not None:
            found.append(low.is_not(None) | high.is_not(None))
        if query.at_least is not None:
            found.append(high.is_(None) | (high >= query.at_least))
        if query.at_most is not None:
            found.append(low.is_(None) | (low <= query.at_most))
        if query.bases:
            found.append(claims.c.basis.in_([str(basis) for basis in query.bases]))
        start, end = claims.c.start_day, claims.c.end_day
        if query.valid_from or query.valid_to:
            found.append(start.is_not(None) | end.is_not(None))
        if query.valid_from:
            found.append(end.is_(None) | (end >= day_number(query.valid_from)))
        if query.valid_to:
            found.append(start.is_(None) | (start <= day_number(query.valid_to)))
        return found

    def of_review(self) -> list[Condition]:
        """Conditions on the verdict, and on who made the claim."""
        query = self.query
        found: list[Condition] = []
        if query.made_by:
            by_person = claims.c.reader.startswith("review ")
            found.append(by_person if query.made_by == "reviewer" else ~by_person)
        if query.reviews:
            standing = sa.select(reviews.c.claim).where(stood(reviews, query.recorded_on))
            named = [state for state in query.reviews if state != "unreviewed"]
            parts: list[Condition] = []
            if named:
                parts.append(claims.c.id.in_(standing.where(reviews.c.verdict.in_(named))))
            if "unreviewed" in query.reviews:
                parts.append(claims.c.id.not_in(standing.where(reviews.c.verdict != "undone")))
            found.append(sa.or_(*parts))
        return found

    def in_areas(self) -> Condition:
        """A place of the claim lies in one of the areas."""
        return sa.exists().where(
            claim_areas.c.area.in_(self.query.areas),
            claim_areas.c.country == sa.func.coalesce(claims.c.country, ""),
            claim_areas.c.day == claims.c.day,
            claim_areas.c.claim == claims.c.row,
        )

    def mentioning(self, words: str) -> Condition:
        """The words stand in the claim's mentions."""
        if self.sqlite:
            condition = "claims.row IN (SELECT rowid & :mask FROM claim_search WHERE claim_search MATCH :mention)"
            return _text(condition, mention=for_sqlite(words), mask=ROW_MASK)
        condition = "claims.row IN (SELECT claim FROM claim_search WHERE search @@ to_tsquery('simple', :mention))"
        return _text(condition, mention=for_postgresql(words))

    def documents_with(self, words: str) -> Condition:
        """The words stand in the claim's document."""
        if self.sqlite:
            condition = """claims.document IN
                (SELECT rowid & :mask FROM document_search WHERE document_search MATCH :document_words)"""
            return _text(condition, document_words=for_sqlite(words), mask=ROW_MASK)
        condition = """claims.document IN
            (SELECT document FROM document_search WHERE search @@ to_tsquery('simple', :document_words))"""
        return _text(condition, document_words=for_postgresql(words))


def _text(condition: str, **words: str | int) -> Condition:
    return sa.type_coerce(sa.text(condition).bindparams(**words).self_group(), sa.Boolean)


def among(column: sa.ColumnElement[int], rows: Sequence[int], sqlite: bool) -> Condition:
    """The column holds one of these numbers; handed over as one value, because there may be thousands."""
    if sqlite:
        listed = sa.func.json_each(json.dumps(list(rows))).table_valued("value")
        return column.in_(sa.select(listed.c.value))
    return column == sa.any_(sa.literal(list(rows), sa.ARRAY(sa.BigInteger)))


def plain_codes(query: Query) -> dict[str, tuple[str, ...]]:
    """The codes asked for that no assignment changes, by column."""
    asked: dict[str, tuple[str, ...]] = {
        "kind": tuple(map(str, query.kinds)),
        "modality": tuple(map(str, query.modalities)),
        "country": query.countries,
        "category": tuple(map(str, query.categories)),
        "outcome": tuple(map(str, query.outcomes)),
    }
    return {name: wanted for name, wanted in asked.items() if wanted}
