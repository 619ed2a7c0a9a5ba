"""PDF, web archives, ZIP, mail and feeds become documents; bombs, scans and broken ones are refused in words."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musterbook.intake.limits import Limits
from musterbook.intake.received import Failure, Received
from musterbook.intake.sources import open_source

PAGE = (
    "<html lang=en><title>Soldiers in Kursk</title><p>About 3,000 soldiers are in Kursk, the ministry said.</p></html>"
)
BODY = "About 3,000 soldiers are in Kursk, the ministry said."
TODAY = date(2025, 8, 20)


def received(source: bytes, limits: Limits | None = None) -> list[Received]:
    """The documents of a source that has no failures."""
    found = list(open_source(source, limits=limits, today=TODAY))
    assert all(isinstance(one, Received) for one in found), found
    return [one for one in found if isinstance(one, Received)]


def refused(source: bytes, limits: Limits | None = None) -> str:
    """The message of the one failure of a source that gives nothing."""
    (found,) = open_source(source, limits=limits, today=TODAY)
    assert isinstance(found, Failure), found
    assert found.what_to_do
    return found.message


def pdf(pages: list[list[str]], extra: str = "", trailer: str = "") -> bytes:
    """A PDF with these lines on its pages, set in one font, written by hand."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = " T* ".join(f"({line.translate({40: '', 41: ''})}) Tj" for line in lines)
        stream = f"BT /F1 10 Tf 12 TL 50 780 Td {shown} ET" if lines else "0 0 100 100 re f"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    if extra:
        objects.append(extra)
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n{table}trailer\n"
    return out + f"{end}<< /Size {len(offsets) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF".encode()


def test_a_pdf_gives_its_title_and_paragraphs() -> None:
    lines = [
        "Monthly report on the force",
        "",
        "About three thousand soldiers have been sent to the region, the ministry of de-",
        "fence said on Friday, and more are to follow before the end of the month, as of-",
        "ficials have it.",
        "Two brigades follow.",
    ]
    (one,) = received(pdf([lines]))
    assert one.document.title == "Monthly report on the force"
    assert one.document.text.split("\n") == [
        "About three thousand soldiers have been sent to the region, the ministry of defence said on Friday, "
        "and more are to follow before the end of the month, as officials have it.",
        "Two brigades follow.",
    ]
    assert one.document.published is None
    assert one.capture.media_type == "application/pdf"


def test_running_heads_and_page_numbers_are_left_out_and_sentences_go_over_the_page() -> None:
    places = ("north", "south", "river", "coast", "border")
    pages = [
        ["Report on the force", f"In the chapter on the {place} some soldiers went to the region and", f"{number}"]
        for number, place in enumerate(places, 1)
    ]
    pages.append(["Report on the force", "stayed there until spring.", "6"])
    (one,) = received(pdf(pages))
    assert "Report on the force" not in one.document.text
    assert one.document.text.endswith("soldiers went to the region and stayed there until spring.")


def test_scans_passwords_and_broken_pdf_are_told_apart() -> None:
    assert "no text layer" in refused(pdf([[], []]))
    (partly,) = received(pdf([["Soldiers came to the region on Friday."], []]))
    assert partly.notices == ("the bytes given: no text layer on page 2; what stands there was not read",)
    lock = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"
    locked = pdf([["Soldiers came."]], lock, f"/Encrypt 6 0 R /ID [<{'43' * 16}> <{'43' * 16}>]")
    assert "password" in refused(locked)
    assert "broken PDF" in refused(b"%PDF-1.7\nnothing more")
    assert "5 pages: one is read up to 3" in refused(pdf([["Soldiers"]] * 5), Limits(pages=3))


