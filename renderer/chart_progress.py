"""A bar of progress: how much of a whole is reached, part behind part."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renderer.chart_parts import FadingPiece, Turn, even_texts, mixed, turns_of
from renderer.pieces import panel_sprite, text_sprite
from renderer.stage import bolder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.colours import Yuv
    from renderer.composition import Part
    from renderer.ink import Sprite
    from renderer.motion import State
    from renderer.stage import Stage
    from scenes.bound import ChartPoint

_BAR = 40
_GAP = 18
_LINE_GAP = 12
_SWATCH = 24
_SWATCH_GAP = 16
_SEAM = 3
_BOLD = 700
_LEAST = 8
_HEADLINE = 1.3
_VALUE_SHARE = 0.5
_TINTS = (1.0, 0.58, 0.36, 0.22, 0.76, 0.46, 0.28, 0.15)


@dataclass(frozen=True, slots=True, eq=False)
class _Share:
    """A part of the bar; it grows from its left end."""

    sprite: Sprite
    radii: tuple[int, int]
    turn: Turn
    order: int

    def at(self, state: State) -> Sprite | None:
        """Return what is reached at a state; the last part's end is round all the while."""
        share = self.turn.share(state.growth)
        if share >= 1:
            return self.sprite
        rows, columns = self.sprite.mask.shape
        width = round(columns * share)
        if width < min(_LEAST, columns):
            return None
        start, end = self.radii
        place = self.sprite.x, self.sprite.y
        return panel_sprite(self.sprite.colour, *place, width, rows, (start, end, end, start))


def progress_height(points: Sequence[ChartPoint], stage: Stage) -> int:
    """Return the height in pixels that a progress chart needs without its title."""
    head, line = _line_heights(stage)
    rows = len(points) if len(points) > 1 else 0
    below = rows * (line + stage.px(_LINE_GAP)) + (stage.px(_GAP) if rows else 0)
    return (head + stage.px(_GAP) if len(points) == 1 else 0) + stage.px(_BAR) + below


def _line_heights(stage: Stage) -> tuple[int, int]:
    style = stage.style("chart_label")
    pitch = style.size * stage.scale * style.line_height
    return round(pitch * _HEADLINE), round(pitch)


def draw_progress(
    points: tuple[ChartPoint, ...],
    stage: Stage,
    area: tuple[int, int, int, int],
    maximum: float | None,
    *,
    one_by_one: bool = False,
) -> list[Part]:
    """Draw the bar in an area (left, top, width, height), label and value over it.

    With further points these lines stand under it, each with the colour of its part. ``maximum``
    is the value of the whole bar; without one, it is the sum. Nothing is longer than the whole.
    """
    left, top, width, height = area
    count = len(points)
    top += max(0, (height - progress_height(points, stage)) // 2)
    turns = turns_of(count, one_by_one=one_by_one)
    if count == 1:
        head, _ = _line_heights(stage)
        texts = _lines(points, stage, (left, top, width), head, turns)
        bar_top = top + head + stage.px(_GAP)
    else:
        bar_top = top
        _, line = _line_heights(stage)
        first = bar_top + stage.px(_BAR) + stage.px(_GAP)
        room = max(top + height - first, 1) // count
        texts = _lines(points, stage, (left, first, width), min(line, room), turns)
    radius = min(stage.space("bar_radius"), stage.px(_BAR) // 2)
    track = panel_sprite(stage.colour("line"), left, bar_top, width, stage.px(_BAR), radius)
    whole = maximum or sum(max(point.value, 0.0) for point in points)
    parts: list[Part] = [FadingPiece(track, Turn(0.0, 0.2))]
    parts.extend(_shares(points, stage, (left, bar_top, width), whole, turns))
    return parts + texts


def _colours(points: Sequence[ChartPoint], stage: Stage) -> list[Yuv]:
    accent, paper = stage.colour("accent"), stage.colour("paper")
    tints = iter(_TINTS * (len(points) // len(_TINTS) + 1))
    return [
        stage.colour("highlight") if point.highlight else mixed(accent, paper, next(tints))
        for point in points
    ]


def _shares(
    points: Sequence[ChartPoint],
    stage: Stage,
    place: tuple[int, int, int],
    whole: float,
    turns: Sequence[Turn],
) -> list[Part]:
    left, top, width = place
    tall = stage.px(_BAR)
    radius = min(stage.space("bar_radius"), tall // 2)
    parts: list[Part] = []
    before = 0.0
    last = max((n for n, point in enumerate(points) if point.value > 0), default=0)
    for order, (point, colour) in enumerate(zip(points, _colours(points, stage), strict=True)):
        if point.value <= 0 or whole <= 0:
            continue
        start = left + round(width * min(before / whole, 1.0))
        before += point.value
        end = left + round(width * min(before / whole, 1.0))
        seam = stage.px(_SEAM) if order != last else 0
        long = max(end - start - seam, stage.px(_LEAST))
        start = min(start, left + width - long)
        radii = (radius if start == left else 0, radius if order == last else 0)
        corners = (radii[0], radii[1], radii[1], radii[0])
        sprite = panel_sprite(colour, start, top, long, tall, corners)
        parts.append(_Share(sprite, radii, turns[order], order))
    return parts


def _lines(
    points: Sequence[ChartPoint],
    stage: Stage,
    place: tuple[int, int, int],
    pitch: int,
    turns: Sequence[Turn],
) -> list[Part]:
    """Return label and value of each point, with the colour of its part where there are several."""
    left, top, width = place
    several = len(points) > 1
    style = stage.style("chart_label")
    inset = stage.px(_SWATCH) + stage.px(_SWATCH_GAP) if several else 0
    bold = bolder(style, _BOLD)
    if not several:
        bold = dataclasses.replace(bold, size=round(style.size * _HEADLINE))
    largest = min(pitch / style.line_height, bold.size * stage.scale)
    texts = [point.text for point in points]
    values = even_texts(stage, texts, bold, width * _VALUE_SHARE, largest=largest)
    room = width - inset - max(block.width for block in values) - stage.px(_SWATCH_GAP)
    small = min(largest, style.size * stage.scale)
    labels = even_texts(stage, [p.label for p in points], style, room, largest=small)
    step = pitch + stage.px(_LINE_GAP)
    parts: list[Part] = []
    for order, (point, colour) in enumerate(zip(points, _colours(points, stage), strict=True)):
        sprites: list[Sprite] = []
        if several:
            side = stage.px(_SWATCH)
            mark = top + (pitch - side) // 2
            sprites.append(panel_sprite(colour, left, mark, side, side, side // 3))
        own = stage.colour("highlight" if point.highlight else style.color)
        middle = top + pitch / 2
        label, value = labels[order], values[order]
        ink = stage.colour(style.color)
        # Both stand on one line: the value may be the larger.
        base = middle - value.height / 2 + value.baseline
        sprites.append(text_sprite(label, ink, left + inset, base - label.baseline, room, "left"))
        sprites.append(text_sprite(value, own, left, base - value.baseline, width, "right"))
        turn = turns[order]
        late = Turn(turn.start, turn.start + (turn.end - turn.start) * 0.5)
        parts.extend(FadingPiece(sprite, late, order) for sprite in sprites)
        top += step
    return parts
