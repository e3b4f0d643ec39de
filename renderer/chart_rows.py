"""Lying bars, one below the other: label and value over each, the track behind is their sum."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from renderer.chart_parts import FadingPiece, LyingBar, Turn, even_texts, turns_of
from renderer.pieces import ellipse_sprite, icon_sprite, panel_sprite, text_sprite
from renderer.stage import bolder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.composition import Part
    from renderer.stage import Stage
    from scenes.bound import ChartPoint

_BAR = 24
_GAP = 6
_DISC = 84
_ICON_SHARE = 0.6
_DISC_GAP = 24
_BOLD = 700
_VALUE_SHARE = 0.4
_BAR_SHARE = 0.3
_FILLED = 0.94


def rows_height(points: Sequence[ChartPoint], stage: Stage) -> int:
    """Return the height in pixels in which the rows' texts keep their size."""
    style = stage.style("chart_label")
    line = style.size * style.line_height * stage.scale
    return math.ceil(len(points) * (line + stage.px(_GAP) + stage.px(_BAR)) / _FILLED)


def draw_rows(
    points: tuple[ChartPoint, ...],
    stage: Stage,
    area: tuple[int, int, int, int],
    *,
    one_by_one: bool = False,
) -> list[Part]:
    """Draw the rows in an area (left, top, width, height)."""
    left, top, width, height = area
    pitch = height / len(points)
    disc = min(stage.px(_DISC), round(pitch * 0.86)) if any(p.icon for p in points) else 0
    start = left + (disc + stage.px(_DISC_GAP) if disc else 0)
    long = left + width - start
    label_style, value_style = stage.style("chart_label"), bolder(stage.style("chart_label"), _BOLD)
    bar, gap = min(stage.px(_BAR), round(pitch * _BAR_SHARE)), stage.px(_GAP)
    # Many rows in a low chart: their texts grow smaller with them.
    largest = min(
        (pitch * _FILLED - bar - gap) / label_style.line_height, label_style.size * stage.scale
    )
    values = even_texts(
        stage, [p.text for p in points], value_style, long * _VALUE_SHARE, largest=largest
    )
    widest = max(block.width for block in values)
    room = long - widest - stage.px(16)
    labels = even_texts(stage, [p.label for p in points], label_style, room, largest=largest)
    # The track is the whole: a bar that fills it would read as all of it.
    whole = sum(max(point.value, 0.0) for point in points)
    radius = min(bar // 2, stage.space("bar_radius"))
    turns = turns_of(len(points), one_by_one=one_by_one)
    parts: list[Part] = []
    for index, (point, turn) in enumerate(zip(points, turns, strict=True)):
        tall = max(labels[index].height, values[index].height) + gap + bar
        row_top = top + pitch * index + (pitch - tall) / 2
        bar_top = round(row_top + tall - bar)
        colour = stage.colour("highlight" if point.highlight else "accent")
        early = Turn(turn.start, turn.start + (turn.end - turn.start) * 0.5)
        if point.icon:
            soft = stage.colour("highlight_soft" if point.highlight else "accent_soft")
            place = round(top + pitch * index + (pitch - disc) / 2)
            parts.append(FadingPiece(ellipse_sprite(soft, left, place, disc, disc), early, index))
            size = round(disc * _ICON_SHARE)
            inset = (disc - size) // 2
            picture = icon_sprite(point.icon, colour, left + inset, place + inset, (size, size))
            parts.append(FadingPiece(picture, early, index))
        track = panel_sprite(stage.colour("line"), start, bar_top, long, bar, radius)
        parts.append(FadingPiece(track, turn if one_by_one else Turn(0.0, 0.25), index))
        share = max(point.value, 0.0) / whole if whole > 0 else 0.0
        length = max(round(long * share), bar) if point.value > 0 else 0
        if length:
            filled = panel_sprite(colour, start, bar_top, length, bar, radius)
            parts.append(LyingBar(filled, turn, radius, index))
        label = text_sprite(
            labels[index], stage.colour(label_style.color), start, row_top, long, "left"
        )
        value_colour = stage.colour("highlight" if point.highlight else value_style.color)
        value = text_sprite(values[index], value_colour, start, row_top, long, "right")
        parts.extend(FadingPiece(text, early, index) for text in (label, value))
    return parts
