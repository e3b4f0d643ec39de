"""Bodies that are written to the disk as they come, and never held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from api.v1.body_limits import allow_body
from api.v1.problems import UNSUPPORTED_MEDIA_TYPE, Problem

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from starlette.requests import Request

PIECE = 1 << 18
"""Bytes that are written at once."""


async def body_to_file(request: Request, file: Path, most_bytes: int) -> int:
    """Write a request's body to a new file and return its length in bytes.

    Raises HTTPException (413) when there is more, and OSError.
    """
    allow_body(request, most_bytes)
    size = 0
    waiting = bytearray()
    with file.open("xb") as target:
        async for piece in request.stream():
            waiting += piece
            size += len(piece)
            if len(waiting) >= PIECE:
                await run_in_threadpool(target.write, bytes(waiting))
                waiting.clear()
        await run_in_threadpool(target.write, bytes(waiting))
    return size


def media_type(request: Request, known: Collection[str]) -> str:
    """Return the media type of a body; the problem of one that is not read here otherwise."""
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent not in known:
        raise Problem(UNSUPPORTED_MEDIA_TYPE, f"Content-Type must be {' or '.join(known)}.")
    return sent
