"""Laid-out text as an alpha mask, drawn by HarfBuzz's rasteriser."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import uharfbuzz as hb

from foundation.errors import RenderError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from renderer.text_layout import TextBlock
    from scenes.bound import Horizontal


_kept = threading.local()


def _raster() -> Any:
    """Return this thread's rasteriser, emptied: a new one would ask for its memory again."""
    if not hasattr(_kept, "raster"):
        _kept.raster = hb.RasterDraw()
    _kept.raster.reset()
    return _kept.raster


def draw_text(
    block: TextBlock,
    align: Horizontal,
    width: float,
    left: float = 0.0,
    before: int | None = None,
) -> tuple[NDArray[np.uint8], int, int]:
    """Draw a text aligned within ``width`` pixels.

    Returns the coverage of the ink (rows, columns; 255 = full) and the place of its left top pixel
    from the block's left top corner, which may be negative where glyphs overhang: nothing is
    clipped. ``left`` is the fraction of a pixel by which the block's left edge is off the grid.
    With ``before``, only the glyphs of letters before that place in the text are drawn, where they
    stand in the whole.
    """
    raster = _raster()
    for number, line in enumerate(block.lines):
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        x = left + (width - line.width) * share
        # Baselines stand on whole pixels: horizontal strokes stay crisp.
        y = -round(number * block.pitch + block.baseline)
        for run, place in zip(line.runs, line.places, strict=True):
            scale = block.size / run.face.upem
            font = run.face.font
            for index, along, up, cluster in zip(
                run.indices, run.xs, run.ys, run.clusters, strict=True
            ):
                if before is None or place + cluster < before:
                    raster.transform = (scale, 0, 0, scale, x + along * scale, y + up * scale)
                    raster.draw_glyph(font, index)
            x += run.ems * block.size
    image = raster.render()
    if image is None:
        raise RenderError("HarfBuzz could not draw a text: not enough memory.")
    extents = image.extents
    if extents is None or not extents.width or not extents.height:
        return np.zeros((2, 2), np.uint8), 0, 0
    rows = np.frombuffer(image.buffer, np.uint8).reshape(extents.height, extents.stride)
    mask = np.ascontiguousarray(rows[::-1, : extents.width])
    return mask, extents.x_origin, -(extents.y_origin + extents.height)
