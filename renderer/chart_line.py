"""Values over time: a smooth line with a dot for each, the last or the highlighted one in full."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from renderer.chart_curve import below, curve, stroke
from renderer.chart_labels import foot_label, foot_labels
from renderer.chart_parts import FadingPiece, Turn, value_texts
from renderer.figures import AreaFigure, StrokeFigure
from renderer.ink import Sprite
from renderer.pieces import ellipse_sprite, panel_sprite, text_sprite
from renderer.stage import bolder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from renderer.colours import Yuv
    from renderer.composition import Part
    from renderer.motion import State
    from renderer.stage import Stage
    from renderer.text_layout import TextBlock
    from scenes.bound import ChartPoint

_WIDTH = 6
_BASE = 3
_DOT = 18
_BIG_DOT = 26
_HALO = 54
_HALO_SHARE = 0.2
_AREA_SHARE = 0.14
_VALUE_GAP = 14
_LABEL_GAP = 14
_BOLD = 700
_FIGURE_STEP = 4
_DOT_TIME = 0.18
_LOW = 0.1


class _Line:
    """The curve through the points, one height for each column of pixels."""

    def __init__(self, middles: Sequence[float], heights: Sequence[float]) -> None:
        self.ends = [round(middle) for middle in middles]
        columns = np.arange(self.ends[0], self.ends[-1], dtype=np.float64)
        self.across = columns + np.float64(0.5)
        x, y = np.array(middles, np.float64), np.array(heights, np.float64)
        self.heights, self.slopes = curve(x, y, self.across)

    def distance(self, left: float, right: float, top: float, block: TextBlock) -> float:
        """Return how far above or below a text the line passes; 0 where it crosses it."""
        bottom = top + block.height
        near = self.heights[(self.across >= left) & (self.across <= right)]
        if not len(near):
            return math.inf
        return float(np.maximum(np.maximum(top - near, near - bottom), 0).min())


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """The line, or the area under it, from one point to the next; it is drawn from the left.

    In a stagger it goes on evenly, ``with_time``: each begins when the one before it ends.
    """

    sprite: Sprite
    turn: Turn
    order: int
    with_time: bool = False

    def at(self, state: State) -> Sprite | None:
        """Return what is drawn at a state."""
        share = self.turn.share(state.time if self.with_time else state.growth)
        if share >= 1:
            return self.sprite
        columns = round(self.sprite.mask.shape[1] * share)
        if columns < 1:
            return None
        whole = self.sprite
        figure = whole.figure
        edge = whole.x + columns
        if isinstance(figure, StrokeFigure):
            seen = tuple(point for point in figure.points if point[0] <= edge)
            figure = StrokeFigure(seen, figure.width) if len(seen) > 1 else None
        elif isinstance(figure, AreaFigure):
            foot = figure.points[-1][1]
            top = [point for point in figure.points[:-2] if point[0] <= edge]
            feet = ((top[-1][0], foot), (top[0][0], foot)) if len(top) > 1 else ()
            figure = AreaFigure((*top, *feet)) if feet else None
        mask = whole.mask[:, :columns]
        return Sprite(mask, whole.x, whole.y, whole.colour, figure=figure, fade=whole.fade)


def draw_line(
    points: tuple[ChartPoint, ...],
    stage: Stage,
    area: tuple[int, int, int, int],
    *,
    stagger: float = 0.0,
) -> list[Part]:
    """Draw the line in an area (left, top, width, height); its foot is zero, or the least value.

    ``stagger`` is how much later each point comes than the one before, as a share of its own time.
    """
    one_by_one = stagger > 0
    left, top, width, height = area
    count = len(points)
    chosen = next((n for n, point in enumerate(points) if point.highlight), count - 1)
    slot = width / count
    middles = [left + slot * (number + 0.5) for number in range(count)]
    label_style = stage.style("label")
    labels = foot_labels(points, stage, label_style, slot, chosen)
    values = value_texts(points, stage, bolder(stage.style("chart_label"), _BOLD), slot, chosen)
    foot = (
        top + height - math.ceil(max(b.height for b in labels.values())) - stage.px(_LABEL_GAP) - 1
    )
    gap = stage.px(_BIG_DOT) // 2 + stage.px(_VALUE_GAP)
    head = top + round(max(block.height for block in values.values())) + gap
    most, least = max(0.0, *(p.value for p in points)), min(0.0, *(p.value for p in points))
    # Under the lowest values there must be room for the dot.
    low = min(point.value for point in points) - least < (most - least) * _LOW
    floor = foot - (stage.px(_HALO) // 2 if low or most == least else 0)
    if least < 0:
        # Values there stand under the line, where it cannot cross them.
        floor = foot - (head - top)
    scale = max(floor - head, 1) / (most - least) if most > least else 0.0
    zero = floor + least * scale
    heights = [zero - point.value * scale for point in points]

    base = panel_sprite(
        stage.colour("line"), left, round(zero), width, stage.px(_BASE), stage.px(_BASE) // 2
    )
    parts: list[Part] = [FadingPiece(base, Turn(0.0, 0.2))]
    line = _Line(middles, heights) if count > 1 else None
    if line is not None:
        parts.extend(_line(stage, line, zero, stagger))
    for order, point in enumerate(points):
        turn = _dot_turn(order, count, stagger)
        place = middles[order], heights[order]
        colour = stage.colour("highlight" if point.highlight else "accent")
        parts.extend(_dot(stage, place, colour, (turn, order, not one_by_one), big=order == chosen))
        if order in values:
            own = _value(stage, values[order], point, place, (left, left + width, foot), line)
            parts.append(FadingPiece(own, turn, order, with_growth=not one_by_one))
        if order in labels:
            below_foot = foot + stage.px(_LABEL_GAP)
            own = foot_label(stage, labels[order], point, (place[0], below_foot), (left, width))
            parts.append(FadingPiece(own, turn if one_by_one else Turn(0.0, 0.25), order))
    return parts


def _value(
    stage: Stage,
    block: TextBlock,
    point: ChartPoint,
    place: tuple[float, float],
    limits: tuple[int, int, int],
    line: _Line | None,
) -> Sprite:
    """Return a value over its dot, moved in where it would leave the chart (left, right, foot).

    Where the line would cross it there, it stands under the dot, or to one side.
    """
    left, right, foot = limits
    room = math.ceil(block.width) + 2
    gap = stage.px(_BIG_DOT) // 2 + stage.px(_VALUE_GAP)
    over, under = place[1] - gap - block.height, place[1] + gap
    tops = [over, under] if under + block.height <= foot else [over]
    if point.value < 0:
        tops.reverse()
    # Straight over or under it, or else a little to one side.
    places = [
        (min(max(place[0] - room * share, left), right - room), top)
        for share in (0.5, 0.85, 0.15, 1.0, 0.0)
        for top in tops
    ]
    start, top = places[0]
    if line is not None:
        away = {spot: line.distance(spot[0], spot[0] + room, spot[1], block) for spot in places}
        free = (spot for spot in places if away[spot] >= stage.px(_WIDTH))
        start, top = next(free, max(places, key=lambda spot: away[spot]))
    style = stage.style("chart_label")
    colour = stage.colour("highlight" if point.highlight else style.color)
    return text_sprite(block, colour, start, top, room, "center")


def _line(stage: Stage, traced: _Line, zero: float, stagger: float) -> list[Part]:
    """Return the area under the line and the line, each in stretches from point to point."""
    thick = stage.px(_WIDTH)
    margin = thick + 2
    ends, at, curved = traced.ends, traced.across, traced.heights
    top = math.floor(min(curved.min(), zero)) - margin
    rows = math.ceil(max(curved.max(), zero)) + margin - top
    # Above zero and below it: the area lies between the line and zero.
    ground = np.full_like(curved, zero - top)
    filled = below(np.minimum(curved - top, ground), rows)
    filled -= below(np.maximum(curved - top, ground), rows)
    accent = stage.colour("accent")
    count = len(ends) - 1
    areas: list[Part] = []
    lines: list[Part] = []
    for number in range(count):
        order = number if stagger else number + 1
        first, last = ends[number] - ends[0], ends[number + 1] - ends[0]
        turn = Turn(number / count, (number + 1) / count)
        if stagger:
            # It ends when the next begins, and with it the dot that it leads to.
            turn = Turn(0.0, min(stagger, 1.0))
        way = _traced(at[first:last], curved[first:last])
        outline = (*way, (way[-1][0], zero), (way[0][0], zero))
        place = ends[number], top
        area = _sprite(filled[:, first:last], place, accent, AreaFigure(outline))
        areas.append(_Stretch(area.faded(_AREA_SHARE), turn, order, stagger > 0))
        heights, slopes = curved[first:last], traced.slopes[first:last]
        upper = math.floor(heights.min()) - margin
        tall = math.ceil(heights.max()) + margin - upper
        line = stroke(heights - upper, slopes, tall, thick)
        drawn = _sprite(line, (ends[number], upper), accent, StrokeFigure(way, thick))
        lines.append(_Stretch(drawn, turn, order, stagger > 0))
    return areas + lines


def _sprite(
    mask: NDArray[np.uint8],
    place: tuple[int, int],
    colour: Yuv,
    figure: AreaFigure | StrokeFigure,
) -> Sprite:
    """Return the part of a mask that holds ink, as a sprite."""
    rows = np.flatnonzero(mask.any(axis=1))
    first, last = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 1)
    kept = np.ascontiguousarray(mask[first:last])
    return Sprite(kept, place[0], place[1] + first, colour, figure=figure)


def _traced(
    across: NDArray[np.float64], down: NDArray[np.float64]
) -> tuple[tuple[float, float], ...]:
    chosen = [*range(0, len(across) - 1, _FIGURE_STEP), len(across) - 1]
    return tuple((float(across[index]), float(down[index])) for index in chosen)


def _dot_turn(order: int, count: int, stagger: float) -> Turn:
    """Return when a dot comes in: as the line reaches it, in a stagger at its own time."""
    if stagger:
        return Turn(0.0, _DOT_TIME)
    reached = order / (count - 1) if count > 1 else 0.5
    start = max(0.0, min(reached, 1.0) - _DOT_TIME)
    return Turn(start, start + _DOT_TIME)


def _dot(
    stage: Stage,
    place: tuple[float, float],
    colour: Yuv,
    coming: tuple[Turn, int, bool],
    *,
    big: bool,
) -> list[Part]:
    """Return a dot; ``coming`` is its turn, its order, and whether it goes with the growth."""
    sizes = (_HALO, _BIG_DOT) if big else (_DOT,)
    parts: list[Part] = []
    for size in sizes:
        across = stage.px(size) & ~1
        left, top = round(place[0] - across / 2), round(place[1] - across / 2)
        disc = ellipse_sprite(colour, left, top, across, across)
        seen = disc.faded(_HALO_SHARE) if size == _HALO else disc
        parts.append(FadingPiece(seen, *coming))
    return parts
