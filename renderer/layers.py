"""Draws each kind of layer: first how large it is, then, at its place, its pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renderer.charts import prepare_chart
from renderer.composition import Drawing, Still
from renderer.ink import Rect, Sprite
from renderer.picture_layer import prepare_picture
from renderer.pieces import ellipse_sprite, icon_shape, icon_sprite, panel_sprite
from renderer.qr_layer import prepare_qr
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
            return Prepared(*prepare_picture(layer, stage))
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


def _icon(layer: IconLayer, stage: Stage) -> Prepared:
    width, height = stage.box(layer.width, layer.height, icon_shape(layer.icon), 0.12)
    colour = stage.colour(layer.color)

    def draw(left: int, top: int) -> list[Part]:
        return [Still(icon_sprite(layer.icon, colour, left, top, (width, height)))]

    return Prepared(width, height, draw)


def _shape(layer: ShapeLayer, stage: Stage) -> Prepared:
    width, height = stage.box(layer.width, layer.height, (1, 1), 0.4)
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
