"""What campaigns are called: lists show many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.place import place_of
from scenes.loading import CAMPAIGN_FILE
from scenes.yaml_tree import read_tree
from workers.campaign_copies import copy_of
from workers.edition import kept_files

if TYPE_CHECKING:
    from fastapi import Request

    from api.place import Place
    from api.v1.kept_by_files import KeptByFiles
    from campaigns.models import Campaign

MOST = 2000
"""Campaigns whose titles are kept at once."""


def title_of(request: Request, campaign: Campaign, *, fetched: bool = False) -> str | None:
    """Return what a campaign is called; None where its files cannot be had.

    ``fetched``: files that another machine has may be fetched for it, where one is looked at.
    """
    place = place_of(request)

    def read() -> str | None:
        title = _title_in_copy(place, campaign)
        if title is None and fetched:
            title = kept_files(place.settings, campaign, place.store).file.title
        return title

    kept: KeptByFiles[str] = request.app.state.titles
    return kept.of(campaign, read)


def _title_in_copy(place: Place, campaign: Campaign) -> str | None:
    """Return the title in the files on this machine; the whole campaign takes longer to read."""
    folder = copy_of(place.settings.private, campaign.name, campaign.digest)
    if folder is None:
        return None
    file = read_tree(folder / CAMPAIGN_FILE, CAMPAIGN_FILE).value
    title = file.get("title") if isinstance(file, dict) else None
    return title if isinstance(title, str) else None
