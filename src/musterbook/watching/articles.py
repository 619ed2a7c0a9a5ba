"""An article of a feed: fetched, or taken from its feed where its page cannot be had; read and kept, once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from random import Random

from musterbook.errors import MusterbookError, SourceError
from musterbook.intake.bodies import Reading, read_body
from musterbook.intake.fetching import Fetcher
from musterbook.intake.listings import Listed
from musterbook.intake.received import Failure, Received, UnreadableError
from musterbook.ledger.keeping import keep
from musterbook.ledger.ledger import Ledger
from musterbook.ledger.links import Fate, Link
from musterbook.model import Claim, Document
from musterbook.watching.backoff import pause
from musterbook.watching.courses import Course
from musterbook.watching.reports import Trouble
from musterbook.watching.wanted import Wanted

logger = logging.getLogger(__name__)

TRIES = 8
"""Times an article is tried; with the pauses between them, about half a day."""
WHOLE = 600
"""Characters of text from which on a feed's item is taken for the article where its page cannot be had."""


class Articles:
    """Takes articles into a ledger."""

    def __init__(
        self,
        ledger: Ledger,
        fetcher: Fetcher,
        read: Callable[[Document], Sequence[Claim]],
        reader: str,
        *,
        keep_bytes: bool,
        chance: Random,
        now: Callable[[], datetime],
    ) -> None:
        """Articles are kept in this ledger with what `read`, called `reader`, finds in them."""
        self.ledger, self.fetcher = ledger, fetcher
        self._read, self._reader, self._keep_bytes = read, reader, keep_bytes
        self._chance, self._now = chance, now

    def take(self, course: Course, article: Listed) -> None:
        """Have an article and keep it, or enter why it is not kept.

        Raises SourceError when it cannot be fetched; `not_had` then enters what is to be said of it.
        """
        if not article.link:
            self._keep(course, article, list(self._of_item(course, article)))
            return
        capture = self.fetcher.fetch(article.url)
        found = list(read_body(capture, article.url, Reading(today=self._now().date())))
        if any(isinstance(one, Received) for one in found) or not self._keep_item(course, article):
            self._keep(course, article, found)

    def not_had(self, course: Course, article: Listed, error: SourceError) -> None:
        """Enter that an article could not be fetched, or keep it as its feed gives it where the page is refused."""
        later = isinstance(error, UnreadableError) and error.later
        if later or not self._keep_item(course, article):
            self._failed(course, article.url, told(error), later=later, wait=getattr(error, "wait", None))

    def _keep_item(self, course: Course, article: Listed) -> bool:
        """Keep an article as its feed gives it, where the feed gives it whole; whether so."""
        if article.item is None or len(article.words) < WHOLE:
            return False
        found = list(self._of_item(course, article))
        if not any(isinstance(one, Received) for one in found):
            return False
        course.report.notices.append(f"{article.url} could not be had; it is kept as its feed gives it")
        self._keep(course, article, found)
        return True

    def _of_item(self, course: Course, article: Listed) -> Iterator[Received | Failure]:
        from musterbook.intake.feeds import item_document

        capture, listing = course.capture, course.listing
        if capture is None or listing is None or listing.feed is None:
            return
        try:
            taken = item_document(
                listing.feed, article.item, source=article.url, capture=capture.sha256, today=self._now().date()
            )
        except SourceError as error:
            yield Failure(article.url, str(error), getattr(error, "advice", ""))
            return
        yield Received(taken.document, capture, article.url, taken.notices)

    def _keep(self, course: Course, article: Listed, found: Sequence[Received | Failure]) -> None:
        """Read and keep the documents of an article, and enter what became of it."""
        report, url = course.report, article.url
        received = [one for one in found if isinstance(one, Received)]
        broken = [one for one in found if isinstance(one, Failure)]
        for one in received:
            report.notices.extend(one.notices)
        if not received:
            self._failed(course, url, str(broken[0]) if broken else f"{url} holds nothing to read")
            return
        wanted = Wanted(course.feed.words)
        chosen = [one for one in received if wanted.after_fetching(one.document)]
        if not chosen:
            report.passed += 1
            self._enter(course, Link(url, Fate.PASSED, why="none of the words stands in it"))
            return
        try:
            added = list(keep(self.ledger, chosen, self._read, self._reader, self._keep_bytes))
        except SourceError as error:
            self._failed(course, url, told(error))
            return
        except MusterbookError:
            raise
        except Exception as error:  # one article that reading fails on must not end every round that comes to it
            logger.debug("reading %s", url, exc_info=True)
            self._failed(course, url, f"{url} could not be read ({type(error).__name__}: {error}); please report it")
            return
        report.kept += sum(not one.known for one in added)
        report.known += sum(one.known for one in added)
        report.claims += sum(one.claims_added for one in added)
        report.failures.extend(Trouble(one.source, str(one)) for one in broken)
        self._enter(course, Link(url, Fate.KEPT, added[0].document_id))

    def _failed(self, course: Course, url: str, message: str, *, later: bool = False, wait: int | None = None) -> None:
        tries = self._tries(course, url)
        again = self._now() + pause(tries, self._chance, wait) if later and tries < TRIES else None
        course.report.failures.append(Trouble(url, message, again))
        self._enter(course, Link(url, Fate.FAILED, why=message, not_before=again))

    def _enter(self, course: Course, link: Link) -> None:
        known = Link(link.url, link.fate, link.document, link.why, self._tries(course, link.url), link.not_before)
        self.ledger.links.enter(course.feed.url, [known])

    @staticmethod
    def _tries(course: Course, url: str) -> int:
        before = course.known.get(url)
        return before.tries + 1 if before is not None and before.fate is Fate.FAILED else 1


def told(error: SourceError) -> str:
    """An error with its advice, in one line."""
    advice = getattr(error, "advice", "")
    return f"{error} ({advice})" if advice else str(error)
