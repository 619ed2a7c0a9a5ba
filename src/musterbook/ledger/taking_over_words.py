"""Taking over what people said: verdicts on claims known here, and assignments; the later word stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from musterbook.ledger.act import Act
from musterbook.ledger.giving import first_recorded
from musterbook.ledger.holding import HeldAssignment, HeldReview
from musterbook.ledger.institutions import TAKEN_BACK
from musterbook.ledger.tables import acts, assignments, claims, reviews


def review_row(review: HeldReview) -> dict[str, Any]:
    """A verdict as it is entered."""
    return review.model_dump(exclude={"record", "recorded"}) | {"elsewhere": review.recorded}


def take_over_reviews(act: Act, given: Sequence[HeldReview], enter: Callable[[str, bool], None]) -> int:
    """Enter the verdicts that are not here yet; how many.

    One later than all that were given here stands, with its correction; an earlier one is entered as superseded. The
    claims spoken of are held, but for corrections: `enter` enters one, as standing or not.
    """
    entered = 0
    for review in given:
        here = act.connection.execute(
            sa.select(reviews).where(reviews.c.claim == review.claim).order_by(reviews.c.row)
        ).mappings()
        said = {_said(row): row for row in here}
        mine = (review.recorded, review.verdict, review.who, review.why, review.corrected or "")
        if mine in said:
            continue
        entered += 1
        row = review_row(review)
        if said and mine < max(said):
            if review.corrected is not None and not _held(act, review.corrected):
                enter(review.corrected, False)
            clock = act.clock
            act.enter(reviews, row | {"superseded": clock["recorded"], "superseded_by": clock["act"]})
            continue
        standing = next((one for one in said.values() if one["superseded"] is None), None)
        before = standing["corrected"] if standing is not None else None
        if before is not None and before != review.corrected:
            act.supersede(claims, claims.c.id == before, claims.c.reader.startswith("review "))
        if review.corrected is not None and not _held(act, review.corrected, claims.c.superseded.is_(None)):
            enter(review.corrected, True)
        act.supersede(reviews, reviews.c.claim == review.claim)
        act.enter(reviews, row)
    return entered


def _said(row: sa.RowMapping) -> tuple[datetime, str, str, str, str]:
    return (first_recorded(row), row["verdict"], row["who"], row["why"], row["corrected"] or "")


def _held(act: Act, claim: str, *conditions: sa.ColumnElement[bool]) -> bool:
    return act.connection.scalar(sa.select(claims.c.row).where(claims.c.id == claim, *conditions).limit(1)) is not None


def take_over_assignment(act: Act, given: HeldAssignment) -> bool:
    """Enter an assignment where it is later than all that was said here of the claimant; whether it was entered."""
    query = sa.select(assignments, acts.c.what).join_from(
        assignments, acts, acts.c.row == assignments.c.superseded_by, isouter=True
    )
    said: list[datetime] = []
    for row in act.connection.execute(query.where(assignments.c.claimant == given.claimant)).mappings():
        said.append(first_recorded(row))
        if row["what"] == TAKEN_BACK:
            said.append(row["superseded"])
    if said and given.recorded <= max(said):
        return False
    values: dict[str, Any] = given.model_dump(include={"institution", "side", "who"})
    act.replace(assignments, {"claimant": given.claimant}, values | {"elsewhere": given.recorded})
    return True
