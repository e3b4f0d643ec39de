"""Reads the pictures of a campaign: PNG, JPEG, WebP, of a size that a machine can bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageOps, UnidentifiedImageError

from foundation.errors import RenderError

if TYPE_CHECKING:
    from pathlib import Path

    from renderer.kit import RenderKit
    from scenes.bound import PictureLayer

MAX_PIXELS = 50_000_000
"""Pictures of more pixels are refused: they would need gigabytes of memory."""

_FORMATS = ("PNG", "JPEG", "WEBP")


def picture_file(kit: RenderKit, layer: PictureLayer) -> Path:
    """Return the file of a picture layer; RenderError when it is missing or lies outside."""
    if not layer.uploaded:
        return kit.media_file(layer.source)
    root = None if kit.uploads is None else kit.uploads.resolve()
    path = None if root is None else (root / layer.source).resolve()
    # The name is a recipient's own: it stands in no message.
    if path is None or root is None or not path.is_relative_to(root) or not path.is_file():
        raise RenderError(
            "A recipient's own picture is not in the campaign's folder of pictures "
            "(data.pictures of campaign.yaml); put it there, under the name that the row gives."
        )
    return path


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
