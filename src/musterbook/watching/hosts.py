"""What is to be fetched, host by host: one request at a time, a pause between two to the same host."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")

PAUSE = 2.0
"""Seconds between two requests to one host, where its rules ask for no more."""
LONGEST = 60.0
"""Seconds of a pause that are honoured within a round; what asks for more is left for later by the round."""


def host(url: str) -> str:
    """The host (and port) of an address."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


class Hosts(Generic[T]):
    """Work queued by host. The host that has rested longest comes next; none is asked before its pause is over."""

    def __init__(
        self,
        pause: float = PAUSE,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Queues with this pause in seconds; `clock` and `sleep` are those of the system."""
        self.pause = pause
        self._clock, self._sleep = clock, sleep
        self._queues: dict[str, deque[T]] = {}
        self._free: dict[str, float] = {}

    def add(self, host: str, work: T, *, first: bool = False) -> None:
        """Queue work for a host, at the end or at the front."""
        queue = self._queues.setdefault(host, deque())
        if first:
            queue.appendleft(work)
        else:
            queue.append(work)

    def next(self) -> tuple[str, T] | None:
        """The next work and its host, when the host is free; None when there is none left."""
        if not self._queues:
            return None
        host = min(self._queues, key=lambda one: self._free.get(one, float("-inf")))
        if (left := self._free.get(host, float("-inf")) - self._clock()) > 0:
            self._sleep(left)
        queue = self._queues[host]
        work = queue.popleft()
        if not queue:
            del self._queues[host]
        return host, work

    def rest(self, host: str, seconds: float | None = None) -> None:
        """Leave a host alone from now on: for the pause, or longer where it asks for more."""
        until = self._clock() + max(self.pause, min(seconds or 0.0, LONGEST))
        self._free[host] = max(until, self._free.get(host, until))

    def drop(self, host: str) -> list[T]:
        """Take what is queued for a host out of the queue."""
        return list(self._queues.pop(host, ()))
