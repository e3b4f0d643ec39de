"""Bar charts as pictures that are text: an SVG whose words are read out and whose data is a table.

A chart with few short labels stands upright, any other lies in rows, so that labels stay legible on
a phone 320 pixels wide. Geometry is computed here, in SVG units that are about CSS pixels on such a
phone; the drawing is ``templates/chart.svg.jinja``, coloured by the page's stylesheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenes.bound import ChartPoint

WIDTH = 320
MOST_UPRIGHT = 5
UPRIGHT_LABEL = 8
UPRIGHT_TEXT = 9

_UPRIGHT_HEIGHT = 216
_BASELINE = 182
_TALLEST = 146
_ROW = 58
_LABEL_LETTERS = 30
_THINNEST = 3.0
_RADIUS = 7.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its outline as an SVG path, and where its label and its value are written."""

    path: str
    label: str
    label_x: float
    label_y: float
    text: str
    text_x: float
    text_y: float
    highlight: bool
    track: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart ready to draw, ``width`` × ``height`` units; ``baseline`` is None in rows."""

    shape: Literal["upright", "rows"]
    width: int
    height: int
    bars: tuple[Bar, ...]
    baseline: int | None = None


def bar_chart(points: Sequence[ChartPoint]) -> BarChart:
    """Return the chart of some points in the shape that keeps them legible.

    Values below zero are drawn as zero: the table says what they are.
    """
    short = len(points) <= MOST_UPRIGHT and all(
        len(point.label) <= UPRIGHT_LABEL and len(point.text) <= UPRIGHT_TEXT for point in points
    )
    return _upright(points) if short else _rows(points)


def _shares(points: Sequence[ChartPoint]) -> list[float]:
    """Return each value's share of the greatest, 0…1."""
    greatest = max((point.value for point in points), default=0.0)
    return [max(0.0, point.value) / greatest if greatest > 0 else 0.0 for point in points]


def _upright(points: Sequence[ChartPoint]) -> BarChart:
    slot = WIDTH / max(1, len(points))
    width = min(64.0, slot * 0.66)
    bars = []
    for number, (point, share) in enumerate(zip(points, _shares(points), strict=True)):
        middle = slot * (number + 0.5)
        height = max(_THINNEST, share * _TALLEST)
        top = _BASELINE - height
        radius = min(_RADIUS, height)
        left, right = middle - width / 2, middle + width / 2
        corner = f"{radius:.1f}"
        bars.append(
            Bar(
                path=(
                    f"M{left:.1f} {_BASELINE}V{top + radius:.1f}q0-{corner} {corner}-{corner}"
                    f"H{right - radius:.1f}q{corner} 0 {corner} {corner}V{_BASELINE}z"
                ),
                label=point.label,
                label_x=round(middle, 1),
                label_y=_BASELINE + 24,
                text=point.text,
                text_x=round(middle, 1),
                text_y=round(top - 9, 1),
                highlight=point.highlight,
            )
        )
    return BarChart("upright", WIDTH, _UPRIGHT_HEIGHT, tuple(bars), _BASELINE)


def _rows(points: Sequence[ChartPoint]) -> BarChart:
    bars = []
    for number, (point, share) in enumerate(zip(points, _shares(points), strict=True)):
        top = number * _ROW
        length = max(_RADIUS * 2, share * WIDTH)
        bars.append(
            Bar(
                path=_lying(top + 26, length),
                label=_shortened(point.label),
                label_x=0,
                label_y=top + 17,
                text=point.text,
                text_x=WIDTH,
                text_y=top + 17,
                highlight=point.highlight,
                track=_lying(top + 26, WIDTH),
            )
        )
    return BarChart("rows", WIDTH, max(1, len(points)) * _ROW - 16, tuple(bars))


def _lying(top: float, length: float) -> str:
    """Return a rounded bar 14 units thick that starts at the left edge."""
    return f"M7 {top}H{length - 7:.1f}a7 7 0 0 1 0 14H7a7 7 0 0 1 0-14z"


def _shortened(label: str) -> str:
    """Return a label that fits a row; the whole one stands in the table."""
    return label if len(label) <= _LABEL_LETTERS else label[: _LABEL_LETTERS - 1].rstrip() + "…"
