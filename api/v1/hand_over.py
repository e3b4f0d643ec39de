"""``/v1/campaigns/{name}/hand-over``: what the printer needs, streamed."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import Name, found
from api.v1.description import problems
from api.v1.problems import NOT_FOUND
from campaigns.api_keys import Scope
from campaigns.links import page_key, printed_link
from campaigns.models import RecipientStatus
from campaigns.recipient_pages import all_recipients
from foundation.spreadsheets import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.place import Place

router = APIRouter(prefix="/campaigns/{name}", tags=["recipients"])

COLUMNS = ("id", "status", "link", "page", "film", "qr_svg", "qr_png")
"""Columns of the file; paths are relative to the object store."""

PIECE = 1 << 16
"""Characters that are sent at once."""


@router.get(
    "/hand-over.csv",
    summary="Get the printer's file",
    dependencies=[needs(Scope.READ)],
    response_class=StreamingResponse,
    responses={
        **problems(NOT_FOUND),
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
    },
)
def get_hand_over(request: Request, name: Name) -> Response:
    """Return everybody whose page stands: id, link, and where page, film and codes are.

    Cells are made harmless for spreadsheets. Whoever has the file can open every page.
    """
    place = place_of(request)
    with place.database.reading() as session:
        campaign = found(session, name)
    return StreamingResponse(
        _lines(place, campaign.id, campaign.public_base),
        media_type="text/csv",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{name}.csv"',
        },
    )


def _lines(place: Place, campaign_id: int, public_base: str) -> Iterator[str]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    with place.database.reading() as session:
        for row in all_recipients(session, campaign_id):
            if row.published_at is None or row.status == RecipientStatus.WITHDRAWN:
                continue
            folder = page_key(row.token)
            writer.writerow(
                [
                    harmless(row.external_id),
                    row.status.value,
                    printed_link(public_base, row.token),
                    f"{folder}index.html",
                    f"films/{row.film}.mp4",
                    f"{folder}link.svg",
                    f"{folder}link.png",
                ]
            )
            if text.tell() > PIECE:
                yield text.getvalue()
                text.seek(0)
                text.truncate()
    yield text.getvalue()
