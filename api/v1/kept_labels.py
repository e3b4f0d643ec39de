"""What people call the parts of campaigns, kept for each state of their files.

Reading a campaign's files takes a while, and labels are asked for with every look at its numbers.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import structlog

from foundation.errors import CampaignError, StorageError
from scenes.story_labels import StoryLabels, story_labels
from workers.edition import kept_files

if TYPE_CHECKING:
    from fastapi import Request

    from api.place import Place
    from campaigns.models import Campaign

MOST = 200
"""Campaigns whose labels are kept at once."""

log = structlog.get_logger(__name__)


class KeptLabels:
    """Labels by campaign and digest of its files; may be used from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, str], StoryLabels] = OrderedDict()

    def of(self, place: Place, campaign: Campaign) -> StoryLabels:
        """Return a campaign's labels; none where its files cannot be had: numbers go without."""
        key = (campaign.id, campaign.digest)
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
        try:
            files = kept_files(place.settings, campaign, place.store)
        except (CampaignError, StorageError, OSError) as error:
            log.info("labels.no_files", campaign=campaign.id, kind=type(error).__name__)
            return StoryLabels()
        labels = story_labels(files.storyboard, files.file.locale)
        with self._lock:
            self._kept[key] = labels
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return labels


def labels_of(request: Request, place: Place, campaign: Campaign) -> StoryLabels:
    """Return what people call the parts of a campaign."""
    kept: KeptLabels = request.app.state.labels
    return kept.of(place, campaign)
