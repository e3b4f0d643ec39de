"""A small table as a layer: a quiet header, hairlines between the rows, a total that stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.chart_parts import FadingPiece, Turn, mixed, turns_of
from renderer.composition import Still
from renderer.pieces import panel_sprite, text_sprite
from renderer.table_columns import alignments, lay_out_table
from renderer.text_layer import TEXT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from renderer.colours import Yuv
    from renderer.composition import Part
    from renderer.stage import Stage
    from renderer.table_columns import TableGrid
    from scenes.bound import TableLayer

_MOST_HEIGHT = 0.88
"""Share of the picture's height beyond which the texts of a long table shrink."""

_HAIRLINE = 2
_TOTAL_LINE = 4
_READABLE = 0.6
"""A quiet header is kept where it has this share of the contrast that the rows have."""


def prepare_table(
    layer: TableLayer, stage: Stage
) -> tuple[int, int, Callable[[int, int], list[Part]]]:
    """Return width, height and drawing of a table.

    Raises RenderError for a style or colour that the theme lacks, and for missing glyphs.
    """
    padding = stage.space("panel_padding") if layer.box else 0
    width = round((layer.width or TEXT_WIDTH) * stage.size[0])
    tall = round(layer.height * stage.size[1]) if layer.height else None
    inner = max(1, width - 2 * padding)
    room = (tall or round(_MOST_HEIGHT * stage.size[1])) - 2 * padding
    grid = lay_out_table(layer, stage, inner, room)
    # Above the first row and under the last a panel has room enough by itself.
    height = max(grid.height + 2 * padding, tall or 1)

    def draw(left: int, top: int) -> list[Part]:
        parts: list[Part] = []
        if layer.box:
            radius = stage.space("panel_radius")
            panel = panel_sprite(stage.colour(layer.box), left, top, width, height, radius)
            parts.append(Still(panel))
        first = top + (height - grid.height) // 2
        parts.extend(_rows(layer, stage, grid, left + padding, first, inner))
        return parts

    return width, height, draw


def _rows(
    layer: TableLayer, stage: Stage, grid: TableGrid, left: int, top: int, width: int
) -> list[Part]:
    count = len(grid.rows)
    one_by_one = bool(layer.enter.stagger_ms)
    turns = [Turn(0.0, 1.0)] * count if one_by_one else turns_of(count)
    align = alignments(layer, rtl=stage.rtl)
    parts: list[Part] = []
    for order, (row, turn) in enumerate(zip(grid.rows, turns, strict=True)):
        header, total = grid.header and order == 0, layer.total and order == count - 1
        colour = _header_colour(layer, stage) if header else stage.colour(row.style.color)
        if order:
            thick = stage.px(_TOTAL_LINE if total else _HAIRLINE)
            line = stage.colour(row.style.color) if total else _line_colour(layer, stage)
            rule = panel_sprite(line, left, top - thick // 2, width, thick, 0)
            parts.append(FadingPiece(rule, turn, order))
        for (column, room), block, side in zip(grid.columns, row.cells, align, strict=True):
            middle = top + (row.height - block.height) / 2
            sprite = text_sprite(block, colour, left + column, middle, room, side)
            parts.append(FadingPiece(sprite, turn, order))
        top += row.height
    return parts


def _header_colour(layer: TableLayer, stage: Stage) -> Yuv:
    """Return the colour of labels, or the rows' own where labels could not be read on the panel."""
    own = stage.colour(stage.style(layer.style).color)
    quiet = stage.colour(stage.style("label").color)
    ground = stage.colour(layer.box or "paper")[0]
    return quiet if abs(quiet[0] - ground) >= _READABLE * abs(own[0] - ground) else own


def _line_colour(layer: TableLayer, stage: Stage) -> Yuv:
    """Return a colour between the panel's and the text's, so that the lines are seen on any."""
    own = stage.colour(stage.style(layer.style).color)
    return mixed(own, stage.colour(layer.box), 0.22) if layer.box else stage.colour("line")
