"""A clip's sound: the voice where the timing says, the bed under it, silence at both ends."""

import wave
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from foundation.errors import RenderError
from renderer.clip import SAMPLE_RATE
from renderer.loudness import loudness
from renderer.music import read_sound
from renderer.soundtrack import LIFT_DB, mix
from renderer.speech import Speaker
from renderer.timing import SceneTiming, plan_timing
from scenes.bound import Sentence, Voice

MS = SAMPLE_RATE // 1_000


def write_wav(path, samples, rate=SAMPLE_RATE, channels=1):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((samples * 32_767).astype("<i2").tobytes())


@pytest.fixture
def musical(look, kit):
    """A look with a bed of four seconds: a chord that loops without a seam."""
    time = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    chord = sum(np.sin(2 * np.pi * tone * time) for tone in (220, 277, 330)) * 0.2
    write_wav(kit.media / "bed.wav", chord)
    return replace(look, music="bed.wav")


@pytest.fixture(scope="module")
def said():
    with Speaker(Voice()) as speaker:
        return [speaker.say("Buongiorno a tutti."), speaker.say("Questa è la seconda frase.")]


@pytest.fixture
def timing(said, scene_of):
    scene = scene_of(say=[Sentence("a", "a")] * len(said))
    return plan_timing(scene, [spoken.length_ms for spoken in said], Voice())


def test_it_is_exactly_as_long_as_the_clip(timing, said, look, musical, kit):
    for chosen in (look, musical):
        assert len(mix(timing, said, chosen, kit)) == timing.duration_ms * MS


def test_without_music_there_is_the_voice_and_nothing_else(timing, said, look, kit):
    sound = mix(timing, said, look, kit)
    for start, spoken in zip(timing.sentence_starts_ms, said, strict=True):
        placed = sound[start * MS : start * MS + len(spoken.samples)]
        assert np.array_equal(placed, spoken.samples)
        sound[start * MS : start * MS + len(spoken.samples)] = 0
    assert not sound.any()


def test_the_bed_is_at_its_level_under_the_voice_and_a_little_higher_elsewhere(
    timing, said, musical, kit
):
    silent = [replace(spoken, pcm=partial(np.zeros, spoken.length, np.int16)) for spoken in said]
    bed = mix(timing, silent, musical, kit)
    under = bed[timing.sentence_starts_ms[0] * MS : timing.sentence_ends_ms[-1] * MS]
    assert loudness(under) == pytest.approx(musical.music_level, abs=0.5)
    silent = SceneTiming(6_400, (), ())
    free = mix(silent, [], musical, kit)[SAMPLE_RATE : 5 * SAMPLE_RATE]
    assert loudness(free) == pytest.approx(musical.music_level + LIFT_DB, abs=0.5)


def test_both_ends_are_silent_so_that_clips_join(timing, said, musical, kit):
    sound = mix(timing, said, musical, kit)
    assert np.abs(sound[:1_024]).max() < 0.001
    assert np.abs(sound[-1_024:]).max() < 0.001


def test_the_bed_never_jumps_also_where_it_loops(musical, kit):
    sound = mix(SceneTiming(12_800, (), ()), [], musical, kit)
    steepest = 2 * np.pi * 330 / SAMPLE_RATE * np.abs(sound).max()
    assert np.abs(np.diff(sound)).max() < 1.2 * steepest


def test_a_bed_that_is_no_loop_gets_a_soft_seam(look, kit):
    time = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    write_wav(kit.media / "saw.wav", 0.5 * np.sin(2 * np.pi * 50.1 * time + 1.5))
    musical = replace(look, music="saw.wav")
    sound = mix(SceneTiming(9_600, (), ()), [], musical, kit)
    assert np.abs(np.diff(sound)).max() < 0.02 * np.abs(sound).max()


def test_loudness_of_the_whole_stays_near_that_of_the_voice(timing, said, musical, kit):
    sound = mix(timing, said, musical, kit)
    # Two short sentences: the pauses around them take a little away.
    assert loudness(sound) == pytest.approx(-16.5, abs=0.8)
    assert np.abs(sound).max() < 0.9


def test_very_loud_music_does_not_clip(timing, said, musical, kit):
    loud = replace(musical, music_level=-3)
    assert np.abs(mix(timing, said, loud, kit)).max() <= 10 ** (-1 / 20) * 1.000_001


def test_music_of_another_rate_in_stereo_is_read(kit):
    time = np.arange(2 * 44_100) / 44_100
    tone = 0.25 * np.sin(2 * np.pi * 440 * time)
    write_wav(kit.media / "stereo.wav", np.stack([tone, tone], axis=1), 44_100, channels=2)
    samples = read_sound(kit.media / "stereo.wav")
    assert len(samples) == pytest.approx(2 * SAMPLE_RATE, abs=64)
    spectrum = np.abs(np.fft.rfft(samples[:SAMPLE_RATE]))
    assert spectrum.argmax() == 440


def test_music_that_cannot_be_used_is_named(look, kit, timing, said):
    (kit.media / "bad.flac").write_bytes(b"no music")
    write_wav(kit.media / "short.wav", np.zeros(100))
    write_wav(kit.media / "silent.wav", np.zeros(SAMPLE_RATE))
    for name in ("bad.flac", "short.wav", "silent.wav", "missing.wav"):
        chosen = replace(look, music=name)
        with pytest.raises(RenderError, match=name):
            mix(timing, said, chosen, kit)
