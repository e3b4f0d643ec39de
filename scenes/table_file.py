"""The rows of a table as authors write them: from a list field, or in the file."""

from __future__ import annotations

from typing import Annotated, Any, Union

from pydantic import BeforeValidator, Discriminator, Tag
from pydantic import Field as Declared

from scenes.campaign_file import Strict
from scenes.measures import TAG, AlsoWritten, Words

MOST_ROWS = 20
MOST_COLUMNS = 6


class RowFile(Strict):
    """One row of a table: its cells, and whether a recipient sees it."""

    cells: tuple[Words, ...] = Declared(min_length=1, max_length=MOST_COLUMNS)
    when: Words | None = None


def _cells(raw: Any) -> Any:
    return {"cells": raw} if isinstance(raw, list) else raw


def _data(raw: Any) -> str | None:
    return TAG + ("expression" if isinstance(raw, str) else "rows")


AnyRow = Annotated[RowFile, BeforeValidator(_cells), AlsoWritten({"type": "array"})]

TableData = Annotated[
    Union[  # noqa: UP007 # pydantic wants tagged members at run time
        Annotated[Words, Tag("=expression")],
        Annotated[tuple[AnyRow, ...], Tag("=rows"), Declared(min_length=1, max_length=MOST_ROWS)],
    ],
    Discriminator(_data),
]
"""A list field, as ``"{{ years }}"``, or rows written in the file."""
