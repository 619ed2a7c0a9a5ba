"""The picture of North Korean forces in Russia from the bundled digests, against what the digests themselves say.

The expected values are taken from the digests' own words. They are asked twice: of the claims as coded by hand
(`data/digests-coded.jsonl`), which tests the assessment, and of the claims as the machine reads them, without
corrections, which tests the whole way.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import import_module, resources
from pathlib import Path

import pytest

from assessment_cases import day
from musterbook.assessment.conflicts import Discord, conflicts
from musterbook.assessment.estimates import estimate
from musterbook.assessment.expectations import Expectation, Fate, expectations
from musterbook.assessment.origins import Origin, origins
from musterbook.assessment.picture import changes, picture
from musterbook.exchange.corpus import read_claims, read_document
from musterbook.model import Entry, Kind, Outcome, Scope

CODED = Path(__file__).parent / "data" / "digests-coded.jsonl"
RU = Scope(country="KP", area="RU")
LOSSES = Scope(country="KP", area="RU", kind=Kind.LOSS)
KILLED = Scope(country="KP", area="RU", kind=Kind.LOSS, outcome=Outcome.KILLED)


@cache
def by_hand() -> tuple[Entry, ...]:
    found = []
    for line in CODED.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        document = read_document(record)
        for claim in read_claims(record, document):
            link = claim.attribution.claimant
            words = link.words.text if link and link.words else None
            found.append(
                Entry.model_construct(
                    claim=claim,
                    document=document,
                    institution=record["institutions"].get(words),
                    side=link.country if link else None,
                )
            )
    return tuple(found)


@cache
def by_machine() -> tuple[Entry, ...]:
    reader = import_module("musterbook.reading.reader").reader()
    lines = resources.files("musterbook").joinpath("data/digests.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [read_document(json.loads(line)) for line in lines]
    found = []
    for document, claims in zip(documents, reader.read_all(documents), strict=True):
        for claim in claims:
            link = claim.attribution.claimant
            found.append(
                Entry.model_construct(
                    claim=claim,
                    document=document,
                    institution=link.institution if link else None,
                    side=link.country if link else None,
                )
            )
    return tuple(found)


@pytest.fixture(params=["hand", "machine"])
def register(request: pytest.FixtureRequest) -> Sequence[Entry]:
    if request.param == "hand":
        return by_hand()
    return by_machine()


def told(register: Sequence[Entry], number: float, kind: str, outcome: str | None = None) -> list[Origin]:
    """The origins of a North Korean figure that more than one outlet tells."""
    return [
        origin
        for origin in origins(register)
        if (claim := origin.first.claim).force.country == "KP"
        and claim.kind == kind
        and claim.outcome == outcome
        and claim.quantity is not None
        and number in (claim.quantity.low, claim.quantity.high)
        and claim.attribution.claimant is not None
        and claim.attribution.claimant.country == "KR"
        and len(origin.outlets) > 1
    ]


@pytest.mark.parametrize(
    ("number", "kind", "outcome", "outlets"),
    [
        (1500, "deployment", None, {"Anews", "Ukrainska Pravda"}),
        (300, "loss", "killed", {"UrduPoint", "Euromaidan Press", "Arab News"}),
        (2700, "loss", "wounded", {"UrduPoint", "Euromaidan Press", "Arab News"}),
        (4700, "loss", "casualties", {"Arab News", "KBS News", "MENAFN"}),
        (600, "loss", "killed", {"Arab News", "KBS News", "MENAFN"}),
    ],
)
def test_a_figure_told_by_several_outlets_has_one_origin(
    register: Sequence[Entry], number: float, kind: str, outcome: str | None, outlets: set[str]
) -> None:
    (origin,) = told(register, number, kind, outcome)
    assert origin.voice.key == "nis"
    assert outlets <= set(origin.outlets)


def fate(register: Sequence[Entry], low: float, on: str = "2026-06-30") -> Expectation:
    """The fate of the expectation of a figure of North Korean forces in Russia."""
    found = [
        one
        for one in expectations(register, RU, day(on))
        if one.entry.claim.quantity is not None and one.entry.claim.quantity.low == low
    ]
    assert found, f"nobody expects {low:,.0f}"
    return found[-1]


def test_ten_thousand_by_december_is_met(register: Sequence[Entry]) -> None:
    (found,) = (
        one
        for one in expectations(register, RU, day("2025-02-01"))
        if one.origin.voice.key == "nis" and one.entry.claim.quantity and one.entry.claim.quantity.low == 10000
    )
    assert found.end == day("2024-12-31")
    assert found.fate is Fate.MET


def test_the_forecast_of_25_000_to_30_000_is_not_met(register: Sequence[Entry]) -> None:
    assert fate(register, 25000).fate in (Fate.MISSED, Fate.SUPERSEDED)
    assert fate(register, 25000, on="2025-11-14").fate in (Fate.PENDING, Fate.SUPERSEDED)


def test_the_denial_of_october_is_a_conflict(register: Sequence[Entry]) -> None:
    found = [
        one
        for one in conflicts(register, RU, day("2024-10-31"))
        if one.discord is Discord.DENIAL and one.one[0].document.outlet == "Ukrainska Pravda"
    ]
    denials = [
        one
        for one in found
        if any(word in entry.claim.mentions[0].text for entry in one.one for word in ("denied", "dismiss"))
    ]
    assert any("1,500" in entry.claim.mentions[0].text for denial in denials for entry in denial.other)


def test_two_thousand_killed_stand_against_lower_figures(register: Sequence[Entry]) -> None:
    found = estimate(register, KILLED, day("2025-09-15"))
    assert found.high == 2000
    assert found.low is not None
    assert found.low <= 600
    assert len(found.institutions) >= 2
    assert any(
        one.discord is Discord.FIGURES
        and {entry.claim.quantity.low for entry in one.one if entry.claim.quantity} == {2000}
        for one in conflicts(register, LOSSES, day("2025-09-15"))
    )


def test_mid_november_2024(register: Sequence[Entry]) -> None:
    found = estimate(register, RU, day("2024-11-15"))
    assert found.low is not None
    assert found.high is not None
    assert 10000 <= found.low <= found.high <= 12000
    assert len(found.institutions) >= 2


def test_august_2025_is_about_11_000(register: Sequence[Entry]) -> None:
    found = estimate(register, RU, day("2025-08-20"))
    assert found.best is not None
    assert 10500 <= found.best <= 11500


def test_what_was_known_on_20_october_is_a_fraction(register: Sequence[Entry]) -> None:
    found = estimate(register, RU, day("2024-10-20"), known_on=day("2024-10-20"))
    told = found if found.best is not None else found.arrivals
    assert told is not None
    assert told.best == 1500


def test_the_whole_picture(register: Sequence[Entry]) -> None:
    whole = picture(register, RU, day("2025-11-14"))
    assert whole.estimate.best is not None
    assert len(whole.series) == (day("2025-11-14") - day("2024-10-18")).days + 1
    assert whole.voices.origins < whole.voices.claims
    assert len(whole.voices.sides) >= 4
    assert {course.scope.outcome for course in whole.losses} >= {Outcome.KILLED, Outcome.WOUNDED, Outcome.CASUALTIES}
    assert {one.discord for one in whole.conflicts} >= {Discord.FIGURES, Discord.DENIAL}


def test_what_november_2024_changed(register: Sequence[Entry]) -> None:
    turned = changes(register, RU, day("2024-10-31"), day("2024-11-15"))
    assert turned.now.best is not None
    assert turned.before.best is None or turned.before.best < turned.now.best
    assert {origin.first.document.outlet for origin in turned.origins} >= {"ABC News", "KBS News"}
    assert turned.voiced
    assert all(
        day("2024-10-31") < entry.document.published <= day("2024-11-15")
        for entry in turned.echoes
        if entry.document.published
    )
