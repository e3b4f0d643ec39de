"""Colours through everything: drawn, encoded, packed, decoded, and looked at as RGB again."""

from __future__ import annotations

import dataclasses
import io
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from coded_clips import audio

from foundation.errors import RenderError
from renderer import h264
from renderer.bases import base_pictures
from renderer.colours import halved, planes_of, rgb, theme_colour, yuv
from renderer.h264_headers import read_sps
from renderer.mux import write_mp4
from renderer.stage import stage_of
from scenes.bound import Base

if TYPE_CHECKING:
    from collections.abc import Iterator

PATCH = 64
GREYS = [round(255 * n / 15) for n in range(16)]
BRANDS = [
    (0x0F, 0x60, 0x72),
    (0xB4, 0x47, 0x2A),
    (0x00, 0x5C, 0xA9),
    (0xE3, 0x06, 0x13),
    (0xFF, 0xCC, 0x00),
    (0x00, 0x96, 0x40),
    (0x66, 0x2D, 0x91),
    (0xF3, 0x92, 0x00),
    (255, 0, 0),
    (0, 255, 0),
    (0, 0, 255),
    (0, 255, 255),
    (255, 0, 255),
    (255, 255, 0),
    (0x16, 0x32, 0x4A),
    (0xFB, 0xF6, 0xEC),
]


class Still:
    """One picture, held for a second."""

    holds = (25,)

    def __init__(self, planes: h264.Planes) -> None:
        self._planes = planes
        self.size = planes[0].shape[1], planes[0].shape[0]

    def pictures(self, canvas: h264.Planes | None = None) -> Iterator[h264.Planes]:
        del canvas
        yield self._planes


def patches(colours):
    """A picture of squares, four in a row."""
    rows = [
        np.concatenate([np.full((PATCH, PATCH, 3), colour, np.uint8) for colour in row], axis=1)
        for row in (colours[n : n + 4] for n in range(0, len(colours), 4))
    ]
    y, u, v = planes_of(np.concatenate(rows))
    return tuple(np.rint(plane).astype(np.uint8) for plane in (y, halved(u), halved(v)))


