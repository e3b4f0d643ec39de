from __future__ import annotations

from typing import get_args

import pytest

from renderer.easings import eased
from scenes.bound import Easing

NAMES = get_args(Easing)
# Read off the curves of easings.net at a quarter and at half of the time.
KNOWN = {
    "linear": (0.25, 0.5),
    "ease-in": (0.015625, 0.125),
    "ease-out": (0.578125, 0.875),
    "ease-in-out": (0.0625, 0.5),
    "ease-in-sine": (0.07612, 0.29289),
    "ease-out-sine": (0.38268, 0.70711),
    "ease-in-out-sine": (0.14645, 0.5),
    "ease-in-quad": (0.0625, 0.25),
    "ease-out-quad": (0.4375, 0.75),
    "ease-in-out-quad": (0.125, 0.5),
    "ease-in-cubic": (0.015625, 0.125),
    "ease-out-cubic": (0.578125, 0.875),
    "ease-in-out-cubic": (0.0625, 0.5),
    "ease-in-quart": (0.00390625, 0.0625),
    "ease-out-quart": (0.68359, 0.9375),
    "ease-in-out-quart": (0.03125, 0.5),
    "ease-in-back": (-0.06414, -0.08770),
    "ease-out-back": (0.81742, 1.08770),
    "ease-in-out-back": (-0.09968, 0.5),
    "ease-out-bounce": (0.47266, 0.765625),
    "ease-out-elastic": (0.91161, 1.015625),
}


def test_all_names_are_known():
    assert set(KNOWN) == set(NAMES)


@pytest.mark.parametrize("easing", NAMES)
def test_easings_begin_at_nothing_and_end_at_all(easing):
    assert eased(0, easing) == 0
    assert eased(1, easing) == 1
    assert eased(0.001, easing) == pytest.approx(0, abs=0.011)
    assert eased(0.999, easing) == pytest.approx(1, abs=0.011)


@pytest.mark.parametrize("easing", NAMES)
def test_easings_follow_their_curves(easing):
    quarter, half = KNOWN[easing]
    assert eased(0.25, easing) == pytest.approx(quarter, abs=1e-4)
    assert eased(0.5, easing) == pytest.approx(half, abs=1e-4)


def test_ease_out_back_goes_beyond_and_returns():
    assert max(eased(n / 20, "ease-out-back") for n in range(21)) > 1.05
