"""Reviews: a person's verdict on a claim, keyed to the claim's content; a new one takes the place of the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from musterbook.errors import LedgerError
from musterbook.ledger.act import Act, hold
from musterbook.ledger.entering import Tray
from musterbook.ledger.rows import claim_rows, restore_document
from musterbook.ledger.tables import claims, documents, reviews
from musterbook.model import Claim

Verdict = Literal["accepted", "corrected", "rejected", "unsure", "undone"]
VERDICTS: tuple[Verdict, ...] = ("accepted", "corrected", "rejected", "unsure", "undone")


@dataclass(frozen=True)
class Review:
    """A verdict as it was given. "undone" takes an earlier one back."""

    claim: str
    verdict: Verdict
    who: str
    why: str
    corrected: str | None
    """The id of the reviewer's own claim, where the verdict is "corrected"."""
    recorded: datetime
    superseded: datetime | None


@dataclass(frozen=True)
class Given:
    """A verdict to be entered; "corrected" comes with the reviewer's own claim."""

    claim: str
    verdict: Verdict
    who: str
    why: str = ""
    correction: Claim | None = None


def enter_review(connection: sa.Connection, given: Given, codings_entered: set[int]) -> None:
    """Enter a verdict on a claim, and the reviewer's own claim where it corrects it.

    A correction that an earlier verdict brought in and this one does not repeat is superseded with that verdict.
    Raises LedgerError when the claim was never held, when who is empty, or when correction and verdict do not fit.
    """
    claim, verdict, correction = given.claim, given.verdict, given.correction
    if verdict not in VERDICTS:
        raise LedgerError(f"{verdict!r} is no verdict; give one of {', '.join(VERDICTS)}")
    if not given.who.strip():
        raise LedgerError("a review needs the name of who gives it")
    if (verdict == "corrected") != (correction is not None):
        raise LedgerError("a correction needs the corrected claim, and only a correction has one")
    hold(connection, f"review {claim}")
    of = connection.execute(
        sa.select(claims.c.document).where(claims.c.id == claim).order_by(claims.c.row.desc()).limit(1)
    ).first()
    if of is None:
        raise LedgerError(f"claim {claim} is not in the ledger")
    act = Act(connection, "review", given.who)
    standing = sa.select(reviews.c.corrected).where(reviews.c.claim == claim, reviews.c.superseded.is_(None))
    before = connection.scalar(standing)
    identity = _enter_correction(act, of.document, claim, correction, codings_entered) if correction else None
    if before is not None and before != identity:
        act.supersede(claims, claims.c.id == before, claims.c.reader.startswith("review "))
    row = {"verdict": verdict, "who": given.who, "why": given.why, "corrected": identity}
    act.replace(reviews, {"claim": claim}, row)


def _enter_correction(act: Act, document: int, claim: str, correction: Claim, codings_entered: set[int]) -> str:
    row = act.connection.execute(sa.select(documents).where(documents.c.row == document)).mappings().one()
    text = restore_document(row)
    if correction.document != text.id:
        raise LedgerError(f"the correction is of document {correction.document}, the claim of {text.id}")
    if not correction.reader.startswith("review "):
        raise LedgerError(f"a correction's reader is 'review NAME', not {correction.reader!r}")
    if correction.id == claim:
        raise LedgerError("the correction equals the claim; accept it instead")
    stands = sa.select(claims.c.row).where(claims.c.id == correction.id, claims.c.superseded.is_(None))
    if act.connection.scalar(stands) is None:
        tray = Tray(act, codings_entered)
        tray.claims(document, [claim_rows(text, correction)])
        tray.empty()
    return correction.id


def history(connection: sa.Connection, claim: str) -> tuple[Review, ...]:
    """Every verdict given on a claim, oldest first."""
    query = sa.select(reviews).where(reviews.c.claim == claim).order_by(reviews.c.row)
    return tuple(
        Review(
            row["claim"],
            row["verdict"],
            row["who"],
            row["why"],
            row["corrected"],
            row["recorded"],
            row["superseded"],
        )
        for row in connection.execute(query).mappings()
    )
