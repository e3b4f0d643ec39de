"""Bars: upright where few and short, else in rows, so that words stay legible on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microsite.chart_parts import (
    WIDTH,
    Chart,
    Mark,
    Written,
    mirror,
    per_cent,
    shortened,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenes.bound import ChartPoint

UPRIGHT_HEIGHT = 216
ROW = 58

_TALLEST = 146
_CEILING = 36
_THINNEST = 3.0
_RADIUS = 7.0
_WORDS = 26
_THICK = 14
_ROW_LETTERS = 38
_LEAST_LETTERS = 8


def upright(
    points: Sequence[ChartPoint], sizes: Sequence[float], more: Sequence[str], *, mirrored: bool
) -> Chart:
    """Return bars that stand on zero; those of values below zero hang from it.

    A value of zero is a thin line, so that it is seen to be there.
    """
    top, bottom = max(0.0, *sizes), min(0.0, *sizes)
    span = (top - bottom) or 1.0
    hanging = _WORDS if bottom < 0 else 0
    tall = _TALLEST - hanging
    zero = _CEILING + tall * (top / span)
    slot = WIDTH / len(points)
    width = min(64.0, slot * 0.66)
    marks = []
    for at, (point, size) in enumerate(zip(points, sizes, strict=True)):
        middle = mirror(slot * (at + 0.5), mirrored=mirrored)
        height = max(_THINNEST, tall * abs(size / span))
        above = size >= 0
        end = zero - height if above else zero + height
        marks.append(
            Mark(
                path=_standing(middle, width, zero, end),
                label=point.label,
                text=point.text,
                more=more[at],
                highlight=point.highlight,
                slot=per_cent(middle - slot / 2, 0, slot, UPRIGHT_HEIGHT, UPRIGHT_HEIGHT),
                name=Written(point.label, middle, UPRIGHT_HEIGHT - 10),
                value=Written(point.text, middle, round(end - 9 if above else end + 20, 1)),
            )
        )
    base = f"M0 {zero:.1f}H{WIDTH}"
    return Chart("upright", WIDTH, UPRIGHT_HEIGHT, tuple(marks), base=base)


def _standing(middle: float, width: float, zero: float, end: float) -> str:
    """Return a bar from zero to ``end`` whose far corners are round."""
    left, right = middle - width / 2, middle + width / 2
    radius = min(_RADIUS, abs(zero - end))
    near = end + radius if end < zero else end - radius
    return (
        f"M{left:.1f} {zero:.1f}V{near:.1f}Q{left:.1f} {end:.1f} {left + radius:.1f} {end:.1f}"
        f"H{right - radius:.1f}Q{right:.1f} {end:.1f} {right:.1f} {near:.1f}V{zero:.1f}z"
    )


def rows(
    points: Sequence[ChartPoint], sizes: Sequence[float], more: Sequence[str], *, mirrored: bool
) -> Chart:
    """Return lying bars, each below its words; zero is a line where there are values below it."""
    greatest, least = max(0.0, *sizes), min(0.0, *sizes)
    span = (greatest - least) or 1.0
    zero = WIDTH * (-least / span)
    tall = len(points) * ROW - 16
    marks = []
    for at, (point, size) in enumerate(zip(points, sizes, strict=True)):
        top = at * ROW
        length = WIDTH * abs(size / span)
        text = shortened(point.text, _ROW_LETTERS - _LEAST_LETTERS)
        letters = max(_LEAST_LETTERS, _ROW_LETTERS - len(text))
        marks.append(
            Mark(
                path=_lying(top + 26, zero, length if size >= 0 else -length, mirrored=mirrored),
                label=point.label,
                text=point.text,
                more=more[at],
                highlight=point.highlight,
                slot=per_cent(0, top, WIDTH, ROW - 16, tall),
                name=Written(
                    shortened(point.label, letters), mirror(0, mirrored=mirrored), top + 17, "start"
                ),
                value=Written(text, mirror(WIDTH, mirrored=mirrored), top + 17, "end"),
                track=_lying(top + 26, 0, WIDTH, mirrored=mirrored),
            )
        )
    line = mirror(zero, mirrored=mirrored)
    ticks = (f"M{line} {at * ROW + 22}v22" for at in range(len(points)))
    base = "".join(ticks) if least < 0 else ""
    return Chart("rows", WIDTH, tall, tuple(marks), base=base)


def _lying(top: float, zero: float, length: float, *, mirrored: bool) -> str:
    """Return a round bar from ``zero`` on; it is never shorter than it is seen, nor leaves."""
    shown = max(_THINNEST, abs(length))
    low = zero if length >= 0 else zero - shown
    low = max(0.0, min(low, WIDTH - shown))
    left = WIDTH - low - shown if mirrored else low
    radius = min(_RADIUS, shown / 2)
    turn = f"{radius:.1f} {_THICK / 2}"
    return (
        f"M{left + radius:.1f} {top}h{shown - 2 * radius:.1f}"
        f"a{turn} 0 0 1 0 {_THICK}h{2 * radius - shown:.1f}a{turn} 0 0 1 0-{_THICK}z"
    )
