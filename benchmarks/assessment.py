"""How long the picture of a scope takes: claims in memory, assessed for every day of two years.

    python benchmarks/assessment.py [--claims 100000] [--days 730] [--seed 7]

Prints processor seconds for a quarter of the claims, half, all, and twice as many, so that linearity can be read off:
the least of three runs each. Making the claims is not timed.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from datetime import date, timedelta
from itertools import pairwise

from musterbook.assessment.estimates import series
from musterbook.assessment.origins import origins
from musterbook.assessment.register import Register
from musterbook.model import (
    Attribution,
    Basis,
    Category,
    Claim,
    Document,
    Entry,
    Force,
    Kind,
    Link,
    Modality,
    Outcome,
    Period,
    Place,
    Quantity,
    Quote,
    Role,
    Scope,
)
from musterbook.pausing import no_collecting

START = date(2024, 1, 1)
AREAS = ("RU", "RU-KRS", "RU-BEL", "RU-BRY", "RU-PRI", "RU-KRS/Sudzha")
INSTITUTIONS = 60
OUTLETS = 400
RUNS = 3


def register(claims: int, days: int, seed: int) -> list[Entry]:
    """Claims of an invented deployment, newest first as a ledger gives them: three a document, figures that drift."""
    chance = random.Random(seed)
    quote = Quote.model_construct(text="soldiers", start=0, end=8)
    forces = Force.model_construct(country="KP", name=None, category=Category.PERSONNEL, words=quote)
    places = [Place.model_construct(words=quote, role=Role.AT, code=code, partial=False) for code in AREAS]
    made: list[Entry] = []
    document = Document(title="", text="")
    published = sorted((chance.randrange(days) for _ in range(claims // 3 + 1)), reverse=True)
    for number in range(claims):
        if number % 3 == 0:
            day = START + timedelta(published[number // 3])
            outlet = f"Outlet {chance.randrange(OUTLETS)}"
            document = Document(title=f"Report {number}", text=f"Text {number}.", outlet=outlet, published=day)
            identity = document.id
        institution = f"institution-{int(chance.random() ** 2 * INSTITUTIONS)}" if chance.random() < 0.8 else None
        figure = float(500 * round(20 + 4 * chance.random() + (document.published or START).toordinal() % 365 / 30))
        shape = chance.random()
        kind = Kind.PRESENCE if shape < 0.7 else Kind.LOSS
        modality = Modality.ASSERTED if chance.random() < 0.85 else Modality.EXPECTED
        period = None
        if chance.random() < 0.1 and document.published:
            period = Period.model_construct(words=quote, start=document.published - timedelta(30), end=None)
        claim = Claim.model_construct(
            document=identity,
            kind=kind,
            modality=modality,
            hedged=False,
            force=forces,
            quantity=Quantity.model_construct(
                words=quote, low=figure, high=None if shape < 0.1 else figure, approximate=False, basis=Basis.TOTAL
            ),
            places=() if shape > 0.9 else (chance.choice(places),),
            counterpart=None,
            outcome=Outcome.KILLED if kind is Kind.LOSS else None,
            tasks=(),
            period=period,
            attribution=Attribution.model_construct(
                claimant=Link.model_construct(words=quote, institution=None, country=None) if institution else None,
                via=None,
            ),
            mentions=(Quote.model_construct(text="soldiers", start=number % 3, end=number % 3 + 8),),
            why=(),
            reader="benchmark",
            own_reading=(),
        )
        made.append(
            Entry.model_construct(
                claim=claim,
                document=document,
                institution=institution,
                side=f"S{len(institution) % 5}" if institution else None,
                recorded=None,
                verdict=None,
            )
        )
    return made


def timed(entries: list[Entry], days: int) -> tuple[float, float, float]:
    """Processor seconds for the presence series, the running total of the killed, and all origins.

    All are asked of one register, as a picture asks them: the first puts the claims in order for the others.
    """
    scope, end = Scope(country="KP", area="RU"), START + timedelta(days - 1)
    marks = [time.process_time()]
    with no_collecting():
        register_ = Register.of(entries)
        series(register_, scope, START, end)
        marks.append(time.process_time())
        series(register_, Scope(country="KP", area="RU", kind=Kind.LOSS, outcome=Outcome.KILLED), START, end)
        marks.append(time.process_time())
        origins(register_)
        marks.append(time.process_time())
    first, second, third = (after - before for before, after in pairwise(marks))
    return first, second, third


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--days", type=int, default=730)
    options.add_argument("--seed", type=int, default=7)
    asked = options.parse_args()
    print(f"{'claims':>10} {'days':>6} {'presence s':>11} {'killed s':>9} {'origins s':>10} {'all s':>7}")
    for claims in (asked.claims // 4, asked.claims // 2, asked.claims, asked.claims * 2):
        entries = register(claims, asked.days, asked.seed)
        runs = []
        for _ in range(RUNS):
            gc.collect()
            runs.append(timed(entries, asked.days))
        presence, killed, gathered = min(runs, key=sum)
        every = presence + killed + gathered
        print(f"{claims:>10,} {asked.days:>6} {presence:>11.2f} {killed:>9.2f} {gathered:>10.2f} {every:>7.2f}")


if __name__ == "__main__":
    main()
