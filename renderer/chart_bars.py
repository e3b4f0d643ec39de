"""Upright bars on a line: values over them, labels under them, one of them highlighted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.chart_parts import FadingPiece, RisingBar, Turn, even_texts, turns_of
from renderer.pieces import icon_sprite, panel_sprite, text_sprite
from renderer.stage import bolder

if TYPE_CHECKING:
    from renderer.composition import Part
    from renderer.stage import Stage
    from scenes.bound import ChartPoint

_BAR_SHARE = 0.62
_WIDEST = 120
_RADIUS = 14
_VALUE_GAP = 10
_VALUE_MARGIN = 16
_LABEL_GAP = 14
_LINE = 3
_LEAST = 8
_ICON = 52
_BOLD = 700


def draw_bars(
    points: tuple[ChartPoint, ...], stage: Stage, area: tuple[int, int, int, int]
) -> list[Part]:
    """Draw the bars in an area (left, top, width, height)."""
    left, top, width, height = area
    slot = width / len(points)
    value_style, label_style = bolder(stage.style("chart_label"), _BOLD), stage.style("label")
    values = even_texts(
        stage, [point.text for point in points], value_style, slot - stage.px(_VALUE_MARGIN)
    )
    labels = even_texts(
        stage, [point.label for point in points], label_style, slot - stage.px(8), 2
    )
    icon = stage.px(_ICON) if any(point.icon for point in points) else 0
    label_height = max(block.height for block in labels)
    foot = top + height - round(label_height) - stage.px(_LABEL_GAP)
    if icon:
        foot -= icon + stage.px(_LABEL_GAP)
    value_height = max(block.height for block in values)
    room = max(foot - top - round(value_height) - stage.px(_VALUE_GAP), stage.px(_LEAST))
    most = max((point.value for point in points), default=0.0)
    bar_width = min(round(slot * _BAR_SHARE), stage.px(_WIDEST)) & ~1

    line = panel_sprite(
        stage.colour("line"), left, foot, width, stage.px(_LINE), stage.px(_LINE) // 2
    )
    parts: list[Part] = [FadingPiece(line, Turn(0.0, 0.25))]
    for index, (point, turn) in enumerate(zip(points, turns_of(len(points)), strict=True)):
        middle = left + slot * (index + 0.5)
        share = max(point.value, 0.0) / most if most > 0 else 0.0
        bar_height = max(round(room * share), stage.px(_LEAST) if point.value > 0 else 0)
        colour = stage.colour("highlight" if point.highlight else "accent")
        radius = stage.px(_RADIUS)
        if bar_height:
            bar = panel_sprite(
                colour,
                round(middle - bar_width / 2),
                foot - bar_height,
                bar_width,
                bar_height,
                (radius, radius, 0, 0),
            )
            parts.append(RisingBar(bar, turn))
        value = text_sprite(
            values[index],
            stage.colour("highlight" if point.highlight else value_style.color),
            middle - slot / 2,
            foot - bar_height - stage.px(_VALUE_GAP) - values[index].height,
            slot,
            "center",
        )
        late = Turn(turn.start + (turn.end - turn.start) * 0.55, turn.end)
        parts.append(FadingPiece(value, late))
        below = foot + stage.px(_LINE) + stage.px(_LABEL_GAP)
        if point.icon:
            place = round(middle - icon / 2)
            parts.append(
                FadingPiece(icon_sprite(point.icon, colour, place, below, (icon, icon)), turn)
            )
        if icon:
            below += icon + stage.px(_LABEL_GAP) // 2
        label_colour = stage.colour("ink" if point.highlight else label_style.color)
        label = text_sprite(labels[index], label_colour, middle - slot / 2, below, slot, "center")
        parts.append(FadingPiece(label, Turn(0.0, 0.25)))
    return parts
