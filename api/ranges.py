"""Byte ranges of a request (RFC 9110, 14.2): phones play no video without them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SINGLE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


class UnsatisfiableError(Exception):
    """Raised when no byte of the object is in the range that was asked for (416)."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes ``first`` to ``last`` inclusive."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes these are."""
        return self.last + 1 - self.first


def parse_range(header: str | None, size: int) -> ByteRange | None:
    """Return the range that a ``Range`` header asks of an object of ``size`` bytes.

    None: send the whole object, as for no header, another unit, several ranges, or a header that
    cannot be understood. Raises UnsatisfiableError.
    """
    found = _SINGLE.fullmatch(header.strip()) if header else None
    if found is None:
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:
        wanted = int(last)
        if wanted == 0 or size == 0:
            raise UnsatisfiableError
        return ByteRange(max(0, size - wanted), size - 1)
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise UnsatisfiableError
    return ByteRange(start, end)
