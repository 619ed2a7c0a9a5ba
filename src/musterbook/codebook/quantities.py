"""The section `quantities`: how numbers are written, hedged, bounded, and what they count."""

from __future__ import annotations

from functools import cache

from musterbook.codebook.loading import Entry, load


class Numbers(Entry):
    """Words that are numbers, and words that multiply them."""

    units: dict[str, int]
    teens: dict[str, int]
    tens: dict[str, int]
    hundreds: list[str]
    scales: dict[str, int]
    suffixes: dict[str, int]
    million_or_metre: str
    no_plurals: list[str]
    articles: list[str]
    pairs: dict[str, int]
    implied: dict[str, int]
    and_a_part: dict[str, float]
    halves: dict[str, float]
    half_of: list[str]


class Couples(Entry):
    """ "A couple of": doubles the scale after it."""

    words: list[str]
    value: int


class Guards(Entry):
    """Where an ambiguous word is a number."""

    scores: list[str]


class Before(Entry):
    """Words before a number, by what they do to it."""

    approximate: list[str]
    at_least: list[str]
    at_most: list[str]
    on_top: frozenset[str]
    additional: list[str]
    part: list[str]
    plain: list[str]
    negations: list[str]
    hedges: list[str]
    loose: list[str]
    loose_after: list[str]
    raised: frozenset[str]
    raising: frozenset[str]
    raising_reach: int
    raising_not_after: frozenset[str]


class After(Entry):
    """Words after a number; `far` ones may stand up to `far_words` words behind it."""

    approximate: list[str]
    at_least: list[str]
    at_most: list[str]
    additional: list[str]
    apiece: frozenset[str]
    plain: list[str]
    far: list[str]
    far_words: int


class Ranges(Entry):
    """Words that join two numbers to one interval, and verbs of change that don't."""

    between: list[str]
    between_and: list[str]
    from_words: list[str]
    joins: list[str]
    joins_loose: list[str]
    changes: list[str]
    changes_far: list[str]
    changes_reach: int


class Classes(Entry):
    """What a number counts, when it doesn't count a force."""

    percent: list[str]
    money_before: list[str]
    money_after: list[str]
    money_words: list[str]
    fraction_words: dict[str, float]
    bare_fractions: dict[str, float]
    bare_after: str
    bare_before: list[str]
    ratio_joins: list[str]
    not_fraction_before: list[str]
    measure: list[str]
    unmeasured: list[str]
    measure_words: list[str]
    time_units: list[str]
    age: list[str]
    age_before: list[str]
    clock: list[str]
    other_calendars: list[str]
    before_hour: list[str]
    about_hour: list[str]
    settled: list[str]
    not_hour_after: list[str]
    after_hour: list[str]
    uncounted_after: list[str]
    before_past: list[str]
    passing: list[str]
    passing_after: list[str]
    aged_persons: list[str]
    person_endings: list[str]
    age_words: list[str]
    age_between: list[str]
    parting: list[str]
    prefixes: list[str]
    names: list[str]
    glued: list[str]
    money_glued: list[str]
    degrees_glued: list[str]
    minus: list[str]
    below_zero: list[str]
    numbered_types: list[str]
    named_before: list[str]
    named_before_small: list[str]
    named_plural: list[str]
    scores_after: list[str]
    people: list[str]
    one_not_after: list[str]
    one_between: list[str]
    one_not_before: list[str]
    one_counts_before: list[str]


class QuantityWords(Entry):
    """The whole section."""

    numbers: Numbers
    vague: dict[str, tuple[int, int]]
    couples: Couples
    guards: Guards
    before: Before
    after: After
    ranges: Ranges
    classes: Classes


@cache
def quantity_words() -> QuantityWords:
    """The packaged section, loaded and checked once. Raises CodebookError when the data is wrong."""
    return load(QuantityWords, "quantities.toml")
