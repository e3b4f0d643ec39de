"""Loudness against FFmpeg's own meter, and a limiter that keeps what it promises."""

from fractions import Fraction

import av
import numpy as np
import pytest
from av.filter import Graph

from renderer.loudness import CEILING, fast_size, limit, loudness

RATE = 48_000


def sine(frequency, level_db, seconds=3.0):
    time = np.arange(int(seconds * RATE)) / RATE
    return (10 ** (level_db / 20) * np.sin(2 * np.pi * frequency * time)).astype(np.float32)


def speechlike(seconds=6.0):
    random = np.random.default_rng(5)
    sound = random.normal(0, 0.1, int(seconds * RATE)).astype(np.float32)
    syllables = np.repeat(random.uniform(0, 1, int(seconds * 8)) ** 2, RATE // 8)
    sound[: len(syllables)] *= syllables
    sound[RATE * 2 : RATE * 3] = 0
    return np.convolve(sound, np.ones(12) / 3, "same").astype(np.float32)


def ffmpeg_loudness(samples):
    """Measure with the filter ``ebur128`` of FFmpeg, through PyAV."""
    graph = Graph()
    source = graph.add_abuffer(
        format="flt", sample_rate=RATE, layout="mono", time_base=Fraction(1, RATE)
    )
    meter = graph.add("ebur128", "metadata=1")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(samples[None], format="flt", layout="mono")
    frame.sample_rate = RATE
    frame.pts = 0
    graph.push(frame)
    graph.push(None)
    last = None
    while True:
        try:
            last = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return float(last.metadata["lavfi.r128.I"])


@pytest.mark.parametrize(
    "samples",
    [sine(997, -20), sine(80, -12), sine(8_000, -30), speechlike()],
    ids=["997 Hz", "80 Hz", "8 kHz", "speechlike"],
)
def test_it_agrees_with_ffmpegs_meter(samples):
    assert loudness(samples, RATE) == pytest.approx(ffmpeg_loudness(samples), abs=0.15)


def test_the_recommendations_own_tone():
    # BS.1770-5: a 997 Hz sine at full scale in one channel reads -3.01 LUFS.
    assert loudness(sine(997, 0), RATE) == pytest.approx(-3.01, abs=0.02)


@pytest.mark.parametrize("rate", [22_050, 32_000, 44_100])
def test_it_works_at_lower_rates(rate):
    time = np.arange(3 * rate) / rate
    for tone, reads in ((997, -23.01), (60, -26.6), (5_000, -19.7)):
        samples = (0.1 * np.sin(2 * np.pi * tone * time)).astype(np.float32)
        assert loudness(samples, rate) == pytest.approx(reads, abs=0.3)
        assert loudness(samples, rate) == pytest.approx(loudness(sine(tone, -20), RATE), abs=0.05)


def test_silence_has_no_loudness():
    assert loudness(np.zeros(RATE, np.float32)) == float("-inf")
    assert loudness(np.zeros(0, np.float32)) == float("-inf")


def test_short_sounds_are_measured_as_one_block():
    assert loudness(sine(997, -20, seconds=0.2), RATE) == pytest.approx(-23, abs=0.3)


@pytest.mark.parametrize("seed", range(5))
def test_no_sample_is_beyond_the_ceiling(seed):
    random = np.random.default_rng(seed)
    sound = random.normal(0, 0.3, 20_011).astype(np.float32)
    sound[random.integers(0, len(sound), 20)] = 3.0
    sound[0] = sound[-1] = 2.0
    limited = limit(sound)
    assert len(limited) == len(sound)
    assert np.abs(limited).max() <= CEILING * 1.000_001


def test_what_is_quiet_is_left_alone():
    sound = sine(300, -10)
    assert np.array_equal(limit(sound), sound)


def test_a_peak_turns_down_its_surroundings_smoothly():
    sound = sine(200, -6)
    sound[RATE] = 2.0
    gain = limit(sound)[RATE - 900 : RATE + 900] / sound[RATE - 900 : RATE + 900]
    steps = np.abs(np.diff(gain[np.abs(sound[RATE - 900 : RATE + 900]) > 0.05]))
    assert steps.max() < 0.05
    assert np.array_equal(limit(sound)[: RATE // 2], sound[: RATE // 2])


@pytest.mark.parametrize("least", [1, 7, 147, 1_000, 99_991])
def test_sizes_are_enough_and_have_small_factors(least):
    size = fast_size(least, 147)
    assert least <= size <= max(147, least * 1.2 + 147)
    rest = size // 147
    assert size % 147 == 0
    for prime in (2, 3, 5):
        while rest % prime == 0:
            rest //= prime
    assert rest == 1
