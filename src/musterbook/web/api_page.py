"""The interface described on a page of ours, from its own OpenAPI; nothing is fetched from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from musterbook.web.rendering import page, person_of

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Call:
    """One thing that can be asked."""

    method: str
    path: str
    summary: str
    parameters: tuple[tuple[str, str, str], ...]


@router.get("/api/docs")
def docs(request: Request) -> Response:
    """What can be asked as data."""
    person_of(request)
    return page(request, "api.html", calls=calls(request.app.openapi()))


def calls(described: dict[str, Any]) -> tuple[Call, ...]:
    """The calls of an OpenAPI description, in its order."""
    return tuple(
        Call(
            method.upper(),
            path,
            call.get("description") or call.get("summary", ""),
            tuple((one["name"], one["in"], one.get("description", "")) for one in call.get("parameters", ())),
        )
        for path, methods in described["paths"].items()
        for method, call in methods.items()
    )
