"""A dossier opened: a scope with its claims on a day, and what is made of them; shows itself in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from musterbook.assessment.copies import copies
from musterbook.assessment.picture import Changes, Picture, changes, picture
from musterbook.assessment.register import Register
from musterbook.errors import ScopeError
from musterbook.model import Entry, Scope
from musterbook.presentation.charts import BandChart, band_chart
from musterbook.presentation.map_reports import reports
from musterbook.presentation.maps import ReportMap
from musterbook.scopes import parse, title, words

if TYPE_CHECKING:
    from musterbook.presentation.briefs.parts import Brief

SINCE = 30
"""Days before the day of knowing from which on changes are told, where no day is given."""


@dataclass(frozen=True)
class Dossier:
    """A scope with all claims about its force, asked for a day as known on a day.

    `picture`, `changes`, `chart`, `map` and `brief()` are made when they are asked for; chart and map show themselves
    in a notebook, and so does the dossier, as its brief.
    """

    scope: Scope
    entries: Sequence[Entry]
    on: date
    known_on: date
    since: date

    @classmethod
    def open(
        cls,
        ledger: str,
        scope: str | Scope,
        *,
        on: date | None = None,
        known_on: date | None = None,
        since: date | None = None,
    ) -> Dossier:
        """The dossier of a scope ("KP in RU") in a ledger: a file, or an address of PostgreSQL.

        Without a day, the question is about the day of the newest report known, from all that is known, and changes are
        told of the 30 days before. Raises ScopeError for words that are no scope, and where nothing dated is known.
        """
        from musterbook.ledger.ledger import Ledger

        asked = parse(scope) if isinstance(scope, str) else scope
        with Ledger.open(ledger, read_only=True) as kept:
            entries = kept.scope(asked, known_on=known_on)
        return cls.of(asked, entries, on=on, known_on=known_on, since=since)

    @classmethod
    def of(
        cls,
        scope: Scope,
        entries: Sequence[Entry],
        *,
        on: date | None = None,
        known_on: date | None = None,
        since: date | None = None,
    ) -> Dossier:
        """The dossier of a scope from these claims; days as in `open`.

        Raises ScopeError where no claim has a day and none is given, and for a day of comparison that is not before.
        """
        newest = max((told for entry in entries if (told := entry.document.published)), default=None)
        if newest is None and on is None:
            raise ScopeError(f"nothing dated is known about {words(scope)}; add documents first: muster add SOURCE")
        day = on or known_on or newest or date.min
        known = known_on or max(newest or day, day)
        before = since or known - timedelta(SINCE)
        if before >= known:
            raise ScopeError(f"changes since {before} cannot be told on {known}: give an earlier day")
        return cls(scope, tuple(entries), day, known, before)

    @cached_property
    def picture(self) -> Picture:
        """Everything the claims say of the scope on the day."""
        return picture(self._register, self.scope, self.on, self.known_on)

    @cached_property
    def changes(self) -> Changes:
        """What became known since the day of comparison."""
        return changes(self._register, self.scope, self.since, self.known_on)

    @cached_property
    def _register(self) -> Register:
        copied = copies({entry.document.id: entry.document for entry in self.entries}.values())
        return Register.of(self.entries, self.known_on, copied)

    @property
    def chart(self) -> BandChart:
        """Low, best and high by day, with every origin and a legend."""
        return replace(band_chart(self.picture), explained=True)

    @property
    def map(self) -> ReportMap:
        """What stands for each region."""
        return ReportMap(f"{title(self.scope)}: where", reports(self._register, self.picture))

    def brief(self, *, whole: bool = False) -> Brief:
        """The cited brief; `whole` lists every claim and conflict."""
        from musterbook.presentation.briefs.brief import brief

        return brief(
            self.picture,
            self.entries,
            changes=self.changes,
            chart=self.chart,
            sheet=self.map,
            whole=whole,
        )

    def _repr_html_(self) -> str:
        from musterbook.presentation.briefs.page import fragment

        return fragment(self.brief())
