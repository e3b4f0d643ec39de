"""A clip's poster: a small JPEG of its held picture, for before the film plays."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from PIL import Image

if TYPE_CHECKING:
    from renderer.h264 import Planes
    from renderer.pictures import Painted

QUALITY = 85
"""JPEG quality."""

_SHORT_SIDE = 360
"""Pixels of the short side: a phone's page is no wider in CSS pixels than the poster."""


def poster_jpeg(painted: Painted) -> bytes:
    """Return a scene as it is left, as JPEG of 360 pixels on the short side, without metadata."""
    width, height = painted.size
    frame = av.VideoFrame(width, height, "yuv420p")
    y, u, v = (_view(plane) for plane in frame.planes)
    canvas: Planes = (y, u, v)
    painted.paint_rest(canvas)
    share = _SHORT_SIDE / min(width, height)
    image = _as_rgb(frame, (round(width * share), round(height * share)))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _as_rgb(frame: av.VideoFrame, size: tuple[int, int]) -> Image.Image:
    """Return a picture in BT.709, limited range, as an RGB image of another size."""
    frame.colorspace = Colorspace.ITU709
    frame.color_range = ColorRange.MPEG
    rgb = frame.reformat(
        width=size[0],
        height=size[1],
        format="rgb24",
        src_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.JPEG,
        interpolation=Interpolation.AREA,
    )
    return Image.fromarray(rgb.to_ndarray())


def _view(plane: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
    rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]
