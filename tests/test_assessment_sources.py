"""Source records: claims, origins and echoes, expectations by fate, distance from the others. No score."""

from __future__ import annotations

from assessment_cases import day, said
from musterbook.assessment.expectations import Fate
from musterbook.assessment.sources import deviations, records
from musterbook.model import Scope

RU = Scope(country="KP", area="RU")

REGISTER = [
    said("nis", 10000, on="2024-11-01", side="KR"),
    said("diu", 12000, on="2024-11-02", side="UA"),
    said("pentagon", 11000, on="2024-11-03", side="US"),
    said("nis", 10000, on="2024-11-04", side="KR", outlet="B"),
    said(None, 10000, on="2024-11-05", outlet="C"),
    said("nis", 15000, on="2024-11-05", modality="expected", end="2024-11-30", side="KR"),
]


def test_a_record_counts_what_an_institution_said() -> None:
    record = next(record for record in records(REGISTER, RU, day("2025-06-01")) if record.voice.key == "nis")
    assert (record.claims, record.origins, record.echoes) == (3, 2, 2)
    assert record.voice.side == "KR"
    assert {fate: count for fate, count in record.expectations.items() if count} == {Fate.MISSED: 1}


def test_most_claims_come_first() -> None:
    assert [record.voice.key for record in records(REGISTER, RU, day("2025-06-01"))] == ["nis", "c", "diu", "pentagon"]


def test_deviations_are_from_the_median_of_the_others_on_that_day() -> None:
    found = {(one.entry.institution, one.figure, one.median) for one in deviations(REGISTER, RU)}
    assert found == {("diu", 12000, 10000), ("pentagon", 11000, 11000)}
    diu = next(one for one in deviations(REGISTER, RU) if one.entry.institution == "diu")
    assert diu.share == 0.2


def test_quartiles_of_deviations() -> None:
    (pentagon,) = [one for one in records(REGISTER, RU, day("2025-06-01")) if one.voice.key == "pentagon"]
    assert pentagon.quartiles == (0, 0, 0)
    (outlet,) = [one for one in records(REGISTER, RU, day("2025-06-01")) if one.voice.key == "c"]
    assert outlet.quartiles is None


def test_what_is_not_known_yet_is_not_counted() -> None:
    assert records(REGISTER, RU, day("2025-06-01"), known_on=day("2024-10-31")) == ()
