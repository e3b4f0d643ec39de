"""Reads JSON Lines, one object a line, and a JSON array of objects; both piece by piece.

Format: https://jsonlines.org; JSON as RFC 8259 says, in UTF-8. The keys of all objects are the
columns. Numbers keep every digit that was written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TextIO

from typing_extensions import override

from campaigns.data_rows import (
    MOST_COLUMNS,
    DataRow,
    DataTable,
    ListCell,
    NumberCell,
    check_width,
    checked_header,
    damage,
    no_rows_in,
    nothing_in,
)
from foundation.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

LONGEST_ROW = 4 << 20
"""Characters of one row beyond which a file is no table of people."""

CHUNK = 1 << 16
"""Characters of an array that are read at once."""

MOST_EXPONENT = 18
"""Powers of ten that a number may be written with."""


@dataclass(frozen=True, slots=True)
class JsonLinesTable(DataTable):
    """A file of JSON objects; in an ``array`` they are parted by commas, else by lines."""

    array: bool

    @property
    @override
    def kind(self) -> str:
        """What the file is."""
        return "JSON" if self.array else "JSON Lines"

    @override
    def rows(self) -> Iterator[DataRow]:
        """Yield the rows that are not empty."""
        for line, found, fault in _records(self.path, array=self.array):
            if fault is not None:
                yield DataRow(line, [found], fault)
                continue
            cells = [_cell(found.get(column)) for column in self.header]
            yield DataRow(line, cells, damage("".join(cells)))


def open_json_lines(
    path: Path, *, required: Collection[str], known: Collection[str] = ()
) -> JsonLinesTable:
    """Return a file of JSON objects as a table whose columns hold all ``required`` names.

    Raises DataError when it is empty, no row of it is an object, a required column stands in
    none, an array is broken, or there are too many columns.
    """
    del known  # the rows name their columns themselves
    array = _is_array(path)
    columns: dict[str, None] = {}
    rows = good = 0
    for line, found, fault in _records(path, array=array):
        rows += 1
        if fault is None:
            good += 1
            columns.update(dict.fromkeys(found))
            check_width(path.name, len(columns), line if len(columns) > MOST_COLUMNS else None)
        elif rows == 1 and not array:
            raise DataError(f"'{path.name}' begins like JSON Lines, but {fault}.", line)
    if not rows:
        raise nothing_in(path.name)
    if not good:
        raise no_rows_in(path.name, None)
    if any(column != column.strip() for column in columns):
        raise DataError(f"'{path.name}' has keys with white space around them; remove it.")
    header = checked_header(path.name, None, list(columns), required)
    return JsonLinesTable(path, header, 0, rows, array)


def _is_array(path: Path) -> bool:
    with _open(path) as file:
        return file.read(CHUNK).lstrip().startswith("[")


def _open(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except OSError as error:
        raise DataError(f"The data file '{path.name}' cannot be read: {error.strerror}.") from error


class _RowFaultError(ValueError):
    """Raised inside the decoder; the message is a fault."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RowFaultError("the object has the same key twice")
    return found


def _no_number(text: str) -> Any:
    raise _RowFaultError(f"{text} is no number in JSON; leave the value out, or write null")


def _number(text: str) -> NumberCell:
    """Return a number as it is written; those with an exponent are written out."""
    if "e" in text or "E" in text:
        number = Decimal(text)
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or abs(exponent) > MOST_EXPONENT:
            raise _RowFaultError("a number has too many digits")
        return NumberCell(format(number, "f"))
    return NumberCell(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=_no_number
)


def _records(path: Path, *, array: bool) -> Iterator[tuple[int, Any, str | None]]:
    """Yield each record's line, object and fault; a faulty one comes as its text."""
    with _open(path) as file:
        if array:
            for line, found in _items(path.name, file):
                if isinstance(found, dict):
                    yield line, found, None
                else:
                    yield line, "", "an item of the array is no object"
            return
        line = 0
        while text := file.readline(LONGEST_ROW):
            line += 1
            if len(text) == LONGEST_ROW and not text.endswith("\n"):
                raise DataError(
                    f"'{path.name}' has a line of more than {LONGEST_ROW >> 20} MiB in line"
                    f" {line}: this is no table with one row a person.",
                    line,
                )
            if text.isspace():
                continue
            yield (line, *_decoded(text.rstrip("\r\n")))


def _decoded(text: str) -> tuple[Any, str | None]:
    try:
        found = _DECODER.decode(text)
    except _RowFaultError as error:
        return text, str(error)
    except json.JSONDecodeError as error:
        return text, f"the line is no whole JSON object (at character {error.colno})"
    except RecursionError:
        return text, "the object is nested too deeply"
    if not isinstance(found, dict):
        return text, "the line is no JSON object with the names of the columns as keys"
    return found, None


def _items(name: str, file: TextIO) -> Iterator[tuple[int, Any]]:
    """Yield the items of an array, each with its line; DataError where it is broken."""
    text = file.read(CHUNK)
    at = text.index("[") + 1
    line = 1 + text.count("\n", 0, at)
    ended = False
    expecting = True
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            if text[at] == ",":
                if expecting:
                    raise DataError(f"'{name}' is not whole JSON: a comma too many.", line)
                expecting = True
            line += text[at] == "\n"
            at += 1
        if at < len(text) and text[at] == "]":
            return
        if at < len(text):
            if not expecting:
                raise DataError(f"'{name}' is not whole JSON: a comma is missing.", line)
            try:
                found, end = _DECODER.raw_decode(text, at)
            except _RowFaultError as error:
                raise DataError(f"'{name}' cannot be read as JSON: {error}.", line) from None
            except (json.JSONDecodeError, RecursionError):
                if ended or len(text) - at > LONGEST_ROW:
                    raise DataError(
                        f"'{name}' is no whole JSON array: the item of line {line} cannot be read,"
                        " or the file was cut short.",
                        line,
                    ) from None
            else:
                yield line, found
                line += text.count("\n", at, end)
                at = end
                expecting = False
                continue
        elif ended:
            raise DataError(f"'{name}' is a JSON array that never ends: it was cut short.", line)
        # Twice as much each time, but hardly more than a row may have: it is decoded each time.
        begun = len(text) - at
        more = file.read(max(CHUNK, min(begun, LONGEST_ROW - begun)))
        ended = not more
        text, at = text[at:] + more, 0


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return ListCell(json.dumps(value, ensure_ascii=False))
