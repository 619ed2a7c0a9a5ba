"""A message (EML) becomes documents: its own text, and those of its attachments that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr

from musterbook.errors import SourceError
from musterbook.intake.cleaning import clean
from musterbook.intake.encodings import decode
from musterbook.intake.language import language_of
from musterbook.intake.metadata import read_day
from musterbook.intake.pages import believable, read_page
from musterbook.intake.plain import read_text
from musterbook.intake.received import UnreadableError
from musterbook.model import Document


@dataclass(frozen=True)
class Letter:
    """The document of a message, its attachments (name and bytes), and notices on how it was read."""

    document: Document | None
    attachments: tuple[tuple[str, bytes], ...] = ()
    notices: tuple[str, ...] = ()


def read_mail(
    body: bytes, *, source: str = "the message", capture: str | None = None, today: date | None = None
) -> Letter:
    """The document in a message: subject as title, its plain text or else its page, sender as author, its own day.

    Raises UnreadableError when it holds neither text nor attachments.
    """
    try:
        message = message_from_bytes(body, policy=policy.default)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise UnreadableError(f"{source} is a broken message: {error}", "save it again as .eml") from error
    assert isinstance(message, EmailMessage)
    attachments = tuple(_attachments(message))
    read = _text(message, source)
    if read is None and not attachments:
        raise UnreadableError(f"{source} holds no text", "check that it was saved whole")
    if read is None:
        return Letter(None, attachments)
    sent = read_day(_header(message, "date"), "Date header")
    day, notices = believable((sent,) if sent else (), today or date.today(), source)
    title = _header(message, "subject")
    sender = clean(parseaddr(_header(message, "from"))[0])
    document = Document(
        title=title,
        text=read.text if read.title in {"", title} else f"{read.title}\n{read.text}",
        published=day.day if day else None,
        language=language_of(f"{title}\n{read.text}", _header(message, "content-language") or None),
        authors=(sender,) if sender else (),
        capture=capture,
    )
    return Letter(document, attachments, notices)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(clean(str(message.get(name, ""))).split())
    except (
        ValueError,
        LookupError,
        IndexError,
        AttributeError,
        TypeError,
    ):  # headers are read when asked, and may be broken
        return ""


def _text(message: EmailMessage, source: str) -> Document | None:
    for form in ("plain", "html"):
        try:
            part = message.get_body(preferencelist=(form,))
        except (ValueError, LookupError, AttributeError, KeyError, RecursionError):
            return None
        payload = _payload(part) if isinstance(part, EmailMessage) else b""
        if part is None or not payload.strip():
            continue
        try:
            text = decode(payload, declared=part.get_content_charset(), source=source, page=form == "html").text
            return (read_text if form == "plain" else read_page)(text, source=source).document
        except SourceError:
            continue
    return None


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for number, part in enumerate(message.walk(), 1):
        if part.get_content_disposition() == "attachment" and isinstance(part, EmailMessage):
            payload = _payload(part)
            if payload:
                yield clean(part.get_filename() or f"attachment {number}"), payload


def _payload(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and isinstance(inner[0], EmailMessage) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
