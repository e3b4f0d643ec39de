"""The planner: at the start every row once, and nothing moves where another band needs rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.bands import MARGIN, Activity, Band, Stretch, plan

ROWS, LENGTH = 40, 120


def bits(*pictures: int) -> int:
    return sum(1 << number for number in pictures)


def moving(start: int, end: int, top: int, bottom: int) -> Activity:
    return Activity(bits(*range(start, end)), top, bottom)


ACTIVITIES = st.builds(
    lambda pictures, top, height: Activity(bits(*pictures), top, min(ROWS, top + height)),
    st.sets(st.integers(1, LENGTH - 1), min_size=1, max_size=12),
    st.integers(0, ROWS - 1),
    st.integers(1, 14),
)


@given(st.lists(ACTIVITIES, max_size=18))
def test_any_plan_is_sound(activities):
    stretch = Stretch(0, LENGTH, activities=tuple(activities), last=True)
    bands = plan(stretch, ROWS)
    at_start = sorted((band for band in bands if band.start == 0), key=lambda band: band.top)
    assert [band.top for band in at_start] == [0, *(band.bottom for band in at_start[:-1])]
    assert at_start[-1].bottom == ROWS
    for band in bands:
        if band.pictures:
            above, below = band.margins
            assert above == MARGIN or band.top == 0
            assert below == MARGIN or band.bottom == ROWS
        until = band.shown[-1]
        for other in bands:
            if other is band or other.top >= band.bottom or band.top >= other.bottom:
                continue
            # In each other's rows: one is over before the other begins.
            assert until < other.start or other.shown[-1] < band.start
    for activity in activities:
        for number in range(LENGTH):
            if activity.pictures >> number & 1:
                assert any(codes(band, number, activity) for band in bands)


def codes(band: Band, number: int, activity: Activity) -> bool:
    """Return whether a band shows a change, in its first picture or in the rows it may change."""
    top, bottom = (band.top, band.bottom) if number == band.start else band.body
    return number in band.shown and top <= activity.top and activity.bottom <= bottom


def test_what_is_far_apart_is_encoded_apart():
    stretch = Stretch(0, LENGTH, activities=(moving(1, 12, 2, 5), moving(1, 12, 30, 33)), last=True)
    bodies = {band.body for band in plan(stretch, ROWS) if band.pictures}
    assert bodies == {(2, 5), (30, 33)}


def test_what_moves_side_by_side_is_encoded_together():
    stretch = Stretch(0, LENGTH, activities=(moving(1, 12, 2, 5), moving(5, 16, 6, 9)), last=True)
    (band,) = [band for band in plan(stretch, ROWS) if band.pictures]
    assert band.body == (2, 9)
    assert (band.start, band.pictures) == (0, tuple(range(1, 16)))


def test_a_row_that_moves_again_much_later_begins_anew():
    early, late = moving(1, 20, 2, 12), moving(80, 100, 10, 30)
    first, second = [
        band for band in plan(Stretch(0, LENGTH, activities=(early, late)), ROWS) if band.pictures
    ]
    assert (first.start, first.body) == (0, (2, 12))
    # It cannot begin with the IDR picture: its rows are changed by the other one before.
    assert (second.start, second.body) == (80, (10, 30))
    assert second.pictures == tuple(range(81, 100))


def test_where_a_band_comes_to_rest_it_is_encoded_with_care():
    activity = Activity(bits(3, 4, 5, 20, 21), 5, 8)
    (band,) = [band for band in plan(Stretch(0, 22, activities=(activity,)), ROWS) if band.pictures]
    assert dict(zip(band.pictures, band.careful, strict=True)) == {
        3: False, 4: False, 5: True, 20: False, 21: False,
    }  # fmt: skip
    (band,) = [
        band for band in plan(Stretch(0, 22, activities=(activity,), last=True), ROWS)
        if band.pictures
    ]  # fmt: skip
    assert band.careful[-1], "the clip's last picture is what stays"


def test_a_picture_that_moves_whole_is_one_band():
    stretch = Stretch(32, 64, whole=True, film=True, changes=(33, 34, 60))
    assert plan(stretch, ROWS) == (
        Band(0, ROWS, 32, (0, ROWS), (33, 34, 60), (False, True, False), film=True),
    )


@pytest.mark.parametrize("count", [1, 30])
def test_there_are_never_more_slices_than_decoders_like(count):
    activities = tuple(moving(1, 9, row, row + 1) for row in range(2, 2 + 6 * count, 6))
    bands = plan(Stretch(0, LENGTH, activities=activities), 200)
    assert sum(1 + bool(band.pictures) for band in bands) <= 40


def test_nothing_of_a_transition_is_encoded_with_care():
    stretch = Stretch(30, 34, whole=True, fleeting=True, changes=(31, 32, 33))
    (band,) = plan(stretch, ROWS)
    assert band.fleeting
    assert band.careful == (False, False, False)
