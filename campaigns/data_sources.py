"""How rows that are sent to the service are opened: any kind of file, by its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaigns.reading import DataKind, kind_of, open_table
from campaigns.row_checking import MissingGlyphs, RowChecker
from foundation.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from campaigns.data_rows import DataTable
    from scenes.campaign import Campaign


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type that rows may be sent as, and the name that such a file is kept under."""

    name: str
    file: str


MEDIA_TYPES = (
    MediaType("text/csv", "data.csv"),
    MediaType("application/json", "data.json"),
    MediaType("application/x-ndjson", "data.jsonl"),
    MediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "data.xlsx"),
    MediaType("application/vnd.apache.parquet", "data.parquet"),
    MediaType("application/octet-stream", "data"),
)
"""Whatever can be imported. The content decides how it is read."""


def open_source(
    path: Path, campaign: Campaign, missing_glyphs: MissingGlyphs | None = None
) -> tuple[DataTable, RowChecker]:
    """Return the rows of a file and what checks them.

    JSON may name fields instead of the columns that the campaign declares for its files. Raises
    DataError when the file cannot be read as one of rows.
    """
    data = campaign.file.data
    forms = [data]
    if kind_of(path) == DataKind.JSON_LINES:
        forms += [
            data.model_copy(update={"columns": {}}),
            data.model_copy(update={"columns": {}, "id": "id"}),
        ]
    first: DataError | None = None
    for form in forms:
        checker = RowChecker(campaign.storyboard.fields, form, campaign.file.locale, missing_glyphs)
        try:
            table = open_table(path, required=checker.required, known=checker.known)
        except DataError as error:
            first = first or error
            continue
        checker.use_header(table.header)
        return table, checker
    raise first or AssertionError
