"""The application: pages, data and feeds over one ledger, behind one guard."""

from __future__ import annotations

import logging
import mimetypes
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

import musterbook
from musterbook.errors import LedgerError, MusterbookError
from musterbook.ledger import Ledger
from musterbook.presentation.palette import style_sheet
from musterbook.web import (
    account_pages,
    add_pages,
    api,
    api_page,
    brief_pages,
    claim_pages,
    claims_pages,
    document_pages,
    dossier_pages,
    feed,
    home_pages,
    review_pages,
    sources_pages,
)
from musterbook.web.accounts import Accounts
from musterbook.web.claim_pages import MissingError
from musterbook.web.desk import Desk
from musterbook.web.guarding import Guard
from musterbook.web.rendering import STATIC, page
from musterbook.web.sessions import RefusedError, Sessions
from musterbook.web.settings import Settings

logger = logging.getLogger(__name__)
YEAR = "public, max-age=31536000, immutable"


def create_app(ledger: Ledger, accounts: Accounts, settings: Settings | None = None) -> FastAPI:
    """The application over a ledger, for these accounts (none: for the person at this machine)."""
    settings = settings or Settings()
    app = FastAPI(
        title="Musterbook",
        version=musterbook.__version__,
        summary=musterbook.__doc__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.desk = Desk(ledger)
    app.state.sessions = Sessions(settings, accounts)
    for part in (
        *(home_pages, dossier_pages, claims_pages, claim_pages, document_pages, review_pages),
        *(brief_pages, sources_pages, add_pages, account_pages, feed, api, api_page),
    ):
        app.include_router(part.router)
    app.get("/static/{name}", include_in_schema=False)(static)
    for kind in (RefusedError, MissingError, MusterbookError, HTTPException, Exception):
        app.add_exception_handler(kind, troubled)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=5)
    app.add_middleware(Guard, settings=settings)
    return app


def static(name: str) -> Response:
    """A style sheet or script of ours."""
    if name == "palette.css":
        return Response(style_sheet(), media_type="text/css", headers={"Cache-Control": YEAR})
    path = STATIC / name
    if name not in {one.name for one in STATIC.iterdir()}:
        return PlainTextResponse("There is no such file.", 404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), media_type=kind, headers={"Cache-Control": YEAR})


def troubled(request: Request, error: Exception) -> Response:
    """What went wrong, in words: as data for the interface, else as a page."""
    status, words = _trouble(error)
    if status >= 500:
        logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    if request.url.path.startswith("/api/v1"):
        return JSONResponse({"error": words}, status)
    if status == 401:
        back = quote(request.url.path + (f"?{request.url.query}" if request.url.query else ""), safe="")
        return RedirectResponse(f"/login?next={back}", 303)
    return page(request, "trouble.html", status, missing=status == 404, words=words)


def _trouble(error: Exception) -> tuple[int, str]:
    if isinstance(error, RefusedError):
        return error.status, error.words
    if isinstance(error, MissingError):
        return 404, str(error)
    if isinstance(error, HTTPException):
        return error.status_code, "There is no such page." if error.status_code == 404 else str(error.detail)
    if isinstance(error, LedgerError):
        return 409, str(error)
    if isinstance(error, MusterbookError):
        return 400, str(error)
    return 500, "Something went wrong here that was not foreseen; the log says what."
