"""Flashing is counted as WCAG 2.3.1 does: pairs of changes, within a second, over a quarter."""

from __future__ import annotations

import numpy as np
import pytest

from renderer.colours import yuv
from renderer.flashes import flashing
from renderer.pictures import paint
from scenes.bound import Emphasis, Motion, TextLayer, Transition

SIZE = (720, 1280)


class Greys:
    """Pictures of one luma each, held as long as they say, over a part of a dark picture."""

    size = SIZE

    def __init__(self, lumas, hold=1, height=1280, rest=16):
        self.holds = (hold,) * len(lumas)
        self._lumas, self._height, self._rest = lumas, height, rest

    def pictures(self, canvas=None):
        del canvas
        half = np.full((640, 360), 128, np.uint8)
        for luma in self._lumas:
            grey = np.full((1280, 720), self._rest, np.uint8)
            grey[: self._height] = luma
            yield grey, half, half


BLACK, WHITE = 16, 235


def test_four_flashes_within_a_second_are_too_many():
    found = flashing(Greys([BLACK, WHITE] * 4 + [BLACK], hold=3))
    assert found is not None
    assert found.flashes == 4
    assert found.area == 1
    assert found.at_ms < 1_000


def test_three_flashes_are_not():
    assert flashing(Greys([BLACK, WHITE] * 3 + [BLACK] * 3, hold=3)) is None


def test_the_same_over_a_longer_time_is_harmless():
    assert flashing(Greys([BLACK, WHITE] * 20, hold=4)) is None
    assert flashing(Greys([BLACK, WHITE] * 20, hold=3)) is not None


def test_changes_that_go_one_way_are_no_flashes():
    assert flashing(Greys(list(range(16, 236, 10)))) is None


def test_steps_of_one_change_count_together():
    # Each step is below a tenth, the way from dark to light is above it.
    steps = [16, 70, 92, 110, 92, 70]
    found = flashing(Greys(steps * 6))
    assert found is not None
    assert found.flashes == 4


@pytest.mark.parametrize(("low", "high"), [(225, 235), (16, 50), (230, 222)])
def test_small_changes_and_those_among_light_pictures_are_harmless(low, high):
    assert flashing(Greys([low, high] * 12)) is None


def test_a_small_part_may_flash():
    # A quarter of 427 rows of a block are 107.
    assert flashing(Greys([BLACK, WHITE] * 8, height=80)) is None
    found = flashing(Greys([BLACK, WHITE] * 8, height=128))
    assert found is not None
    assert found.area == pytest.approx(128 / 427, abs=0.02)


def test_parts_that_flash_in_turn_count_together():
    class Stripes(Greys):
        def pictures(self, canvas=None):
            del canvas
            half = np.full((640, 360), 128, np.uint8)
            for number in range(len(self.holds)):
                grey = np.full((1280, 720), BLACK, np.uint8)
                grey.reshape(40, 32, 720)[number % 2 :: 2] = WHITE
                yield grey, half, half

    assert flashing(Stripes([0] * 20)) is not None


class Colours:
    """Whole pictures of these colours in turn."""

    size = SIZE

    def __init__(self, colours):
        self.holds = (1,) * len(colours)
        self._colours = colours

    def pictures(self, canvas=None):
        del canvas
        for colour in self._colours:
            y, u, v = yuv(colour)
            quarter = (640, 360)
            yield (
                np.full((1280, 720), y, np.uint8),
                np.full(quarter, u, np.uint8),
                np.full(quarter, v, np.uint8),
            )


def test_a_red_that_flashes_is_found_even_where_its_luminance_stays():
    # Both have a relative luminance of 0.07.
    assert flashing(Colours(["#9a0000", "#4b4b4b"] * 10)) is not None
    assert flashing(Colours(["#9a0000", "#960000"] * 10)) is None
    assert flashing(Colours(["#00519a", "#4b4b4b"] * 10)) is None


def test_entrances_emphasis_and_transitions_do_not_flash(scene_of, timed, look, kit):
    fade = Transition("cross-fade", 320, "#ffffff")
    scene = scene_of(
        *(
            TextLayer(
                text="Buongiorno",
                style="figure",
                enter=Motion(effect, 480),
                emphasis=Emphasis("shake", 200, times=5, start_ms=1_000),
            )
            for effect in ("fade", "pop", "wipe")
        ),
        opening=fade,
        closing=fade,
    )
    assert flashing(paint(scene, look, kit, timed(scene))) is None
