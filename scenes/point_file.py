"""The data of a chart as authors write it: a list field, or points in the file."""

from __future__ import annotations

from typing import Annotated, Any, Union

from pydantic import Discriminator, Tag
from pydantic import Field as Declared

from scenes.campaign_file import Strict
from scenes.measures import TAG, Number, Words


class PointFile(Strict):
    """One value of a chart, written in the file."""

    label: Words
    value: Number
    text: Words | None = None
    icon: str | None = None
    highlight: bool = False


def _data(raw: Any) -> str | None:
    return TAG + ("expression" if isinstance(raw, str) else "points")


ChartData = Annotated[
    Union[  # noqa: UP007 # pydantic wants tagged members at run time
        Annotated[Words, Tag("=expression")],
        Annotated[tuple[PointFile, ...], Tag("=points"), Declared(min_length=1)],
    ],
    Discriminator(_data),
]
"""A list field, as ``"{{ years }}"``, or points written in the file."""
