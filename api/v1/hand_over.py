"""``/v1/campaigns/{name}/hand-over``: what the printer needs, streamed."""

from __future__ import annotations

import csv
import io
import tempfile
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import StreamingResponse

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import Name, found
from api.v1.csv_answers import PIECE, ForExcel, csv_lines, download
from api.v1.description import problems
from api.v1.problems import NOT_FOUND
from campaigns.api_keys import Scope
from campaigns.links import page_key, printed_link
from campaigns.published_links import published_links
from foundation.clock import utc_now
from foundation.spreadsheets import harmless
from foundation.zip_stream import ZipStream
from microsite.link_code import link_png, link_svg
from workers.uploads import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from api.place import Place
    from campaigns.published_links import PublishedLink

router = APIRouter(prefix="/campaigns/{name}", tags=["recipients"])

COLUMNS = ("id", "status", "link", "page", "film", "qr_svg", "qr_png")
"""Columns of the file; paths are relative to the object store."""

CODE = "code"
"""The further column of the file in an archive: the path of the person's code there."""


class CodeFormat(StrEnum):
    """What the codes are drawn as."""

    SVG = "svg"
    PNG = "png"


_DRAWN: dict[CodeFormat, Callable[[str], bytes]] = {
    CodeFormat.SVG: link_svg,
    CodeFormat.PNG: link_png,
}


def _stream_of(media: str, schema: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    return {**problems(NOT_FOUND), 200: {"content": {media: {"schema": schema}}}}


@router.get(
    "/hand-over.csv",
    summary="Get the printer's file",
    dependencies=[needs(Scope.READ)],
    response_class=StreamingResponse,
    responses=_stream_of("text/csv", {"type": "string"}),
)
def get_hand_over(
    request: Request,
    name: Name,
    excel: ForExcel = False,
) -> Response:
    """Return everybody whose page stands: id, link, and where page, film and codes are.

    Cells are made harmless for spreadsheets. Whoever has the file can open every page.
    """
    place = place_of(request)
    with place.database.reading() as session:
        campaign = found(session, name)
    rows = _rows(place, campaign.id, campaign.public_base)
    return download(csv_lines(rows, excel=excel), "text/csv", f"{name}.csv")


@router.get(
    "/hand-over.zip",
    summary="Get the printer's file with all codes",
    dependencies=[needs(Scope.READ)],
    response_class=StreamingResponse,
    responses=_stream_of("application/zip", {"type": "string", "format": "binary"}),
)
def get_codes(
    request: Request,
    name: Name,
    codes: Annotated[
        CodeFormat,
        Query(description="svg for print of any size; png: one bit a point, 25 mm at 600 dpi."),
    ] = CodeFormat.SVG,
) -> Response:
    """Return a zip archive: a QR code for everybody whose page stands, and the printer's file.

    Codes are named by the recipient's number, `codes/0000007.svg`; the column `code` of the file
    says whose is which. Whoever has the archive can open every page.
    """
    place = place_of(request)
    with place.database.reading() as session:
        campaign = found(session, name)
    pieces = _archive(place, campaign.id, campaign.public_base, codes, name)
    return download(pieces, "application/zip", f"{name}-{codes.value}.zip")


def _rows(place: Place, campaign_id: int, public_base: str) -> Iterator[Iterable[str]]:
    yield COLUMNS
    for each in published_links(place.database, campaign_id):
        yield _cells(each, public_base)


def _cells(each: PublishedLink, public_base: str) -> list[str]:
    folder = page_key(each.token)
    return [
        harmless(each.external_id),
        each.status.value,
        printed_link(public_base, each.token),
        f"{folder}index.html",
        f"films/{each.film}.mp4" if each.film else "",
        f"{folder}link.svg",
        f"{folder}link.png",
    ]


def _archive(
    place: Place, campaign_id: int, public_base: str, codes: CodeFormat, name: str
) -> Iterator[bytes]:
    """Yield the archive; the file grows on the disk, because its codes are sent before it."""
    draw = _DRAWN[codes]
    with (
        scratch_folder(place.settings) as scratch,
        tempfile.TemporaryFile(dir=scratch) as file,
        io.TextIOWrapper(file, encoding="utf-8", newline="") as table,
    ):
        archive = ZipStream(scratch, utc_now())
        try:
            writer = csv.writer(table)
            writer.writerow((*COLUMNS, CODE))
            waiting = bytearray()
            for each in published_links(place.database, campaign_id):
                code = f"codes/{each.id:07d}.{codes.value}"
                waiting += archive.entry(code, draw(printed_link(public_base, each.token)))
                writer.writerow([*_cells(each, public_base), code])
                if len(waiting) > PIECE:
                    yield bytes(waiting)
                    waiting.clear()
            yield bytes(waiting)
            table.flush()
            yield from archive.entry_of_file(f"{name}.csv", file)
            yield from archive.end()
        finally:
            archive.close()
