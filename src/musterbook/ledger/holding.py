"""What a ledger holds, as records that leave it and are taken over by another: nothing lost, nothing kept twice.

Every record carries the moment it was first recorded: here, or in the ledger it was itself taken over from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from pydantic import AwareDatetime, ConfigDict, Field, model_validator

from musterbook.ledger.reviewing import Verdict
from musterbook.model import Claim, Document, Value


class Record(Value):
    """A frozen record; bytes are base64 in JSON."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


class HeldCapture(Record):
    """What is known of the bytes a document was taken from and, where they were asked for, the bytes."""

    record: Literal["capture"] = "capture"
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    media_type: str
    url: str | None
    encoding: str | None
    fetched: AwareDatetime | None
    size: int = Field(ge=0)
    """Bytes, not compressed."""
    recorded: AwareDatetime
    body: bytes | None = Field(default=None, repr=False)

    @model_validator(mode="after")
    def _true(self) -> Self:
        body = self.body
        if body is not None and (len(body) != self.size or hashlib.sha256(body).hexdigest() != self.sha256):
            raise ValueError(f"the bytes are not the {self.size} of SHA-256 {self.sha256}")
        return self


class HeldSighting(Record):
    """One appearance of a document."""

    url: str | None
    outlet: str | None
    title: str | None
    published: date | None
    key: str | None
    capture: str | None
    recorded: AwareDatetime


class HeldReading(Record):
    """Which reader's reading of a document stands, and how many claims it found."""

    reader: str
    claims: int = Field(ge=0)
    recorded: AwareDatetime


class HeldDocument(Record):
    """A document with its appearances and its standing reading."""

    record: Literal["document"] = "document"
    id: str
    document: Document
    whole: bool
    """Whether everything that stands of the document is here; not where only some claims were asked for."""
    sightings: tuple[HeldSighting, ...]
    reading: HeldReading | None
    recorded: AwareDatetime

    @model_validator(mode="after")
    def _true(self) -> Self:
        if self.document.id != self.id:
            raise ValueError(f"changed after it was written: the content has the id {self.document.id}")
        return self


class HeldClaim(Record):
    """A claim; `institution`, `side` and `verdict` say how it stands there, and follow from assignments and reviews."""

    record: Literal["claim"] = "claim"
    id: str
    claim: Claim
    stands: bool = True
    """False for a claim that is held only because a review speaks of it."""
    institution: str | None
    side: str | None
    verdict: Literal["accepted", "corrected", "rejected", "unsure"] | None
    recorded: AwareDatetime

    @model_validator(mode="after")
    def _true(self) -> Self:
        if self.claim.id != self.id:
            raise ValueError(f"changed after it was written: the content has the id {self.claim.id}")
        return self


class HeldReview(Record):
    """A verdict on a claim, perhaps one that has been replaced; `corrected` is the id of the reviewer's own claim."""

    record: Literal["review"] = "review"
    claim: str
    verdict: Verdict
    who: str = Field(min_length=1)
    why: str
    corrected: str | None
    recorded: AwareDatetime

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if (self.verdict == "corrected") != (self.corrected is not None):
            raise ValueError("a correction names the corrected claim, and only a correction does")
        return self


class HeldAssignment(Record):
    """The institution and side a claimant's words speak for, as a person says."""

    record: Literal["assignment"] = "assignment"
    claimant: str = Field(min_length=1)
    institution: str | None
    side: str | None
    who: str
    recorded: AwareDatetime

    @model_validator(mode="after")
    def _says(self) -> Self:
        if not (self.institution or self.side):
            raise ValueError("an assignment needs an institution or a side")
        return self


@dataclass(frozen=True)
class Holding:
    """A document with everything held of it; captures only the first time one is met."""

    document: HeldDocument
    captures: tuple[HeldCapture, ...] = ()
    claims: tuple[HeldClaim, ...] = ()
    """Those asked for, in the order of the text."""
    spoken_of: tuple[HeldClaim, ...] = ()
    """Further claims that the reviews speak of: corrected ones and corrections."""
    reviews: tuple[HeldReview, ...] = ()
    """Oldest first."""

    def records(self) -> Iterator[HeldCapture | HeldDocument | HeldClaim | HeldReview]:
        """Every record, in the order in which they can be taken over."""
        yield from self.captures
        yield self.document
        yield from self.claims
        yield from self.spoken_of
        yield from self.reviews
