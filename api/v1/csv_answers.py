"""Answers that are CSV: streamed some lines at a time, if wanted as Excel opens them in Italy."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Annotated

from fastapi import Query
from starlette.responses import StreamingResponse

from foundation.spreadsheets import BOM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PIECE = 1 << 16
"""Characters or bytes that are sent at once."""

ForExcel = Annotated[
    bool, Query(description="Semicolons and a byte order mark, as Excel opens it in Italy.")
]
"""The parameter ``excel`` of a route."""


def csv_lines(rows: Iterable[Iterable[object]], *, excel: bool = False) -> Iterator[str]:
    """Yield rows as CSV, about ``PIECE`` characters at a time; cells are harmless already."""
    text = io.StringIO()
    text.write(BOM if excel else "")
    writer = csv.writer(text, delimiter=";" if excel else ",")
    for row in rows:
        writer.writerow(row)
        if text.tell() > PIECE:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def download(pieces: Iterator[str] | Iterator[bytes], media: str, file: str) -> StreamingResponse:
    """Return an answer that a browser saves under a name, and nobody keeps."""
    return StreamingResponse(
        pieces,
        media_type=media,
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{file}"',
        },
    )
