"""Addresses with the character NUL in them: no name and no text has it, and PostgreSQL takes none.

They are refused at the door, before anything is looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from api.kind_page import not_here

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

NUL = "\x00"


def in_path(scope: Mapping[str, object]) -> bool:
    """Return whether the decoded path of a request holds NUL."""
    return NUL in str(scope["path"])


def in_query(query: bytes) -> list[str]:
    """Return the names of the parameters whose name or value holds NUL, without it."""
    if b"%00" not in query:  # HTTP lets no bare NUL through
        return []
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return [name.replace(NUL, "") for name, value in pairs if NUL in name + value]


class NoNulInPaths:
    """ASGI middleware: a path with NUL in it leads nowhere, as any wrong address.

    Paths below ``beside`` are let through: there another door tells it in its own way.
    """

    def __init__(self, app: ASGIApp, beside: str) -> None:
        self.app = app
        self._beside = f"{beside}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that nothing is there."""
        if scope["type"] != "http" or not in_path(scope):
            await self.app(scope, receive, send)
            return
        below = scope["path"].removeprefix(scope.get("root_path", ""))
        await (self.app if below.startswith(self._beside) else not_here())(scope, receive, send)
