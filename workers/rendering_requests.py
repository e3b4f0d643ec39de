"""What is asked of a rendering process, and what it answers: plain values that can be pickled.

Paths are absolute. What is made comes back as bytes: the asker writes it where it belongs, once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from renderer.clip import Cue


@dataclass(frozen=True, slots=True)
class CampaignPlace:
    """Where a rendering process finds a campaign, and what it needs besides.

    ``folder`` holds the author's files whose digest is ``digest``; ``secret`` keys the names of
    clips; ``cache`` is a folder for prepared bases; ``today`` is the day that storyboards mean.
    ``uploads`` is the folder of recipients' own pictures; ``functions`` is whether the author's
    Python functions may make bases.
    """

    folder: Path
    digest: str
    secret: bytes = field(repr=False)
    cache: Path
    today: date
    uploads: Path | None = None
    functions: bool = False


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Bind a recipient's values and name the clips; answered by ``Plan``."""

    campaign: CampaignPlace
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """Scene id to clip name for every reachable scene, in the author's order; the film's way.

    ``film`` is the film's name, ``pay_address`` the bound pay-now address, ``forms`` declares the
    page's forms (``scenes.bound_forms``), empty without any; ``rtl`` tells that the campaign's
    language is read from the right.
    """

    clips: dict[str, str]
    path: tuple[str, ...]
    film: str
    pay_address: str
    forms: str = ""
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """Render one scene of a recipient; answered by ``RenderedClip``."""

    campaign: CampaignPlace
    values: dict[str, Any]
    scene: str


@dataclass(frozen=True, slots=True)
class RenderedClip:
    """A clip; ``files`` are its objects by ending (``mp4``, ``vtt``, ``jpg``, ``m4a``)."""

    name: str
    duration_ms: int
    cues: tuple[Cue, ...]
    pictures: int
    encoded_pictures: int
    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class KnownClip:
    """A clip that stands in the store: its length and captions, the bytes of its MP4."""

    name: str
    duration_ms: int
    cues: tuple[Cue, ...]
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class FilmRequest:
    """Join clips, in order and with the MP4 file of each, into one film.

    Answered by a dict of ending (``mp4``, ``vtt``) to bytes. ``rtl`` tells that the campaign's
    language is read from the right.
    """

    clips: tuple[KnownClip, ...]
    files: tuple[Path, ...]
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Build the files of a recipient's page; answered by a dict of name to bytes.

    ``clips`` are by scene id.
    """

    campaign: CampaignPlace
    values: dict[str, Any]
    token: str
    link: str
    clips: dict[str, KnownClip]
    film: str
    film_ms: int
    files_origin: str = ""


Request = PlanRequest | RenderRequest | FilmRequest | PageRequest
"""Whatever a rendering process can be asked."""
