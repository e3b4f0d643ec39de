"""What every drawn chart is made of, and how wide its words are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenes.bound import ChartPoint

WIDTH = 320
"""Width of a chart, in SVG units."""

LETTER = 8.2
"""Width of a letter 15 units high, as it is reckoned with; figures are a little narrower."""

MOST_UPRIGHT = 6

_HUGE = 1e300
_LABEL_LETTERS = 14

Anchor = Literal["start", "middle", "end"]
Shape = Literal["upright", "rows", "line", "donut"]


@dataclass(frozen=True, slots=True)
class Written:
    """A word in the drawing; ``anchor`` is where ``x`` lies in it, in the page's direction."""

    text: str
    x: float
    y: float
    anchor: Anchor = "middle"


@dataclass(frozen=True, slots=True)
class Mark:
    """One point as drawn.

    ``path`` is its outline (of a line's point: the mark itself), ``label`` and ``text`` are the
    point's own words, ``more`` what is told of it besides (a share, a difference), ``slot`` the
    part of the drawing that belongs to it (left, top, width, height in per cent), and ``part`` the
    number of its texture in a donut. ``track`` is the whole that a bar in a row is a part of.
    """

    path: str
    label: str
    text: str
    more: str
    highlight: bool
    slot: tuple[float, float, float, float]
    name: Written | None = None
    value: Written | None = None
    track: str = ""
    spot: tuple[float, float] | None = None
    part: int = 0
    share: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to draw, ``width`` × ``height`` units.

    ``base`` is the path of the line that is zero, ``line`` that of a line through the points and
    ``area`` the ground below it. ``center`` stands in the middle of a donut.
    """

    shape: Shape
    width: int
    height: int
    marks: tuple[Mark, ...]
    base: str = ""
    line: str = ""
    area: str = ""
    center: str = ""


def plain_value(value: float) -> float:
    """Return a value that can be reckoned with: what is no number is 0, infinities are huge."""
    if math.isnan(value):
        return 0.0
    return max(-_HUGE, min(_HUGE, value))


def stands_upright(points: Sequence[ChartPoint]) -> bool:
    """Return whether the bars of some points stand upright with all their words legible."""
    if len(points) > MOST_UPRIGHT:
        return False
    most = int(WIDTH / len(points) // LETTER)
    return all(len(point.label) <= most and len(point.text) <= most for point in points)


def across(text: str) -> float:
    """Return about how wide a text is, in units."""
    return len(text) * LETTER


def shortened(text: str, letters: int = _LABEL_LETTERS) -> str:
    """Return a text that fits; the whole one stands in the table."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def per_cent(
    left: float, top: float, width: float, height: float, tall: int
) -> tuple[float, float, float, float]:
    """Return a part of a drawing ``tall`` units high in per cent of it."""
    wide = 100 / WIDTH
    high = 100 / tall
    return (
        max(0.0, round(left * wide, 2)),
        max(0.0, round(top * high, 2)),
        round(width * wide, 2),
        round(height * high, 2),
    )


def mirror(x: float, *, mirrored: bool) -> float:
    """Return where ``x`` lies on a page of this direction, to a tenth of a unit."""
    return round(WIDTH - x if mirrored else x, 1)
