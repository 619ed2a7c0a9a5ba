"""Measures asking and adding on ledgers made by ledger_generate.py: 50th and 95th percentile in milliseconds."""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from ledger_generate import FORCES, OFFICES, OUTLETS, REGIONS, TOWNS, VOICES, Invention
from musterbook.ledger import Addition, Ledger, Query
from musterbook.ledger.rows import DOCUMENT_FIELDS, restore
from musterbook.model import Document, Kind, Modality, Outcome, Scope


def queries(chance: random.Random) -> dict[str, list[Query]]:
    """Questions of every sort, over frequent, middling and rare values alike."""

    def many(make: Callable[[], Query], count: int = 40) -> list[Query]:
        return [make() for _ in range(count)]

    def any_force() -> str:
        return chance.choice(FORCES)

    def any_place() -> str:
        return chance.choice(REGIONS + TOWNS[::3])

    return {
        "page: all": [Query()] * 5,
        "page: force": many(lambda: Query(countries=(any_force(),))),
        "page: force, kind, modality": many(
            lambda: Query(
                countries=(any_force(),),
                kinds=(chance.choice(list(Kind)),),
                modalities=(chance.choice(list(Modality)),),
            )
        ),
        "page: place": many(lambda: Query(areas=(any_place(),))),
        "page: force in country": many(lambda: Query(countries=(any_force(),), areas=(any_force(),))),
        "page: force in place, kind": many(
            lambda: Query(countries=(any_force(),), areas=(any_place(),), kinds=(chance.choice(list(Kind)),))
        ),
        "page: institution": many(lambda: Query(institutions=(chance.choice(OFFICES)[0],))),
        "page: side and force": many(lambda: Query(sides=(any_force(),), countries=(any_force(),))),
        "page: outlet and force": many(lambda: Query(outlets=(chance.choice(OUTLETS),), countries=(any_force(),))),
        "page: claimant": many(lambda: Query(claimants=(chance.choice(VOICES)[0],))),
        "page: loss over 50,000": many(
            lambda: Query(outcomes=(chance.choice(list(Outcome)),), at_least=50_000, countries=(any_force(),))
        ),
        "page: known on": many(
            lambda: Query(countries=(any_force(),), known_on=date(2020 + chance.randrange(6), 5, 1)), 10
        ),
        "text: frequent word": [Query(text=f"word{number}") for number in range(10)],
        "text: rare word": [Query(text=f"word{number * 1500 + 90}") for number in range(10)],
        "text: two words": [Query(text=f"word{number} word{number + 40}") for number in range(10)],
        "text: word and force": many(lambda: Query(text=f"word{chance.randrange(200)}", countries=(any_force(),))),
        "text: of documents": many(lambda: Query(document_text=f"word{chance.randrange(400)}")),
    }


