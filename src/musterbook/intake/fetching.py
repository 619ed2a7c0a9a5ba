"""An address becomes a capture: fetched politely, from public hosts only, within limits of size, time and redirects."""

from __future__ import annotations

import ipaddress
import os
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from functools import cache
from typing import Any

import httpcore
import httpx

import musterbook
from musterbook.codebook.intake import intake_section
from musterbook.errors import SourceError
from musterbook.intake.addresses import CheckedNetwork
from musterbook.intake.limits import MEGABYTE, size_in_words
from musterbook.intake.received import UnreadableError
from musterbook.intake.robots import Rules
from musterbook.model import Capture

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_ACCEPT = (
    "text/html,application/xhtml+xml,application/pdf,application/json,application/xml;q=0.9,text/plain;q=0.9,*/*;q=0.5"
)
NETWORKS, PORTS = "MUSTERBOOK_FETCH_NETWORKS", "MUSTERBOOK_FETCH_PORTS"
"""Environment variables that open an intranet to the feeds that are followed."""
_UNREAD = ("image/", "video/", "audio/", "font/")


@dataclass(frozen=True)
class FetchPolicy:
    """What may be fetched, and how much of it."""

    size: int = 20 * MEGABYTE
    """Bytes of one answer, as sent and as unpacked."""
    seconds: float = 30.0
    """For one address in all, redirects included."""
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})
    networks: tuple[str, ...] = ()
    """Networks that may be fetched from though they are not public ("10.1.0.0/16": an intranet, a test server)."""
    robots: bool = True
    """Whether robots.txt is honoured."""
    agent: str | None = None
    """How the fetcher introduces itself; the codebook's way when None."""

    @classmethod
    def of_environment(cls) -> FetchPolicy:
        """The usual policy, with the networks and ports that two variables open for an intranet.

        MUSTERBOOK_FETCH_NETWORKS ("10.1.0.0/16 10.2.0.0/16") and MUSTERBOOK_FETCH_PORTS ("8080 8443"). Raises
        SourceError for what is no network or port.
        """
        networks, ports = (os.environ.get(name, "").split() for name in (NETWORKS, PORTS))
        try:
            for network in networks:
                ipaddress.ip_network(network)
            opened = frozenset(int(port) for port in ports)
        except ValueError as error:
            raise SourceError(
                f"{NETWORKS} and {PORTS}: {error}; give networks (10.1.0.0/16) and ports (8080), parted by blanks"
            ) from error
        return cls(networks=tuple(networks), ports=cls.ports | opened)


@dataclass(frozen=True)
class Answer:
    """What a server said in the end: from which address, status, headers (names in lower case), the body unpacked."""

    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class FetchError(UnreadableError):
    """An address that could not be fetched; `status` is the server's, `wait` the seconds it asked to wait."""

    def __init__(
        self,
        message: str,
        advice: str = "",
        *,
        status: int | None = None,
        wait: int | None = None,
        later: bool = False,
    ) -> None:
        super().__init__(message, advice, later=later)
        self.status, self.wait = status, wait


def fetch(url: str, *, policy: FetchPolicy | None = None) -> Capture:
    """The capture of one address.

    Raises FetchError or UnreadableError (both SourceError), saying what was wrong and what to do.
    """
    with closing(Fetcher(policy)) as fetcher:
        return fetcher.fetch(url)


