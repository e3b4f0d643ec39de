"""Reads the pictures of a campaign: PNG, JPEG, WebP, of a size that a machine can bear."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from foundation.errors import RenderError
from renderer.digests import changed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from renderer.kit import RenderKit
    from scenes.bound import PictureLayer

MAX_PIXELS = 40_000_000
"""Pictures of more pixels are refused before they are decoded: they would need gigabytes."""

MAX_BYTES = 200 << 20
"""Files of more bytes are refused before they are read."""

_FORMATS = ("PNG", "JPEG", "WEBP")
_ORIENTATION = 0x0112
_ON_ITS_SIDE = 5
_SPARE = 2
"""A large JPEG is decoded at no less than so many times the size that it is shown in."""


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


def open_picture(kit: RenderKit, source: str, digest: str | None = None) -> Image.Image:
    """Return a picture of ``media/`` as RGBA in sRGB, upright (its EXIF rotation applied).

    Raises RenderError when it is missing, of another format, broken or too large, or is not the
    file of which ``digest`` is the SHA-256.
    """
    return _read(kit.media_file(source), source, None, digest)


def open_layer_picture(
    kit: RenderKit,
    layer: PictureLayer,
    least: Callable[[tuple[int, int]], tuple[int, int]],
    digest: str | None = None,
) -> Image.Image:
    """Return a layer's picture as RGBA in sRGB, upright.

    ``least`` tells, from the picture's own width and height, those that it is needed in: a large
    JPEG may come out smaller than it is, but not than these. Raises RenderError when the picture is
    missing, of another format, broken or too large, or is not the file of which ``digest`` is the
    SHA-256; a recipient's own is not named.
    """
    path = picture_file(kit, layer)
    if not layer.uploaded:
        return _read(path, layer.source, least, digest)
    try:
        return _read(path, "A recipient's own picture", least, digest)
    except RenderError as error:
        # What lies beneath names the file.
        raise RenderError(str(error)) from None


def _read(
    path: Path,
    name: str,
    least: Callable[[tuple[int, int]], tuple[int, int]] | None,
    digest: str | None,
) -> Image.Image:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RenderError(f"{name}: its file takes more than {MAX_BYTES >> 20} MB.")
        # Read once: what is decoded is what was compared, whatever becomes of the file.
        content = path.read_bytes()
        if digest is not None and hashlib.sha256(content).hexdigest() != digest:
            raise changed()
        with warnings.catch_warnings():
            # Pillow warns of what is refused here.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    size = f"{image.width} × {image.height} pixels"
                    raise RenderError(f"{name}: {size} are more than {_millions()}.")
                if least is not None:
                    _decode_smaller(image, least)
                return _in_srgb(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError as error:
        raise RenderError(f"{name}: its pixels are more than {_millions()}.") from error
    except UnidentifiedImageError as error:
        raise RenderError(f"{name}: is no PNG, JPEG or WebP picture.") from error
    except (OSError, ValueError, SyntaxError, struct.error) as error:
        raise RenderError(f"{name}: the picture is damaged and cannot be read.") from error


def _millions() -> str:
    return f"{MAX_PIXELS // 1_000_000} million; make it smaller"


def _decode_smaller(
    image: Image.Image, least: Callable[[tuple[int, int]], tuple[int, int]]
) -> None:
    """Let a JPEG be decoded at a half, a quarter or an eighth, where that is large enough."""
    turned = image.getexif().get(_ORIENTATION, 1) >= _ON_ITS_SIDE
    width, height = image.size
    across, down = least((height, width) if turned else (width, height))
    wanted = (down, across) if turned else (across, down)
    image.draft(None, (wanted[0] * _SPARE, wanted[1] * _SPARE))


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return a picture as RGBA, its colours brought from its own profile to sRGB."""
    if image.mode.startswith("I"):
        # 16 bits a pixel: Pillow would cut them off at 255.
        deep = np.asarray(image).astype(np.uint32)
        image = Image.fromarray((deep >> 8).astype(np.uint8))
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image.convert("RGBA")
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    flat = image.convert("RGB") if alpha is not None else image
    try:
        converted = ImageCms.profileToProfile(
            flat, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        # A profile that cannot be read says nothing: the numbers are taken for sRGB.
        converted = None
    seen = (converted or flat).convert("RGBA")
    if alpha is not None:
        seen.putalpha(alpha)
    return seen
