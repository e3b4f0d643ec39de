"""Layers that nobody thought of together: any of them, anywhere, look as the reference draws them.

Five scenes are tried; more are by raising ``max_examples`` by hand.
"""

import dataclasses
from typing import get_args

from comparison import PICTURE_MS, Compared
from feature_scenes import LANDSCAPE, PORTRAIT, SQUARE
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_features import EVIDENCE, MOVING

from scenes.bound import (
    Base,
    ChartLayer,
    ChartPoint,
    Direction,
    Easing,
    Effect,
    IconLayer,
    Motion,
    PictureLayer,
    Place,
    Scene,
    ShapeLayer,
    TableLayer,
    TextLayer,
    Timing,
    Transition,
)

POINTS = tuple(
    ChartPoint(str(year), year % 7 + 1, f"{year % 7},50 €") for year in range(2022, 2026)
)
LOOKS = {"portrait": PORTRAIT, "landscape": LANDSCAPE, "square": SQUARE}
MOMENTS = (120, 280, 480, 1_000, 1_440, -1)


def pictures(most):
    """Return times on the grid of pictures."""
    return st.integers(0, most).map(lambda number: number * PICTURE_MS)


motions = st.builds(
    Motion,
    st.sampled_from(get_args(Effect)),
    st.sampled_from([200, 400, 720]),
    pictures(6),
    st.sampled_from(get_args(Easing)),
    st.sampled_from(get_args(Direction)),
    st.sampled_from([0, 0, 80]),
)
common = {
    "place": st.builds(Place, st.floats(-0.1, 1.1), st.floats(-0.1, 1.0)),
    "timing": st.builds(Timing, pictures(12), st.one_of(st.none(), st.just(1_600))),
    "enter": motions,
    "exit": motions.map(lambda motion: dataclasses.replace(motion, delay_ms=0)),
    "opacity": st.sampled_from([1.0, 0.6]),
}
layers = st.one_of(
    st.builds(
        TextLayer,
        text=st.sampled_from(["Buongiorno", "187,50 €", "una riga\ndue righe", "محمد 12"]),
        style=st.sampled_from(["title", "body", "figure"]),
        box=st.sampled_from([None, "accent_soft"]),
        **common,
    ),
    st.builds(
        ShapeLayer,
        shape=st.sampled_from(["rectangle", "ellipse"]),
        color=st.sampled_from(["accent", "#e03020"]),
        radius=st.sampled_from([0, 20, 999]),
        width=st.floats(0.05, 0.9),
        height=st.floats(0.02, 0.4),
        **common,
    ),
    st.builds(
        IconLayer,
        icon=st.just("bell"),
        color=st.just("accent"),
        width=st.floats(0.1, 0.5),
        **common,
    ),
    st.builds(
        ChartLayer,
        chart=st.sampled_from(["bar", "rows", "donut", "line", "progress"]),
        points=st.just(POINTS),
        height=st.floats(0.3, 0.5),
        **common,
    ),
    st.builds(
        PictureLayer,
        source=st.sampled_from(["valley.png", "badge.png"]),
        width=st.floats(0.1, 0.8),
        **common,
    ),
    st.builds(
        TableLayer,
        rows=st.just((("a", "1,00 €"), ("bb", "22,00 €"))),
        box=st.sampled_from([None, "white"]),
        **common,
    ),
)
transitions = st.builds(
    Transition,
    st.sampled_from(["cut", "cross-fade", "slide"]),
    st.sampled_from([200, 400]),
    st.just("#16324a"),
    st.sampled_from(get_args(Direction)),
)
scenes = st.builds(
    Scene,
    st.just("any"),
    st.just(""),
    st.sampled_from([Base(color="paper"), Base(picture="valley.png", shade=0.3)]),
    st.lists(layers, min_size=1, max_size=3).map(tuple),
    st.just(()),
    min_ms=st.just(1_920),
    opening=transitions,
    closing=transitions,
)


@settings(
    max_examples=5,
    phases=[Phase.generate],  # making a scene smaller takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(scenes, st.sampled_from([*LOOKS]))
def test_any_scene_agrees_with_the_reference(kit, scene, form):
    compared = Compared(scene, LOOKS[form], kit)
    try:
        for moment in MOMENTS:
            faults = compared.scores(moment).faults(MOVING)
            if faults:
                compared.write(moment, EVIDENCE / "any")
            assert not faults, f"at {moment} ms: {faults}; see {EVIDENCE / 'any'}"
    finally:
        compared.close()
