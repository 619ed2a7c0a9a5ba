"""Where one claim comes from: its origin with all echoes, found among the claims that agree with it."""

from __future__ import annotations

from datetime import timedelta

from musterbook.assessment.origins import Origin, origins
from musterbook.assessment.register import kernel
from musterbook.assessment.voices import voice
from musterbook.ledger import Query
from musterbook.model import Entry
from musterbook.web.desk import Desk

MOST = 300
"""Claims looked through for the origin of one."""
NEAR = timedelta(60)
FAR = timedelta(800)


def origin_of(desk: Desk, entry: Entry) -> Origin:
    """The origin a claim belongs to: itself, where it is the first or has no date."""
    return desk.once(("origin", entry.claim.id), lambda: _origin(desk, entry))


def _origin(desk: Desk, entry: Entry) -> Origin:
    same = kernel(entry.claim)
    alike = [other for other in desk.ledger.claims(_alike(entry), limit=MOST).entries if kernel(other.claim) == same]
    alike = [other for other in alike if other.claim.id != entry.claim.id]
    alike.append(entry.model_copy(update={"verdict": None}))
    for one in origins(alike):
        if any(own.claim.id == entry.claim.id for own in one.entries):
            return one
    return Origin(entry, voice(entry))


def _alike(entry: Entry) -> Query:
    """What agrees with a claim in all that can be asked for."""
    claim, quantity = entry.claim, entry.claim.quantity
    day = entry.document.published
    reach = NEAR if quantity is None else FAR
    low = high = None
    if quantity is not None:
        low = quantity.low if quantity.low is not None else quantity.high
        high = quantity.high if quantity.high is not None else quantity.low
    return Query(
        kinds=(claim.kind,),
        modalities=(claim.modality,),
        countries=(claim.force.country or "",),
        categories=(claim.force.category,),
        outcomes=(claim.outcome,) if claim.outcome else (),
        since=day - reach if day else None,
        until=day + reach if day else None,
        at_least=low,
        at_most=high,
        documents=() if day else (entry.document.id,),
    )
