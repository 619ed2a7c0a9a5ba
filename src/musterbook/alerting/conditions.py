"""What of a scope is news: figures outside the band, new institutions, due expectations, new conflicts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from musterbook.assessment.conflicts import APART, conflicts
from musterbook.assessment.copies import copies
from musterbook.assessment.estimates import Estimate, estimate, questions
from musterbook.assessment.expectations import Fate, expectations
from musterbook.assessment.figures import STOCKS, TOTALS, Figure
from musterbook.assessment.picture import scoped_origins
from musterbook.assessment.places import Relation
from musterbook.assessment.register import Register
from musterbook.codebook.voices import collective
from musterbook.ledger.alerts import Notice
from musterbook.model import Entry, Scope
from musterbook.presentation.headline import interval
from musterbook.presentation.marks import shortened
from musterbook.presentation.voices import day as written
from musterbook.presentation.voices import in_words, institution_name, voice_name
from musterbook.scopes import slug, title


class Condition(StrEnum):
    """What can be asked to be told."""

    OUTSIDE_BAND = "outside-band"
    NEW_INSTITUTION = "new-institution"
    DUE_EXPECTATION = "due-expectation"
    NEW_CONFLICT = "new-conflict"


@dataclass(frozen=True)
class _View:
    """A scope as it was when it was last looked at, and as it is now."""

    scope: Scope
    before: Register
    now: Register
    since: date
    today: date
    known: frozenset[str]
    """The claims there were before."""


def news(
    scope: Scope,
    before: Sequence[Entry],
    now: Sequence[Entry],
    conditions: Collection[Condition],
    *,
    since: date,
    today: date,
) -> list[Notice]:
    """What of a scope is news today to one who last looked on `since`.

    `before` are the claims about the force that were in the ledger then, `now` those there are. Claims of documents
    without a day count for nothing here, as nobody knows what they came before.
    """
    copied = copies({entry.document.id: entry.document for entry in now}.values())
    view = _View(
        scope,
        Register.of(before, today, copied),
        Register.of(now, today, copied),
        since,
        today,
        frozenset(entry.claim.id for entry in before),
    )
    found: list[Notice] = []
    for condition, tell in _TELLERS.items():
        if condition in conditions:
            found += tell(view)
    return found


def _outside_band(view: _View) -> Iterator[Notice]:
    """A new figure that lies outside low to high as they were for its day before it came in.

    Of parts only what exceeds the band is outside, of areas around only what falls short of it. Running totals grow:
    one is outside when it is lower, or higher by more than 15%.
    """
    if view.scope.kind not in STOCKS | TOTALS:
        return
    fresh = [entry for entry in view.now.entries if entry.claim.id not in view.known]
    for question in questions(view.now, view.scope):
        told: set[tuple[object, ...]] = set()
        days = {day for entry in fresh if entry.claim.kind is question.kind and (day := entry.document.published)}
        for day in sorted(days):
            band = estimate(view.before, question, day)
            if band.best is None:
                continue
            after = estimate(view.now, question, day)
            for figure in (one for position in (*after.counted, *after.idle) for one in position.figures):
                same = (figure.voice.key, figure.low, figure.high, figure.relation)
                if figure.entry.claim.id in view.known or same in told or not _is_outside(figure, band, question):
                    continue
                told.add(same)
                said = interval(figure.low, figure.high, figure.open_low, figure.open_high)
                held = interval(band.low, band.high, band.open_low, band.open_high)
                yield _notice(
                    Condition.OUTSIDE_BAND,
                    ("figure", slug(question), figure.entry.claim.id),
                    f"{title(question)}: {voice_name(figure.voice)} says {said}, outside {held}",
                    figure.entry,
                )


def _is_outside(figure: Figure, band: Estimate, scope: Scope) -> bool:
    if band.low is None or band.high is None:
        return False
    above = figure.relation is not Relation.AROUND and not figure.open_low and not band.open_high
    below = figure.relation is not Relation.PART and not figure.open_high and not band.open_low
    grown = (1 - APART) if scope.kind in TOTALS else 1.0
    return (above and band.high < figure.low * grown) or (below and figure.high < band.low)


def _new_institution(view: _View) -> Iterator[Notice]:
    """An institution that speaks of the scope for the first time."""
    heard = {name for entry in _speaking(view.before, view.scope) if (name := entry.institution)}
    for entry in _speaking(view.now, view.scope):
        name = entry.institution
        if name is None or name in heard or collective(name):
            continue
        heard.add(name)
        yield _notice(
            Condition.NEW_INSTITUTION,
            ("institution", slug(view.scope), name),
            f"{title(view.scope)}: {institution_name(name)} speaks of it for the first time",
            entry,
        )


def _speaking(register: Register, scope: Scope) -> Iterator[Entry]:
    return (entry for origin in scoped_origins(register, scope) for entry in origin.entries)


def _due_expectation(view: _View) -> Iterator[Notice]:
    """An expectation whose window has ended since, and that nothing has met; one heard of only now, too."""
    for one in expectations(view.now, view.scope, view.today):
        is_news = one.end >= view.since or one.entry.claim.id not in view.known
        if one.fate in {Fate.PENDING, Fate.PARTLY} and one.end <= view.today and is_news:
            expected = f"{one.expected:,.0f} " if one.expected is not None else ""
            yield _notice(
                Condition.DUE_EXPECTATION,
                ("due", slug(view.scope), one.entry.claim.id, one.end),
                f"{title(view.scope)}: {voice_name(one.origin.voice)} expected {expected}until {written(one.end)}: "
                f"{one.fate}",
                one.entry,
            )


def _new_conflict(view: _View) -> Iterator[Notice]:
    """A contradiction there was not before; not one between running totals told long apart."""
    before = {one.mark for one in conflicts(view.before, view.scope, view.since)}
    for one in conflicts(view.now, view.scope, view.today):
        if one.aged or one.mark in before:
            continue
        yield _notice(
            Condition.NEW_CONFLICT,
            ("conflict", slug(view.scope), *one.mark),
            f"{title(view.scope)}: conflict ({one.discord}), {in_words(one.why)}",
            *one.one[:1],
            *one.other[:1],
        )


def _notice(condition: Condition, key: tuple[object, ...], told: str, *entries: Entry) -> Notice:
    sentences = (shortened(entry.claim.mentions[0].text) for entry in entries)
    outlets = dict.fromkeys(entry.document.outlet for entry in entries if entry.document.outlet)
    first = entries[0].document
    return Notice(
        " ".join(map(str, key)),
        condition,
        told,
        " — ".join(sentences) + (f" ({', '.join(outlets)})" if outlets else ""),
        first.published or date.min,
        first.url,
        tuple(entry.claim.id for entry in entries),
    )


_TELLERS = {
    Condition.OUTSIDE_BAND: _outside_band,
    Condition.NEW_INSTITUTION: _new_institution,
    Condition.DUE_EXPECTATION: _due_expectation,
    Condition.NEW_CONFLICT: _new_conflict,
}
