"""Makes a ledger of any size with realistic skew: few forces, places, voices and outlets make up most of the claims.

The rows are written straight into the tables, past the models, because a million of them are wanted in minutes;
`--check` then proves by the ledger's own check that they are what adding would have written.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from musterbook.ledger import Ledger
from musterbook.ledger.rows import areas_around, search_key, sighting_row
from musterbook.ledger.segments import complete
from musterbook.ledger.tables import day_number, metadata
from musterbook.model import Document, digest

READER = "musterbook 0.0.benchmark"
FORCES = [
    *("RU", "UA", "KP", "US", "CN", "IL", "IR", "SY", "TR", "FR", "GB", "PL", "DE", "IN", "PK"),
    *("KR", "JP", "TW"),
]
FORCES += ["SA", "YE", "SD", "ET", "ML", "BF", "NE", "NG", "TD", "CF", "CD", "RW"]
REGIONS = [f"{country}-{number:02d}" for number in range(1, 25) for country in [*FORCES, "LB", "IQ", "LY", "SO"]]
TOWNS = [f"{region}/Town {number}" for number in (1, 2, 3) for region in REGIONS]
KINDS = ["presence", "deployment", "loss", "attack", "transfer", "tasking", "training", "withdrawal", "mobilisation"]
CATEGORIES = ["personnel", "drones", "vehicles", "units", "artillery", "missiles", "ships", "aircraft", "munitions"]
MODALITIES = ["asserted", "expected", "possible", "denied"]
OUTCOMES = ["killed", "destroyed", "casualties", "wounded", "captured", "missing"]
OFFICES = [(f"office-{number}", FORCES[number % len(FORCES)]) for number in range(400)]
VOICES = [(f"Spokesman {number}", *OFFICES[number % len(OFFICES)]) for number in range(6000)]
OUTLETS = [f"Outlet {number}" for number in range(600)]
WORDS = [f"word{number}" for number in range(20_000)]
CLAIMS_OF_DOCUMENT = 5
DATED = ("documents", "sightings", "readings", "claims")


class Skewed:
    """Draws from a list, the n-th member about 1/n as often as the first."""

    def __init__(self, members: list[Any], chance: random.Random, slope: float = 1.1) -> None:
        self.members = members
        self.chance = chance
        self.weights = list(accumulate(1 / (rank + 1) ** slope for rank in range(len(members))))

    def some(self, count: int) -> list[Any]:
        return self.chance.choices(self.members, cum_weights=self.weights, k=count)

    def one(self) -> Any:
        return self.some(1)[0]


class Invention:
    """Invents documents and claims, the same from the same seed, as rows by table."""

    def __init__(self, seed: int) -> None:
        chance = self.chance = random.Random(seed)
        self.forces, self.regions, self.towns = (Skewed(members, chance) for members in (FORCES, REGIONS, TOWNS))
        self.kinds, self.categories = Skewed(KINDS, chance, 0.8), Skewed(CATEGORIES, chance, 1.6)
        self.modalities, self.outcomes = Skewed(MODALITIES, chance, 1.8), Skewed(OUTCOMES, chance)
        self.voices, self.outlets, self.words = (Skewed(some, chance) for some in (VOICES, OUTLETS, WORDS))
        self.document = self.claim = 0
        self.known: set[int] = set()

    def rows(self, documents: int) -> dict[str, list[dict[str, Any]]]:
        """The rows of so many documents of about 1,000 characters with five claims each, over six years."""
        made: dict[str, list[dict[str, Any]]] = {table: [] for table in (*metadata.tables, "claim_search")}
        made["document_search"] = []
        for _ in range(documents):
            self._document(made)
        return made

    def _document(self, made: dict[str, list[dict[str, Any]]]) -> None:
        chance = self.chance
        self.document += 1
        drafts = [self._draft() for _ in range(CLAIMS_OF_DOCUMENT)]
        day = date(2020, 1, 1) + timedelta(days=int(2200 * chance.random() ** 0.6)) if chance.random() > 0.02 else None
        title, text = f"Report {self.document}", "\n".join(draft["sentence"] for draft in drafts)
        document = Document(
            title=title,
            text=text,
            outlet=self.outlets.one(),
            published=day,
            url=f"https://news.example/{self.document}",
        )
        row = {"row": self.document}
        kept = {name: getattr(document, name) for name in Document.model_fields} | {"authors": "[]"}
        fingerprint = digest("text", "", " ".join(text.split()))
        day_text = day and day.isoformat()
        made["documents"].append(row | kept | {"id": document.id, "fingerprint": fingerprint, "published": day_text})
        of = {"document": self.document}
        made["sightings"].append(row | of | sighting_row(document, None) | {"published": day_text})
        made["readings"].append(row | of | {"reader": READER, "claims": CLAIMS_OF_DOCUMENT})
        key = search_key(day_number(day), self.document)
        made["document_search"].append({"row": key, "title": title, "text": text})
        start = len(title) + 1
        for draft in drafts:
            self._claim(made, document, draft, start)
            start += len(draft["sentence"]) + 1

    def _draft(self) -> dict[str, Any]:
        chance = self.chance
        force, figure = self.forces.one(), round(chance.lognormvariate(6, 2)) + 1
        code = self.towns.one() if chance.random() < 0.4 else self.regions.one()
        voice, office, side = self.voices.one()
        parts = [f"About {figure}", f"soldiers of {force}", code.replace("/", " "), voice]
        filling = " ".join(self.words.some(14))
        sentence = f"{parts[0]} {parts[1]} were in {parts[2]}, {parts[3]} said, {filling}."
        resolved = chance.random() < 0.8
        return {
            "sentence": sentence,
            "parts": parts,
            "force": force,
            "figure": figure,
            "code": code if chance.random() < 0.85 else None,
            "institution": office if resolved else None,
            "side": side if resolved else None,
        }

    def _claim(
        self, made: dict[str, list[dict[str, Any]]], document: Document, draft: dict[str, Any], start: int
    ) -> None:
        self.claim += 1
        sentence, figure, code = draft["sentence"], draft["figure"], draft["code"]
        figures, noun, where, voice = draft["parts"]
        kind = self.kinds.one()
        coded = {
            "kind": kind,
            "modality": self.modalities.one(),
            "hedged": self.chance.random() < 0.1,
            "country": draft["force"],
            "category": self.categories.one(),
            "outcome": self.outcomes.one() if kind == "loss" else None,
        }

        def quote(words: str, after: str) -> dict[str, Any]:
            begin = start + sentence.index(words, sentence.index(after))
            return {"text": words, "start": begin, "end": begin + len(words)}

        place = {"geonames": None, "latitude": None, "longitude": None, "partial": False}
        link = {"words": quote(voice, voice), "institution": draft["institution"], "country": draft["side"]}
        low = float(figure)
        slots = {
            "document": document.id,
            "kind": kind,
            "modality": coded["modality"],
            "hedged": coded["hedged"],
            "force": {
                "country": draft["force"],
                "name": None,
                "category": coded["category"],
                "words": quote(noun, "soldiers"),
            },
            "quantity": {
                "words": quote(figures, "About"),
                "low": low,
                "high": low,
                "approximate": True,
                "basis": "total",
            },
            "places": [{"words": quote(where, "were in"), "role": "at", "code": code} | place] if code else [],
            "counterpart": None,
            "outcome": coded["outcome"],
            "tasks": [],
            "period": None,
            "attribution": {"claimant": link, "via": None},
        }
        identity = digest("claim", json.dumps(slots, sort_keys=True, ensure_ascii=False), start)
        mention = {"text": sentence, "start": start, "end": start + len(sentence)}
        number = int(digest("coding", *coded.values())[:15], 16)
        if number not in self.known:
            self.known.add(number)
            made["codings"].append(coded | {"row": number})
        day = day_number(document.published)
        made["claims"].append(
            coded
            | {"row": self.claim, "id": identity, "document": self.document, "day": day, "coding": number}
            | {"reader": READER, "force_name": None, "counterpart": None, "low": low, "high": low, "basis": "total"}
            | {"start_day": None, "end_day": None, "outlet": document.outlet, "claimant": voice.casefold()}
            | {"claimant_words": voice, "via": None, "countries": code[:2] if code else ""}
            | {"institution": draft["institution"], "side": draft["side"]}
        )
        of = {"claim": self.claim}
        brief = {name: value for name, value in slots.items() if value not in (None, [])}
        written = json.dumps(
            brief | {"mentions": [mention], "reader": READER}, ensure_ascii=False, separators=(",", ":")
        )
        made["claim_slots"].append(of | {"slots": written})
        end = start + len(sentence)
        made["mentions"].append(of | {"position": 0, "start_char": start, "end_char": end, "text": sentence})
        for area in areas_around(code) if code else ("",):
            entry = {"area": area, "country": draft["force"], "day": day, "itself": area == (code or "")}
            made["claim_areas"].append(of | entry)
        made["claim_search"].append({"row": search_key(day, self.claim), "words": sentence})


def fill(path: Path, documents: int, seed: int = 7, batch: int = 5000) -> None:
    """Enter invented documents into a fresh ledger file, as one act a batch."""
    Ledger.open(path).close()
    invention = Invention(seed)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-500000")
    for act, size in enumerate(_sizes(documents, batch), 1):
        moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        connection.execute("BEGIN")
        connection.execute("INSERT INTO acts VALUES (?, 'adding', ?, ?)", (act, READER, moment))
        for table, rows in invention.rows(size).items():
            _insert(connection, table, rows, {"act": act, "recorded": moment} if table in DATED else {})
        connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with Ledger.open(path) as ledger, ledger.store.writing() as entering:
        complete(entering)


def _sizes(documents: int, batch: int) -> Iterator[int]:
    while documents > 0:
        yield min(documents, batch)
        documents -= batch


def _insert(connection: sqlite3.Connection, table: str, rows: list[dict[str, Any]], clock: dict[str, Any]) -> None:
    if not rows:
        return
    names = [*rows[0], *clock]
    columns = ", ".join("rowid" if name == "row" and table.endswith("_search") else f'"{name}"' for name in names)
    given = tuple(clock.values())
    connection.executemany(
        f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})",
        ((*row.values(), *given) for row in rows),
    )


def main() -> None:
    """Make a ledger file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    if arguments.path.exists():
        sys.exit(f"{arguments.path}: there is something already")
    begun = time.perf_counter()
    fill(arguments.path, arguments.documents)
    seconds = time.perf_counter() - begun
    size = arguments.path.stat().st_size
    print(f"{arguments.documents * CLAIMS_OF_DOCUMENT} claims in {seconds:.0f} s, {size / 1e6:.0f} MB")
    if arguments.check:
        with Ledger.open(arguments.path) as ledger:
            print([str(fault) for fault in ledger.check()][:10] or "whole")


if __name__ == "__main__":
    main()
