"""schema.org claims, ready for a ClaimReview: who claims what, where it appeared, with no verdict of ours.

A fact checker adds a ClaimReview whose `itemReviewed` is one of these.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from musterbook.exchange.annotations import URN
from musterbook.exchange.outgoing import Outgoing
from musterbook.exchange.rows import iso, title
from musterbook.model import Entry


def write(outgoing: Outgoing) -> Iterator[bytes]:
    """One graph of JSON-LD, claim by claim."""
    yield b'{"@context": "https://schema.org", "@graph": ['
    for number, entry in enumerate(outgoing.entries()):
        yield (b",\n" if number else b"\n") + json.dumps(stated(entry), ensure_ascii=False).encode()
    yield b"\n]}\n"


def stated(entry: Entry) -> dict[str, Any]:
    """A claim as schema.org has it: https://schema.org/Claim."""
    claim, document = entry.claim, entry.document
    claimant = claim.attribution.claimant
    name = claimant.words.text if claimant and claimant.words else document.outlet
    appearance = {
        "@type": "NewsArticle",
        "@id": document.url or f"{URN}:document:{document.id}",
        "url": document.url,
        "headline": document.title or None,
        "datePublished": iso(document.published),
        "inLanguage": document.language,
        "publisher": {"@type": "Organization", "name": document.outlet} if document.outlet else None,
    }
    found = {
        "@type": "Claim",
        "@id": f"{URN}:claim:{claim.id}",
        "name": title(entry),
        "text": claim.mentions[0].text,
        "datePublished": iso(document.published),
        "author": author(name, entry) if name else None,
        "appearance": {key: value for key, value in appearance.items() if value is not None},
        "keywords": [str(claim.kind), str(claim.modality)],
        "contentLocation": [{"@type": "Place", "name": p.words.text} for p in claim.places if p.words] or None,
    }
    return {key: value for key, value in found.items() if value is not None}


def author(name: str, entry: Entry) -> dict[str, Any]:
    """Who claims it; an organisation where the claimant is resolved to one, else only a name."""
    found: dict[str, Any] = {"@type": "Organization" if entry.institution else "Thing", "name": name}
    if entry.institution:
        found["identifier"] = entry.institution
    return found
