"""The sound bed: what its code makes, calm, and a loop without a seam."""

from pathlib import Path

import av
import numpy as np
import pytest

from assets.music.__main__ import TARGETS
from assets.music.bed import BARS, BEATS_A_BAR, BEATS_A_MINUTE, bed

LARGEST = 1_500_000


@pytest.fixture(scope="module")
def samples():
    with av.open(str(TARGETS[0])) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.channels) == ("flac", 48_000, 1)
        parts = [frame.to_ndarray()[0] for frame in container.decode(stream)]
    return np.concatenate(parts).astype(np.float64) / 32_768


def test_all_copies_are_the_same_and_small():
    contents = {Path(path).read_bytes() for path in TARGETS}
    assert len(contents) == 1
    assert len(contents.pop()) <= LARGEST


def test_the_file_is_what_the_code_makes(samples):
    made = bed()
    assert len(made) == len(samples)
    assert np.abs(made - samples).max() < 4 / 32_768


def test_it_lasts_eight_bars(samples):
    seconds = len(BARS) * BEATS_A_BAR * 60 / BEATS_A_MINUTE
    assert len(samples) / 48_000 == pytest.approx(seconds, abs=1e-3)
    assert 20 <= seconds <= 30


def test_its_peak_leaves_room(samples):
    assert -6 <= 20 * np.log10(np.abs(samples).max()) <= -3


def test_the_loop_has_no_seam_and_no_clicks(samples):
    steps = np.abs(np.diff(samples))
    assert abs(samples[0] - samples[-1]) <= np.quantile(steps, 0.999)
    # A click is a bend that the sound around it does not explain.
    ring = np.concatenate([samples[-480:], samples, samples[:480]])
    bends = np.abs(np.diff(ring, 2))
    assert bends.max() < 0.02


def test_it_is_never_silent_for_long_and_never_harsh(samples):
    window = 24_000
    parts = samples[: len(samples) // window * window].reshape(-1, window)
    levels = np.sqrt(np.mean(parts**2, axis=1))
    assert 20 * np.log10(levels.min()) > -36
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / 48_000)
    assert spectrum[hertz > 4_000].sum() / spectrum.sum() < 1e-4
