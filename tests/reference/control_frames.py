"""Small pictures of our renderer's output at rest, kept beside the tests: the looks as meant.

``make control-frames`` makes them anew after a change of looks that is wanted; look at the
difference that ``git diff`` names before it is kept.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    sys.path[:0] = [str(here), str(here.parent), str(here.parents[1])]

import numpy as np
from comparison import Compared
from feature_scenes import CASES, Case
from materials import make_kit
from PIL import Image
from similarity import similarity

from renderer.pictures import to_rgb

FOLDER = Path(__file__).parent / "control"
WIDTH = 180
"""Pixels; wide enough for layout and colours, small enough to be kept."""

LEAST_ALIKE = 0.98
MOST_SHIFT = 2
"""Levels of 255 that the mean of red, green or blue may be off."""


def control_file(name: str) -> Path:
    """Return where the control frame of a feature scene is kept."""
    return FOLDER / f"{name}.webp"


def control_picture(compared: Compared, case: Case) -> Image.Image:
    """Return a feature scene at its first moment of rest, encoded, decoded and made small."""
    picture = to_rgb(compared.ours(case.rest[0]))
    height = round(picture.height * WIDTH / picture.width)
    return picture.resize((WIDTH, height), Image.Resampling.BOX)


def differences(shown: Image.Image, kept: Image.Image) -> list[str]:
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


def main() -> None:
    """Make every control frame anew; those of scenes that are gone are removed."""
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.webp"):
        if file.stem not in CASES:
            file.unlink()
    with tempfile.TemporaryDirectory() as folder:
        kit = make_kit(Path(folder) / "campaign")
        for name, case in CASES.items():
            compared = Compared(case.scene, case.look, kit)
            control_picture(compared, case).save(control_file(name), lossless=True, method=6)
    files = list(FOLDER.glob("*.webp"))
    size = sum(file.stat().st_size for file in files)
    sys.stdout.write(f"{len(files)} control frames, {size // 1_000} kB, in {FOLDER}\n")


if __name__ == "__main__":
    main()
