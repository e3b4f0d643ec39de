"""Headers that every answer carries, and the log line of every request, without its address."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog
from starlette.datastructures import MutableHeaders

from api.kind_page import later
from microsite.page import policy

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Sent with every answer that does not bring a header of the same name itself."""

DOCUMENTS_ONLY = frozenset(
    {
        "Content-Security-Policy",
        "Cross-Origin-Opener-Policy",
        "Permissions-Policy",
        "X-Frame-Options",
    }
)
"""What says something of documents and frames alone. A page's scripts, styles and fonts go without:
browsers pass over them there, and on a slow line they are a twentieth of what comes."""

NO_DOCUMENTS = ("text/css", "text/javascript", "font/")
"""How the media types of what never runs as a document of its own begin. An SVG may be one."""

SECURE = {"Strict-Transport-Security": "max-age=31536000"}
"""Sent besides when the request came by HTTPS (RFC 6797 forbids it otherwise)."""

log = structlog.get_logger(__name__)


class SecurityHeaders:
    """ASGI middleware that adds what is missing to every answer.

    ``files_origin`` is where else pages may take clips, films and posters from.
    """

    def __init__(self, app: ASGIApp, files_origin: str = "") -> None:
        self.app = app
        self._always = ALWAYS | {
            "Content-Security-Policy": f"{policy(files_origin)}; frame-ancestors 'none'"
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and complete its answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wanted = self._always | SECURE if scope.get("scheme") == "https" else self._always

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                plain = message["status"] == 204 or headers.get("content-type", "").startswith(
                    NO_DOCUMENTS
                )
                for name, value in wanted.items():
                    if not (plain and name in DOCUMENTS_ONLY):
                        headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, completed)


def headers_of_pages(files_origin: str) -> dict[str, str]:
    """Return the headers of recipients' pages: only the same server's dashboard may frame them."""
    return {
        "Content-Security-Policy": f"{policy(files_origin)}; frame-ancestors 'self'",
        "X-Frame-Options": "SAMEORIGIN",
    }


class RequestLog:
    """ASGI middleware that logs method, kind of address, status and time of every request.

    Addresses hold tokens, which open a person's page: only the route's name is logged. What goes
    wrong unforeseen is logged here too, and answered kindly.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and log it when it has been answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception:
            log.exception("request.failed")
            if status:  # too late for another answer: let the server hang up
                raise
            await later()(scope, receive, noted)
        finally:
            endpoint = scope.get("endpoint")
            log.info(
                "request",
                method=scope["method"],
                route=getattr(endpoint, "__name__", "none"),
                status=status,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
