"""Charts as layers: upright bars, lying bars, a ring. The numbers are written beside the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.chart_bars import draw_bars
from renderer.chart_donut import draw_donut
from renderer.chart_parts import FadingPiece, Turn
from renderer.chart_rows import draw_rows
from renderer.pieces import text_sprite
from renderer.stage import bolder

if TYPE_CHECKING:
    from collections.abc import Callable

    from renderer.composition import Part
    from renderer.stage import Stage
    from scenes.bound import ChartLayer

_WIDTH, _HEIGHT = 0.86, 0.34
_TITLE_WEIGHT = 600
_TITLE_GAP = 24


def prepare_chart(
    layer: ChartLayer, stage: Stage
) -> tuple[int, int, Callable[[int, int], list[Part]]]:
    """Return width, height and drawing of a chart."""
    width = round((layer.width or _WIDTH) * stage.size[0])
    height = round((layer.height or _HEIGHT) * stage.size[1])
    draw_kind = {"bar": draw_bars, "rows": draw_rows, "donut": draw_donut}[layer.chart]
    title = None
    above = 0
    style = bolder(stage.style("body"), _TITLE_WEIGHT)
    if layer.title:
        title = stage.text(layer.title, style, width, 2)
        above = round(title.height) + stage.px(_TITLE_GAP)

    def draw(left: int, top: int) -> list[Part]:
        parts: list[Part] = []
        if title is not None:
            colour = stage.colour(style.color)
            sprite = text_sprite(title, colour, left, top, width, "center")
            parts.append(FadingPiece(sprite, Turn(0.0, 0.25)))
        if layer.points:
            area = (left, top + above, width, height - above)
            parts.extend(draw_kind(layer.points, stage, area))
        return parts

    return width, height, draw
