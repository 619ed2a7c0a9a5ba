"""Measures the pages of a served ledger, as a reader's browser asks for them: one after the other over one connection.

    python benchmarks/web.py LEDGER [--dossier ml-in-kp]

The ledger is one of ledger_generate.py. The server is `muster serve` in a process of its own. Every question is asked
once (`cold`: nothing worked out before) and again (`warm`).
"""

from __future__ import annotations

import argparse
import http.client
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

from ledger_generate import FORCES, OFFICES, OUTLETS, REGIONS
from musterbook.ledger import Ledger, Query
from musterbook.model import Kind, Modality


@contextmanager
def served(path: Path) -> Iterator[int]:
    """The port a ledger is served at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    start = "from musterbook.cli import main; main()"
    command = [sys.executable, "-c", start, "serve", "--ledger", str(path), "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while server.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait(20)


class Reader:
    """One browser: a connection that is kept open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, address: str) -> tuple[float, int]:
        """Milliseconds until the page is there, and its bytes."""
        begun = time.perf_counter()
        self.connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address}: {answer.status}")
        return (time.perf_counter() - begun) * 1000, len(body)


def claims_pages(chance: random.Random, count: int) -> list[str]:
    """Questions as readers ask them: a force, its kinds and modalities, places, institutions, outlets, words, days."""
    asked: list[dict[str, str]] = []
    for _ in range(count):
        force, kind = chance.choice(FORCES), chance.choice(list(Kind))
        asked += [
            {"force": force},
            {"force": force, "kind": str(kind), "modality": str(chance.choice(list(Modality)))},
            {"place": chance.choice(REGIONS)},
            {"force": force, "place": chance.choice(FORCES)},
            {"institution": chance.choice(OFFICES)[0]},
            {"outlet": chance.choice(OUTLETS), "force": force},
            {"kind": str(kind)},
            {"force": force, "known_on": f"{chance.randrange(2020, 2026)}-05-01"},
            {"text": f"word{chance.randrange(200, 4000)}"},
            {"text": f"word{chance.randrange(200)}", "force": force},
        ]
    return [f"/claims?{urlencode(one)}" for one in asked]


def show(name: str, times: list[tuple[float, int]]) -> None:
    taken = sorted(milliseconds for milliseconds, _ in times)
    p95 = taken[max(0, round(len(taken) * 0.95) - 1)]
    size = max(size for _, size in times) / 1000
    print(
        f"{name:34} {statistics.median(taken):9.1f} {p95:9.1f} {max(taken):9.1f} {size:8.0f} KB  ({len(taken)})",
        flush=True,
    )


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("path", type=Path)
    options.add_argument("--dossier", default="ml-in-kp")
    options.add_argument("--pages", type=int, default=12)
    asked = options.parse_args()
    chance = random.Random(5)
    with Ledger.open(asked.path, read_only=True) as ledger:
        some = ledger.claims(Query(countries=(chance.choice(FORCES[:9]),)), limit=200).entries
        claims = [f"/claim/{entry.claim.id}" for entry in chance.sample(some, 100)]
    dossier = f"/dossier/{quote(asked.dossier)}"
    days = [date(2024, 1, 5) + timedelta(17 * number) for number in range(20)]
    moved = [f"{dossier}?known_on={day}" for day in days]
    print(f"{'milliseconds':34} {'median':>9} {'p95':>9} {'most':>9} {'sent':>8}")
    with served(asked.path) as port:
        reader = Reader(port)
        show("first page of the server", [reader.get("/add")])
        show("dossier, cold", [reader.get(dossier)])
        show("dossier, warm", [reader.get(dossier) for _ in range(40)])
        show("dossier, a new day of knowing", [reader.get(address) for address in moved])
        show("dossier, a day seen before", [reader.get(address) for address in moved])
        show("home", [reader.get("/") for _ in range(20)])
        show("all claims, cold", [reader.get("/claims")])
        show("all claims, warm", [reader.get("/claims") for _ in range(20)])
        pages = claims_pages(chance, asked.pages)
        show("claims, cold", [reader.get(address) for address in pages])
        show("claims, warm", [reader.get(address) for address in pages])
        show("claim, cold", [reader.get(address) for address in claims])
        show("claim, warm", [reader.get(address) for address in claims])


if __name__ == "__main__":
    main()
