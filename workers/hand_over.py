"""The two hand-over files: ``recipients.csv`` for the printer, ``rejected.csv`` for the author."""

from __future__ import annotations

import csv
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaigns.links import page_key, printed_link
from campaigns.models import Import, RecipientStatus
from campaigns.queries import recipients, rejected_rows
from foundation.spreadsheets import BOM, harmless
from scenes.number_text import decimal_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from campaigns.models import Recipient
    from foundation.database import Database

RECIPIENTS = "recipients.csv"
REJECTED = "rejected.csv"
COLUMNS = ("id", "status", "link", "page", "film", "qr_svg", "qr_png")
"""Columns of ``recipients.csv``; paths are relative to the folder, empty where nothing stands."""


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How a table is written: what parts its cells, and the mark that UTF-8 begins with, if any."""

    delimiter: str = ","
    mark: str = ""


PLAIN = TableStyle()
"""CSV as programs read it (RFC 4180)."""


def excel_style(locale: str) -> TableStyle:
    """Return how Excel opens a table where a locale such as ``it-IT`` is used.

    It wants UTF-8 marked, and semicolons where the decimal mark is a comma.
    """
    return TableStyle(";" if decimal_mark(locale) == "," else ",", BOM)


def write_recipients(
    database: Database,
    campaign_id: int,
    import_id: int,
    public_base: str,
    out: Path,
    style: TableStyle | None = None,
) -> Path:
    """Write the recipients that an import brought, in the order of their rows; return the file.

    Who is in earlier data only gets no letter. Left out, the style is that of the file before.
    """
    file = out / RECIPIENTS
    with _replacing(file, style or _style_of(file)) as writer, database.reading() as session:
        writer.writerow(COLUMNS)
        for recipient in recipients(session, campaign_id, import_id):
            writer.writerow(_line(recipient, public_base))
    return file


def write_rejected(
    database: Database,
    import_id: int,
    columns: Mapping[str, str],
    out: Path,
    style: TableStyle = PLAIN,
) -> Path:
    """Write each field that an import rejected: its line, column and reason, then the whole row.

    A row with two faults stands there twice. ``columns`` maps a field to its column where they
    differ; then both are named, ``Totale (amount)``. Cells are made harmless for spreadsheets.
    """
    file = out / REJECTED
    fields = {column: f"{column} ({field})" for field, column in columns.items()}
    with _replacing(file, style) as writer, database.reading() as session:
        header = session.get_one(Import, import_id).header
        writer.writerow(["line", "field", "reason", *map(harmless, header)])
        for row in rejected_rows(session, import_id):
            field = fields.get(row.field, row.field)
            writer.writerow([row.line, field, row.reason, *map(harmless, row.raw)])
    return file


def _line(recipient: Recipient, public_base: str) -> list[str]:
    visible = recipient.published_at is not None and recipient.status != RecipientStatus.WITHDRAWN
    status = recipient.status.value
    if not visible:
        return [harmless(recipient.external_id), status, "", "", "", "", ""]
    folder = page_key(recipient.token)
    return [
        harmless(recipient.external_id),
        status,
        printed_link(public_base, recipient.token),
        f"{folder}index.html",
        f"films/{recipient.film}.mp4",
        f"{folder}link.svg",
        f"{folder}link.png",
    ]


def _style_of(file: Path) -> TableStyle:
    """Return the style of a file of recipients, plain where there is none."""
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            head = stream.readline()
    except (FileNotFoundError, UnicodeDecodeError):
        return PLAIN
    marked = head.startswith(BOM)
    return TableStyle(";" if marked and ";" in head else ",", BOM if marked else "")


@contextmanager
def _replacing(file: Path, style: TableStyle) -> Iterator[Any]:
    """Yield a CSV writer to a file that takes its place when it is whole."""
    handle, part = tempfile.mkstemp(prefix=".part-", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(style.mark)
            yield csv.writer(stream, delimiter=style.delimiter)
        Path(part).replace(file)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
