"""The shared vocabulary: nothing ungrounded can be made, what is made survives JSON, equal content has equal ids."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from musterbook.errors import GroundingError
from musterbook.model import (
    Capture,
    Category,
    Claim,
    Document,
    Force,
    Kind,
    Modality,
    Outcome,
    Place,
    Quantity,
    Quote,
    Role,
    Span,
    Statement,
    contains,
    digest,
    quotes,
)

DOCUMENT = Document(
    title="Sappers in Kursk",
    text="About 1,000 sappers are in Kursk, Ivan Petrenko told Radio One on Friday.",
    outlet="Northern Wire",
    published=date(2025, 8, 15),
)
OTHER = Document(text="About 1,000 sappers are elsewhere.")


def quote(words: str, document: Document = DOCUMENT) -> Quote:
    """Words of a document where they first stand in its body."""
    start = document.content.index(words, len(document.title))
    return document.quote(start, start + len(words))


def slots(**changed: Any) -> dict[str, Any]:
    """The slots of an ordinary claim, some changed."""
    return {
        "kind": Kind.PRESENCE,
        "force": Force(country="KP", words=quote("sappers")),
        "quantity": Quantity(words=quote("About 1,000"), low=1000, high=1000, approximate=True),
        "places": (Place(words=quote("Kursk"), role=Role.AT, code="RU-KRS"),),
        "attribution": {
            "claimant": {"words": quote("Ivan Petrenko"), "country": "UA"},
            "via": {"words": quote("Radio One")},
        },
        "mentions": (quote(DOCUMENT.text),),
        "reader": "musterbook 0.1.0",
        **changed,
    }


def test_a_claim_stands_in_its_document() -> None:
    claim = Claim.of(DOCUMENT, **slots())
    assert claim.document == DOCUMENT.id
    assert all(DOCUMENT.content[one.start : one.end] == one.text for one in quotes(claim))
    assert {one.text for one in quotes(claim)} >= {"sappers", "About 1,000", "Kursk", "Ivan Petrenko", "Radio One"}


@pytest.mark.parametrize(
    "changed",
    [
        {"force": {"words": {"text": "soldiers", "start": 29, "end": 37}}},
        {"force": {"words": {"text": "sappers", "start": 0, "end": 7}}},
        {"force": {"words": {"text": "sappers", "start": 29, "end": 38}}},
        {"force": {"words": {"text": "sappers", "start": 5000, "end": 5007}}},
        {"force": {"words": {"text": "", "start": 3, "end": 3}}},
        {"force": {"words": None}},
        {"quantity": {"words": None, "low": 1, "high": 1}},
        {"places": ({"words": None, "role": "at"},)},
        {"period": {"words": None, "start": "2025-08-15"}},
        {"counterpart": {"words": None, "country": "RU"}},
        {"attribution": {"claimant": {"words": None, "country": "UA"}}},
        {"mentions": ()},
    ],
)
def test_a_slot_without_its_words_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Claim.of(DOCUMENT, **slots(**changed))


def test_words_of_another_document_are_refused() -> None:
    with pytest.raises(ValidationError, match="does not stand"):
        Claim.of(OTHER, **slots())
    with pytest.raises(ValidationError, match="made with its document"):
        Claim.model_validate({"document": DOCUMENT.id, **slots()})
    with pytest.raises(ValidationError, match="made with its document"):
        Claim.model_validate({"document": DOCUMENT.id, **slots()}, context=OTHER)
    with pytest.raises(ValidationError, match="cannot be checked"):
        Quote(text="sappers", start=29, end=36)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, 10_000)])
def test_a_quote_outside_the_document_is_refused(start: int, end: int) -> None:
    with pytest.raises(GroundingError):
        DOCUMENT.quote(start, end)


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "rumour"},
        {"kind": Kind.LOSS},
        {"outcome": Outcome.KILLED},
        {"force": Force(words=quote("sappers")).model_copy(update={"country": "Russia"}).model_dump()},
        {"places": ({"words": quote("Kursk"), "role": "at", "code": "Kursk"},)},
        {"counterpart": {"words": quote("Kursk")}},
        {"own_reading": ("quantity",)},
        {"colour": "red"},
    ],
)
def test_what_the_codebook_does_not_have_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Claim.of(DOCUMENT, **slots(**changed))


@pytest.mark.parametrize("ends", [{}, {"low": 5, "high": 4}, {"low": -1}])
def test_a_quantity_is_an_interval(ends: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Quantity(words=quote("About 1,000"), **ends)  # type: ignore[arg-type]  # a wrong interval on purpose
    assert Quantity(words=quote("About 1,000"), low=1000).high is None


def test_only_a_reviewer_may_read_beyond_the_words() -> None:
    beyond = slots(counterpart={"country": "RU", "words": None}, own_reading=("counterpart",))
    with pytest.raises(ValidationError, match="reviewer"):
        Claim.of(DOCUMENT, **beyond)
    claim = Claim.of(DOCUMENT, **{**beyond, "reader": "review ana"})
    assert list(claim.wordless()) == ["counterpart"]


def test_everything_survives_json() -> None:
    claim = Claim.of(DOCUMENT, **slots())
    assert Claim.model_validate_json(claim.model_dump_json(), context=DOCUMENT) == claim
    statement = Statement.of(
        DOCUMENT,
        source=quote("Ivan Petrenko"),
        cue=quote("told"),
        content=(quote("About 1,000 sappers"),),
        form="indirect",
    )
    assert Statement.model_validate_json(statement.model_dump_json(), context=DOCUMENT) == statement
    assert Document.model_validate_json(DOCUMENT.model_dump_json()) == DOCUMENT


def test_json_of_a_claim_does_not_pass_with_another_text() -> None:
    packed = Claim.of(DOCUMENT, **slots()).model_dump_json()
    changed = Document(title=DOCUMENT.title, text=DOCUMENT.text.replace("1,000", "2,000"))
    for document in (changed, OTHER, None):
        with pytest.raises(ValidationError):
            Claim.model_validate_json(packed, context=document)


def test_values_are_frozen() -> None:
    claim = Claim.of(DOCUMENT, **slots())
    with pytest.raises(ValidationError):
        claim.hedged = True
    with pytest.raises(ValidationError):
        DOCUMENT.text = ""


def test_ids_stand_for_content() -> None:
    claim = Claim.of(DOCUMENT, **slots())
    assert claim.id == Claim.of(DOCUMENT, **slots()).id
    assert claim.id == Claim.of(DOCUMENT, **slots(reader="musterbook 9.9.9")).id
    assert claim.id != Claim.of(DOCUMENT, **slots(modality=Modality.DENIED)).id
    assert claim.id != Claim.of(DOCUMENT, **slots(force={"country": "RU", "words": quote("sappers")})).id
    same = Document(**{**DOCUMENT.model_dump(), "url": "https://example.org/", "key": "a", "capture": "0" * 64})
    assert same.id == DOCUMENT.id
    assert Document(**{**DOCUMENT.model_dump(), "published": date(2025, 8, 16)}).id != DOCUMENT.id
    assert Document(text="a\nb").id != Document(title="a", text="b").id


def test_a_capture_knows_its_hash() -> None:
    capture = Capture.of(b"soldiers", "text/plain", url="https://example.org/")
    assert capture.sha256 == sha256(b"soldiers").hexdigest()
    assert "soldiers" not in repr(capture)


@pytest.mark.parametrize(
    ("outer", "inner", "holds"),
    [
        ("RU", "RU", True),
        ("RU", "RU-KRS", True),
        ("RU", "RU-KRS/Sudzha", True),
        ("RU-KRS", "RU-KRS/Sudzha", True),
        ("RU-KRS", "RU", False),
        ("RU-KR", "RU-KRS", False),
        ("UA", "RU", False),
    ],
)
def test_places_hold_their_parts(outer: str, inner: str, holds: bool) -> None:
    assert contains(outer, inner) is holds


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_a_span_goes_forward(start: int, end: int) -> None:
    with pytest.raises(ValidationError):
        Span(start=start, end=end)


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(words, words, st.data())
def test_any_stretch_of_any_text_can_be_quoted_and_nothing_else(title: str, text: str, data: st.DataObject) -> None:
    document = Document(title=title, text=text)
    start = data.draw(st.integers(0, len(document.content) - 1))
    end = data.draw(st.integers(start + 1, len(document.content)))
    made = document.quote(start, end)
    assert document.content[made.start : made.end] == made.text
    assert Quote.model_validate_json(made.model_dump_json(), context=document) == made
    said = data.draw(words)
    assume(document.content[start : start + len(said)] != said)
    with pytest.raises(ValidationError):
        Quote.model_validate({"text": said, "start": start, "end": start + len(said)}, context=document)


@given(
    st.sampled_from([kind for kind in Kind if kind is not Kind.LOSS]),
    st.sampled_from(Modality),
    st.sampled_from(Category),
    st.booleans(),
    st.floats(0, 1e9) | st.none(),
    st.floats(0, 1e9) | st.none(),
    st.data(),
)
def test_any_claim_survives_json(
    kind: Kind,
    modality: Modality,
    category: Category,
    hedged: bool,
    low: float | None,
    high: float | None,
    data: st.DataObject,
) -> None:
    assume(low is not None or high is not None)
    if low is not None and high is not None:
        low, high = sorted((low, high))

    def stretch() -> Quote:
        start = data.draw(st.integers(0, len(DOCUMENT.content) - 1))
        return DOCUMENT.quote(start, data.draw(st.integers(start + 1, len(DOCUMENT.content))))

    claim = Claim.of(
        DOCUMENT,
        kind=kind,
        modality=modality,
        hedged=hedged,
        force=Force(country="KP", category=category, words=stretch()),
        quantity=Quantity(words=stretch(), low=low, high=high),
        tasks=(stretch(),),
        mentions=(stretch(), stretch()),
        reader="musterbook 0.1.0",
    )
    again = Claim.model_validate_json(claim.model_dump_json(), context=DOCUMENT)
    assert again == claim
    assert again.id == claim.id


@given(st.lists(st.none() | st.text(max_size=5), max_size=4), st.lists(st.none() | st.text(max_size=5), max_size=4))
def test_digests_tell_parts_apart(left: list[str | None], right: list[str | None]) -> None:
    assert (digest(*left) == digest(*right)) is (left == right)
