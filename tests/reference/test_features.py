"""Every feature looks in our clips as the reference draws it, and as it looked when it was kept.

``python tests/reference/show.py NAME`` prints the scores of a scene and writes its pictures.
"""

from pathlib import Path

import numpy as np
import pytest
from comparison import Compared, Limits, write_evidence
from control_frames import control_file, control_picture, differences
from feature_scenes import CASES
from PIL import Image

RESTING = Limits(picture=0.98, text=0.97, layer=0.97, chroma=0.97, shift=2)

# Moving pictures are seen for 40 ms. They are quantised more coarsely (31 against 22), stand up to
# a quarter of a pixel beside the true place (states go by half pixels) and are up to 1/32 too clear
# or too faint (opacity goes by sixteenths): 8 of 255 levels, and up to 0.03 in the box of a small
# text. That is still less than a picture that comes 40 ms early or late (test_comparison.py).
MOVING = Limits(picture=0.98, text=0.95, layer=0.95, chroma=0.96, shift=8)

EVIDENCE = Path(__file__).parents[2] / "build" / "reference"


@pytest.fixture(scope="module", params=CASES)
def seen(request, kit):
    """Yield a feature scene's name and its comparison; both tests of a scene share its clip."""
    case = CASES[request.param]
    compared = Compared(case.scene, case.look, kit)
    yield request.param, compared
    compared.close()


def test_our_picture_agrees_with_the_reference(seen):
    name, compared = seen
    found = []
    limits = dict.fromkeys(CASES[name].moving, MOVING) | dict.fromkeys(CASES[name].rest, RESTING)
    for moment in sorted(limits, key=compared.number):
        faults = compared.scores(moment).faults(limits[moment])
        if faults:
            folder = EVIDENCE / f"{name}-{moment}"
            compared.write(moment, folder)
            found.append(f"at {moment} ms: {'; '.join(faults)}; see {folder}")
    again = f"python tests/reference/show.py {name}"
    assert not found, "\n".join([*found, f"scores and pictures of all moments: {again}"])


def test_the_looks_are_as_kept(seen):
    name, compared = seen
    again = "if this change of looks is wanted, keep it: make control-frames"
    assert control_file(name).is_file(), f"{name} has no control frame; {again}"
    shown = control_picture(compared, CASES[name])
    with Image.open(control_file(name)) as file:
        kept = file.convert("RGB")
    found = differences(shown, kept)
    if found:
        folder = EVIDENCE / f"control-{name}"
        write_evidence(np.asarray(shown), np.asarray(kept.resize(shown.size)), folder)
        pytest.fail(f"{name}: {'; '.join(found)}; see {folder}; {again}")
