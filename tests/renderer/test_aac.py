"""AAC: one packet of priming, every sample near to what went in, the same bytes each time."""

import av
import numpy as np
import pytest

from foundation.errors import RenderError
from renderer import aac
from renderer.clip import SAMPLE_RATE
from renderer.speech import Speaker
from scenes.bound import Voice


def decode(track):
    context = av.CodecContext.create("aac", "r")
    context.extradata = track.extradata
    context.options = {"err_detect": "explode"}
    frames = [frame for packet in track.packets for frame in context.decode(av.Packet(packet))]
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


@pytest.fixture(scope="module")
def voice():
    with Speaker(Voice()) as speaker:
        samples = speaker.say("Buongiorno, le spieghiamo con calma che cosa paga e come.").samples
    whole = np.zeros(-(-len(samples) // 10_240) * 10_240, np.float32)
    whole[: len(samples)] = samples
    return whole


def test_there_is_one_packet_of_priming_and_one_for_each_frame(voice):
    track = aac.encode(voice)
    assert len(track.packets) == len(voice) // 1_024 + 1
    assert track.samples == len(voice)
    assert track.duration_ms == len(voice) * 1_000 / SAMPLE_RATE


def test_what_comes_out_is_what_went_in_at_the_same_place(voice):
    heard = decode(aac.encode(voice))[1_024:]
    assert len(heard) == len(voice)
    noise = np.square(heard - voice).sum()
    assert 10 * np.log10(np.square(voice).sum() / noise) > 20
    assert np.abs(heard).max() < 1


def test_it_takes_about_64_kbit_a_second(voice):
    size = sum(map(len, aac.encode(voice).packets))
    assert 30_000 < size * 8 * SAMPLE_RATE / len(voice) < 100_000


def test_the_bytes_are_the_same_each_time_and_name_no_program(voice):
    first, second = aac.encode(voice), aac.encode(voice)
    assert first == second
    assert b"Lavc" not in b"".join(first.packets)


def test_silence_is_silent():
    assert np.abs(decode(aac.encode(np.zeros(10_240, np.float32)))).max() < 1e-6


@pytest.mark.parametrize("length", [0, 1, 1_000, 10_241])
def test_samples_that_fill_no_frame_are_refused(length):
    with pytest.raises(RenderError, match=str(length)):
        aac.encode(np.zeros(length, np.float32))
