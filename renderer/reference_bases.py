"""Bases for the reference: colours and gradients in RGB, pictures by Pillow, films by MoviePy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageOps

from foundation.errors import RenderError
from renderer.clip import FPS
from renderer.colours import rgb, theme_colour
from renderer.moviepy_bases import Fitting
from renderer.moviepy_functions import function_pictures
from renderer.reference_figures import covering_crop

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from renderer.stage import Stage
    from scenes.bound import Base


def base_clip(base: Base, stage: Stage, seconds: float) -> Any:
    """Return a base as a clip of MoviePy; RenderError when a file of it cannot be used."""
    from moviepy import ImageClip, VideoClip, VideoFileClip, vfx

    light = 1 - base.shade
    if base.video is not None:
        video: Any = VideoFileClip(str(stage.kit.media_file(base.video)), audio=False)
        fitted = _fitted(video, base, stage)
        return fitted.with_effects([vfx.Loop(duration=seconds), vfx.MultiplyColor(light)])
    if base.function is not None:
        pictures = _Pictures(base.function, base, stage)
        moving: Any = VideoClip(pictures.at, duration=seconds)
        return moving.with_effects([vfx.MultiplyColor(light)])
    if base.picture is not None:
        pixels = _picture(base, stage).astype(float)
    elif base.gradient is not None:
        pixels = _gradient(base.gradient, stage)
    elif base.color is not None:
        pixels = np.full((*stage.size[::-1], 3), _rgb(base.color, stage), float)
    else:
        raise RenderError("A scene needs a base: a colour, a gradient, a picture or a video.")
    return ImageClip(np.rint(pixels * light).astype(np.uint8), duration=seconds)


def _rgb(name: str, stage: Stage) -> tuple[int, int, int]:
    return rgb(theme_colour(stage.look.theme, name))


def _gradient(names: tuple[str, str], stage: Stage) -> NDArray[np.float64]:
    width, height = stage.size
    top, bottom = (np.array(_rgb(name, stage), float) for name in names)
    share = ((np.arange(height) + 0.5) / height)[:, None]
    column = top * (1 - share) + bottom * share
    return np.repeat(column[:, None, :], width, axis=1)


def _picture(base: Base, stage: Stage) -> NDArray[np.uint8]:
    """Return the base's picture on the theme's paper, as large as the film's picture."""
    width, height = stage.size
    with Image.open(stage.kit.media_file(base.picture or "")) as file:
        image = ImageOps.exif_transpose(file).convert("RGBA")
    paper = Image.new("RGBA", image.size, theme_colour(stage.look.theme, "paper"))
    flat = Image.alpha_composite(paper, image).convert("RGB")
    if base.fit == "contain":
        paper_rgb = _rgb("paper", stage)
        way = Image.Resampling.LANCZOS
        whole = ImageOps.pad(flat, stage.size, way, color=paper_rgb, centering=base.focus)
        return np.asarray(whole)
    box = covering_crop(flat.size, stage.size, base.focus)
    return np.asarray(flat.resize((width, height), Image.Resampling.LANCZOS, box=box))


def _fitted(video: Any, base: Base, stage: Stage) -> Any:
    """Return a film scaled and cut to the picture's shape, or whole on the theme's paper."""
    from moviepy import CompositeVideoClip, vfx

    if base.fit == "contain":
        factor = min(size / own for size, own in zip(stage.size, video.size, strict=True))
        small: Any = video.with_effects([vfx.Resize(factor)])
        free = [size - own for size, own in zip(stage.size, small.size, strict=True)]
        place = tuple(round(share * room) for share, room in zip(base.focus, free, strict=True))
        on_paper = [small.with_position(place)]
        return CompositeVideoClip(on_paper, size=stage.size, bg_color=_rgb("paper", stage))
    left, top, right, bottom = (
        round(edge) for edge in covering_crop(video.size, stage.size, base.focus)
    )
    cut = vfx.Crop(x1=left, y1=top, x2=right, y2=bottom)
    return video.with_effects([cut, vfx.Resize(new_size=stage.size)])


class _Pictures:
    """The pictures of a function's clip, one after another and again from the first."""

    def __init__(self, source: str, base: Base, stage: Stage) -> None:
        fitting = Fitting(stage.size, base.focus, base.fit, _rgb("paper", stage))
        self._source, self._kit, self._fitting = source, stage.kit, fitting
        self._coming = function_pictures(source, stage.kit, fitting)
        self._shown: tuple[int, NDArray[np.generic]] | None = None
        self._count: int | None = None

    def at(self, now: float) -> NDArray[np.generic]:
        """Return the picture at a time in seconds."""
        number = round(now * FPS)
        if self._count is not None:
            number %= self._count
        if self._shown is not None and self._shown[0] > number:
            self._coming = function_pictures(self._source, self._kit, self._fitting)
            self._shown = None
        while self._shown is None or self._shown[0] < number:
            following = 0 if self._shown is None else self._shown[0] + 1
            picture = next(self._coming, None)
            if picture is None:
                self._count = following
                return self.at(number / FPS)
            self._shown = following, picture
        return self._shown[1]
