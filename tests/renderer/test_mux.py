"""The container: index first, both tracks from beginning to end, nothing that varies."""

import io
import struct
import sys
from pathlib import Path

import av
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from coded_clips import SIZE, audio, decoded, tone, video

from foundation.errors import RenderError
from renderer.mux import read_mp4, write_m4a, write_mp4
from renderer.tracks import AudioTrack


@pytest.fixture(scope="module")
def tracks():
    return video(1_920), audio(1_920)


@pytest.fixture(scope="module")
def mp4(tracks):
    return write_mp4(*tracks)


def boxes(content):
    place = 0
    while place < len(content):
        size, kind = struct.unpack_from(">I4s", content, place)
        yield kind, place, size
        place += size


def test_the_index_stands_before_the_media(mp4):
    assert [kind for kind, _, _ in boxes(mp4)] == [b"ftyp", b"moov", b"mdat"]


def test_players_see_25_pictures_a_second_and_aac_at_32_khz(mp4):
    with av.open(io.BytesIO(mp4)) as container:
        picture, sound = container.streams.video[0], container.streams.audio[0]
        assert picture.average_rate == picture.base_rate == 25
        assert picture.frames == 48
        assert (picture.codec_context.width, picture.codec_context.height) == SIZE
        assert picture.codec_context.profile == "High"
        assert sound.codec_context.name == "aac"
        assert sound.codec_context.profile == "LC"
        assert sound.rate == 32_000
        assert sound.channels == 1


def test_both_tracks_start_at_zero_and_last_equally_long(mp4):
    with av.open(io.BytesIO(mp4)) as container:
        for stream in container.streams:
            assert stream.start_time == 0
            assert float(stream.duration * stream.time_base) == pytest.approx(1.92, abs=0.001)
        assert container.duration == 1_920_000


def test_times_of_pictures_are_constant(mp4):
    with av.open(io.BytesIO(mp4)) as container:
        stream = container.streams.video[0]
        times = [
            float(packet.pts * stream.time_base)
            for packet in container.demux(stream)
            if packet.size
        ]
    assert np.allclose(np.diff(times), 0.04)


def test_it_decodes_without_any_fault_and_the_priming_is_not_heard(mp4):
    pictures, sound = decoded(mp4)
    assert len(pictures) == 48
    assert len(sound) == 1_920 * 32
    wanted = tone(1_920)
    noise = np.square(sound - wanted).sum()
    assert 10 * np.log10(np.square(wanted).sum() / noise) > 20


def test_the_same_tracks_give_the_same_bytes(tracks, mp4):
    assert write_mp4(*tracks) == mp4


def test_the_sound_alone_is_the_same_sound_from_its_start(tracks, mp4):
    alone = write_m4a(tracks[1])
    assert [kind for kind, _, _ in boxes(alone)] == [b"ftyp", b"moov", b"mdat"]
    assert write_m4a(tracks[1]) == alone
    with av.open(io.BytesIO(alone)) as container:
        (stream,) = container.streams
        assert stream.start_time == 0
        assert float(stream.duration * stream.time_base) == pytest.approx(1.92, abs=0.001)
        packets = [bytes(packet) for packet in container.demux(stream) if packet.size]
    assert packets == list(tracks[1].packets)
    assert len(alone) < len(mp4)


def test_there_is_no_metadata(mp4):
    for word in (b"Lav", b"x264", b"udta", b"meta", b"creat"):
        assert word not in mp4
    with av.open(io.BytesIO(mp4)) as container:
        assert set(container.metadata) <= {"major_brand", "minor_version", "compatible_brands"}
        assert all(stream.metadata == {"language": "und"} for stream in container.streams)


def test_pictures_and_sound_stand_close_together(mp4):
    with av.open(io.BytesIO(mp4)) as container:
        last = {0: 0.0, 1: 0.0}
        for packet in sorted((p for p in container.demux() if p.size), key=lambda p: p.pos):
            last[packet.stream.index] = float(packet.pts * packet.time_base)
            assert abs(last[0] - last[1]) < 0.7


def test_what_is_written_can_be_read_back(tracks, mp4):
    picture, sound = read_mp4(mp4)
    assert picture.access_units == tracks[0].access_units
    assert picture.extradata == tracks[0].extradata
    assert (picture.width, picture.height, picture.keyframes) == (*SIZE, (0,))
    assert sound == tracks[1]


@pytest.mark.parametrize("pictures_ms", [40, 320, 360, 1_000])
def test_any_length_can_be_written(pictures_ms):
    picture = video(max(80, pictures_ms))
    short = audio(1_920)
    sound = AudioTrack(
        short.extradata, short.packets[: 1 + round(picture.duration_ms * 32 / 1_024)]
    )
    content = write_mp4(picture, sound)
    assert read_mp4(content)[1] == sound
    assert len(decoded(content)[0]) == len(picture.access_units)


def test_tracks_of_different_length_are_refused(tracks):
    with pytest.raises(RenderError, match="differ in length by 320 ms"):
        write_mp4(tracks[0], audio(1_600))


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "no index", "offset"])
def test_a_damaged_file_is_refused(mp4, damage):
    moov, end = next((place, place + size) for kind, place, size in boxes(mp4) if kind == b"moov")
    offsets = mp4.index(b"stco") + 12
    broken = {
        "empty": b"",
        "text": b"this is not a video at all, but long enough to be read",
        "cut": mp4[: len(mp4) // 2],
        "no index": mp4[:moov] + mp4[end:],
        "offset": mp4[:offsets] + b"\x7f\xff\xff\xff" + mp4[offsets + 4 :],
    }[damage]
    with pytest.raises(RenderError, match="render it again"):
        read_mp4(broken)
