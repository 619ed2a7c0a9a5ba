"""Notices as an Atom feed in a file: written anew, in one piece, whenever there is one more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from musterbook.alerting.targets import DeliveryError, identity
from musterbook.ledger.alerts import Alert, Told
from musterbook.model import digest
from musterbook.presentation.atom import Item, atom

MOST = 200
"""Notices in the file, newest first."""


class AtomFile:
    """A feed in a file, of all alerts that are told there."""

    def __init__(self, path: Path, everything: Callable[[], Sequence[tuple[Alert, Told]]]) -> None:
        """The feed at a path; `everything` gives all notices ever found for it."""
        self.path, self._everything = path, everything

    def send(self, alert: Alert, told: Sequence[Told]) -> Iterator[str]:
        """Write the file with these notices and those before them; written twice, it is the same."""
        every = sorted(self._everything(), key=lambda pair: (pair[1].recorded, pair[1].notice.key), reverse=True)
        items = [
            Item(identity(of, one), one.notice.title, one.notice.words, one.recorded, one.notice.url)
            for of, one in every[:MOST]
        ]
        partial = self.path.with_name(f".{self.path.name}.part")
        try:
            partial.write_text(atom("Musterbook: alerts", digest("alerts", self.path), items), encoding="utf-8")
            partial.replace(self.path)
        except OSError as error:
            raise DeliveryError(f"{self.path}: the feed cannot be written ({error.strerror})") from error
        yield from (one.notice.key for one in told)
