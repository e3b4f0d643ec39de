"""Rows of data as every kind of file gives them, and what all tables share."""

from __future__ import annotations

import difflib
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

from foundation.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

LONGEST_CELL = 1 << 20
"""Characters of a cell beyond which it is no cell."""

MOST_COLUMNS = 2000
"""Columns beyond which a file is no table of people."""

KEPT_CHARACTERS = 2000
"""Characters of each cell that are kept of a rejected row."""

DAMAGED = re.compile("[\x00\ufffd\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class NumberCell(str):
    """A cell that came as a number, not as text: digits with a dot before the decimals.

    Its decimal mark is known, whatever the campaign's locale is.
    """

    __slots__ = ()


class ListCell(str):
    """A cell that came as a list of objects or as an object: its JSON text, numbers as text."""

    __slots__ = ()


class FaultyCell(str):  # noqa: SLOT000 - a str subclass has no slots besides its own text
    """A cell that cannot be read, with its ``reason``; it costs its row only where it is used."""

    reason: str

    def __new__(cls, text: str, reason: str) -> Self:
        """Make a cell of the text that stands there."""
        self = super().__new__(cls, text)
        self.reason = reason
        return self

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override] # str declares it too narrowly
        """Return what a copy is made of."""
        return str(self), self.reason


class DataRow(NamedTuple):
    """One row: the line it begins on (1-based), its cells in the header's order, what is wrong.

    With a ``fault`` the cells are as they came, of any number.
    """

    line: int
    cells: list[str]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class DataTable(ABC):
    """A file that is a table.

    Args:
        path: the file.
        header: the names of its columns, trimmed.
        header_line: the 1-based line of the header; 0 where the rows name the columns themselves.
        row_count: how many rows that are not empty it has, good and bad.
    """

    path: Path
    header: tuple[str, ...]
    header_line: int
    row_count: int

    @property
    @abstractmethod
    def kind(self) -> str:
        """What the file is, as people call it."""

    @abstractmethod
    def rows(self) -> Iterator[DataRow]:
        """Yield the rows after the header that are not empty."""


def kept(cells: Sequence[str]) -> list[str]:
    """Return cells as they may be stored with a rejection.

    At most 2000 characters of each (then ``…``) and 2000 cells; NUL as its picture, undecodable
    bytes as U+FFFD, because databases refuse them.
    """
    return [_kept(cell) for cell in cells[:MOST_COLUMNS]]


def _kept(cell: str) -> str:
    if len(cell) > KEPT_CHARACTERS:
        cell = cell[:KEPT_CHARACTERS] + "…"
    return _SURROGATE.sub("\ufffd", cell.replace("\x00", "\u2400"))


def damage(text: str) -> str | None:
    """Return what is wrong with a row's text as such, None where nothing is."""
    if text.isascii() and "\x00" not in text:
        return None
    found = DAMAGED.search(text)
    if found is None:
        return None
    if found[0] == "\x00":
        return "the row holds a NUL byte, which no text has"
    return "the row holds characters that were damaged before or that are in another encoding"


def is_blank(cells: Sequence[str]) -> bool:
    """Return whether cells hold nothing but white space."""
    text = "".join(cells)
    return not text or text.isspace()


def checked_header(
    name: str, line: int | None, cells: Sequence[str], required: Collection[str]
) -> tuple[str, ...]:
    """Return the trimmed header; DataError when it is not one that can be used.

    The first line of a file without a header is a person's data, so nothing of it is repeated but
    what resembles a required name.
    """
    header = [cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    check_width(name, len(header), line)
    missing = [column for column in required if column not in header]
    if missing:
        parts = [f"no column '{column}' {_nearest(column, header)}".strip() for column in missing]
        first = (
            f"The header of '{name}' (line {line}) has {', '.join(parts)}. The first line must"
            " name the columns;"
            if line
            else f"'{name}' has {', '.join(parts)};"
        )
        raise DataError(
            f"{first} 'data: columns:' in campaign.yaml tells which one holds a field;"
            " 'sollecito columns' proposes it.",
            line,
        )
    seen: dict[str, int] = {}
    for number, column in enumerate(header, start=1):
        if not column:
            raise DataError(f"Column {number} of '{name}' has no name in the header.", line)
        if damage(column):
            raise DataError(f"The name of column {number} of '{name}' is damaged.", line)
        if column in seen:
            raise DataError(
                f"Columns {seen[column]} and {number} of '{name}' have the same name.", line
            )
        seen[column] = number
    return tuple(header)


def check_width(name: str, columns: int, line: int | None) -> None:
    """Raise DataError for a table of too many columns."""
    if columns > MOST_COLUMNS:
        raise DataError(
            f"'{name}' has {columns} columns; at most {MOST_COLUMNS} can be used.", line
        )


def _nearest(column: str, header: Sequence[str]) -> str:
    """Return ``(did you mean 'x'?)`` for the heading most like a column, whatever its case."""
    by_case = {heading.casefold(): heading for heading in header}
    close = difflib.get_close_matches(column.casefold(), by_case, n=1)
    return f"(did you mean '{by_case[close[0]]}'?)" if close else ""


def nothing_in(name: str) -> DataError:
    """Return the error of a file without anything in it."""
    return DataError(f"'{name}' is empty. A header line and one row a person are expected.")


def no_rows_in(name: str, line: int | None) -> DataError:
    """Return the error of a file with nobody in it."""
    return DataError(f"'{name}' has a header but no rows.", line)
