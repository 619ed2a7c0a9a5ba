"""One document: the article with all its claims, where it comes from, and what a re-reading would change."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from musterbook.ledger import Query
from musterbook.ledger.ledger import default_reader
from musterbook.model import Claim, Document, Entry
from musterbook.web.claim_pages import MissingError
from musterbook.web.desk import Said
from musterbook.web.forms import Form
from musterbook.web.highlighting import Marked, article, marks
from musterbook.web.rendering import desk_of, page, person_of

router = APIRouter(include_in_schema=False)


def document_of(request: Request, document: str) -> Document:
    """The document of an id.

    Raises MissingError when the ledger never held it.
    """
    found = desk_of(request).ledger.documents.get(document)
    if found is None:
        raise MissingError(f"Document {document[:40]} is not in this ledger.")
    return found


@router.get("/document/{document}")
def document(request: Request, document: str) -> Response:
    """One document."""
    person_of(request)
    return _page(request, document_of(request, document))


@router.post("/document/{document}/reread")
def reread(request: Request, document: str, form: Form) -> Response:
    """Read a document again: show what would change, or keep it."""
    desk, found = desk_of(request), document_of(request, document)
    claims = desk.read(found)
    if form.text("keep"):
        desk.ledger.add(found, claims, reader=default_reader())
        return RedirectResponse(f"/document/{quote(document)}", 303)
    return _page(request, found, claims)


def _page(request: Request, found: Document, read: tuple[Claim, ...] | None = None) -> Response:
    desk = desk_of(request)
    asked = "statements" in request.query_params
    entries = sorted(desk.ledger.entries(Query(documents=(found.id,))), key=lambda entry: entry.claim.mentions[0].start)
    told = desk.once(("statements", found.id), lambda: desk.statements(found)) if asked else ()
    marked = [mark for entry in entries for mark in marks(entry.claim)]
    title, body = article(found, [*marked, *(mark for at, one in enumerate(told) for mark in _said(at, one))])
    standing = {entry.claim.id for entry in entries}
    return page(
        request,
        "document.html",
        document=found,
        entries=entries,
        title=title,
        body=body,
        sightings=desk.ledger.documents.sightings(found.id),
        readings=desk.ledger.documents.readings(found.id),
        capture=desk.ledger.documents.capture(found.capture) if found.capture else None,
        read=read is not None,
        statements=asked,
        told=[
            (" ".join(found.content[start:end] for start, end in filter(None, [one.source])), at, one)
            for at, one in enumerate(told)
        ],
        fresh=[_entry(claim, found) for claim in read or () if claim.id not in standing],
        gone=[
            entry
            for entry in entries
            if read is not None
            and entry.claim.id not in {claim.id for claim in read}
            and not entry.claim.reader.startswith("review ")
        ],
    )


def _said(at: int, one: Said) -> Iterator[Marked]:
    """The stretches of a statement, as marks of their own."""
    name = f"statement-{at}"
    for start, end in one.content:
        yield Marked(start, end, "statement", name)
    for slot, stretch in (("source", one.source), ("cue", one.cue)):
        if stretch is not None:
            yield Marked(*stretch, slot, name)


def _entry(claim: Claim, found: Document) -> Entry:
    link = claim.attribution.claimant
    return Entry.model_construct(
        claim=claim,
        document=found,
        institution=link.institution if link else None,
        side=link.country if link else None,
    )
