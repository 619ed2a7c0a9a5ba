"""The fetcher: public hosts only, by the address checked; within limits; with the site's leave; in clear words."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

import musterbook
from musterbook.errors import SourceError
from musterbook.intake.addresses import is_public
from musterbook.intake.fetching import Answer, Fetcher, FetchError, FetchPolicy, fetch
from musterbook.intake.received import Failure, Received
from musterbook.intake.sources import open_source

PAGE = (
    "<html lang=en><title>Soldiers in Kursk</title><p>About 3,000 soldiers are in Kursk, the ministry said.</p></html>"
)
ROBOTS = (
    "User-agent: *\nDisallow: /private/\nAllow: /\n\nUser-agent: Musterbook\nDisallow: /not-for-us\nDisallow: /private/"
)


class Quiet(ThreadingHTTPServer):
    """A server that says nothing of connections its visitors leave."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class Site(BaseHTTPRequestHandler):
    """A site with a page of every kind of trouble."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, str]]
    robots: tuple[int, str]

    def do_GET(self) -> None:
        type(self).asked.append((self.path, self.headers.get("User-Agent", "")))
        if self.path == "/robots.txt":
            status, rules = type(self).robots
            self.answer(rules.encode(), "text/plain", status=status)
            return
        name = self.path.strip("/").split("/")[0].split("?")[0].replace("-", "_")
        getattr(self, f"page_{name}", self.page_none)()

    def answer(self, body: bytes, kind: str = "text/html", *, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page_none(self) -> None:
        self.answer(b"no", status=404)

    def page_page(self) -> None:
        self.answer(PAGE.encode(), "text/html; charset=utf-8")

    def page_private(self) -> None:
        self.page_page()

    def page_not_for_us(self) -> None:
        self.page_page()

    def page_koi(self) -> None:
        self.answer("<title>Солдаты</title><p>Прибыли солдаты.</p>".encode("koi8-r"), "text/html; charset=koi8-r")

    def page_packed(self) -> None:
        self.answer(gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def page_deflated(self) -> None:
        packer = zlib.compressobj(wbits=-15)
        self.answer(packer.compress(PAGE.encode()) + packer.flush(), Content_Encoding="deflate")

    def page_bomb(self) -> None:
        self.answer(gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")

    def page_large(self) -> None:
        self.answer(b"x" * 3_000_000)

    def page_picture(self) -> None:
        self.answer(b"\x89PNG", "image/png")

    def page_once(self) -> None:
        self.answer(b"", status=302, Location="/page")

    def page_round(self) -> None:
        self.answer(b"", status=301, Location="/round")

    def page_to(self) -> None:
        self.answer(b"", status=302, Location=self.path.split("?", 1)[1])

    def page_busy(self) -> None:
        self.answer(b"", status=429, Retry_After="120")

    def page_fault(self) -> None:
        self.answer(b"", status=503)

    def page_closed(self) -> None:
        self.answer(b"", status=403)

    def page_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"<p>half")
        self.close_connection = True

    def page_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.drip()

    def page_slow_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drip()

    def drip(self) -> None:
        stop = threading.Event()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                stop.wait(0.05)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[tuple[str, type[Site]]]:
    """A site on 127.0.0.2, its address and its record of what was asked."""
    handler = type("OneSite", (Site,), {"asked": [], "robots": (200, ROBOTS)})
    server = Quiet(("127.0.0.2", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.2:{server.server_port}", handler
    server.shutdown()
    thread.join()
    server.server_close()


def allowing(url: str, **limits: Any) -> FetchPolicy:
    """A policy that allows this one address and port."""
    return FetchPolicy(
        networks=("127.0.0.2/32",), ports=frozenset({int(url.rsplit(":", 1)[1]), 80, 443}), seconds=5, **limits
    )


def refusal(call: Callable[[], Any]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        call()
    return caught.value


def test_a_page_is_captured_with_its_bytes_and_their_hash(site: tuple[str, type[Site]]) -> None:
    url, handler = site
    capture = fetch(f"{url}/page#part", policy=allowing(url))
    assert capture.body == PAGE.encode()
    assert capture.sha256 == sha256(PAGE.encode()).hexdigest()
    assert (capture.url, capture.media_type, capture.encoding) == (f"{url}/page", "text/html", "utf-8")
    assert capture.fetched is not None
    assert handler.asked[-1] == ("/page", f"Musterbook/{musterbook.__version__}")


@pytest.mark.parametrize("path", ["packed", "deflated", "once"])
def test_packed_and_moved_pages_arrive_as_they_are(site: tuple[str, type[Site]], path: str) -> None:
    url, _ = site
    assert fetch(f"{url}/{path}", policy=allowing(url)).body == PAGE.encode()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("large", "larger than 1.0 MB"),
        ("bomb", "larger than 1.0 MB"),
        ("picture", "not a document but image/png"),
        ("round", "redirects more than 5 times"),
        ("busy", "fewer requests"),
        ("fault", "fault of its own"),
        ("closed", "refuses it"),
        ("missing", "not there"),
        ("short", "broke off"),
        ("to?ftp://example.org/", "only http and https"),
        ("to?file:///etc/hosts", "only http and https"),
        ("to?http://user:secret@example.org/", "user name"),
        ("to?http://127.0.0.2:22/", "port 22"),
    ],
)
def test_trouble_is_told_in_words(site: tuple[str, type[Site]], path: str, words: str) -> None:
    url, _ = site
    error = refusal(lambda: fetch(f"{url}/{path}", policy=allowing(url, size=1_000_000)))
    assert words in str(error)
    assert "secret" not in str(error)


def test_a_busy_site_says_how_long_to_wait(site: tuple[str, type[Site]]) -> None:
    url, _ = site
    error = refusal(lambda: fetch(f"{url}/busy", policy=allowing(url)))
    assert isinstance(error, FetchError)
    assert (error.status, error.wait) == (429, 120)


@pytest.mark.parametrize("path", ["drip", "slow-headers"])
def test_time_is_counted_in_all_however_slowly_bytes_come(site: tuple[str, type[Site]], path: str) -> None:
    url, _ = site
    policy = FetchPolicy(networks=("127.0.0.2/32",), ports=allowing(url).ports, seconds=0.5)
    start = time.monotonic()
    assert "within 0.5 seconds" in str(refusal(lambda: fetch(f"{url}/{path}", policy=policy)))
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("path", "fetched"), [("/page", True), ("/private/page", False), ("/not-for-us", False), ("/missing", True)]
)
def test_robots_rules_are_asked_once_and_honoured(site: tuple[str, type[Site]], path: str, fetched: bool) -> None:
    url, handler = site
    with closing(Fetcher(allowing(url))) as fetcher:
        for _ in range(2):
            if fetched:
                assert isinstance(fetcher.get(url + path), Answer)
            else:
                assert "robots.txt asks not to" in str(refusal(lambda: fetcher.get(url + path)))
    paths = [asked for asked, _ in handler.asked]
    assert paths.count("/robots.txt") == 1
    assert (path in paths) is fetched


@pytest.mark.parametrize(("status", "fetched"), [(404, True), (403, True), (500, False), (503, False)])
def test_no_rules_allow_and_rules_that_cannot_be_had_forbid(
    site: tuple[str, type[Site]], status: int, fetched: bool
) -> None:
    url, handler = site
    handler.robots = (status, "")
    if fetched:
        assert fetch(f"{url}/page", policy=allowing(url)).body
    else:
        assert "could not be had" in str(refusal(lambda: fetch(f"{url}/page", policy=allowing(url))))


def test_default_policy_refuses_this_machine(site: tuple[str, type[Site]]) -> None:
    url, handler = site
    port = int(url.rsplit(":", 1)[1])
    for host in ("127.0.0.2", "localhost", "2130706434", "[::ffff:127.0.0.2]", "[::1]", "0.0.0.0"):
        page, policy = f"http://{host}:{port}/page", FetchPolicy(ports=frozenset({port}))
        assert "not a public address" in str(refusal(partial(fetch, page, policy=policy)))
        assert f"port {port} is not fetched from" in str(refusal(partial(fetch, page)))
    assert "not a public address" in str(refusal(lambda: fetch("http://127.0.0.1/")))
    assert handler.asked == []


def test_a_redirect_to_this_machine_is_refused(site: tuple[str, type[Site]]) -> None:
    url, _ = site
    port = url.rsplit(":", 1)[1]
    for inside in (f"http://127.0.0.1:{port}/page", "http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/"):
        error = refusal(partial(fetch, f"{url}/to?{inside}", policy=allowing(url)))
        assert "not a public address" in str(error)


def test_a_name_that_also_leads_inside_is_refused_and_asked_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def names(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, port)) for found in ("93.184.216.34", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", names)
    assert "10.0.0.1" in str(refusal(lambda: fetch("http://news.example/")))
    assert asked == ["news.example"]


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.8.8.8", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "fe80::1",
        "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "fec0::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url", ["http://", "https:///x", "http://[::1", "javascript:alert(1)", "ftp://example.org/", "http://a b/"]
)
def test_what_is_no_address_is_refused_at_once(url: str) -> None:
    assert isinstance(refusal(lambda: fetch(url)), SourceError)


def test_an_address_becomes_a_document(site: tuple[str, type[Site]]) -> None:
    url, _ = site
    with closing(Fetcher(allowing(url))) as fetcher:
        (received,) = open_source(f"{url}/page", fetcher=fetcher)
        (russian,) = open_source(f"{url}/koi", fetcher=fetcher)
        (missing,) = open_source(f"{url}/missing", fetcher=fetcher)
    assert isinstance(received, Received)
    assert received.document.text == "About 3,000 soldiers are in Kursk, the ministry said."
    assert (received.document.url, received.document.capture) == (f"{url}/page", received.capture.sha256)
    assert isinstance(russian, Received)
    assert (russian.document.title, russian.document.text) == ("Солдаты", "Прибыли солдаты.")
    assert isinstance(missing, Failure)
    (refused,) = open_source("http://127.0.0.1/")
    assert isinstance(refused, Failure)
    assert refused.what_to_do
