"""What came of a visit to a feed, and of a round of visits, in lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from musterbook.commands.read import counted
from musterbook.intake.received import placed
from musterbook.ledger.feeds import Feed


@dataclass(frozen=True)
class Trouble:
    """Something that could not be had, why, and when it is tried again (None: it is not)."""

    source: str
    message: str
    again: datetime | None = None

    def __str__(self) -> str:
        later = f"; tried again after {moment(self.again)}" if self.again else ""
        return f"failed: {placed(self.message, self.source)}{later}"


@dataclass
class Report:
    """What came of one feed in a round."""

    feed: Feed
    listed: int = 0
    kept: int = 0
    """Documents that are new in the ledger."""
    claims: int = 0
    known: int = 0
    """Articles whose address or text was in the ledger before."""
    passed: int = 0
    older: int = 0
    left: int = 0
    """Articles left for the next round."""
    unchanged: bool = False
    resting: datetime | None = None
    """It was not visited: it is left alone until then."""
    failures: list[Trouble] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the feed is called."""
        return self.feed.title or self.feed.url

    def lines(self) -> Iterator[str]:
        """A line for the feed, and one for each failure and notice."""
        if self.resting is not None:
            why = f" ({self.feed.last.trouble})" if self.feed.last and self.feed.last.trouble else ""
            yield f"{self.name}: left alone until {moment(self.resting)}{why}"
            return
        parts = [
            f"{number:,} {words}"
            for number, words in (
                (self.known, "known"),
                (self.passed, "passed over"),
                (self.older, "older"),
                (self.left, "left for the next round"),
                (len(self.failures), "failed"),
            )
            if number
        ]
        if self.unchanged and not self.kept and not parts:
            parts = ["nothing new"]
        else:
            parts = [f"{counted(self.kept, 'article')} kept with {counted(self.claims, 'claim')}", *parts]
        yield f"{self.name}: {', '.join(parts)}"
        yield from map(str, self.failures)
        yield from (f"note: {notice}" for notice in self.notices)


@dataclass
class Sum:
    """What came of a round."""

    feeds: int = 0
    resting: int = 0
    kept: int = 0
    claims: int = 0
    passed: int = 0
    failed: int = 0

    def add(self, report: Report) -> None:
        """Count a feed."""
        self.feeds += report.resting is None
        self.resting += report.resting is not None
        self.kept += report.kept
        self.claims += report.claims
        self.passed += report.passed
        self.failed += len(report.failures)

    def __str__(self) -> str:
        parts = [f"{counted(self.feeds, 'feed')} visited"]
        parts += [f"{self.resting:,} left alone"] if self.resting else []
        parts += [f"{counted(self.kept, 'article')} kept with {counted(self.claims, 'claim')}"]
        parts += [f"{self.passed:,} passed over"] if self.passed else []
        parts += [f"{self.failed:,} failed"] if self.failed else []
        return "; ".join(parts)


def summed(reports: Iterable[Report]) -> Sum:
    """What came of all of these."""
    total = Sum()
    for report in reports:
        total.add(report)
    return total


def moment(value: datetime) -> str:
    """A moment as it is told: "2025-01-10 12:40", in the zone of this machine."""
    return f"{value.astimezone():%Y-%m-%d %H:%M}"
