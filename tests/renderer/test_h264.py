"""What the encoder hands out is decoded by two decoders, and its headers are read bit by bit."""

from __future__ import annotations

import dataclasses
import subprocess

import imageio_ffmpeg
import numpy as np
import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer import h264
from renderer.colours import yuv
from renderer.h264_bits import NAL_IDR, NAL_SLICE, nal_type
from renderer.h264_headers import read_pps, read_slice_head, read_sps

SMALL = (96, 64)


class Drawn:
    """Pictures with a square that moves over a noisy ground."""

    def __init__(self, holds, size=SMALL, seed=0):
        self.holds = tuple(holds)
        self.size = size
        self.seed = seed

    def pictures(self, canvas=None):
        random = np.random.default_rng(self.seed)
        width, height = self.size
        ground = random.integers(60, 120, (height, width), dtype=np.uint8)
        u = np.full((height // 2, width // 2), 100, np.uint8)
        for number in range(len(self.holds)):
            y = ground.copy()
            left = number * 7 % (width - 20)
            y[10:40, left : left + 20] = 200
            if canvas is None:
                yield y, u, u + number % 20
            else:
                for plane, new in zip(canvas, (y, u, u + number % 20), strict=True):
                    plane[:] = new
                yield canvas


def split(unit):
    nals, at = [], 0
    while at < len(unit):
        length = int.from_bytes(unit[at : at + 4], "big")
        nals.append(unit[at + 4 : at + 4 + length])
        at += 4 + length
    return nals


def parameter_sets(track):
    record = track.extradata
    length = int.from_bytes(record[6:8], "big")
    sps = record[8 : 8 + length]
    pps = record[8 + length + 3 : -4]
    assert record[:1] == b"\x01"
    assert int.from_bytes(record[9 + length : 11 + length], "big") == len(pps)
    return sps, pps


def annex_b(track):
    sps, pps = parameter_sets(track)
    nals = [sps, pps, *(nal for unit in track.access_units for nal in split(unit))]
    return b"".join(b"\0\0\0\1" + nal for nal in nals)


def assert_frame_num_counts(track):
    for number, unit in enumerate(track.access_units):
        (nal,) = split(unit)
        head = read_slice_head(nal, 4)
        assert nal_type(nal) == (NAL_IDR if number == 0 else NAL_SLICE)
        assert nal[0] & 0x60, "every picture is a reference"
        assert head.frame_num == number % 16
        assert (head.first_macroblock, head.parameter_set) == (0, 0)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(holds=st.lists(st.integers(1, 40), min_size=1, max_size=12), seed=st.integers(0, 9))
def test_held_pictures_repeat_the_one_before_bit_by_bit(decode, holds, seed):
    track = h264.encode(Drawn(holds, seed=seed))
    assert len(track.access_units) == sum(holds)
    assert track.encoded == len(holds)
    assert_frame_num_counts(track)
    shown = decode(track)
    assert len(shown) == sum(holds)
    at = 0
    for hold in holds:
        assert all(np.array_equal(shown[at], picture) for picture in shown[at : at + hold])
        at += hold


@pytest.mark.parametrize("decoder", ["h264", "libopenh264"])
def test_two_decoders_see_the_same_pictures(decoder, decode):
    holds = [1, 1, 1, 23, 1, 1, 9, 17, 1, 1, 1, 30]
    track = h264.encode(Drawn(holds, size=(720, 1280)))
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        *("-v", "error", "-xerror", "-err_detect", "crccheck+bitstream+buffer+explode"),
        *("-c:v", decoder, "-f", "h264", "-framerate", "25", "-i", "pipe:"),
        *("-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:"),
    ]
    done = subprocess.run(command, input=annex_b(track), capture_output=True, check=True)
    assert not done.stderr
    raw = np.frombuffer(done.stdout, np.uint8).reshape(-1, 1280 * 3 // 2, 720)
    ours = decode(track)
    assert len(raw) == len(ours) == sum(holds)
    assert all(np.array_equal(a, b) for a, b in zip(raw, ours, strict=True))


def test_the_stream_says_what_players_need():
    sps_nal, pps_nal = parameter_sets(h264.encode(Drawn([1, 1, 30], size=(720, 1280))))
    sps, pps = read_sps(sps_nal), read_pps(pps_nal)
    assert (sps.profile, sps.level) == (100, 31)
    assert (sps.width_mbs, sps.height_mbs) == (45, 80)
    assert (sps.primaries, sps.transfer, sps.matrix, sps.full_range) == (1, 1, 1, False)
    assert sps.fixed_rate
    assert (sps.poc_type, sps.references, sps.reorder) == (2, 1, 0)
    assert pps.cabac
    assert pps.init_qp == 26


def test_clips_share_parameter_sets_and_join(decode):
    one, two, three = (
        h264.encode(Drawn(holds, seed=seed))
        for seed, holds in enumerate([[200], [1] * 25 + [175], [1, 1, 9, 1, 1, 14]])
    )
    assert one.extradata == two.extradata == three.extradata
    joined = dataclasses.replace(
        one, access_units=one.access_units + two.access_units + three.access_units
    )
    singles = [picture for track in (one, two, three) for picture in decode(track)]
    assert all(np.array_equal(a, b) for a, b in zip(decode(joined), singles, strict=True))


def test_the_same_pictures_give_the_same_bytes():
    assert h264.encode(Drawn([1, 1, 20])) == h264.encode(Drawn([1, 1, 20]))


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ("cabac=0", "not CABAC"),
        ("bframes=2", "picture order count"),
        ("weightp=2", "weighted prediction"),
        ("slices=2", "more than one slice"),
    ],
)
def test_where_pictures_cannot_be_held_all_are_encoded_and_it_is_logged(parameters, reason, decode):
    plain = dataclasses.replace(
        h264.SETTINGS, parameters=f"{h264.SETTINGS.parameters}:{parameters}"
    )
    holds = [1, 1, 6, 1, 8]
    with structlog.testing.capture_logs() as logs:
        track = h264.encode(Drawn(holds), plain)
    assert [entry["event"] for entry in logs] == ["held pictures are encoded plainly"]
    assert reason in logs[0]["reason"]
    assert track.encoded == len(track.access_units) == sum(holds)
    shown = decode(track)
    assert len(shown) == sum(holds)
    # In the order of display: the square is where it was drawn.
    wanted = [
        y
        for hold, (y, _, _) in zip(holds, Drawn(holds).pictures(), strict=True)
        for _ in range(hold)
    ]
    assert all(
        np.abs(a[:64].astype(int) - b).mean() < 6 for a, b in zip(shown, wanted, strict=True)
    )


