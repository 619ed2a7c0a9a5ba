"""Reviews: a person's verdict, keyed to the claim's content, undone only by another one."""

from __future__ import annotations

from typing import Any

import pytest

from ledger_cases import address, claim, document, ledger, server
from musterbook.errors import LedgerError
from musterbook.ledger import Ledger, Query
from musterbook.ledger.correcting import correct
from musterbook.model import Claim, Kind, Scope

__all__ = ["address", "ledger", "server"]

SOURCE = document("About 3,000 soldiers of 11,000 in Kursk were killed, Kyiv said. About 3,000 were not.")
READ = claim(SOURCE, low=11_000, high=11_000, area="RU-KRS")


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    ledger.add(SOURCE, [READ])
    return ledger


def verdict(ledger: Ledger, claim_id: str = READ.id) -> str | None:
    entry = ledger.claim(claim_id)
    assert entry is not None
    return entry.verdict


@pytest.mark.parametrize("given", ["accepted", "rejected", "unsure"])
def test_a_verdict_stands_until_another_takes_its_place(held: Ledger, given: Any) -> None:
    held.review(READ.id, given, "anna", "because")
    assert verdict(held) == given
    assert held.count(Query(reviews=(given,))) == 1
    held.review(READ.id, "undone", "bert")
    assert verdict(held) is None
    assert held.count(Query(reviews=("unreviewed",))) == 1
    assert [(one.verdict, one.who, one.why) for one in held.reviews(READ.id)] == [
        (given, "anna", "because"),
        ("undone", "bert", ""),
    ]


def correction(**changes: Any) -> Claim:
    return correct(READ, SOURCE, "anna", changes)


def test_a_corrected_claim_is_a_claim_like_any_other(held: Ledger) -> None:
    better = correction(kind="loss", outcome="killed", quantity={"words": "About 3,000", "low": 3000, "high": 3000})
    held.review(READ.id, "corrected", "anna", "the dead, not the living", better)
    entries = {entry.claim.id: entry for entry in held.entries()}
    assert {READ.id: entries[READ.id].verdict, better.id: entries[better.id].verdict} == {
        READ.id: "corrected",
        better.id: None,
    }
    assert entries[better.id].claim.reader == "review anna"
    assert held.count(Query(kinds=(Kind.LOSS,), made_by="reviewer")) == 1
    assert [entry.claim.id for entry in held.scope(Scope(country="KP"))] == [better.id]
    assert not list(held.check())


def test_undoing_a_correction_takes_the_corrected_claim_back(held: Ledger) -> None:
    first, second = correction(kind="deployment"), correction(kind="withdrawal")
    for better in (first, second):
        held.review(READ.id, "corrected", "anna", "", better)
    assert {entry.claim.id for entry in held.entries()} == {READ.id, second.id}
    held.review(READ.id, "undone", "anna")
    assert {entry.claim.id for entry in held.entries()} == {READ.id}
    assert held.lives(second.id)[0].superseded_by == "review by anna"


def test_a_rereading_leaves_reviews_and_corrections_standing(held: Ledger) -> None:
    better = correction(kind="deployment")
    held.review(READ.id, "corrected", "anna", "", better)
    held.add(SOURCE, [], reader="musterbook 0.2")
    assert {entry.claim.id for entry in held.entries()} == {better.id}
    held.add(SOURCE, [READ.model_copy(update={"reader": "musterbook 0.3"})])
    assert verdict(held) == "corrected"


@pytest.mark.parametrize(
    ("changes", "slot", "found"),
    [
        ({"kind": "deployment"}, "kind", "deployment"),
        ({"modality": "denied", "hedged": True}, "modality", "denied"),
        ({"tasks": ["soldiers"]}, "tasks.0.start", SOURCE.content.index("soldiers")),
        ({"quantity": None}, "quantity", None),
        ({"quantity": {"words": "3,000", "low": 3000}}, "quantity.words.start", SOURCE.content.index("3,000")),
        ({"places": [{"words": "Kursk", "role": "at", "code": "RU-KRS"}]}, "places.0.words.text", "Kursk"),
        ({"places": [{"words": None, "role": "at", "code": "RU-BEL"}]}, "own_reading", ("places",)),
        ({"period": {"words": None, "start": "2025-01-01"}}, "own_reading", ("period",)),
    ],
)
def test_any_slot_is_corrected_with_its_words_or_marked_as_the_reviewers_own(
    changes: dict[str, Any], slot: str, found: Any
) -> None:
    value: Any = correction(**changes)
    for part in slot.split("."):
        value = value[int(part)] if part.isdigit() else getattr(value, part)
    assert value == found


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [
        ({"size": 3}, "no slot that can be corrected"),
        ({"kind": "loss"}, "needs an outcome"),
        ({"quantity": {"words": "12,000", "low": 12_000}}, "does not stand"),
        ({"quantity": {"words": {"text": "Kursk", "start": 0, "end": 5}, "low": 1}}, "does not stand"),
        ({"force": {"country": "Korea", "words": "soldiers"}}, r"force\.country"),
    ],
)
def test_a_correction_that_cannot_be_says_why(changes: dict[str, Any], trouble: str) -> None:
    with pytest.raises(LedgerError, match=trouble):
        correction(**changes)


@pytest.mark.parametrize(
    ("claim_id", "given", "who", "better", "trouble"),
    [
        ("0" * 20, "accepted", "anna", None, "not in the ledger"),
        (READ.id, "accepted", " ", None, "needs the name"),
        (READ.id, "fine", "anna", None, "no verdict"),
        (READ.id, "corrected", "anna", None, "needs the corrected claim"),
        (READ.id, "accepted", "anna", correction(kind="deployment"), "only a correction"),
        (READ.id, "corrected", "anna", correction(hedged=False), "accept it instead"),
        (READ.id, "corrected", "anna", READ.model_copy(update={"kind": Kind.TRAINING}), "reader is 'review NAME'"),
    ],
)
def test_a_review_that_does_not_fit_is_refused(
    held: Ledger, claim_id: str, given: Any, who: str, better: Claim | None, trouble: str
) -> None:
    with pytest.raises(LedgerError, match=trouble):
        held.review(claim_id, given, who, "", better)
    assert held.reviews(READ.id) == ()
