"""Bases: what stands behind all layers.

A colour or a gradient is computed; a picture, a video or the clip of a function is fitted by
MoviePy once for a campaign and kept as raw planes in the kit's cache, named by its content, for all
processes and later runs (``renderer/kept_bases.py``).
"""

from __future__ import annotations

import hashlib
from contextlib import closing
from functools import lru_cache, partial
from importlib.metadata import version
from typing import IO, TYPE_CHECKING

import numpy as np
import structlog
from PIL import Image

from foundation.errors import RenderError
from renderer import kept_bases, moviepy_bases
from renderer.colours import halved, planes_of, rgb, theme_colour, yuv
from renderer.composition import empty_planes
from renderer.digests import changed, file_digest, file_state
from renderer.moviepy_functions import function_digest, function_pictures
from renderer.still_pictures import open_picture

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from numpy.typing import NDArray

    from renderer.digests import FileState
    from renderer.h264 import Planes
    from renderer.kit import RenderKit
    from renderer.stage import Stage
    from scenes.bound import Base

_log = structlog.get_logger(__name__)

_CACHE_VERSION = 4
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
    return _kept(base, stage, base_key(base, stage))


def base_key(base: Base, stage: Stage) -> str:
    """Return a digest of everything that decides a base's pictures: 32 hexadecimal digits.

    Raises RenderError when a file of it is missing.
    """
    colours = base.color is not None or base.gradient is not None
    return _key(base, stage, {} if colours else base_files(base, stage.kit))


def _key(base: Base, stage: Stage, files: dict[str, str]) -> str:
    theme = stage.look.theme
    decides: tuple[object, ...]
    if base.color is not None:
        decides = ("colour", theme_colour(theme, base.color))
    elif base.gradient is not None:
        decides = ("gradient", *(theme_colour(theme, name) for name in base.gradient))
    else:
        decides = (
            *files.items(),
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


@lru_cache(maxsize=16)
def _kept(base: Base, stage: Stage, key: str) -> Sequence[Planes]:
    """Return the pictures of a file or function from the cache, where they are put if need be.

    A cache that cannot be written costs time in each process, no more.
    """
    size = stage.size
    file = stage.kit.cache / f"base-{key}.yuv"
    kept_bases.tidy(file.parent)

    def made() -> IO[bytes]:
        with closing(_raw_pictures(base, stage, key)) as pictures:
            kept_bases.keep(file, pictures, size)
        return kept_bases.opened(file, size)

    for opened in (partial(kept_bases.opened, file, size), made):
        try:
            return kept_bases.pictures_of(opened(), size, made)
        except FileNotFoundError:
            continue
        except OSError as error:
            _say_not_kept(error.strerror or type(error).__name__)
        except (kept_bases.NotKeptError, kept_bases.DamagedError) as error:
            _say_not_kept(str(error) or "damaged")
    with closing(_raw_pictures(base, stage, key)) as pictures:
        return kept_bases.held(pictures, size)


@lru_cache(maxsize=16)
def _say_not_kept(reason: str) -> None:
    """Log, once a process, why what was made is not found in the cache."""
    _log.warning("base.not_kept", reason=reason)


def _raw_pictures(base: Base, stage: Stage, key: str) -> Generator[bytes]:
    """Yield the pictures as planes, darkened by the shade.

    Raises RenderError when one cannot be made, or when the file they are made of is not the one
    that the key was made of.
    """
    light = np.float32(1 - base.shade)
    before = _states(base, stage)
    files = base_files(base, stage.kit)
    try:
        with closing(_fitted_pictures(base, stage, files)) as pictures:
            for picture in pictures:
                y, u, v = planes_of(picture.astype(np.float32) * light)
                planes = (np.rint(plane).clip(0, 255) for plane in (y, halved(u), halved(v)))
                yield b"".join(plane.astype(np.uint8).tobytes() for plane in planes)
    except OSError as error:
        named = base.picture or base.video or base.function
        raise RenderError(f"{named}: cannot be read: {error.strerror or error}") from error
    same = before == _states(base, stage) and files == base_files(base, stage.kit)
    if not same or _key(base, stage, files) != key:
        raise changed()


def _states(base: Base, stage: Stage) -> list[FileState]:
    names = [name for name in (base.picture, base.video) if name]
    return [file_state(stage.kit.media_file(name)) for name in names]


def _fitted_pictures(
    base: Base, stage: Stage, files: dict[str, str]
) -> Generator[NDArray[np.generic]]:
    """Yield the pictures of a file or function, fitted, RGB."""
    paper = theme_colour(stage.look.theme, "paper")
    fitting = moviepy_bases.Fitting(stage.size, base.focus, base.fit, rgb(paper))
    if base.function is not None:
        yield from function_pictures(base.function, stage.kit, fitting)
    elif base.video is not None:
        yield from moviepy_bases.fitted_video(stage.kit.media_file(base.video), fitting)
    elif base.picture is not None:
        image = open_picture(stage.kit, base.picture, files[f"media/{base.picture}"])
        below = Image.new("RGBA", image.size, paper)
        flat = np.asarray(Image.alpha_composite(below, image).convert("RGB"))
        yield moviepy_bases.fitted_picture(flat, fitting)
    else:
        raise RenderError(
            "A scene needs a base: a colour, a gradient, a picture, a video or a function."
        )
