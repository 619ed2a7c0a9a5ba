"""What intake costs beside reading, and what a long PDF holds in memory: python benchmarks/intake.py [--quick].

A web archive of 2,000 news pages is made: the bundled digests, and where the corpus lies beside the project its other
documents, each in one of three sites' markup, with navigation, teasers, scripts and a cookie notice around it. It is
taken in alone, the same documents are read alone, and both are done one after the other as `muster read` does; in
processor time. A PDF of 500 pages is taken in by a program of its own, whose peak memory is told beside that of one
that takes in one page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from html import escape
from itertools import cycle, islice
from pathlib import Path

from musterbook.exchange.corpus import read_document
from musterbook.intake.received import Received
from musterbook.intake.sources import open_source
from musterbook.model import Document
from musterbook.reading.reader import reader
from reading import corpus, digests_path, measured, records

PAGES = 2_000
LONG = 500
TAKE_IN = (
    "import sys; from musterbook.intake.sources import open_source; print(sum(1 for _ in open_source(sys.argv[1])))"
)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--quick", action="store_true", help="a tenth of the pages")
    count = PAGES // 10 if options.parse_args().quick else PAGES
    digests = [read_document(record) for record in records(digests_path())]
    claiming, other = corpus(negative=False), corpus(negative=True)
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder, "mixed.warc.gz"), "all of them in turn", [*digests, *claiming, *other], count)
        compare(Path(folder, "digests.warc.gz"), "the bundled digests", digests, count)
        if other:
            compare(Path(folder, "other.warc.gz"), "news about something else", other, count)
        long_pdf(Path(folder))


def compare(path: Path, name: str, documents: list[Document], count: int) -> None:
    """Take in and read a web archive of so many pages of these documents; what intake adds to reading."""
    path.write_bytes(archive(islice(cycle(documents), count)))
    one = next(open_source(path))
    assert isinstance(one, Received)
    list(reader().read_all([one.document]))
    taken: list[Document] = []

    def take_in() -> None:
        taken.extend(found.document for found in open_source(path) if isinstance(found, Received))

    def read() -> None:
        for _ in reader().read_all(taken):
            pass

    def both() -> None:
        for _ in reader().read_all(found.document for found in open_source(path) if isinstance(found, Received)):
            pass

    intake, reading, together = timed(take_in), timed(read), timed(both)
    assert len(taken) == count, f"{len(taken)} of {count} pages taken in"
    words = sum(len(document.content.split()) for document in taken)
    print(
        f"{name:<26} {count:>5} pages {words:>9,} words {path.stat().st_size / 1e6:5.1f} MB   "
        f"intake {intake:6.1f} s ({1000 * intake / count:.1f} ms a page)   reading {reading:6.1f} s   "
        f"both {together:6.1f} s: reading plus {together / reading - 1:.0%}",
        flush=True,
    )


def archive(documents: Iterator[Document]) -> bytes:
    """A web archive (WARC 1.0, gzipped record by record) of pages, each with its own words so that none is a double."""
    return b"".join(
        gzip.compress(record(f"https://news{number % 7}.example/2025/01/{number}", page(document, number)), 6)
        for number, document in enumerate(documents)
    )


def record(url: str, body: bytes) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-01-10T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def page(document: Document, number: int) -> bytes:
    """A page of one of three sites, about as much furniture as article in it."""
    title, day = escape(document.title or "News"), document.published or "2025-01-10"
    lines = [escape(line) for line in document.text.split("\n") if line.strip()]
    sections = "".join(f'<li class="menu-item"><a href="/s/{one}">Section {one}</a></li>' for one in range(40))
    teasers = "".join(
        f'<div class="teaser card"><a href="/a/{number}-{one}"><img src="/i/{one}.jpg" alt="">'
        f"<h3>What else there was to tell on day {one}</h3></a><span>12:{one:02}</span></div>"
        for one in range(25)
    )
    linked = json.dumps({"@type": "NewsArticle", "headline": document.title, "datePublished": f"{day}T10:00:00+02:00"})
    script = "<script>window.layer=window.layer||[];" + "layer.push({a:1});" * 200 + "</script>"
    head = (
        f'<meta charset="utf-8"><title>{title} - News {number}</title><meta property="og:title" content="{title}">'
        f'<meta property="og:site_name" content="News {number % 7}">'
        f'<script type="application/ld+json">{linked}</script>{script}'
        f"<style>{'.a{color:red}' * 100}</style>"
    )
    whole = "".join(f"<p>{line}</p>" for line in lines)
    parted = "".join(f'<div class="par"><div>{line}</div></div><div class="ad-slot"></div>' for line in lines)
    shapes = (
        f"<main><article><h1>{title}</h1>{whole}</article></main>",
        f'<div class="wrap"><div class="post"><h1>{title}</h1><div class="body">{whole}</div></div></div>',
        f"<div id=content><h1>{title}</h1>{parted}</div>",
    )
    body = (
        f"<header><nav><ul>{sections}</ul></nav></header>{shapes[number % 3]}"
        f'<aside class="related">{teasers}</aside><div class="cookie">We use cookies.</div>'
        f"<footer><ul>{sections}</ul><p>All rights reserved, {number}</p></footer>{script}"
    )
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'.encode()


def long_pdf(folder: Path) -> None:
    """Peak memory and time of taking in a PDF of 500 pages, and of one page."""
    peaks = []
    for pages in (1, LONG):
        path = folder / f"{pages}.pdf"
        path.write_bytes(pdf(pages))
        seconds, memory = measured([sys.executable, "-c", TAKE_IN, str(path)])
        peaks.append(memory)
        size = path.stat().st_size / 1e6
        print(f"PDF of {pages:>3} pages, {size:.1f} MB: {seconds:.1f} s, peak memory {memory:.0f} MB")
    print(f"                {LONG - 1} pages more hold {peaks[1] - peaks[0]:.0f} MB more")


def pdf(pages: int) -> bytes:
    """A PDF of so many pages of a report, as a typesetter makes it."""
    from weasyprint import HTML

    words = "About {0} soldiers came to the region by rail on day {0}, the ministry said on Friday in its report. "
    sheets = (
        f'<section style="break-after: page"><h2>Page {number}</h2>'
        + "".join(f"<p>{words.format(number * 10 + line) * 3}</p>" for line in range(8))
        + "</section>"
        for number in range(1, pages + 1)
    )
    made = HTML(string=f'<html lang="en"><body>{"".join(sheets)}</body></html>').write_pdf()
    assert isinstance(made, bytes)
    return made


def timed(run: Callable[[], None]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


if __name__ == "__main__":
    main()
