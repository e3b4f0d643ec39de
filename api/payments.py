"""``/pay/TOKEN``: the pay button's counted way to the campaign's pay address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.kind_page import not_here
from api.links import UNKNOWN
from api.place import place_of
from campaigns.queries import open_link
from campaigns.tokens import read_token
from tracking.bots import bot_reason
from tracking.event_types import PAY, EventType
from tracking.ingestion import record

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter()
log = structlog.get_logger(__name__)


@router.api_route("/pay/{token}", methods=["GET", "HEAD"])
def pay(request: Request, token: str) -> Response:
    """Count a click on the pay button and lead to the recipient's pay address.

    Leads to hosts of the campaign's allow-list only; elsewhere the answer is that of a link that
    leads nowhere. In the dashboard's frame nothing happens: whoever looks there does not pay.
    """
    place = place_of(request)
    with place.database.reading() as session:
        link = open_link(session, read_token(token) or UNKNOWN)
    if link is None:
        return not_here()
    if link.pay_address is None or not allowed(link.pay_address, link.pay_hosts):
        log.error("pay.address_not_allowed", campaign=link.campaign_id)
        return not_here()
    if is_preview(request.headers):
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    machine = bot_reason(request.method, request.headers)
    with place.database.writing() as session:
        record(session, link, EventType.CTA_CLICKED, value=PAY, bot_reason=machine)
    return RedirectResponse(
        link.pay_address, status_code=303, headers={"Cache-Control": "no-store"}
    )


def is_preview(headers: Mapping[str, str]) -> bool:
    """Return whether the page was in the dashboard's frame (Fetch Metadata)."""
    return headers.get("sec-fetch-dest") in {"iframe", "frame"}


def allowed(address: str, hosts: tuple[str, ...]) -> bool:
    """Return whether an address is a web address of one of the hosts, written plainly.

    Refused are user names before the host, backslashes, blanks and control characters, which
    browsers and libraries read differently.
    """
    if not address.isprintable() or "\\" in address or " " in address:
        return False
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or parts.username is not None:
        return False
    return (parts.hostname or "") in {host.lower() for host in hosts}
