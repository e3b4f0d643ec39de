"""The voice: a sentence becomes sound of even loudness, without silence at its ends."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Self

import numpy as np

from renderer import espeak
from renderer.clip import SAMPLE_RATE
from renderer.loudness import NARRATION_LUFS, gated_loudness, k_weighting, limit

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from numpy.typing import NDArray

    from scenes.bound import Voice

PITCH = 50
"""As the voice's own."""

PITCH_RANGE = 60
"""A little livelier than the voice's own 50."""

LONGEST_GAP_S = 0.7
"""Pauses within a sentence are cut down to this."""

CACHED_SAMPLES = SAMPLE_RATE * 900
"""The cache holds fifteen minutes of speech, 58 megabytes."""

KNOWN_LENGTHS = 50_000
"""Sentences whose length is known without their sound."""

_BLOCK = espeak.SAMPLE_RATE // 200
_FULL_SCALE = np.float32(32_767)
_SILENCE_DB = -42.0
_LEAD_BLOCKS = 3
_TAIL_BLOCKS = 16
_FADE = SAMPLE_RATE // 200

# 22,050 : 32,000 = 441 : 640, so transforms of such sizes resample without error.
_COMMON = math.gcd(espeak.SAMPLE_RATE, SAMPLE_RATE)
_BLOCK_IN = espeak.SAMPLE_RATE // _COMMON * 16
_BLOCK_OUT = SAMPLE_RATE // _COMMON * 16
_EDGE = espeak.SAMPLE_RATE // _COMMON

TONE: tuple[tuple[float, float], ...] = (
    (60, -18),
    (110, 0),
    (200, 1.5),
    (280, 3.5),
    (400, 0.5),
    (630, 0),
    (800, -1.5),
    (1_000, -5.5),
    (1_250, -4),
    (1_600, -2),
    (2_000, -0.5),
    (2_500, -3.5),
    (3_150, -4),
    (4_000, -6.5),
    (5_000, -2),
    (6_300, 0.5),
    (11_025, 0),
)
"""Correction of the voice: gains in dB at frequencies in Hz, straight lines between.

Takes most of the difference between our espeak voice and the average spectrum of women's speech
(Byrne et al., J. Acoust. Soc. Am. 96, 1994): the voice is too sharp around 1 and 4 kHz and too
thin around 300 Hz.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """A spoken sentence of ``length`` samples, mono; none when there was nothing to say.

    ``key`` says who speaks what: utterances of equal keys sound the same. ``pcm`` returns the sound
    in 16 bits; it is called when somebody wants to hear it, since length and key are often enough.
    """

    length: int
    key: tuple[Voice, str]
    pcm: Callable[[], NDArray[np.int16]]

    @property
    def samples(self) -> NDArray[np.float32]:
        """Return the sound, -1…1."""
        return self.pcm().astype(np.float32) * (1 / _FULL_SCALE)

    @property
    def length_ms(self) -> int:
        """Length in milliseconds, rounded up."""
        return -(-self.length * 1_000 // SAMPLE_RATE)


class Speaker:
    """Speaks sentences in one voice; keeps the last fifteen minutes of them, and all lengths.

    One thread of one process may use it (``renderer.espeak`` says why).
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._said: OrderedDict[str, NDArray[np.int16]] = OrderedDict()
        self._samples = 0
        self._lengths: OrderedDict[str, int] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._said.clear()
        self._lengths.clear()
        self._samples = 0

    def say(self, text: str) -> Utterance:
        """Return a sentence spoken at -16 LUFS, no sample beyond -2 dB.

        Raises RenderError when the voice's language is unknown or the text too long to be spoken.
        """
        length = self._lengths.get(text)
        if length is None:
            length = self._lengths[text] = len(self._pcm(text))
            if len(self._lengths) > KNOWN_LENGTHS:
                self._lengths.popitem(last=False)
        else:
            self._lengths.move_to_end(text)
        return Utterance(length, (self._voice, text), partial(self._pcm, text))

    def _pcm(self, text: str) -> NDArray[np.int16]:
        """Return a sentence's sound, spoken again if it is not known any more."""
        known = self._said.get(text)
        if known is not None:
            self._said.move_to_end(text)
            return known
        spoken = espeak.speak(
            text,
            language=self._voice.language,
            rate=self._voice.rate,
            pitch=PITCH,
            pitch_range=PITCH_RANGE,
        )
        samples = _master(_without_silence(spoken))
        pcm: NDArray[np.int16] = np.rint(samples * _FULL_SCALE).astype(np.int16)
        pcm.flags.writeable = False
        self._said[text] = pcm
        self._samples += len(pcm)
        while self._samples > CACHED_SAMPLES and len(self._said) > 1:
            self._samples -= len(self._said.popitem(last=False)[1])
        return pcm


