"""Signing in and out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from musterbook.web.forms import FormOfAnyone
from musterbook.web.rendering import page, sessions_of
from musterbook.web.sessions import SESSION_COOKIE, RefusedError

router = APIRouter(include_in_schema=False)


@router.get("/login")
def login(request: Request) -> Response:
    """The form to sign in with."""
    return page(request, "login.html", trouble="", next=request.query_params.get("next", "/"))


@router.post("/login")
def sign_in(request: Request, form: FormOfAnyone) -> Response:
    """Sign in."""
    sessions = sessions_of(request)
    next_page = form.path("next", "/")
    try:
        account = sessions.sign_in(form.text("name"), form.fields.get("password", ""))
    except RefusedError as refused:
        return page(request, "login.html", refused.status, trouble=refused.words, next=next_page)
    answer = RedirectResponse(next_page, 303)
    sessions.remember(answer, account)
    return answer


@router.post("/logout")
def sign_out(form: FormOfAnyone) -> Response:
    """Sign out."""
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(SESSION_COOKIE)
    return answer
