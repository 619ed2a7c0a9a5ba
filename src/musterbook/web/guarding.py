"""What every answer is guarded by: the host asked for, the size of what is sent, and headers that keep scripts out."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from musterbook.web.settings import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Refuses strange hosts and too large forms, and puts the headers on everything."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        taken = 0

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    given[name] = value
                if "cache-control" not in given:
                    given["Cache-Control"] = "no-store" if scope["path"] != "/" else "no-cache"
            await send(message)

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.settings.upload:
                raise HTTPException(413, self._words())
            return message

        refused = self._refused(headers)
        if refused is not None:
            await refused(scope, receive, guarded)
            return
        await self.app(scope, limited, guarded)

    def _refused(self, headers: Headers) -> PlainTextResponse | None:
        if host_name(headers.get("host", "")) not in self.settings.hosts:
            return PlainTextResponse("This address is not one Musterbook answers to; see muster serve --allow.", 421)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self.settings.upload:
            return PlainTextResponse(self._words(), 413)
        return None

    def _words(self) -> str:
        most = self.settings.upload // 1_048_576
        return f"Too large: at most {most} MB at once. Add it with muster add instead."


def host_name(host: str) -> str:
    """The name in a Host header, without its port: "[::1]:8765" is "[::1]"."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()
