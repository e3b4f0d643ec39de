"""How large a body may be: little by default, more where a route takes files and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 1 << 20
"""Largest body of a request, in bytes, unless its route allows more."""

_MEBIBYTE = 1 << 20


class BodyLimits:
    """ASGI middleware that ends the reading of a body when it grows too large (413)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope["state"]
        state["most_bytes"] = MOST_BYTES
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            if message["type"] == "http.request":
                size += len(message.get("body", b""))
                if size > state["most_bytes"]:
                    raise _too_large(state["most_bytes"])
            return message

        await self.app(scope, counted, send)


def allow_body(request: Request, most_bytes: int) -> None:
    """Let a request have a body of so many bytes; call before reading it.

    Raises HTTPException (413) when the request says beforehand that it has more.
    """
    request.state.most_bytes = most_bytes
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most_bytes:
        raise _too_large(most_bytes)


def _too_large(most_bytes: int) -> HTTPException:
    size = f"{most_bytes // _MEBIBYTE} MiB" if most_bytes >= _MEBIBYTE else f"{most_bytes} bytes"
    # FastAPI lets no other error through while it reads a body.
    return HTTPException(413, f"A body has at most {size} here.")
