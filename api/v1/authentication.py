"""Who asks: everything under ``/v1`` needs a key, and each route names the scope it needs."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Annotated

import structlog
from fastapi import Request, Security, params
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers

from api.v1.problems import FORBIDDEN, UNAUTHORIZED, Problem, problem_answer
from api.v1.request_ids import request_id_of
from campaigns.api_keys import ApiKey, Scope, find_key, needs_note, note_use

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Send
    from starlette.types import Scope as AsgiScope

    from foundation.database import Database

READ_IN_BROWSERS = frozenset({"/docs", "/openapi.json"})
"""What a person reads: there the key may also be the password that a browser asks for."""

BEARER = HTTPBearer(
    scheme_name="API key",
    bearerFormat="slc_…",
    description="A key made by `sollecito keys create`.",
    auto_error=False,
)


class Authentication:
    """ASGI middleware that lets nobody through without a good key.

    Args:
        app: what the key opens.
        database: where the keys are.
    """

    def __init__(self, app: ASGIApp, database: Database) -> None:
        self.app = app
        self._database = database

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Find the key of a request, and pass the request on with it."""
        if scope["type"] != "http":
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        read_in_browser = path in READ_IN_BROWSERS and scope["method"] in {"GET", "HEAD"}
        secret = _secret(Headers(scope=scope).getlist("authorization"), basic=read_in_browser)
        key = await run_in_threadpool(self._find, secret) if secret else None
        if key is None:
            detail = "" if secret is None else "The key is unknown, revoked or expired."
            scheme = 'Basic realm="Sollecito: the key as password"' if read_in_browser else "Bearer"
            problem = Problem(UNAUTHORIZED, detail, {"WWW-Authenticate": scheme})
            await problem_answer(problem, request_id_of(scope))(scope, receive, send)
            return
        scope["state"]["api_key"] = key
        structlog.contextvars.bind_contextvars(api_key=key.public_id)
        await self.app(scope, receive, send)
        if needs_note(key):
            await run_in_threadpool(self._note, key.id)

    def _find(self, secret: str) -> ApiKey | None:
        with self._database.reading() as session:
            return find_key(session, secret)

    def _note(self, key_id: int) -> None:
        with self._database.writing() as session:
            note_use(session, key_id)


def _secret(headers: list[str], *, basic: bool) -> str | None:
    """Return the key of an Authorization header, None without one; two headers are none."""
    if len(headers) != 1:
        return None
    scheme, _, credentials = headers[0].partition(" ")
    credentials = credentials.strip()
    if scheme.lower() == "bearer":
        return credentials or None
    if scheme.lower() == "basic" and basic:
        try:
            text = base64.b64decode(credentials, validate=True).decode("ascii")
        except (binascii.Error, UnicodeDecodeError):
            return None
        return text.partition(":")[2] or None
    return None


def key_of(request: Request) -> ApiKey:
    """Return the key that a request came with."""
    key: ApiKey = request.state.api_key
    return key


class _Needs:
    """A dependency that refuses keys without a scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def __call__(self, request: Request, _shown: Annotated[object, Security(BEARER)]) -> ApiKey:
        key = key_of(request)
        if not key.allows(self.scope):
            raise Problem(FORBIDDEN, f"It needs the scope '{self.scope}'.")
        return key


def needs(scope: Scope) -> params.Depends:
    """Return what a route lists among its ``dependencies``: the scope that its key must have."""
    return params.Depends(_Needs(scope))
