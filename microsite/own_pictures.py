"""Pictures that an issuer brings for its page, made safe and small: logos and covers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from foundation.errors import RenderError
from scenes.svg_pictures import SvgError, clean_svg

if TYPE_CHECKING:
    from pathlib import Path

MOST_LOGO_BYTES = 40_000
MOST_COVER_BYTES = 30_000
COVER_WIDTH = 1440
"""Pixels; the width that the shipped landscapes are drawn for."""
LOGO_HEIGHT = 88
"""Pixels: a logo is shown 44 high, on screens of twice the density."""

_LOGO_QUALITY = 80
_QUALITIES = (72, 60, 48, 36, 26)
LOGO_TYPES = (".svg", ".png", ".webp", ".jpg", ".jpeg")


def logo_file(path: Path) -> tuple[str, bytes]:
    """Return a logo's ending and its bytes, an SVG cleaned; RenderError when it cannot be used."""
    ending = path.suffix.lower()
    if ending not in LOGO_TYPES:
        raise RenderError(f"The issuer's logo {path.name} must be one of {', '.join(LOGO_TYPES)}.")
    if ending == ".svg":
        body = _cleaned(path)
    else:
        ending, body = _small_logo(path)
    if len(body) > MOST_LOGO_BYTES:
        raise RenderError(
            f"The issuer's logo {path.name} has {len(body):,} bytes; every page loads it, "
            f"so it may have {MOST_LOGO_BYTES:,} at most."
        )
    return ending, body


def _small_logo(path: Path) -> tuple[str, bytes]:
    """Return a raster logo as ending and bytes: as small as it is shown, if that saves anything."""
    body = path.read_bytes()
    try:
        with Image.open(io.BytesIO(body)) as opened:
            logo = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError) as error:
        raise RenderError(f"The issuer's logo {path.name} cannot be read as a picture.") from error
    if logo.height > LOGO_HEIGHT:
        width = max(1, round(logo.width * LOGO_HEIGHT / logo.height))
        logo = logo.resize((width, LOGO_HEIGHT), Image.Resampling.LANCZOS)
    tried = []
    for lossless in (True, False):
        written = io.BytesIO()
        logo.save(written, "WEBP", lossless=lossless, quality=_LOGO_QUALITY, method=6)
        tried.append(written.getvalue())
    smallest = min(tried, key=len)
    return (".webp", smallest) if len(smallest) < len(body) else (path.suffix.lower(), body)


def cover_file(path: Path) -> tuple[str, bytes]:
    """Return the first screen's picture as ending and bytes: SVG cleaned, all else as small WebP.

    Raises RenderError when it cannot be used. Nothing of the file but its pixels is kept: no place,
    no camera, no name.
    """
    if path.suffix.lower() == ".svg":
        return ".svg", _cleaned(path)
    try:
        with Image.open(path) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError) as error:
        raise RenderError(f"The cover {path.name} cannot be read as a picture.") from error
    if picture.width > COVER_WIDTH:
        height = max(1, round(picture.height * COVER_WIDTH / picture.width))
        picture = picture.resize((COVER_WIDTH, height), Image.Resampling.LANCZOS)
    body = b""
    for scale in (1.0, 0.75, 0.5):
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        smaller = picture if scale == 1.0 else picture.resize(size, Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            written = io.BytesIO()
            smaller.save(written, "WEBP", quality=quality, method=6)
            body = written.getvalue()
            if len(body) <= MOST_COVER_BYTES:
                return ".webp", body
    raise RenderError(
        f"The cover {path.name} stays above {MOST_COVER_BYTES:,} bytes, however small it is made; "
        "choose a picture with fewer details, or one of the shipped landscapes."
    )


def _cleaned(path: Path) -> bytes:
    try:
        return clean_svg(path.read_bytes())
    except SvgError as error:
        raise RenderError(f"The picture {path.name} {error}.") from error
