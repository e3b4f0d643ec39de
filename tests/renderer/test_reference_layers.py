"""The reference draws only what a layout says in numbers, and says so when something is missing."""

import dataclasses

import numpy as np
import pytest

from foundation.errors import RenderError
from renderer.composition import Drawing, Still
from renderer.ink import Rect, Sprite
from renderer.layout import lay_out_scene
from renderer.reference_layers import layer_clip
from renderer.reference_scene import scene_clip
from renderer.stage import stage_of
from scenes.bound import Base, Motion, Place, ShapeLayer, TextLayer, Timing, Transition


@pytest.fixture
def picture(look, kit, timed):
    def at(scene, milliseconds):
        frame = scene_clip(scene, stage_of(look, kit), timed(scene)).get_frame(milliseconds / 1000)
        return np.asarray(frame)

    return at


def test_a_part_without_figures_is_an_error(look, kit, scene_of, timed):
    layer = ShapeLayer(color="accent")
    sprite = Sprite(np.full((4, 4), 255, np.uint8), 10, 10)
    drawing = Drawing([Still(sprite)], Rect(10, 10, 14, 14))
    timing = timed(scene_of(layer))
    with pytest.raises(RenderError, match="what it was drawn from"):
        layer_clip(layer, drawing, timing.layer_windows[0], timing, 1, stage_of(look, kit))


def test_a_scene_needs_a_base(look, kit, scene_of, timed):
    scene = scene_of(base=Base())
    with pytest.raises(RenderError, match="needs a base"):
        scene_clip(scene, stage_of(look, kit), timed(scene))


def test_colours_are_those_named(picture, scene_of):
    scene = scene_of(ShapeLayer(color="#c03a2b", width=0.5, height=0.1, place=Place(0.5, 0.2)))
    shown = picture(scene, 400)
    assert tuple(shown[300, 360]) == (0xC0, 0x3A, 0x2B)
    assert tuple(shown[900, 360]) == (0xFB, 0xF6, 0xEC)


def test_opacity_is_that_of_the_whole_layer(picture, scene_of):
    text = TextLayer(text="MMMMM", style="figure", box="#ffffff", color="#000000", opacity=0.5)
    shown = picture(scene_of(text, base=Base(color="#808080")), 400).astype(int)
    # Halfway to black where the letters are, not a quarter of the panel through them.
    assert shown.min() == pytest.approx(0x40, abs=2)
    assert shown.max() == pytest.approx(0xC0, abs=2)


@pytest.mark.parametrize(("at", "seen"), [(160, 0.0), (200, 0.1), (360, 0.5), (560, 1), (1_000, 1)])
def test_a_linear_fade_stands_for_the_moment_a_picture_ends(at, seen, picture, scene_of):
    fade = Motion("fade", 400, 200, "linear")
    scene = scene_of(ShapeLayer(color="#000000", enter=fade), base=Base(color="#ffffff"))
    assert int(picture(scene, at)[700, 360, 0]) == pytest.approx(255 * (1 - seen), abs=1.5)


def test_a_layer_is_gone_at_its_end(picture, scene_of):
    gone = ShapeLayer(color="#000000", timing=Timing(end_ms=1_000))
    scene = scene_of(gone, base=Base(color="#ffffff"), min_ms=2_000)
    assert not picture(scene, 960)[700, 360].any()
    assert picture(scene, 1_000)[700, 360].all()


def test_a_scene_comes_through_a_colour(picture, scene_of):
    opening = Transition("cross-fade", 400, "#ff0000", easing="linear")
    scene = dataclasses.replace(scene_of(base=Base(color="#0000ff")), opening=opening)
    assert tuple(picture(scene, 160)[5, 5]) == (128, 0, 128)
    assert tuple(picture(scene, 400)[5, 5]) == (0, 0, 255)


def test_what_stands_out_of_the_picture_is_cut(picture, scene_of, look, kit):
    outside = ShapeLayer(color="#000000", width=0.4, height=0.2, place=Place(-0.1, -0.1))
    scene = scene_of(outside, base=Base(color="#ffffff"))
    (drawing,) = lay_out_scene(scene, stage_of(look, kit))
    box = drawing.box & stage_of(look, kit).picture
    shown = picture(scene, 400)[:, :, 0]
    assert not shown[: box.bottom, : box.right].any()
    assert shown[box.bottom :].all()
    assert shown[:, box.right :].all()
