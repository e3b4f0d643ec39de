"""Bases made by the author's own Python: only where allowed, its faults told with their line."""

from __future__ import annotations

import dataclasses
import os
import sys
import textwrap

import numpy as np
import pytest

from foundation.errors import RenderError
from renderer import bases
from renderer.bases import base_files, base_key, base_pictures
from renderer.pictures import to_rgb
from renderer.stage import stage_of
from scenes.bound import Base

SUNRISE = """
    import numpy as np
    from moviepy import ColorClip, VideoClip
    from shades import LIGHT


    def sunrise(size, fps):
        width, height = size
        def picture(t):
            return np.full((height, width, 3), int(40 + LIGHT * t), np.uint8)
        return VideoClip(picture, duration=0.4)


    def still(size, fps=25):
        return ColorClip((90, 40), (20, 90, 160), duration=2)


    def small(size, fps):
        return ColorClip((50, 50), (200, 30, 30), duration=1)


    def clear(size, fps):
        return ColorClip(size, (200, 30, 30), duration=1).with_opacity(0.5)


    def endless(size, fps):
        return ColorClip(size, (1, 2, 3))


    def long(size, fps):
        return ColorClip(size, (1, 2, 3), duration=61)


    def number(size, fps):
        return 42


    def wrong(size, fps):
        return VideoClip(lambda t: 1 / 0, duration=1)


    def unnamed(width):
        return None


    def leaving(size, fps):
        raise SystemExit(0)


    def grey(size, fps):
        width, height = size
        return VideoClip(lambda t: np.full((height, width), 130, np.uint8), duration=0.08)


    def clear_colours(size, fps):
        width, height = size
        return VideoClip(lambda t: np.zeros((height, width, 4), np.uint8), duration=0.08)


    def words(size, fps):
        return VideoClip(lambda t: np.full((20, 10, 3), "a"), duration=0.08)


    def bright(size, fps):
        return VideoClip(lambda t: np.full((20, 10, 3), 300.0), duration=0.08)


    def nothing(size, fps):
        return VideoClip(lambda t: np.full((20, 10, 3), np.nan), duration=0.08)


    def growing(size, fps):
        return VideoClip(lambda t: np.zeros((20 + int(t * 50), 10, 3), np.uint8), duration=0.2)


    def late(size, fps):
        return VideoClip(lambda t: exit(3), duration=1)
"""


