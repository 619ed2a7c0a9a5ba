"""What a site's robots.txt allows (RFC 9309): no rules allow all, rules that cannot be had forbid all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_LONGEST = 512_000
"""Bytes of rules that are read (RFC 9309, 2.5, asks for at least 500 KiB)."""


@dataclass(frozen=True)
class Rules:
    """A site's rules, or why all or nothing is allowed."""

    parsed: Any = None
    open: bool = True
    reason: str = "the site's robots.txt asks not to fetch it"

    @classmethod
    def answered(cls, status: int, body: bytes) -> Rules:
        """The rules in a server's answer: 2xx holds them, 4xx says there are none, 5xx that they cannot be had."""
        if 200 <= status < 300:
            from protego import Protego

            return cls(Protego.parse(body[:_LONGEST].decode("utf-8", "replace")))
        if status >= 500:
            return cls.unreachable(f"the server answered {status}")
        return cls()

    @classmethod
    def unreachable(cls, why: str) -> Rules:
        """Rules that could not be had: until they can, nothing is fetched (RFC 9309, 2.3.1.4)."""
        return cls(open=False, reason=f"its robots.txt could not be had, so nothing is fetched from it: {why}")

    def allow(self, url: str, agent: str) -> bool:
        """Whether the agent may fetch the address; it goes by the name before the slash of its agent string."""
        if self.parsed is None:
            return self.open
        return bool(self.parsed.can_fetch(url, agent.partition("/")[0]))

    def delay(self, agent: str) -> float | None:
        """Seconds the site asks to leave between two requests; None where it asks for none."""
        asked = None if self.parsed is None else self.parsed.crawl_delay(agent.partition("/")[0])
        return None if asked is None else float(asked)
