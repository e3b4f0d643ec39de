"""Bases of every kind: fitted by MoviePy once, kept whole or not at all."""

from __future__ import annotations

import subprocess
from fractions import Fraction

import av
import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

import renderer.moviepy_bases
from foundation.errors import RenderError
from renderer import bases, h264
from renderer.bases import base_key, base_pictures
from renderer.pictures import paint, to_rgb
from renderer.stage import stage_of
from scenes.bound import Base, Motion, TextLayer


@pytest.fixture
def shown(look, kit):
    """Return a function that gives a base's first picture as RGB values."""

    def of(base):
        return np.asarray(to_rgb(base_pictures(base, stage_of(look, kit))[0])).astype(int)

    return of


@pytest.fixture
def halves(kit):
    """Put a wide picture into the media folder: left red, right blue."""
    image = Image.new("RGB", (400, 200), (190, 40, 40))
    image.paste((40, 60, 190), (200, 0, 400, 200))
    image.save(kit.media / "halves.png")


def near(values, wanted):
    return np.abs(values - np.array(wanted)).max() <= 3


def test_a_colour_of_the_theme_or_of_its_own(shown):
    assert near(shown(Base(color="accent")), (15, 96, 114))
    assert near(shown(Base(color="#336699")), (0x33, 0x66, 0x99))


def test_a_gradient_goes_from_top_to_bottom_without_bands(shown, look, kit):
    picture = shown(Base(gradient=("#fbf6ec", "#cfe5ee")))
    assert near(picture[:4], (0xFB, 0xF6, 0xEC))
    assert near(picture[-4:], (0xCF, 0xE5, 0xEE))
    luma = base_pictures(Base(gradient=("#fbf6ec", "#cfe5ee")), stage_of(look, kit))[0][0]
    # A row between two levels holds both of them: the eye sees what lies between.
    assert sum(len(np.unique(row)) > 1 for row in luma) > len(luma) * 0.8
    smooth = luma.mean(axis=1)
    assert np.abs(np.diff(smooth)).max() < 0.25


@pytest.mark.usefixtures("halves")
def test_shade_darkens_every_kind(shown):
    assert near(shown(Base(color="#ffffff", shade=0.5)), (128, 128, 128))
    grey = shown(Base(gradient=("#ffffff", "#ffffff"), shade=0.5))
    assert near(grey.mean(axis=(0, 1)), (128, 128, 128))
    red = shown(Base(picture="halves.png", focus=(0, 0.5), shade=0.5))
    assert near(red, (95, 20, 20))


@pytest.mark.usefixtures("halves")
@pytest.mark.parametrize(
    ("across", "left", "right"),
    [(0.0, "red", "red"), (0.5, "red", "blue"), (1.0, "blue", "blue")],
)
def test_a_picture_covers_all_and_keeps_its_focus(shown, across, left, right):
    colours = {"red": (190, 40, 40), "blue": (40, 60, 190)}
    picture = shown(Base(picture="halves.png", focus=(across, 0.5)))
    assert picture.shape == (1280, 720, 3)
    assert near(picture[:, :300], colours[left])
    assert near(picture[:, 420:], colours[right])


def test_what_is_transparent_shows_the_paper(shown, kit):
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(kit.media / "clear.png")
    assert near(shown(Base(picture="clear.png")), (0xFB, 0xF6, 0xEC))


@pytest.mark.usefixtures("halves")
def test_a_picture_is_fitted_once_and_then_read(shown, kit, monkeypatch):
    first = shown(Base(picture="halves.png"))
    (file,) = kit.cache.iterdir()
    assert 0 < file.stat().st_size - 720 * 1280 * 3 // 2 < 100
    bases._kept.cache_clear()
    monkeypatch.setattr(renderer.moviepy_bases, "fitted_picture", None)
    assert np.array_equal(shown(Base(picture="halves.png")), first)


@pytest.mark.usefixtures("halves")
def test_a_file_cut_short_is_made_anew(shown, kit):
    first = shown(Base(picture="halves.png"))
    (file,) = kit.cache.iterdir()
    bases._kept.cache_clear()
    file.write_bytes(file.read_bytes()[:1000])
    assert np.array_equal(shown(Base(picture="halves.png")), first)


