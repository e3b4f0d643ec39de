from __future__ import annotations

import numpy as np
import pytest

from renderer.composition import empty_planes
from renderer.timing import SceneTiming
from renderer.transitions import WHOLE, PictureState, apply, picture_states
from scenes.bound import Transition

SIZE = (64, 48)
TWO_SECONDS = SceneTiming(1_920, (), ())


@pytest.fixture
def noise():
    """A picture in which no two neighbours are alike."""
    random = np.random.default_rng(5)
    width, height = SIZE
    quarter = (height // 2, width // 2)
    return tuple(
        random.integers(16, 236, shape, np.uint8) for shape in ((height, width), quarter, quarter)
    )


def test_without_transitions_all_pictures_are_whole(scene_of):
    assert picture_states(scene_of(), TWO_SECONDS) == [WHOLE] * 48


def test_a_cross_fade_comes_out_of_its_colour_and_goes_into_it(scene_of):
    fade = Transition("cross-fade", 320, "#112233", easing="linear")
    states = picture_states(scene_of(opening=fade, closing=fade), TWO_SECONDS)
    assert len(states) == 48
    assert [state.opacity for state in states[:8]] == [32, 64, 96, 128, 160, 192, 224, 256]
    assert [state.opacity for state in states[-8:]] == [224, 192, 160, 128, 96, 64, 32, 0]
    assert set(states[7:40]) == {WHOLE}
    assert {state.color for state in states if state is not WHOLE} == {"#112233"}


@pytest.mark.parametrize(
    ("side", "sign"), [("left", (-1, 0)), ("right", (1, 0)), ("top", (0, -1)), ("bottom", (0, 1))]
)
def test_a_slide_comes_from_its_side_and_leaves_to_the_other(side, sign, scene_of):
    slide = Transition("slide", 400, direction=side)
    states = picture_states(scene_of(opening=slide, closing=slide), TWO_SECONDS)
    across, down = sign
    away = [state.dx * across + state.dy * down for state in states]
    assert away[:10] == sorted(away[:10], reverse=True)
    assert away[0] == pytest.approx(1, abs=0.01)
    assert away[9:38] == [0] * 29
    assert away[-10:] == sorted(away[-10:], reverse=True)
    assert away[-1] == -1
    assert all(state.dx * down == state.dy * across == 0 for state in states)


def test_transitions_leave_half_of_a_short_clip_each(scene_of):
    fade = Transition("cross-fade", 5_000)
    states = picture_states(scene_of(opening=fade, closing=fade), TWO_SECONDS)
    assert len(states) == 48
    assert states[23] == WHOLE
    assert states[-1].opacity == 0


def test_a_picture_fades_to_the_colour(noise):
    out = empty_planes(SIZE)
    apply(noise, PictureState(opacity=64, color="#808080"), out)
    for plane, drawn, value in zip(noise, out, (126, 128, 128), strict=True):
        wanted = plane * 0.25 + value * 0.75
        assert np.abs(drawn - wanted).max() <= 1
    apply(noise, PictureState(opacity=0, color="#808080"), out)
    assert [np.unique(plane).tolist() for plane in out] == [[126], [128], [128]]


def test_a_picture_fades_in_its_own_place(noise):
    out = empty_planes(SIZE)
    state = PictureState(opacity=96, color="#204060")
    apply(noise, state, out)
    apply(noise, state, noise)
    assert all(np.array_equal(a, b) for a, b in zip(noise, out, strict=True))


@pytest.mark.parametrize(
    ("dx", "dy"), [(0.25, 0), (-0.25, 0), (0, 0.5), (0, -0.5), (1, 0), (-1, 0), (0, 1), (0, -1)]
)
def test_a_picture_moves_over_the_colour(dx, dy, noise):
    out = empty_planes(SIZE)
    apply(noise, PictureState(dx=dx, dy=dy, color="#808080"), out)
    for plane, drawn, value in zip(noise, out, (126, 128, 128), strict=True):
        rows, columns = plane.shape
        right, down = round(dx * columns), round(dy * rows)
        wide = np.full((3 * rows, 3 * columns), value, np.uint8)
        wide[rows + down : 2 * rows + down, columns + right : 2 * columns + right] = plane
        assert np.array_equal(drawn, wide[rows : 2 * rows, columns : 2 * columns])


def test_the_whole_picture_is_copied(noise):
    out = empty_planes(SIZE)
    apply(noise, WHOLE, out)
    assert all(np.array_equal(a, b) for a, b in zip(noise, out, strict=True))
