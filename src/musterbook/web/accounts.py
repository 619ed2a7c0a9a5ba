"""Who may use the application from elsewhere: names with argon2 hashes in one private file."""

from __future__ import annotations

import json
import os
import re
import secrets
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from musterbook.errors import MusterbookError

Role = Literal["reader", "reviewer"]
SHORTEST = 10
NAME = re.compile(r"[\w.@-]{1,64}")


class AccountError(MusterbookError):
    """An account that cannot be made or found."""


@dataclass(frozen=True)
class Account:
    """One person: a reader sees everything, a reviewer may also add and decide."""

    name: str
    role: Role
    hash: str

    @property
    def stamp(self) -> str:
        """Changes with the password, so that older sessions end."""
        return self.hash[-12:]


class _File(BaseModel):
    secret: str | None = None
    accounts: tuple[Account, ...] = ()


class Accounts:
    """The accounts in a file only its owner can read; none where there is no file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def usual(cls) -> Accounts:
        """The file named by MUSTERBOOK_USERS, else the one in the person's configuration folder."""
        named = os.environ.get("MUSTERBOOK_USERS")
        if named:
            return cls(Path(named))
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        return cls(folder / "musterbook" / "users.json")

    def all(self) -> dict[str, Account]:
        """The accounts by name.

        Raises AccountError when the file cannot be understood.
        """
        return {one.name: one for one in self._read().accounts}

    def secret(self) -> str | None:
        """What signs the sessions, so that they outlive a restart; None without accounts."""
        return self._read().secret

    def add(self, name: str, password: str, role: Role = "reviewer") -> None:
        """Add an account, or give it a new password and role.

        Raises AccountError for a name or password that will not do.
        """
        from argon2 import PasswordHasher

        if not NAME.fullmatch(name):
            raise AccountError(f"{name!r} is no name for an account: letters, digits, and . @ - _, 64 at most")
        if len(password) < SHORTEST:
            raise AccountError(f"a password has at least {SHORTEST} characters")
        accounts = self.all() | {name: Account(name, role, PasswordHasher().hash(password))}
        self._write(accounts, self.secret() or secrets.token_urlsafe(32))

    def check(self, name: str, password: str) -> Account | None:
        """The account, where name and password fit; as slow for a name that is not there."""
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        hasher = PasswordHasher()
        account = self.all().get(name)
        try:
            hasher.verify(account.hash if account else _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return None
        return account

    def _read(self) -> _File:
        try:
            return _File.model_validate_json(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return _File()
        except ValueError as error:
            raise AccountError(f"{self.path} is no file of accounts; move it away and add them again") from error

    def _write(self, accounts: dict[str, Account], secret: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = {"secret": secret, "accounts": [asdict(account) for account in accounts.values()]}
        descriptor, name = tempfile.mkstemp(dir=self.path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
        Path(name).replace(self.path)


_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$1v7wD5wSz9rT0n8b1c0m3l2c4Q5p2u0r9d0pZ0k8m0A"
"""The hash of no password: checked where there is no account, so that both take as long."""
