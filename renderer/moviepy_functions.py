"""Bases made by Python functions of the template author: ``function: "FILE.py:NAME"``.

The function is called as ``NAME(size=(width, height), fps=25)`` and returns a MoviePy clip with a
duration of at most 60 s. It is trusted code, run with the renderer's own rights: only from the
campaign folder, and only where the operator allows it.

The clip's pictures are kept and made anew when a ``.py`` file in the folder of ``FILE.py`` changes;
other files that a function reads are not watched.
"""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import sys
import traceback
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from foundation.errors import RenderError
from renderer.clip import FPS
from renderer.digests import file_digest
from renderer.moviepy_bases import MAX_SECONDS, Fitting, fitted, pictures_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from numpy.typing import NDArray

    from renderer.kit import RenderKit


def function_digest(source: str, kit: RenderKit) -> str:
    """Return the SHA-256 of a function's name, of its file and the ``.py`` files beside it.

    Raises RenderError when functions are not allowed, or the file is missing or lies outside.
    """
    path, name = _found(source, kit)
    files = (f"{file.name} {file_digest(file)}" for file in sorted(path.parent.glob("*.py")))
    return hashlib.sha256("\n".join((path.name, name, *files)).encode()).hexdigest()


def function_pictures(
    source: str, kit: RenderKit, fitting: Fitting
) -> Iterator[NDArray[np.generic]]:
    """Yield the pictures of the clip that a function makes, at 25 a second, RGB, fitted.

    Where the clip is transparent, the fitting's paper is seen.
    Raises RenderError when the function is not allowed, missing, raises (with file and line), or
    returns something else than a clip with a duration.
    """
    path, name = _found(source, kit)
    with _imports_from(path.parent), _blaming(path.parent, source):
        made = _called(_function(path, name, source), source, fitting.size)
        clip = made.image_transform(_FrameShape(source, tuple(made.size)).rgb)
        mask = None if clip.mask is None else fitted(clip.mask, _over_black(fitting))
        shown = fitted(clip, fitting)
        for number in range(pictures_of(clip.duration)):
            picture: NDArray[np.generic] = shown.get_frame(number / FPS)
            if mask is not None:
                weight = mask.get_frame(number / FPS)[:, :, None].astype(np.float32)
                picture = picture * weight + np.array(fitting.paper, np.float32) * (1 - weight)
            yield picture


def _found(source: str, kit: RenderKit) -> tuple[Path, str]:
    """Return the file and the name of a function."""
    if kit.functions is None:
        raise RenderError(
            f"{source}: bases made by Python functions are not allowed here. If you trust this "
            "campaign's author, set SOLLECITO_ALLOW_FUNCTIONS=true or pass --allow-functions."
        )
    written, _, name = source.rpartition(":")
    root = kit.functions.resolve()
    path = (root / written).resolve()
    if not written.endswith(".py") or not name.isidentifier():
        raise RenderError(f"{source}: expected FILE.py:NAME, such as bases.py:sunrise.")
    if not path.is_relative_to(root):
        raise RenderError(f"{source}: lies outside the campaign folder; move it there.")
    if not path.is_file():
        raise RenderError(f"{source}: there is no file {written} in the campaign folder.")
    return path, name


def _function(path: Path, name: str, source: str) -> Any:
    module = _loaded(path)
    function = getattr(module, name, None)
    if not callable(function):
        raise RenderError(f"{source}: {path.name} has no function {name}.")
    try:
        inspect.signature(function).bind(size=(2, 2), fps=FPS)
    except (TypeError, ValueError) as error:
        raise RenderError(
            f"{source}: must take size and fps; write def {name}(size, fps): …"
        ) from error
    return function


def _loaded(path: Path) -> ModuleType:
    """Run a file as a module of its own, which nobody else can import."""
    spec = importlib.util.spec_from_file_location("_sollecito_function_base", path)
    if spec is None or spec.loader is None:
        raise RenderError(f"{path.name}: cannot be loaded as Python.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _called(function: Any, source: str, size: tuple[int, int]) -> Any:
    """Return the clip that a function makes, checked."""
    from moviepy import VideoClip

    clip = function(size=size, fps=FPS)
    if not isinstance(clip, VideoClip):
        raise RenderError(f"{source}: must return a MoviePy clip, not {type(clip).__name__}.")
    if not clip.duration or clip.duration <= 0:
        raise RenderError(f"{source}: its clip has no duration; return clip.with_duration(8).")
    if clip.duration > MAX_SECONDS:
        raise RenderError(
            f"{source}: its clip lasts {clip.duration:.0f} s; a base may last {MAX_SECONDS} s. "
            "It begins again by itself when it has ended."
        )
    return clip


class _FrameShape:
    """Takes pictures as a function makes them: RGB, or grey, all of one size."""

    def __init__(self, source: str, size: tuple[int, int]) -> None:
        self._source = source
        self._size = size

    def rgb(self, picture: Any) -> NDArray[np.generic]:
        """Return a picture as height x width x 3; RenderError when it is none."""
        frame = np.asarray(picture)
        if frame.ndim == 2 or (frame.ndim == 3 and frame.shape[2] == 1):
            frame = np.repeat(frame.reshape(*frame.shape[:2], 1), 3, axis=2)
        width, height = self._size
        if frame.dtype.kind not in "uif" or frame.shape != (height, width, 3):
            shape = " x ".join(str(side) for side in np.shape(picture)) or "a single value"
            told = f"{shape} of {frame.dtype}"
        elif frame.dtype != np.uint8 and not _within_a_byte(frame):
            told = "numbers beyond 0-255"
        else:
            return frame
        raise RenderError(
            f"{self._source}: a picture of its clip is {told}; expected height x width x 3, 0-255 "
            f"({height} x {width} x 3 here, RGB), or height x width for grey."
        )


def _within_a_byte(frame: NDArray[Any]) -> bool:
    # Numbers that are none (NaN) are neither more nor less.
    return bool(frame.min() > -0.5 and frame.max() < 255.5)


def _over_black(fitting: Fitting) -> Fitting:
    """Return the fitting of a mask, where nothing is seen beside the clip."""
    return Fitting(fitting.size, fitting.focus, fitting.fit, (0, 0, 0))


@contextmanager
def _imports_from(folder: Path) -> Iterator[None]:
    """Let a file import those beside it, and forget them: other campaigns have others so named."""
    before = set(sys.modules)
    writes = sys.dont_write_bytecode
    sys.path.insert(0, str(folder))
    # The campaign folder stays as its author made it.
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = writes
        # The author's code may have changed it, too.
        with suppress(ValueError):
            sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None)
            if file and file.startswith(str(folder)):
                del sys.modules[name]


@contextmanager
def _blaming(folder: Path, source: str) -> Iterator[None]:
    """Tell what the author's code raises as a fault of its file and line."""
    try:
        yield
    except (RenderError, MemoryError, KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # anything may go wrong in there; sys.exit() is no end of ours
        told = f"{type(error).__name__}: {error}"
        if isinstance(error, SyntaxError) and error.filename:
            file, line = error.filename, error.lineno
            told = f"{type(error).__name__}: {error.msg}"
        else:
            places = [
                frame
                for frame in traceback.extract_tb(error.__traceback__)
                if frame.filename.startswith(str(folder))
            ]
            file, line = (places[-1].filename, places[-1].lineno) if places else ("", None)
        where = f"{file.removeprefix(str(folder)).lstrip('/')}:{line}: " if file else ""
        raise RenderError(f"{source}: {where}{told}") from error
