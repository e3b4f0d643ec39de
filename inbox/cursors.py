"""Places in a list, for pages that stay right while messages come in."""

from __future__ import annotations

import base64
import binascii

_MOST_DIGITS = 18


def cursor_of(message_id: int) -> str:
    """Return what stands for a place in the order; it says nothing to whoever reads it."""
    return base64.urlsafe_b64encode(f"m{message_id}".encode()).decode().rstrip("=")


def place_of_cursor(cursor: str) -> int | None:
    """Return the place that ``cursor_of`` made a cursor of, None for anything else."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    number = text.removeprefix("m")
    if text == number or not number.isdecimal() or len(number) > _MOST_DIGITS:
        return None
    return int(number)
