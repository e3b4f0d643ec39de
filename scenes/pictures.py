"""Whether a file is a picture that can be drawn, found before anything is rendered."""

from __future__ import annotations

import struct
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

MOST_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG", "WEBP")
_TOO_LARGE = f"has more than {MOST_PIXELS // 1_000_000} megapixels; make it smaller"
_BROKEN = "cannot be read as a picture: expected a whole PNG, JPEG or WebP file"


def picture_fault(path: Path, most_shape: int = 0) -> str:
    """Return why a file cannot be drawn, to stand behind its name; empty when it can.

    It may be so many times as long as it is narrow; 0: of any shape.
    """
    try:
        status = path.stat()
    except OSError:
        return _BROKEN
    return _fault(path, most_shape, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def _fault(path: Path, most_shape: int, changed: int, size: int) -> str:
    del changed, size  # they only tell a file from what it was before
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS:
                    return _TOO_LARGE
                if most_shape and max(width, height) > most_shape * min(width, height):
                    return f"is more than {most_shape} times as long as it is narrow; cut it"
                kind = picture.format
                picture.verify()
            if kind != "PNG":  # only of PNG files verifying reads the whole
                with Image.open(path, formats=_FORMATS) as picture:
                    picture.draft("L", (64, 64))
                    picture.load()
    except Image.DecompressionBombError:
        return _TOO_LARGE
    except (OSError, SyntaxError, ValueError, EOFError, struct.error):
        return _BROKEN
    return ""
