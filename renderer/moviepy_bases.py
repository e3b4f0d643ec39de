"""MoviePy opens pictures and videos for bases and fits them into the film's picture.

It is used once for each base of a campaign: what it makes is kept (``renderer/bases.py``).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from foundation.errors import RenderError
from renderer.clip import FPS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

MAX_SECONDS = 60
"""A base that moves for longer is refused: its pictures are kept raw, 35 MB a second at 720."""

MAX_PIXELS = 4_096 * 2_304
"""Videos with larger pictures are refused: each picture is held in memory as RGB, scaled."""

_MISSED = 3
"""Pictures that may be missing at a video's end, where containers round its length."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a picture of another shape goes into the film's picture.

    ``cover`` fills ``size`` (width and height) and cuts around ``focus``, fractions of the picture:
    that point stays as near to the middle as can be. ``contain`` shows all of it on ``paper``
    (RGB); ``focus`` then says where the free space is left (0.5 halves it), as CSS does.
    """

    size: tuple[int, int]
    focus: tuple[float, float] = (0.5, 0.5)
    fit: Literal["cover", "contain"] = "cover"
    paper: tuple[int, int, int] = (255, 255, 255)


def fitted_picture(picture: NDArray[np.uint8], fitting: Fitting) -> NDArray[np.uint8]:
    """Return an RGB picture (rows, columns, 3) fitted."""
    from moviepy import ImageClip

    result: NDArray[np.uint8] = fitted(ImageClip(picture), fitting).get_frame(0)
    return result


def fitted_video(path: Path, fitting: Fitting) -> Iterator[NDArray[np.uint8]]:
    """Yield the pictures of a video at 25 a second, upright and fitted.

    Each is the one that the video shows at that time, whatever its own rate. Its sound is not used.
    Raises RenderError when it cannot be read, breaks off, is too long or too large.
    """
    from moviepy import VideoFileClip

    broken = f"{path.name}: is no video that FFmpeg can read; save it as MP4 (H.264)."
    try:
        with warnings.catch_warnings():
            # That its first picture is missing is also raised.
            warnings.simplefilter("ignore")
            clip: Any = VideoFileClip(str(path), audio=False)
    except (OSError, KeyError, ValueError, IndexError, AttributeError, ZeroDivisionError) as error:
        # All that MoviePy's reading of FFmpeg's report is seen to raise for files that are none.
        raise RenderError(broken) from error
    with clip:
        if not clip.duration or not clip.fps or min(clip.size) < 2:
            raise RenderError(broken)
        if clip.duration > MAX_SECONDS:
            raise RenderError(
                f"{path.name}: a base video may last {MAX_SECONDS} s, "
                f"this one lasts {clip.duration:.0f} s; cut it."
            )
        if clip.w * clip.h > MAX_PIXELS:
            raise RenderError(
                f"{path.name}: {clip.w} × {clip.h} pixels are more than a base video needs; "
                "make it smaller, such as 1920 × 1080."
            )
        size, seconds, rate = tuple(clip.size), clip.duration, clip.fps
    # Opened anew, so that FFmpeg scales: a tenth of the time.
    scaled = _scaled(size, fitting)
    with VideoFileClip(
        str(path), audio=False, target_resolution=scaled, resize_algorithm="lanczos"
    ) as clip:
        shown = fitted(clip, fitting)
        for number in range(pictures_of(seconds)):
            yield _read(shown, number, seconds, rate, path)


def fitted(clip: Any, fitting: Fitting) -> Any:
    """Return a MoviePy clip scaled and cut, or laid on paper, to the film's size."""
    from moviepy import vfx

    width, height = fitting.size
    if tuple(clip.size) == (width, height):
        return clip
    across, down = _scaled(tuple(clip.size), fitting)
    if fitting.fit == "cover":
        left = round(min(max(fitting.focus[0] * across - width / 2, 0), across - width))
        top = round(min(max(fitting.focus[1] * down - height / 2, 0), down - height))
        placed = vfx.Crop(x1=left, y1=top, width=width, height=height)
    else:
        left = round(fitting.focus[0] * (width - across))
        top = round(fitting.focus[1] * (height - down))
        placed = vfx.Margin(
            left=left,
            top=top,
            right=width - across - left,
            bottom=height - down - top,
            color=fitting.paper,
        )
    if (across, down) == tuple(clip.size):
        return clip.with_effects([placed])
    return clip.with_effects([vfx.Resize(new_size=(across, down)), placed])


def _scaled(size: tuple[int, int], fitting: Fitting) -> tuple[int, int]:
    """Return how large a picture of a size is shown, before it is cut or laid on paper."""
    ratios = [wanted / own for wanted, own in zip(fitting.size, size, strict=True)]
    fill = fitting.fit == "cover"
    factor = max(ratios) if fill else min(ratios)
    limit = max if fill else min
    across, down = (
        limit(wanted, max(1, round(own * factor)))
        for wanted, own in zip(fitting.size, size, strict=True)
    )
    return across, down


def pictures_of(seconds: float) -> int:
    """Return how many pictures a length has at 25 a second, at least one."""
    return max(1, int(seconds * FPS + 0.001))


def _read(shown: Any, number: int, seconds: float, rate: float, path: Path) -> NDArray[np.uint8]:
    """Return one picture; MoviePy only warns where a video breaks off, and repeats the last one."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        picture: NDArray[np.uint8] = shown.get_frame(number / FPS)
    if told and number / FPS < seconds - _MISSED / min(FPS, rate):
        raise RenderError(
            f"{path.name}: breaks off or is damaged after {number / FPS:.1f} s of "
            f"{seconds:.1f} s; save it again."
        )
    return np.ascontiguousarray(picture)
