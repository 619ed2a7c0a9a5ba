"""A ledger of the digests, coded by hand, for the pages' tests and their screenshots."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from musterbook.exchange.corpus import read_claims, read_document
from musterbook.ledger import Ledger
from musterbook.ledger.adding import Addition
from musterbook.model import Claim, Document, Scope

CODED = Path(__file__).parent / "data" / "digests-coded.jsonl"
READER = "musterbook 0.1.0"


def digests() -> list[Addition]:
    """The digests with their claims, as a machine would have read them."""
    found = []
    for line in CODED.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        document = read_document(record)
        claims = tuple(_read(document, claim, record["institutions"]) for claim in read_claims(record, document))
        found.append(Addition(document, claims))
    return found


def _read(document: Document, claim: Claim, institutions: dict[str, str]) -> Claim:
    slots: dict[str, Any] = claim.model_dump(mode="json")
    link = slots["attribution"]["claimant"]
    if link is not None and link["words"] is not None:
        link["institution"] = institutions.get(link["words"]["text"])
    if not slots["own_reading"]:
        slots["reader"] = READER
    return Claim.model_validate(slots, context=document)


def fill(ledger: Ledger) -> None:
    """Put the digests into a ledger, and two dossiers."""
    ledger.add_all(digests(), reader=READER)
    ledger.dossiers.save("kp-in-ru", "North Korea in Russia", Scope(country="KP", area="RU"), "anna")
    ledger.dossiers.save("kp-in-ru-krs", "North Korea in Kursk", Scope(country="KP", area="RU-KRS"), "anna")
