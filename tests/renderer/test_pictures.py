"""Whole scenes: what is painted, what of it survives the encoder, and what the poster shows."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.errors import RenderError
from renderer import h264
from renderer.pictures import paint
from scenes.bound import (
    Base,
    ChartLayer,
    ChartPoint,
    Look,
    Motion,
    Place,
    ShapeLayer,
    TextLayer,
    Timing,
    Voice,
)

EFFECTS = ["none", "fade", "rise", "slide", "wipe", "pop", "count_up", "draw"]
POINTS = tuple(ChartPoint(str(n), n, f"{n} €", highlight=n == 3) for n in range(1, 4))


def copies(painted):
    return [tuple(plane.copy() for plane in planes) for planes in painted.pictures()]


@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize(
    "layer",
    [
        {"text": "187,50 €", "style": "figure"},
        {"text": "in un riquadro", "box": "accent_soft"},
        {"points": POINTS, "chart": "bar"},
        {"color": "accent", "radius": 20, "width": 0.5, "height": 0.1},
    ],
    ids=["figure", "panel", "chart", "shape"],
)
def test_every_motion_ends_in_exactly_the_held_picture(effect, layer, look, kit, scene_of, timed):
    kind = TextLayer if "text" in layer else ChartLayer if "points" in layer else ShapeLayer
    place = Place(0.5, 0.4)
    moving = scene_of(kind(place=place, enter=Motion(effect, 400, 80), **layer))
    still = scene_of(kind(place=place, **layer))
    last = copies(paint(moving, look, kit, timed(moving)))[-1]
    (held,) = copies(paint(still, look, kit, timed(still)))
    assert all(np.array_equal(a, b) for a, b in zip(last, held, strict=True))


def test_held_pictures_are_counted_not_painted(look, kit, scene_of, timed):
    scene = scene_of(TextLayer(text="Buongiorno", enter=Motion("fade", 480)), min_ms=8_000)
    painted = paint(scene, look, kit, timed(scene))
    assert sum(painted.holds) == 200
    assert len(painted.holds) <= 13
    assert painted.holds[-1] > 185


def test_an_exit_in_the_middle_is_two_holds(look, kit, scene_of, timed):
    scene = scene_of(
        TextLayer(text="Prima", timing=Timing(end_ms=2_000), exit=Motion("fade", 400)),
        TextLayer(text="Poi", timing=Timing(start_ms=2_400), enter=Motion("rise", 400)),
        min_ms=4_000,
    )
    holds = paint(scene, look, kit, timed(scene)).holds
    assert [hold for hold in holds if hold > 5] == [40, 12, 36]


def test_the_same_scene_is_painted_the_same(look, kit, scene_of, timed):
    scene = scene_of(TextLayer(text="Nicolò", style="title", enter=Motion("rise", 400)))
    one, two = (copies(paint(scene, look, kit, timed(scene))) for _ in range(2))
    assert all(
        np.array_equal(a, b)
        for x, y in zip(one, two, strict=True)
        for a, b in zip(x, y, strict=True)
    )


def test_pictures_can_be_asked_for_twice(look, kit, scene_of, timed):
    scene = scene_of(TextLayer(text="Ancora", enter=Motion("fade", 400)))
    painted = paint(scene, look, kit, timed(scene))
    one, two = copies(painted), copies(painted)
    assert all(np.array_equal(a[0], b[0]) for a, b in zip(one, two, strict=True))


ACCENT, HIGHLIGHT, PAPER = (15, 96, 114), (180, 71, 42), (251, 246, 236)


@pytest.mark.parametrize(
    ("leaving", "upper"), [(1, PAPER), (2, ACCENT)], ids=["as it is left", "at its fullest"]
)
def test_the_poster_shows_the_scene(leaving, upper, look, kit, scene_of, timed):
    gone = ShapeLayer(
        color="accent",
        place=Place(0.5, 0.1),
        timing=Timing(end_ms=2_000),
        exit=Motion("fade", 400),
    )
    stays = ShapeLayer(color="highlight", place=Place(0.5, 0.6), enter=Motion("fade", 400))
    scene = scene_of(*[gone] * leaving, stays, min_ms=4_000)
    poster = paint(scene, look, kit, timed(scene)).poster()
    assert poster.size == (720, 1280)
    for place, wanted in (((360, 200), upper), ((360, 900), HIGHLIGHT)):
        assert max(abs(a - b) for a, b in zip(poster.getpixel(place), wanted, strict=True)) <= 3


def test_the_poster_does_not_spoil_the_pictures(look, kit, scene_of, timed):
    scene = scene_of(TextLayer(text="Prima", enter=Motion("fade", 400)))
    painted = paint(scene, look, kit, timed(scene))
    before = copies(painted)
    painted.poster()
    assert all(np.array_equal(a[0], b[0]) for a, b in zip(before, copies(painted), strict=True))


def similarity(one, other):
    """Return the mean SSIM of two planes (Wang et al. 2004: 11 × 11 Gaussian, K 0.01, 0.03)."""
    x, y = one.astype(np.float64), other.astype(np.float64)

    def mean(plane):
        return cv2.GaussianBlur(plane, (11, 11), 1.5)

    ux, uy = mean(x), mean(y)
    vx, vy = mean(x * x) - ux * ux, mean(y * y) - uy * uy
    common = mean(x * y) - ux * uy
    a, b = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    parts = ((2 * ux * uy + a) * (2 * common + b)) / ((ux**2 + uy**2 + a) * (vx + vy + b))
    return float(parts.mean())


def test_text_survives_the_encoder(look, kit, scene_of, timed, decode):
    layers = [
        TextLayer(
            text="Buongiorno Nicolò", style="title", place=Place(0.5, 0.1), enter=Motion("rise")
        ),
        TextLayer(text="187,50 €", style="figure", place=Place(0.5, 0.3), enter=Motion("count_up")),
        TextLayer(
            text="Codice avviso 3012 3456 7890 1234 56",
            style="small",
            color="muted",
            place=Place(0.5, 0.5),
            enter=Motion("fade", delay_ms=200),
        ),
    ]
    scene = scene_of(*layers)
    painted = paint(scene, look, kit, timed(scene))
    luma = copies(painted)[-1][0]
    shown = decode(h264.encode(painted))[-1][:1280]
    for part in (slice(0, 1280), slice(120, 230), slice(380, 540), slice(640, 690)):
        assert similarity(luma[part], shown[part]) >= 0.98


MOTIONS = st.builds(
    Motion,
    st.sampled_from(EFFECTS),
    st.integers(1, 900),
    st.integers(0, 600),
    st.sampled_from(["linear", "ease-in", "ease-out", "ease-in-out", "ease-out-back"]),
)
LAYERS = st.builds(
    TextLayer,
    text=st.sampled_from(["12 €", "Buongiorno", "محمد", "x" * 200, "a\nb", ""]),
    style=st.sampled_from(["title", "body", "figure"]),
    place=st.builds(Place, st.floats(-0.2, 1.2), st.floats(-0.2, 1.2)),
    timing=st.builds(Timing, st.integers(0, 900), st.one_of(st.none(), st.integers(0, 1500))),
    enter=MOTIONS,
    exit=MOTIONS,
    opacity=st.sampled_from([1.0, 0.4]),
    box=st.sampled_from([None, "accent_soft"]),
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(LAYERS, max_size=4))
def test_any_scene_is_painted_encoded_and_held(look, kit, scene_of, timed, decode, layers):
    scene = scene_of(*layers)
    timing = timed(scene)
    painted = paint(scene, look, kit, timing)
    shown = decode(h264.encode(painted))
    assert len(shown) == sum(painted.holds) == timing.duration_ms // 40
    at = 0
    for hold in painted.holds:
        assert all(np.array_equal(shown[at], picture) for picture in shown[at : at + hold])
        at += hold


@pytest.mark.parametrize(("name", "size"), [("landscape", (1280, 720)), ("square", (720, 720))])
def test_other_formats_have_their_size_and_scale(name, size, theme, kit, scene_of, timed, decode):
    look = Look(name, theme, Voice(), "it-IT")
    scene = scene_of(TextLayer(text="Buongiorno", style="title", enter=Motion("rise", 200)))
    painted = paint(scene, look, kit, timed(scene))
    assert painted.poster().size == size
    assert decode(h264.encode(painted))[-1].shape == (size[1] * 3 // 2, size[0])


def test_a_scene_needs_a_base(look, kit, scene_of, timed):
    scene = scene_of(base=Base())
    with pytest.raises(RenderError, match="needs a base"):
        paint(scene, look, kit, timed(scene))
