"""What campaigns are called, kept for each state of their files: lists show many at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import structlog

from api.place import place_of
from foundation.errors import CampaignError, StorageError
from scenes.loading import CAMPAIGN_FILE
from scenes.yaml_tree import read_tree
from workers.campaign_copies import copy_of
from workers.edition import kept_files

if TYPE_CHECKING:
    from fastapi import Request

    from api.place import Place
    from campaigns.models import Campaign

MOST = 2000
"""Campaigns whose titles are kept at once."""

log = structlog.get_logger(__name__)


class KeptTitles:
    """Titles by campaign and digest of its files; may be used from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, str], str] = OrderedDict()

    def of(self, place: Place, campaign: Campaign, *, fetched: bool) -> str | None:
        """Return a campaign's title; None where its files cannot be had.

        ``fetched``: files that another machine has may be fetched for it.
        """
        key = (campaign.id, campaign.digest)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        try:
            title = _title_in_copy(place, campaign)
            if title is None and fetched:
                title = kept_files(place.settings, campaign, place.store).file.title
        except (CampaignError, StorageError, OSError) as error:
            log.info("title.no_files", campaign=campaign.id, kind=type(error).__name__)
            return None
        if title is not None:
            with self._lock:
                self._kept[key] = title
                while len(self._kept) > MOST:
                    self._kept.popitem(last=False)
        return title


def title_of(request: Request, campaign: Campaign, *, fetched: bool = False) -> str | None:
    """Return what a campaign is called; its files are only ``fetched`` where one is looked at."""
    kept: KeptTitles = request.app.state.titles
    return kept.of(place_of(request), campaign, fetched=fetched)


def _title_in_copy(place: Place, campaign: Campaign) -> str | None:
    """Return the title in the files on this machine; the whole campaign takes longer to read."""
    folder = copy_of(place.settings.private, campaign.name, campaign.digest)
    if folder is None:
        return None
    file = read_tree(folder / CAMPAIGN_FILE, CAMPAIGN_FILE).value
    title = file.get("title") if isinstance(file, dict) else None
    return title if isinstance(title, str) else None
