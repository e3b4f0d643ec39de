"""The files that a layer is drawn from, and the key that says what a drawn layer shows."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import as_file
from typing import TYPE_CHECKING

from renderer.digests import file_digest
from renderer.pieces import icon_file
from renderer.still_pictures import picture_file
from scenes.bound import ChartLayer, IconLayer, PictureLayer
from scenes.canonical import canonical_json

if TYPE_CHECKING:
    from renderer.kit import RenderKit
    from renderer.stage import Stage
    from scenes.bound import AnyLayer, Look


def layer_files(layer: AnyLayer, kit: RenderKit) -> dict[str, str]:
    """Return the SHA-256 of each file that a layer is drawn from, by what it is used as.

    Fonts are not among them: every text may need all of them (``renderer.fonts.font_files``).
    Raises RenderError when a file is missing.
    """
    match layer:
        case PictureLayer():
            folder = "uploads" if layer.uploaded else "media"
            return {f"{folder}/{layer.source}": file_digest(picture_file(kit, layer))}
        case IconLayer():
            return {f"icons/{layer.icon}": _icon_digest(layer.icon)}
        case ChartLayer():
            icons = sorted({point.icon for point in layer.points if point.icon})
            return {f"icons/{name}": _icon_digest(name) for name in icons}
        case _:
            return {}


def drawing_key(layer: AnyLayer, left: int, top: int, stage: Stage) -> str:
    """Return a digest of what a layer shows at a place in pixels: the same for the same pixels."""
    told = canonical_json(layer), f"{left},{top}", _look_json(stage.look)
    files = (f"{name} {digest}" for name, digest in layer_files(layer, stage.kit).items())
    return hashlib.sha256("\n".join((*told, *files)).encode()).hexdigest()


@lru_cache(maxsize=16)
def _look_json(look: Look) -> str:
    return canonical_json(look)


@lru_cache(maxsize=256)
def _icon_digest(name: str) -> str:
    with as_file(icon_file(name)) as path:
        return file_digest(path)
