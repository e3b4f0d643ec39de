from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.composition import Composer, Drawing, Still, empty_planes, merged
from renderer.ink import Rect, Sprite
from renderer.motion import REST, State

SIZE = (96, 80)
PICTURE = Rect(0, 0, *SIZE)


def ground():
    planes = empty_planes(SIZE)
    for number, plane in enumerate(planes):
        plane[:] = np.random.default_rng(number).integers(16, 220, plane.shape)
    return planes


def drawings():
    random = np.random.default_rng(3)
    made = []
    for number in range(4):
        left, top = 10 + 17 * number, 5 + 13 * number
        sprites = [
            Sprite(random.integers(0, 256, (20, 30), dtype=np.uint8), left, top, (200, 90, 160)),
            Sprite(np.full((9, 12), 255, np.uint8), left + 5, top + 3, (60, 140, 110)),
        ]
        parts = [Still(sprite) for sprite in sprites[: 1 + number % 2]]
        made.append(Drawing(parts, Rect(left, top, left + 30, top + 20)))
    return made


STATES = st.one_of(
    st.none(),
    st.just(REST),
    st.builds(State, opacity=st.sampled_from([0, 64, 144, 240])),
    st.builds(State, opacity=st.just(128), dy=st.sampled_from([12.5, 3.0, -7.5])),
    st.builds(State, dx=st.sampled_from([-40.0, 9.5])),
    st.builds(State, scale=st.sampled_from([0.8, 1.05])),
    st.builds(State, reveal=st.sampled_from([0.0, 0.5, 0.9])),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(STATES, STATES, STATES, STATES), min_size=2, max_size=6))
def test_composing_only_what_changed_gives_the_same_as_composing_all(story):
    bit_by_bit = Composer(drawings(), SIZE, 1.0)
    bit_by_bit.start(ground())
    for states in story:
        bit_by_bit.show(states)
        at_once = Composer(drawings(), SIZE, 1.0)
        at_once.start(ground())
        at_once.show(states)
        for one, other in zip(bit_by_bit.planes, at_once.planes, strict=True):
            assert np.array_equal(one, other)


def test_nothing_is_left_when_all_layers_are_gone():
    composer = Composer(drawings(), SIZE, 1.0)
    composer.start(ground())
    composer.show([REST] * 4)
    composer.show([None] * 4)
    assert all(np.array_equal(a, b) for a, b in zip(composer.planes, ground(), strict=True))


def test_pieces_of_a_layer_fade_as_one():
    panel = Sprite(np.full((20, 20), 255, np.uint8), 10, 10, (235, 128, 128))
    letter = Sprite(np.full((8, 8), 255, np.uint8), 16, 16, (16, 128, 128))
    composer = Composer([Drawing([Still(panel), Still(letter)], panel.bounds)], SIZE, 1.0)
    base = empty_planes(SIZE)
    for plane in base:
        plane[:] = 100
    composer.start(base)
    composer.show([State(opacity=128)])
    # The panel does not shine through the letter: 100 and 16 half and half, not 167 and 16.
    assert int(composer.planes[0][20, 20]) == pytest.approx(58, abs=1)
    assert int(composer.planes[0][12, 12]) == pytest.approx(167, abs=1)


def test_a_layer_of_less_opacity_is_never_full():
    whole = Sprite(np.full((20, 20), 255, np.uint8), 10, 10, (235, 128, 128))
    composer = Composer([Drawing([Still(whole)], whole.bounds, 0.5)], SIZE, 1.0)
    base = empty_planes(SIZE)
    for plane in base:
        plane[:] = 35
    composer.start(base)
    composer.show([REST])
    assert int(composer.planes[0][15, 15]) == pytest.approx(135, abs=1)


def test_the_picture_is_painted_into_a_canvas():
    composer = Composer(drawings(), SIZE, 1.0)
    canvas = empty_planes(SIZE)
    composer.start(ground(), canvas)
    composer.show([REST] * 4)
    assert composer.planes is canvas


PLACE, LENGTH = st.integers(0, 30), st.integers(0, 12)
RECTS = st.builds(lambda x, y, w, h: Rect(x, y, x + w, y + h), PLACE, PLACE, LENGTH, LENGTH)


@given(st.lists(RECTS, max_size=8))
def test_merged_rectangles_cover_all_and_do_not_overlap(rects):
    found = merged(rects)
    for rect in rects:
        assert not rect or any(rect & other == rect for other in found)
    for number, rect in enumerate(found):
        assert not any(rect & other for other in found[:number])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(STATES, STATES, STATES, STATES), min_size=2, max_size=5),
    st.integers(0, 2),
    st.integers(1, 3),
)
def test_rows_composed_by_themselves_are_those_of_the_whole(story, first, count):
    rows = (16 * first, 16 * (first + count))
    whole = Composer(drawings(), SIZE, 1.0)
    whole.start(ground())
    part = Composer(drawings(), SIZE, 1.0, rows)
    part.start(ground())
    for states in story:
        whole.show(states)
        written = part.show(states)
        assert all(rect & Rect(0, 0, SIZE[0], rows[1] - rows[0]) == rect for rect in written)
        for one, other, step in zip(whole.planes, part.planes, (1, 2, 2), strict=True):
            assert np.array_equal(one[rows[0] // step : rows[1] // step], other)


@given(STATES, st.floats(0.5, 2.0))
def test_no_ink_lies_beyond_the_rows_that_a_layer_says_it_reaches(state, scale):
    if state is None:
        return
    wide = Rect(-400, -400, 800, 800)
    for drawing in drawings():
        inks = drawing.inks(state, wide, scale)
        reach = drawing.reach(state, scale)
        assert (reach is None) == (not inks) or state.reveal < 1
        for ink in inks:
            assert reach[0] <= ink.rect.top
            assert ink.rect.bottom <= reach[1]
