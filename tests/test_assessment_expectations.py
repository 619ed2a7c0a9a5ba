"""Expectations: their window, what came of them, and the claims that decide."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment_cases import Number, day, said
from musterbook.assessment.expectations import Expectation, Fate, by_institution, expectations
from musterbook.model import Entry, Scope

RU = Scope(country="KP", area="RU")


def decided(register: list[Entry], on: str = "2025-12-31", known_on: str | None = None) -> Expectation:
    """The fate of the first expectation voiced."""
    return expectations(register, RU, day(on), known_on=day(known_on) if known_on else None)[0]


def expected(
    number: Number = 10000, *, end: str | None = "2024-12-31", on: str = "2024-10-23", **slots: object
) -> Entry:
    return said("nis", number, on=on, modality="expected", end=end, **slots)  # type: ignore[arg-type]  # slots of `said`


FATES: list[tuple[str, list[Entry], str, Fate]] = [
    ("nothing told yet", [expected()], "2024-12-31", Fate.PENDING),
    ("nothing told until 30 days after the window", [expected()], "2025-01-31", Fate.MISSED),
    ("reached by another institution", [expected(), said("diu", 11000)], "2024-12-01", Fate.MET),
    ("reached at 80%", [expected(), said("diu", 8000)], "2024-12-01", Fate.MET),
    ("reached in a part of the area", [expected(), said("diu", 8000, at="RU-KRS")], "2024-12-01", Fate.MET),
    ("not by a figure for an area around", [expected(at="RU-KRS"), said("diu", 8000)], "2024-12-01", Fate.PENDING),
    ("reached at 79%: partly", [expected(), said("diu", 7900)], "2024-12-01", Fate.PARTLY),
    ("reached at 20%: partly", [expected(), said("diu", 2000)], "2024-12-01", Fate.PARTLY),
    ("reached at 19%: not yet", [expected(), said("diu", 1900)], "2024-12-01", Fate.PENDING),
    ("reached within 30 days after", [expected(), said("diu", 9000, on="2025-01-30")], "2025-02-01", Fate.MET),
    ("reached too late", [expected(), said("diu", 9000, on="2025-01-31")], "2025-02-01", Fate.MISSED),
    ("expected again by another", [expected(), said("diu", 11000, modality="expected")], "2024-12-01", Fate.PENDING),
    (
        "restated by itself",
        [expected(), said("nis", 12000, modality="expected", end="2025-03-31")],
        "2024-12-01",
        Fate.SUPERSEDED,
    ),
    (
        "another date is another word",
        [expected(), said("nis", 10000, modality="expected", end="2025-03-31")],
        "2024-12-01",
        Fate.SUPERSEDED,
    ),
    (
        "restated when its window had closed",
        [expected(), said("nis", 12000, modality="expected", on="2025-03-01", end="2025-12-31")],
        "2025-03-05",
        Fate.MISSED,
    ),
    ("said again", [expected(), expected(on="2024-10-30")], "2024-12-01", Fate.PENDING),
    ("denied", [expected(), said("dprk", modality="denied")], "2024-12-01", Fate.DENIED),
    ("denied, but it came", [expected(), said("dprk", modality="denied"), said("diu", 11000)], "2024-12-01", Fate.MET),
    (
        "a denied other figure denies nothing",
        [expected(), said("x", 5000, modality="denied")],
        "2024-12-01",
        Fate.PENDING,
    ),
    ("no figure: it occurs", [expected(None), said("diu", None)], "2024-12-01", Fate.MET),
    ("no figure: it does not", [expected(None)], "2025-03-01", Fate.MISSED),
    (
        "no figure, and they were there before",
        [said("diu", 3000, on="2024-10-01"), expected(None, kind="deployment"), said("diu", 3000, on="2024-11-20")],
        "2024-12-01",
        Fate.PENDING,
    ),
    (
        "sent is seen when there",
        [expected(kind="deployment", role="to"), said("diu", 9000, at="RU-KRS")],
        "2024-12-01",
        Fate.MET,
    ),
    (
        "more on top: those there before do not count",
        [said("diu", 11000, on="2024-10-01"), expected(basis="additional"), said("diu", 11000, on="2024-11-20")],
        "2024-12-01",
        Fate.PENDING,
    ),
    (
        "more on top: growth counts",
        [said("diu", 11000, on="2024-10-01"), expected(basis="additional"), said("diu", 19000, on="2024-11-20")],
        "2024-12-01",
        Fate.MET,
    ),
    (
        "more on top: what is told as on top counts in full",
        [
            said("diu", 11000, on="2024-10-01"),
            expected(basis="additional"),
            said("jcs", 3000, on="2024-11-20", kind="deployment", basis="additional"),
        ],
        "2024-12-01",
        Fate.PARTLY,
    ),
    (
        "what was so already when voiced is meant on top",
        [said("diu", 11000, on="2024-10-01"), expected(6000), said("diu", 11500, on="2024-11-20")],
        "2024-12-01",
        Fate.PENDING,
    ),
    (
        "what was before does not count",
        [expected(), said("diu", 11000, start="2023-01-01", end="2023-12-31")],
        "2024-12-01",
        Fate.PENDING,
    ),
    (
        "builders are no sappers",
        [expected(1000, force="sappers"), said("diu", 5000, force="construction troops")],
        "2024-12-01",
        Fate.PENDING,
    ),
]


@pytest.mark.parametrize(("case", "register", "on", "fate"), FATES, ids=[case for case, *_ in FATES])
def test_what_came_of_an_expectation(case: str, register: list[Entry], on: str, fate: Fate) -> None:
    found = decided(register, on)
    assert found.fate is fate
    assert found.rule
    assert found.why
    assert bool(found.deciding) or fate in (Fate.PENDING, Fate.MISSED)


def test_the_window_is_the_period_of_the_claim() -> None:
    found = decided([expected(start="2024-12-01", end="2024-12-31")])
    assert (found.start, found.end, found.due, found.open) == (
        day("2024-12-01"),
        day("2024-12-31"),
        day("2025-01-30"),
        False,
    )


def test_without_a_period_the_window_is_180_days_and_marked_open() -> None:
    found = decided([expected(end=None)])
    assert (found.start, found.end, found.open) == (day("2024-10-23"), day("2025-04-21"), True)


def test_the_deciding_claim_and_the_share_are_given() -> None:
    told = said("diu", (11000, 12000))
    found = decided([expected(), said("x", 4000, on="2024-10-30"), told])
    assert found.deciding == (told,)
    assert (found.expected, found.reached, found.share) == (10000, 11500, 1.15)


def test_of_a_forecast_range_the_middle_is_expected() -> None:
    found = decided(
        [expected((25000, 30000), basis="additional"), said("nis", 5000, kind="deployment", start="2024-11-01")]
    )
    assert found.expected == 27500
    assert found.fate is Fate.MISSED


def test_as_known_on_a_day() -> None:
    register = [expected(), said("diu", 11000, on="2024-11-04")]
    assert decided(register, "2024-12-01", known_on="2024-11-03").fate is Fate.PENDING
    assert decided(register, "2024-11-03").fate is Fate.PENDING


def test_each_institution_has_its_record() -> None:
    register = [
        expected(),
        said("diu", 11000, on="2024-11-04"),
        said("diu", 50000, modality="expected", on="2024-11-10"),
    ]
    record = by_institution(expectations(register, RU, day("2025-12-31")))
    assert {name: {fate for fate, count in fates.items() if count} for name, fates in record.items()} == {
        "nis": {Fate.MET},
        "diu": {Fate.MISSED},
    }


START = date(2024, 10, 1)
claims = st.builds(
    said,
    st.sampled_from(["nis", "diu", None]),
    st.sampled_from([1000, 8000, 10000, None]),
    on=st.integers(0, 300).map(lambda days: str(START + timedelta(days))),
    modality=st.sampled_from(["asserted", "expected", "denied"]),
    kind=st.sampled_from(["presence", "deployment"]),
    at=st.sampled_from(["RU", "RU-KRS", None]),
    basis=st.sampled_from(["total", "additional"]),
    end=st.sampled_from([None, "2024-12-31"]),
)


@given(st.lists(claims, max_size=10), st.integers(0, 500), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_what_comes_later_is_not_known(
    register: list[Entry], after: int, chance: random.Random
) -> None:
    on = START + timedelta(after)
    shuffled = list(register)
    chance.shuffle(shuffled)
    found = expectations(register, RU, on)
    assert expectations(shuffled, RU, on) == found
    then = [entry for entry in register if entry.document.published and entry.document.published <= on]
    assert expectations(then, RU, on) == found
