"""The section `times`: months, units, stages, holidays, relations and the words that show a tense."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property

from pydantic import ConfigDict

from musterbook.codebook.loading import Entry, load


class CalendarWords(Entry):
    """Names of months, weekdays, seasons, parts of the day and decades."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    months: list[list[str]]
    weekdays: list[list[str]]
    seasons: dict[str, int]
    parts: dict[str, str]
    decades: dict[str, int]
    ordinals: list[str]
    overnight: list[str]
    clock: list[str]
    year_after: list[str]
    function_words: list[str]
    length_after: list[str]
    title_after: list[str]
    apart: list[str]

    @cached_property
    def month_names(self) -> frozenset[str]:
        """Every name of a month, in lower case."""
        return frozenset(name.strip("~") for names in self.months for name in names)


class References(Entry):
    """Words for the present, past or future without a date."""

    present: list[str]
    past: list[str]
    future: list[str]


class Which(Entry):
    """Which unit: this, the last, the next."""

    this: list[str]
    last: list[str]
    next: list[str]
    anaphoric: list[str]


class Repeated(Entry):
    """Words before a day or unit that comes again and again."""

    words: list[str]


class Running(Entry):
    """Where "the quarter", "the year" alone is the running one: the words before, and those that tell of another."""

    before: list[str]
    not_followed_by: list[str]


class Stages(Entry):
    """Parts of a stretch of time."""

    early: list[str]
    start: list[str]
    mid: list[str]
    late: list[str]
    end: list[str]
    earlier: list[str]
    later: list[str]
    first_half: list[str]
    second_half: list[str]
    after_end: list[str]


class Counts(Entry):
    """Sizes that aren't numbers."""

    vague: list[str]
    unit_words: list[str]
    couples: list[str]
    articles: list[str]
    halves: dict[str, float]


class Shifts(Entry):
    """Words that carry a stretch of time away from a day."""

    ago: list[str]
    earlier: list[str]
    later: list[str]
    from_now: list[str]


class Relations(Entry):
    """Prepositions: how the period lies to the time named."""

    at: list[str]
    since: list[str]
    until: list[str]
    before: list[str]
    after: list[str]
    between: list[str]
    joins: list[str]
    joins_neighbours: list[str]
    within: list[str]
    earliest: list[str]
    latest: list[str]
    so_far: list[str]


class Fiscal(Entry):
    """Fiscal years."""

    first_month: int
    words: list[str]


class Tense(Entry):
    """Words that show whether a time lies ahead."""

    not_ahead_before: list[str]
    not_infinitive: list[str]
    sure: list[str]
    auxiliaries: list[str]
    future: list[str]
    past: list[str]
    past_endings: list[str]
    not_past: list[str]
    borders: list[str]
    reach: int


class TimeWords(Entry):
    """The whole section."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    calendar: CalendarWords
    units: dict[str, list[str]]
    days: dict[str, int]
    references: References
    which: Which
    repeated: Repeated
    running: Running
    stages: Stages
    counts: Counts
    shifts: Shifts
    relations: Relations
    holidays: dict[str, str]
    events: dict[str, date]
    fiscal: Fiscal
    tense: Tense

    @cached_property
    def unit_names(self) -> frozenset[str]:
        """Words for units of time, one and several."""
        return frozenset(word for words in self.units.values() for word in words)


@cache
def time_words() -> TimeWords:
    """The packaged section, loaded and checked once. Raises CodebookError when the data is wrong."""
    return load(TimeWords, "times.toml")
