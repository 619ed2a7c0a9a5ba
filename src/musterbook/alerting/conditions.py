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
from musterbook.assessment.figures import STOCKS, TOTALS
from musterbook.assessment.picture import scoped_origins
from musterbook.assessment.places import Relation
from musterbook.assessment.readings import Position
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
    """An institution that, with a new figure, stands outside low to high as they were for its day before."""
    if view.scope.kind not in STOCKS | TOTALS:
        return
    fresh = [entry for entry in view.now.entries if entry.claim.id not in view.known]
    for question in questions(view.now, view.scope):
        told: set[tuple[object, ...]] = set()
        days = {day for entry in fresh if entry.claim.kind is question.kind and (day := entry.document.published)}
        for day in sorted(days):
            band = estimate(view.before, question, day)
            after = estimate(view.now, question, day)
            for one in (*after.counted, *after.idle):
                new = next((figure.entry for figure in one.figures if figure.entry.claim.id not in view.known), None)
                stand = (one.voice.key, one.relation, one.low, one.high)
                if new is None or stand in told or not _is_outside(one, band, question):
                    continue
                told.add(stand)
                said = interval(one.low, one.high, one.open_low, one.open_high)
                held = interval(band.low, band.high, band.open_low, band.open_high)
                yield _notice(
                    Condition.OUTSIDE_BAND,
                    ("figure", slug(question), new.claim.id),
                    f"{title(question)}: {said} according to {voice_name(one.voice)}, outside {held}",
                    new,
                )


def _is_outside(one: Position, band: Estimate, scope: Scope) -> bool:
    """Whether where an institution stands lies above or below a band, open ends and bounds considered.

    A band of parts is a lower bound: a greater figure for parts raises it, one for the whole may well be greater.
    Running totals grow: one is above when it is greater by more than 15%.
    """
    if band.low is None or band.high is None:
        return False
    raises = band.bound is Relation.PART and one.relation is Relation.PART
    lowers = band.bound is Relation.AROUND and one.relation is Relation.AROUND
    grown = (1 - APART) if scope.kind in TOTALS else 1.0
    above = not one.open_low and (raises or not band.open_high) and band.high < one.low * grown
    below = not one.open_high and (lowers or not band.open_low) and one.high < band.low
    return above or below


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
