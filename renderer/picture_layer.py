"""A picture as a layer: fitted into its box, all of it or as much as fills the box."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from renderer.colours import planes_of
from renderer.composition import Still
from renderer.digests import file_digest
from renderer.figures import PictureFigure
from renderer.ink import Sprite
from renderer.shapes import rounded
from renderer.still_pictures import open_layer_picture, picture_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from renderer.composition import Part
    from renderer.stage import Stage
    from scenes.bound import PictureLayer

_WIDTH = 0.6
_MOST = 2
"""A layer is at most so many times as wide, and as high, as the film's picture."""
_BOX = tuple[int, int]


def prepare_picture(
    layer: PictureLayer, stage: Stage
) -> tuple[int, int, Callable[[int, int], list[Part]]]:
    """Return width, height and drawing of a picture.

    Raises RenderError when it is missing, of another format, broken or too large.
    """
    digest = file_digest(picture_file(stage.kit, layer))
    (width, height), shown = _fitted(_looks(layer), stage, digest)

    def draw(left: int, top: int) -> list[Part]:
        figure = PictureFigure(left, top, width, height, layer)
        place = left + shown.x, top + shown.y
        return [Still(Sprite(shown.mask, *place, planes=shown.planes, figure=figure))]

    return width, height, draw


def _looks(layer: PictureLayer) -> PictureLayer:
    """Return the layer without where and when it is seen: what decides the fitted picture."""
    return type(layer)(
        source=layer.source,
        uploaded=layer.uploaded,
        width=layer.width,
        height=layer.height,
        radius=layer.radius,
        fit=layer.fit,
        focus=layer.focus,
    )


@lru_cache(maxsize=24)
def _fitted(layer: PictureLayer, stage: Stage, digest: str) -> tuple[_BOX, Sprite]:
    """Return the box's size and the picture in it, which is that of the file with the digest."""
    boxes: list[_BOX] = []

    def needed(size: _BOX) -> _BOX:
        boxes.append(_within(stage.box(layer.width, layer.height, size, _WIDTH), stage))
        factor = _factor(layer, size, boxes[0])
        return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))

    image = open_layer_picture(stage.kit, layer, needed, digest)
    box = boxes[0]
    factor = _factor(layer, image.size, box)
    # What is shown of it, in its own pixels: as much as the box holds, the focus in its middle.
    across, down = min(box[0] / factor, image.width), min(box[1] / factor, image.height)
    left = min(max(layer.focus[0] * image.width - across / 2, 0), image.width - across)
    top = min(max(layer.focus[1] * image.height - down / 2, 0), image.height - down)
    width, height = max(1, round(across * factor)), max(1, round(down * factor))
    # Premultiplied, or the colour of transparent pixels would bleed into the edge.
    fitted = image.convert("RGBa").resize(
        (width, height), Image.Resampling.LANCZOS, box=(left, top, left + across, top + down)
    )
    pixels = np.asarray(fitted.convert("RGBA"))
    mask = pixels[:, :, 3]
    if layer.radius:
        corners = rounded(width, height, stage.px(layer.radius))
        mask = (mask.astype(np.uint16) * corners // 255).astype(np.uint8)
    y, u, v = np.rint(planes_of(pixels[:, :, :3])).astype(np.uint8)
    place = (box[0] - width) // 2, (box[1] - height) // 2
    return box, Sprite(mask, *place, planes=(y, u, v))


def _within(box: _BOX, stage: Stage) -> _BOX:
    """Return a box of the same shape that is not beyond measure: a strip would be miles long."""
    least = min(1.0, *(_MOST * side / own for side, own in zip(stage.size, box, strict=True)))
    return max(1, round(box[0] * least)), max(1, round(box[1] * least))


def _factor(layer: PictureLayer, size: _BOX, box: _BOX) -> float:
    """Return by how much the picture is scaled to fill its box, or to stand in it whole."""
    across, down = box[0] / size[0], box[1] / size[1]
    return max(across, down) if layer.fit == "cover" else min(across, down)
