"""How rows that are sent to the service are opened: any kind of file, by its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaigns.reading import DataKind, kind_of, open_table
from campaigns.row_checking import MissingGlyphs, RowChecker
from foundation.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from campaigns.data_rows import DataTable
    from scenes.campaign import Campaign
    from scenes.campaign_file import DataFormat


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


ID = "id"
"""What a mapping calls the column that tells rows apart."""


def with_columns(data: DataFormat, columns: Mapping[str, str | None] | None) -> DataFormat:
    """Return a data format in which these columns are which field; those left out stay.

    ``id`` stands for the column that tells rows apart. None as a column: the field has none.
    """
    if columns is None:
        return data
    # No column has an empty name.
    named = {field: column or "" for field, column in columns.items()}
    return data.model_copy(
        update={"columns": {**data.columns, **named}, "id": named.get(ID) or data.id}
    )


def forms_of(
    data: DataFormat, columns: Mapping[str, str | None] | None, *, json: bool
) -> list[DataFormat]:
    """Return the formats that a file may have: JSON may name fields where no columns are given."""
    mapped = with_columns(data, columns)
    if columns is not None or not json:
        return [mapped]
    return [
        mapped,
        data.model_copy(update={"columns": {}}),
        data.model_copy(update={"columns": {}, "id": ID}),
    ]


def open_source(
    path: Path,
    campaign: Campaign,
    missing_glyphs: MissingGlyphs | None = None,
    columns: Mapping[str, str | None] | None = None,
) -> tuple[DataTable, RowChecker]:
    """Return the rows of a file and what checks them.

    ``columns`` are as in ``with_columns``; without them JSON may name fields instead of the columns
    that the campaign declares for its files. Raises DataError when the file cannot be read as one
    of rows.
    """
    json = kind_of(path) == DataKind.JSON_LINES
    first: DataError | None = None
    for form in forms_of(campaign.file.data, columns, json=json):
        checker = RowChecker(campaign.storyboard.fields, form, campaign.file.locale, missing_glyphs)
        try:
            table = open_table(path, required=checker.required, known=checker.known)
        except DataError as error:
            first = first or error
            continue
        checker.use_header(table.header)
        return table, checker
    raise first or AssertionError
