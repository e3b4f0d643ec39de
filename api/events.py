"""``POST /e``: what a page's player tells, as ``navigator.sendBeacon`` sends it."""

from __future__ import annotations

import structlog
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.place import place_of
from tracking.bots import bot_reason
from tracking.ingestion import MOST_BYTES, Drop, ingest

router = APIRouter()
log = structlog.get_logger(__name__)

PRESENT = {"X-Sollecito": "1", "Cache-Control": "no-store"}
"""Tells a page that clicks on its pay button can be counted here."""

STATUS = {
    Drop.TOO_LARGE: 413,
    Drop.NOT_JSON: 400,
    Drop.BAD_SHAPE: 400,
    Drop.TOO_MANY_EVENTS: 400,
}
"""Answers to messages that no page of ours sends; all others are 204."""


@router.post("/e", status_code=204, response_class=Response)
async def take_events(request: Request) -> Response:
    """Take a message of a page; see ``tracking.ingestion`` for its form.

    Unknown, expired and withdrawn links get the same answer, without the header.
    """
    body = await _read(request)
    machine = bot_reason(request.method, request.headers)
    ingested = await run_in_threadpool(ingest, place_of(request).database, body, bot_reason=machine)
    for reason, count in ingested.dropped.items():
        log.info("events.dropped", reason=reason.value, count=count)
    status = next((STATUS[reason] for reason in ingested.dropped if reason in STATUS), 204)
    if status != 204 or Drop.NO_LINK in ingested.dropped:
        return Response(status_code=status, headers={"Cache-Control": "no-store"})
    return Response(status_code=204, headers=PRESENT)


async def _read(request: Request) -> bytes:
    """Return the body, or its first bytes when it is longer than a message may be."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            return bytes(body[: MOST_BYTES + 1])
    return bytes(body)
