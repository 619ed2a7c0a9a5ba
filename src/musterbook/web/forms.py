"""Forms as they are sent: their fields as text, their files as bytes, and whether they came from one of our pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from musterbook.errors import MusterbookError
from musterbook.web.rendering import person_of, sessions_of
from musterbook.web.sessions import Person

FIELDS = 200
FILES = 50


@dataclass(frozen=True)
class Sent:
    """A form that came from one of our pages, from a person who may send it."""

    person: Person
    fields: dict[str, str]
    files: tuple[tuple[str, bytes], ...]

    def text(self, name: str) -> str:
        """A field without blanks around it; empty where it is missing."""
        return self.fields.get(name, "").strip()

    def path(self, name: str, otherwise: str) -> str:
        """Where to go on: a path of ours, never another site."""
        found = self.text(name)
        ours = found.startswith("/") and not found.startswith(("//", "/\\")) and found.isprintable()
        return found if ours else otherwise


async def sent(request: Request) -> Sent:
    """The form of a request.

    Raises RefusedError when it is not from one of our pages or the person may not decide.
    """
    person = person_of(request, deciding=True)
    fields, files = await _read(request)
    sessions_of(request).check_form(request, fields.get("token", ""))
    return Sent(person, fields, files)


async def sent_by_anyone(request: Request) -> Sent:
    """The form of somebody who is not signed in yet: signing in, and out."""
    fields, files = await _read(request)
    sessions_of(request).check_form(request, fields.get("token", ""))
    return Sent(Person("", "reader", False), fields, files)


async def _read(request: Request) -> tuple[dict[str, str], tuple[tuple[str, bytes], ...]]:
    fields: dict[str, str] = {}
    files: list[tuple[str, bytes]] = []
    async with request.form(max_files=FILES, max_fields=FIELDS, max_part_size=4_000_000) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    files.append((value.filename, await value.read()))
            elif "\x00" in value:
                raise MusterbookError(f"{name}: a text with a zero character cannot be kept")
            else:
                fields[name] = value.encode("utf-8", "replace").decode()
    return fields, tuple(files)


Form = Annotated[Sent, Depends(sent)]
FormOfAnyone = Annotated[Sent, Depends(sent_by_anyone)]
