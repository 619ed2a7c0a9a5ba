"""The reader as a whole: grounded, deterministic, and true to what an article says."""

from __future__ import annotations

import json
import random
from datetime import date
from importlib import resources

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musterbook.exchange.corpus import read_document
from musterbook.model import Basis, Claim, Document, Kind, Modality, Outcome, quotes
from musterbook.reading.reader import LONGEST, paragraphs, reader

ARTICLE = Document(
    title="Seoul counts 1,200 Northern sappers in Kursk",
    text=(
        "About 1,200 North Korean sappers have arrived in Russia's Kursk region, South Korea's National Intelligence "
        "Service said on Tuesday.\n"
        "At least 300 North Korean soldiers were killed there last month, the agency added.\n"
        "Pyongyang plans to send another 4,000 soldiers to Russia by the end of the year, lawmaker Lee Ji-ho told "
        "reporters.\nThe city council met on Thursday and approved 12 new buses."
    ),
    published=date(2025, 3, 12),
    outlet="The Test Post",
)


def digests() -> list[Document]:
    packed = resources.files("musterbook.data") / "digests.jsonl"
    return [read_document(json.loads(line)) for line in packed.read_text(encoding="utf-8").splitlines() if line]


@pytest.fixture(scope="module")
def claims() -> tuple[Claim, ...]:
    return reader().read(ARTICLE)


def of(claims: tuple[Claim, ...], low: float) -> Claim:
    return next(c for c in claims if c.quantity and c.quantity.low == low)


def test_an_arrival_is_a_deployment_with_its_place_and_claimant(claims: tuple[Claim, ...]) -> None:
    claim = of(claims, 1200)
    assert (claim.kind, claim.modality, claim.force.country) == (Kind.DEPLOYMENT, Modality.ASSERTED, "KP")
    assert "RU-KRS" in {place.code for place in claim.places}
    claimant = claim.attribution.claimant
    assert claimant is not None and claimant.words is not None and "Intelligence" in claimant.words.text
    assert claimant.country == "KR"


def test_a_loss_has_its_outcome_and_an_open_end(claims: tuple[Claim, ...]) -> None:
    claim = of(claims, 300)
    assert (claim.kind, claim.outcome, claim.quantity and claim.quantity.high) == (Kind.LOSS, Outcome.KILLED, None)


def test_a_plan_is_expected_by_its_day(claims: tuple[Claim, ...]) -> None:
    claim = of(claims, 4000)
    assert claim.modality is Modality.EXPECTED
    assert claim.period is not None and claim.period.end == date(2025, 12, 31)


def test_what_is_not_about_forces_is_left_alone(claims: tuple[Claim, ...]) -> None:
    assert not [c for c in claims if c.quantity and c.quantity.low == 12]


def test_every_slot_of_every_digest_stands_in_its_text() -> None:
    for document in digests()[:20]:
        for claim in reader().read(document):
            for quote in quotes(claim):
                assert document.content[quote.start : quote.end] == quote.text


def test_reading_again_and_in_another_order_gives_the_same() -> None:
    documents = digests()[:12]
    once = {d.id: [c.id for c in found] for d, found in zip(documents, reader().read_all(documents), strict=True)}
    shuffled = documents[:]
    random.Random(7).shuffle(shuffled)
    again = {d.id: [c.id for c in found] for d, found in zip(shuffled, reader().read_all(shuffled), strict=True)}
    assert once == again


def test_another_country_in_the_text_is_another_country_in_the_claim() -> None:
    swapped = Document(
        title=ARTICLE.title, text=ARTICLE.text.replace("North Korean", "Iranian"), published=ARTICLE.published
    )
    assert of(reader().read(swapped), 1200).force.country == "IR"


def test_an_adjective_right_at_the_noun_of_a_figure_says_whose_it_is() -> None:
    for adjective, country in (("Belarusian", "BY"), ("Chinese", "CN"), ("Cuban", "CU"), ("Kenyan", "KE")):
        document = Document(text=ARTICLE.text.replace("North Korean", adjective), published=ARTICLE.published)
        found = reader().read(document)
        assert [of(found, low).force.country for low in (1200, 300)] == [country, country]


def test_another_number_in_the_text_is_another_number_in_the_claim() -> None:
    swapped = Document(
        title="", text=ARTICLE.text.replace("1,200", "1,900"), published=ARTICLE.published, outlet=ARTICLE.outlet
    )
    assert of(reader().read(swapped), 1900).kind is Kind.DEPLOYMENT


WORDS = (
    "About 300 soldiers|were killed|in Kursk|,|.|said the ministry|\n|“|”|'s|will be sent to|11\u202f000|troops"
    "|two F-16s|dozens|of|The army|Kyiv|by December|\x00|é|兵|(|)|-"
)
PIECES = st.lists(st.sampled_from(WORDS.split("|")), max_size=25)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PIECES)
def test_mangled_text_gives_grounded_claims_or_none(pieces: list[str]) -> None:
    document = Document(text=" ".join(pieces) or ".", published=date(2025, 1, 1))
    for claim in reader().read(document):
        assert all(document.content[q.start : q.end] == q.text for q in quotes(claim))


