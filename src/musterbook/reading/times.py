"""Times in a text: the words, the days they mean seen from the day of publication, and a TIMEX3 value.

A regular grammar over tokens, with its words in `codebook/times.toml`. It needs no parser:

    for found in find("They have been there since mid-November.", date(2024, 12, 5)):
        found.text, found.starts, found.ends, found.value
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from musterbook.codebook.quantities import quantity_words
from musterbook.codebook.times import TimeWords, time_words
from musterbook.reading.numerals import numerals
from musterbook.reading.phrases import Phrases
from musterbook.reading.time_compound import PartOfDay, Stage, Together
from musterbook.reading.time_grammar import TimeGrammar
from musterbook.reading.time_joining import Joined, Joining, Piece
from musterbook.reading.time_named import Day, Decade, Holiday, Month, Quarter, Season, Weekday, Year
from musterbook.reading.time_reckoned import Length, Now, RelativeDay, RelativeUnit, Shifted, Window
from musterbook.reading.time_reference import Expression, Reference, Resolved, Tense, day_value
from musterbook.reading.time_tense import TenseGuess
from musterbook.reading.tokens import Token, tokenise

Relation = Literal["at", "since", "until", "before", "after", "between"]
_CALENDAR = (Day, Month, Year, Decade, Season, Quarter, Together, PartOfDay, Holiday)


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time at text[start:end], its preposition included ("since mid-November"); the bare expression stands apart.

    `starts` and `ends` are inclusive days by CODEBOOK, "time": None where open or where they can't be told. `value`
    is TIMEX3: "2024-11-05", "2024-11", "2024-W45", "2024", "P3D" (`duration` is set, no days), "PRESENT_REF"
    (`is_now` is set, no days); X stands for what can't be told. `parts` are the two ends of "from … to …".
    """

    start: int
    end: int
    text: str
    core_start: int
    core_end: int
    starts: date | None
    ends: date | None
    grain: str
    value: str
    relation: Relation
    is_now: bool
    duration: bool
    rule: str
    parts: tuple[FoundTime, ...] = ()


def find(
    text: str,
    published: date | None,
    *,
    precision: Literal["day", "month"] = "day",
    tense: Tense | None = None,
) -> list[FoundTime]:
    """The times of an English text, in order, none overlapping another.

    `published` is the day relative times count from; without it only times with a year have days. With precision
    "month" nothing finer than a month is reckoned from it. `tense` says whether times without a year or date lie
    ahead; left out, it is guessed from the verbs nearby. Never raises, whatever the text.
    """
    return time_reader().find(text, published, precision=precision, tense=tense)


