"""Quantities by the codebook: value, bound, hedge, extent, and what is counted."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musterbook.reading.quantities import FoundQuantity, find

PARTS = Path(__file__).parent.parent / "docs" / "parts.md"


def only(text: str) -> FoundQuantity:
    found = find(text)
    assert len(found) == 1, [quantity.text for quantity in found]
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "words", "low", "high", "approximate"),
    [
        # exact
        ("They sent 11,000 soldiers.", "11,000", 11000, 11000, False),
        ("They sent two men.", "two", 2, 2, False),
        ("They cut it to a bare minimum of 2,500 men.", "2,500", 2500, 2500, False),
        ("A quarter-million men marched.", "A quarter-million", 250000, 250000, False),
        ("They built 1.3m cars.", "1.3m", 1300000, 1300000, False),
        ("A couple of hundred men came.", "A couple of hundred", 200, 200, True),
        ("Twelve thousand five hundred men left.", "Twelve thousand five hundred", 12500, 12500, False),
        ("Eight hundred and sixty men left.", "Eight hundred and sixty", 860, 860, False),
        ("They lost twenty-one tanks.", "twenty-one", 21, 21, False),
        ("An army of 1.2 million soldiers.", "1.2 million", 1200000, 1200000, False),
        ("Half a million shells arrived.", "Half a million", 500000, 500000, False),
        ("Half a dozen boats were sunk.", "Half a dozen", 6, 6, False),
        ("A pair of jets landed.", "A pair of", 2, 2, False),
        ("Some 1.25 lakh recruits came.", "Some 1.25 lakh", 125000, 125000, True),
        ("Two and a half thousand men left.", "Two and a half thousand", 2500, 2500, False),
        # thousands separators
        ("They sent 11 000 soldiers.", "11 000", 11000, 11000, False),
        ("They sent 11\u202f000 soldiers.", "11\u202f000", 11000, 11000, False),
        ("They sent 11\u00a0000 soldiers.", "11\u00a0000", 11000, 11000, False),
        ("They sent 11'000 soldiers.", "11'000", 11000, 11000, False),
        ("They sent 11.000 soldiers.", "11.000", 11000, 11000, False),
        ("They sent 1,00,000 soldiers.", "1,00,000", 100000, 100000, False),
        ("They sent １１,０００ soldiers.", "１１,０００", 11000, 11000, False),
        # letters and words for scales
        ("They sent 11K soldiers.", "11K", 11000, 11000, False),
        ("They sent 11 thousand soldiers.", "11 thousand", 11000, 11000, False),
        ("They sent 2.3mn shells.", "2.3mn", 2300000, 2300000, False),
        ("Drones flew over 1.5m people.", "over 1.5m", 1500000, None, False),
        ("They sent 2 thousand 940 men.", "2 thousand 940", 2940, 2940, False),
        # about
        ("They sent about 11,000 soldiers.", "about 11,000", 11000, 11000, True),
        ("SOME 300 TROOPS LANDED", "SOME 300", 300, 300, True),
        ("It has an estimated 40,000 men.", "an estimated 40,000", 40000, 40000, True),
        ("Just under 1,300 men left.", "Just under 1,300", 1300, 1300, True),
        ("The 70-odd soldiers left.", "70-odd", 70, 70, True),
        ("There were 150 or so marines.", "150 or so", 150, 150, True),
        ("Losses stand at ~2K men.", "~2K", 2000, 2000, True),
        # open ends
        ("At least 39 soldiers died.", "At least 39", 39, None, False),
        ("No fewer than 340 soldiers died.", "No fewer than 340", 340, None, False),
        ("Just over 1,200 soldiers died.", "Just over 1,200", 1200, None, False),
        ("Upwards of 150 soldiers died.", "Upwards of 150", 150, None, False),
        ("They have 500+ guns.", "500+", 500, None, False),
        ("They have 1,000 or more guns.", "1,000 or more", 1000, None, False),
        ("Up to 15,000 soldiers may follow.", "Up to 15,000", None, 15000, False),
        ("As many as 5,000 soldiers may follow.", "As many as 5,000", None, 5000, False),
        ("Fewer than 70 soldiers remain.", "Fewer than 70", None, 70, False),
        ("No more than 28,500 soldiers remain.", "No more than 28,500", None, 28500, False),
        ("The contingent did not exceed 200 men.", "not exceed 200", None, 200, False),
        ("It has a thousand marines at most.", "a thousand marines at most", None, 1000, False),
        # ranges
        ("Between 850 and 1,000 men left.", "Between 850 and 1,000", 850, 1000, False),
        ("Between three and five thousand men left.", "Between three and five thousand", 3000, 5000, False),
        ("Some 8 to 10 thousand men left.", "Some 8 to 10 thousand", 8000, 10000, True),
        ("They sent 10-12,000 men.", "10-12,000", 10000, 12000, False),
        ("They sent 2,000–2,500 men.", "2,000–2,500", 2000, 2500, False),
        ("They sent two or three tanks.", "two or three", 2, 3, False),
        ("They sent five or six hundred men.", "five or six hundred", 500, 600, False),
        ("They sent two to three hundred men.", "two to three hundred", 200, 300, False),
        ("They sent two or three dozen men.", "two or three dozen", 24, 36, False),
        # vague
        ("Dozens of soldiers died.", "Dozens", 24, 99, True),
        ("Scores of soldiers died.", "Scores", 40, 99, True),
        ("A few hundred soldiers died.", "A few hundred", 200, 400, True),
        ("Several thousand soldiers died.", "Several thousand", 3000, 9000, True),
        ("Tens of thousands of soldiers died.", "Tens of thousands", 20000, 99999, True),
        ("Hundreds of thousands of soldiers died.", "Hundreds of thousands", 200000, 999999, True),
        ("A couple of thousand soldiers died.", "A couple of thousand", 2000, 2000, True),
    ],
)
def test_value_by_the_codebook(
    sentence: str, words: str, low: float | None, high: float | None, approximate: bool
) -> None:
    found = only(sentence)
    assert (found.text, found.low, found.high, found.approximate) == (words, low, high, approximate)
    assert found.unit_class == "count"


@pytest.mark.parametrize(
    ("sentence", "words", "basis"),
    [
        ("Another 16 soldiers arrived.", "Another 16", "additional"),
        ("They expect 15,000 more this year.", "15,000 more", "additional"),
        ("An additional 25,000 to 30,000 are due.", "An additional 25,000 to 30,000", "additional"),
        ("Of whom 3,000 were killed.", "3,000", "part"),
        ("Nineteen of them were killed.", "Nineteen", "part"),
        ("They sent 300 soldiers.", "300", "total"),
    ],
)
def test_basis_hint(sentence: str, words: str, basis: str) -> None:
    found = only(sentence)
    assert (found.text, found.basis_hint) == (words, basis)


def test_a_change_is_two_figures() -> None:
    assert [found.low for found in find("The force rose from 2,000 to 3,000.")] == [2000, 3000]
    assert [found.low for found in find("They will increase the number of ships in Rota from four to six.")] == [4, 6]
    assert [found.low for found in find("It will raise the U.S. ships in Rota from four to six.")] == [4, 6]
    assert [found.bound for found in find("The force numbers from 2,000 to 3,000.")] == ["range"]


@pytest.mark.parametrize(
    ("sentence", "value", "unit_class"),
    [
        ("It cost $3 million.", 3000000, "money"),
        ("It cost 2.5bn euros.", 2500000000, "money"),
        ("Shares rose 2 1/2 points.", 2.5, "count"),
        ("Support fell by 5 percent.", 5, "percent"),
        ("Support fell by 3.5%.", 3.5, "percent"),
        ("They advanced 12 km.", 12, "measure"),
        ("They fired 155mm shells.", 155, "measure"),
        ("They trained for 15 days.", 15, "measure"),
        ("A 22-year-old soldier died.", 22, "age"),
        ("The pilot, 29, radioed base.", 29, "age"),
        ("The hermit, in truth a Frenchwoman of 66, died.", 66, "age"),
        ("They hold the town of 57,000.", 57000, "measure"),
        ("They call up men between 18 and 25 again.", 18, "age"),
        ("They want men from 18 to 35.", 18, "age"),
        ("They saw between 18 and 25 men.", 18, "count"),
        ("They hold the city of 57,000 soldiers.", 57000, "count"),
        ("It was 40C in the shade.", 40, "measure"),
        ("It dropped 3.1pc.", 3.1, "percent"),
        ("Two-thirds of the force left.", 0.6666666666666666, "fraction"),
    ],
)
def test_what_is_counted(sentence: str, value: float, unit_class: str) -> None:
    found = only(sentence)
    assert (found.value, found.unit_class) == (value, unit_class)


@pytest.mark.parametrize(
    ("sentence", "words", "low", "high"),
    [
        ("It cost more than $3 million.", "more than $3 million", 3000000, None),
        ("It cost between $3 and $5 million.", "between $3 and $5 million", 3000000, 5000000),
        ("It lost 10% or more.", "10% or more", 10, None),
        ("It will lose from 5% to 10%.", "from 5% to 10", 5, 10),
        ("It lost more than half of the vote.", "more than half of", 0.5, None),
    ],
)
def test_bounds_reach_over_signs(sentence: str, words: str, low: float | None, high: float | None) -> None:
    found = only(sentence)
    assert (found.text, found.low, found.high) == (words, low, high)


@pytest.mark.parametrize(
    "sentence",
    [
        "The 11th Corps took part.",
        "Brigade 129 took part.",
        "Resolution 1701 was cited.",
        "A T-72 and an Su-25 burned near Shahed-136 wrecks.",
        "They met on 5 May 2024 at 10:30.",
        "They left in 1998.",
        "They won 3-1.",
        "The raid began at half past five.",
        "They talked at about nine last night.",
        "The ship broke in two.",
        "No soldiers died, not one, and no one was hurt.",
        "One can only guess which one of the men it was.",
        "Call +383 38 503 603.",
        "33. Recruitment went on.",
    ],
)
def test_no_quantity(sentence: str) -> None:
    assert find(sentence) == []


def test_numbers_in_names_are_given_when_asked_for() -> None:
    found = find("On 5 May the 11th Corps lost T-72 tanks.", every_number=True)
    assert [(number.text, number.unit_class) for number in found] == [
        ("5", "date"),
        ("11", "ordinal"),
        ("72", "identifier"),
    ]


def test_articles_count_when_asked_for() -> None:
    text = "Lost: a tank, an APC and three trucks."
    assert [found.low for found in find(text)] == [3]
    assert [found.low for found in find(text, implied=True)] == [1, 1, 3]
    under = find("He called from under a tank.", implied=True)
    assert [(found.text, found.low, found.high) for found in under] == [("a", 1, 1)]


def test_a_number_in_square_brackets_is_a_note() -> None:
    assert [found.low for found in find("They lost 300 last week.[2] Then 40 came.[3]")] == [300, 40]


def test_two_numbers_share_the_unit_behind_the_second() -> None:
    found = find("They sent launchers of 170 and 240 mm calibre and 30 and 40 men.")
    assert [(each.low, each.unit_class) for each in found] == [
        (170, "measure"),
        (240, "measure"),
        (30, "count"),
        (40, "count"),
    ]


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("It intends to go up to 1.5 million servicemen.", 1500000, 1500000),
        ("They will bring the strength of the force up to 3,250.", 3250, 3250),
        ("They will bring in up to 3,250 soldiers.", None, 3250),
        ("They will take up to 3,250 soldiers.", None, 3250),
        ("They brought the wounded out; up to 20 died.", None, 20),
    ],
)
def test_up_to_a_number_that_something_goes_to(sentence: str, low: float | None, high: float) -> None:
    found = only(sentence)
    assert (found.low, found.high) == (low, high)


def test_a_unit_of_time_holds_for_the_number_it_goes_on_to() -> None:
    text = "Their time was stretched from twelve months to fifteen."
    assert [found.unit_class for found in find(text)] == ["measure", "measure"]


def test_a_year_is_none_where_soldiers_are_counted() -> None:
    assert [found.low for found in find("In 2022 the army sent 2000 soldiers.")] == [2000]


def test_the_bare_number_stands_apart() -> None:
    text = "They lost no fewer than 340 men."
    found = only(text)
    assert text[found.number_start : found.number_end] == "340"


def test_nothing_crosses_a_sentence_or_paragraph() -> None:
    assert [found.text for found in find("They sent more. Than 300 left.")] == ["300"]
    assert [found.text for found in find("Killed: about\n300 men left.")] == ["300"]


written = st.text(st.characters(codec="utf-8"), max_size=200)
WORDS = (
    "between and from to - – , . about up to at least 11,000 11 000 1.5 million m K two hundred a half the dozen "
    "or so more than $ % km 24/7 T-72 + ~ one no 2024 May ' \n ½ １２"
)
pieces = st.lists(st.sampled_from(WORDS.split(" ")), max_size=25)


@given(written | pieces.map(" ".join) | pieces.map("".join))
@settings(max_examples=300, deadline=None)
def test_every_quantity_stands_in_its_text(text: str) -> None:
    end = 0
    for found in find(text, implied=True, every_number=True):
        assert text[found.start : found.end] == found.text
        assert found.start <= found.number_start < found.number_end
        assert found.start >= end
        end = found.end
        assert found.low is not None or found.high is not None
        if found.low is not None and found.high is not None:
            assert found.low <= found.high


def test_a_long_text_is_read_in_a_moment() -> None:
    sentence = (
        "No fewer than 340 infantrymen were killed near Kursk on 5 May, the ministry said, and another 1,150 hurt; "
    )
    text = (sentence * 2000)[:200_000]
    begun = time.process_time()
    assert len(find(text)) > 3000
    assert time.process_time() - begun < 5


def test_the_documentation_names_every_field() -> None:
    page = PARTS.read_text(encoding="utf-8")
    missing = [field.name for field in dataclasses.fields(FoundQuantity) if f"`{field.name}`" not in page]
    assert missing == []


@pytest.mark.parametrize(
    ("sentence", "words", "value"),
    [
        ("One in eight homes burned.", "One in eight", 0.125),
        ("Nine out of 10 doctors agreed.", "Nine out of 10", 0.9),
        ("More than half were hurt.", "More than half", 0.5),
        ("It lost nearly a third.", "nearly a third", 1 / 3),
        ("He waited three and a half hours.", "three and a half", 3.5),
        ("It was minus 12 degrees.", "minus 12", -12),
        ("A litre costs 65p.", "65", 65),
        ("Losses fell by a third, it said.", "a third", 1 / 3),
        ("One or two people came.", "One or two", 1),
    ],
)
def test_shares_halves_and_signs(sentence: str, words: str, value: float) -> None:
    found = only(sentence)
    assert found.text == words
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    "sentence",
    [
        "Leopard 2 tanks came.",
        "It fell at 06.44 near the river.",
        "The S&P 500 fell.",
        "The Group of Seven met.",
        "Air Force One landed.",
        "It left runway 27.",
    ],
)
def test_names_that_end_in_a_number(sentence: str) -> None:
    assert find(sentence) == []


def test_a_name_with_a_number_that_stands_twice_counts_nothing() -> None:
    assert find("The Lost 52 Project found it. Lost 52 sailed on.") == []
    assert [found.low for found in find("Some 300 came. Then some 300 left.")] == [300, 300]
    every = find("They held Position 68. They left Position 68.", every_number=True)
    assert [found.unit_class for found in every] == ["identifier", "identifier"]


@pytest.mark.parametrize(
    ("sentence", "value", "unit_class"),
    [
        ("They sent 12 more Mi-17 helicopters.", 12, "count"),
        ("They shipped 60 KN-23 missiles.", 60, "count"),
        ("They fly thirty TB2 drones.", 30, "count"),
        ("They lost six H-6 bombers.", 6, "count"),
        ("Two light infantry divisions came.", 2, "count"),
        ("Some 20 foot soldiers came.", 20, "count"),
        ("Two second lieutenants fell.", 2, "count"),
        ("They hold 20 km2.", 20, "measure"),
        ("It is 5 light years away.", 5, "measure"),
        ("They met at 6 h.", 6, "date"),
    ],
)
def test_what_only_begins_like_a_unit_is_counted(sentence: str, value: float, unit_class: str) -> None:
    found = find(sentence, every_number=True)[0]
    assert (found.value, found.unit_class) == (value, unit_class)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("They sent 120 170-mm guns.", [120, 170]),
        ("They sent 3 million 152-millimetre shells.", [3000000, 152]),
        ("Two soldiers and at least three policemen fell.", [2, 3]),
        ("Last week 13 men crossed.", [13]),
        ("The forces now number 5,000.", [5000]),
        ("He said that one sailor fell.", [1]),
        ("Only one launcher came.", [1]),
        ("Not this one but that one is sunk.", []),
        ("It came on 2 Ramadan 1408 Hegira.", []),
        ("He said in week 13 that two out of three fell.", [pytest.approx(2 / 3)]),
    ],
)
def test_numbers_beside_numbers_and_names(sentence: str, values: list[float]) -> None:
    assert [found.value for found in find(sentence)] == values
