"""Our renderer's output looks as it did when its looks were last kept (``make control-frames``)."""

import numpy as np
import pytest
from control_frames import FOLDER, WIDTH, control_file, control_picture
from feature_scenes import CASES
from PIL import Image
from similarity import similarity
from test_features import EVIDENCE

LEAST_ALIKE = 0.98
MOST_SHIFT = 2
"""Levels of 255 that the mean of red, green or blue may be off."""


def faults(shown, kept):
    """Return in words what two small pictures have not in common."""
    if shown.size != kept.size:
        return [f"it is {shown.size}, not {kept.size} pixels large"]
    alike = [
        similarity(np.asarray(one), np.asarray(other))
        for one, other in zip(shown.split(), kept.split(), strict=True)
    ]
    shifts = np.abs(np.asarray(shown, float).mean((0, 1)) - np.asarray(kept, float).mean((0, 1)))
    found = []
    if min(alike) < LEAST_ALIKE:
        found.append(f"similarity {min(alike):.4f} < {LEAST_ALIKE}")
    if shifts.max() > MOST_SHIFT:
        found.append(f"a colour is off by {shifts.max():.1f} levels")
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_looks_are_as_kept(name, kit):
    again = "if this change of looks is wanted, keep it: make control-frames"
    assert control_file(name).is_file(), f"{name} has no control frame; {again}"
    shown = control_picture(name, kit)
    with Image.open(control_file(name)) as file:
        kept = file.convert("RGB")
    found = faults(shown, kept)
    if found:
        folder = EVIDENCE / f"control-{name}"
        folder.mkdir(parents=True, exist_ok=True)
        difference = 128 + 4 * (np.asarray(shown, np.int16) - np.asarray(kept.resize(shown.size)))
        shown.save(folder / "ours.png")
        kept.save(folder / "reference.png")
        Image.fromarray(np.clip(difference, 0, 255).astype(np.uint8)).save(
            folder / "difference.png"
        )
        pytest.fail(f"{name}: {'; '.join(found)}; see {folder}; {again}")


def test_a_change_of_looks_is_noticed():
    with Image.open(control_file("texts")) as file:
        kept = file.convert("RGB")
    assert not faults(kept, kept)
    moved = Image.fromarray(np.roll(np.asarray(kept), 1, axis=0))
    assert any("similarity" in fault for fault in faults(moved, kept))
    tinted = Image.fromarray(np.asarray(kept) // 2 * 2 - np.uint8([0, 4, 0]))
    assert any("colour" in fault for fault in faults(tinted, kept))
    assert faults(kept.resize((WIDTH, 200)), kept) == [
        "it is (180, 200), not (180, 320) pixels large"
    ]


def test_the_frames_are_small_and_none_is_left_over():
    files = list(FOLDER.glob("*.webp"))
    assert {file.stem for file in files} == set(CASES)
    assert sum(file.stat().st_size for file in files) < 1_500_000
