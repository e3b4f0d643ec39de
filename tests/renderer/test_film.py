"""Joined clips: every picture and every sound at its time, nothing drifts, nothing clicks."""

import io
import sys
from pathlib import Path

import av
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from coded_clips import audio, decoded, tone, video

from foundation.errors import RenderError
from renderer.clip import SAMPLE_RATE
from renderer.film import join
from renderer.mux import read_mp4, write_mp4
from renderer.tracks import AudioTrack, VideoTrack

MS = SAMPLE_RATE // 1_000

LENGTHS = (1_920, 1_280, 2_560)
TONES = (440.0, 523.0, 659.0)


@pytest.fixture(scope="module")
def clips():
    return [
        write_mp4(video(length, 30 + 10 * number), audio(length, frequency))
        for number, (length, frequency) in enumerate(zip(LENGTHS, TONES, strict=True))
    ]


@pytest.fixture(scope="module")
def film(clips):
    return join(clips)


def test_every_picture_is_the_one_of_its_clip(clips, film):
    whole = decoded(film)[0]
    singles = [picture for clip in clips for picture in decoded(clip)[0]]
    assert len(whole) == len(singles) == sum(LENGTHS) // 40
    assert all(np.array_equal(a, b) for a, b in zip(whole, singles, strict=True))


def test_each_clip_is_heard_at_its_time(film):
    sound = decoded(film)[1]
    wanted = np.concatenate([tone(*clip) for clip in zip(LENGTHS, TONES, strict=True)])
    assert len(sound) == len(wanted)
    noise = np.square(sound - wanted).sum()
    assert 10 * np.log10(np.square(wanted).sum() / noise) > 20


def test_there_is_no_click_at_a_join(film):
    sound = decoded(film)[1]
    place = 0
    for length in LENGTHS[:-1]:
        place += length * MS
        around = sound[place - 43 * MS : place + 43 * MS]
        assert np.abs(np.diff(around)).max() < 0.002
        assert np.abs(around).max() < 0.01


def test_every_clip_begins_with_a_picture_that_can_be_sought(film):
    with av.open(io.BytesIO(film)) as container:
        stream = container.streams.video[0]
        keys = [
            round(float(packet.pts * stream.time_base) * 1_000)
            for packet in container.demux(stream)
            if packet.size and packet.is_keyframe
        ]
    assert keys == [0, 1_920, 3_200]


def test_thirty_clips_do_not_drift(clips):
    film = join(clips * 10)
    with av.open(io.BytesIO(film)) as container:
        lengths = [float(stream.duration * stream.time_base) for stream in container.streams]
        assert all(stream.start_time == 0 for stream in container.streams)
    assert lengths == pytest.approx([57.6, 57.6], abs=0.001)
    pictures, sound = decoded(film)
    assert len(pictures) / 25 == len(sound) / SAMPLE_RATE == pytest.approx(57.6)
    last = sound[-2_560 * MS :]
    wanted = tone(2_560, 659.0)
    assert np.square(last - wanted).sum() < np.square(wanted).sum() / 100


def test_files_can_be_joined_as_well_as_bytes(clips, film, tmp_path):
    paths = []
    for number, clip in enumerate(clips):
        paths.append(tmp_path / f"{number}.mp4")
        paths[-1].write_bytes(clip)
    assert join(paths) == film


def test_a_film_of_one_clip_is_the_clip(clips):
    assert join(clips[:1]) == clips[0]


def test_a_film_of_films_is_a_film(clips, film):
    assert join([join(clips[:2]), clips[2]]) == film


def test_no_clips_are_no_film():
    with pytest.raises(RenderError, match="at least one"):
        join([])


def test_clips_that_do_not_fit_are_refused(clips):
    picture, sound = read_mp4(clips[0])
    other = VideoTrack(picture.width * 2, picture.height, picture.extradata, picture.access_units)
    with pytest.raises(RenderError, match="Clip 2"):
        join([clips[0], write_mp4(other, sound)])
    longer = AudioTrack(sound.extradata, (*sound.packets, sound.packets[-1]))
    with pytest.raises(RenderError, match="Clip 1: pictures and sound differ"):
        join([write_mp4(picture, longer)])
    with pytest.raises(RenderError, match="render it again"):
        join([clips[0], b"damaged"])
