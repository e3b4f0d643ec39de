"""The columns that tell what is wrong with a row, before its own, in the file of rejected rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ERROR_COLUMNS = ("line", "field", "reason")
"""What ``errors.csv`` calls them."""

_ALSO = frozenset({ERROR_COLUMNS, ("riga", "campo", "motivo")})
"""How whoever corrects the file may call them."""


def own_columns(header: Sequence[str]) -> Sequence[str]:
    """Return the columns of a file without those of the errors that it was corrected by."""
    first = tuple(column.strip().lower() for column in header[: len(ERROR_COLUMNS)])
    return header[len(ERROR_COLUMNS) :] if first in _ALSO else header
