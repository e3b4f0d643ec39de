"""Control frames notice a change of looks, and are few and small (test_features.py compares)."""

import numpy as np
from control_frames import FOLDER, WIDTH, control_file, differences
from feature_scenes import CASES
from PIL import Image


def test_a_change_of_looks_is_noticed():
    with Image.open(control_file("texts")) as file:
        kept = file.convert("RGB")
    assert not differences(kept, kept)
    moved = Image.fromarray(np.roll(np.asarray(kept), 1, axis=0))
    assert any("similarity" in fault for fault in differences(moved, kept))
    tinted = Image.fromarray(np.asarray(kept) // 2 * 2 - np.uint8([0, 4, 0]))
    assert any("colour" in fault for fault in differences(tinted, kept))
    low = kept.resize((WIDTH, 200))
    assert differences(low, kept) == ["it is (180, 200), not (180, 320) pixels large"]


def test_the_frames_are_small_and_none_is_left_over():
    files = list(FOLDER.glob("*.webp"))
    assert {file.stem for file in files} == set(CASES)
    assert sum(file.stat().st_size for file in files) < 1_500_000
