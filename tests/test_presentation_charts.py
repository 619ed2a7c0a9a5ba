"""Charts and maps: one definition, every origin a mark, colours the same everywhere, well-formed whatever is told."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from assessment_cases import day, said
from musterbook.assessment.picture import Picture, picture
from musterbook.model import Entry, Role, Scope
from musterbook.presentation.charts import band_chart, spark
from musterbook.presentation.map_reports import reports
from musterbook.presentation.maps import ReportMap
from musterbook.presentation.marks import marks
from musterbook.presentation.palette import DARK, LIGHT, PAGE, SIDES, SLOTS, side_number, style_sheet
from musterbook.presentation.scales import day_ticks, figure_ticks
from musterbook.presentation.voices import in_words, institution_name

RU = Scope(country="KP", area="RU")
SVG = "{http://www.w3.org/2000/svg}"


def entries() -> list[Entry]:
    return [
        said("nis", 3000, on="2024-10-23", at="RU", side="KR"),
        said("diu", (10000, 12000), on="2024-11-04", at="RU-KRS", side="UA"),
        said("nis", 10000, on="2024-11-20", at="RU", side="KR"),
        said("diu", 15000, on="2024-11-20", at="RU", side="UA", modality="expected", end="2025-01-31"),
        said("kp-government", None, on="2024-11-21", at="RU", side="KP", modality="denied"),
        said("pentagon", 2000, on="2024-10-24", at=["RU-PRI"], role="to", side="US", kind="deployment"),
    ]


def drawn(on: str = "2024-12-01") -> Picture:
    return picture(entries(), RU, day(on))


def test_each_origin_is_a_mark_with_its_state() -> None:
    found = {(mark.who, mark.low): mark.state for mark in marks(drawn())}
    assert found[("National Intelligence Service", 10000)] == "standing"
    assert found[("National Intelligence Service", 3000)] == "past"
    assert found[("Defence Intelligence of Ukraine", 15000)] == "expected"
    assert [mark.state for mark in marks(drawn()) if mark.low is None] == ["denied"]
    assert [mark.moving for mark in marks(drawn()) if mark.low == 2000] == [True]


def test_a_figure_not_said_again_is_stale() -> None:
    faded = picture(entries()[:1], RU, day("2025-12-01"))
    assert [mark.state for mark in marks(faded)] == ["stale"]


def test_a_mark_tells_who_how_many_when_in_which_words() -> None:
    mark = next(mark for mark in marks(drawn()) if mark.low == 3000)
    lines = mark.told.split("\n")
    assert lines[0] == "National Intelligence Service (KR): 3,000 (presence)"
    assert lines[1] == "The Wire, 23 Oct 2024"
    assert lines[2].startswith("“presence")


def test_the_chart_is_well_formed_and_links_its_marks() -> None:
    chart = band_chart(drawn(), links="/claim/")
    tree = ElementTree.fromstring(chart.svg(PAGE))
    links = [one.get("href") for one in tree.iter(f"{SVG}a")]
    assert len(links) == len(marks(drawn()))
    assert all(link is not None and link.startswith("/claim/") for link in links)
    assert "#" not in "".join(re.findall(r'(?:fill|stroke)="([^"]*)"', chart.svg(PAGE)))
    assert 'style="' not in chart.svg(PAGE)


def test_the_chart_says_itself_in_a_sentence() -> None:
    assert (
        band_chart(drawn()).description.endswith("on 1 Dec 2024; 6 origins: 2 standing, 2 past, 1 expected, 1 denied.")
        or "6 origins" in band_chart(drawn()).description
    )


def test_a_chart_of_nothing_is_a_chart() -> None:
    empty = picture([said("nis", None, on="2024-10-23")], RU, day("2024-11-01"))
    assert "No figure stands" in band_chart(empty).svg()
    assert ElementTree.fromstring(spark(empty.series).svg())


def test_the_map_shades_regions_and_never_pins() -> None:
    shown = ReportMap("Where", reports(entries(), drawn()), links="/claim/")
    assert {one.code: one.figure for one in shown.reports.standing} == {
        "RU-KRS": "up to 12,000",
        "RU-PRI": "",
    }
    tree = ElementTree.fromstring(shown.svg(PAGE))
    titles = [one.text or "" for one in tree.iter(f"{SVG}title")]
    assert any(title.startswith("Kursk: up to 12,000") for title in titles)
    assert shown.reports.unplaced == 4


def test_a_move_with_both_ends_is_an_arrow() -> None:
    moved = said("nis", 500, on="2024-10-23", at=["RU-PRI"], role="from", kind="deployment")
    arrived = moved.claim.places[0].model_copy(update={"role": Role.TO, "code": "RU-KRS"})
    claim = moved.claim.model_copy(update={"places": (*moved.claim.places, arrived)})
    both = [moved.model_copy(update={"claim": claim})]
    found = reports(both, picture(both, RU, day("2024-11-01"))).movements
    assert [(one.start, one.end) for one in found] == [("RU-PRI", "RU-KRS")]


@pytest.mark.parametrize(
    ("most", "labels"),
    [(12000, ["0", "5,000", "10,000"]), (3, ["0", "1", "2", "3"]), (0, ["0"])],
)
def test_figures_have_round_ticks(most: float, labels: list[str]) -> None:
    assert [tick.label for tick in figure_ticks(most, 4)] == labels


@pytest.mark.parametrize(
    ("first", "last", "room", "labels"),
    [
        ("2024-10-18", "2025-02-10", 6, ["Nov 2024", "Dec", "Jan 2025", "Feb"]),
        ("2024-10-18", "2024-10-21", 6, ["18 Oct 2024", "19 Oct", "20 Oct", "21 Oct"]),
        ("2014-02-01", "2025-02-01", 6, ["2016", "2018", "2020", "2022", "2024"]),
    ],
)
def test_days_have_ticks_a_reader_would_choose(first: str, last: str, room: int, labels: list[str]) -> None:
    assert [tick.label for tick in day_ticks(date.fromisoformat(first), date.fromisoformat(last), room)] == labels


def test_a_side_has_one_colour_everywhere() -> None:
    assert {side_number(code) for code in ("UA", "RU", "KR", "US", "KP")} == {0, 1, 2, 3, 4}
    assert all(5 <= side_number(code) < SIDES for code in ("FR", "PL", "BY", "ML"))
    for palette in (LIGHT, DARK):
        assert len(palette.sides) == SIDES
        assert len(palette.slots) == len(SLOTS)
    assert style_sheet().count("--side-9") == 3


def test_keys_are_told_as_names() -> None:
    assert institution_name("nis") == "National Intelligence Service"
    assert (
        in_words("nis on 2025-01-17 tells of 12,000") == "National Intelligence Service on 17 Jan 2025 tells of 12,000"
    )
    assert in_words("its window ends on 2025-02-31") == "its window ends on 2025-02-31"
