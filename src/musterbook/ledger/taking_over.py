"""Taking over what another ledger held: what is new is entered, what is known stays, and no verdict is lost.

Rows are entered now, by the act of taking over, and keep the moment they were first recorded (`elsewhere`): what stood
here on an earlier day is not changed by what comes in today. Where the two ledgers disagree, the later word stands; the
earlier one is kept on record, entered as superseded.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import ValidationError

from musterbook.ledger.act import Act
from musterbook.ledger.adding import by_person
from musterbook.ledger.entering import Tray
from musterbook.ledger.giving import first_recorded
from musterbook.ledger.holding import HeldAssignment, HeldCapture, HeldClaim, HeldSighting, Holding
from musterbook.ledger.recognising import Known, capture_standing, recognise
from musterbook.ledger.rows import claim_rows, document_row, sighting_digest
from musterbook.ledger.tables import captures, claims, documents, readings, reviews, sightings
from musterbook.ledger.taking_over_words import review_row, take_over_assignment, take_over_reviews
from musterbook.model import Claim, Document

WAITING = 64
"""Up to this many new documents are entered together."""

Reading = Literal["none", "same", "later", "earlier"]
"""How the reading that comes in stands to the one that stands here."""


@dataclass
class TakenOver:
    """What taking over came to."""

    documents: int = 0
    documents_known: int = 0
    claims: int = 0
    claims_known: int = 0
    claims_aside: int = 0
    """Entered on record, but not standing: of an earlier reading, or replaced."""
    claims_superseded: int = 0
    """Claims of an earlier reading here, not found again by the later one that came in."""
    reviews: int = 0
    reviews_known: int = 0
    assignments: int = 0
    assignments_known: int = 0
    left_out: list[str] = field(default_factory=list)
    """What could not be taken over, and why; a sentence each."""


@dataclass(frozen=True)
class Coming:
    """A claim on its way in, in the text that is kept here."""

    claim: Claim
    recorded: datetime
    stands: bool


class TakingOver:
    """One act of taking over, inside one transaction."""

    def __init__(self, connection: sa.Connection, what: str, who: str, codings_entered: set[int]) -> None:
        self.done = TakenOver()
        self._act = Act(connection, what, who)
        self._tray = Tray(self._act, codings_entered)
        self._reviews: list[dict[str, Any]] = []

    def holding(self, holding: Holding) -> None:
        """Take over a document and everything held of it."""
        for capture in holding.captures:
            self._capture(capture)
        known = self._known(holding.document.document)
        if known is not None:
            self._again(holding, known)
        elif self._withdrawn(holding.document.id):
            self.done.left_out.append(f"document {holding.document.id} was withdrawn here, and stays so")
        else:
            self._new(holding)
        if len(self._tray.documents) >= WAITING:
            self._empty()

    def assignment(self, assignment: HeldAssignment) -> None:
        """Take over what somebody says a claimant speaks for."""
        if take_over_assignment(self._act, assignment):
            self.done.assignments += 1
        else:
            self.done.assignments_known += 1

    def finish(self) -> TakenOver:
        """Enter what waits; what it came to."""
        self._empty()
        return self.done

    def _empty(self) -> None:
        self._tray.empty()
        self._act.enter_all(reviews, self._reviews)
        self._reviews.clear()

    def _capture(self, capture: HeldCapture) -> None:
        standing = capture_standing(self._act.connection, capture.sha256)
        if standing is not None and (standing["kept"] or capture.body is None):
            return
        row = capture.model_dump(include={"media_type", "url", "encoding", "fetched", "size"})
        row["body"] = None if capture.body is None else zlib.compress(capture.body, 6)
        self._act.replace(captures, {"sha256": capture.sha256}, row | {"elsewhere": capture.recorded})

    def _known(self, document: Document) -> Known | None:
        """The kept document this one is another appearance of; not one that came in with it, for there they are two."""
        taken = None
        if document.capture is not None:
            query = sa.select(captures.c.sha256, captures.c.media_type)
            taken = self._act.connection.execute(
                query.where(captures.c.sha256 == document.capture, captures.c.superseded.is_(None))
            ).first()
        known = recognise(self._act.connection, document, taken)
        if known is None or known.document.id == document.id:
            return known
        entered = self._act.connection.scalar(sa.select(documents.c.act).where(documents.c.row == known.row))
        return None if entered == self._act.number else known

    def _withdrawn(self, document_id: str) -> bool:
        query = sa.select(documents.c.row).where(documents.c.id == document_id).limit(1)
        return self._act.connection.scalar(query) is not None

    def _new(self, holding: Holding) -> None:
        held, text = holding.document, holding.document.document
        row = self._act.enter(documents, document_row(text) | {"elsewhere": held.recorded})
        self._tray.text(row, text)
        for sighting in held.sightings:
            self._tray.sighting(row, _sighting_row(sighting))
        if held.reading is not None and held.whole:
            self._tray.reading(row, held.reading.reader, held.reading.claims, elsewhere=held.reading.recorded)
        self._tray.claims(row, ())
        coming = (*holding.claims, *holding.spoken_of)
        self._enter(row, text, [Coming(one.claim, one.recorded, one.stands) for one in coming])
        last = {review.claim: review for review in holding.reviews}
        self._reviews += [
            review_row(review) | self._standing(last[review.claim] is review) for review in holding.reviews
        ]
        self.done.documents += 1
        self.done.reviews += len(holding.reviews)

    def _standing(self, stands: bool) -> dict[str, Any]:
        """The columns that say whether a row stands, or was superseded when it was entered."""
        clock = self._act.clock
        return {
            "superseded": None if stands else clock["recorded"],
            "superseded_by": None if stands else clock["act"],
        }

    def _enter(self, row: int, document: Document, coming: Sequence[Coming]) -> None:
        for one in coming:
            made = claim_rows(document, one.claim)
            more = {"elsewhere": one.recorded, **self._standing(one.stands)}
            self._tray.claims(row, [replace(made, claim=made.claim | more)])
            self.done.claims += one.stands
            self.done.claims_aside += not one.stands

    def _again(self, holding: Holding, known: Known) -> None:
        if known.row in self._tray.documents:
            self._empty()
        self.done.documents_known += 1
        self._sightings(known.row, holding.document.sightings)
        claims_coming = (*holding.claims, *holding.spoken_of)
        moved = _moved(claims_coming, holding.document.document, known.document)
        lost = len(claims_coming) - len(moved)
        if lost:
            self.done.left_out.append(
                f"document {holding.document.id} is kept here as {known.document.id}, in another text: "
                f"{lost} of its claims do not stand there and were left out"
            )
        reading = self._reading(holding, known.row, complete=not lost)
        here = self._held_here(known.row)
        corrections = {one.corrected for one in holding.reviews}
        self.done.claims_known += sum(moved[name].claim.id in here for name in corrections if name in moved)
        coming = [
            placed
            for name, one in moved.items()
            if name not in corrections and (placed := self._placed(one, here.get(one.claim.id), reading))
        ]
        if reading == "later":
            found = {one.claim.id for one in moved.values() if one.stands}
            self._supersede(
                {name for name, (reader, stands) in here.items() if stands and not by_person(reader)} - found
            )
        self._enter(known.row, known.document, coming)
        self._empty()
        given = [
            one.model_copy(
                update={
                    "claim": moved[one.claim].claim.id,
                    "corrected": moved[one.corrected].claim.id if one.corrected else None,
                }
            )
            for one in holding.reviews
            if one.claim in moved and (one.corrected is None or one.corrected in moved)
        ]
        by_id = {one.claim.id: one for one in moved.values()}

        def enter(name: str, stands: bool) -> None:
            self._enter(known.row, known.document, [replace(by_id[name], stands=stands)])
            self._empty()

        entered = take_over_reviews(self._act, given, enter)
        self.done.reviews += entered
        self.done.reviews_known += len(given) - entered

    def _sightings(self, row: int, seen: Iterable[HeldSighting]) -> None:
        query = sa.select(sightings.c.digest).where(sightings.c.document == row, sightings.c.superseded.is_(None))
        there = set(self._act.connection.scalars(query))
        for sighting in seen:
            made = _sighting_row(sighting)
            if made["digest"] not in there:
                self._tray.sighting(row, made)

    def _reading(self, holding: Holding, row: int, complete: bool) -> Reading:
        """How the reading coming in stands to the one here, which it replaces where it is whole and later."""
        query = sa.select(readings).where(readings.c.document == row, readings.c.superseded.is_(None))
        here, coming = self._act.connection.execute(query).mappings().first(), holding.document.reading
        whole = holding.document.whole and complete
        if coming is None:
            return "none" if here is None else "same"
        if here is not None and here["reader"] == coming.reader:
            return "same"
        if here is not None and not (whole and coming.recorded > first_recorded(here)):
            return "earlier"
        if whole:
            entered = {"reader": coming.reader, "claims": coming.claims, "elsewhere": coming.recorded}
            self._act.replace(readings, {"document": row}, entered)
        return "none" if here is None else "later"

    def _held_here(self, row: int) -> dict[str, tuple[str, bool]]:
        """Every claim there has been of a document: by whom it was made, and whether it stands."""
        query = sa.select(claims.c.id, claims.c.reader, claims.c.superseded.is_(None)).where(claims.c.document == row)
        found = self._act.connection.execute(query.order_by(claims.c.superseded.is_(None)))
        return {name: (reader, stands) for name, reader, stands in found}

    def _placed(self, one: Coming, held: tuple[str, bool] | None, reading: Reading) -> Coming | None:
        """A claim as it is to be entered; None where it is held already, and need not stand again."""
        person = by_person(one.claim.reader)
        if held is not None and (held[1] or not one.stands or person or reading != "later"):
            self.done.claims_known += 1
            return None
        return replace(one, stands=False) if reading == "earlier" and not person else one

    def _supersede(self, gone: set[str]) -> None:
        if gone:
            self.done.claims_superseded += self._act.supersede(claims, claims.c.id.in_(sorted(gone)))


def _sighting_row(sighting: HeldSighting) -> dict[str, Any]:
    row = sighting.model_dump(exclude={"recorded"})
    return row | {"digest": sighting_digest(row), "elsewhere": sighting.recorded}


def _moved(coming: Iterable[HeldClaim], document: Document, kept: Document) -> dict[str, Coming]:
    """Claims in the text that is kept, by their former ids; without those whose words do not stand there.

    Where the title alone differs, what stands in the body has moved by as many characters.
    """
    moved = {}
    for one in coming:
        claim = one.claim if document.id == kept.id else _claim_in(kept, one.claim, document)
        if claim is not None:
            moved[one.id] = Coming(claim, one.recorded, one.stands)
    return moved


def _claim_in(kept: Document, claim: Claim, document: Document) -> Claim | None:
    body, by = len(document.title) + 1, len(kept.title) - len(document.title)

    def shifted(value: Any) -> Any:
        if isinstance(value, dict):
            if value.keys() == {"text", "start", "end"}:
                step = by if value["start"] >= body else 0
                return {"text": value["text"], "start": value["start"] + step, "end": value["end"] + step}
            return {name: shifted(part) for name, part in value.items()}
        return [shifted(part) for part in value] if isinstance(value, list) else value

    slots = shifted(claim.model_dump(mode="json")) | {"document": kept.id}
    try:
        return Claim.model_validate(slots, context=kept)
    except ValidationError:
        return None
