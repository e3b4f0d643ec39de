"""What routes that list things share: places in a list."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from fastapi import Query

from api.v1.problems import invalid_field

LARGEST_ID = 2**31 - 1
"""The largest that numbers of rows and lines can be in all databases."""

After = Annotated[str | None, Query(description="The `next` of the page before.", max_length=40)]
"""Where a page begins; pages stay right while things are added."""

AfterNumber = Annotated[int, Query(description="Where the page before ended.", ge=0, le=LARGEST_ID)]
"""The same where the `next` of a page is a number."""


def cursor_of(kind: str, number: int) -> str:
    """Return what stands for the place behind a row of this kind; it says nothing to a reader."""
    return base64.urlsafe_b64encode(f"{kind}{number}".encode()).decode().rstrip("=")


def place_of_cursor(kind: str, cursor: str) -> int | None:
    """Return the row that ``cursor_of`` made a cursor of, None for anything else."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    number = text.removeprefix(kind)
    if text == number or not number.isdecimal():
        return None
    return int(number) if int(number) <= LARGEST_ID else None


def place_after(kind: str, after: str | None, where: str = "query") -> int | None:
    """Return the row that a page begins behind, None for the first page.

    ``where`` it came. Raises the problem of a cursor that is none of this kind.
    """
    if after is None:
        return None
    place = place_of_cursor(kind, after)
    if place is None:
        raise invalid_field("after", "It is no `next` of a page.", where)
    return place
