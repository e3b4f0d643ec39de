"""Draws each kind of layer: first how large it is, then, at its place, its pieces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from renderer.charts import prepare_chart
from renderer.colours import planes_of
from renderer.composition import Drawing, Still
from renderer.digests import file_digest
from renderer.figures import PictureFigure
from renderer.ink import Rect, Sprite
from renderer.pieces import ellipse_sprite, icon_shape, icon_sprite, panel_sprite
from renderer.qr_layer import prepare_qr
from renderer.shapes import rounded
from renderer.still_pictures import open_picture, picture_file
from renderer.table_layer import prepare_table
from renderer.text_layer import prepare_text
from scenes.bound import (
    ChartLayer,
    IconLayer,
    PictureLayer,
    QrLayer,
    ShapeLayer,
    TableLayer,
    TextLayer,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from renderer.colours import Yuv
    from renderer.composition import Part
    from renderer.motion import State
    from renderer.stage import Stage
    from scenes.bound import AnyLayer


@dataclass(frozen=True, slots=True)
class Prepared:
    """A layer before it is placed: its size in pixels, and how to draw it at (left, top)."""

    width: int
    height: int
    draw: Callable[[int, int], list[Part]]


def prepare(layer: AnyLayer, stage: Stage) -> Prepared:
    """Measure a layer. Raises RenderError for media, icons, styles or glyphs that are missing."""
    match layer:
        case TextLayer():
            return Prepared(*prepare_text(layer, stage))
        case PictureLayer():
            return _picture(layer, stage)
        case IconLayer():
            return _icon(layer, stage)
        case ShapeLayer():
            return _shape(layer, stage)
        case ChartLayer():
            return Prepared(*prepare_chart(layer, stage))
        case QrLayer():
            return Prepared(*prepare_qr(layer, stage))
        case TableLayer():
            return Prepared(*prepare_table(layer, stage))


def draw_at(prepared: Prepared, left: int, top: int, opacity: float, key: str) -> Drawing:
    """Draw a measured layer with its left top corner at a place."""
    box = Rect(left, top, left + prepared.width, top + prepared.height)
    return Drawing(prepared.draw(left, top), box, opacity, key)


def _picture(layer: PictureLayer, stage: Stage) -> Prepared:
    digest = file_digest(picture_file(stage.kit, layer))
    shown = _fitted(layer.source, layer.width, layer.height, layer.radius, stage, digest)
    height, width = shown.mask.shape

    def draw(left: int, top: int) -> list[Part]:
        figure = PictureFigure(left, top, width, height, layer)
        return [Still(Sprite(shown.mask, left, top, planes=shown.planes, figure=figure))]

    return Prepared(width, height, draw)


@lru_cache(maxsize=24)
def _fitted(
    source: str,
    share_across: float | None,
    share_down: float | None,
    radius: int,
    stage: Stage,
    digest: str,
) -> Sprite:
    """Return a picture in its box; the same file's ``digest`` finds the one made before."""
    del digest
    image = open_picture(stage.kit, source)
    width, height = _box(share_across, share_down, image.size, stage, default=0.6)
    # A box of another shape than the picture is filled; what stands out is cut evenly.
    factor = max(width / image.width, height / image.height)
    across, down = width / factor, height / factor
    left, top = (image.width - across) / 2, (image.height - down) / 2
    # Premultiplied, or the colour of transparent pixels would bleed into the edge.
    fitted = image.convert("RGBa").resize(
        (width, height), Image.Resampling.LANCZOS, box=(left, top, left + across, top + down)
    )
    pixels = np.asarray(fitted.convert("RGBA"))
    mask = pixels[:, :, 3]
    if radius:
        corners = rounded(width, height, stage.px(radius))
        mask = (mask.astype(np.uint16) * corners // 255).astype(np.uint8)
    y, u, v = np.rint(planes_of(pixels[:, :, :3])).astype(np.uint8)
    return Sprite(mask, 0, 0, planes=(y, u, v))


def _icon(layer: IconLayer, stage: Stage) -> Prepared:
    width, height = _box(layer.width, layer.height, icon_shape(layer.icon), stage, default=0.12)
    colour = stage.colour(layer.color)

    def draw(left: int, top: int) -> list[Part]:
        return [Still(icon_sprite(layer.icon, colour, left, top, (width, height)))]

    return Prepared(width, height, draw)


def _shape(layer: ShapeLayer, stage: Stage) -> Prepared:
    width, height = _box(layer.width, layer.height, (1, 1), stage, default=0.4)
    colour = stage.colour(layer.color)
    radius = stage.px(layer.radius)

    def draw(left: int, top: int) -> list[Part]:
        if layer.shape == "ellipse":
            return [Still(ellipse_sprite(colour, left, top, width, height))]
        return [_GrowingBar(left, top, width, height, radius, colour)]

    return Prepared(width, height, draw)


@dataclass(frozen=True, slots=True)
class _GrowingBar:
    """A rectangle that is drawn from left to right."""

    left: int
    top: int
    width: int
    height: int
    radius: int
    colour: Yuv

    def at(self, state: State) -> Sprite | None:
        width = round(self.width * state.growth)
        if width < 1:
            return None
        return panel_sprite(self.colour, self.left, self.top, width, self.height, self.radius)


def _box(
    width: float | None,
    height: float | None,
    shape: tuple[int, int],
    stage: Stage,
    *,
    default: float,
) -> tuple[int, int]:
    """Return a box in pixels; a side that is not given follows from the content's shape."""
    if width is None and height is None:
        width = default
    across = None if width is None else max(1, round(width * stage.size[0]))
    down = None if height is None else max(1, round(height * stage.size[1]))
    if across is None:
        across = max(1, round((down or 1) * shape[0] / shape[1]))
    if down is None:
        down = max(1, round(across * shape[1] / shape[0]))
    return across, down
