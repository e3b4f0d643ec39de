"""MoviePy opens pictures and videos for bases and fits them into the film's picture.

It is used once for each base of a campaign: what it makes is kept (``renderer/bases.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foundation.errors import RenderError
from renderer.clip import FPS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

MAX_VIDEO_SECONDS = 30
"""A longer base video is refused: its pictures are kept raw, 35 MB a second."""


def fitted_picture(
    picture: NDArray[np.uint8], size: tuple[int, int], focus: tuple[float, float]
) -> NDArray[np.uint8]:
    """Return an RGB picture (rows, columns, 3) scaled to cover ``size`` and cut around ``focus``.

    ``focus`` are fractions of the picture; that point stays as near to the middle as can be.
    """
    from moviepy import ImageClip

    result: NDArray[np.uint8] = _covering(ImageClip(picture), size, focus).get_frame(0)
    return result


def fitted_video(
    path: Path, size: tuple[int, int], focus: tuple[float, float]
) -> Iterator[NDArray[np.uint8]]:
    """Yield the pictures of a video at 25 a second, fitted as ``fitted_picture`` does.

    Raises RenderError when it cannot be read or is too long. Its sound is not used.
    """
    from moviepy import VideoFileClip

    try:
        clip: Any = VideoFileClip(str(path), audio=False)
    except (OSError, KeyError, ValueError) as error:
        raise RenderError(f"{path.name}: is no video that FFmpeg can read.") from error
    with clip:
        if clip.duration > MAX_VIDEO_SECONDS:
            raise RenderError(
                f"{path.name}: a base video may last {MAX_VIDEO_SECONDS} s, "
                f"this one lasts {clip.duration:.0f} s; cut it."
            )
        covering = _covering(clip, size, focus)
        for number in range(max(1, int(clip.duration * FPS))):
            yield covering.get_frame(number / FPS)


def _covering(clip: Any, size: tuple[int, int], focus: tuple[float, float]) -> Any:
    from moviepy import vfx

    width, height = size
    factor = max(width / clip.w, height / clip.h)
    across, down = max(width, round(clip.w * factor)), max(height, round(clip.h * factor))
    left = round(min(max(focus[0] * across - width / 2, 0), across - width))
    top = round(min(max(focus[1] * down - height / 2, 0), down - height))
    return clip.with_effects(
        [
            vfx.Resize(new_size=(across, down)),
            vfx.Crop(x1=left, y1=top, width=width, height=height),
        ]
    )
