"""FollowTheMoney: statements of entities, one JSON object a line, checked by the followthemoney library.

A claim is an Event: its places, days and sentence, the article it stands in as its proof, the force and the claimant as
Organizations involved. Statements carry the dataset `musterbook`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from musterbook.exchange.formats import needed
from musterbook.exchange.outgoing import Outgoing
from musterbook.exchange.rows import iso, title
from musterbook.exchange.stix import force, speaker
from musterbook.model import Entry

if TYPE_CHECKING:
    from followthemoney import EntityProxy

DATASET = "musterbook"


def write(outgoing: Outgoing) -> Iterator[bytes]:
    """The statements, line by line. Raises ScopeError without the followthemoney library."""
    try:
        from followthemoney.statement import Statement
    except ImportError as error:
        raise needed("followthemoney") from error
    written: set[str] = set()
    for entry in outgoing.entries():
        for proxy in entities(entry):
            if proxy.id in written or proxy.id is None:
                continue
            written.add(proxy.id)
            seen = entry.recorded.isoformat() if entry.recorded else None
            made = Statement.from_entity(proxy, DATASET, first_seen=seen, last_seen=seen)
            for statement in sorted(made, key=lambda one: (one.prop, one.value)):
                yield json.dumps(statement.to_dict(), ensure_ascii=False, default=str).encode() + b"\n"


def entities(entry: Entry) -> Iterator[EntityProxy]:
    """The article, the force, the claimant and the claim."""
    claim, document = entry.claim, entry.document
    name = speaker(entry)
    article = proxy(
        "Article",
        document.id,
        title=document.title,
        sourceUrl=document.url,
        publishedAt=iso(document.published),
        publisher=document.outlet,
        language=document.language,
    )
    side = proxy("Organization", force(claim), name=force(claim), country=claim.force.country)
    yield article
    yield side
    involved = [side.id]
    if name:
        said = proxy("Organization", name, name=name, country=entry.side)
        yield said
        involved.append(said.id)
    period = claim.period
    yield proxy(
        "Event",
        claim.id,
        name=title(entry),
        summary=claim.mentions[0].text,
        startDate=iso(period.start) if period else None,
        endDate=iso(period.end) if period else None,
        date=iso(document.published),
        location=[place.words.text for place in claim.places if place.words],
        country=[place.code[:2] for place in claim.places if place.code],
        involved=involved,
        proof=article.id,
        sourceUrl=document.url,
        publisher=document.outlet,
        recordId=claim.id,
        keywords=[str(claim.kind), str(claim.modality)],
        description=claim.quantity.words.text if claim.quantity and claim.quantity.words else None,
    )


def proxy(schema: str, key: str, **properties: Any) -> EntityProxy:
    """An entity with these properties; values its schema does not take are left out by its own rules."""
    from followthemoney import model

    made = model.make_entity(schema)
    made.id = f"mb-{hashlib.sha1(f'{schema} {key}'.encode(), usedforsecurity=False).hexdigest()}"
    for name, value in properties.items():
        for each in value if isinstance(value, list) else [value]:
            if each:
                made.add(name, each)
    return made
