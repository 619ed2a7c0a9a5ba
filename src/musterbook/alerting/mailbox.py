"""Notices by e-mail: one message for all that is new, through the mail server the environment names."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path

from musterbook.alerting.targets import DeliveryError, identity, is_local
from musterbook.ledger.alerts import Alert, Told
from musterbook.model import digest
from musterbook.presentation.voices import day
from musterbook.scopes import words

SECONDS = 30.0
PREFIX = "MUSTERBOOK_SMTP_"


@dataclass(frozen=True)
class Server:
    """A mail server, and how to speak to it."""

    host: str
    port: int
    security: str
    """starttls, tls, or none (to this machine alone)."""
    sender: str
    user: str | None
    password: str | None

    @classmethod
    def of_environment(cls) -> Server:
        """The server MUSTERBOOK_SMTP_HOST and the variables beside it name.

        Raises DeliveryError naming the variable that is missing or wrong.
        """
        said = {name: os.environ.get(PREFIX + name, "").strip() for name in _NAMES}
        for name in ("HOST", "FROM"):
            if not said[name]:
                raise DeliveryError(f"set {PREFIX}{name} to send e-mail: {_NAMES[name]}")
        security = said["SECURITY"] or "starttls"
        if security not in {"starttls", "tls", "none"} or (security == "none" and not is_local(said["HOST"])):
            raise DeliveryError(f"{PREFIX}SECURITY={security}: {_NAMES['SECURITY']}")
        if parseaddr(said["FROM"])[1].count("@") != 1:
            raise DeliveryError(f"{PREFIX}FROM={said['FROM']}: {_NAMES['FROM']}")
        port = said["PORT"] or ("465" if security == "tls" else "587")
        if not port.isdigit() or not 0 < int(port) < 65_536:
            raise DeliveryError(f"{PREFIX}PORT={port}: {_NAMES['PORT']}")
        password = said["PASSWORD"] or None
        if said["PASSWORD_FILE"]:
            try:
                password = Path(said["PASSWORD_FILE"]).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise DeliveryError(
                    f"{said['PASSWORD_FILE']}: the password cannot be read ({error.strerror})"
                ) from error
        return cls(said["HOST"], int(port), security, said["FROM"], said["USER"] or None, password)


_NAMES = {
    "HOST": "the mail server's name",
    "PORT": "its port; 587 unless said otherwise, 465 with tls",
    "SECURITY": "starttls (unless said otherwise), tls, or none for a server on this machine",
    "FROM": "the address it is sent from",
    "USER": "the account, where the server asks for one",
    "PASSWORD": "its password",
    "PASSWORD_FILE": "or the file it stands in",
}


class Mailbox:
    """A mailbox, reached through a server."""

    def __init__(self, address: str, server: Server) -> None:
        self.address, self.server = address, server

    def send(self, alert: Alert, told: Sequence[Told]) -> Iterator[str]:
        """Send one message that tells all notices; sent again, it has the same Message-ID."""
        message = letter(alert, told, self.server.sender, self.address)
        try:
            with self._connected() as server:
                server.send_message(message)
        except (smtplib.SMTPException, ssl.SSLError, OSError) as error:
            where = f"{self.server.host}:{self.server.port}"
            raise DeliveryError(f"{where}: the mail to {self.address} could not be sent ({error})") from error
        yield from (one.notice.key for one in told)

    def _connected(self) -> smtplib.SMTP:
        known, secured = self.server, ssl.create_default_context()
        if known.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(known.host, known.port, timeout=SECONDS, context=secured)
        else:
            server = smtplib.SMTP(known.host, known.port, timeout=SECONDS)
        try:
            if known.security == "starttls":
                server.starttls(context=secured)
            if known.user is not None:
                server.login(known.user, known.password or "")
        except BaseException:
            server.close()
            raise
        return server


def letter(alert: Alert, told: Sequence[Told], sender: str, to: str) -> EmailMessage:
    """The message that tells some notices."""
    message = EmailMessage()
    first = told[0].notice.title
    message["From"], message["To"] = sender, to
    message["Subject"] = _line(first if len(told) == 1 else f"{words(alert.scope)}: {len(told)} notices")
    message["Date"] = format_datetime(max(one.recorded for one in told))
    known_by = digest("letter", *sorted(identity(alert, one) for one in told))
    message["Message-ID"] = f"<{known_by}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    parts = []
    for one in told:
        notice = one.notice
        parts.append("\n".join(filter(None, [notice.title, notice.words, day(notice.day), notice.url])))
    message.set_content("\n\n".join(parts) + f"\n\n-- \nMusterbook, alert {alert.name}\n")
    return message


def _line(text: str) -> str:
    return " ".join(text.split())[:200]