def test_five_hundred_pages_are_read() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [letters[number % 26] + letters[number // 26] for number in range(500)]
    (one,) = received(pdf([[f"On page {name} some soldiers came to the region by rail."] * 40 for name in names]))
    assert one.document.text.count("soldiers") == 20_000


def record(body: bytes, url: str, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    """One answer in a web archive."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-08-15T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


ARCHIVE = [
    record(PAGE.encode(), "https://example.org/a"),
    record(PAGE.encode(), "https://example.org/a?again"),
    record(b"\x89PNG", "https://example.org/picture", "image/png"),
    record(b"<p>gone</p>", "https://example.org/gone", status="404 Not Found"),
    record(PAGE.replace("3,000", "4,000").encode(), "https://example.org/b"),
]


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_gives_its_pages_once(packed: bool) -> None:
    documents = [one.document for one in received(b"".join(gzip.compress(one) if packed else one for one in ARCHIVE))]
    assert [document.url for document in documents] == ["https://example.org/a", "https://example.org/b"]
    assert documents[0].text == BODY


def test_a_broken_web_archive_gives_what_can_be_read() -> None:
    found = list(open_source(ARCHIVE[0] + b"garbage\r\n\r\n" + ARCHIVE[4]))
    assert isinstance(found[0], Received)
    assert isinstance(found[-1], Failure)
    assert "broken" in found[-1].message
    assert refused(b"WARC/1.0\r\n")
    assert "no pages" in refused(ARCHIVE[2])


def packed(files: dict[str, bytes]) -> bytes:
    """A ZIP archive of these files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return held.getvalue()


def test_a_zip_archive_gives_every_readable_file() -> None:
    files = {"b.html": PAGE.encode(), "a/c.txt": BODY.encode(), "x.png": b"\x89PNG\r\n", "__MACOSX/y.txt": b"no"}
    documents = received(packed({**files, "inner.zip": packed({"d.jsonl": json.dumps({"text": BODY}).encode()})}))
    assert [one.document.text for one in documents] == [BODY] * 3
    assert [one.source for one in documents] == [
        "the bytes given, b.html",
        "the bytes given, a/c.txt",
        "the bytes given, inner.zip, d.jsonl, line 1",
    ]


def test_bombs_are_refused_and_the_other_files_read() -> None:
    files = {"bomb.txt": bytes(15_000_000), "good.txt": BODY.encode()}
    bomb, good = open_source(packed(files))
    assert isinstance(bomb, Failure)
    assert "bomb" in bomb.message
    assert isinstance(good, Received)
    nested = packed({"x.txt": BODY.encode()})
    for _ in range(5):
        nested = packed({"deeper.zip": nested})
    assert "nested more than 3 deep" in refused(nested)
    assert "unpacks to more than" in refused(packed({"a.txt": BODY.encode()}), Limits(unpacked=10))
    assert "holds 20 files" in refused(packed({f"{n}.txt": b"x" for n in range(20)}), Limits(members=10))
    assert "broken ZIP" in refused(packed(files)[:100])
    assert "office document" in refused(packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))


def letter(html: bool = False, attached: bool = False) -> bytes:
    """A message with a press release."""
    message = EmailMessage()
    message["From"] = "Press Office <press@example.org>"
    message["To"] = "desk@example.org"
    message["Subject"] = "Soldiers in Kursk"
    message["Date"] = "Fri, 15 Aug 2025 09:30:00 +0300"
    if html:
        message.add_alternative(PAGE, subtype="html")
    else:
        message.set_content(BODY + "\n\nTwo brigades follow.\n")
    if attached:
        message.add_attachment(PAGE.encode(), maintype="text", subtype="html", filename="page.html")
        message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="x.png")
    return message.as_bytes()


def test_a_message_is_a_document_and_so_are_its_attachments() -> None:
    plain, attachment = received(letter(attached=True))
    document = plain.document
    assert (document.title, document.published, document.authors) == (
        "Soldiers in Kursk",
        date(2025, 8, 15),
        ("Press Office",),
    )
    assert document.text.startswith(BODY)
    assert attachment.document.text == BODY
    (page,) = received(letter(html=True))
    assert BODY in page.document.text


def test_a_message_without_text_is_refused() -> None:
    head = b"From: a@example.org\nTo: b@example.org\nSubject: x\nDate: Fri, 15 Aug 2025 09:30:00 +0300\n\n"
    assert "no text" in refused(head)


LONG = " ".join([BODY] * 15)
RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Northern Wire</title><language>en</language>
<item><title>Soldiers &amp; sappers</title><link>https://example.org/a</link><guid>a1</guid>
<pubDate>Fri, 15 Aug 2025 09:30:00 +0300</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{LONG}</p><p>Read more: <a href="/x">More soldiers</a></p>]]></content:encoded></item>
<item><title>Only a summary</title><link>https://example.org/b</link><description>{BODY}</description></item>
<item><title>Only a link</title><link>https://example.org/c</link></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Northern Wire</title><entry>
<id>urn:1</id><title>Soldiers</title>
<link href="https://example.org/a"/><updated>2025-08-15T09:30:00Z</updated><author><name>Jane Doe</name></author>
<content type="html">&lt;p&gt;{LONG}&lt;/p&gt;</content></entry></feed>"""


def test_items_that_carry_their_article_are_documents() -> None:
    whole, summary, link = open_source(RSS.encode(), today=TODAY)
    assert isinstance(whole, Received)
    document = whole.document
    assert (document.title, document.url, document.outlet) == (
        "Soldiers & sappers",
        "https://example.org/a",
        "Northern Wire",
    )
    assert (document.published, document.key, document.text) == (date(2025, 8, 15), "a1", LONG)
    assert whole.notices == ()
    assert isinstance(summary, Received)
    assert "only a summary of https://example.org/b" in summary.notices[0]
    assert isinstance(link, Failure)
    assert "https://example.org/c" in link.what_to_do


def test_atom_and_json_feeds() -> None:
    (atom,) = received(ATOM.encode())
    assert (atom.document.text, atom.document.authors, atom.document.published) == (
        LONG,
        ("Jane Doe",),
        date(2025, 8, 15),
    )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Northern Wire",
        "items": [{"id": 1, "title": "Soldiers", "content_text": LONG, "date_published": "2025-08-15T09:30:00Z"}],
    }
    (one,) = received(json.dumps(feed).encode())
    assert (one.document.text, one.document.key, one.document.published) == (LONG, "1", date(2025, 8, 15))


@pytest.mark.parametrize(
    "body",
    [
        b"<rss></rss>",
        b"<rss version='2.0'><channel><title>x</title></channel></rss>",
        b"<?xml version='1.0'?><feed",
        b"<rss><channel><item></item></channel></rss>",
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
        b"<rss version='2.0'><channel><item><title>&d;&d;&d;</title></item></channel></rss>",
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        b"<rss version='2.0'><channel><item><title>&x;</title></item></channel></rss>",
        b'{"version": "https://jsonfeed.org/version/1", "items": []}',
        b'{"version": "https://jsonfeed.org/version/1", "items": [3, {"id": null}]}',
    ],
)
def test_malformed_feeds_are_refused(body: bytes) -> None:
    found = list(open_source(body))
    assert found
    assert all(isinstance(one, Failure) for one in found)


SOURCES = [RSS.encode(), ATOM.encode(), letter(attached=True), packed({"a.html": PAGE.encode()}), pdf([["Soldiers"]])]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SOURCES), st.data())
def test_mangled_sources_give_documents_or_failures(body: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(body) - 1))
    length = data.draw(st.integers(0, 40))
    mangled = body[:at] + data.draw(st.binary(max_size=10)) + body[at + length :]
    for one in open_source(mangled):
        assert one.source
        if isinstance(one, Received):
            one.document.content.encode("utf-8")
