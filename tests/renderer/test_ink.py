"""Ink laid on a picture, against the same in floating point."""

from __future__ import annotations

import numpy as np
import pytest

from renderer.composition import empty_planes
from renderer.ink import FULL, Rect, Sprite, make_ink, scaled

SIZE = (64, 48)
PICTURE = Rect(0, 0, *SIZE)
RANDOM = np.random.default_rng(7)
MASK = RANDOM.integers(0, 256, (17, 23), dtype=np.uint8)
PLANES = tuple(RANDOM.integers(16, 240, (17, 23), dtype=np.uint8) for _ in range(3))


def ground():
    planes = empty_planes(SIZE)
    for number, plane in enumerate(planes):
        plane[:] = np.random.default_rng(number).integers(16, 220, plane.shape)
    return planes


def in_floating_point(sprite, *, dx=0, dy=0, opacity=1.0):
    """Return the ground with the sprite on it, moved by whole pixels."""
    alpha = np.zeros((SIZE[1], SIZE[0]))
    values = np.zeros((3, *alpha.shape))
    for row in range(sprite.mask.shape[0]):
        for column in range(sprite.mask.shape[1]):
            y, x = sprite.y + row + dy, sprite.x + column + dx
            if 0 <= y < SIZE[1] and 0 <= x < SIZE[0]:
                alpha[y, x] = sprite.mask[row, column] / 255 * opacity
                for n in range(3):
                    own = sprite.planes[n][row, column] if sprite.planes else sprite.colour[n]
                    values[n, y, x] = own * alpha[y, x]
    y, u, v = (plane.astype(float) for plane in ground())
    halves = [a.reshape(24, 2, 32, 2).mean((1, 3)) for a in (alpha, values[1], values[2])]
    return (
        y * (1 - alpha) + values[0],
        u * (1 - halves[0]) + halves[1],
        v * (1 - halves[0]) + halves[2],
    )


@pytest.mark.parametrize("planes", [None, PLANES], ids=["one colour", "a picture"])
@pytest.mark.parametrize("place", [(10, 8), (11, 9), (-7, -5), (55, 40)])
@pytest.mark.parametrize("opacity", [FULL, 100])
def test_ink_is_what_floating_point_gives(planes, place, opacity):
    sprite = Sprite(MASK, *place, colour=(200, 90, 160), planes=planes)
    got = ground()
    make_ink(sprite, PICTURE, opacity=opacity).lay(got, PICTURE)
    for ours, wanted in zip(got, in_floating_point(sprite, opacity=opacity / FULL), strict=True):
        assert np.abs(ours - wanted).max() <= 2


def test_ink_moved_by_whole_pixels_is_the_sprite_elsewhere():
    sprite = Sprite(MASK, 10, 8, (200, 90, 160))
    got = ground()
    make_ink(sprite, PICTURE, dx=3, dy=-5).lay(got, PICTURE)
    for ours, wanted in zip(got, in_floating_point(sprite, dx=3, dy=-5), strict=True):
        assert np.abs(ours - wanted).max() <= 2


@pytest.mark.parametrize("move", [{"dy": 0.5}, {"dx": 0.5}, {"dx": -2.25, "dy": 3.75}])
def test_ink_between_two_pixels_is_the_mean_of_its_neighbours(move):
    full = Sprite(np.full((10, 10), 255, np.uint8), 20, 20, (235, 128, 128))
    got = ground()
    make_ink(full, PICTURE, **move).lay(got, PICTURE)
    dx, dy = move.get("dx", 0), move.get("dy", 0)
    # Inside, the letter is whole: nothing of the ground shines through.
    assert (got[0][26:28, 24:26] == 235).all()
    # All in all as much ink is laid as without moving.
    bare = ground()[0].astype(float)
    alpha = (got[0] - bare) / (235 - bare)
    assert alpha.sum() == pytest.approx(100, abs=3)
    centre = [(alpha * n).sum() / alpha.sum() for n in np.mgrid[: SIZE[1], : SIZE[0]]]
    assert centre == pytest.approx([24.5 + dy, 24.5 + dx], abs=0.1)


def test_nothing_outside_the_picture_is_ink():
    assert make_ink(Sprite(MASK, 70, 10), PICTURE) is None
    assert make_ink(Sprite(MASK, 10, -40), PICTURE) is None


def test_ink_is_laid_only_within_the_rectangle_asked_for():
    got, bare = ground(), ground()
    make_ink(Sprite(MASK, 10, 8, (235, 128, 128)), PICTURE).lay(got, Rect(12, 10, 20, 18))
    changed = np.argwhere(got[0] != bare[0])
    assert changed.min(0).tolist() >= [10, 12]
    assert (changed.max(0) < [18, 20]).all()


def test_a_reveal_uncovers_columns():
    reveal = np.zeros((1, SIZE[0]), np.uint16)
    reveal[:, :20] = FULL
    sprite = Sprite(np.full((10, 30), 255, np.uint8), 5, 5, (235, 128, 128))
    got, bare = ground(), ground()
    make_ink(sprite, PICTURE, reveal=reveal).lay(got, PICTURE)
    assert (got[0][5:15, 5:20] == 235).all()
    assert (got[0][:, 20:] == bare[0][:, 20:]).all()


@pytest.mark.parametrize("factor", [0.8, 0.93, 1.07])
def test_scaling_keeps_the_middle_and_the_amount_of_ink(factor):
    sprite = Sprite(np.full((20, 20), 255, np.uint8), 100, 60, (200, 90, 160))
    grown = scaled(sprite, factor, (110, 70))
    share = grown.mask / 255
    assert share.sum() == pytest.approx(400 * factor**2, rel=0.03)
    centre = [(share * n).sum() / share.sum() for n in np.mgrid[tuple(map(slice, share.shape))]]
    assert centre[0] + grown.y == pytest.approx(69.5, abs=0.1)
    assert centre[1] + grown.x == pytest.approx(109.5, abs=0.1)


def test_a_scaled_picture_does_not_darken_at_its_edges():
    bright = tuple(np.full((20, 20), value, np.uint8) for value in (220, 120, 140))
    grown = scaled(Sprite(np.full((20, 20), 255, np.uint8), 0, 0, planes=bright), 0.87, (10, 10))
    for plane, value in zip(grown.planes, (220, 120, 140), strict=True):
        assert np.abs(plane[grown.mask > 0].astype(int) - value).max() <= 1
