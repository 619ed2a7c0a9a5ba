"""One claim beside its article: slots, attribution, origin and echoes, history, review."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from musterbook.errors import LedgerError
from musterbook.ledger.reviewing import VERDICTS, Verdict
from musterbook.model import Entry, Quote
from musterbook.naming import place_name
from musterbook.presentation.voices import institution_name
from musterbook.web.correction import changes, correction
from musterbook.web.descent import origin_of
from musterbook.web.dossier_scopes import saved
from musterbook.web.forms import Form
from musterbook.web.highlighting import article, marks
from musterbook.web.rendering import desk_of, entry_title, figure, page, person_of

router = APIRouter(include_in_schema=False)


class MissingError(Exception):
    """Something that is not here; words for the person."""


@dataclass(frozen=True)
class Slot:
    """One slot of a claim as it is shown: what it is, its value, and the words it stands on."""

    name: str
    slot: str
    """Which colour it has."""
    value: str
    words: Quote | None
    why: str


def entry_of(request: Request, claim: str) -> Entry:
    """The claim of an id.

    Raises MissingError when the ledger never held it.
    """
    entry = desk_of(request).ledger.claim(claim)
    if entry is None:
        raise MissingError(f"Claim {claim[:40]} is not in this ledger.")
    return entry


@router.get("/claim/{claim}")
def claim(request: Request, claim: str) -> Response:
    """One claim."""
    person_of(request)
    desk, entry = desk_of(request), entry_of(request, claim)
    title, body = article(entry.document, marks(entry.claim))
    return page(
        request,
        "claim.html",
        entry=entry,
        heading=entry_title(entry),
        slots=slots(entry),
        title=title,
        body=body,
        origin=origin_of(desk, entry),
        lives=desk.ledger.lives(claim),
        reviews=desk.ledger.reviews(claim),
        dossiers=saved(desk),
        correcting="correct" in request.query_params,
        lists=correction(),
    )


@router.post("/claim/{claim}/review")
def review(request: Request, claim: str, form: Form) -> Response:
    """Give a verdict on a claim."""
    desk, entry = desk_of(request), entry_of(request, claim)
    verdict = _verdict(form.text("verdict"))
    corrected = None
    if verdict == "corrected":
        corrected = changes(entry, form.fields, form.person.name)
    desk.ledger.review(claim, verdict, form.person.name, form.text("why")[:2000], corrected)
    return RedirectResponse(form.path("next", f"/claim/{quote(claim)}#review"), 303)


def _verdict(written: str) -> Verdict:
    for verdict in VERDICTS:
        if verdict == written:
            return verdict
    raise LedgerError(f"{written!r} is no verdict; give one of {', '.join(VERDICTS)}")


def slots(entry: Entry) -> list[Slot]:
    """The filled slots of a claim, in the order a reader asks."""
    claim = entry.claim
    why = {reason.slot: f"{reason.rule}{f' (“{reason.words.text}”)' if reason.words else ''}" for reason in claim.why}
    force = claim.force
    named = force.name.text if force.name else place_name(force.country) if force.country else "side not told"
    found = [Slot("force", "force", f"{named}, {force.category}", force.words, why.get("force", ""))]
    if claim.quantity is not None:
        basis = "" if claim.quantity.basis == "total" else f" ({claim.quantity.basis})"
        found.append(
            Slot(
                "figure", "quantity", f"{figure(claim.quantity)}{basis}", claim.quantity.words, why.get("quantity", "")
            )
        )
    for place in claim.places:
        part = " (part of it)" if place.partial else ""
        value = f"{place.role} {place_name(place.code) if place.code else 'a place not resolved'}{part}"
        found.append(
            Slot(
                "place",
                "place",
                f"{value}{f' · {place.code}' if place.code else ''}",
                place.words,
                why.get("places", ""),
            )
        )
    if claim.period is not None:
        start, end = claim.period.start, claim.period.end
        value = f"{start}" if start == end else f"{start or '…'} – {end or '…'}"
        found.append(Slot("period", "period", value, claim.period.words, why.get("period", "")))
    if claim.counterpart is not None:
        party = claim.counterpart
        value = place_name(party.country) if party.country else party.name.text if party.name else ""
        found.append(Slot("counterpart", "counterpart", value, party.words, why.get("counterpart", "")))
    found += [Slot("task", "task", task.text, task, why.get("tasks", "")) for task in claim.tasks]
    chain = claim.attribution
    if chain.claimant is not None:
        value = institution_name(entry.institution) if entry.institution else "institution not resolved"
        found.append(Slot("claimant", "claimant", value, chain.claimant.words, why.get("claimant", "")))
    if chain.via is not None:
        found.append(Slot("via", "via", "told through", chain.via.words, why.get("via", "")))
    outcome = [str(claim.outcome)] if claim.outcome else []
    said = ", ".join([claim.kind, *outcome, claim.modality, *(["hedged"] if claim.hedged else [])])
    reasons = "; ".join(why[name] for name in ("kind", "modality", "outcome", "hedged") if name in why)
    return [Slot("what", "mention", said, None, reasons), *found]