class TimeReader:
    """The grammar with its prepositions, for one set of words; make one to read with an extended codebook."""

    def __init__(self, words: TimeWords) -> None:
        self._grammar = TimeGrammar(words, numerals(), frozenset(quantity_words().classes.people))
        self._guess = TenseGuess(words)
        self._fiscal_month = words.fiscal.first_month
        relations = words.relations
        groups: list[tuple[list[str], Relation]] = [
            (relations.at, "at"),
            (relations.since, "since"),
            (relations.until, "until"),
            (relations.before, "before"),
            (relations.after, "after"),
            (relations.between, "between"),
        ]
        self._relations: Phrases[Relation] = Phrases.of(groups)
        self._within = frozenset(relations.within)
        self._joining = Joining(words, self._grammar)
        self._afterwards = Phrases.of(
            [(relations.earliest, "earliest"), (relations.latest, "latest"), (relations.so_far, "so_far")]
        )

    def find(
        self,
        text: str,
        published: date | None,
        *,
        precision: Literal["day", "month"] = "day",
        tense: Tense | None = None,
    ) -> list[FoundTime]:
        """The same as the module's `find`."""
        tokens = tokenise(text, self._grammar.month_words)
        base = Reference(published, precision == "month", tense, None, self._fiscal_month)
        found, from_today = self._times(text, tokens, base)
        if not from_today and _tells_of_the_past(found, published):
            found, _ = self._times(text, tokens, replace(base, narrative=True))
        return found

    def _times(self, text: str, tokens: Sequence[Token], base: Reference) -> tuple[list[FoundTime], bool]:
        """The times seen from a reference, and whether any of them is reckoned from publication."""
        found: list[FoundTime] = []
        from_today = False
        at = floor = 0
        spoken: date | None = None
        at_last: date | None = None
        grain = ""
        spoken_year: int | None = None
        while at < len(tokens):
            if not self._grammar.may_begin(tokens[at]):
                at += 1
                continue
            parsed = self._joining.parse(tokens, at)
            if parsed is None:
                at += 1
                continue
            reference = replace(base, spoken_of=spoken, spoken_year=spoken_year, spoken_at=at_last, spoken_grain=grain)
            time = self._read(text, tokens, parsed, at, floor=floor, reference=reference)
            if time is None:
                at += 1
                continue
            found.append(time)
            from_today = from_today or _is_reckoned(parsed.expression)
            if time.starts or time.ends:
                at_last, grain = time.starts or time.ends, time.grain
                spoken_year = (time.starts or time.ends or date.min).year
            if time.grain in ("day", "time") and time.starts is not None:
                spoken = time.starts
            elif time.grain == "day":
                spoken = time.ends or spoken
            while at < len(tokens) and tokens[at].start < time.end:
                at += 1
            floor = at
        return found, from_today

    def calendar_end(self, tokens: Sequence[Token], at: int) -> int | None:
        """Where a date, a year or a clock time ends that begins at tokens[at]; None for lengths and shifts."""
        parsed = self._joining.parse(tokens, at)
        return parsed.end if parsed is not None and isinstance(parsed.expression, _CALENDAR) else None

    @property
    def month_words(self) -> frozenset[str]:
        """The names of months, in small letters."""
        return self._grammar.month_words

    def _read(
        self,
        text: str,
        tokens: Sequence[Token],
        parsed: Joined,
        at: int,
        *,
        floor: int,
        reference: Reference,
    ) -> FoundTime | None:
        """The time with its preposition, resolved; None where it is no time without one."""
        expression, end, parts = parsed
        core_first = at
        if at > floor and tokens[at - 1].lower == "the":
            core_first -= 1
        first, relation, word = self._relation(tokens, core_first, floor, expression)
        if relation is None and self._grammar.needs_a_preposition(tokens, at, end, expression):
            return None
        relation = relation or "at"
        after = self._afterwards.starting(tokens, end)
        last = end
        if after is not None and not isinstance(expression, Length | Now):
            if after[1] == "earliest" and (tokens[end].lower != "on" or relation == "since"):
                relation = "since"
                last = after[0]
            elif after[1] in ("latest", "so_far"):
                relation = "until" if after[1] == "latest" else relation
                last = after[0]
        if reference.tense is None:
            reference = replace(reference, tense=self._tense(tokens, first, last, relation))
        if isinstance(expression, Length) and (
            word in self._within or (word == "over" and reference.tense == "future" and expression.count is not None)
        ):
            expression = Window(expression.count, expression.unit, 1)
        resolved = expression.resolve(reference)
        if resolved.days is None and parts and parts[0].expression.resolve(reference).days is not None:
            return self._read(
                text, tokens, Joined(parts[0].expression, parts[0].last), at, floor=floor, reference=reference
            )
        starts, ends = _period(resolved, relation, expression, word)
        if after is not None and after[1] == "so_far" and starts and reference.day:
            ends = reference.day
        found_parts = tuple(self._part(text, tokens, part, reference) for part in parts)
        if found_parts and resolved.days is not None and found_parts[0].grain == "day":
            day = resolved.days.first
            found_parts = (replace(found_parts[0], starts=day, ends=day, value=day_value(day)), *found_parts[1:])
        return FoundTime(
            start=tokens[first].start,
            end=tokens[last - 1].end,
            text=text[tokens[first].start : tokens[last - 1].end],
            core_start=tokens[core_first].start,
            core_end=tokens[end - 1].end,
            starts=starts,
            ends=ends,
            grain=resolved.grain,
            value=resolved.value,
            relation="between" if parts and relation in ("between", "since") else relation,
            is_now=resolved.value == "PRESENT_REF",
            duration=isinstance(expression, Length | Window),
            rule=f"{relation} {type(expression).__name__.lower()}",
            parts=found_parts,
        )

    @staticmethod
    def _part(text: str, tokens: Sequence[Token], part: Piece, reference: Reference) -> FoundTime:
        expression, first, last = part
        resolved = expression.resolve(reference)
        start, end = tokens[first].start, tokens[last - 1].end
        days = resolved.days
        return FoundTime(
            start, end, text[start:end], start, end, days.first if days else None, days.last if days else None,
            resolved.grain, resolved.value, "at", False, False, f"part {type(expression).__name__.lower()}",
        )  # fmt: skip

    def _relation(
        self, tokens: Sequence[Token], core: int, floor: int, expression: Expression
    ) -> tuple[int, Relation | None, str]:
        """The preposition before the time: where it begins, what it says, and its first word."""
        found = self._relations.ending(tokens, core)
        if found is None or found[0] < floor:
            return core, None, ""
        begin, relation = found
        word = tokens[begin].lower
        if isinstance(expression, Length | Now) and word not in self._within:
            return core, relation, word
        if isinstance(expression, Window) and relation != "since":
            return begin, "at", word
        if word == "from" and isinstance(expression, Shifted):
            return core, "at", word
        if relation == "since" and word == "from" and isinstance(expression, Together):
            return begin, "between", word
        return begin, relation, word

    def _tense(self, tokens: Sequence[Token], first: int, last: int, relation: Relation) -> Tense | None:
        if relation == "since" and tokens[first].lower == "since":
            return "past"
        guess = self._guess.guess(tokens, first, last)
        if guess is None and (relation in ("until", "before") or tokens[first].lower == "from"):
            return "future"
        return guess


