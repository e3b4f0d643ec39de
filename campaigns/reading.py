"""Opens a file of data as a table, whatever kind it is: CSV, XLSX, JSON Lines or Parquet.

The content decides, not the ending of the name. Every table is read twice: once to find out whether
it is one at all, so that a file that is not stores nothing, and once for its rows. Memory does not
grow with the file, and one bad row never costs its neighbours.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from campaigns.csv_tables import open_csv
from campaigns.data_rows import (
    LONGEST_CELL,
    MOST_COLUMNS,
    DataRow,
    DataTable,
    FaultyCell,
    ListCell,
    NumberCell,
    kept,
)
from campaigns.json_lines_tables import open_json_lines
from campaigns.parquet_tables import MAGIC, open_parquet
from campaigns.xlsx_tables import OLE, open_xlsx, refuse_old_workbook
from foundation.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = [
    "LONGEST_CELL",
    "MOST_COLUMNS",
    "DataKind",
    "DataRow",
    "DataTable",
    "FaultyCell",
    "ListCell",
    "NumberCell",
    "kept",
    "kind_of",
    "open_table",
]

_LOOKED_AT = 4096
_MARK = b"\xef\xbb\xbf"
_JSON = re.compile(rb'\s*(?:\[\s*)?\{\s*["}]')


class DataKind(StrEnum):
    """The kinds of files that are read."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"


_OPENERS = {
    DataKind.CSV: open_csv,
    DataKind.XLSX: open_xlsx,
    DataKind.JSON_LINES: open_json_lines,
    DataKind.PARQUET: open_parquet,
}


def kind_of(path: Path) -> DataKind:
    """Return what a file is by its first bytes; what is nothing else counts as CSV.

    Raises DataError when it cannot be read, or is a workbook of an old or encrypted kind.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_LOOKED_AT)
    except OSError as error:
        raise DataError(
            f"The data file '{path.name}' cannot be read: {error.strerror}. "
            "Check its place and that you may read it.",
        ) from error
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return DataKind.XLSX
    if start.startswith(OLE):
        refuse_old_workbook(path)
    if start.startswith(MAGIC):
        return DataKind.PARQUET
    if _JSON.match(start.removeprefix(_MARK)):
        return DataKind.JSON_LINES
    return DataKind.CSV


def open_table(path: Path, *, required: Collection[str], known: Collection[str] = ()) -> DataTable:
    """Return a data file as a table whose header holds all ``required`` names.

    ``known`` are further names that help to recognise the header. Raises DataError when the file
    is empty, damaged, encrypted, of another kind, has no rows, a header without a required column,
    with two equal or unnamed columns, or a quote that is never closed. Its message holds nothing
    from the rows.
    """
    return _OPENERS[kind_of(path)](path, required=required, known=known)
