"""Draw every icon and picture of the project anew.

Usage: ``python -m assets.drawing``, in the project's folder. The SVG sources and the bitmaps go to
``assets/icons``, ``assets/pictures`` and the media of the examples; all of it is committed.
"""

from __future__ import annotations

from pathlib import Path

from assets.drawing.emblem import logo, paper, plate
from assets.drawing.goodbye import goodbye
from assets.drawing.icons import ICONS
from assets.drawing.lake import evening_lake, lake
from assets.drawing.outlines import outlined
from assets.drawing.rasterise import write_icon, write_picture
from assets.drawing.services import services
from assets.drawing.town import town
from assets.drawing.waterworks import water_logo, water_way

ASSETS = Path(__file__).resolve().parent.parent
EXAMPLES = ASSETS.parent / "examples"
PICTURES = {
    "vehicle-tax/media/town.jpg": town,
    "vehicle-tax/media/services.jpg": services,
    "vehicle-tax/media/goodbye.jpg": goodbye,
    "vehicle-tax/media/paper.jpg": paper,
    "vehicle-tax/media/logo.png": logo,
    "vehicle-tax/media/plate.png": plate,
    "showcase/media/lake.jpg": lake,
    "showcase/media/evening_lake.jpg": evening_lake,
    "showcase/media/water_logo.png": water_logo,
    "showcase/media/water_way.png": water_way,
}
"""Path below the examples to what draws the picture; the names of the files differ."""

LOGOS = {
    "vehicle-tax/media/logo.svg": logo,
    "showcase/media/water_logo.svg": water_logo,
}


def main() -> None:
    """Write all files, and say how large each is."""
    icons, pictures = ASSETS / "icons", ASSETS / "pictures"
    for folder in (icons, pictures, *{(EXAMPLES / name).parent for name in PICTURES}):
        folder.mkdir(parents=True, exist_ok=True)
    for name, icon in ICONS.items():
        svg = icon.svg(name)
        (icons / f"{name}.svg").write_text(svg, encoding="utf-8")
        write_icon(svg, icons / f"{name}.png")
    for name, draw in PICTURES.items():
        svg = draw().svg()
        target = EXAMPLES / name
        (pictures / f"{target.stem}.svg").write_text(svg, encoding="utf-8")
        write_picture(svg, target)
        print(f"{name:32} {target.stat().st_size / 1000:6.0f} kB")
    for name, draw in LOGOS.items():
        # A page takes the logo as SVG: a tenth of the bitmap's bytes.
        (EXAMPLES / name).write_text(outlined(draw().svg()), encoding="utf-8")
    print(f"{len(ICONS)} icons")


if __name__ == "__main__":
    main()
