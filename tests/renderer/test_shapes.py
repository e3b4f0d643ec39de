from __future__ import annotations

import itertools

import numpy as np
import pytest

from renderer.shapes import ellipse, ring, rounded, sector, soft_shadow, turns


def area(mask):
    return mask.sum() / 255


def test_a_rounded_rectangle_lacks_what_its_corners_lack():
    assert area(rounded(200, 100, 0)) == 20_000
    assert area(rounded(200, 100, 30)) == pytest.approx(20_000 - (4 - np.pi) * 900, rel=0.001)
    one = rounded(200, 100, (30, 0, 0, 0))
    assert area(one) == pytest.approx(20_000 - (1 - np.pi / 4) * 900, rel=0.001)
    assert one[0, 0] == 0
    assert one[0, -1] == one[-1, 0] == one[-1, -1] == 255


def test_a_radius_too_large_makes_a_pill():
    pill = rounded(200, 40, 999)
    assert area(pill) == pytest.approx(160 * 40 + np.pi * 400, rel=0.002)


def test_an_ellipse_fills_its_box():
    assert area(ellipse(120, 60)) == pytest.approx(np.pi * 60 * 30, rel=0.003)


def test_a_ring_is_cut_into_sectors_that_make_it_whole():
    size, angles = 200, turns(200)
    whole = ring(size, 30)
    assert area(whole) == pytest.approx(np.pi * (100**2 - 70**2), rel=0.002)
    ends = [0.0, 0.1, 0.45, 1.0]
    parts = [
        whole / 255 * sector(size, angles, start, end) for start, end in itertools.pairwise(ends)
    ]
    assert [area(part) / area(whole) for part in parts] == pytest.approx(
        [0.1, 0.35, 0.55], abs=0.005
    )
    assert area(sector(size, angles, 0, 1)) == size * size


def test_turns_go_clockwise_from_the_top():
    angles = turns(101)
    assert angles[10, 51] < 0.02
    assert angles[50, 90] == pytest.approx(0.25, abs=0.01)
    assert angles[90, 50] == pytest.approx(0.5, abs=0.01)
    assert angles[50, 10] == pytest.approx(0.75, abs=0.01)


def test_a_shadow_is_soft_and_larger_on_every_side():
    shadow = soft_shadow(60, 40, 10, 8)
    assert shadow.shape == (72, 92)
    assert shadow[36, 46] > 200
    assert shadow[0].max() < 10
    assert area(shadow) == pytest.approx(area(rounded(60, 40, 10)), rel=0.03)
