"""Names the clips and builds the page of one row without rendering anything, to find what is wrong.

What the campaign's files and data do not show by themselves (a logo that is too large, an address
that is none, a theme that lacks a colour of the page) is found before a run begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.reading import open_table
from campaigns.row_checking import GoodRow, RowChecker
from campaigns.tokens import new_token
from foundation.errors import RenderError
from foundation.faults import Fault
from microsite.page import build_page
from microsite.page_input import PageClip, PageInput
from renderer.kit import RenderKit
from renderer.naming import clip_name
from scenes.bind import bind
from scenes.loading import CAMPAIGN_FILE, load_campaign
from scenes.values import from_json

if TYPE_CHECKING:
    from pathlib import Path

    from scenes.campaign import Campaign

NO_SECRET = bytes(32)
"""Keys the names of clips that are never made."""


def rehearse(folder: Path, data: Path | None = None) -> list[Fault]:
    """Return what goes wrong with the first usable row of a campaign without other faults.

    Raises CampaignError and DataError as loading and reading do.
    """
    campaign = load_campaign(folder)
    row = _first_row(campaign, data or folder / campaign.file.data.file)
    if row is None:
        return []
    fields = campaign.storyboard.fields
    bound = bind(campaign, {name: from_json(fields[name], row.values[name]) for name in fields})
    kit = RenderKit(media=campaign.media, secret=NO_SECRET, cache=folder)
    token = new_token()
    try:
        clips = {
            scene.id: PageClip(clip_name(scene, campaign.look, kit), 320, ())
            for scene in bound.scenes
        }
        build_page(
            PageInput(
                bound=bound,
                campaign=campaign.file,
                media=campaign.media,
                token=token,
                link=f"HTTPS://EXAMPLE.ORG/{token}",
                clips=clips,
                film="film",
                film_ms=320,
            )
        )
    except RenderError as error:
        return [Fault(CAMPAIGN_FILE, None, "", str(error))]
    return []


def _first_row(campaign: Campaign, data: Path) -> GoodRow | None:
    file = campaign.file
    checker = RowChecker(campaign.storyboard.fields, file.data, file.locale)
    table = open_table(data, required=checker.required, known=checker.known)
    checker.use_header(table.header)
    checked = (checker.check(row) for row in table.rows())
    return next((row for row in checked if isinstance(row, GoodRow)), None)
