"""From SVG text to the files that campaigns and pages use."""

from __future__ import annotations

import io
from importlib.resources import files
from typing import TYPE_CHECKING

import resvg_py
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

JPEG_QUALITY = 90


def bitmap(svg: str) -> Image.Image:
    """Return an SVG at its own size; text in Titillium Web, from its package alone."""
    fonts = files("fontpkg_titillium_web") / "files"
    names = [str(font) for font in fonts.iterdir() if font.name.endswith(".ttf")]
    png = bytes(
        resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=sorted(names))
    )
    return Image.open(io.BytesIO(png))


def write_picture(svg: str, path: Path) -> None:
    """Write a picture in the format of the path's ending: JPEG without transparency, or PNG."""
    image = bitmap(svg)
    if path.suffix == ".jpg":
        image.convert("RGB").save(path, quality=JPEG_QUALITY, subsampling=0, optimize=True)
    else:
        image.save(path, optimize=True)


def write_icon(svg: str, path: Path) -> None:
    """Write an icon: pure white everywhere, the shape in the alpha channel alone."""
    alpha = bitmap(svg).convert("RGBA").getchannel("A")
    white = Image.new("L", alpha.size, 255)
    Image.merge("LA", (white, alpha)).save(path, optimize=True)
