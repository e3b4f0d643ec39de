"""``POST /dashboard/download``: a file of ``/v1`` as the browser's own download, of any length.

A browser streams to the disk only what it navigates to, and a navigation sends no header; an
address that holds a key ends up in histories and logs. So the dashboard's form brings the key in
its body, and the request goes on to ``/v1`` with the key in the header, where all is decided as
for any program.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

import structlog
from fastapi import APIRouter, Request, Response
from starlette.datastructures import MutableHeaders

from api.same_origin import is_foreign

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

router = APIRouter()
log = structlog.get_logger(__name__)

MOST_BYTES = 8192
"""Longest body: a key and the path of a file."""

MEDIA = "application/x-www-form-urlencoded"

FILES = re.compile(
    r"(?P<path>/campaigns/[a-z0-9-]{1,63}"
    r"/(?:hand-over\.csv|hand-over\.zip|messages\.csv|imports/[0-9]{1,10}/errors\.csv))"
    r"(?:\?(?P<query>[\w=&.%+-]*))?",
    re.ASCII,
)
"""What can be downloaded: paths below ``/v1``."""

KEYS = re.compile(r"[\x21-\x7e]{1,200}")
"""What may be a key: anything else is none, and could end a header."""

FRAMED = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}
"""The dashboard asks from a frame of its own page, where a refusal is read."""


@router.post("/dashboard/download")
async def download(request: Request) -> Response:
    """Answer what ``/v1`` answers for the form's ``path`` and ``key``."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA:
        return Response(status_code=415, headers={"Accept-Post": MEDIA})
    if is_foreign(request.headers):
        log.info("download.foreign")
        return Response(status_code=403)
    body = await _read(request)
    if body is None:
        return Response(status_code=413)
    try:
        sent = dict(parse_qsl(body.decode(), max_num_fields=2))
    except ValueError:  # not UTF-8, or too many fields
        return Response(status_code=400)
    wanted, key = FILES.fullmatch(sent.get("path", "")), KEYS.fullmatch(sent.get("key", ""))
    if wanted is None or key is None:
        return Response(status_code=400)
    return _Passed(request.app.state.v1, wanted["path"], wanted["query"] or "", key[0])


async def _read(request: Request) -> bytes | None:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return body


class _Passed(Response):
    """The answer of ``/v1`` to a GET with this key."""

    def __init__(self, v1: ASGIApp, path: str, query: str, key: str) -> None:
        super().__init__()
        self._v1 = v1
        self._path = path
        self._query = query
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer back as it comes."""
        root = f"{scope.get('root_path', '')}/v1"
        path = f"{root}{self._path}"
        asked = {
            "type": "http",
            **{
                name: scope[name]
                for name in ("asgi", "http_version", "scheme", "client", "server", "extensions")
                if name in scope
            },
            "method": "GET",
            "root_path": root,
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": self._query.encode(),
            "headers": [(b"authorization", f"Bearer {self._key}".encode()), *_kept(scope)],
            "state": {},
        }

        async def framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(FRAMED)
            await send(message)

        await self._v1(asked, receive, framed)


def _kept(scope: Scope) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in scope["headers"] if name in {b"host", b"user-agent"}]
