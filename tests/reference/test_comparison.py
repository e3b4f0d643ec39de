"""The comparison notices what a person would: a test that cannot fail would show nothing."""

import dataclasses

import numpy as np
import pytest
from comparison import Compared
from feature_scenes import CASES, END, PORTRAIT
from similarity import similarity
from test_features import MOVING, RESTING

from scenes.bound import Motion, Place, Scene, ShapeLayer, TextLayer


@pytest.fixture(scope="module")
def texts(kit):
    case = CASES["texts"]
    return Compared(case.scene, case.look, kit)


def changed(compared, change):
    """Return a comparison whose own pictures are changed on the way."""

    class Changed(Compared):
        def ours(self, moment):
            return change(compared.ours(moment))

    other = Changed(compared.scene, compared._look, compared._kit)
    other.__dict__.update(compared.__dict__)
    return other


def test_what_is_equal_is_alike():
    plane = np.random.default_rng(1).integers(0, 255, (40, 60)).astype(np.uint8)
    assert similarity(plane, plane) == pytest.approx(1)
    with pytest.raises(ValueError, match="cannot be compared"):
        similarity(plane, plane[1:])


def test_a_pixel_to_the_side_is_noticed(texts):
    moved = changed(texts, lambda planes: (np.roll(planes[0], 1, axis=1), *planes[1:]))
    assert any("text" in fault for fault in moved.scores(END).faults(RESTING))


def test_half_a_pixel_upwards_is_noticed(texts):
    def up(planes):
        luma = planes[0].astype(np.uint16)
        return ((luma + np.roll(luma, -1, axis=0)) // 2).astype(np.uint8), *planes[1:]

    assert any("text" in fault for fault in changed(texts, up).scores(END).faults(RESTING))


@pytest.mark.parametrize("plane", [0, 1, 2])
def test_three_levels_of_a_colour_are_noticed(texts, plane):
    def tinted(planes):
        return tuple(p - np.uint8(3 * (n == plane)) for n, p in enumerate(planes))

    assert any("colour" in fault for fault in changed(texts, tinted).scores(END).faults(RESTING))


@pytest.mark.parametrize("name", ["texts", "sides", "figures", "letters", "cross_fade", "pops"])
def test_a_picture_early_or_late_is_noticed(name, kit):
    case = CASES[name]
    compared = Compared(case.scene, case.look, kit)
    compared.scores(case.moving[0])  # what both share is made once
    for late in (40, -40):

        class Late(Compared):
            def theirs(self, moment, late=late):
                return compared.theirs(moment + late)

        other = Late(case.scene, case.look, kit)
        other.__dict__.update(compared.__dict__)
        assert any(other.scores(moment).faults(MOVING) for moment in case.moving)
    compared.close()


def test_a_layer_that_is_missing_is_noticed(kit):
    small = TextLayer(text="piccolo", style="small", place=Place(0.5, 0.9), enter=Motion("fade"))
    both = Scene("s", "", CASES["texts"].scene.base, (ShapeLayer(color="accent"), small), ())
    without = dataclasses.replace(both, layers=both.layers[:1])
    one, other = (Compared(scene, PORTRAIT, kit) for scene in (both, without))
    missing = changed(one, lambda _: other.ours(END))
    assert any("text" in fault for fault in missing.scores(END).faults(RESTING))


def test_evidence_is_three_pictures(texts, tmp_path):
    texts.write(END, tmp_path / "seen")
    assert sorted(path.name for path in (tmp_path / "seen").iterdir()) == [
        "difference.png",
        "ours.png",
        "reference.png",
    ]
