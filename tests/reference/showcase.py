"""The example that uses everything, bound for its first customer."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from campaigns.reading import open_table
from campaigns.row_checking import GoodRow, RowChecker
from renderer.kit import RenderKit
from scenes.bind import bind
from scenes.loading import load_campaign
from scenes.values import from_json

if TYPE_CHECKING:
    from scenes.bound import BoundStoryboard

FOLDER = Path(__file__).parents[2] / "examples" / "showcase"


@lru_cache(maxsize=1)
def showcase() -> BoundStoryboard:
    """Return the bound story of the first good row."""
    campaign = load_campaign(FOLDER)
    fields, data = campaign.storyboard.fields, campaign.file.data
    checker = RowChecker(fields, data, campaign.file.locale)
    table = open_table(FOLDER / data.file, required=checker.required, known=checker.known)
    checker.use_header(table.header)
    good = next(row for row in map(checker.check, table.rows()) if isinstance(row, GoodRow))
    values = {name: from_json(fields[name], raw) for name, raw in good.values.items()}
    return bind(campaign, values, today=date(2026, 11, 20))


def showcase_kit(cache: Path) -> RenderKit:
    """Return a kit for it; its author's functions are allowed."""
    pictures = load_campaign(FOLDER).file.data.pictures
    uploads = FOLDER / pictures if pictures else None
    return RenderKit(FOLDER / "media", b"a secret of 16 B", cache, uploads, FOLDER)
