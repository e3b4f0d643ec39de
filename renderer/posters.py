"""A clip's poster: a small JPEG of its held picture, for before the film plays."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from PIL import Image

from renderer.composition import empty_planes

if TYPE_CHECKING:
    from renderer.pictures import Painted

QUALITY = 85
"""JPEG quality."""

_SHORT_SIDE = 360
"""Pixels of the short side: a phone's page is no wider in CSS pixels than the poster."""

_memory = threading.local()


def poster_jpeg(painted: Painted) -> bytes:
    """Return a scene as it is left, as JPEG of 360 pixels on the short side, without metadata."""
    width, height = painted.size
    canvas = empty_planes(painted.size)
    painted.paint_rest(canvas)
    share = _SHORT_SIDE / min(width, height)
    # Planes made smaller one by one, then a picture of that size turned to RGB: quicker than both
    # in one. JPEG halves the colours again, so nothing is lost.
    small = av.VideoFrame(round(width * share), round(height * share), "yuv420p")
    for plane, target in zip(canvas, small.planes, strict=True):
        _view(target)[:] = _sized(plane, (target.width, target.height))
    out = io.BytesIO()
    _as_rgb(small).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _sized(
    plane: np.ndarray[Any, np.dtype[np.uint8]], size: tuple[int, int]
) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return a plane in another size (width, height)."""
    image = Image.fromarray(plane)
    factor = image.width // size[0]
    if image.size == (size[0] * factor, size[1] * factor):
        return np.asarray(image.reduce(factor))
    return np.asarray(image.resize(size, Image.Resampling.BOX))


def _as_rgb(frame: av.VideoFrame) -> Image.Image:
    """Return a picture in BT.709, limited range, as an RGB image."""
    frame.colorspace = Colorspace.ITU709
    frame.color_range = ColorRange.MPEG
    # Kept for the next: to set it up takes longer than to use it.
    reformatter: VideoReformatter | None = getattr(_memory, "reformatter", None)
    if reformatter is None:
        reformatter = _memory.reformatter = VideoReformatter()
    rgb = reformatter.reformat(
        frame, format="rgb24", src_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.JPEG
    )
    return Image.fromarray(rgb.to_ndarray())


def _view(plane: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
    rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]
