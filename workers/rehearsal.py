"""Names the clips, builds the page and paints the pictures of sample rows, to find what is wrong.

What the campaign's files and data do not show by themselves (a logo that is too large, an address
that is none, a text that nobody can read on its picture) is found before a run begins. Nothing is
encoded, and nothing is kept.
"""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
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
from workers.picture_faults import PictureFaults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenes.bound import BoundStoryboard
    from scenes.campaign import Campaign

NO_SECRET = bytes(32)
"""Keys the names of clips that are never made."""


SAMPLES = 100
"""Rows whose scenes are looked at, from the first on; only what has other layers is painted."""


def rehearse(folder: Path, data: Path | None = None, *, functions: bool = False) -> list[Fault]:
    """Return what goes wrong with the first usable rows of a campaign without other faults.

    Args:
        folder: the campaign folder.
        data: the data file; None: the one that campaign.yaml names.
        functions: whether Python functions of the template author may make bases.

    Raises CampaignError and DataError as loading and reading do.
    """
    campaign = load_campaign(folder)
    with tempfile.TemporaryDirectory(prefix="sollecito-check-") as cache:
        kit = RenderKit(
            media=campaign.media,
            secret=NO_SECRET,
            cache=Path(cache),
            uploads=campaign.uploads,
            functions=folder if functions else None,
        )
        seen = PictureFaults(campaign, kit)
        for number, row in enumerate(_rows(campaign, data or folder / campaign.file.data.file)):
            fields = campaign.storyboard.fields
            values = {name: from_json(fields[name], row.values[name]) for name in fields}
            bound = bind(campaign, values)
            if not number:
                shown = [seen.see_base(scene) for scene in bound.scenes]
                if not all(shown):
                    return seen.faults()
                fault = _unbuilt(campaign, bound, kit)
                if fault is not None:
                    return [fault]
            for scene in bound.scenes:
                seen.see(scene)
        return seen.faults()


def _unbuilt(campaign: Campaign, bound: BoundStoryboard, kit: RenderKit) -> Fault | None:
    """Return why the clips of a row cannot be named, or its page not be built."""
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
        return Fault(CAMPAIGN_FILE, None, "", str(error))
    return None


def _rows(campaign: Campaign, data: Path) -> Iterator[GoodRow]:
    """Return the first usable rows."""
    file = campaign.file
    checker = RowChecker(campaign.storyboard.fields, file.data, file.locale)
    table = open_table(data, required=checker.required, known=checker.known)
    checker.use_header(table.header)
    checked = (checker.check(row) for row in table.rows())
    return islice((row for row in checked if isinstance(row, GoodRow)), SAMPLES)
