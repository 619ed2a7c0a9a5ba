"""Origins and echoes: which claims are one, by which rule, and how many voices stand behind them."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment_cases import said
from musterbook.assessment.origins import independence, origins
from musterbook.model import Entry

ECHOES: list[tuple[str, Entry, Entry, str]] = [
    ("the same institution within 14 days", said("nis", 3000), said("nis", 3000, on="2024-11-15"), "same institution"),
    ("told more exactly", said("nis", 3000), said("nis", 3000, on="2024-11-02", at="RU-KRS"), "same institution"),
    ("without a claimant", said("nis", 3000), said(None, 3000, on="2025-03-01", outlet="B"), "no claimant"),
    ("without claimant or place", said("nis", 3000), said(None, 3000, on="2024-11-02", at=None), "no claimant"),
    (
        "relayed from the outlet",
        said("nis", 3000, outlet="Yonhap"),
        said("lawmakers", 3000, on="2024-11-02", via="Yonhap"),
        "relayed",
    ),
    (
        "relayed from the institution",
        said("nis", 3000),
        said("lawmakers", 3000, on="2024-12-30", via="nis"),
        "relayed",
    ),
    (
        "a running total, months later",
        said("nis", 600, kind="loss", outcome="killed", at=None),
        said("nis", 600, kind="loss", outcome="killed", at=None, on="2025-07-13"),
        "same running total",
    ),
]


@pytest.mark.parametrize(("case", "first", "later", "rule"), ECHOES, ids=[case for case, *_ in ECHOES])
def test_a_later_equal_claim_is_an_echo(case: str, first: Entry, later: Entry, rule: str) -> None:
    (origin,) = origins([later, first])
    assert origin.first == first
    (echo,) = origin.echoes
    assert (echo.entry, echo.of, echo.rule) == (later, first, rule)
    assert echo.why


SEPARATE: list[tuple[str, Entry, Entry]] = [
    ("another institution", said("nis", 3000), said("pentagon", 3000, on="2024-11-02")),
    ("another figure", said("nis", 3000), said("nis", 3100, on="2024-11-02")),
    ("an open end", said("nis", 3000), said("nis", (3000, None), on="2024-11-02")),
    ("another modality", said("nis", 3000), said("nis", 3000, on="2024-11-02", modality="expected")),
    ("another kind", said("nis", 3000), said("nis", 3000, on="2024-11-02", kind="deployment")),
    ("another force", said("nis", 3000), said("nis", 3000, on="2024-11-02", country="RU")),
    ("another place", said("nis", 3000, at="RU-KRS"), said("nis", 3000, on="2024-11-02", at="RU-BEL")),
    ("something on top", said("nis", 3000), said("nis", 3000, on="2024-11-02", basis="additional")),
    ("after 15 days", said("nis", 3000), said("nis", 3000, on="2024-11-16")),
    ("an unattributed first", said(None, 3000), said("nis", 3000, on="2024-11-02")),
    (
        "another outcome",
        said("nis", 300, kind="loss", outcome="killed"),
        said("nis", 300, kind="loss", outcome="captured", on="2024-11-02"),
    ),
    (
        "another week",
        said("nis", 300, kind="loss", start="2024-10-01", end="2024-10-07"),
        said("nis", 300, kind="loss", start="2024-10-08", end="2024-10-14", on="2024-11-02"),
    ),
]


@pytest.mark.parametrize(("case", "first", "later"), SEPARATE, ids=[case for case, *_ in SEPARATE])
def test_a_different_claim_is_an_origin_of_its_own(case: str, first: Entry, later: Entry) -> None:
    assert len(origins([first, later])) == 2


def test_the_window_of_14_days_runs_from_the_last_echo() -> None:
    chain = [said("nis", 3000, on=f"2024-{month:02}-01", text=str(month)) for month in (1,)]
    chain += [said("nis", 3000, on=on, text=on) for on in ("2024-01-14", "2024-01-27", "2024-02-09")]
    (origin,) = origins(chain)
    assert len(origin.echoes) == 3


def test_a_figure_said_again_after_it_faded_is_said_anew() -> None:
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 9) for day in (1, 14, 27)]
    chain = origins([said("nis", 3000, on=day, text=day) for day in days])
    assert [str(origin.first.document.published) for origin in chain] == ["2024-01-01", "2024-07-01"]


def test_an_institution_whose_own_word_is_long_past_can_echo_another() -> None:
    register = [
        said("nis", 3000, on="2024-01-01"),
        said("yonhap", 3000, on="2024-01-01"),
        said("yonhap", 3000, on="2024-06-01", via="nis"),
        said("yonhap", 3000, on="2024-07-01", via="nis"),
    ]
    assert sorted(len(origin.echoes) for origin in origins(register)) == [0, 2]


def test_a_copied_document_echoes_whatever_its_claimant() -> None:
    one, other = said("nis", 3000, outlet="A"), said("Seoul officials", 3000, outlet="B", resolved=False)
    copied = {one.document.id: one.document.id, other.document.id: one.document.id}
    (origin,) = origins([one, other], copies=copied)
    assert origin.echoes[0].rule == "syndicated copy"
    assert len(origins([one, other])) == 2


def test_voices_are_counted_by_institution_and_by_side() -> None:
    register = [
        said("nis", 3000, side="KR", outlet="A"),
        said("nis", 3000, side="KR", outlet="B", on="2024-11-02"),
        said("kr-mnd", 3000, side="KR", outlet="C"),
        said("pentagon", 3000, side="US", outlet="A"),
        said(None, 3000, outlet="D", on="2024-11-03"),
        said(None, 4000, outlet="D", on="2024-11-03"),
    ]
    counted = independence(origins(register))
    assert (counted.articles, counted.origins) == (6, 4)
    assert counted.institutions == ("d", "kr-mnd", "nis", "pentagon")
    assert counted.sides == ("KR", "US")
    assert str(counted) == "6 articles, 4 origins, 4 institutions, 2 sides"


def test_a_claim_without_a_date_is_never_the_first_of_a_dated_one() -> None:
    undated = said(None, 3000, on=None, outlet="Z")
    (origin,) = origins([undated, said("nis", 3000)])
    assert origin.echoes[0].entry == undated


def test_a_rejected_claim_does_not_count() -> None:
    assert origins([said("nis", 3000, verdict="rejected")]) == ()


anyone = st.sampled_from(["nis", "pentagon", "diu", None])
claims: st.SearchStrategy[Any] = st.lists(
    st.builds(
        said,
        anyone,
        st.sampled_from([3000, 11000, (10000, None), None]),
        on=st.dates(min_value=date(2024, 10, 1), max_value=date(2025, 6, 1)).map(str),
        at=st.sampled_from(["RU", "RU-KRS", "RU-BEL", None]),
        outlet=st.sampled_from(["A", "B", "nis"]),
        modality=st.sampled_from(["asserted", "expected"]),
        via=st.sampled_from([None, "A", "nis"]),
    ),
    max_size=12,
)


@given(claims, st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(register: list[Entry], chance: random.Random) -> None:
    shuffled = list(register)
    chance.shuffle(shuffled)
    assert origins(shuffled) == origins(register)


@given(claims)
def test_every_claim_belongs_to_one_origin(register: list[Entry]) -> None:
    gathered = [entry for origin in origins(register) for entry in origin.entries]
    assert sorted(entry.claim.id for entry in gathered) == sorted(entry.claim.id for entry in register)
