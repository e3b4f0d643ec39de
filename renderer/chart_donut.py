"""A ring of shares with a legend; the highlighted share is written in its middle."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from renderer.chart_parts import FadingPiece, Turn, even_texts, mixed
from renderer.figures import ArcFigure
from renderer.ink import Sprite
from renderer.motion import eased
from renderer.pieces import panel_sprite, text_sprite
from renderer.shapes import ring, sector, turns
from renderer.stage import bolder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from renderer.colours import Yuv
    from renderer.composition import Part
    from renderer.motion import State
    from renderer.stage import Stage
    from scenes.bound import ChartPoint

_THICKNESS = 0.19
_GAP_PX = 4
_LEGEND_GAP = 40
_SWATCH = 24
_TINTS = (1.0, 0.62, 0.4, 0.24, 0.8, 0.5, 0.32)
_BOLD = 700


@dataclass(frozen=True, slots=True, eq=False)
class _Segment:
    """One share of the ring; the ring is drawn clockwise."""

    whole: NDArray[np.uint8]
    angles: NDArray[np.float32]
    start: float
    end: float
    sprite: Sprite
    order: int
    one_by_one: bool

    def at(self, state: State) -> Sprite | None:
        drawn = eased(state.time, "ease-in-out")
        if self.one_by_one:
            drawn = self.start + (self.end - self.start) * drawn
        if drawn >= self.end or drawn >= 1:
            return self.sprite
        if drawn <= self.start:
            return None
        visible = sector(len(self.whole), self.angles, self.start, drawn)
        mask = (self.whole.astype(np.uint16) * visible // 255).astype(np.uint8)
        figure = self.sprite.figure
        if isinstance(figure, ArcFigure):
            figure = dataclasses.replace(figure, end=drawn)
        return Sprite(mask, self.sprite.x, self.sprite.y, self.sprite.colour, figure=figure)


def draw_donut(
    points: tuple[ChartPoint, ...],
    stage: Stage,
    area: tuple[int, int, int, int],
    *,
    one_by_one: bool = False,
) -> list[Part]:
    """Draw ring and legend in an area (left, top, width, height)."""
    left, top, width, height = area
    beside = width > height * 1.15
    size = (min(height, round(width * 0.46)) if beside else min(width, round(height * 0.58))) & ~1
    ring_left = left if beside else left + (width - size) // 2
    ring_top = top + (height - size) // 2 if beside else top
    colours = _colours(points, stage)
    parts = _segments(points, colours, stage, (ring_left, ring_top, size), one_by_one=one_by_one)
    parts.extend(_middle(points, stage, (ring_left, ring_top, size), one_by_one=one_by_one))
    gap = stage.px(_LEGEND_GAP)
    if beside:
        legend = (left + size + gap, top, width - size - gap, height)
    else:
        legend = (left, top + size + gap, width, height - size - gap)
    parts.extend(_legend(points, colours, stage, legend, one_by_one=one_by_one))
    return parts


def _colours(points: tuple[ChartPoint, ...], stage: Stage) -> list[Yuv]:
    accent, paper = stage.colour("accent"), stage.colour("paper")
    tints = iter(_TINTS * (len(points) // len(_TINTS) + 1))
    return [
        stage.colour("highlight") if point.highlight else mixed(accent, paper, next(tints))
        for point in points
    ]


def _segments(
    points: tuple[ChartPoint, ...],
    colours: list[Yuv],
    stage: Stage,
    place: tuple[int, int, int],
    *,
    one_by_one: bool,
) -> list[Part]:
    left, top, size = place
    shape, angles = ring(size, size * _THICKNESS), turns(size)
    total = sum(max(point.value, 0.0) for point in points)
    many = sum(point.value > 0 for point in points) > 1
    gap = stage.px(_GAP_PX) / (np.pi * size * (1 - _THICKNESS)) if many else 0.0
    parts: list[Part] = []
    if total <= 0:
        figure = ArcFigure(left, top, size, size * _THICKNESS, 0.0, 1.0)
        empty = Sprite(shape, left, top, stage.colour("line"), figure=figure)
        return [FadingPiece(empty, Turn(0.0, 0.5), 0)]
    start = 0.0
    for order, (point, colour) in enumerate(zip(points, colours, strict=True)):
        if point.value <= 0:
            continue
        end = start + point.value / total
        first, last = start + gap / 2, max(end - gap / 2, start + gap)
        mask = (shape.astype(np.uint16) * sector(size, angles, first, last) // 255).astype(np.uint8)
        figure = ArcFigure(left, top, size, size * _THICKNESS, first, last)
        sprite = Sprite(mask, left, top, colour, figure=figure)
        parts.append(_Segment(mask, angles, first, last, sprite, order, one_by_one))
        start = end
    return parts


def _middle(
    points: tuple[ChartPoint, ...],
    stage: Stage,
    place: tuple[int, int, int],
    *,
    one_by_one: bool,
) -> list[Part]:
    order = next((number for number, point in enumerate(points) if point.highlight), None)
    if order is None:
        return []
    chosen = points[order]
    left, top, size = place
    inner = size * (1 - 2 * _THICKNESS) * 0.82
    block = stage.text(chosen.text, stage.style("heading"), inner)
    sprite = text_sprite(
        block,
        stage.colour("highlight"),
        left + (size - inner) / 2,
        top + (size - block.height) / 2,
        inner,
        "center",
    )
    return [FadingPiece(sprite, Turn(0.0, 1.0) if one_by_one else Turn(0.6, 1.0), order)]


def _legend(
    points: tuple[ChartPoint, ...],
    colours: list[Yuv],
    stage: Stage,
    area: tuple[int, int, int, int],
    *,
    one_by_one: bool,
) -> list[Part]:
    left, top, width, height = area
    pitch = min(height / len(points), stage.px(76))
    top += round((height - pitch * len(points)) / 2)
    swatch = stage.px(_SWATCH)
    inset = swatch + stage.px(16)
    style = stage.style("chart_label")
    largest = min(pitch * 0.8 / style.line_height, style.size * stage.scale)
    texts = [p.text for p in points]
    values = even_texts(stage, texts, bolder(style, _BOLD), width * 0.45, largest=largest)
    widest = max(block.width for block in values)
    room = width - inset - widest - stage.px(14)
    lines = 2 if pitch > 2 * largest * style.line_height else 1
    labels = even_texts(stage, [p.label for p in points], style, room, lines, largest)
    if lines == 1:
        # Long words are larger in two low lines than in a narrow one.
        low = min(largest, pitch * 0.95 / (2 * style.line_height))
        two = even_texts(stage, [p.label for p in points], style, room, 2, low)
        labels = max(labels, two, key=lambda blocks: blocks[0].size)
    parts: list[Part] = []
    for index, (point, colour) in enumerate(zip(points, colours, strict=True)):
        begin = 0.6 * index / len(points)
        turn = Turn(0.0, 1.0) if one_by_one else Turn(begin, begin + 0.4)
        middle = top + pitch * (index + 0.5)
        mark = panel_sprite(colour, left, round(middle - swatch / 2), swatch, swatch, swatch // 3)
        label = text_sprite(
            labels[index],
            stage.colour(style.color),
            left + inset,
            middle - labels[index].height / 2,
            room,
            "left",
        )
        value = text_sprite(
            values[index],
            stage.colour("highlight" if point.highlight else style.color),
            left,
            middle - values[index].height / 2,
            width,
            "right",
        )
        parts.extend(FadingPiece(sprite, turn, index) for sprite in (mark, label, value))
    return parts
