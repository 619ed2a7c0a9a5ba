"""A feed on its way through a round: what it lists, what of that is new, and how its visit ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from musterbook.intake.fetching import Answer
from musterbook.intake.listings import Kind, Listed, Listing
from musterbook.intake.received import UnreadableError
from musterbook.ledger.feeds import Feed
from musterbook.ledger.ledger import Ledger
from musterbook.ledger.links import Fate, Link
from musterbook.model import Capture
from musterbook.watching.reports import Report, Trouble
from musterbook.watching.wanted import Wanted


@dataclass(frozen=True)
class Terms:
    """How much a round takes on."""

    backlog: int = 50
    """Articles taken, newest first, at the first visit to a feed; the others are older, and left."""
    most: int = 200
    """Articles taken of a feed in a round; what is over is left for the next."""
    keep_bytes: bool = True


@dataclass(eq=False)
class Course:
    """A feed in a round. `todo` counts the requests still to be made for it."""

    feed: Feed
    report: Report
    known: dict[str, Link]
    """What became of its articles until now, by address."""
    todo: int = 0
    is_chosen: bool = False
    """Whether what is new has been chosen from what it lists."""
    whole: bool = True
    """Whether everything it lists was seen to, so that the next visit need only ask for what is newer."""
    listed: dict[str, Listed] = field(default_factory=dict)
    sitemaps: set[str] = field(default_factory=set)
    listing: Listing | None = None
    capture: Capture | None = None
    """The bytes of the listing."""
    validators: tuple[str | None, str | None] = (None, None)
    """Its ETag and Last-Modified."""
    rest: datetime | None = None
    """Until when its host asked to be left alone."""
    trouble: Trouble | None = None
    """Why its listing could not be had."""

    @classmethod
    def of(cls, feed: Feed, ledger: Ledger) -> Course:
        """A feed at the start of a round."""
        return cls(feed, Report(feed), ledger.links.of(feed.url))

    @property
    def failures(self) -> int:
        """Visits that failed, one after another, until now."""
        return self.feed.last.failures if self.feed.last is not None else 0

    @property
    def last_validators(self) -> tuple[str | None, str | None]:
        """The ETag and Last-Modified of the last listing that was seen to whole."""
        last = self.feed.last
        return (None, None) if last is None else (last.etag, last.last_modified)

    def conditions(self) -> dict[str, str]:
        """The headers that ask for the listing only where it has changed since."""
        last = self.feed.last
        if last is None or self.feed.recorded > last.recorded:
            return {}
        etag, modified = self.last_validators
        return ({"If-None-Match": etag} if etag else {}) | ({"If-Modified-Since": modified} if modified else {})

    def unchanged(self) -> None:
        """Note that the listing has not changed."""
        self.report.unchanged = True
        self.validators = self.last_validators

    def note(self, listing: Listing, capture: Capture, answer: Answer) -> None:
        """Note what its listing lists.

        Raises UnreadableError when a page stands where a feed was: an error page, or one that asks for consent.
        """
        kind, url = self.feed.kind, self.feed.url
        if listing.kind is Kind.PAGE and kind is not None and kind != Kind.PAGE:
            raise UnreadableError(f"{url} gives a page of HTML, where {_a(kind)} was", "open it in a browser")
        self.listing, self.capture = listing, capture
        self.validators = answer.headers.get("etag"), answer.headers.get("last-modified")
        if listing.unusable:
            self.report.notices.append(f"{url} has {listing.unusable:,} items with neither address nor text")
        self.add(listing)

    def add(self, listing: Listing) -> None:
        """Add the articles of a listing."""
        for article in listing.articles:
            self.listed.setdefault(article.url, article)

    def choose(self, ledger: Ledger, terms: Terms, now: datetime) -> list[Listed]:
        """The articles to be had now; enters what became of those that need not be fetched."""
        self.is_chosen = True
        report, wanted = self.report, Wanted(self.feed.words)
        report.listed = len(self.listed)
        fresh = [article for article in self.listed.values() if not self._is_settled(article.url)]
        fresh.sort(key=lambda article: -article.day.day.toordinal() if article.day else 0)
        held = ledger.links.held(article.url for article in fresh)
        settled: list[Link] = []
        chosen: list[Listed] = []
        for article in fresh:
            if article.url in held:
                settled.append(Link(article.url, Fate.KNOWN, why="its address is in the ledger"))
                report.known += 1
            elif not wanted.before_fetching(article):
                settled.append(Link(article.url, Fate.PASSED, why="none of the words is in what the feed says of it"))
                report.passed += 1
            elif not self.known and len(chosen) >= terms.backlog:
                settled.append(Link(article.url, Fate.OLDER))
                report.older += 1
            else:
                chosen.append(article)
        ledger.links.enter(self.feed.url, settled)
        if over := max(len(chosen) - terms.most, 0):
            report.left += over
            self.whole = False
        again = [self.listed.get(link.url) or Listed(link.url) for link in self.known.values() if _is_due(link, now)]
        return [*again, *chosen[: terms.most]]

    def _is_settled(self, url: str) -> bool:
        link = self.known.get(url)
        if link is None:
            return False
        # Followed anew, a feed may have other words: what was passed over is looked at again.
        return link.fate is not Fate.PASSED or link.recorded is None or link.recorded > self.feed.recorded

    def finish(self, ledger: Ledger) -> None:
        """Enter the visit, in the place of the one before."""
        trouble = self.trouble
        whole = trouble is None and self.whole
        etag, modified = self.validators if whole else self.last_validators if trouble else (None, None)
        told = trouble.message if trouble else "its site asked for fewer requests" if self.rest else None
        ledger.feeds.visited(
            self.feed.url,
            found=self.report.listed,
            kept=self.report.kept,
            etag=etag,
            last_modified=modified,
            trouble=told,
            failures=self.failures + 1 if trouble else 0,
            not_before=trouble.again if trouble else self.rest,
        )


def _is_due(link: Link, now: datetime) -> bool:
    """Whether an article that failed is to be tried again now."""
    return link.fate is Fate.FAILED and link.not_before is not None and link.not_before <= now


def _a(kind: str) -> str:
    return f"an {kind} feed" if kind in {Kind.RSS, Kind.ATOM} else f"a {kind}"
