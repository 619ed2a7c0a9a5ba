"""The project's own exceptions: each says what was wrong, in which source, and what to do."""

from __future__ import annotations


class MusterbookError(Exception):
    """Something a person can understand and mend; the root of every exception raised on purpose."""


class GroundingError(MusterbookError, ValueError):
    """A slot whose words do not stand at its place in the document."""


class CodebookError(MusterbookError):
    """Codebook data that is wrong: names file, line and key."""


class SourceError(MusterbookError):
    """A source (file, page, address, line) that cannot be taken in: names the source."""


class LedgerError(MusterbookError):
    """The ledger cannot be opened, read or written."""


class ScopeError(MusterbookError):
    """A question that cannot be understood; names the nearest right ones."""
