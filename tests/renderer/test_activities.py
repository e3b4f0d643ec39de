from __future__ import annotations

from typing import TYPE_CHECKING

from small_scenes import coming, painted, piece

from renderer.composition import empty_planes
from renderer.motion import REST, State
from renderer.transitions import PictureState

if TYPE_CHECKING:
    from renderer.bands import Activity

SIZE = (96, 320)


def base(level=100):
    planes = empty_planes(SIZE)
    for plane in planes:
        plane[:] = level
    return planes


def pictures_of(activity: Activity) -> list[int]:
    return [number for number in range(activity.pictures.bit_length())
            if activity.pictures >> number & 1]  # fmt: skip


def test_a_layer_that_comes_in_changes_its_rows_until_it_rests():
    scene = painted([base()], [piece(10, 100, 40, 40, 1)], [coming(30, 4, 6, State(opacity=32))])
    (stretch,) = scene.stretches
    assert (stretch.start, stretch.end, stretch.last, stretch.whole) == (0, 30, True, False)
    (activity,) = stretch.activities
    assert pictures_of(activity) == list(range(4, 10))
    assert (activity.top, activity.bottom) == (6, 9)


def test_where_it_comes_from_belongs_to_its_rows():
    scene = painted([base()], [piece(10, 100, 40, 40, 1)], [coming(30, 4, 6, State(dy=90.0))])
    (activity,) = scene.stretches[0].activities
    assert (activity.top, activity.bottom) == (6, 14)


def test_after_a_rest_it_is_another_activity():
    column = coming(40, 2, 3, State(opacity=32), gone=25)
    scene = painted([base()], [piece(10, 100, 40, 40, 1)], [column])
    first, second = sorted(scene.stretches[0].activities)
    assert pictures_of(first) == [2, 3, 4]
    assert pictures_of(second) == [25, 26, 27]


def test_what_is_out_of_the_picture_changes_nothing():
    scene = painted([base()], [piece(10, 400, 40, 40, 1)], [coming(30, 4, 6, State(opacity=32))])
    assert scene.stretches[0].activities == ()


def test_a_base_that_moves_is_cut_into_groups():
    scene = painted([base(n) for n in range(7)], [piece(1, 1, 9, 9, 1)], [[REST] * 72])
    assert [(each.start, each.end, each.film) for each in scene.stretches] == [
        (0, 32, True), (32, 64, True), (64, 72, True),
    ]  # fmt: skip
    assert scene.stretches[1].changes == tuple(range(33, 64))
    assert [each.last for each in scene.stretches] == [False, False, True]


def test_transitions_are_cut_off():
    wholes = [PictureState(opacity=64), PictureState(opacity=128), *[PictureState()] * 20]
    wholes += [PictureState(dx=0.5), PictureState(dx=1.0)]
    scene = painted([base()], [piece(1, 1, 9, 9, 1)], [[REST] * 24], wholes=wholes)
    assert [(each.start, each.end, each.whole) for each in scene.stretches] == [
        (0, 2, True), (2, 22, False), (22, 24, True),
    ]  # fmt: skip
    assert scene.stretches[0].changes == (1,)
    assert [each.fleeting for each in scene.stretches] == [True, False, True]


def test_keys_tell_bands_apart_by_what_is_seen_in_them():
    def keys(seed, key="ground"):
        layers = [piece(10, 20, 40, 20, 1), piece(10, 200, 40, 20, seed)]
        columns = [coming(30, 2, 6, State(opacity=32))] * 2
        scene = painted([base()], layers, columns, key=key)
        from renderer.bands import plan

        return {band.top: scene.key(band) for band in plan(scene.stretches[0], 20)}

    one, other = keys(1), keys(2)
    assert one.keys() == other.keys()
    differing = [top for top in one if one[top] != other[top]]
    assert len(differing) == 1, "only the band with the other layer"
    assert not set(one.values()) & set(keys(1, key="another").values())
