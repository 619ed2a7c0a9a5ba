"""What comes of a source: documents received, each with its capture, or failures that say what to do."""

from __future__ import annotations

from dataclasses import dataclass

from musterbook.errors import SourceError
from musterbook.model import Capture, Document


@dataclass(frozen=True)
class Taken:
    """A document as taken from its source, and what a person should know of how it was read."""

    document: Document
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Received:
    """A document taken in, with the bytes it was taken from."""

    document: Document
    capture: Capture
    source: str
    """Where it was found, for people: "news.jsonl, line 3"."""
    notices: tuple[str, ...] = ()
    """What a person should know of how it was read (a day of publication not believed, say)."""


@dataclass(frozen=True)
class Failure:
    """A source, or a part of one, that could not be taken in."""

    source: str
    message: str
    what_to_do: str

    def __str__(self) -> str:
        return f"{self.message} ({self.what_to_do})" if self.what_to_do else self.message

    @property
    def placed(self) -> str:
        """What went wrong, naming its source once."""
        return placed(str(self), self.source)


def placed(message: str, source: str) -> str:
    """A message that names its source, once."""
    return message if source in message else f"{source}: {message}"


class UnreadableError(SourceError):
    """A source that cannot be taken in, with advice on what to do; `later` says that it may be another time."""

    def __init__(self, message: str, advice: str = "", *, later: bool = False) -> None:
        super().__init__(message)
        self.advice, self.later = advice, later


def failure(source: str, error: SourceError, advice: str = "") -> Failure:
    """The failure of a source; `advice` where the error has none of its own."""
    return Failure(source, str(error), getattr(error, "advice", "") or advice)
