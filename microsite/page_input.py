"""What a page is built from: plain values, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scenes.bound import BoundStoryboard
    from scenes.campaign_file import CampaignFile


@dataclass(frozen=True, slots=True)
class PageCue:
    """One caption of a clip: from ``start_ms`` to ``end_ms`` of the clip."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class PageClip:
    """A scene's clip for the page: ``clips/NAME.mp4``, ``.vtt``, ``.jpg``, ``.m4a`` of the store.

    ``bytes`` are those of its MP4, 0 where they are not known.
    """

    name: str
    duration_ms: int
    cues: tuple[PageCue, ...]
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class PageInput:
    """Everything a recipient's page shows.

    Args:
        bound: the recipient's bound storyboard.
        campaign: the campaign file (issuer, locale, public base address).
        media: the campaign's ``media/`` folder, for the issuer's logo.
        token: the recipient's token, 26 characters of upper-case base32.
        link: the address in the QR code, ``HTTPS://HOST/TOKEN`` in upper case.
        clips: scene id to its clip, for every reachable scene.
        film: name of the film: ``films/NAME.mp4`` and ``.vtt`` of the store.
        film_ms: the film's length in milliseconds.
        files_origin: another place that requests for clips, films and posters may be led to.
    """

    bound: BoundStoryboard
    campaign: CampaignFile
    media: Path
    token: str
    link: str
    clips: Mapping[str, PageClip]
    film: str
    film_ms: int
    files_origin: str = ""
