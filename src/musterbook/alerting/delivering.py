"""The alerts looked after: what is news is entered once, and sent until it has arrived."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from musterbook.alerting.atom_file import AtomFile
from musterbook.alerting.conditions import Condition, news
from musterbook.alerting.mailbox import Mailbox, Server
from musterbook.alerting.targets import Channel, DeliveryError, secret_of
from musterbook.alerting.webhook import Webhook
from musterbook.commands.read import counted
from musterbook.ledger.alerts import Alert, Told
from musterbook.ledger.ledger import Ledger
from musterbook.watching.backoff import pause


@dataclass(frozen=True)
class Outcome:
    """What came of one alert."""

    alert: str
    found: int
    sent: int
    failed: int = 0
    trouble: str | None = None
    again: datetime | None = None

    def __str__(self) -> str:
        told = f"alert {self.alert}: {counted(self.found, 'notice')} found, {self.sent:,} sent"
        if self.trouble is None:
            return told
        return f"{told}, failed: {self.trouble}; tried again later"


def look_after(
    ledger: Ledger,
    names: Sequence[str] = (),
    *,
    chance: Random | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    today: date | None = None,
) -> Iterator[Outcome]:
    """Look for what is news to the alerts of these names (none given: all), and send it.

    What is found is entered in the same transaction as that it was looked for, and a notice is marked before it is
    sent and after: a program killed in between lets it be sent once more ten minutes later, with the same id.
    """
    chance = chance or Random()  # noqa: S311 - it spreads pauses, it guards nothing
    for alert in ledger.alerts.all():
        if names and alert.name not in names:
            continue
        found = _look(ledger, alert, today or now().astimezone().date())
        told = ledger.alerts.take(alert.name, now())
        yield _send(ledger, alert, told, found=found, now=now, chance=chance)


def _look(ledger: Ledger, alert: Alert, today: date) -> int:
    until = ledger.alerts.moment()
    before = ledger.scope(alert.scope, recorded_on=alert.checked)
    here = ledger.scope(alert.scope, recorded_on=until)
    asked = {Condition(name) for name in alert.conditions}
    since = alert.checked.astimezone().date()
    found = news(alert.scope, before, here, asked, since=min(since, today), today=today)
    return ledger.alerts.found(alert.name, found, until)


def _send(
    ledger: Ledger,
    alert: Alert,
    told: Sequence[Told],
    *,
    found: int,
    now: Callable[[], datetime],
    chance: Random,
) -> Outcome:
    left = {one.notice.key: one for one in told}
    if not left:
        return Outcome(alert.name, found, 0)
    try:
        for key in channel_of(ledger, alert).send(alert, told):
            ledger.alerts.sent(alert.name, [key])
            del left[key]
    except DeliveryError as error:
        tries = min((one.tries for one in left.values()), default=0) + 1
        again = now() + max(pause(tries, chance), timedelta(seconds=error.wait or 0))
        ledger.alerts.unsent(alert.name, list(left), str(error), again)
        return Outcome(alert.name, found, len(told) - len(left), len(left), str(error), again)
    return Outcome(alert.name, found, len(told))


def channel_of(ledger: Ledger, alert: Alert) -> Channel:
    """The channel of an alert.

    Raises DeliveryError when its secret or the mail server's settings are not there.
    """
    scheme, _, rest = alert.target.partition(":")
    if scheme == "atom":

        def everything() -> Sequence[tuple[Alert, Told]]:
            told_here = [one for one in ledger.alerts.all() if one.target == alert.target]
            return [(one, told) for one in told_here for told in ledger.alerts.told(one.name)]

        return AtomFile(Path(rest), everything)
    if scheme == "mailto":
        return Mailbox(rest, Server.of_environment())
    if alert.secret is None:
        raise DeliveryError(f"{alert.name}: a webhook is signed; add the alert again with --secret env:NAME")
    return Webhook(alert.target, secret_of(alert.secret), now=lambda: datetime.now(UTC))
