"""Where an alert is told: written on the command line, checked, and made a channel."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from musterbook.errors import MusterbookError
from musterbook.ledger.alerts import Alert, Told
from musterbook.model import digest

SHORTEST = 16
"""Bytes of a secret at least."""


class DeliveryError(MusterbookError):
    """A notice that could not be sent: names where to, and what to do; `wait` are the seconds asked to wait."""

    def __init__(self, message: str, *, wait: int | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Channel(Protocol):
    """A way notices are told."""

    def send(self, alert: Alert, told: Sequence[Told]) -> Iterator[str]:
        """Tell notices; the key of each once it is told.

        Raises DeliveryError when one cannot be told; those after it are not either.
        """
        ...


def target_of(written: str) -> str:
    """A target as it is kept: "atom:/PATH", "https://…" or "mailto:NAME@HOST".

    Raises DeliveryError for what is none of them.
    """
    written = written.strip()
    if re.fullmatch(r"atom|atom:.+|[^:]+\.atom", written):
        path = written.removeprefix("atom").removeprefix(":") if written.startswith("atom") else written
        return f"atom:{Path(path or 'alerts.atom').absolute()}"
    written = re.sub(r"^webhook[:\s]\s*(?=https?:)", "", written)
    if re.match(r"https?:", written):
        return _webhook(written)
    if written.startswith("mailto:"):
        return _mailbox(written)
    raise DeliveryError(f"{written!r} is nowhere to tell it: atom:FILE, https://… (a webhook) or mailto:NAME@HOST")


def secret_of(written: str) -> bytes:
    """The secret kept in an environment variable (env:NAME) or in a file (file:PATH), without blanks around it.

    Raises DeliveryError when it is not there, or shorter than 16 bytes.
    """
    where, _, name = written.partition(":")
    if where == "env" and name:
        value = os.environ.get(name, "").strip().encode()
        missing = f"the secret is not there: set the environment variable {name}"
    elif where == "file" and name:
        try:
            value = Path(name).read_bytes().strip()
        except OSError as error:
            raise DeliveryError(f"{name}: the secret cannot be read ({error.strerror})") from error
        missing = f"{name}: the file of the secret is empty"
    else:
        raise DeliveryError(f"{written!r}: name where the secret is kept, env:NAME or file:PATH")
    if not value:
        raise DeliveryError(missing)
    if len(value) < SHORTEST:
        raise DeliveryError(
            f"{written}: the secret is shorter than {SHORTEST} bytes; make one with openssl rand -hex 32"
        )
    return value


def identity(alert: Alert, told: Told) -> str:
    """What a receiver can know a notice by, the same however often it is sent."""
    return digest("notice", alert.name, told.notice.key)


def is_local(host: str | None) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _webhook(written: str) -> str:
    try:
        parts = urlsplit(written)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise DeliveryError(f"{written}: this is no address; give one such as https://example.org/hook") from error
    if not host or parts.username or parts.password:
        raise DeliveryError(f"{host or written}: give an address with a host, and without a user name in it")
    if parts.scheme == "http" and not is_local(host):
        raise DeliveryError(f"{written}: notices are sent by https, by http to this machine alone")
    return written


def _mailbox(written: str) -> str:
    address = written.removeprefix("mailto:").partition("?")[0]
    if parseaddr(address)[1] != address or not re.fullmatch(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+", address):
        raise DeliveryError(f"{written}: this is no mailbox; give one such as mailto:desk@example.org")
    return f"mailto:{address}"
