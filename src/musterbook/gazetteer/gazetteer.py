"""Names to places and back: the packaged gazetteer, opened once and read on demand."""

from __future__ import annotations

from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal, cast

from musterbook import model
from musterbook.gazetteer.candidate import Candidate, Kind
from musterbook.gazetteer.keys import key
from musterbook.gazetteer.store import Store

DATA = Path(__file__).parent / "data"
SideForm = Literal["name", "adjective", "demonym", "capital"]


class Gazetteer:
    """Countries, first-level regions, districts, towns, bases, sub-regions and seas by their names.

    Towns are those of GeoNames with 500 inhabitants and more; bases, villages and sub-regions come from a hand list.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.lookup = lru_cache(maxsize=8192)(self._lookup)
        self.begins = lru_cache(maxsize=8192)(self._begins)

    @staticmethod
    @cache
    def load() -> Gazetteer:
        """The packaged gazetteer; opened on the first call, the same one afterwards."""
        return Gazetteer(Store(DATA / "places.bin"))

    def _lookup(self, name: str) -> tuple[Candidate, ...]:
        value = self._store.get("names", key(name))
        if value is None:
            return ()
        found = [self._candidate(ref) for ref in value.split(",")]
        return tuple(sorted(found, key=lambda candidate: -candidate.rank))

    def _begins(self, word: str) -> bool:
        return self._store.begins("names", word)

    def _candidate(self, ref: str) -> Candidate:
        own = not ref.endswith("-")
        kind, name, within, country, geonames, latitude, longitude, weight, flag = self._store.line(
            "places", int(ref.removesuffix("-"))
        ).split("|")
        code: str | None = within or None
        if kind in {"town", "district"} or (kind == "point" and within):
            code = f"{within}/{name}"
        return Candidate(
            name=name,
            kind="town" if kind == "point" else cast(Kind, kind),
            code=code,
            within=within or None,
            country=country or None,
            geonames=int(geonames) if geonames else None,
            latitude=float(latitude) if latitude else None,
            longitude=float(longitude) if longitude else None,
            population=int(weight) if weight else 0,
            capital=flag == "capital",
            curated=kind == "point" or flag == "known",
            own=own,
        )

    @cached_property
    def sides(self) -> dict[str, tuple[str, SideForm]]:
        """Key of a country's name, adjective, word for its people, or capital -> country code and form."""
        found = {}
        for line in self._store.lines("sides"):
            word, value = line.split("\t")
            country, form = value.split(" ")
            found[word] = (country, cast(SideForm, form))
        return found

    @cached_property
    def words(self) -> tuple[frozenset[str], frozenset[str]]:
        """Place names that are also everyday words ("reading", "split"), and given names ("paris", "jordan")."""
        ordinary, given = set(), set()
        for line in self._store.lines("words"):
            word, marks = line.split("\t")
            if "o" in marks:
                ordinary.add(word)
            if "g" in marks:
                given.add(word)
        return frozenset(ordinary), frozenset(given)

    @cached_property
    def _codes(self) -> dict[str, Candidate]:
        """Countries and regions by code: the first lines of the table."""
        found = {}
        for number in range(int(self._store.about["coded"])):
            candidate = self._candidate(str(number))
            found[candidate.code or ""] = candidate
        return found

    def demonym(self, word: str) -> str | None:
        """The country of an adjective or a word for a people: "North Koreans" -> "KP"; None when it is neither."""
        side = self.sides.get(key(word))
        return side[0] if side and side[1] in {"adjective", "demonym"} else None

    @cached_property
    def _capitals(self) -> dict[str, Candidate]:
        """The capital of each country that has one among the places."""
        found: dict[str, Candidate] = {}
        named = [(country, word) for word, (country, form) in self.sides.items() if form == "capital"]
        named += [(code, place.name) for code, place in self._codes.items() if place.kind == "country"]
        for country, word in named:
            for candidate in self.lookup(word):
                if candidate.capital and candidate.country == country:
                    found.setdefault(country, candidate)
        return found

    def capital(self, country: str) -> Candidate | None:
        """The capital of the country with this code; None where the gazetteer has none."""
        return self._capitals.get(country)

    def place(self, code: str) -> Candidate | None:
        """The place with this code ("RU", "RU-KRS", "RU-KRS/Sudzha"); None when the gazetteer has none."""
        name = code.partition("/")[2]
        if not name:
            return self._codes.get(code)
        return next((candidate for candidate in self.lookup(name) if candidate.code == code), None)

    def name(self, code: str) -> str | None:
        """The English name of the place with this code: "RU-KRS" -> "Kursk"."""
        found = self.place(code)
        return found.name if found else None

    def contains(self, outer: str, inner: str) -> bool:
        """Whether the place with code `inner` lies in that with code `outer`; each lies in itself."""
        return model.contains(outer, inner)
