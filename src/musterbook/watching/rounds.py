"""A round: every feed that is due is visited, and its new articles are fetched, read and kept, host by host in turn.

What is done is entered as it is done, and a feed's visit only when all its articles are seen to: killed at any moment,
a round loses nothing, and the next one goes on where it stood.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from musterbook.errors import SourceError
from musterbook.intake.fetching import Fetcher, FetchError, capture_of
from musterbook.intake.listings import Listed, read_listing
from musterbook.intake.received import UnreadableError
from musterbook.ledger.feeds import Feed
from musterbook.ledger.ledger import Ledger
from musterbook.model import Claim, Document
from musterbook.watching.articles import Articles, told
from musterbook.watching.backoff import pause
from musterbook.watching.courses import Course, Terms
from musterbook.watching.hosts import LONGEST, PAUSE, Hosts, host
from musterbook.watching.reports import Report, Trouble

logger = logging.getLogger(__name__)

SITEMAPS = 10
"""Further sitemaps of an index that are read in a visit, newest first."""
BUSY = frozenset({429, 503})


@dataclass(frozen=True)
class _Work:
    """One request to make: a listing (of the feed, or a further sitemap of it), or an article."""

    course: Course
    url: str
    article: Listed | None = None
    is_further: bool = False
    put_off: bool = False
    """Whether it was put off once because its host asked for a moment."""


class Round:
    """One round over some feeds."""

    def __init__(
        self,
        ledger: Ledger,
        fetcher: Fetcher,
        read: Callable[[Document], Sequence[Claim]],
        reader: str,
        *,
        terms: Terms | None = None,
        rest: float = PAUSE,
        chance: Random | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """A round that keeps in this ledger what `read`, called `reader`, finds in the articles.

        `rest` are the seconds between two requests to one host; `chance` spreads the longer pauses, and `now` is the
        clock they are reckoned by.
        """
        self.ledger, self.fetcher = ledger, fetcher
        self.terms = terms or Terms()
        self._hosts: Hosts[_Work] = Hosts(rest)
        self._chance = chance or Random()  # noqa: S311 - it spreads pauses, it guards nothing
        self._now = now
        self._articles = Articles(
            ledger, fetcher, read, reader, keep_bytes=self.terms.keep_bytes, chance=self._chance, now=now
        )
        self._touched: list[Course] = []

    def run(self, feeds: Sequence[Feed]) -> Iterator[Report]:
        """Visit these feeds; the report of each as soon as it is done."""
        for feed in feeds:
            if feed.last is not None and feed.last.not_before is not None and feed.last.not_before > self._now():
                yield Report(feed, resting=feed.last.not_before)
            else:
                self._queue(_Work(Course.of(feed, self.ledger), feed.url))
        while (following := self._hosts.next()) is not None:
            where, work = following
            self._touched = [work.course]
            if work.article is None:
                self._listing(work)
            else:
                self._article(work, work.article)
            self._hosts.rest(where, self._delay(work.url))
            for course in self._touched:
                if course.todo == 0 and course.trouble is None and not course.is_chosen:
                    for article in course.choose(self.ledger, self.terms, self._now()):
                        self._queue(_Work(course, article.url, article))
                if course.todo == 0:
                    course.finish(self.ledger)
                    yield course.report

    def _queue(self, work: _Work) -> None:
        work.course.todo += 1
        self._hosts.add(host(work.url), work)

    def _delay(self, url: str) -> float | None:
        try:
            return self.fetcher.delay(url)
        except SourceError:
            return None

    def _listing(self, work: _Work) -> None:
        course = work.course
        course.todo -= 1
        try:
            answer = self.fetcher.get(work.url, {} if work.is_further else course.conditions())
            if answer.status == 304 and not work.is_further:
                course.unchanged()
                return
            capture = capture_of(work.url, answer)
            listing = read_listing(capture, work.url)
            if work.is_further:
                if listing.further:
                    raise UnreadableError(f"{work.url} is an index of sitemaps inside another", "follow it by itself")
                course.add(listing)
                return
            course.note(listing, capture, answer)
            for url in [further for further in listing.further if further != work.url][:SITEMAPS]:
                self._queue(_Work(course, url, is_further=True))
        except SourceError as error:
            self._not_listed(work, error)
        except Exception as error:  # the libraries under this meet bytes nobody foresaw; one feed must not end a round
            logger.debug("reading %s", work.url, exc_info=True)
            what = f"{work.url} could not be read ({type(error).__name__}: {error})"
            self._not_listed(work, UnreadableError(what, "report it"))

    def _not_listed(self, work: _Work, error: SourceError) -> None:
        if self._put_off(work, error):
            return
        course = work.course
        if work.is_further:
            course.whole = False
            course.report.failures.append(Trouble(work.url, told(error)))
            return
        again = self._now() + pause(course.failures + 1, self._chance, getattr(error, "wait", None))
        course.trouble = Trouble(work.url, told(error), again)
        course.report.failures.append(course.trouble)

    def _article(self, work: _Work, article: Listed) -> None:
        work.course.todo -= 1
        try:
            self._articles.take(work.course, article)
        except SourceError as error:
            if not self._put_off(work, error):
                self._articles.not_had(work.course, article, error)

    def _put_off(self, work: _Work, error: SourceError) -> bool:
        """Whether a host asked for a pause short enough to be waited for: then the request comes again after it.

        Asked for a longer one, the host is left alone, and what else is queued for it left for a later round.
        """
        if not isinstance(error, FetchError) or error.status not in BUSY:
            return False
        where = host(work.url)
        if error.wait is not None and error.wait <= LONGEST and not work.put_off:
            self._hosts.rest(where, error.wait)
            work.course.todo += 1
            self._hosts.add(where, replace(work, put_off=True), first=True)
            return True
        if error.status == 429 or error.wait is not None:
            until = self._now() + max(timedelta(seconds=error.wait or 0), pause(1, self._chance))
            for left in self._hosts.drop(where):
                self._leave(left, until)
        return False

    def _leave(self, work: _Work, until: datetime) -> None:
        """Leave a request for a later round, because its host asked for fewer."""
        course = work.course
        course.todo -= 1
        course.whole = False
        course.rest = max(until, course.rest or until)
        if work.article is not None:
            course.report.left += 1
        elif not work.is_further:
            course.trouble = Trouble(work.url, f"{host(work.url)} asked for fewer requests", until)
            course.report.failures.append(course.trouble)
        if course not in self._touched:
            self._touched.append(course)
