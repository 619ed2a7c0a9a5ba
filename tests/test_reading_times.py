"""Times by the codebook: extent, period seen from publication, TIMEX3 value."""

from __future__ import annotations

import dataclasses
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musterbook.reading.time_calendar import easter
from musterbook.reading.times import FoundTime, find

PARTS = Path(__file__).parent.parent / "docs" / "parts.md"
PUBLISHED = date(2024, 12, 5)  # a Thursday


def only(text: str, published: date | None = PUBLISHED) -> FoundTime:
    found = find(text, published)
    assert len(found) == 1, [one.text for one in found]
    return found[0]


def days(found: FoundTime) -> str:
    return f"{found.starts or ''}..{found.ends or ''}"


@pytest.mark.parametrize(
    ("sentence", "words", "period"),
    [
        # dates
        ("They left on 5 February 2015.", "on 5 February 2015", "2015-02-05..2015-02-05"),
        ("They left on the 26th of March.", "on the 26th of March", "2024-03-26..2024-03-26"),
        ("They left on Oct. 18th, 2024.", "on Oct. 18th, 2024", "2024-10-18..2024-10-18"),
        ("THEY LEFT BY AUG 1, 1987", "BY AUG 1, 1987", "..1987-08-01"),
        ("They left on 2024-10-12.", "on 2024-10-12", "2024-10-12..2024-10-12"),
        ("Losses as of 03.08.24 were high.", "as of 03.08.24", "2024-08-03..2024-08-03"),
        ("They left on the 3rd.", "on the 3rd", "2024-12-03..2024-12-03"),
        ("They left on the fifth.", "on the fifth", "2024-12-05..2024-12-05"),
        ("They will leave on January 13.", "on January 13", "2025-01-13..2025-01-13"),
        # weekdays
        ("They left on Tuesday.", "on Tuesday", "2024-12-03..2024-12-03"),
        ("They left on Thursday.", "on Thursday", "2024-12-05..2024-12-05"),
        ("They will leave on Tuesday.", "on Tuesday", "2024-12-10..2024-12-10"),
        ("They are due to leave by Friday.", "by Friday", "..2024-12-06"),
        ("They left on Wednesday night.", "on Wednesday night", "2024-12-04..2024-12-04"),
        ("They left last Monday.", "last Monday", "2024-12-02..2024-12-02"),
        # months, seasons, years
        ("They left in August.", "in August", "2024-08-01..2024-08-31"),
        ("They will leave in February.", "in February", "2025-02-01..2025-02-28"),
        ("They have fought since mid-November.", "since mid-November", "2024-11-15.."),
        ("They came in late October.", "in late October", "2024-10-21..2024-10-31"),
        ("They came early in 2024.", "early in 2024", "2024-01-01..2024-03-31"),
        ("They will come early next year.", "early next year", "2025-01-01..2025-03-31"),
        ("They came in the first half of May.", "in the first half of May", "2024-05-01..2024-05-15"),
        ("They will come in the first half of 2025.", "in the first half of 2025", "2025-01-01..2025-06-30"),
        ("They came last autumn.", "last autumn", "2024-09-01..2024-11-30"),
        ("They came in April of last year.", "in April of last year", "2023-04-01..2023-04-30"),
        ("They have been there since 2022.", "since 2022", "2022-01-01.."),
        ("They came in the fourth quarter of 2023.", "in the fourth quarter of 2023", "2023-10-01..2023-12-31"),
        ("They grew in the 1990s.", "in the 1990s", "1990-01-01..1999-12-31"),
        # deadlines
        ("They will have gone before the New Year.", "before the New Year", "..2024-12-31"),
        ("They will have gone before 9 May.", "before 9 May", "..2025-05-08"),
        ("They will have gone by the end of autumn 2025.", "by the end of autumn 2025", "..2025-11-30"),
        ("They will have gone before the end of December.", "before the end of December", "..2024-12-31"),
        ("They will have gone by year's end.", "by year's end", "..2024-12-31"),
        ("They will have gone by the turn of the year.", "by the turn of the year", "..2024-12-31"),
        ("They may stay after 2026.", "after 2026", "2027-01-01.."),
        # reckoned from publication
        ("They left yesterday.", "yesterday", "2024-12-04..2024-12-04"),
        ("They left overnight.", "overnight", "2024-12-04..2024-12-05"),
        ("They left this year.", "this year", "2024-01-01..2024-12-31"),
        ("They left last month.", "last month", "2024-11-01..2024-11-30"),
        ("They left last week.", "last week", "2024-11-25..2024-12-01"),
        ("They left earlier this month.", "earlier this month", "2024-12-01..2024-12-05"),
        ("They left over the past 24 hours.", "over the past 24 hours", "2024-12-04..2024-12-05"),
        ("They will leave in the coming weeks.", "in the coming weeks", "2024-12-05.."),
        ("They will leave within 21 days.", "within 21 days", "2024-12-05..2024-12-26"),
        ("They left a fortnight ago.", "a fortnight ago", "2024-11-21..2024-11-21"),
        ("They left three years ago.", "three years ago", "2021-01-01..2021-12-31"),
        ("They have fought since the start of the year.", "since the start of the year", "2024-01-01.."),
        ("They may come in the future.", "in the future", ".."),
        # stretches
        ("They came between Oct. 8 and 13.", "between Oct. 8 and 13", "2024-10-08..2024-10-13"),
        ("They came between 18 and 26 February.", "between 18 and 26 February", "2024-02-18..2024-02-26"),
        ("They came in May and June.", "in May and June", "2024-05-01..2024-06-30"),
        ("They came from December to February.", "from December to February", "2023-12-01..2024-02-29"),
        ("They came in Oct-Dec 23.", "in Oct-Dec 23", "2023-10-01..2023-12-31"),
        ("They fired between 11 p.m. and 5 a.m.", "between 11 p.m. and 5 a.m.", "2024-12-04..2024-12-05"),
        ("They came in the first four months of 2024.", "in the first four months of 2024", "2024-01-01..2024-04-30"),
    ],
)
def test_period_by_the_codebook(sentence: str, words: str, period: str) -> None:
    found = only(sentence)
    assert (found.text, days(found)) == (words, period)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Nov. 5, 1998", "1998-11-05"),
        ("November 1998", "1998-11"),
        ("today", "2024-12-05"),
        ("last year", "2023"),
        ("next month", "2025-01"),
        ("last week", "2024-W48"),
        ("the third quarter", "2024-Q3"),
        ("summer 2023", "2023-SU"),
        ("the 1990s", "199"),
        ("a year earlier", "2023"),
        ("two years ago", "2022"),
        ("tonight", "2024-12-05TNI"),
        ("3:30 p.m. on Dec. 3", "2024-12-03T15:30"),
        ("now", "PRESENT_REF"),
        ("recently", "PAST_REF"),
        ("the past three years", "P3Y"),
        ("Christmas 2023", "2023-12-25"),
    ],
)
def test_timex_value(words: str, value: str) -> None:
    sentence = f"It was so in {words}," if words[0].isupper() or words.startswith("summer") else f"It was so {words},"
    assert only(sentence).value == value


