"""A site on this machine for the tests of feeds: pages, feeds and trouble of every kind, and what was asked of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from xml.sax.saxutils import escape

import pytest

from musterbook.intake.fetching import Fetcher, FetchPolicy
from musterbook.ledger import Ledger
from musterbook.ledger.ledger import default_reader
from musterbook.reading.reader import read
from musterbook.watching.courses import Terms
from musterbook.watching.reports import Report
from musterbook.watching.rounds import Round

HOST = "127.0.0.2"
Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A site whose pages a test puts up and takes down: by path, an answer or what makes one of a request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.size = 4_000_000
        """Bytes of an answer at most."""
        self.url = f"http://{HOST}:{port}"
        self.pages: dict[str, Answer | Callable[[Any], Answer | None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.posted: list[tuple[dict[str, str], bytes]] = []
        self.received: Callable[[], None] = lambda: None
        """Called when something has been posted, before it is answered."""

    def put(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> str:
        """Put up a page; its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (200, {"Content-Type": kind} | named, body.encode() if isinstance(body, str) else body)
        return self.url + path

    def refuse(self, path: str, status: int, **headers: str) -> str:
        """Answer with this status from now on."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, named, b"")
        return self.url + path

    def article(self, path: str, title: str, text: str, day: str = "2025-01-10") -> str:
        """Put up an article; its address."""
        return self.put(path, page(title, text, day))

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _ in self.asked)

    @property
    def policy(self) -> FetchPolicy:
        """A policy that allows this site."""
        ports = frozenset({self.port, 80, 443})
        return FetchPolicy(networks=(f"{HOST}/32",), ports=ports, seconds=2.0, size=self.size)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that allow this site to the command line."""
        return {"MUSTERBOOK_FETCH_NETWORKS": f"{HOST}/32", "MUSTERBOOK_FETCH_PORTS": str(self.port)}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        site = type(self).site
        site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        found = site.pages.get(self.path, (404, {}, b"not here"))
        answer = found(self) if callable(found) else found
        if answer is None:
            self.close_connection = True
            return
        status, headers, body = answer
        given = headers.get("ETag"), headers.get("Last-Modified")
        asked = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        if status == 200 and any(one is not None and one == other for one, other in zip(given, asked, strict=True)):
            status, body = 304, b""
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        site = type(self).site
        body = self.rfile.read(int(self.headers["Content-Length"]))
        site.posted.append(({name.lower(): value for name, value in self.headers.items()}, body))
        site.received()
        found = site.pages.get(self.path, (404, {}, b""))
        status, headers, answer = found if isinstance(found, tuple) else (500, {}, b"")
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(answer))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    """A site without a page."""

    class Handler(_Handler):
        pass

    server = _Server((HOST, 0), Handler)
    Handler.site = made = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def page(title: str, text: str, day: str = "2025-01-10") -> str:
    """A page of HTML with an article."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(title)}</title>'
        f'<meta property="og:site_name" content="The Daily"><meta property="article:published_time" content="{day}">'
        f"</head><body><nav><a href='/about'>About</a></nav><article><h1>{escape(title)}</h1>{paragraphs}</article>"
        "</body></html>"
    )


def rss(*items: tuple[str, str] | tuple[str, str, str], title: str = "The Daily") -> str:
    """An RSS feed of (title, link[, summary])."""
    written = "".join(
        f"<item><title>{escape(item[0])}</title><link>{escape(item[1])}</link>"
        f"<description>{escape(item[2]) if len(item) > 2 else ''}</description></item>"
        for item in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{written}</channel></rss>'


def follow(ledger: Ledger, url: str, *words: str, kind: str | None = "rss") -> None:
    """Follow a feed."""
    ledger.feeds.follow(url, "The Daily", None, "anna", kind=kind, words=words)


def visit(
    ledger: Ledger,
    site: Site,
    terms: Terms | None = None,
    *,
    at: datetime | None = None,
    chance: Random | None = None,
) -> list[Report]:
    """One round over all feeds, without pauses, at a moment (now, unless said otherwise)."""
    with closing(Fetcher(site.policy)) as fetcher:
        made = Round(
            ledger,
            fetcher,
            read,
            default_reader(),
            terms=terms,
            rest=0.0,
            chance=chance or Random(1),
            now=lambda: at or datetime.now(UTC),
        )
        return list(made.run(ledger.feeds.all()))
