"""Effects as states, and as they are drawn: from every side, part after part."""

from __future__ import annotations

import copy
import dataclasses
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.composition import Composer, Drawing, Still, empty_planes
from renderer.effects import REST, State, emphasised, entering, leaving, part_state, staggered
from renderer.ink import FULL, Rect, Sprite
from scenes.bound import Direction, Easing, Effect, Emphasis, Motion

SIZE = (200, 160)
GROUND, INK = 40, 200

motions = st.builds(
    Motion,
    effect=st.sampled_from([effect for effect in get_args(Effect) if effect != "none"]),
    duration_ms=st.integers(40, 4_000),
    easing=st.sampled_from(get_args(Easing)),
    direction=st.sampled_from(get_args(Direction)),
    stagger_ms=st.integers(0, 800),
)
shares = st.floats(0, 1, allow_nan=False)


@given(motions, shares)
def test_states_that_are_equal_have_the_same_hash_and_find_each_other(motion, share):
    one, other = entering(motion, share), entering(dataclasses.replace(motion), share)
    assert one == other
    assert hash(one) == hash(other) == hash(one)
    found = {one: "found"}
    # The hash is of this process only: it must not travel.
    travelled = copy.deepcopy(other)
    assert not hasattr(travelled, "_known_hash")
    assert found[travelled] == "found"
    moved = dataclasses.replace(one, dx=one.dx + 1)
    assert moved not in found
    assert hash(moved) != hash(one)


@given(motions, shares, st.integers(0, 40))
def test_every_state_can_be_drawn(motion, share, letters):
    for state in (entering(motion, share, letters), leaving(motion, share, letters)):
        if state is not None:
            assert 0 <= state.opacity <= FULL
            assert 0 <= state.growth <= 1
            assert 0 <= state.time <= 1
            assert 0 <= state.typed <= 1
            assert 0.5 < state.scale < 1.5
            assert max(abs(state.dx), abs(state.dy)) <= 180


@given(motions)
def test_motions_end_where_they_should(motion):
    assert entering(motion, 1) == REST
    assert leaving(motion, 1) is None
    assert staggered(motion, 60_000, 4) == REST
    assert staggered(motion, 60_000, 4, out=True) is None


@given(motions, st.integers(1, 6), shares)
def test_parts_follow_each_other(motion, parts, share):
    whole = motion.duration_ms + (parts - 1) * motion.stagger_ms
    state = staggered(motion, share * whole * 0.999, parts)
    if state == REST or motion.effect == "draw":
        return
    for index in range(parts):
        own = part_state(state, index)
        elapsed = share * whole * 0.999 - index * motion.stagger_ms
        if elapsed <= 0:
            assert own is None
        elif elapsed >= motion.duration_ms:
            assert own == REST


def test_the_state_of_a_layer_is_that_of_its_parts():
    state = State(opacity=128, dx=3)
    assert part_state(state, 0) is state
    assert part_state(state, 5) is state


@pytest.mark.parametrize("effect", ["pulse", "shake", "lift"])
def test_emphasis_begins_and_ends_at_rest(effect):
    emphasis = Emphasis(effect)
    assert emphasised(emphasis, 0) == emphasised(emphasis, 1) == REST


def shown(drawing, state, scale=1.0):
    """Return the luma of a picture with one drawing in a state."""
    composer = Composer([drawing], SIZE, scale)
    base = empty_planes(SIZE)
    for plane, value in zip(base, (GROUND, 128, 128), strict=True):
        plane[:] = value
    composer.start(base)
    composer.show([state])
    return composer.planes[0].astype(int)


@pytest.fixture
def panel():
    box = Rect(40, 40, 160, 120)
    return Drawing([Still(Sprite(np.full((80, 120), 255, np.uint8), 40, 40, (INK, 128, 128)))], box)


@pytest.mark.parametrize("edge", get_args(Direction))
def test_a_wipe_uncovers_from_its_side_with_a_soft_edge(panel, edge):
    picture = shown(panel, State(reveal=0.5, edge=edge))[40:120, 40:160]
    line = picture[40] if edge in {"left", "right"} else picture[:, 60]
    if edge in {"right", "bottom"}:
        line = line[::-1]
    assert line[0] == INK
    assert line[-1] == GROUND
    assert (np.diff(line) <= 0).all()
    soft = (line < INK) & (line > GROUND)
    assert 35 <= soft.sum() <= 48
    across = picture if edge in {"left", "right"} else picture.T
    assert (across == across[0]).all()


def test_a_wipe_s_edge_is_as_soft_in_a_larger_picture(panel):
    narrow, wide = (
        (shown(panel, State(reveal=0.6), scale)[80, 40:160] % INK != 0).sum()
        for scale in (0.5, 1.0)
    )
    assert wide > narrow


def test_lines_are_drawn_each_in_its_own_state():
    lines = [
        Still(Sprite(np.full((20, 100), 255, np.uint8), 50, 30 + 40 * n, (INK, 128, 128)), order=n)
        for n in range(3)
    ]
    drawing = Drawing(lines, Rect(50, 30, 150, 130))
    assert drawing.staggered == 3
    motion = Motion("rise", 400, easing="linear", stagger_ms=200)
    picture = shown(drawing, staggered(motion, 300, 3))
    # The first is three quarters there, the second a quarter, the third not yet.
    first, second, third = (picture[top : top + 40, 100] for top in (30, 70, 110))
    assert first.max() == pytest.approx(GROUND + (INK - GROUND) * 0.75, abs=2)
    assert np.flatnonzero(first > GROUND)[0] == 10
    assert second.max() == pytest.approx(GROUND + (INK - GROUND) * 0.25, abs=2)
    assert np.flatnonzero(second > GROUND)[0] == 30
    assert third.max() == pytest.approx(second.max(), abs=2), "the second reaches down to there"
    assert (picture[120:] == GROUND).sum() == picture[120:].size


def test_a_part_without_a_turn_comes_with_the_first():
    box = Rect(40, 20, 160, 140)
    panel = Still(Sprite(np.full((120, 120), 255, np.uint8), 40, 20, (90, 128, 128)))
    line = Still(Sprite(np.full((20, 80), 255, np.uint8), 60, 90, (INK, 128, 128)), order=1)
    drawing = Drawing([panel, line], box)
    state = staggered(Motion("fade", 400, easing="linear", stagger_ms=400), 200, 2)
    picture = shown(drawing, state)
    assert picture[30, 100] == pytest.approx((GROUND + 90) / 2, abs=2)
    assert picture[100, 100] == picture[30, 100]


def test_a_resting_drawing_has_no_turns(panel):
    assert panel.staggered == 0
