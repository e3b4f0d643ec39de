"""A clip's sound: the narration over a quiet bed of music that makes way for the voice."""

from __future__ import annotations

import itertools
from functools import lru_cache
from typing import TYPE_CHECKING

import av
import numpy as np

from foundation.errors import RenderError
from renderer.clip import SAMPLE_RATE
from renderer.loudness import limit, loudness

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from renderer.kit import RenderKit
    from renderer.speech import Utterance
    from renderer.timing import SceneTiming
    from scenes.bound import Look

LIFT_DB = 4.0
"""How much louder the bed is where nobody speaks."""

DUCK_MS = 350
"""The bed goes down over this time before the first word."""

RISE_MS = 500
"""And comes up again over this time after the last."""

FADE_IN_MS = 300
FADE_OUT_MS = 700
"""The bed begins and ends every clip in silence, so that clips join without a click."""

CEILING = 10 ** (-1 / 20)
_PER_MS = SAMPLE_RATE // 1_000


def mix(
    timing: SceneTiming, utterances: Sequence[Utterance], look: Look, kit: RenderKit
) -> NDArray[np.float32]:
    """Return a clip's sound, mono, 48 kHz, exactly as long as ``timing.duration_ms``.

    Raises RenderError when the music cannot be read.
    """
    length = timing.duration_ms * _PER_MS
    track = np.zeros(length, np.float32)
    if look.music is not None:
        path = kit.media_file(look.music)
        status = path.stat()
        bed = _bed(path, status.st_size, status.st_mtime_ns, look.music_level)
        for start in range(0, length, len(bed)):
            part = track[start : start + len(bed)]
            part[:] = bed[: len(part)]
        spoken = [utterance for utterance in utterances if len(utterance.samples)]
        _shape(track, timing, spoken=bool(spoken))
    for start_ms, utterance in zip(timing.sentence_starts_ms, utterances, strict=True):
        start = start_ms * _PER_MS
        track[start : start + len(utterance.samples)] += utterance.samples
    return limit(track, CEILING)


def _shape(track: NDArray[np.float32], timing: SceneTiming, *, spoken: bool) -> None:
    """Fade the bed in and out and hold it down under the voice, in place."""
    total = timing.duration_ms
    lift = 10 ** (LIFT_DB / 20)
    points: list[tuple[int, float]] = [(0, lift), (total, lift)]
    if spoken:
        first = timing.sentence_starts_ms[0]
        last = timing.sentence_ends_ms[-1]
        points[1:1] = [
            (max(0, first - DUCK_MS), lift),
            (first, 1.0),
            (last, 1.0),
            (min(total, last + RISE_MS), lift),
        ]
    for (from_ms, before), (to_ms, after) in itertools.pairwise(points):
        part = track[from_ms * _PER_MS : to_ms * _PER_MS]
        if before == after:
            part *= np.float32(before)
        else:
            part *= np.linspace(before, after, len(part), endpoint=False, dtype=np.float32)
    # Squared, so that the 21 ms that two clips share at a join are as good as silent.
    head = min(FADE_IN_MS * _PER_MS, len(track))
    track[:head] *= np.linspace(0, 1, head, dtype=np.float32) ** 2
    tail = min(FADE_OUT_MS * _PER_MS, len(track))
    track[len(track) - tail :] *= np.linspace(1, 0, tail, dtype=np.float32) ** 2


@lru_cache(maxsize=4)
def _bed(path: Path, size: int, changed_ns: int, level: float) -> NDArray[np.float32]:
    """Return the music as mono samples at 48 kHz and the loudness wanted, ready to be looped."""
    del size, changed_ns  # part of the cache's key: another file of that name is read anew
    samples = read_sound(path)
    measured = loudness(samples)
    if not np.isfinite(measured):
        raise RenderError(f"{path.name}: the music is silent. Use another file, or none.")
    samples *= np.float32(10 ** ((level - measured) / 20))
    if abs(samples[0] - samples[-1]) > np.abs(np.diff(samples)).max():
        # No loop by itself: 5 ms of silence at the seam instead of a click.
        seam = np.linspace(0, 1, 5 * _PER_MS, dtype=np.float32)
        samples[: len(seam)] *= seam
        samples[-len(seam) :] *= seam[::-1]
    samples.flags.writeable = False
    return samples


def read_sound(path: Path) -> NDArray[np.float32]:
    """Return a sound file as mono samples at 48 kHz; RenderError when it cannot be read."""
    try:
        with av.open(str(path)) as container:
            resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
            parts = [
                part.to_ndarray()[0]
                for frame in [*container.decode(audio=0), None]
                for part in resampler.resample(frame)
            ]
    except (av.FFmpegError, IndexError) as error:
        raise RenderError(f"{path.name}: cannot be read as sound; use WAV or FLAC.") from error
    if sum(len(part) for part in parts) < SAMPLE_RATE // 2:
        raise RenderError(f"{path.name}: the music is shorter than half a second.")
    return np.concatenate(parts)
