"""Charts as layers: bars, a ring, a line, a bar of progress, with their numbers beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.chart_bars import draw_bars
from renderer.chart_donut import draw_donut
from renderer.chart_line import draw_line
from renderer.chart_parts import FadingPiece, Turn
from renderer.chart_progress import draw_progress, progress_height
from renderer.chart_rows import draw_rows, rows_height
from renderer.pieces import text_sprite
from renderer.stage import bolder

if TYPE_CHECKING:
    from collections.abc import Callable

    from renderer.composition import Part
    from renderer.stage import Stage
    from scenes.bound import ChartLayer

_WIDTH, _HEIGHT = 0.86, 0.34
_MOST_HEIGHT = 0.7
_TITLE_WEIGHT = 600


def prepare_chart(
    layer: ChartLayer, stage: Stage
) -> tuple[int, int, Callable[[int, int], list[Part]]]:
    """Return width, height and drawing of a chart."""
    width = round((layer.width or _WIDTH) * stage.size[0])
    one_by_one = bool(layer.enter.stagger_ms)
    title = None
    above = 0
    style = bolder(stage.style("body"), _TITLE_WEIGHT)
    if layer.title:
        title = stage.text(layer.title, style, width, 2)
        above = round(title.height) + stage.space("gap")
    if layer.height is None and layer.chart == "progress":
        height = above + progress_height(layer.points, stage)
    else:
        height = round((layer.height or _HEIGHT) * stage.size[1])
        if layer.height is None and layer.chart == "rows":
            most = round(_MOST_HEIGHT * stage.size[1])
            height = max(height, min(above + rows_height(layer.points, stage), most))

    def shapes(area: tuple[int, int, int, int]) -> list[Part]:
        if layer.chart == "progress":
            return draw_progress(layer.points, stage, area, layer.maximum, one_by_one=one_by_one)
        if layer.chart == "line":
            motion = layer.enter
            drawn = motion.effect == "draw" and motion.stagger_ms
            stagger = motion.stagger_ms / max(motion.duration_ms, 1) if drawn else 0.0
            return draw_line(layer.points, stage, area, stagger=stagger)
        draw_kind = {"bar": draw_bars, "rows": draw_rows, "donut": draw_donut}
        return draw_kind[layer.chart](layer.points, stage, area, one_by_one=one_by_one)

    def draw(left: int, top: int) -> list[Part]:
        parts: list[Part] = []
        if title is not None:
            colour = stage.colour(style.color)
            sprite = text_sprite(title, colour, left, top, width, "center")
            parts.append(FadingPiece(sprite, Turn(0.0, 0.25)))
        if layer.points:
            parts.extend(shapes((left, top + above, width, height - above)))
        return parts

    return width, height, draw
