"""The commands that follow feeds: watch add, list, remove, run."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from musterbook.errors import SourceError
from musterbook.ledger.listing import Format, listing
from musterbook.ledger.opening import DEFAULT, Shape, Where, Who, open_ledger, person

if TYPE_CHECKING:
    from musterbook.ledger.feeds import Feed
    from musterbook.ledger.ledger import Ledger
    from musterbook.watching.courses import Terms

SHORTEST = 60
"""Seconds between two rounds at least."""
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def register(app: typer.Typer) -> None:
    """Add the commands to an application."""
    watch = typer.Typer(help="Feeds that are followed: their new articles are read and kept.", no_args_is_help=True)
    watch.command("add")(add)
    watch.command("list")(show)
    watch.command("remove")(remove)
    watch.command("run")(run)
    app.add_typer(watch, name="watch")


def add(
    url: Annotated[str, typer.Argument(help="A feed (RSS, Atom, JSON Feed), a sitemap, or a page with links.")],
    *,
    words: Annotated[
        list[str] | None,
        typer.Option("--words", help='Keep only articles with one of these: "North Korea*, Kursk"; * for any ending.'),
    ] = None,
    title: Annotated[str, typer.Option(help="What to call it; else as it calls itself.")] = "",
    dossier: Annotated[str | None, typer.Option(help="The dossier it is followed for.")] = None,
    page: Annotated[bool, typer.Option("--page", help="Follow the links of a page, though it names a feed.")] = False,
    who: Who = None,
    ledger: Where = DEFAULT,
) -> None:
    """Follow a feed; it is visited once to see what it is, and nothing is kept yet.

    Followed already, it takes the new words, title and dossier. Where a page names a feed of itself, that is followed.
    """
    from musterbook.intake.fetching import Fetcher, FetchPolicy
    from musterbook.intake.listings import Kind, read_listing
    from musterbook.watching.wanted import words_of

    name = person(who)
    asked = words_of(words or ())
    with open_ledger(ledger) as register_, closing(Fetcher(FetchPolicy.of_environment())) as fetcher:
        if dossier is not None and dossier not in {one.name for one in register_.dossiers.all()}:
            raise SourceError(f"there is no dossier {dossier!r} in {ledger}")
        found = read_listing(fetcher.fetch(url), url)
        if found.kind is Kind.PAGE and found.offers and not page:
            typer.echo(f"{url} names a feed of itself: {found.offers[0]} (--page follows the page)")
            url = found.offers[0]
            found = read_listing(fetcher.fetch(url), url)
        called = title or found.title or url
        register_.feeds.follow(url, called, dossier, name, kind=found.kind, words=asked)
    told = f"{len(found.articles):,} articles" if not found.further else f"{len(found.further):,} sitemaps"
    only = f", only with {', '.join(asked)}" if asked else ""
    typer.echo(f"following {called} ({found.kind}, {told}{only}): {url}")


def show(*, ledger: Where = DEFAULT, form: Shape = Format.TABLE) -> None:
    """Show the feeds that are followed, and what the last visit to each found."""
    with open_ledger(ledger, read_only=True) as register_:
        rows = [_row(feed) for feed in register_.feeds.all()]
    typer.echo(listing(rows, form) if rows or form is not Format.TABLE else "no feed is followed; muster watch add URL")


def remove(
    url: Annotated[str, typer.Argument(help="The feed's address.")], *, who: Who = None, ledger: Where = DEFAULT
) -> None:
    """Follow a feed no longer; what was kept of it stays."""
    with open_ledger(ledger) as register_:
        register_.feeds.unfollow(url, person(who))
    typer.echo(f"{url} is followed no longer")


def run(
    urls: Annotated[list[str] | None, typer.Argument(metavar="[URL]...", help="Only these feeds; else all.")] = None,
    *,
    every: Annotated[
        str | None, typer.Option("--every", metavar="15m", help="Go on, a round each so often, until ended (Ctrl-C).")
    ] = None,
    backlog: Annotated[int, typer.Option(min=0, help="Articles taken at the first visit, newest first.")] = 50,
    most: Annotated[int, typer.Option(min=1, help="Articles taken of a feed in a round.")] = 200,
    pause: Annotated[float, typer.Option(min=0.1, help="Seconds between two requests to one host.")] = 2.0,
    capture: Annotated[bool, typer.Option("--capture/--no-capture", help="Keep the bytes as they were found.")] = True,
    ledger: Where = DEFAULT,
) -> None:
    """Visit the feeds, read and keep what is new, and send the alerts that are due.

    Exit code 1 when something failed. It may be ended or killed at any time: the next round goes on where it stood.
    """
    from musterbook.intake.fetching import FetchPolicy
    from musterbook.watching.courses import Terms

    seconds = _seconds(every) if every is not None else None
    policy, terms = FetchPolicy.of_environment(), Terms(backlog=backlog, most=most, keep_bytes=capture)
    failed = 0
    with open_ledger(ledger) as register_, _ended_by_hand():
        try:
            while True:
                started = time.monotonic()
                failed = _round(register_, policy, terms, pause, urls or [])
                if seconds is None:
                    break
                time.sleep(max(seconds - (time.monotonic() - started), 0))
        except KeyboardInterrupt:
            typer.echo("ended; what was read until now is kept", err=True)
            raise typer.Exit(130 if seconds is None else 0) from None
    if failed:
        raise typer.Exit(1)


def _round(ledger: Ledger, policy: Any, terms: Terms, pause: float, urls: list[str]) -> int:
    """One round and the alerts after it; how much failed."""
    from musterbook.alerting.delivering import look_after
    from musterbook.intake.fetching import Fetcher
    from musterbook.ledger.ledger import default_reader
    from musterbook.reading.reader import read
    from musterbook.watching.reports import Sum, moment
    from musterbook.watching.rounds import Round

    feeds = _asked(ledger.feeds.all(), urls)
    total = Sum()
    # A fetcher a round: robots.txt is asked anew, and no connection outlives the pause.
    with closing(Fetcher(policy)) as fetcher:
        for report in Round(ledger, fetcher, read, default_reader(), terms=terms, rest=pause).run(feeds):
            total.add(report)
            for line in report.lines():
                typer.echo(line, err=line.startswith("failed: "))
    typer.echo(f"{moment(datetime.now().astimezone())}: {total}")
    unsent = 0
    for outcome in look_after(ledger):
        unsent += outcome.failed
        typer.echo(str(outcome), err=bool(outcome.failed))
    return total.failed + unsent


def _asked(feeds: tuple[Feed, ...], urls: list[str]) -> list[Feed]:
    if not feeds:
        raise SourceError("no feed is followed; muster watch add URL")
    followed = {feed.url for feed in feeds}
    if strange := [url for url in urls if url not in followed]:
        raise SourceError(f"{strange[0]} is not followed; muster watch list shows what is")
    return [feed for feed in feeds if not urls or feed.url in urls]


def _row(feed: Feed) -> dict[str, Any]:
    from musterbook.watching.reports import moment

    last = feed.last
    return {
        "feed": feed.title,
        "kind": feed.kind,
        "url": feed.url,
        "words": ", ".join(feed.words) or None,
        "dossier": feed.dossier,
        "visited": moment(last.recorded) if last else None,
        "listed": last.found if last else None,
        "kept": last.kept if last else None,
        "trouble": last.trouble if last else None,
        "left alone until": moment(last.not_before) if last and last.not_before else None,
    }


def _seconds(written: str) -> int:
    """The seconds in "15m", "1h30m", "90s"."""
    parts = re.findall(r"(\d+)\s*([smhd])", written.lower())
    if not parts or re.sub(r"\d+\s*[smhd]|\s", "", written.lower()):
        raise typer.BadParameter(
            f"{written!r} is no length of time; give one such as 15m, 1h or 1h30m", param_hint="--every"
        )
    seconds = sum(int(number) * UNITS[unit] for number, unit in parts)
    if seconds < SHORTEST:
        raise typer.BadParameter(f"{written}: a round each minute is the most", param_hint="--every")
    return seconds


@contextmanager
def _ended_by_hand() -> Iterator[None]:
    """A request to end (SIGTERM: a service that is stopped) is taken like Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
