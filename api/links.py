"""``/TOKEN``: the address of the letter. Counts the opening and leads to the page."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.kind_page import not_here
from api.place import place_of
from campaigns.queries import open_link
from campaigns.tokens import read_token
from tracking.bots import bot_reason
from tracking.event_types import EventType
from tracking.ingestion import clean_source, record

router = APIRouter()

UNKNOWN = "A" * 26
"""Looked up for what is no token at all, so that every wrong address takes the same way."""


@router.api_route("/{token}", methods=["GET", "HEAD"], include_in_schema=True)
def open_page(request: Request, token: str, s: str | None = None) -> Response:
    """Count that a link was opened and lead to its page; ``s`` says where the link was found.

    Unknown, expired and withdrawn links get the same answer.
    """
    return _open(request, token, s, "")


@router.api_route("/{token}/{source}", methods=["GET", "HEAD"])
def open_page_from(request: Request, token: str, source: str) -> Response:
    """Do the same for links that say in their path where they were found, ``/TOKEN/sms``."""
    return _open(request, token, source, "../")


def _open(request: Request, token: str, source: str | None, up: str) -> Response:
    place = place_of(request)
    machine = bot_reason(request.method, request.headers)
    with place.database.reading() as session:
        link = open_link(session, read_token(token) or UNKNOWN)
    if link is None:
        return not_here()
    with place.database.writing() as session:
        record(
            session,
            link,
            EventType.LINK_OPENED,
            source=clean_source(source),
            bot_reason=machine,
        )
    # Relative, so that it is right behind any proxy and below any path.
    return RedirectResponse(
        f"{up}p/{link.token}/", status_code=302, headers={"Cache-Control": "no-store"}
    )