def _period(
    resolved: Resolved, relation: Relation, expression: Expression, word: str
) -> tuple[date | None, date | None]:
    """The days of the period that the relation makes of a time (CODEBOOK, "time")."""
    days = resolved.days
    if days is None or isinstance(expression, Length | Now):
        return None, None
    starts: date | None = days.first
    ends: date | None = days.last
    if resolved.open_end:
        return starts, None
    if isinstance(expression, Together):
        return (None, ends) if resolved.last_only or relation == "until" else (starts, ends)
    if relation == "since":
        if resolved.grain == "time" and word == "since" and not resolved.value.endswith("MN") and _alone(expression):
            return starts, ends
        return resolved.point or starts, None
    if relation == "until":
        return None, resolved.point or ends
    if relation == "before":
        if resolved.grain == "time":
            return starts, ends
        edge = resolved.point if resolved.last_only else _next(days.first, -1)
        return None, edge
    if relation == "after":
        if resolved.grain == "time":
            return starts, ends
        return _next(days.last, 1), None
    if resolved.last_only and isinstance(expression, Stage):
        return None, ends
    return starts, ends


def _is_reckoned(expression: Expression) -> bool:
    """Whether it counts from publication ("on Tuesday", "last month"), not from what was spoken of."""
    if isinstance(expression, PartOfDay | Stage):
        return _is_reckoned(expression.of)
    if isinstance(expression, RelativeUnit):
        return not (expression.spoken or expression.running)
    if isinstance(expression, RelativeDay | Shifted):
        return not expression.spoken
    return isinstance(expression, Weekday | Window)


def _tells_of_the_past(found: Sequence[FoundTime], published: date | None) -> bool:
    """Whether the years a text names (two at least) all lie well before its publication: a history, not news."""
    years = [time.starts.year for time in found if time.starts and str(time.starts.year) in time.text]
    if published is None:
        return bool(years)
    return len(years) > 1 and all(year < published.year - 1 for year in years)


def _alone(expression: Expression) -> bool:
    """A part of the day named without its day ("since dawn")."""
    return isinstance(expression, PartOfDay) and not isinstance(expression.of, Day | Weekday)


def _next(day: date, step: int) -> date | None:
    try:
        return day + timedelta(days=step)
    except OverflowError:
        return None


@cache
def time_reader() -> TimeReader:
    """The reader for the packaged words."""
    return TimeReader(time_words())
