"""Which character parts the columns of a data file."""

from __future__ import annotations

import csv
import re
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

DELIMITERS = (",", ";", "\t", "|")
"""The characters that are tried, the most usual first."""

_DECLARED = re.compile(r'"?sep=([,;\t|])"?[\r\n]*', re.IGNORECASE)


def declared_delimiter(line: str) -> str | None:
    """Return the delimiter of a ``sep=;`` line, which Excel writes and reads; None for others."""
    found = _DECLARED.fullmatch(line)
    return found[1] if found else None


def detect_delimiter(lines: Sequence[str], names: Collection[str], *, whole: bool) -> str:
    """Return the delimiter under which the lines look most like a table.

    Counts, in this order: how many of the wanted ``names`` the header then holds; which part of
    the rows then has as many cells as the header; how many columns that makes. The last row of a
    sample that is not the ``whole`` file may be cut and does not count. Where nothing speaks for
    any, the comma.
    """
    return max(DELIMITERS, key=lambda delimiter: _score(lines, delimiter, names, whole=whole))


def _score(
    lines: Sequence[str], delimiter: str, names: Collection[str], *, whole: bool
) -> tuple[int, float, int]:
    rows: list[list[str]] = []
    # A cell beyond all bounds ends the sample; what came before tells enough.
    with suppress(csv.Error):
        for row in csv.reader(lines, delimiter=delimiter):
            cells = [cell.strip() for cell in row]
            if any(cells):
                rows.append(cells)
    if len(rows) > 1 and not whole:
        rows.pop()
    header, *body = rows or [[]]
    named = len(set(header) & set(names))
    if len(header) < 2:
        return named, 0.0, 0
    agreeing = sum(len(row) == len(header) for row in body)
    return named, agreeing / len(body) if body else 1.0, len(header)
