"""What the renderer hands out: a clip and its captions."""

from __future__ import annotations

from dataclasses import dataclass

FPS = 25
"""Pictures a second, constant."""

SAMPLE_RATE = 32_000
"""Audio samples a second."""

GRID_MS = 320
"""Scene lengths are multiples of this: 8 pictures and 10 AAC frames, so clips join by copying."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: shown from ``start_ms`` to ``end_ms`` of its clip (or film)."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Clip:
    """One encoded scene.

    ``mp4`` is a fast-start MP4 (H.264 High, AAC); ``poster`` a JPEG of the held picture; ``sound``
    an MP4 of the same sound alone, for who saves data or wants no motion;
    ``duration_ms`` a multiple of 320. ``encoded_pictures`` of ``pictures`` went through the
    encoder, the others are held.
    """

    name: str
    mp4: bytes
    poster: bytes
    duration_ms: int
    cues: tuple[Cue, ...]
    pictures: int
    encoded_pictures: int
    sound: bytes = b""
