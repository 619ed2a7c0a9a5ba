"""STIX 2.1: a bundle in which every claim is a note on the force and the places it speaks of.

A note (an author's words about other objects) is what STIX has for something said. Its slots stand in a property
extension that is defined in the bundle; forces and claimants are identities, places locations. Identifiers are made of
the content, so that the same claim is the same object in every bundle. Each object is checked by the stix2 library.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from musterbook import __version__
from musterbook.exchange.formats import needed
from musterbook.exchange.outgoing import Outgoing
from musterbook.exchange.rows import flat, title
from musterbook.model import Claim, Entry

SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://musterbook.example/stix")
EXTENSION = f"extension-definition--{uuid.uuid5(SPACE, 'claim')}"
MAKER = f"identity--{uuid.uuid5(SPACE, 'musterbook')}"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""When the objects that belong to no claim were made; they never change."""


def write(outgoing: Outgoing) -> Iterator[bytes]:
    """The bundle, object by object. Raises ScopeError without the stix2 library."""
    try:
        import stix2
    except ImportError as error:
        raise needed("stix2") from error
    bundle = uuid.uuid5(SPACE, outgoing.query.model_dump_json())
    yield f'{{"type": "bundle", "id": "bundle--{bundle}", "objects": [\n'.encode()
    written: set[str] = set()
    for entry in outgoing.entries():
        for made in (*opening(), *around(entry), note(entry)):
            if made["id"] in written:
                continue
            checked = stix2.parse(made, version="2.1", allow_custom=False)
            yield (b",\n" if written else b"") + json.dumps(
                json.loads(checked.serialize()), ensure_ascii=False
            ).encode()
            written.add(made["id"])
    yield b"\n]}\n"


def opening() -> Iterator[dict[str, Any]]:
    """Who made the bundle, and what its notes carry."""
    yield identity("musterbook", f"Musterbook {__version__}", "system") | {"id": MAKER}
    yield {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        **clock(EPOCH),
        "created_by_ref": MAKER,
        "name": "A claim about armed forces",
        "description": "The slots of a claim as a report makes it; see docs/exchange.md of Musterbook.",
        "schema": "https://musterbook.example/exchange#columns",
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


def around(entry: Entry) -> Iterator[dict[str, Any]]:
    """The force, the claimant and the places of a claim."""
    claim = entry.claim
    yield identity(f"force {force(claim)}", force(claim), "group")
    name = speaker(entry)
    if name:
        yield identity(f"claimant {name}", name, "organization" if entry.institution else "unknown")
    for place in claim.places:
        if place.code is None:
            continue
        found: dict[str, Any] = {
            "type": "location",
            "spec_version": "2.1",
            "id": location_id(place.code),
            **clock(EPOCH),
            "country": place.code[:2],
            "name": place.code,
        }
        if len(place.code) > 2:
            found["administrative_area"] = place.code.split("/")[0]
        yield found


def note(entry: Entry) -> dict[str, Any]:
    """A claim as a note, with its source."""
    claim, document = entry.claim, entry.document
    name = speaker(entry)
    said = {key: value for key, value in flat(entry).items() if value is not None}
    said["extension_type"] = "property-extension"
    reference = {"source_name": document.outlet or "unnamed outlet", "description": document.title or document.id}
    if document.url:
        reference["url"] = document.url
    day = datetime.combine(document.published, time(), UTC) if document.published else EPOCH
    places = [location_id(place.code) for place in claim.places if place.code]
    return {
        "type": "note",
        "spec_version": "2.1",
        "id": f"note--{uuid.uuid5(SPACE, claim.id)}",
        **clock(day),
        "created_by_ref": MAKER,
        "abstract": title(entry),
        "content": claim.mentions[0].text,
        "authors": [name] if name else [document.outlet or "unnamed outlet"],
        "object_refs": list(dict.fromkeys([identity_id(f"force {force(claim)}"), *places])),
        "external_references": [reference],
        "extensions": {EXTENSION: said},
    }


def identity(key: str, name: str, kind: str) -> dict[str, Any]:
    """An identity with this name."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": identity_id(key),
        **clock(EPOCH),
        "name": name,
        "identity_class": kind,
    }


def identity_id(key: str) -> str:
    """The identifier of an identity."""
    return f"identity--{uuid.uuid5(SPACE, key)}"


def location_id(code: str) -> str:
    """The identifier of a place."""
    return f"location--{uuid.uuid5(SPACE, f'place {code}')}"


def clock(moment: datetime) -> dict[str, str]:
    """Created and modified at a moment."""
    shown = moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {"created": shown, "modified": shown}


def force(claim: Claim) -> str:
    """Whose force it is, as a name."""
    if claim.force.name is not None:
        return claim.force.name.text
    return f"armed forces of {claim.force.country}" if claim.force.country else "an armed force of no named side"


def speaker(entry: Entry) -> str | None:
    """Who says it: the institution, else the claimant's words."""
    claimant = entry.claim.attribution.claimant
    return entry.institution or (claimant.words.text if claimant and claimant.words else None)
