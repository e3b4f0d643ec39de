"""What people call the parts of campaigns: asked for with every look at their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.story_labels import StoryLabels, story_labels
from workers.edition import kept_files

if TYPE_CHECKING:
    from fastapi import Request

    from api.place import Place
    from api.v1.kept_by_files import KeptByFiles
    from campaigns.models import Campaign

MOST = 200
"""Campaigns whose labels are kept at once."""


def labels_of(request: Request, place: Place, campaign: Campaign) -> StoryLabels:
    """Return a campaign's labels; none where its files cannot be had: numbers go without."""

    def read() -> StoryLabels:
        files = kept_files(place.settings, campaign, place.store)
        return story_labels(files.storyboard, files.file.locale)

    kept: KeptByFiles[StoryLabels] = request.app.state.labels
    return kept.of(campaign, read) or StoryLabels()
