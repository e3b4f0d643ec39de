"""Instruments as sums of sine waves: float64 samples at 48 kHz, silent at both ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
Samples = NDArray[np.float64]


def frequency(note: float) -> float:
    """Return hertz of a MIDI note number (69 is 440 Hz)."""
    return float(440.0 * 2 ** ((note - 69) / 12))


def felt_piano(note: float, loudness: float, rng: np.random.Generator) -> Samples:
    """Return a soft hammered string: few partials, the high ones gone at once.

    ``loudness`` 0…1 also opens the tone a little, as a firmer touch does.
    """
    seconds = 4.6
    t = np.arange(int(seconds * RATE)) / RATE
    base = frequency(note)
    tone = np.zeros_like(t)
    for partial in range(1, 7):
        stretched = base * partial * np.sqrt(1 + 0.0004 * partial**2)
        if stretched > 5_000:
            break
        strength = np.exp(-(partial - 1) * (1.55 - 0.45 * loudness))
        decay = np.exp(-t * (0.75 + 0.75 * partial + base / 500))
        phase = rng.uniform(0, 2 * np.pi)
        # Two strings, a hair apart, beat slowly against each other.
        apart = 1 + rng.uniform(0.0002, 0.0007)
        pair = np.sin(2 * np.pi * stretched * t + phase) + 0.7 * np.sin(
            2 * np.pi * stretched * apart * t + phase
        )
        tone += strength * decay * pair
    return loudness * tone * _edges(t, attack=0.012, release=0.5)


def kalimba(note: float, loudness: float, rng: np.random.Generator) -> Samples:
    """Return a plucked tongue: one long partial, two short glassy ones, kept quiet."""
    seconds = 2.6
    t = np.arange(int(seconds * RATE)) / RATE
    base = frequency(note)
    tone = np.sin(2 * np.pi * base * t) * np.exp(-t * 2.3)
    for ratio, strength, fall in ((2.0, 0.16, 5.0), (5.4, 0.05, 26.0)):
        if base * ratio < 6_000:
            phase = rng.uniform(0, 2 * np.pi)
            tone += strength * np.sin(2 * np.pi * base * ratio * t + phase) * np.exp(-t * fall)
    return loudness * tone * _edges(t, attack=0.006, release=0.4)


def pad(note: float, loudness: float, seconds: float, rng: np.random.Generator) -> Samples:
    """Return a slow warm tone that swells in and sinks away over its neighbours."""
    t = np.arange(int(seconds * RATE)) / RATE
    base = frequency(note)
    tone = np.zeros_like(t)
    for detune in (-0.0018, 0.0, 0.0021):
        for partial, strength in ((1, 1.0), (2, 0.28), (3, 0.09)):
            phase = rng.uniform(0, 2 * np.pi)
            tone += strength * np.sin(2 * np.pi * base * (1 + detune) * partial * t + phase)
    swell = np.sin(np.pi * np.clip(t / seconds, 0, 1)) ** 1.4
    return loudness * tone * swell / 3


def room(length: int, seconds: float, rng: np.random.Generator) -> Samples:
    """Return the answer of a soft room, ``length`` samples long: dark noise that dies away."""
    t = np.arange(length) / RATE
    noise = rng.standard_normal(length) * np.exp(-t * 6.9 / seconds)
    spectrum = np.fft.rfft(noise)
    hertz = np.fft.rfftfreq(length, 1 / RATE)
    spectrum *= 1 / (1 + (hertz / 1_800) ** 2) * (hertz / (hertz + 160))
    answer = np.fft.irfft(spectrum, length)
    return np.asarray(answer / np.sqrt(np.sum(answer**2)), dtype=np.float64)


def _edges(t: Samples, *, attack: float, release: float) -> Samples:
    """Return an envelope that starts and ends in silence, without corners."""
    rise = 0.5 - 0.5 * np.cos(np.pi * np.clip(t / attack, 0, 1))
    fall = 0.5 - 0.5 * np.cos(np.pi * np.clip((t[-1] - t) / release, 0, 1))
    return np.asarray(rise * fall, dtype=np.float64)
