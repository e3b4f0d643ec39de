"""Draw every icon and picture of the project anew.

Usage: ``python -m assets.drawing``, in the project's folder. The SVG sources and the bitmaps go to
``assets/icons``, ``assets/pictures`` and the media of the example; all of it is committed.
"""

from __future__ import annotations

from pathlib import Path

from assets.drawing.emblem import logo, paper, plate
from assets.drawing.goodbye import goodbye
from assets.drawing.icons import ICONS
from assets.drawing.rasterise import write_icon, write_picture
from assets.drawing.services import services
from assets.drawing.town import town

ASSETS = Path(__file__).resolve().parent.parent
EXAMPLE_MEDIA = ASSETS.parent / "examples" / "vehicle-tax" / "media"
PICTURES = {
    "town.jpg": town,
    "services.jpg": services,
    "goodbye.jpg": goodbye,
    "paper.jpg": paper,
    "logo.png": logo,
    "plate.png": plate,
}
"""File name in the example's media to what draws it."""


def main() -> None:
    """Write all files, and say how large each is."""
    icons, pictures = ASSETS / "icons", ASSETS / "pictures"
    for folder in (icons, pictures, EXAMPLE_MEDIA):
        folder.mkdir(parents=True, exist_ok=True)
    for name, icon in ICONS.items():
        svg = icon.svg(name)
        (icons / f"{name}.svg").write_text(svg, encoding="utf-8")
        write_icon(svg, icons / f"{name}.png")
    for file_name, draw in PICTURES.items():
        svg = draw().svg()
        (pictures / f"{Path(file_name).stem}.svg").write_text(svg, encoding="utf-8")
        target = EXAMPLE_MEDIA / file_name
        write_picture(svg, target)
        print(f"{file_name:14} {target.stat().st_size / 1000:6.0f} kB")
    print(f"{len(ICONS)} icons")


if __name__ == "__main__":
    main()