@pytest.fixture
def folder(tmp_path):
    """The campaign folder with two Python files, one of which needs the other."""
    (tmp_path / "bases.py").write_text(textwrap.dedent(SUNRISE), encoding="utf-8")
    (tmp_path / "shades.py").write_text("LIGHT = 400\n", encoding="utf-8")
    (tmp_path / "syntax.py").write_text("x = 1\ndef (\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def stage(look, kit, folder):
    return stage_of(look, dataclasses.replace(kit, functions=folder))


def first(pictures):
    return np.asarray(to_rgb(pictures[0])).astype(int)


def near(values, wanted):
    return np.abs(values - np.array(wanted)).max() <= 3


def test_a_function_makes_a_base_that_moves(stage):
    pictures = base_pictures(Base(function="bases.py:sunrise"), stage)
    assert len(pictures) == 10
    luma = [int(planes[0][100, 100]) for planes in pictures]
    assert luma == sorted(luma)
    assert luma[-1] - luma[0] == pytest.approx(0.36 * 400 * 219 / 255, abs=2)
    assert pictures[0][0].shape == (1280, 720)


def test_a_clip_whose_pictures_are_alike_is_one_picture(stage):
    pictures = base_pictures(Base(function="bases.py:still"), stage)
    assert len(pictures) == 1
    assert near(first(pictures), (20, 90, 160))


def test_a_clip_of_another_shape_is_fitted(stage):
    picture = first(base_pictures(Base(function="bases.py:small", fit="contain"), stage))
    assert near(picture[290:990, 10:710], (200, 30, 30))
    assert near(picture[:270], (0xFB, 0xF6, 0xEC))


def test_what_is_transparent_shows_the_paper(stage):
    picture = first(base_pictures(Base(function="bases.py:clear"), stage))
    assert near(picture, (226, 138, 133))


def test_its_pictures_are_kept_until_a_file_beside_it_changes(stage, folder, kit):
    base = Base(function="bases.py:still")
    base_pictures(base, stage)
    (kept,) = kit.cache.iterdir()
    made, key = kept.stat().st_mtime_ns, base_key(base, stage)
    bases._kept.cache_clear()
    base_pictures(base, stage)
    assert kept.stat().st_mtime_ns == made
    (folder / "shades.py").write_text("LIGHT = 20\n", encoding="utf-8")
    os.utime(folder / "shades.py", ns=(1, 1))
    assert base_key(base, stage) != key
    base_pictures(base, stage)
    assert len(list(kit.cache.iterdir())) == 2


def test_functions_of_one_file_have_keys_of_their_own(stage):
    assert base_key(Base(function="bases.py:still"), stage) != base_key(
        Base(function="bases.py:small"), stage
    )
    assert list(base_files(Base(function="bases.py:still"), stage.kit)) == [
        "functions/bases.py:still"
    ]


def test_the_folder_and_the_imports_stay_as_they_were(stage, folder):
    before = set(sys.path)
    base_pictures(Base(function="bases.py:still"), stage)
    assert set(sys.path) == before
    assert "shades" not in sys.modules
    assert not list(folder.rglob("__pycache__"))


def test_grey_pictures_are_taken_as_they_are_meant(stage):
    assert near(first(base_pictures(Base(function="bases.py:grey"), stage)), (130, 130, 130))


def test_nothing_stays_behind_where_a_picture_cannot_be_used(stage, monkeypatch):
    def fail(_picture):
        raise ValueError("cannot be used")

    monkeypatch.setattr(bases, "planes_of", fail)
    before = list(sys.path)
    with pytest.raises(ValueError, match="cannot be used") as caught:
        base_pictures(Base(function="bases.py:sunrise"), stage)
    assert caught.tb is not None
    assert sys.path == before


@pytest.mark.parametrize(
    ("function", "message"),
    [
        ("bases.py:endless", "no duration"),
        ("bases.py:long", "lasts 61 s; a base may last 60 s"),
        ("bases.py:number", "must return a MoviePy clip, not int"),
        ("bases.py:wrong", r"bases\.py:39: ZeroDivisionError"),
        ("bases.py:leaving", r"bases\.py:47: SystemExit: 0"),
        ("bases.py:late", r"bases\.py:77: SystemExit: 3"),
        (
            "bases.py:clear_colours",
            r"bases\.py:clear_colours: .* 1280 x 720 x 4 of uint8; expected",
        ),
        ("bases.py:words", "height x width x 3, 0-255"),
        ("bases.py:bright", "numbers beyond 0-255"),
        ("bases.py:nothing", "numbers beyond 0-255"),
        ("bases.py:growing", r"22 x 10 x 3 of uint8; .*20 x 10 x 3 here"),
        ("bases.py:unnamed", r"write def unnamed\(size, fps\)"),
        ("bases.py:missing", "has no function missing"),
        ("none.py:x", "no file none.py"),
        ("../outside.py:x", "outside the campaign folder"),
        ("bases.txt:x", r"expected FILE\.py:NAME"),
        ("syntax.py:x", r"syntax\.py:2: SyntaxError"),
    ],
)
def test_what_is_wrong_with_a_function_is_told(function, message, stage):
    with pytest.raises(RenderError, match=message):
        base_pictures(Base(function=function), stage)


def test_functions_must_be_allowed_even_where_their_pictures_are_kept(stage, look, kit):
    base = Base(function="bases.py:still")
    base_pictures(base, stage)
    with pytest.raises(RenderError, match="SOLLECITO_ALLOW_FUNCTIONS=true or pass --allow-fun"):
        base_pictures(base, stage_of(look, kit))