def test_a_picture_whose_sides_are_no_multiples_of_16_is_held(decode):
    track = h264.encode(Drawn([1, 1, 12], size=(1080, 1080)))
    assert track.encoded == 3
    assert decode(track)[-1].shape == (1620, 1080)


def test_colours_survive_within_two_levels(decode):
    colours = ["#fbf6ec", "#16324a", "#b4472a", "#0f6072", "#e6a83c", "#ffffff", "#000000"]
    width, height = 112, 64
    y, u, v = (np.empty((height // s, width // s), np.uint8) for s in (1, 2, 2))
    for number, colour in enumerate(colours):
        for plane, value, step in zip((y, u, v), yuv(colour), (16, 8, 8), strict=True):
            plane[:, number * step : (number + 1) * step] = value

    class Patches:
        size = (width, height)
        holds = (20,)

        def pictures(self, _canvas=None):
            yield y, u, v

    shown = decode(h264.encode(Patches()))[-1]
    for number, colour in enumerate(colours):
        luma, blue, red = yuv(colour)
        assert abs(int(shown[30, number * 16 + 8]) - luma) <= 2
        chroma = shown[height:].reshape(2, height // 2, width // 2)
        assert abs(int(chroma[0, 16, number * 8 + 4]) - blue) <= 2
        assert abs(int(chroma[1, 16, number * 8 + 4]) - red) <= 2