def as_rgb(picture: np.ndarray) -> np.ndarray:
    """Return decoded rows of YUV as RGB by the formulas of BT.709-6 (3.2 to 3.4), as screens do."""
    height, width = picture.shape[0] * 2 // 3, picture.shape[1]
    luma = picture[:height].astype(float)
    quarter = (height // 2, width // 2)
    u, v = (
        np.repeat(np.repeat(part.reshape(quarter).astype(float), 2, 0), 2, 1)
        for part in np.split(picture[height:].reshape(-1), 2)
    )
    y, cb, cr = (luma - 16) / 219, (u - 128) / 224, (v - 128) / 224
    red, blue = y + 2 * (1 - 0.2126) * cr, y + 2 * (1 - 0.0722) * cb
    green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
    return np.clip(np.stack([red, green, blue], axis=-1) * 255, 0, 255)


@pytest.mark.parametrize(
    "colours", [[(grey,) * 3 for grey in GREYS], BRANDS], ids=["grey", "brand"]
)
def test_colours_survive_within_two_levels(colours, decode):
    shown = as_rgb(decode(h264.encode(Still(patches(colours))))[-1])
    for number, colour in enumerate(colours):
        top, left = PATCH * (number // 4), PATCH * (number % 4)
        inside = shown[top + 8 : top + PATCH - 8, left + 8 : left + PATCH - 8]
        off = np.abs(np.median(inside, axis=(0, 1)) - colour)
        assert off.max() <= 2, f"{colour} is seen as {np.median(inside, axis=(0, 1))}"
        assert np.abs(inside - colour).mean(axis=(0, 1)).max() <= 2


@pytest.fixture(scope="module")
def track():
    return h264.encode(Still(patches(BRANDS)))


def sps_of(extradata: bytes) -> bytes:
    """Return the sequence parameter set of an ``avcC`` record."""
    length = int.from_bytes(extradata[6:8], "big")
    return extradata[8 : 8 + length]


def test_the_stream_says_that_it_is_bt709_and_limited(track):
    sps = read_sps(sps_of(track.extradata))
    assert (sps.primaries, sps.transfer, sps.matrix, sps.full_range) == (1, 1, 1, False)


def test_players_are_told_so(track):
    mp4 = write_mp4(dataclasses.replace(track, access_units=track.access_units[:24]), audio(960))
    with av.open(io.BytesIO(mp4)) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        frame = next(container.decode(stream))
        assert context.color_range == 1  # AVCOL_RANGE_MPEG
        assert (context.color_primaries, context.color_trc, context.colorspace) == (1, 1, 1)
        assert (frame.color_range, frame.colorspace) == (1, 1)
    # ISO/IEC 14496-12, 12.1.5: primaries, transfer, matrix, and no full range.
    assert mp4[mp4.index(b"colrnclx") + 8 :][:7] == bytes((0, 1, 0, 1, 0, 1, 0))


@pytest.mark.parametrize(
    ("top", "bottom"),
    [("#fbf6ec", "#cfe5ee"), ("#0f6072", "#16324a"), ("#ffffff", "#f0f0f0")],
)
def test_gradients_do_not_band(top, bottom, look, kit, decode):
    """After coding, the mean of 8 rows goes on evenly, where plain rounding stands and jumps."""
    (planes,) = base_pictures(Base(gradient=(top, bottom)), stage_of(look, kit))
    first, last = (yuv_luma(colour) for colour in (top, bottom))
    ideal = first + (last - first) * (np.arange(1280) + 0.5) / 1280
    plain = (np.repeat(np.rint(ideal)[:, None], 720, axis=1).astype(np.uint8), *planes[1:])
    shown, banded = (decode(h264.encode(Still(each)))[-1][:1280] for each in (planes, plain))
    assert jumps(shown, ideal) < 0.66
    assert jumps(banded, ideal) > 0.8
    # No stretch of rows looks the same for as long as each level lasts without noise.
    stands, level = longest_run(shown), 1280 / abs(last - first)
    assert longest_run(banded) > level * 0.8
    assert stands < level * 0.8


def jumps(luma, ideal):
    """Return how many levels the means of 8 rows jump at most beyond what the ideal ones do."""
    means, wanted = (values.reshape(160, 8, -1).mean(axis=(1, 2)) for values in (luma, ideal))
    return np.abs(np.diff(means) - np.diff(wanted)).max()


def yuv_luma(colour):
    return float(planes_of(np.array(rgb(colour), np.uint8).reshape(1, 1, 3))[0, 0, 0])


def longest_run(luma):
    """Return over how many rows the mean of a row stays the same, to a tenth of a level."""
    means = np.round(luma.mean(axis=1), 1)
    changes = np.flatnonzero(np.diff(means)) + 1
    return np.diff(np.concatenate([[0], changes, [len(means)]])).max()


def test_white_and_black_are_the_ends_of_the_limited_range():
    assert yuv("#ffffff") == (235, 128, 128)
    assert yuv("#000000") == (16, 128, 128)


@pytest.mark.parametrize("colour", ["red", "#fff", "#gggggg", "ffffff", "#ffffff "])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(RenderError, match="is no colour"):
        rgb(colour)


def test_a_colour_that_the_theme_lacks_is_named(theme):
    assert theme_colour(theme, "paper") == "#fbf6ec"
    assert theme_colour(theme, "#123456") == "#123456"
    with pytest.raises(RenderError, match="'test' has no colour 'violet'"):
        theme_colour(theme, "violet")


@pytest.mark.parametrize("colour", [(0xE3, 0x06, 0x13), (0x00, 0x96, 0x40), (0x0F, 0x60, 0x72)])
def test_a_video_keeps_its_colours(colour, look, kit):
    """A film of ours as another film's base: read as BT.709, because it says so."""
    pictures = h264.encode(Still(patches([colour] * 16)))
    short = dataclasses.replace(pictures, access_units=pictures.access_units[:24])
    (kit.media / "film.mp4").write_bytes(write_mp4(short, audio(960)))
    (planes,) = base_pictures(Base(video="film.mp4"), stage_of(look, kit))
    shown = np.concatenate([plane.reshape(-1) for plane in planes]).reshape(1920, 720)
    assert np.abs(np.median(as_rgb(shown), axis=(0, 1)) - colour).max() <= 4
