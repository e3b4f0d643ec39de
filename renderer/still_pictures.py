"""Reads the pictures of a campaign: PNG, JPEG, WebP, of a size that a machine can bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageOps, UnidentifiedImageError

from foundation.errors import RenderError

if TYPE_CHECKING:
    from renderer.kit import RenderKit

MAX_PIXELS = 50_000_000
"""Pictures of more pixels are refused: they would need gigabytes of memory."""

_FORMATS = ("PNG", "JPEG", "WEBP")


def open_picture(kit: RenderKit, source: str) -> Image.Image:
    """Return a picture of ``media/`` as RGBA, upright (its EXIF rotation applied).

    Raises RenderError when it is missing, of another format, broken or too large.
    """
    path = kit.media_file(source)
    try:
        with Image.open(path, formats=_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise RenderError(
                    f"{source}: {image.width} × {image.height} pixels are more than "
                    f"{MAX_PIXELS // 1_000_000} million; make it smaller."
                )
            return ImageOps.exif_transpose(image).convert("RGBA")
    except UnidentifiedImageError as error:
        raise RenderError(f"{source}: is no PNG, JPEG or WebP picture.") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RenderError(f"{source}: the picture is damaged and cannot be read.") from error
