"""How the application is served: where, for whom, within which limits."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MEGABYTE = 1_048_576


@dataclass(frozen=True)
class Settings:
    """What the application is told when it starts."""

    hosts: tuple[str, ...] = LOOPBACK
    """Names it answers to, as browsers send them, without port; anything else is refused (DNS rebinding)."""
    upload: int = 20 * MEGABYTE
    """Bytes of one form, files included."""
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    """Signs sessions and forms."""
    secure: bool = False
    """Whether it is reached by https, so that cookies go no other way."""
    person: str = "reader"
    """In whose name things are done where there are no accounts."""