def _without_silence(spoken: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cut the silence off both ends and shorten long gaps."""
    count = len(spoken) // _BLOCK
    blocks = spoken[: count * _BLOCK].reshape(count, _BLOCK)
    power = np.square(blocks).mean(axis=1)
    loudest = power.max(initial=0.0)
    if loudest < 1e-8:
        return np.zeros(0, np.float32)
    heard = np.flatnonzero(power > loudest * 10 ** (_SILENCE_DB / 10))
    keep = np.zeros(count, bool)
    keep[max(0, heard[0] - _LEAD_BLOCKS) : heard[-1] + 1 + _TAIL_BLOCKS] = True
    longest = int(LONGEST_GAP_S * espeak.SAMPLE_RATE / _BLOCK)
    for gap in np.flatnonzero(np.diff(heard) - 1 > longest):
        keep[heard[gap] + 1 + longest // 2 : heard[gap + 1] - longest // 2] = False
    return blocks[keep].ravel()


def _master(spoken: NDArray[np.float32]) -> NDArray[np.float32]:
    """Correct the tone, bring to our rate and the loudness wanted, limit, and fade the ends.

    The loudness is measured on blocks of what is heard, and weighted as the whole sentence is: that
    is within 0.2 dB of weighting every block and needs no further transform.
    """
    if not len(spoken):
        return spoken
    tone, weighting = _responses()
    # Overlap-save: short transforms that fit a near cache, their edges (_EDGE) thrown away.
    hop = _BLOCK_IN - 2 * _EDGE
    count = -(-len(spoken) // hop)
    padded = np.zeros(count * hop + 2 * _EDGE, np.float32)
    padded[_EDGE : _EDGE + len(spoken)] = spoken
    pieces = np.lib.stride_tricks.sliding_window_view(padded, _BLOCK_IN)[::hop]
    # Divided by the size, because numpy takes double precision and its time otherwise.
    spectrum = np.fft.rfft(pieces, norm="forward")
    spectrum *= tone
    power = np.einsum("ij,ij->j", spectrum.real, spectrum.real)
    power += np.einsum("ij,ij->j", spectrum.imag, spectrum.imag)
    edge = _EDGE * SAMPLE_RATE // espeak.SAMPLE_RATE
    length = len(spoken) * SAMPLE_RATE // espeak.SAMPLE_RATE
    wide = np.fft.irfft(spectrum, _BLOCK_OUT)[:, edge : _BLOCK_OUT - edge]
    samples = wide.reshape(-1)[:length].astype(np.float32, copy=False)
    weight = float(np.einsum("i,i->", power, weighting) / max(float(power.sum()), 1e-30)) ** 0.5
    level = gated_loudness(samples, SAMPLE_RATE, weight * _BLOCK_OUT)
    fade = np.linspace(0, 1, min(_FADE, length), dtype=np.float32)
    samples[: len(fade)] *= fade
    samples[length - len(fade) :] *= fade[::-1]
    gain = 10 ** ((NARRATION_LUFS - level) / 20) if np.isfinite(level) else 0.0
    return limit(samples, gain=gain * _BLOCK_OUT, make_up=True)


@lru_cache(maxsize=1)
def _responses() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the gains of the tone correction and the squared ones of the K-weighting."""
    frequencies = np.fft.rfftfreq(_BLOCK_IN, 1 / espeak.SAMPLE_RATE)
    at, gains = np.array(TONE).T
    curve = np.interp(np.log(np.maximum(frequencies, 1.0)), np.log(at), gains)
    # Up to what AAC keeps; a sharp end would ring.
    fall = np.clip((espeak.SAMPLE_RATE / 2 - frequencies) / 1_000, 0, 1)
    pulse = np.fft.irfft(10 ** (curve / 20) * fall, _BLOCK_IN)
    window = np.zeros(_BLOCK_IN)
    window[: _EDGE + 1] = np.cos(np.pi / 2 * np.linspace(-1, 1, _EDGE + 1).clip(0)) ** 2
    window[-_EDGE:] = window[_EDGE:0:-1]
    tone = np.fft.rfft(pulse * window).real.astype(np.float32)
    return tone, np.square(np.abs(k_weighting(frequencies))).astype(np.float32)
