"""«Mattina in Valdoro»: the calm sound bed under the narration, a loop of eight bars in G major.

Everything that rings over the end goes on at the beginning, so the loop has no seam.
"""

from __future__ import annotations

import numpy as np

from assets.music.instruments import RATE, Samples, felt_piano, kalimba, pad, room

SEED = 1848
BEATS_A_MINUTE = 66
BEATS_A_BAR = 4
PEAK = 10 ** (-4.5 / 20)
"""Greatest sample: -4.5 dBFS."""

# A bar: its bass note, the notes of its chord (MIDI numbers), and the piano's eighths: a place in
# the chord, or None for a rest.
BARS: tuple[tuple[int, tuple[int, ...], tuple[int | None, ...]], ...] = (
    (43, (55, 59, 62, 66, 69), (0, 2, 3, 2, 4, None, 2, 1)),  # G maj9
    (40, (52, 59, 62, 67, 71), (0, 1, 3, None, 2, 3, 1, None)),  # E m7
    (36, (55, 60, 64, 67, 71), (0, 2, 4, 2, 3, None, 2, 1)),  # C maj7
    (38, (54, 57, 62, 64, 69), (0, 1, 2, 3, 4, None, 2, None)),  # D add9
    (43, (55, 59, 62, 66, 74), (0, 2, 4, None, 3, 2, 1, 2)),  # G maj7
    (47, (54, 57, 62, 66, 69), (0, 2, 3, 4, None, 2, 1, None)),  # B m7
    (48, (55, 60, 64, 67, 74), (0, 2, 3, 2, 4, None, 3, 1)),  # C maj9
    (38, (55, 57, 62, 67, 69), (0, 1, 2, None, 3, 2, None, None)),  # D sus4
)
# A few high drops: bar, eighth, note.
DROPS = (
    (0, 6, 78),
    (1, 5, 79),
    (2, 6, 76),
    (3, 5, 74),
    (4, 7, 81),
    (5, 6, 78),
    (6, 5, 79),
    (7, 4, 74),
)


def bed(seed: int = SEED) -> Samples:
    """Return the loop, mono, float64 at 48 kHz."""
    rng = np.random.default_rng(seed)
    beat = 60 / BEATS_A_MINUTE
    bar_seconds = BEATS_A_BAR * beat
    length = round(len(BARS) * bar_seconds * RATE)
    near, far = np.zeros(length), np.zeros(length)
    for number, (bass, chord, figure) in enumerate(BARS):
        start = number * bar_seconds
        _lay(far, pad(bass + 12, 0.16, bar_seconds * 2.0, rng), start - bar_seconds * 0.5)
        for note in chord[:3]:
            _lay(far, pad(note, 0.10, bar_seconds * 2.0, rng), start - bar_seconds * 0.5)
        _lay(near, felt_piano(bass, 0.42, rng), start)
        for eighth, place in enumerate(figure):
            if place is None:
                continue
            accent = 0.30 if eighth in {0, 4} else 0.22
            touch = accent * rng.uniform(0.86, 1.06)
            late = rng.uniform(0.0, 0.012)
            _lay(near, felt_piano(chord[place], touch, rng), start + eighth * beat / 2 + late)
    for bar, eighth, note in DROPS:
        moment = bar * bar_seconds + eighth * beat / 2 + rng.uniform(0.0, 0.015)
        _lay(near, kalimba(note, 0.17, rng), moment)
    mixed = near + far
    answer = room(length, 2.4, rng)
    wet = np.fft.irfft(np.fft.rfft(0.8 * near + 0.4 * far) * np.fft.rfft(answer), length)
    mixed = _soften(mixed + 0.30 * wet)
    return np.asarray(mixed * (PEAK / np.max(np.abs(mixed))), dtype=np.float64)


def _lay(loop: Samples, tone: Samples, moment: float) -> None:
    """Add a tone at ``moment`` seconds; what goes over the end continues at the start."""
    start = round(moment * RATE) % len(loop)
    room_left = len(loop) - start
    loop[start : start + len(tone)] += tone[:room_left]
    loop[: max(0, len(tone) - room_left)] += tone[room_left:]


def _soften(loop: Samples) -> Samples:
    """Leave room for the voice: gently less above 3 kHz, nothing below 45 Hz."""
    hertz = np.fft.rfftfreq(len(loop), 1 / RATE)
    low = 1 / (1 + (45 / np.maximum(hertz, 1e-6)) ** 4)
    high = 1 / np.sqrt(1 + (hertz / 3_200) ** 2)
    return np.asarray(np.fft.irfft(np.fft.rfft(loop) * low * high, len(loop)), dtype=np.float64)
