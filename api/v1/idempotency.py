"""``Idempotency-Key``: a request that is sent again is not done again, its answer is sent again."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response

from api.v1.body_limits import MOST_BYTES
from api.v1.problems import (
    IDEMPOTENCY_REUSED,
    IDEMPOTENCY_RUNNING,
    IDEMPOTENCY_SECRET,
    Problem,
    invalid_field,
    problem_answer,
)
from api.v1.request_ids import request_id_of
from campaigns.idempotency import RememberedAnswer, begin, forget, remember

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from foundation.database import Database

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
"""Header of an answer that was given before."""

MOST_ANSWER = 1 << 20
"""Longest answer that is remembered, in bytes; no answer to such a request is longer."""

_KEPT_HEADERS = ("content-type", "location", "etag", "cache-control")
_KEY = re.compile(r"[\x21-\x7e]{1,255}")

log = structlog.get_logger(__name__)


class Idempotency:
    """ASGI middleware for POST requests that carry the header.

    Only what was done is remembered (2xx): what was refused may be mended and sent again. Of an
    answer that nobody may store, because it holds a secret, only that it was given.
    """

    def __init__(self, app: ASGIApp, database: Database) -> None:
        self.app = app
        self._database = database

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Do a request for the first time, or send its answer again."""
        headers = Headers(scope=scope) if scope["type"] == "http" else None
        if headers is None or scope["method"] != "POST" or HEADER not in headers:
            await self.app(scope, receive, send)
            return
        key = headers[HEADER]
        if not _KEY.fullmatch(key):
            problem = invalid_field(HEADER, "It has 1 to 255 visible ASCII characters.", "header")
            await problem_answer(problem, request_id_of(scope))(scope, receive, send)
            return
        entry = await run_in_threadpool(self._begin, scope, headers, key)
        if isinstance(entry, int):
            await self._do(entry, scope, receive, send)
        else:
            answer = await self._again(entry, scope, headers, receive)
            await answer(scope, receive, send)

    async def _do(self, entry: int, scope: Scope, receive: Receive, send: Send) -> None:
        body = hashlib.sha256()
        status = 0
        kept: dict[str, str] = {}
        answer = bytearray()
        whole = False

        async def hashed() -> Message:
            nonlocal whole
            message = await receive()
            if message["type"] == "http.request":
                body.update(message.get("body", b""))
                whole = not message.get("more_body", False)
            return message

        async def rest() -> None:
            """Read what the route left of the body, unless that is too much: it is compared."""
            size = 0
            while not whole and size <= MOST_BYTES:
                message = await hashed()
                if message["type"] != "http.request":
                    return
                size += len(message.get("body", b""))

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if 200 <= status < 300:
                    await rest()
                sent = Headers(raw=message["headers"])
                kept.update({name: sent[name] for name in _KEPT_HEADERS if name in sent})
            elif message["type"] == "http.response.body" and len(answer) <= MOST_ANSWER:
                answer.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    # Before the last piece: whoever has the answer can rely on it.
                    await settle()
            await send(message)

        async def settle() -> None:
            nonlocal entry
            if entry < 0:
                return
            mine, entry = entry, -1
            done = whole and 200 <= status < 300 and len(answer) <= MOST_ANSWER
            digest = body.hexdigest() if done else None
            secret = "no-store" in kept.get("cache-control", "")
            given = None if secret else bytes(answer)
            await run_in_threadpool(self._settle, mine, digest, status, kept, given)

        try:
            await self.app(scope, hashed, noted)
        finally:
            if entry >= 0:
                mine, entry = entry, -1
                await run_in_threadpool(self._settle, mine, None, 0, {}, b"")

    async def _again(
        self, entry: RememberedAnswer, scope: Scope, headers: Headers, receive: Receive
    ) -> Response:
        request_id = request_id_of(scope)
        if entry.request != _request(scope, headers):
            return problem_answer(Problem(IDEMPOTENCY_REUSED), request_id)
        if entry.status is None:
            return problem_answer(
                Problem(IDEMPOTENCY_RUNNING, headers={"Retry-After": "1"}), request_id
            )
        body = hashlib.sha256()
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                break
            body.update(message.get("body", b""))
            more = message.get("more_body", False)
        if entry.body != body.hexdigest():
            return problem_answer(Problem(IDEMPOTENCY_REUSED), request_id)
        if entry.answer is None:
            return problem_answer(Problem(IDEMPOTENCY_SECRET), request_id)
        return Response(
            entry.answer,
            status_code=entry.status,
            headers={**(entry.headers or {}), REPLAYED: "true"},
        )

    def _begin(self, scope: Scope, headers: Headers, key: str) -> RememberedAnswer | int:
        with self._database.writing() as session:
            api_key = scope["state"]["api_key"]
            return begin(session, api_key.id, key, _request(scope, headers))

    def _settle(
        self,
        entry: int,
        body: str | None,
        status: int,
        headers: dict[str, str],
        answer: bytes | None,
    ) -> None:
        with self._database.writing() as session:
            if body is None:
                forget(session, entry)
            else:
                remember(session, entry, body=body, status=status, headers=headers, answer=answer)


def _request(scope: Scope, headers: Headers) -> str:
    """Return the digest of what a request is, besides its body."""
    parts = (
        scope["method"],
        scope["path"],
        scope["query_string"].decode("latin-1"),
        headers.get("content-type", ""),
        headers.get("if-match", ""),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
