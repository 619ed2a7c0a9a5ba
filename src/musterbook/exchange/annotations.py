"""W3C Web Annotations: one annotation a claim, on every sentence that makes it and every slot's characters.

A target is the document's address, or its content hash where it has none, with a TextQuoteSelector (the words and what
stands around them) and a TextPositionSelector (offsets in the title, a line break and the body).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from musterbook.exchange.outgoing import Outgoing
from musterbook.exchange.rows import flat, title
from musterbook.model import Claim, Document, Entry, Quote

AROUND = 32
"""Characters before and after the words that a selector quotes (W3C Web Annotation Data Model, 4.2.4)."""
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
URN = "urn:musterbook"


def write(outgoing: Outgoing) -> Iterator[bytes]:
    """One page of annotations, annotation by annotation."""
    yield json.dumps({"@context": CONTEXT, "id": f"{URN}:claims", "type": "AnnotationPage"})[:-1].encode()
    yield b', "items": ['
    for number, entry in enumerate(outgoing.entries()):
        yield (b",\n" if number else b"\n") + json.dumps(annotation(entry), ensure_ascii=False).encode()
    yield b"\n]}\n"


def annotation(entry: Entry) -> dict[str, Any]:
    """A claim as an annotation: what it says as text and as data, and where it is said."""
    claim, document = entry.claim, entry.document
    found: dict[str, Any] = {
        "id": f"{URN}:claim:{claim.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "generator": {"id": URN, "type": "Software", "name": claim.reader},
        "body": [
            {"type": "TextualBody", "value": title(entry), "format": "text/plain", "purpose": "describing"},
            {"type": "TextualBody", "value": json.dumps(flat(entry), ensure_ascii=False), "format": "application/json"},
        ],
        "target": [target(document, quote, name) for name, quote in quotes(claim)],
    }
    if entry.recorded is not None:
        found["created"] = entry.recorded.isoformat()
    return found


def quotes(claim: Claim) -> Iterator[tuple[str, Quote]]:
    """Every slot that stands in the text, by name; mentions first."""
    yield from (("mention", quote) for quote in claim.mentions)
    claimant, via = claim.attribution.claimant, claim.attribution.via
    slots = {
        "force": claim.force.words,
        "force_name": claim.force.name,
        "quantity": claim.quantity.words if claim.quantity else None,
        "counterpart": claim.counterpart.words if claim.counterpart else None,
        "period": claim.period.words if claim.period else None,
        "claimant": claimant.words if claimant else None,
        "via": via.words if via else None,
    }
    yield from ((name, quote) for name, quote in slots.items() if quote is not None)
    yield from (("place", place.words) for place in claim.places if place.words is not None)
    yield from (("task", quote) for quote in claim.tasks)


def target(document: Document, quote: Quote, name: str) -> dict[str, Any]:
    """The characters of a slot in its document."""
    content = document.content
    return {
        "type": "SpecificResource",
        "source": document.url or f"{URN}:document:{document.id}",
        "styleClass": name,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": quote.text,
                "prefix": content[max(0, quote.start - AROUND) : quote.start],
                "suffix": content[quote.end : quote.end + AROUND],
            },
            {"type": "TextPositionSelector", "start": quote.start, "end": quote.end},
        ],
    }
