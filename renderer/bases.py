"""Bases: what stands behind all layers.

A colour or a gradient is computed; a picture, a video or the clip of a function is fitted by
MoviePy once for a campaign and kept as raw planes in the kit's cache, named by its content, for all
processes and later runs.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import closing, suppress
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from foundation.errors import RenderError
from renderer import moviepy_bases
from renderer.colours import halved, planes_of, rgb, theme_colour, yuv
from renderer.composition import empty_planes
from renderer.digests import file_digest
from renderer.moviepy_functions import function_digest, function_pictures
from renderer.still_pictures import open_picture

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from renderer.h264 import Planes
    from renderer.kit import RenderKit
    from renderer.stage import Stage
    from scenes.bound import Base

_CACHE_VERSION = 3
_SQUARE = 4


def base_pictures(base: Base, stage: Stage) -> Sequence[Planes]:
    """Return a base's pictures: one, or those of a video, which is shown again from its start.

    Raises RenderError when a file of it cannot be used.
    """
    theme = stage.look.theme
    light = 1 - base.shade
    if base.color is not None:
        return [_colour(theme_colour(theme, base.color), stage.size, light)]
    if base.gradient is not None:
        top, bottom = (theme_colour(theme, name) for name in base.gradient)
        return [_gradient(top, bottom, stage.size, light)]
    return _kept(base, stage)


def base_key(base: Base, stage: Stage) -> str:
    """Return a digest of everything that decides a base's pictures: 32 hexadecimal digits.

    Raises RenderError when a file of it is missing.
    """
    theme = stage.look.theme
    decides: tuple[object, ...]
    if base.color is not None:
        decides = ("colour", theme_colour(theme, base.color))
    elif base.gradient is not None:
        decides = ("gradient", *(theme_colour(theme, name) for name in base.gradient))
    else:
        decides = (
            *base_files(base, stage.kit).items(),
            _library_versions(),
            base.fit,
            base.focus,
            theme_colour(theme, "paper"),
        )
    named = repr((_CACHE_VERSION, stage.size, base.shade, decides))
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def base_files(base: Base, kit: RenderKit) -> dict[str, str]:
    """Return the SHA-256 of each file that a base is made of, by what it is used as.

    Raises RenderError when one is missing, or is a function's and functions are not allowed.
    """
    if base.function is not None:
        return {f"functions/{base.function}": function_digest(base.function, kit)}
    names = [name for name in (base.picture, base.video) if name]
    return {f"media/{name}": file_digest(kit.media_file(name)) for name in names}


@lru_cache(maxsize=1)
def _library_versions() -> str:
    return f"moviepy {version('moviepy')} pillow {version('pillow')} numpy {version('numpy')}"


@lru_cache(maxsize=16)
def _colour(colour: str, size: tuple[int, int], light: float) -> Planes:
    planes = empty_planes(size)
    shaded = "#" + "".join(f"{round(part * light):02x}" for part in rgb(colour))
    for plane, value in zip(planes, yuv(shaded), strict=True):
        plane[:] = value
    return planes


@lru_cache(maxsize=16)
def _gradient(top: str, bottom: str, size: tuple[int, int], light: float) -> Planes:
    width, height = size
    share = (np.arange(height, dtype=np.float32) + 0.5)[:, None] / height
    first, last = (np.array(rgb(colour), np.float32) * light for colour in (top, bottom))
    column = (first * (1 - share) + last * share)[:, None, :]
    y, u, v = (np.repeat(plane, width, axis=1) for plane in planes_of(column))
    return _dithered(y), _dithered(halved(u)), _dithered(halved(v))


def _dithered(plane: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return a plane in whole values, rounded up and down in turn so that slow changes do not band.

    Rounded in squares of 4 × 4: the encoder smooths finer noise away, and the bands come back. A
    first picture grows by 2 kB. The noise is always the same, so the same base has the same bytes.
    """
    rows, columns = plane.shape
    squares = -(-rows // _SQUARE), -(-columns // _SQUARE)
    noise = np.random.default_rng(rows).random(squares, np.float32)
    noise = noise.repeat(_SQUARE, axis=0).repeat(_SQUARE, axis=1)[:rows, :columns]
    result: NDArray[np.uint8] = np.clip(plane + noise, 0, 255).astype(np.uint8)
    return result


def _kept(base: Base, stage: Stage) -> Sequence[Planes]:
    """Return the pictures of a file from the cache, where they are put if they are not there."""
    file = stage.kit.cache / f"base-{base_key(base, stage)}.yuv"
    try:
        return _read(file, stage.size)
    except (OSError, ValueError):
        # Not there yet, or cut short: it is made anew.
        # Closed at once, also when one of them cannot be used: an author's function may make them.
        with closing(_fitted_pictures(base, stage)) as pictures:
            _write(file, pictures, 1 - base.shade)
        _read.cache_clear()
        return _read(file, stage.size)


@lru_cache(maxsize=16)
def _read(file: Path, size: tuple[int, int]) -> Sequence[Planes]:
    """Return the pictures of a file; OSError or ValueError when it is missing or cut short."""
    width, height = size
    length = width * height * 3 // 2
    raw = np.memmap(file, np.uint8, mode="r")
    if not len(raw) or len(raw) % length:
        raise ValueError("not whole pictures")
    quarter = (height // 2, width // 2)
    found: list[Planes] = []
    for start in range(0, len(raw), length):
        y, u, v = np.split(raw[start : start + length], [width * height, width * height * 5 // 4])
        found.append((y.reshape(height, width), u.reshape(quarter), v.reshape(quarter)))
    return found


def _write(file: Path, pictures: Iterator[NDArray[np.generic]], light: float) -> None:
    """Write RGB pictures, darkened to ``light``, as planes; the file appears when it is whole.

    Where all pictures are alike, only one is written: that base does not move.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    first, alike = b"", True
    try:
        with part.open("wb") as out:
            for picture in pictures:
                y, u, v = planes_of(picture.astype(np.float32) * np.float32(light))
                planes = (np.rint(plane).clip(0, 255) for plane in (y, halved(u), halved(v)))
                raw = b"".join(plane.astype(np.uint8).tobytes() for plane in planes)
                first = first or raw
                alike = alike and raw == first
                out.write(raw)
            if alike:
                out.truncate(len(first))
        part.replace(file)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def _fitted_pictures(base: Base, stage: Stage) -> Generator[NDArray[np.generic]]:
    """Yield the pictures of a file or function, fitted, RGB."""
    paper = theme_colour(stage.look.theme, "paper")
    fitting = moviepy_bases.Fitting(stage.size, base.focus, base.fit, rgb(paper))
    if base.function is not None:
        yield from function_pictures(base.function, stage.kit, fitting)
    elif base.video is not None:
        yield from moviepy_bases.fitted_video(stage.kit.media_file(base.video), fitting)
    elif base.picture is not None:
        image = open_picture(stage.kit, base.picture)
        below = Image.new("RGBA", image.size, paper)
        flat = np.asarray(Image.alpha_composite(below, image).convert("RGB"))
        yield moviepy_bases.fitted_picture(flat, fitting)
    else:
        raise RenderError(
            "A scene needs a base: a colour, a gradient, a picture, a video or a function."
        )
