"""A loaded campaign: its files, checked, and everything compiled that binding needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenes.page_look import USUAL_LOOK, PageLook

if TYPE_CHECKING:
    from pathlib import Path

    from scenes.bound import Look, Theme
    from scenes.campaign_file import CampaignFile
    from scenes.program import Program
    from scenes.storyboard_file import Storyboard


@dataclass(frozen=True)
class Campaign:
    """A campaign folder without faults.

    Args:
        folder: the campaign folder.
        file: the campaign file.
        storyboard: the storyboard as authored, not bound.
        theme: the theme with the storyboard's own colours.
        look: format, theme, voice and music of every clip.
        digest: hash over campaign.yaml, storyboard.yaml, the theme and all of ``media/``; changes
            when anything that an author wrote changes.
        program: the compiled storyboard, for :func:`scenes.bind.bind`.
        page_look: what the theme says of the page alone.
    """

    folder: Path
    file: CampaignFile
    storyboard: Storyboard
    theme: Theme
    look: Look
    digest: str
    program: Program
    page_look: PageLook = USUAL_LOOK

    @property
    def media(self) -> Path:
        """The folder of the campaign's pictures, videos and sounds."""
        return self.folder / "media"

    @property
    def uploads(self) -> Path | None:
        """The folder of recipients' own pictures, None where the campaign has none."""
        name = self.file.data.pictures
        return self.folder / name if name is not None else None

    def __reduce__(self) -> tuple[Any, ...]:
        # Compiled templates cannot be pickled; the other process reads the same folder.
        from scenes.loading import load_campaign

        return (load_campaign, (self.folder,))
