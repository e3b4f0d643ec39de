"""Small pictures of our renderer's output at rest, kept beside the tests: the looks as meant.

``make control-frames`` makes them anew after a change of looks that is wanted; look at the
difference that ``git diff`` names before it is kept.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    sys.path[:0] = [str(here), str(here.parent), str(here.parents[1])]

from comparison import Compared
from feature_scenes import CASES
from materials import make_kit
from PIL import Image

from renderer.pictures import to_rgb

if TYPE_CHECKING:
    from renderer.kit import RenderKit

FOLDER = Path(__file__).parent / "control"
WIDTH = 180
"""Pixels; wide enough for layout and colours, small enough to be kept."""


def control_file(name: str) -> Path:
    """Return where the control frame of a feature scene is kept."""
    return FOLDER / f"{name}.webp"


def control_picture(name: str, kit: RenderKit) -> Image.Image:
    """Return a feature scene at its first moment of rest, encoded, decoded and made small."""
    case = CASES[name]
    picture = to_rgb(Compared(case.scene, case.look, kit).ours(case.rest[0]))
    height = round(picture.height * WIDTH / picture.width)
    return picture.resize((WIDTH, height), Image.Resampling.BOX)


def main() -> None:
    """Make every control frame anew; those of scenes that are gone are removed."""
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.webp"):
        if file.stem not in CASES:
            file.unlink()
    with tempfile.TemporaryDirectory() as folder:
        kit = make_kit(Path(folder) / "campaign")
        for name in CASES:
            control_picture(name, kit).save(control_file(name), lossless=True, method=6)
    files = list(FOLDER.glob("*.webp"))
    size = sum(file.stat().st_size for file in files)
    sys.stdout.write(f"{len(files)} control frames, {size // 1_000} kB, in {FOLDER}\n")


if __name__ == "__main__":
    main()
