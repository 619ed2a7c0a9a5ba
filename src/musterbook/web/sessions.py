"""Who is asking, and whether a form came from one of our own pages."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from musterbook.web.accounts import Account, Accounts, Role
from musterbook.web.settings import Settings

HOURS = 12 * 3600
FORM_COOKIE = "muster_form"
SESSION_COOKIE = "muster_session"
TRIES = 5
"""Wrong passwords for one name before it has to wait."""
WAIT = 60.0


@dataclass(frozen=True)
class Person:
    """Who is asking, and what they may do."""

    name: str
    role: Role
    signed_in: bool


class RefusedError(Exception):
    """A request that is not allowed; `status` and words for the person."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


@dataclass
class Sessions:
    """Sessions and forms, signed; nothing is kept here but recent wrong passwords."""

    settings: Settings
    accounts: Accounts
    wrong: dict[str, list[float]] = field(default_factory=dict)

    def person(self, request: Request) -> Person | None:
        """Who is asking: the person at this machine where there are no accounts, else who has signed in, or None."""
        known = self.accounts.all()
        if not known:
            return Person(self.settings.person, "reviewer", False)
        try:
            name, stamp = self._signer("session").loads(request.cookies.get(SESSION_COOKIE, ""), max_age=HOURS)
        except (BadSignature, ValueError, TypeError):
            return None
        account = known.get(name)
        return Person(account.name, account.role, True) if account is not None and account.stamp == stamp else None

    def sign_in(self, name: str, password: str) -> Account:
        """The account that name and password fit.

        Raises RefusedError when they do not, or when too many have been tried.
        """
        now = time.monotonic()
        recent = [at for at in self.wrong.get(name, []) if now - at < WAIT]
        if len(recent) >= TRIES:
            raise RefusedError(429, "Too many wrong passwords for this name; wait a minute and try again.")
        account = self.accounts.check(name, password)
        if account is None:
            self.wrong = {other: times for other, times in self.wrong.items() if times[-1] > now - WAIT}
            self.wrong[name] = [*recent, now]
            raise RefusedError(403, "Name and password do not fit.")
        self.wrong.pop(name, None)
        return account

    def remember(self, response: Response, account: Account) -> None:
        """Let the browser show who it is."""
        signed = self._signer("session").dumps((account.name, account.stamp))
        self._cookie(response, SESSION_COOKIE, signed)

    def token(self, request: Request) -> tuple[str, str | None]:
        """A token for the forms of a page, and the cookie to set with it where there is none yet."""
        held = request.cookies.get(FORM_COOKIE, "")
        fresh = None if 20 <= len(held) <= 64 else secrets.token_urlsafe(24)
        return self._signer("form").dumps(fresh or held), fresh

    def keep_form(self, response: Response, cookie: str) -> None:
        """Set the cookie a form's token belongs to."""
        self._cookie(response, FORM_COOKIE, cookie)

    def check_form(self, request: Request, token: str) -> None:
        """Make sure a form came from a page of ours.

        Raises RefusedError when it did not, or when the page has grown old.
        """
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise RefusedError(403, "This form came from another site.")
        try:
            held = self._signer("form").loads(token, max_age=HOURS)
        except BadSignature:
            held = None
        if held is None or not secrets.compare_digest(str(held), request.cookies.get(FORM_COOKIE, "")):
            raise RefusedError(403, "This page has grown old, or did not come from here. Load it again and repeat.")

    def _signer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.accounts.secret() or self.settings.secret, salt=f"musterbook {purpose}")

    def _cookie(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(
            name, value, max_age=HOURS, httponly=True, samesite="strict", secure=self.settings.secure, path="/"
        )