@pytest.mark.parametrize(
    ("text", "low", "basis"),
    [
        (
            "Another contingent of about 6,000 Chadian soldiers has arrived in Gao, the army said.",
            6000,
            Basis.ADDITIONAL,
        ),
        ("A further 700 Chadian soldiers have arrived in Gao, the army said.", 700, Basis.ADDITIONAL),
        ("Five brigades of some 3,000 Chadian soldiers each have arrived in Gao, the army said.", 3000, Basis.PART),
    ],
)
def test_a_word_at_the_figure_says_of_what_it_is(text: str, low: float, basis: Basis) -> None:
    claims = reader().read(Document(title="Chad sends soldiers to Mali", text=text))
    found = [c.quantity.basis for c in claims if c.quantity and c.quantity.low == low]
    assert found
    assert set(found) == {basis}


def test_a_part_needs_a_whole() -> None:
    """A first group of which nothing larger is told is all there is."""
    text = "A first 1,500 North Korean soldiers have reached Vladivostok, and others will follow, Seoul said on Friday."
    (claim,) = (c for c in reader().read(Document(title="", text=text, published=date(2024, 10, 18))) if c.quantity)
    assert claim.quantity is not None
    assert claim.quantity.basis is Basis.TOTAL


def test_a_number_shows_where_a_vague_size_stands_for_it() -> None:
    text = (
        "About 11,000 North Korean soldiers are in Russia's Kursk region, thousands more are expected to arrive.\n"
        "Another contingent of approximately 6,000 North Korean soldiers is expected to arrive in the coming weeks."
    )
    claims = reader().read(Document(title="", text=text, published=date(2025, 8, 15)))
    assert {c.quantity.low for c in claims if c.quantity} == {11000, 6000}


def test_what_a_force_is_at_is_said_right_after_it() -> None:
    text = "He had put the North Korean infantry in training in eastern Russia at about 11,000."
    claims = reader().read(Document(text=text, published=date(2024, 10, 22)))
    assert {str(c.kind) for c in claims if c.quantity and c.quantity.low == 11000} == {"training"}


def test_a_number_of_the_title_belongs_to_the_claim_of_its_kind_that_has_none() -> None:
    title = "North Korea Sends 9,000 Troops to Russia"
    text = (
        "North Korea is helping Russia by deploying a great number of troops there, according to Ukrainian "
        "intelligence.\nIts deputy chief told a broadcaster that 9,000 North Korean soldiers are already stationed in "
        "Russia's Kursk region."
    )
    claims = reader().read(Document(title=title, text=text, published=date(2025, 8, 15)))
    counted = {str(c.kind): c for c in claims if c.quantity and c.quantity.low == 9000}
    assert set(counted) == {"deployment", "presence"}
    assert title in [mention.text for mention in counted["deployment"].mentions]


def test_a_common_word_is_no_place_beside_a_named_one() -> None:
    text = "Twelve Burundian soldiers were killed at their outpost in Leego, on the road to the capital, the army said."
    claims = reader().read(Document(title="Twelve soldiers killed in Somalia", text=text, published=date(2015, 6, 29)))
    named = {place.words.text for c in claims for place in c.places if place.words is not None}
    assert named <= {"Leego", "Somalia"}


@pytest.mark.parametrize(
    ("words", "end"), [("The rebels took 30 rifles. ", ". "), ("the rebels took 30 rifles and ", " "), ("x" * 40, "x")]
)
def test_an_endless_paragraph_is_parsed_in_parts_that_lose_nothing(words: str, end: str) -> None:
    endless = (words * 4_000)[: 4 * LONGEST + 7].rstrip()
    document = Document(title="Rifles", text=f"One line.\n{endless}\nAnother line.")
    found = list(paragraphs(document))
    parts = [text for _, text in found[2:-1]]
    assert "".join(parts) == endless
    assert all(len(part) <= LONGEST and part.endswith(end) for part in parts[:-1])
    assert all(document.content.startswith(text, start) for start, text in found)


def test_what_is_quoted_is_said_by_somebody() -> None:
    text = (
        'BUCHAREST - "Nobody is leaving us alone," the defence minister, Ion Dragan, told reporters. "We have eight '
        'Romanian F-16s on alert here, and four German Eurofighters."\nThe hall was full.'
    )
    claims = reader().read(Document(title="Romania has F-16s on alert", text=text, published=date(2025, 11, 14)))
    said = [c.attribution.claimant for c in claims if c.quantity is not None]
    assert len(said) > 1
    assert all(claimant is not None for claimant in said)
