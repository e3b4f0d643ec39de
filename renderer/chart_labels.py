"""Labels along the foot of a chart: all of them, or as many as can be read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from renderer.chart_parts import READABLE, even_texts
from renderer.pieces import text_sprite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.ink import Sprite
    from renderer.stage import Stage
    from renderer.text_layout import TextBlock
    from scenes.bound import ChartPoint, TextStyle

_STEPS = (1, 2, 3, 4)
_APART = 8


def foot_labels(
    points: Sequence[ChartPoint], stage: Stage, style: TextStyle, slot: float, chosen: int
) -> dict[int, TextBlock]:
    """Return the labels of points in slots of so many pixels, by the points' numbers.

    Of many long ones only every second, third or fourth is written, the ``chosen`` one among them.
    No word is parted, and no label touches the next.
    """
    found: dict[int, TextBlock] = {}
    gap = stage.px(_APART)
    for step in _STEPS:
        kept = [number for number in range(len(points)) if (number - chosen) % step == 0]
        # One that is wider than its slot is moved in at the chart's end, towards the next.
        room = max(slot - gap, min(slot * step - gap, (slot * (step + 0.5) - gap) / 1.5))
        blocks = even_texts(stage, [points[n].label for n in kept], style, room, 2)
        found = dict(zip(kept, blocks, strict=True))
        readable = style.size * stage.scale * READABLE
        if all(block.size >= readable and not block.broken for block in blocks):
            break
    return found


def foot_label(
    stage: Stage,
    block: TextBlock,
    point: ChartPoint,
    place: tuple[float, float],
    sides: tuple[int, int],
) -> Sprite:
    """Return a label under its point, moved in where it would leave the chart (left, width)."""
    room = math.ceil(block.width) + 2
    left, width = sides
    start = min(max(place[0] - room / 2, left), left + width - room)
    colour = "ink" if point.highlight else stage.style("label").color
    return text_sprite(block, stage.colour(colour), start, place[1], room, "center")