def test_lengths_are_no_periods() -> None:
    found = only("They trained for 12 months.")
    assert (found.value, found.duration, days(found)) == ("P12M", True, "..")
    assert find("The 22-year-old has served.", PUBLISHED) == []


def test_now_is_no_period() -> None:
    found = only("They are now in Kursk.")
    assert (found.is_now, days(found)) == (True, "..")


@pytest.mark.parametrize(
    "sentence",
    ["They may leave.", "They sent 2000 soldiers.", "The march went on.", "The 21st Brigade fell.", "It cost $2024."],
)
def test_no_time(sentence: str) -> None:
    assert find(sentence, PUBLISHED) == []


def test_without_a_date_only_years_have_days() -> None:
    assert days(only("They left in August.", None)) == ".."
    assert days(only("They left yesterday.", None)) == ".."
    assert days(only("They left in August 2023.", None)) == "2023-08-01..2023-08-31"
    assert days(only("They have gone since 1978.", None)) == "1978-01-01.."


def test_a_month_of_publication_dates_nothing_finer() -> None:
    def read(text: str) -> str:
        return days(find(text, date(2025, 8, 15), precision="month")[0])

    assert read("They will come in the coming weeks.") == ".."
    assert read("They came on Tuesday.") == ".."
    assert read("They came last month.") == "2025-07-01..2025-07-31"


def test_a_given_tense_overrides_the_guess() -> None:
    assert days(find("Friday", PUBLISHED, tense="future")[0]) == "2024-12-06..2024-12-06"
    assert days(find("Friday", PUBLISHED, tense="past")[0]) == "2024-11-29..2024-11-29"


def test_later_days_count_from_the_day_spoken_of() -> None:
    found = find("They landed on 24 November; five days later they fought.", PUBLISHED)
    assert [days(one) for one in found] == ["2024-11-24..2024-11-24", "2024-11-29..2024-11-29"]


