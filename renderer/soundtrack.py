"""A clip's sound: the narration over a quiet bed of music that makes way for the voice.

The bed depends only on the place in the clip as long as somebody speaks, so that a sentence at the
same place of another clip sounds exactly the same (``renderer.sound_pieces`` lives by that).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from renderer.clip import SAMPLE_RATE
from renderer.loudness import limit
from renderer.music import bed
from renderer.tracks import AAC_FRAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from renderer.kit import RenderKit
    from renderer.music import Bed
    from renderer.speech import Utterance
    from renderer.timing import SceneTiming
    from scenes.bound import Look

LIFT_DB = 4.0
"""How much louder the bed is where nobody speaks for long."""

FADE_IN = 9
"""AAC frames (288 ms) in which the bed begins, out of silence."""

FADE_OUT = 22
"""AAC frames (704 ms) in which it ends, so that clips join without a click."""

RISE = 16
"""AAC frames (512 ms) in which the bed comes up, once the last word is spoken."""

LONG_AFTER = RISE + 12
"""It comes up only if at least so many AAC frames are left before it fades."""

NEVER = 1 << 40
"""A frame that is never reached."""

CEILING = 10 ** (-1.5 / 20)
_PER_MS = SAMPLE_RATE // 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """What sounds when, for ``frames`` AAC frames.

    ``spoken`` are sentences with their first sample. The bed comes up from frame ``rise`` on.
    """

    bed: Bed
    frames: int
    spoken: tuple[tuple[int, Utterance], ...]
    rise: int

    def samples(self, first: int = 0, last: int | None = None) -> NDArray[np.float32]:
        """Return the sound from frame ``first`` to before ``last`` (the end), mono."""
        start = first * AAC_FRAME
        stop = (self.frames if last is None else last) * AAC_FRAME
        track = self.bed.between(start, stop)
        if len(self.bed.samples):
            self._shape(track, start, stop)
        for begin, utterance in self.spoken:
            end = begin + utterance.length
            if begin < stop and end > start:
                heard = slice(max(begin, start) - start, min(end, stop) - start)
                track[heard] += utterance.samples[max(0, start - begin) : max(0, stop - begin)]
        return limit(track, CEILING) if max(track.max(), -track.min()) > CEILING else track

    def _shape(self, track: NDArray[np.float32], start: int, stop: int) -> None:
        """Fade the bed in and out and lift it after the voice, in place."""
        for first, count, before, after, power in (
            (self.rise, RISE, 1.0, 10 ** (LIFT_DB / 20), 1),
            # Squared, so that the frame that two clips share at a join is as good as silent.
            (0, FADE_IN, 0.0, 1.0, 2),
            (self.frames - FADE_OUT, FADE_OUT, 1.0, 0.0, 2),
        ):
            begin, end = first * AAC_FRAME, (first + count) * AAC_FRAME
            if start < end and stop > begin:
                at = np.arange(max(begin, start), min(end, stop)) - begin
                line = before + (after - before) * (at / (end - begin))
                track[max(begin, start) - start : min(end, stop) - start] *= (line**power).astype(
                    np.float32
                )
            if after > 1 and stop > end:
                track[max(end - start, 0) :] *= np.float32(after)


def score(timing: SceneTiming, utterances: Sequence[Utterance], music: Bed) -> Score:
    """Return what sounds in a clip."""
    frames = timing.duration_ms * _PER_MS // AAC_FRAME
    spoken = tuple(
        (start_ms * _PER_MS, utterance)
        for start_ms, utterance in zip(timing.sentence_starts_ms, utterances, strict=True)
        if utterance.length
    )
    rise = -RISE
    if spoken:
        last = max(begin + utterance.length for begin, utterance in spoken)
        rise = -(-last // AAC_FRAME) + 8
        if frames - FADE_OUT - rise < LONG_AFTER:
            rise = NEVER
    return Score(music, frames, spoken, rise)


def mix(
    timing: SceneTiming, utterances: Sequence[Utterance], look: Look, kit: RenderKit
) -> NDArray[np.float32]:
    """Return a clip's sound, mono, exactly as long as ``timing.duration_ms``.

    Raises RenderError when the music cannot be read.
    """
    return score(timing, utterances, bed(look, kit)).samples()
