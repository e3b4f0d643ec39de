"""A donut: parts of a whole, told apart by texture as well as by colour, beside their legend."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from microsite.chart_parts import Chart, Mark
from microsite.chart_words import share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenes.bound import ChartPoint

SIZE = 240
MOST_PARTS = 8
"""Parts that colours and textures tell apart."""

_MIDDLE = SIZE / 2
_OUTER = 108.0
_INNER = 66.0


def donut(
    points: Sequence[ChartPoint], sizes: Sequence[float], more: Sequence[str], locale: str
) -> Chart:
    """Return a donut of values that are not negative and not all zero, from twelve o'clock on.

    A part of zero is not drawn; the legend has it all the same. A part that counts most
    (``highlight``) has the first texture, the theme's highlight.
    """
    largest = max(sizes)
    scaled = [size / largest for size in sizes]
    whole = math.fsum(scaled)
    first = next((at for at, point in enumerate(points) if point.highlight), None)
    others = iter(range(1 if first is None else 2, MOST_PARTS + 1))
    begin = 0.0
    marks = []
    for at, point in enumerate(points):
        end = begin + scaled[at] / whole
        only = scaled[at] == whole
        marks.append(
            Mark(
                path="" if scaled[at] <= 0 else _RING if only else _piece(begin, end),
                label=point.label,
                text=point.text,
                more=more[at],
                highlight=point.highlight,
                slot=(0, 0, 0, 0),
                part=1 if at == first else next(others),
                share=share(scaled[at], whole, locale),
            )
        )
        begin = end
    center = "" if first is None else marks[first].share
    return Chart("donut", SIZE, SIZE, tuple(marks), center=center)


def _circle(radius: float) -> str:
    r = f"{radius:g}"
    half = f"a{r} {r} 0 1 1 0"
    return f"M{_MIDDLE:g} {_MIDDLE - radius:g}{half} {2 * radius:g}{half}-{2 * radius:g}z"


_RING = _circle(_OUTER) + _circle(_INNER)


def _piece(begin: float, end: float) -> str:
    """Return a piece of the ring between two shares of the whole, clockwise from the top."""
    wide = int(end - begin > 0.5)
    outer, inner = f"{_OUTER:g}", f"{_INNER:g}"
    return (
        f"M{_spot(begin, _OUTER)}A{outer} {outer} 0 {wide} 1 {_spot(end, _OUTER)}"
        f"L{_spot(end, _INNER)}A{inner} {inner} 0 {wide} 0 {_spot(begin, _INNER)}z"
    )


def _spot(turn: float, radius: float) -> str:
    angle = 2 * math.pi * turn
    return f"{_MIDDLE + radius * math.sin(angle):.2f} {_MIDDLE - radius * math.cos(angle):.2f}"