def test_a_stretch_has_its_ends_as_parts() -> None:
    found = only("They came between Oct. 8 and 13.")
    assert [(part.text, part.value) for part in found.parts] == [("Oct. 8", "2024-10-08"), ("13", "2024-10-13")]


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [(2023, "2023-04-09", "2023-04-16"), (2024, "2024-03-31", "2024-05-05"), (2025, "2025-04-20", "2025-04-20")],
)
def test_easter(year: int, western: str, orthodox: str) -> None:
    assert (str(easter(year)), str(easter(year, orthodox=True))) == (western, orthodox)


written = st.text(st.characters(codec="utf-8"), max_size=200)
WORDS = (
    "between and from to - , . the end of last next this 5 May 31 2024 Monday month year years ago earlier 12 "
    "since by before early mid weekend quarter first Q3 overnight night a few 1990s winter Easter 30 February "
    "later that within p.m. 24.02.22 0600 within \n fiscal"
)
pieces = st.lists(st.sampled_from(WORDS.split(" ")), max_size=20)
published_days = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(written | pieces.map(" ".join), published_days, st.sampled_from(["day", "month"]))
@settings(max_examples=300, deadline=None)
def test_every_time_stands_in_its_text(text: str, published: date | None, precision: str) -> None:
    end = 0
    for found in find(text, published, precision="month" if precision == "month" else "day"):
        assert text[found.start : found.end] == found.text
        assert found.start <= found.core_start < found.core_end <= found.end
        assert found.start >= end
        end = found.end
        if found.starts is not None and found.ends is not None:
            assert found.starts <= found.ends


@given(st.dates(date(1990, 1, 1), date(2050, 12, 31)), st.integers(1, 27))
@settings(max_examples=60, deadline=None)
def test_a_later_publication_never_moves_a_day_back(published: date, step: int) -> None:
    before = only("They left on Tuesday.", published).starts
    after = only("They left on Tuesday.", published + timedelta(days=step)).starts
    assert before is not None and after is not None
    assert before <= after <= published + timedelta(days=step)


def test_a_long_text_is_read_in_a_moment() -> None:
    sentence = (
        "No fewer than 340 infantrymen were killed near Kursk on 5 May, the ministry said on Tuesday, as planned; "
    )
    text = (sentence * 2000)[:200_000]
    begun = time.process_time()
    assert len(find(text, PUBLISHED)) > 3000
    assert time.process_time() - begun < 5


def test_the_documentation_names_every_field() -> None:
    page = PARTS.read_text(encoding="utf-8")
    assert [field.name for field in dataclasses.fields(FoundTime) if f"`{field.name}`" not in page] == []


@pytest.mark.parametrize(
    ("sentence", "words", "value"),
    [
        ("It was begun in the 12th century.", "in the 12th century", "11"),
        ("It was begun in the late nineteenth century.", "in the late nineteenth century", "18"),
        ("He plays every Sunday.", "every Sunday", "XXXX-WXX-7"),
        ("They met on the first Monday of September.", "on the first Monday of September", "2024-09-02"),
        ("Sales fell in last year's third quarter.", "in last year's third quarter", "2023-Q3"),
        ("Prices fell in the last week of March.", "in the last week of March", "2024-03"),
        ("For the year, profit rose.", "For the year", "2024"),
        ("The war of 1939-45 was over.", "1939-45", "1939/1945"),
    ],
)
def test_values_of_what_leans_on_other_times(sentence: str, words: str, value: str) -> None:
    found = next(one for one in find(sentence, PUBLISHED) if one.text == words)
    assert found.value == value


def test_the_following_year_counts_from_what_was_spoken_of() -> None:
    found = find("In the fall of 2016 she moved; the following year she ran; she had lost the year before.", PUBLISHED)
    assert [one.value for one in found] == ["2016-FA", "2017", "2016"]


def test_a_year_earlier_is_the_quarter_a_year_earlier() -> None:
    found = find("Profit in the third quarter rose from a year earlier.", PUBLISHED)
    assert [one.value for one in found] == ["2024-Q3", "2023-Q3"]


def test_a_history_gives_its_own_years_to_what_has_none() -> None:
    text = (
        "He was born in 1880. In 1914 war began. On 28 July he was called up. In December it snowed. In March he fell."
    )
    assert [one.value for one in find(text, PUBLISHED)] == ["1880", "1914", "1914-07-28", "1914-12", "1915-03"]
    news = text + " His grandson spoke on Tuesday."
    assert "2024-07-28" in [one.value for one in find(news, PUBLISHED)]


def test_a_weekday_in_a_name_is_no_time() -> None:
    assert find("The Sunday Times reported it.", PUBLISHED) == []
