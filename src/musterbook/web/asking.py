"""A question in an address: the names of the command line's options, several values of one allowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from pydantic import ValidationError
from starlette.datastructures import QueryParams

from musterbook.errors import ScopeError
from musterbook.ledger.asking import REVIEW_STATES, Query
from musterbook.ledger.commands_asking import day, moment
from musterbook.model import Basis, Category, Kind, Modality, Outcome

SEVERAL = {
    "kind": "kinds",
    "modality": "modalities",
    "category": "categories",
    "outcome": "outcomes",
    "counterpart": "counterparts",
    "place": "areas",
    "claimant": "claimants",
    "institution": "institutions",
    "side": "sides",
    "outlet": "outlets",
    "basis": "bases",
    "review": "reviews",
    "document": "documents",
}
"""Options that take several values, and the fields of a query they fill."""
DAYS = {"since": "since", "until": "until", "valid_from": "valid_from", "valid_to": "valid_to", "known_on": "known_on"}
NUMBERS = ("at_least", "at_most")
WORDS = ("text", "document_text")
OPTIONS = (*SEVERAL, *DAYS, *NUMBERS, *WORDS, "force", "hedged", "as_of", "made_by")
NONE = "none"
"""In an address: claims that have no value here."""
LISTS: dict[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "modality": tuple(Modality),
    "category": tuple(Category),
    "outcome": tuple(Outcome),
    "basis": tuple(Basis),
    "review": REVIEW_STATES,
}
LONGEST = 400
"""Characters of one value in an address."""


@dataclass(frozen=True)
class Filters:
    """What is asked, as names and values in the order of the address."""

    items: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, parameters: QueryParams) -> Filters:
        """The filters of an address; what is empty or no filter is left out."""
        found = [(name, value.strip()) for name, value in parameters.multi_items() if name in OPTIONS]
        return cls(tuple(dict.fromkeys((name, value) for name, value in found if value)))

    def values(self, name: str) -> tuple[str, ...]:
        """The values asked for under a name."""
        return tuple(value for other, value in self.items if other == name)

    def first(self, name: str) -> str:
        """The first value under a name, or nothing."""
        return next(iter(self.values(name)), "")

    def having(self, name: str, value: str) -> Filters:
        """The same with one more value."""
        return Filters((*self.without(name, value).items, (name, value)))

    def without(self, name: str, value: str | None = None) -> Filters:
        """The same without a value, or without a name."""
        return Filters(tuple(item for item in self.items if item[0] != name or value not in (None, item[1])))

    def address(self, path: str, **more: str | int | None) -> str:
        """A path with these filters."""
        added = [(name, str(value)) for name, value in more.items() if value not in (None, "")]
        written = urlencode([*self.items, *added])
        return f"{path}?{written}" if written else path

    def query(self) -> Query:
        """The query they ask.

        Raises ScopeError naming the value that cannot be asked.
        """
        for name, value in self.items:
            if len(value) > LONGEST or not value.isprintable():
                raise ScopeError(f"{name}: a value of at most {LONGEST} printable characters, please")
        asked: dict[str, Any] = {field: self._several(name) for name, field in SEVERAL.items()}
        force = self._several("force")
        asked["countries"] = tuple(value for value in force if value == "" or _is_country(value))
        asked["forces"] = tuple(value for value in force if value not in asked["countries"])
        asked |= {field: day(self.first(name) or None) for name, field in DAYS.items()}
        asked |= {name: _number(name, self.first(name)) for name in NUMBERS}
        asked |= {name: self.first(name) or None for name in WORDS}
        asked["recorded_on"] = moment(self.first("as_of") or None)
        asked["hedged"] = {"yes": True, "no": False}.get(self.first("hedged"))
        asked["made_by"] = self.first("made_by") or None
        try:
            return Query.model_validate(asked)
        except ValidationError as error:
            wrong = error.errors()[0]
            raise ScopeError(f"{wrong['loc'][0]}: {wrong['msg']}") from error

    def _several(self, name: str) -> tuple[str, ...]:
        found = tuple("" if value == NONE else value for value in self.values(name))
        if name in LISTS and (wrong := next((value for value in found if value not in LISTS[name]), None)) is not None:
            raise ScopeError(f"{name}: {wrong!r} is none of {', '.join(LISTS[name])}")
        return found


def _is_country(name: str) -> bool:
    return len(name) == 2 and name.isascii() and name.isupper()


def _number(name: str, written: str) -> float | None:
    if not written:
        return None
    try:
        value = float(written.replace(",", ""))
    except ValueError as error:
        raise ScopeError(f"{name}: {written!r} is no number") from error
    if not 0 <= value <= 1e15:
        raise ScopeError(f"{name}: {written!r} is no figure that can be asked for")
    return value


def asked_day(parameters: QueryParams, name: str) -> date | None:
    """A day of the address, None where it is not given.

    Raises ScopeError for what is no day.
    """
    return day(parameters.get(name, "").strip() or None)


def asked_moment(parameters: QueryParams) -> datetime | None:
    """The moment of recording asked for.

    Raises ScopeError for what is no moment.
    """
    return moment(parameters.get("as_of", "").strip() or None)


def within(day: date, first: date, last: date) -> date:
    """The day, moved into a stretch."""
    return min(max(day, first), last)