class Fetcher:
    """Fetches several addresses, keeping connections and each site's robots rules. Not for several threads at once."""

    def __init__(self, policy: FetchPolicy | None = None) -> None:
        self.policy = policy or FetchPolicy()
        self.agent = self.policy.agent or intake_section().fetching.agent.format(version=musterbook.__version__)
        self._network = CheckedNetwork(self.policy.ports, self.policy.networks)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trusted(),
            max_connections=8,
            keepalive_expiry=15.0,
            network_backend=self._network,
        )
        self._rules: dict[str, Rules] = {}

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def fetch(self, url: str) -> Capture:
        """The capture of an address, after redirects.

        Raises FetchError when the server refuses, the rules forbid, or a limit is passed.
        """
        return capture_of(url, self.get(url))

    def delay(self, url: str) -> float | None:
        """Seconds the site of an address asks to leave between two requests, as far as its rules have been read."""
        rules = self._rules.get(_site(_checked_url(url)))
        return None if rules is None else rules.delay(self.agent)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What the server answers in the end, whatever its status; `headers` are added (If-None-Match, say).

        Raises FetchError as `fetch` does, but for the status.
        """
        self._network.deadline = time.monotonic() + self.policy.seconds
        here = _checked_url(url)
        for _ in range(self.policy.redirects + 1):
            if self.policy.robots:
                self._ask_rules(here)
            answer = self._once(here, headers or {}, self.policy.size)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                return answer
            try:
                here = _checked_url(str(here.join(target)))
            except (httpx.InvalidURL, ValueError) as error:
                raise FetchError(f"{url} redirects to something that is no address", "open it in a browser") from error
        raise FetchError(
            f"{url} redirects more than {self.policy.redirects} times",
            "open it in a browser, and give its last address",
        )

    def _ask_rules(self, url: httpx.URL) -> None:
        site = _site(url)
        rules = self._rules.get(site) or self._fetch_rules(httpx.URL(f"{site}/robots.txt"))
        if rules.open:
            self._rules[site] = rules
        if not rules.allow(str(url), self.agent):
            raise FetchError(
                f"{url}: {rules.reason}",
                "respect it, or open the page in a browser, save it and give the file",
                later=not rules.open,
            )

    def _fetch_rules(self, here: httpx.URL) -> Rules:
        try:
            for _ in range(self.policy.redirects + 1):
                answer = self._once(here, {}, self.policy.size)
                target = answer.headers.get("location")
                if answer.status not in _REDIRECTS or not target:
                    return Rules.answered(answer.status, answer.body)
                here = _checked_url(str(here.join(target)))
        except FetchError as error:
            return Rules.unreachable(str(error))
        except httpx.InvalidURL:
            pass
        return Rules.answered(404, b"")

    def _once(self, url: httpx.URL, headers: Mapping[str, str], limit: int) -> Answer:
        sent: list[tuple[bytes | str, bytes | str]] = [
            ("Host", url.netloc.decode("ascii")),
            ("User-Agent", self.agent),
            ("Accept", _ACCEPT),
            ("Accept-Encoding", "gzip, deflate"),
            ("Accept-Language", "en,*;q=0.5"),
            *headers.items(),
        ]
        try:
            with self._pool.stream("GET", str(url), headers=sent) as response:
                got = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                if response.status in _REDIRECTS:
                    return Answer(str(url), response.status, got, b"")
                kind = got.get("content-type", "").lower()
                if kind.startswith(_UNREAD):
                    raise FetchError(
                        f"{url} is not a document but {kind.partition(';')[0]}", "give the address of the page"
                    )
                packed = response.iter_stream()
                body = b"".join(
                    _limited(_unpacked(packed, got.get("content-encoding", ""), limit, str(url)), limit, str(url))
                )
                return Answer(str(url), response.status, got, body)
        except (httpcore.TimeoutException, TimeoutError) as error:
            seconds = f"{self.policy.seconds:g} seconds"
            raise FetchError(f"{url} did not answer whole within {seconds}", "try again later", later=True) from error
        except (httpcore.RemoteProtocolError, httpcore.LocalProtocolError, httpcore.ReadError) as error:
            raise FetchError(
                f"{url}: the server broke off or spoke no HTTP: {error}", "try again later", later=True
            ) from error
        except (httpcore.NetworkError, httpcore.UnsupportedProtocol, httpcore.ProxyError, OSError) as error:
            raise FetchError(
                f"{url} could not be reached: {error}", "check the address and the connection", later=True
            ) from error


def capture_of(url: str, answer: Answer) -> Capture:
    """The capture of what a server answered for an address.

    Raises FetchError when it is no page (any status but 200), saying what to do.
    """
    if answer.status != 200:
        raise _refusal(url, answer)
    kind = Message()
    kind["content-type"] = answer.headers.get("content-type", "")
    declared = kind.get_content_type() if answer.headers.get("content-type") else ""
    charset = kind.get_param("charset")
    return Capture.of(
        answer.body,
        declared,
        url=answer.url,
        encoding=charset if isinstance(charset, str) else None,
        fetched=datetime.now(UTC),
    )


@cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _site(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _checked_url(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(f"{text}: this is no address", "give one such as https://example.org/news/article") from error
    if url.scheme not in {"http", "https"}:
        raise FetchError(f"{text}: only http and https addresses are fetched", "save it as a file and give its path")
    if not url.host:
        raise FetchError(f"{text}: the address names no host", "give one such as https://example.org/news/article")
    if url.userinfo:
        raise FetchError(
            f"{url.copy_with(userinfo=b'')}: addresses with a user name in them are not fetched", "leave it out"
        )
    return url.copy_with(fragment=None)


def _unpacked(chunks: Iterator[bytes], coding: str, limit: int, url: str) -> Iterator[bytes]:
    """The body with its content coding undone, never more than a chunk ahead of the limit."""
    coding = coding.strip().lower()
    if coding in {"", "identity"}:
        yield from chunks
        return
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise FetchError(
            f"{url} is packed in a way that was not asked for ({coding})", "save the page and give the file"
        )
    unpacker = zlib.decompressobj(47)
    first = True
    try:
        for chunk in _limited(chunks, limit, url):
            if first and coding == "deflate" and chunk[:1] and chunk[0] & 0x0F != 8:
                unpacker = zlib.decompressobj(-15)
            first = False
            rest = chunk
            while rest:
                yield unpacker.decompress(rest, _CHUNK)
                rest = unpacker.unconsumed_tail
            if unpacker.eof:
                break
        yield unpacker.flush()
    except zlib.error as error:
        raise FetchError(f"{url}: the packed body is broken: {error}", "try again later", later=True) from error


def _limited(chunks: Iterator[bytes], limit: int, url: str) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > limit:
            raise FetchError(f"{url} is larger than {size_in_words(limit)}", "save it, and give the file in parts")
        yield chunk


def _refusal(url: str, answer: Answer) -> FetchError:
    wait = retry_after(answer.headers.get("retry-after"))
    known: dict[str, Any] = {
        "status": answer.status,
        "wait": wait,
        "later": answer.status >= 500 or answer.status in {408, 425, 429},
    }
    if answer.status in {401, 402, 403, 451}:
        return FetchError(
            f"{url}: the site refuses it ({answer.status})",
            "open it in a browser, save the page and give the file",
            **known,
        )
    if answer.status in {404, 410}:
        return FetchError(
            f"{url}: the page is not there ({answer.status})", "check the address; an archive may have it", **known
        )
    if answer.status == 429:
        when = f"in {wait} seconds" if wait else "later"
        return FetchError(f"{url}: the site asks for fewer requests (429)", f"try again {when}", **known)
    if answer.status >= 500:
        return FetchError(f"{url}: the site has a fault of its own ({answer.status})", "try again later", **known)
    return FetchError(f"{url}: the server answered {answer.status} instead of a page", "check the address", **known)


def retry_after(value: str | None) -> int | None:
    """Seconds a Retry-After header asks to wait: a number, or a date."""
    if value is None:
        return None
    if value.strip().isdigit():
        return min(int(value.strip()[:9]), 30 * 86_400)
    from email.utils import parsedate_to_datetime

    try:
        return max(int((parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()), 0)
    except (ValueError, TypeError):
        return None
