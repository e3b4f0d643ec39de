"""Upright bars on a line: values over them, labels under them, one of them highlighted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from renderer.chart_labels import foot_label, foot_labels
from renderer.chart_parts import FadingPiece, RisingBar, Turn, turns_of, value_texts
from renderer.pieces import icon_sprite, panel_sprite, text_sprite
from renderer.stage import bolder

if TYPE_CHECKING:
    from renderer.colours import Yuv
    from renderer.composition import Part
    from renderer.ink import Sprite
    from renderer.stage import Stage
    from renderer.text_layout import TextBlock
    from scenes.bound import ChartPoint

_BAR_SHARE = 0.62
_WIDEST = 120
_VALUE_GAP = 10
_LABEL_GAP = 14
_LINE = 3
_LEAST = 8
_ICON = 52
_BOLD = 700


def draw_bars(
    points: tuple[ChartPoint, ...],
    stage: Stage,
    area: tuple[int, int, int, int],
    *,
    one_by_one: bool = False,
) -> list[Part]:
    """Draw the bars in an area (left, top, width, height); those of negative values hang down."""
    left, top, width, height = area
    slot = width / len(points)
    value_style, label_style = bolder(stage.style("chart_label"), _BOLD), stage.style("label")
    values = value_texts(points, stage, value_style, slot, _best(points))
    labels = foot_labels(points, stage, label_style, slot, _best(points))
    icon = stage.px(_ICON) if any(point.icon for point in points) else 0
    label_height = max(block.height for block in labels.values())
    foot = top + height - round(label_height) - stage.px(_LABEL_GAP)
    if icon:
        foot -= icon + stage.px(_LABEL_GAP)
    most = max(0.0, *(point.value for point in points))
    least = min(0.0, *(point.value for point in points))
    value_height = round(max(b.height for b in values.values())) + stage.px(_VALUE_GAP)
    room = foot - top - (value_height if most > 0 or least == 0 else 0)
    room = max(room - (value_height if least < 0 else 0), stage.px(_LEAST))
    scale = room / (most - least) if most > least else 0.0
    # The line that bars stand on, or hang from.
    zero = foot - (round(-least * scale) + value_height if least < 0 else 0)
    bar_width = min(round(slot * _BAR_SHARE), stage.px(_WIDEST)) & ~1

    line = panel_sprite(
        stage.colour("line"), left, zero, width, stage.px(_LINE), stage.px(_LINE) // 2
    )
    parts: list[Part] = [FadingPiece(line, Turn(0.0, 0.25))]
    turns = turns_of(len(points), one_by_one=one_by_one)
    for order, (point, turn) in enumerate(zip(points, turns, strict=True)):
        middle = left + slot * (order + 0.5)
        tall = max(round(abs(point.value) * scale), stage.px(_LEAST) if point.value else 0)
        hanging = point.value < 0
        colour = stage.colour("highlight" if point.highlight else "accent")
        if tall:
            parts.append(_bar(stage, (middle, zero, bar_width, tall), colour, turn, order, hanging))
        if order in values:
            late = Turn(turn.start + (turn.end - turn.start) * 0.55, turn.end)
            end = zero + stage.px(_LINE) + tall if hanging else zero - tall
            sprite = _value(stage, values[order], point, (middle, end), (left, left + width))
            parts.append(FadingPiece(sprite, late, order))
        below = foot + stage.px(_LINE) + stage.px(_LABEL_GAP)
        if point.icon:
            place = round(middle - icon / 2)
            picture = icon_sprite(point.icon, colour, place, below, (icon, icon))
            parts.append(FadingPiece(picture, turn, order))
        if icon:
            below += icon + stage.px(_LABEL_GAP) // 2
        if order in labels:
            label = foot_label(stage, labels[order], point, (middle, below), (left, width))
            parts.append(FadingPiece(label, turn if one_by_one else Turn(0.0, 0.25), order))
    return parts


def _best(points: tuple[ChartPoint, ...]) -> int:
    """Return the point whose value is always written: the highlighted one, else the largest."""
    marked = [number for number, point in enumerate(points) if point.highlight]
    return marked[0] if marked else max(range(len(points)), key=lambda n: points[n].value)


def _value(
    stage: Stage,
    block: TextBlock,
    point: ChartPoint,
    place: tuple[float, int],
    sides: tuple[int, int],
) -> Sprite:
    """Return a value beyond the end of its bar, moved in where it would leave the chart."""
    room = math.ceil(block.width) + 2
    start = min(max(place[0] - room / 2, sides[0]), sides[1] - room)
    gap = stage.px(_VALUE_GAP)
    top = place[1] + gap if point.value < 0 else place[1] - gap - block.height
    colour = "highlight" if point.highlight else stage.style("chart_label").color
    return text_sprite(block, stage.colour(colour), start, top, room, "center")


def _bar(
    stage: Stage,
    place: tuple[float, int, int, int],
    colour: Yuv,
    turn: Turn,
    order: int,
    hanging: bool,
) -> Part:
    """Return a bar; ``place`` is its middle, the line, its width and its height."""
    middle, zero, width, tall = place
    radius = stage.space("bar_radius")
    left = round(middle - width / 2)
    if hanging:
        radii = (0, 0, radius, radius)
        bar = panel_sprite(colour, left, zero + stage.px(_LINE), width, tall, radii)
        return RisingBar(bar, turn, order, hanging=radii)
    bar = panel_sprite(colour, left, zero - tall, width, tall, (radius, radius, 0, 0))
    return RisingBar(bar, turn, order)
