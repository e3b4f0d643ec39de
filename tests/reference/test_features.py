"""Every feature looks in our clips, encoded and decoded, as the reference draws it.

``python tests/reference/show.py NAME`` prints the scores of a scene and writes its pictures.
"""

from pathlib import Path

import pytest
from comparison import Compared, Limits
from feature_scenes import CASES

RESTING = Limits(picture=0.98, layer=0.97, chroma=0.97, shift=2)

# Moving pictures are seen for 40 ms. They are quantised more coarsely (31 against 22), stand up to
# a quarter of a pixel beside the true place (states go by half pixels) and are up to 1/32 too clear
# or too faint (opacity goes by sixteenths): together that costs up to 0.03 in a small text. A
# picture that comes 40 ms early or late stays under 0.9 in what moves (test_comparison.py).
MOVING = Limits(picture=0.98, layer=0.95, chroma=0.96, shift=8)

EVIDENCE = Path(__file__).parents[2] / "build" / "reference"


@pytest.mark.parametrize("name", CASES)
def test_our_picture_agrees_with_the_reference(name, kit):
    case = CASES[name]
    compared = Compared(case.scene, case.look, kit)
    found = []
    for limits, moments in ((RESTING, case.rest), (MOVING, case.moving)):
        for moment in moments:
            faults = compared.scores(moment).faults(limits)
            if faults:
                folder = EVIDENCE / f"{name}-{moment}"
                compared.write(moment, folder)
                found.append(f"at {moment} ms: {'; '.join(faults)}; see {folder}")
    again = f"python tests/reference/show.py {name}"
    assert not found, "\n".join([*found, f"scores and pictures of all moments: {again}"])