@pytest.mark.usefixtures("halves")
def test_a_failure_leaves_nothing_behind(shown, kit, monkeypatch):
    def fail(*_):
        raise MemoryError

    monkeypatch.setattr(renderer.moviepy_bases, "fitted_picture", fail)
    with pytest.raises(MemoryError):
        shown(Base(picture="halves.png"))
    assert list(kit.cache.iterdir()) == []


@pytest.mark.usefixtures("halves")
def test_another_picture_of_the_same_name_is_fitted_anew(shown, kit):
    before = shown(Base(picture="halves.png"))
    Image.new("RGB", (400, 200), (10, 200, 10)).save(kit.media / "halves.png")
    assert not np.array_equal(shown(Base(picture="halves.png")), before)


@pytest.fixture
def film(kit):
    """Write a video of ten pictures, each a shade brighter, at 25 a second."""
    with av.open(str(kit.media / "moving.mp4"), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"crf": "10"})
        stream.width, stream.height, stream.pix_fmt = 180, 320, "yuv420p"
        stream.time_base = Fraction(1, 25)
        for number in range(10):
            grey = np.full((320, 180, 3), 40 + 18 * number, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(grey)))
        out.mux(stream.encode(None))


@pytest.mark.usefixtures("film")
def test_a_video_is_encoded_picture_by_picture_and_begins_again(look, kit, scene_of, timed, decode):
    scene = scene_of(
        TextLayer(text="Buongiorno", style="title", enter=Motion("fade", 400)),
        base=Base(video="moving.mp4"),
    )
    timing = timed(scene)
    painted = paint(scene, look, kit, timing)
    pictures = timing.duration_ms // 40
    assert painted.holds == (1,) * pictures
    track = h264.encode(painted)
    luma = [picture[1200, 20] for picture in decode(track)]
    assert luma[:10] == sorted(luma[:10])
    assert luma[9] - luma[0] > 100
    for number in range(10, pictures):
        assert abs(int(luma[number]) - int(luma[number - 10])) <= 4
    # It joins the clips on other bases.
    still = scene_of(TextLayer(text="Buongiorno"))
    assert h264.encode(paint(still, look, kit, timed(still))).extradata == track.extradata


@pytest.mark.parametrize(
    ("base", "message"),
    [
        (Base(picture="none.jpg"), "none.jpg: not found"),
        (Base(video="none.mp4"), "none.mp4: not found"),
        (Base(video="text.mp4"), "text.mp4: is no video"),
        (Base(color="violet"), "no colour 'violet'"),
    ],
)
def test_a_base_that_cannot_be_used_is_named(shown, kit, base, message):
    (kit.media / "text.mp4").write_text("no video")
    with pytest.raises(RenderError, match=message):
        shown(base)


@pytest.mark.usefixtures("film")
def test_a_video_too_long_to_keep_is_refused(shown, monkeypatch):
    monkeypatch.setattr(renderer.moviepy_bases, "MAX_SECONDS", 0.2)
    with pytest.raises(RenderError, match="cut it"):
        shown(Base(video="moving.mp4"))


@pytest.mark.usefixtures("halves")
def test_a_key_follows_all_that_decides_the_pictures(look, kit):
    stage = stage_of(look, kit)
    bases_apart = [
        Base(color="paper"),
        Base(color="accent"),
        Base(color="accent", shade=0.2),
        Base(gradient=("paper", "accent")),
        Base(gradient=("accent", "paper")),
        Base(picture="halves.png"),
        Base(picture="halves.png", focus=(0.1, 0.5)),
        Base(picture="halves.png", fit="contain"),
    ]
    keys = [base_key(base, stage) for base in bases_apart]
    assert len(set(keys)) == len(keys)
    assert base_key(Base(color="paper"), stage) == base_key(Base(color="#fbf6ec"), stage)
    Image.new("RGB", (400, 200), (10, 200, 10)).save(kit.media / "halves.png")
    assert base_key(Base(picture="halves.png"), stage) != keys[5]


