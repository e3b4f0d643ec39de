"""The bed of music: a sound file at the loudness wanted, looped for as long as a clip lasts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import av
import numpy as np

from foundation.errors import RenderError
from renderer.clip import SAMPLE_RATE
from renderer.digests import changed, file_state
from renderer.loudness import loudness

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from renderer.digests import FileState
    from renderer.kit import RenderKit
    from scenes.bound import Look

_SEAM = SAMPLE_RATE // 200


@dataclass(frozen=True, slots=True, eq=False)
class Bed:
    """Music that begins anew when it has ended; ``key`` names the file's state and the level.

    ``samples`` are mono at ``SAMPLE_RATE``, read-only; none of them for silence.
    """

    key: tuple[object, ...]
    samples: NDArray[np.float32]

    def place(self, sample: int) -> int:
        """Return where in the music a clip is at a sample: places that are equal sound alike."""
        return sample % len(self.samples) if len(self.samples) else 0

    def between(self, start: int, stop: int) -> NDArray[np.float32]:
        """Return the samples of a clip from ``start`` to before ``stop``, to be changed at will."""
        if not len(self.samples):
            return np.zeros(stop - start, np.float32)
        out = np.empty(stop - start, np.float32)
        filled = 0
        while filled < len(out):
            at = self.place(start + filled)
            piece = self.samples[at : at + len(out) - filled]
            out[filled : filled + len(piece)] = piece
            filled += len(piece)
        return out


SILENCE = Bed((), np.zeros(0, np.float32))
"""The bed of a campaign without music."""


def bed(look: Look, kit: RenderKit) -> Bed:
    """Return a campaign's bed, kept in memory until its file changes.

    Raises RenderError when the music is missing, cannot be read, is silent, or changes meanwhile.
    """
    if look.music is None:
        return SILENCE
    path = kit.media_file(look.music)
    return _bed(path, file_state(path), look.music_level)


@lru_cache(maxsize=4)
def _bed(path: Path, state: FileState, level: float) -> Bed:
    samples = read_sound(path)
    if file_state(path) != state:
        raise changed()
    measured = loudness(samples)
    if not np.isfinite(measured):
        raise RenderError(f"{path.name}: the music is silent. Use another file, or none.")
    samples *= np.float32(10 ** ((level - measured) / 20))
    if abs(samples[0] - samples[-1]) > np.abs(np.diff(samples)).max():
        # No loop by itself: 5 ms of silence at the seam instead of a click.
        seam = np.linspace(0, 1, _SEAM, dtype=np.float32)
        samples[:_SEAM] *= seam
        samples[-_SEAM:] *= seam[::-1]
    samples.flags.writeable = False
    return Bed((str(path), state, level), samples)


def read_sound(path: Path) -> NDArray[np.float32]:
    """Return a sound file as mono samples at ``SAMPLE_RATE``.

    Raises RenderError when it cannot be read or is shorter than half a second.
    """
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
