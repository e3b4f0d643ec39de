"""The example campaign, bound for its first recipients."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from campaigns.reading import open_table
from campaigns.row_checking import GoodRow, RowChecker
from renderer.kit import RenderKit
from scenes.bind import bind
from scenes.loading import load_campaign
from scenes.values import from_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenes.bound import BoundStoryboard
    from scenes.campaign import Campaign

FOLDER = Path(__file__).parent.parent / "examples" / "vehicle-tax"
"""The campaign that everything is measured on."""

_TODAY = date(2026, 11, 20)


@cache
def campaign() -> Campaign:
    """Return the example, loaded."""
    return load_campaign(FOLDER)


def rows() -> Iterator[dict[str, object]]:
    """Yield the values of the example's good rows, in their order."""
    fields, file = campaign().storyboard.fields, campaign().file
    checker = RowChecker(fields, file.data, file.locale)
    table = open_table(FOLDER / file.data.file, required=checker.required, known=checker.known)
    checker.use_header(table.header)
    for row in table.rows():
        outcome = checker.check(row)
        if isinstance(outcome, GoodRow):
            yield {name: from_json(fields[name], raw) for name, raw in outcome.values.items()}


def bound_for(values: dict[str, object]) -> BoundStoryboard:
    """Return the story of a row."""
    return bind(campaign(), values, today=_TODAY)


def recipients() -> Iterator[BoundStoryboard]:
    """Yield the bound storyboards of the example's good rows, in their order."""
    return map(bound_for, rows())


def kit(cache_folder: Path) -> RenderKit:
    """Return what rendering needs, with a cache of its own."""
    return RenderKit(FOLDER / "media", b"the secret of a benchmark", cache_folder)
