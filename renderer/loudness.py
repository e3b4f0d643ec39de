"""Loudness after ITU-R BS.1770-5 and a limiter, for mono sound.

Filters are applied as frequency responses, so one Fourier transform serves several of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from renderer.clip import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

NARRATION_LUFS = -16.0
"""Loudness of the voice."""

CEILING = 10 ** (-2 / 20)
"""Highest sample, -2 dB below full scale: leaves room for what AAC adds to the peaks."""

# ITU-R BS.1770-5, annex 1, tables 1 and 2: the head's shelf and the low-frequency cut. They are
# given for 48 kHz; at other rates the same responses are taken at the frequencies that are there.
_FILTER_RATE = 48_000
_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (-1.69065929318241, 0.73248077421585),
)
_LOW_CUT = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))


def k_weighting(frequencies: Floats) -> NDArray[np.complex64]:
    """Return the K-weighting's response at frequencies in Hz, below 24,000."""
    delay = np.exp(-2j * np.pi * frequencies / _FILTER_RATE)
    response = np.ones_like(delay)
    for (b0, b1, b2), (a1, a2) in (_SHELF, _LOW_CUT):
        response *= (b0 + b1 * delay + b2 * delay**2) / (1 + a1 * delay + a2 * delay**2)
    weighted: NDArray[np.complex64] = response.astype(np.complex64)
    return weighted


def loudness(samples: Floats, rate: int = SAMPLE_RATE) -> float:
    """Return the gated loudness of mono samples in LUFS; -inf for silence.

    ``rate`` is at most 48,000 Hz.
    """
    if not len(samples):
        return float("-inf")
    size = fast_size(len(samples) + rate // 4)
    spectrum = np.fft.rfft(samples, size)
    spectrum *= k_weighting(np.fft.rfftfreq(size, 1 / rate))
    return gated_loudness(np.fft.irfft(spectrum, size)[: len(samples)], rate)


def gated_loudness(weighted: Floats, rate: int, gain: float = 1.0) -> float:
    """Return the loudness in LUFS of samples already weighted: blocks of 400 ms, gated twice.

    The samples are taken ``gain`` times.
    """
    step = rate // 10
    steps = max(1, len(weighted) // step)
    size = min(steps * step, len(weighted))
    parts = weighted[:size].reshape(steps, -1)
    energy = np.einsum("ij,ij->i", parts, parts).astype(np.float64) * gain**2
    span = min(4, len(energy))
    blocks = np.convolve(energy, np.ones(span), "valid") / (span * min(step, size))
    gate = _energy(-70.0)
    for relative in (0.1, 0.0):  # -10 dB under the loudness of what passed the absolute gate
        blocks = blocks[blocks > gate]
        if not len(blocks):
            return float("-inf")
        gate = float(blocks.mean()) * relative
    return float(-0.691 + 10 * np.log10(blocks.mean()))


def _energy(lufs: float) -> float:
    """Return the mean square of a loudness."""
    return float(10 ** ((lufs + 0.691) / 10))


def limit(
    samples: NDArray[np.float32],
    ceiling: float = CEILING,
    *,
    gain: float = 1.0,
    make_up: bool = False,
) -> NDArray[np.float32]:
    """Return samples times ``gain``, none beyond the ceiling, turned down smoothly around peaks.

    The gain is worked out for blocks of 1 ms, is down 4 ms before a peak and back up 4 ms after;
    within a block it goes in a straight line between values that suit both its neighbours. With
    ``make_up`` the whole is made louder by what the peaks lost.
    """
    block = SAMPLE_RATE // 1_000
    count = -(-len(samples) // block)
    padded = np.zeros(count * block, np.float32)
    np.multiply(samples, np.float32(gain), out=padded[: len(samples)])
    peaks = _peaks(padded, block)
    if not count or float(peaks.max()) <= ceiling:
        return padded[: len(samples)]
    blocks = padded.reshape(count, block)
    gains = _gains(peaks, ceiling)
    louder = 1.0
    if make_up:
        energy = np.einsum("ij,ij->i", blocks, blocks)
        for _ in range(3):
            # Not ``np.dot``: its threads would cost more than they save.
            kept = float(np.einsum("i,i->", energy, np.square(gains[1:] * louder)))
            louder *= (float(energy.sum()) / kept) ** 0.5
            gains = _gains(peaks * np.float32(louder), ceiling)
        padded *= np.float32(louder)
    turned = np.flatnonzero((gains[:-1] < 1) | (gains[1:] < 1))
    before, after = gains[turned, None], gains[turned + 1, None]
    blocks[turned] *= before + (after - before) * (np.arange(block, dtype=np.float32) / block)
    return padded[: len(samples)]


def _peaks(samples: NDArray[np.float32], block: int) -> NDArray[np.float32]:
    """Return the highest magnitude of each block of samples."""
    # The highest of 1, 2, 4… samples from each sample on: long rows are quick, many short are slow.
    highest = np.abs(samples)
    reach = 1
    while reach < block:
        step = min(reach, block - reach)
        highest = np.maximum(highest[:-step], highest[step:])
        reach += step
    return highest[::block]


def _gains(peaks: NDArray[np.float32], ceiling: float) -> NDArray[np.float32]:
    """Return the gain at the edges of blocks, one more than there are blocks."""
    reach = 4
    needed = np.minimum(1, ceiling / np.maximum(peaks, 1e-9)).astype(np.float32)
    # Lowest gain of the blocks around, then a mean over as many: never above what a block needs.
    wide = np.ones(len(needed) + 4 * reach, np.float32)
    wide[2 * reach : -2 * reach] = needed
    lowest = wide[: len(wide) - 2 * reach].copy()
    for shift in range(1, 2 * reach + 1):
        np.minimum(lowest, wide[shift : len(lowest) + shift], out=lowest)
    smooth = np.convolve(lowest, np.full(2 * reach + 1, 1 / (2 * reach + 1)), "valid")
    edges = np.append(smooth, smooth[-1])
    np.minimum(edges[1:-1], smooth[:-1], out=edges[1:-1])
    return edges.astype(np.float32)


def fast_size(least: int, multiple: int = 2) -> int:
    """Return the least size that has the factors of ``multiple`` and otherwise only 2, 3 and 5."""
    count = -(-least // multiple)
    best = 1 << max(0, (count - 1).bit_length())
    five = 1
    while five < best:
        three = five
        while three < best:
            whole = three << max(0, (-(-count // three) - 1).bit_length())
            best = min(best, whole)
            three *= 3
        five *= 5
    return best * multiple