def facet_queries(chance: random.Random) -> dict[str, list[Query]]:
    """Questions for counts."""
    return {
        "facets: all": [Query()],
        "facets: most frequent force": [Query(countries=(FORCES[0],)), Query(countries=(FORCES[1],))],
        "facets: force": [Query(countries=(force,)) for force in FORCES[2:]],
        "facets: kind": [Query(kinds=(kind,)) for kind in Kind],
        "facets: place": [Query(areas=(chance.choice(REGIONS),)) for _ in range(10)],
        "facets: force in country": [Query(countries=(force,), areas=("RU",)) for force in FORCES[:10]],
        "facets: institution": [Query(institutions=(chance.choice(OFFICES)[0],)) for _ in range(10)],
        "facets: text": [Query(text=f"word{number}") for number in range(10)],
        "facets: expected": [Query(modalities=(Modality.EXPECTED,)), Query(modalities=(Modality.ASSERTED,))],
    }


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor; on a machine that others use, the second is the steadier."""
    begun, busy = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - busy) * 1000


def show(name: str, times: list[tuple[float, float]]) -> None:
    columns = [sorted(column) for column in zip(*times, strict=True)]
    shown = [(statistics.median(column), column[max(0, round(len(column) * 0.95) - 1)]) for column in columns]
    (median, p95), (busy_median, busy_p95) = shown
    print(f"{name:32} {median:8.1f} {p95:8.1f} {busy_median:12.1f} {busy_p95:8.1f}   ({len(times)})", flush=True)


def measure(path: Path) -> None:
    """Ask everything, each question once, in a ledger just opened."""
    chance = random.Random(11)
    print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB")
    print(f"{'milliseconds':32} {'median':>8} {'p95':>8} {'cpu median':>12} {'cpu p95':>8}")
    with Ledger.open(path, read_only=True) as ledger:
        pages: list[tuple[float, float]] = []
        for name, asked in queries(chance).items():
            times = [timed(lambda query=query: ledger.claims(query)) for query in asked]  # type: ignore[misc]
            show(name, times)
            pages += [] if name.startswith("text") else times
        show("page: every sort", pages)
    for name, asked in facet_queries(chance).items():
        show(name, [counted_first(path, query) for query in asked])
    with Ledger.open(path, read_only=True) as ledger:
        show("preparing counts", [timed(ledger.prepare_counting)])
        prepared: list[tuple[float, float]] = []
        for name, asked in facet_queries(chance).items():
            times = [timed(lambda query=query: ledger.facets(query)) for query in asked]  # type: ignore[misc]
            show(f"prepared {name}", times)
            prepared += times
        show("prepared facets: every sort", prepared)
    scopes(path)
    print(f"{'memory of its own':32} {own_memory():8.0f} MB")


def counted_first(path: Path, query: Query) -> tuple[float, float]:
    """Facets as the first question to a ledger just opened."""
    with Ledger.open(path, read_only=True) as ledger:
        return timed(lambda: ledger.facets(query))


def own_memory() -> float:
    """Megabytes this process holds, without pages of the ledger's file that it shares with the system."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("RssAnon:")[2].split()[0]) / 1024


def scopes(path: Path) -> None:
    """A scope of about 2,000 claims: first asked, and as its day is moved to and fro."""
    with Ledger.open(path, read_only=True) as ledger:
        tried = [Scope(country=force, area="RU") for force in (FORCES[2], FORCES[8], FORCES[20], FORCES[-1])]
        scope = min(tried, key=lambda scope: abs(len(ledger.scope(scope)) - 2000))
    with Ledger.open(path, read_only=True) as ledger:
        days = [date(2020 + number // 4, 1 + 3 * (number % 4), 1) for number in range(24)]
        last = days[-1]
        first = timed(lambda: ledger.scope(scope, known_on=last))
        size = len(ledger.scope(scope, known_on=last))
        show(f"scope of {size}: first time", [first])
        show(
            f"scope of {size}: day moved",
            [timed(lambda day=day: ledger.scope(scope, known_on=day)) for day in [last] * 10 + days],  # type: ignore[misc]
        )


def adding(documents: int = 2000) -> None:
    """Adding read claims to a fresh ledger: one by one, and in batches of 64 documents."""
    rows = Invention(3).rows(documents)
    additions = []
    claims = iter(rows["claim_slots"])
    for row in rows["documents"]:
        document = Document.model_validate({name: row[name] for name in DOCUMENT_FIELDS} | {"authors": ()})
        additions.append(Addition(document, tuple(restore(next(claims)["slots"], document) for _ in range(5))))
    for size in (1, 64):
        with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "muster.db") as ledger:
            begun, busy = time.perf_counter(), time.process_time()
            for start in range(0, len(additions), size):
                ledger.add_all(additions[start : start + size])
            seconds, of_processor = time.perf_counter() - begun, time.process_time() - busy
        speed = f"{documents * 5 / seconds:,.0f} claims/s ({documents * 5 / of_processor:,.0f} a processor second)"
        print(f"adding, {size} documents at a time: {speed}")


def main() -> None:
    """Measure the ledgers named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="*")
    arguments = parser.parse_args()
    adding()
    for path in arguments.paths:
        measure(path)


if __name__ == "__main__":
    main()
