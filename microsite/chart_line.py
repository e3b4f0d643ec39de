"""A line through values, from zero, with the words that fit: the last, the greatest, the least."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microsite.chart_parts import (
    WIDTH,
    Anchor,
    Chart,
    Mark,
    Written,
    across,
    mirror,
    per_cent,
    shortened,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenes.bound import ChartPoint

HEIGHT = 216

_SIDE = 12.0
_CEILING = 40.0
_FLOOR = 176.0
_LINE = 18
_APART = 10
_BELOW = 22
_DOT = 5


def line(
    points: Sequence[ChartPoint], sizes: Sequence[float], more: Sequence[str], *, mirrored: bool
) -> Chart:
    """Return a line through two points or more.

    Zero is always seen, so that no change looks greater than it is; values below it lie below.
    """
    top, bottom = max(0.0, *sizes), min(0.0, *sizes)
    span = (top - bottom) or 1.0
    floor = _FLOOR - (_LINE if bottom < 0 else 0)
    step = (WIDTH - 2 * _SIDE) / (len(points) - 1)
    spots = [
        (
            mirror(_SIDE + step * at, mirrored=mirrored),
            round(floor - (floor - _CEILING) * ((size - bottom) / span), 1),
        )
        for at, size in enumerate(sizes)
    ]
    zero = round(floor - (floor - _CEILING) * (-bottom / span), 1)
    named = _named([shortened(point.label) for point in points], points, spots)
    valued = _valued(points, sizes, spots)
    marks = tuple(
        Mark(
            path=_dot(*spots[at]),
            label=point.label,
            text=point.text,
            more=more[at],
            highlight=point.highlight,
            slot=_slot(spots[at][0], step),
            name=named.get(at),
            value=valued.get(at),
            spot=spots[at],
        )
        for at, point in enumerate(points)
    )
    through = "M" + "L".join(f"{x} {y}" for x, y in spots)
    return Chart(
        "line",
        WIDTH,
        HEIGHT,
        marks,
        base=f"M0 {zero}H{WIDTH}",
        line=through,
        area=f"{through}V{zero}H{spots[0][0]}z",
    )


def _dot(x: float, y: float) -> str:
    return f"M{x - _DOT:.1f} {y}a{_DOT} {_DOT} 0 1 1 {2 * _DOT} 0a{_DOT} {_DOT} 0 1 1-{2 * _DOT} 0z"


def _slot(x: float, step: float) -> tuple[float, float, float, float]:
    left, right = max(0.0, x - step / 2), min(float(WIDTH), x + step / 2)
    return per_cent(left, 0, right - left, HEIGHT, HEIGHT)


def _fit(text: str, x: float) -> tuple[float, Anchor, float]:
    """Return where a text stands that has to stay inside: its x, anchor and left edge."""
    half = across(text) / 2
    middle = max(half, min(WIDTH - half, x))
    return round(middle, 1), "middle", middle - half


def _named(
    labels: list[str], points: Sequence[ChartPoint], spots: Sequence[tuple[float, float]]
) -> dict[int, Written]:
    """Return the labels that fit below: the last, those that count, and others evenly apart."""
    last = len(labels) - 1
    marked = [at for at, point in enumerate(points) if point.highlight]
    widest = max(across(label) for label in labels)
    every = _even(len(labels), widest + _APART + max(0.0, across(labels[last]) / 2 - _SIDE))
    taken: list[tuple[float, float]] = []
    found = {}
    for at in dict.fromkeys([last, *marked, *every, 0]):
        x, anchor, left = _fit(labels[at], spots[at][0])
        right = left + across(labels[at])
        if any(left < end + _APART and begin - _APART < right for begin, end in taken):
            continue
        taken.append((left, right))
        found[at] = Written(labels[at], x, HEIGHT - 10, anchor)
    return found


def _even(count: int, wide: float) -> range:
    """Return points so far apart, counted from the last, that labels ``wide`` units wide fit."""
    step = (WIDTH - 2 * _SIDE) / (count - 1)
    every = max(1, -int(-wide // step))
    return range((count - 1) % every, count, every)


def _valued(
    points: Sequence[ChartPoint], sizes: Sequence[float], spots: Sequence[tuple[float, float]]
) -> dict[int, Written]:
    """Return the values that are written at their points, as far as they do not meet."""
    marked = [at for at, point in enumerate(points) if point.highlight]
    order = [*marked, len(sizes) - 1, sizes.index(max(sizes)), sizes.index(min(sizes)), 0]
    boxes: list[tuple[float, float, float, float]] = []
    found = {}
    for at in dict.fromkeys(order):
        x, y = spots[at]
        text = shortened(points[at].text, 24)
        place, anchor, left = _fit(text, x)
        right = left + across(text)
        peak = all(
            spots[near][1] >= y - _LINE / 2 for near in (at - 1, at + 1) if 0 <= near < len(spots)
        )
        low = y + _BELOW if not peak and y + _BELOW < _FLOOR + _BELOW / 2 else y - 13
        box = (left, right, low - _LINE, low)
        if any(
            left < other[1] + _APART
            and other[0] - _APART < right
            and box[2] < other[3]
            and other[2] < low
            for other in boxes
        ):
            continue
        boxes.append(box)
        found[at] = Written(text, place, round(low, 1), anchor)
    return found
