"""Notices to a webhook: one request each, as JSON, signed as the Standard Webhooks specification has it.

Signed is "ID.TIMESTAMP.BODY" with HMAC-SHA256; the signature stands in `webhook-signature` as "v1," and base64. The id
stays the same when a notice is sent again, so that a receiver can tell a repeat.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256

import httpx

import musterbook
from musterbook.alerting.targets import DeliveryError, identity
from musterbook.intake.fetching import retry_after
from musterbook.ledger.alerts import Alert, Told
from musterbook.scopes import words

SECONDS = 15.0
PREFIX = b"whsec_"
"""Before a secret in base64, as the specification writes secrets."""


class Webhook:
    """A webhook and the secret it is signed with."""

    def __init__(self, url: str, secret: bytes, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """The webhook at an address; `now` is the clock its requests are stamped by."""
        self.url, self._now = url, now
        self._key = key_of(secret)

    def send(self, alert: Alert, told: Sequence[Told]) -> Iterator[str]:
        """Send notices one by one; redirects are not followed, and proxies of the environment not used."""
        with httpx.Client(timeout=SECONDS, trust_env=False, follow_redirects=False) as client:
            for one in told:
                self._post(client, identity(alert, one), payload(alert, one))
                yield one.notice.key

    def _post(self, client: httpx.Client, known_by: str, body: bytes) -> None:
        stamp = int(self._now().timestamp())
        headers = {
            "content-type": "application/json",
            "user-agent": f"Musterbook/{musterbook.__version__}",
            "webhook-id": known_by,
            "webhook-timestamp": str(stamp),
            "webhook-signature": f"v1,{signature(self._key, known_by, stamp, body)}",
        }
        where = httpx.URL(self.url).copy_with(query=None)
        try:
            answer = client.post(self.url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise DeliveryError(
                f"{where}: the webhook could not be reached ({error or type(error).__name__})"
            ) from error
        if not answer.is_success:
            wait = retry_after(answer.headers.get("retry-after"))
            raise DeliveryError(f"{where}: the webhook answered {answer.status_code}", wait=wait)


def payload(alert: Alert, told: Told) -> bytes:
    """The body of a request."""
    notice = told.notice
    content = {
        "type": f"musterbook.{notice.condition}",
        "id": identity(alert, told),
        "timestamp": told.recorded.isoformat(),
        "data": {
            "alert": alert.name,
            "scope": words(alert.scope),
            "condition": notice.condition,
            "title": notice.title,
            "words": notice.words,
            "published": notice.day.isoformat(),
            "url": notice.url,
            "claims": list(notice.claims),
        },
    }
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def signature(key: bytes, known_by: str, stamp: int, body: bytes) -> str:
    """The signature of a request in base64."""
    signed = f"{known_by}.{stamp}.".encode() + body
    return base64.b64encode(hmac.new(key, signed, sha256).digest()).decode("ascii")


def key_of(secret: bytes) -> bytes:
    """The key a secret stands for: base64 after "whsec_", else its own bytes.

    Raises DeliveryError when what follows is no base64.
    """
    if not secret.startswith(PREFIX):
        return secret
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise DeliveryError("the webhook's secret begins with whsec_, but no base64 follows") from error
