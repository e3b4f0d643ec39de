"""Files of ``media/`` that a page offers and shows: documents as they are, pictures made small."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from PIL import Image, ImageOps

from foundation.errors import RenderError
from microsite.naming import hashed

if TYPE_CHECKING:
    from pathlib import Path

PICTURE_WIDTH = 640
"""Pixels: an offer's picture is at most 320 wide on the page, on a screen of twice the density."""

_QUALITY = 72


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A document: its name below ``static/``, its ending with the dot, and its size in bytes."""

    stored: str
    ending: str
    bytes: int


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A picture: its name below ``static/``, width and height in pixels."""

    stored: str
    width: int
    height: int


def document(path: Path) -> tuple[OwnDocument, bytes]:
    """Return a document under a name that tells nothing; RenderError when it cannot be read."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise RenderError(f"The document media/{path.name} cannot be read.") from error
    ending = path.suffix.lower()
    return OwnDocument(hashed(f"document{ending}", body), ending, len(body)), body


def picture(path: Path) -> tuple[OwnPicture, bytes]:
    """Return an offer's picture as small WebP: its pixels and nothing else of the file.

    Raises RenderError when it cannot be read.
    """
    try:
        with Image.open(path) as opened:
            pixels = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError) as error:
        raise RenderError(f"The picture media/{path.name} cannot be read.") from error
    if pixels.width > PICTURE_WIDTH:
        height = max(1, round(pixels.height * PICTURE_WIDTH / pixels.width))
        pixels = pixels.resize((PICTURE_WIDTH, height), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    pixels.save(written, "WEBP", quality=_QUALITY, method=6)
    body = written.getvalue()
    return OwnPicture(hashed("picture.webp", body), pixels.width, pixels.height), body


def size_in_words(size: int, locale: str) -> str:
    """Return a size in bytes for people: ``240 kB``, ``1,2 MB``."""
    plain = locale.replace("-", "_")
    if size < 999_500:
        return f"{format_decimal(max(1, round(size / 1000)), locale=plain)} kB"
    return f"{format_decimal(round(size / 1e6, 1), format='#,##0.0', locale=plain)} MB"
