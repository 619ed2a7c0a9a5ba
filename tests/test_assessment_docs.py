"""The examples by hand in docs/assessment.md, worked by the program."""

from __future__ import annotations

from assessment_cases import day, said
from musterbook.assessment.conflicts import Discord, conflicts
from musterbook.assessment.estimates import estimate
from musterbook.assessment.expectations import Fate, expectations
from musterbook.assessment.origins import independence, origins
from musterbook.assessment.places import Relation
from musterbook.assessment.sources import deviations
from musterbook.model import Kind, Outcome, Scope

RU = Scope(country="KP", area="RU")
KURSK = Scope(country="KP", area="RU-KRS")
KILLED = Scope(country="KP", area="RU", kind=Kind.LOSS, outcome=Outcome.KILLED)


def test_origins() -> None:
    told = [
        said("nis", 3000, on="2024-11-01", outlet="A", side="KR"),
        said("nis", 3000, on="2024-11-12", outlet="B", side="KR"),
        said("nis", 3000, on="2024-11-27", outlet="A", side="KR"),
        said(None, 3000, on="2025-03-01", outlet="C"),
    ]
    assert str(independence(origins(told))) == "4 articles, 2 origins, 1 institution, 1 side"


def test_the_estimate_of_15_november_2024() -> None:
    told = [
        said("kr-defence-ministry", (10000, None), on="2024-11-05"),
        said("umerov", 12000, on="2024-11-06"),
        said("zelensky", 11000, on="2024-11-04", at="RU-KRS"),
        said("pentagon", (10000, None), on="2024-11-05", at="RU-KRS"),
        said("blinken", 8000, on="2024-10-31", at="RU-KRS"),
    ]
    found = estimate(told, RU, day("2024-11-15"))
    assert (found.low, found.best, found.high) == (10000, 11000, 12000)
    assert found.institutions == ("kr-defence-ministry", "umerov")
    without = next(one for one in found.without if one.institution == "umerov")
    assert (without.best, without.moves) == (10500, -500)


def test_parts_and_areas_around() -> None:
    parts = [said("x", 8000, at="RU-KRS"), said("x", 3000, at="RU-BEL"), said("x", 500, at="RU-KRS/Sudzha")]
    found = estimate(parts, RU, day("2024-11-15"))
    assert (found.best, found.bound) == (11000, Relation.PART)
    found = estimate([said("x", 12000)], KURSK, day("2024-11-15"))
    assert (found.best, found.bound) == (12000, Relation.AROUND)


def test_running_totals() -> None:
    told = [
        said("nis", (100, None), on="2024-12-19", kind="loss", outcome="killed"),
        said("nis", 300, on="2025-01-13", kind="loss", outcome="killed"),
        said("nis", 600, on="2025-04-30", kind="loss", outcome="killed"),
        said("nis", 300, on="2025-04-30", kind="loss", outcome="killed", text="in January"),
        said("nis", 2000, on="2025-09-02", kind="loss", outcome="killed"),
        said("pyongyang", 350, on="2025-09-02", kind="loss", outcome="killed"),
    ]
    assert estimate(told, KILLED, day("2025-05-01")).best == 600
    found = estimate(told, KILLED, day("2025-09-02"))
    assert (found.low, found.best, found.high) == (350, 1175, 2000)


def test_expectations() -> None:
    december = [
        said("nis", 10000, on="2024-10-23", modality="expected", start="2024-12-01", end="2024-12-31"),
        said("pentagon", 10000, on="2024-10-29", kind="deployment", role="to"),
    ]
    assert expectations(december, RU, day("2024-12-31"))[0].fate is Fate.MET
    forecast = [
        said("diu", (25000, 30000), on="2025-07-02", kind="deployment", modality="expected", basis="additional"),
        said("nis", 5000, on="2025-11-04", kind="deployment", start="2025-09-01", force="construction troops"),
    ]
    found = expectations(forecast, RU, day("2026-01-28"))[0]
    assert (found.fate, found.end, round(found.share or 0, 2)) == (Fate.PENDING, day("2025-12-29"), 0.18)
    assert expectations(forecast, RU, day("2026-01-29"))[0].fate is Fate.MISSED


def test_conflicts() -> None:
    def discords(one: object, other: object) -> list[Discord]:
        register = [said("a", one), said("b", other)]  # type: ignore[arg-type]  # figures as `said` takes them
        return [found.discord for found in conflicts(register, RU, day("2024-11-15"))]

    assert discords(12000, 10000) == [Discord.FIGURES]
    assert discords(11000, 10000) == []
    assert discords((8000, None), 12000) == []


def test_source_records() -> None:
    told = [said("nis", 10000), said("diu", 12000, on="2024-11-02"), said("pentagon", 11000, on="2024-11-03")]
    assert [(one.entry.institution, one.share) for one in deviations(told, RU)] == [("diu", 0.2), ("pentagon", 0.0)]
