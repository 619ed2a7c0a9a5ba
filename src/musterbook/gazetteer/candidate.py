"""A place a name may stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["country", "region", "town", "district", "part", "area", "sea"]
"""`region`: a subdivision with an ISO 3166-2 code; `district`: one without; `part`: a part of a country (Donbas, the
Far East); `area`: more than a country (the Sahel); `sea`: seas, straits,
lakes, rivers, shoals, mountains."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of the gazetteer.

    `code` is as in the codebook: "RU", "RU-KRS", "RU-KRS/Sudzha", None for what has none. `within` is the code before
    the name: the first-level region where there is one, else the country. `population` is that of the place, for a
    region of its towns; 0 where unknown.
    """

    name: str
    kind: Kind
    code: str | None
    within: str | None
    country: str | None
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    capital: bool = False
    curated: bool = False
    """From the hand list: named in reports on armed forces."""
    own: bool = True
    """Looked up by its own name, not by another it also has."""

    @property
    def rank(self) -> float:
        """How readily the bare name is taken for it: countries, capitals, then by inhabitants; other names less."""
        base = float(self.population)
        if self.kind == "country":
            base = 5e8
        elif self.kind in {"part", "area", "sea"}:
            base = 1e8
        elif self.capital:
            base += 5e7
        return base if self.own else base / 5
