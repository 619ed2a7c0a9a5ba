"""Add: paste text or an address, drop files; the claims are shown, and kept only when a person says so."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from musterbook.errors import ScopeError
from musterbook.intake.received import Failure, Received
from musterbook.intake.sources import open_source
from musterbook.ledger.adding import Addition
from musterbook.ledger.commands_asking import day
from musterbook.ledger.ledger import default_reader
from musterbook.model import Capture, Claim, Document, Entry
from musterbook.web.claim_pages import MissingError
from musterbook.web.desk import Desk, Waiting
from musterbook.web.forms import Form, Sent
from musterbook.web.highlighting import article, marks
from musterbook.web.rendering import desk_of, page, person_of

router = APIRouter(include_in_schema=False)
MOST = 40
"""Documents shown before keeping; more are for the command line."""


@dataclass(frozen=True)
class Shown:
    """A document that waits, with its claims."""

    document: Document
    title: Markup
    body: Markup
    entries: tuple[Entry, ...]
    known: bool
    notices: tuple[str, ...]


@router.get("/add")
def add(request: Request) -> Response:
    """The form to add with."""
    person_of(request, deciding=True)
    return page(request, "add.html", trouble="")


@router.post("/add")
def read(request: Request, form: Form) -> Response:
    """Read what was given and hold it."""
    desk = desk_of(request)
    arrivals = _arrivals(form)
    if not arrivals:
        return page(
            request,
            "add.html",
            400,
            trouble="There is nothing to read: paste a text, give an address, or choose files.",
        )
    return RedirectResponse(f"/add/{quote(desk.hold(arrivals))}", 303)


@router.get("/add/{name}")
def waiting(request: Request, name: str) -> Response:
    """What was read, before it is kept."""
    person_of(request, deciding=True)
    desk = desk_of(request)
    found = _waiting(desk, name)
    return page(
        request,
        "adding.html",
        name=name,
        shown=[_shown(desk, one, claims) for one, claims in zip(found.received, found.claims, strict=True)],
        failures=found.failures,
        seconds=found.seconds,
    )


@router.post("/add/{name}")
def keep(request: Request, name: str, form: Form) -> Response:
    """Keep what was read, or let it go."""
    desk = desk_of(request)
    found = _waiting(desk, name)
    desk.release(name)
    if form.text("leave"):
        return RedirectResponse("/add", 303)
    additions = [
        Addition(one.document, claims, one.capture) for one, claims in zip(found.received, found.claims, strict=True)
    ]
    added = desk.ledger.add_all(additions, reader=default_reader())
    if len(added) == 1:
        return RedirectResponse(f"/document/{quote(added[0].document_id)}", 303)
    return RedirectResponse("/", 303)


def _waiting(desk: Desk, name: str) -> Waiting:
    found = desk.waiting(name)
    if found is None:
        raise MissingError(
            "What was read here waits no longer: it was kept or left, or it is too long ago. Add it again."
        )
    return found


def _arrivals(form: Sent) -> list[Received | Failure]:
    arrivals: list[Received | Failure] = []
    if text := form.text("text"):
        arrivals.append(_pasted(form, text))
    if url := form.text("url"):
        if not url.startswith(("http://", "https://")):
            arrivals.append(Failure(url, f"{url}: only http and https addresses are fetched", "begin it with https://"))
        else:
            arrivals += open_source(url)
    for name, content in form.files:
        arrivals += [_named(name[:200], one) for one in islice(open_source(content), MOST)]
    return arrivals[:MOST]


def _named(name: str, one: Received | Failure) -> Received | Failure:
    """What came of a file, under the file's name."""
    if isinstance(one, Failure):
        return Failure(name, one.message.replace("the bytes given", name), one.what_to_do)
    return Received(one.document, one.capture, one.source.replace("the bytes given", name), one.notices)


def _pasted(form: Sent, text: str) -> Received | Failure:
    try:
        published = day(form.text("published") or None)
    except ScopeError as error:
        return Failure("the text", str(error), "write the day as 2025-01-31")
    first, _, rest = text.partition("\n")
    title = form.text("title")
    body = text
    if not title and rest.strip() and len(first) < 200:
        title, body = first.strip(), rest.strip()
    document = Document(
        title=title[:500],
        text=body.replace("\r\n", "\n"),
        outlet=form.text("outlet")[:200] or None,
        published=published,
    )
    return Received(document, Capture.of(text.encode(), "text/plain"), "the text given")


def _shown(desk: Desk, one: Received, claims: tuple[Claim, ...]) -> Shown:
    kept = desk.ledger.recognise(one.document, one.capture)
    document = kept or one.document
    title, body = article(document, [mark for claim in claims for mark in marks(claim)])
    entries = tuple(
        Entry.model_construct(
            claim=claim,
            document=document,
            institution=claim.attribution.claimant.institution if claim.attribution.claimant else None,
            side=claim.attribution.claimant.country if claim.attribution.claimant else None,
        )
        for claim in claims
    )
    return Shown(document, title, body, entries, kept is not None, one.notices)