@pytest.mark.usefixtures("halves")
@pytest.mark.parametrize(("down", "top"), [(0.0, 0), (0.5, 460), (1.0, 920)])
def test_a_picture_is_shown_whole_on_paper(shown, down, top):
    picture = shown(Base(picture="halves.png", fit="contain", focus=(0.5, down)))
    assert near(picture[top + 4 : top + 356, 4:350], (190, 40, 40))
    assert near(picture[top + 4 : top + 356, 370:716], (40, 60, 190))
    paper = np.delete(picture, slice(max(0, top - 2), top + 362), axis=0)
    assert near(paper, (0xFB, 0xF6, 0xEC))


@pytest.fixture
def video(kit):
    """Return a function that writes a video whose grey tells the time, with a dark strip on top."""

    def write(name, rate, seconds, steps=160):
        options = {"movflags": "faststart"}
        with av.open(str(kit.media / name), "w", options=options) as out:
            stream = out.add_stream("libx264", rate=rate, options={"crf": "10", "bf": "0"})
            stream.width, stream.height, stream.pix_fmt = 180, 320, "yuv420p"
            for number in range(round(seconds * rate)):
                picture = np.full((320, 180, 3), 40 + steps * number / (rate * seconds), np.uint8)
                picture[:40] = 20
                out.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
            out.mux(stream.encode(None))
        return Base(video=name)

    return write


@pytest.mark.parametrize("rate", [Fraction(30000, 1001), Fraction(12), Fraction(50), Fraction(24)])
def test_a_video_of_any_rate_is_shown_at_25_a_second(video, rate, look, kit):
    pictures = base_pictures(video("odd.mp4", rate, 2), stage_of(look, kit))
    assert len(pictures) == pytest.approx(50, abs=1)
    grey = [int(planes[0][900, 300]) for planes in pictures]
    for number, level in enumerate(grey):
        wanted = 16 + (40 + 160 * number / 50) * 219 / 255
        assert level == pytest.approx(wanted, abs=6 + 160 / float(2 * rate))


def test_a_video_that_does_not_move_is_one_picture(video, look, kit):
    base = video("still.mp4", Fraction(25), 1, steps=0)
    assert len(base_pictures(base, stage_of(look, kit))) == 1


def test_a_video_with_too_many_pixels_is_refused(video, shown, monkeypatch):
    monkeypatch.setattr(renderer.moviepy_bases, "MAX_PIXELS", 1_000)
    with pytest.raises(RenderError, match=r"large\.mp4: 180 × 320 pixels"):
        shown(video("large.mp4", Fraction(25), 0.2))


def test_a_video_that_breaks_off_is_named(kit, video, shown):
    base = video("broken.mp4", Fraction(25), 4)
    path = kit.media / "broken.mp4"
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"mdat") + (len(data) - data.index(b"mdat")) // 2])
    with pytest.raises(
        RenderError, match=r"broken\.mp4: breaks off or is damaged after [12]\.\d s"
    ):
        shown(base)


@pytest.mark.parametrize(("turned", "dark"), [(90, "left"), (180, "bottom"), (270, "right")])
def test_a_video_is_turned_upright(turned, dark, kit, video, shown):
    video("lying.mp4", Fraction(25), 0.4)
    subprocess.run(
        [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error"),
            *("-display_rotation", str(turned), "-i", str(kit.media / "lying.mp4")),
            *("-c", "copy", str(kit.media / "turned.mp4")),
        ],
        check=True,
    )
    picture = shown(Base(video="turned.mp4", fit="contain"))
    rows, columns = np.nonzero(picture.mean(axis=2) < 35)
    where = {
        "left": columns.max() < 120 and np.ptp(rows) > 300,
        "right": columns.min() > 600 and np.ptp(rows) > 300,
        "bottom": rows.min() > 1_100,
    }
    assert where[dark], (rows.min(), rows.max(), columns.min(), columns.max())


def test_sound_of_a_video_is_not_needed(kit, shown):
    """A file that holds sound alone is no base."""
    with av.open(str(kit.media / "sound.mp4"), "w") as out:
        stream = out.add_stream("aac", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.float32), "fltp", "mono")
        frame.rate = 48_000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    with pytest.raises(RenderError, match=r"sound\.mp4: is no video"):
        shown(Base(video="sound.mp4"))
