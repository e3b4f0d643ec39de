"""QR codes as they stand in print and on the page: a crisp SVG path and a bitmap for printers.

Sizes are those of ISO/IEC 18004: the quiet zone is 4 modules on every side and part of the size.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image

from scenes.qr_code import QUIET_ZONE, matrix

if TYPE_CHECKING:
    from scenes.qr_code import Level, Matrix

SIZE_MM = 25
"""Side of a printed code with its quiet zone; pagoPA's guidelines ask this for the notice."""

PRINT_DPI = 600
"""Least resolution of the bitmaps at 25 mm: twice what an office printer needs."""


@lru_cache(maxsize=16)
def path_of(rows: Matrix) -> str:
    """Return the SVG path of all dark modules, one rectangle a run, quiet zone added.

    Each begins where it stands seen from the one before, which packs to half the bytes of places.
    """
    parts = []
    left, top = 0, 0
    for y, row in enumerate(rows, QUIET_ZONE):
        start = None
        for x, dark in enumerate([*row, False], QUIET_ZONE):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                parts.append(f"m{start - left} {y - top}h{x - start}v1h{start - x}z")
                left, top = start, y
                start = None
    return "".join(parts)


def code_svg(data: str, level: Level) -> bytes:
    """Return a QR code as an SVG file, 25 mm wide and high, black on white, quiet zone included.

    Raises RenderError when the data is too long for a QR code.
    """
    rows = matrix(data, level)
    side = len(rows) + 2 * QUIET_ZONE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE_MM}mm" height="{SIZE_MM}mm" '
        f'viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path_of(rows)}"/></svg>\n'
    ).encode("ascii")


def code_picture(data: str, level: Level) -> Image.Image:
    """Return a QR code as a 1-bit picture, at least 600 dpi at 25 mm, whole pixels a module.

    ``info["dpi"]`` holds the resolution at which it is 25 mm wide.
    Raises RenderError when the data is too long for a QR code.
    """
    rows = matrix(data, level)
    side = len(rows) + 2 * QUIET_ZONE
    module = -(-round(SIZE_MM / 25.4 * PRINT_DPI) // side)
    modules = bytes(0 if dark else 255 for row in rows for dark in row)
    small = Image.new("1", (side, side), 1)
    code = Image.frombytes("L", (len(rows), len(rows)), modules)
    small.paste(code.convert("1", dither=Image.Dither.NONE), (QUIET_ZONE, QUIET_ZONE))
    picture = small.resize((side * module, side * module), Image.Resampling.NEAREST)
    dpi = picture.width / (SIZE_MM / 25.4)
    picture.info["dpi"] = (dpi, dpi)
    return picture


def png_bytes(picture: Image.Image) -> bytes:
    """Return a picture as PNG with the resolution it carries."""
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True, dpi=picture.info["dpi"])
    return file.getvalue()
