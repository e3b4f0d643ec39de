"""Sky, hills, trees, clouds, fields and roads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assets.drawing.canvas import (
    Canvas,
    Point,
    at,
    circle,
    ellipse,
    group,
    number,
    path,
    rect,
    smooth,
    stroke,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence


def sky(canvas: Canvas, *stops: tuple[float, str]) -> str:
    """Return a sky that fills the canvas."""
    return rect(0, 0, canvas.width, canvas.height, canvas.down(*stops))


def sun(canvas: Canvas, x: float, y: float, r: float) -> str:
    """Return a soft morning sun."""
    return group(
        circle(x, y, r * 4.2, canvas.glow("#fff1c4", 0.9)),
        circle(x, y, r, "#fff6da"),
    )


def cloud(x: float, y: float, width: float, opacity: float = 0.75) -> str:
    """Return a flat-bottomed cloud, its lower left corner at ``x``, ``y``."""
    w = width
    d = (
        f"M{number(x + w * 0.1)} {number(y)}"
        f"a{number(w * 0.1)} {number(w * 0.1)} 0 0 1 {number(w * 0.02)} {number(-w * 0.19)}"
        f"a{number(w * 0.17)} {number(w * 0.17)} 0 0 1 {number(w * 0.31)} {number(-w * 0.08)}"
        f"a{number(w * 0.14)} {number(w * 0.14)} 0 0 1 {number(w * 0.26)} {number(w * 0.06)}"
        f"a{number(w * 0.105)} {number(w * 0.105)} 0 0 1 {number(w * 0.14)} {number(w * 0.21)}z"
    )
    return path(d, "#ffffff", opacity=f"{opacity:g}")


def hill(canvas: Canvas, ridge: Sequence[Point], top: str, bottom: str) -> str:
    """Return land below a ridge, down to the bottom of the canvas, lit from above."""
    last, first = ridge[-1][0], ridge[0][0]
    floor = canvas.height + 10
    d = smooth(ridge) + f"L{number(last)} {floor}L{number(first)} {floor}z"
    return path(d, canvas.down((0, top), (0.6, bottom), (1, bottom)))


def field_rows(
    ridge: Sequence[Point], count: int, gap: float, color: str, width: float, opacity: float = 0.5
) -> str:
    """Return lines that follow a ridge downhill, as vines or furrows do; the gap grows."""
    lines = []
    fall = gap
    for number_ in range(count):
        points = [(x, y + fall) for x, y in ridge]
        lines.append(stroke(smooth(points), color, width + number_ * 0.25))
        fall += gap + number_ * gap * 0.16
    return group(*lines, opacity=f"{opacity:g}")


def cypress(
    canvas: Canvas, x: float, y: float, height: float, lit: str = "#4f8a5b", dark: str = "#2d5f49"
) -> str:
    """Return a cypress standing at ``x``, ``y``; the sun comes from the right."""
    w = height * 0.105
    h = height
    d = (
        f"M0 {number(-h)}"
        f"C{number(w * 0.9)} {number(-h * 0.72)} {number(w * 1.35)} {number(-h * 0.3)} "
        f"{number(w * 0.75)} {number(-h * 0.05)}Q0 {number(h * 0.02)} {number(-w * 0.75)} "
        f"{number(-h * 0.05)}C{number(-w * 1.35)} {number(-h * 0.3)} {number(-w * 0.9)} "
        f"{number(-h * 0.72)} 0 {number(-h)}z"
    )
    return at(
        x,
        y,
        ellipse(-w * 1.2, 0, w * 2.2, w * 0.35, "#274b3a", opacity="0.22"),
        rect(-w * 0.14, -h * 0.06, w * 0.28, h * 0.07, "#6b4b36"),
        path(d, canvas.across((0, dark), (0.55, dark), (1, lit))),
    )


def pine(canvas: Canvas, x: float, y: float, height: float) -> str:
    """Return an umbrella pine standing at ``x``, ``y``."""
    h = height
    crown = canvas.down((0, "#6aa068"), (1, "#35694d"))
    trunk = f"M0 0Q{number(h * 0.03)} {number(-h * 0.4)} {number(-h * 0.02)} {number(-h * 0.75)}"
    return at(
        x,
        y,
        ellipse(-h * 0.14, 0, h * 0.3, h * 0.035, "#274b3a", opacity="0.2"),
        stroke(trunk, "#7a563d", h * 0.045),
        stroke(
            f"M0 {number(-h * 0.5)}L{number(h * 0.16)} {number(-h * 0.76)}", "#7a563d", h * 0.03
        ),
        ellipse(-h * 0.17, -h * 0.78, h * 0.2, h * 0.105, crown),
        ellipse(h * 0.19, -h * 0.79, h * 0.2, h * 0.1, crown),
        ellipse(0, -h * 0.87, h * 0.25, h * 0.125, crown),
    )


def tree(canvas: Canvas, x: float, y: float, height: float, hue: int = 0) -> str:
    """Return a round tree standing at ``x``, ``y``; ``hue`` picks one of three greens."""
    lit, dark = (("#8db66b", "#4f8452"), ("#a5bf6a", "#6f9150"), ("#79a878", "#3f7a5c"))[hue % 3]
    r = height * 0.36
    fill = canvas.define(
        "radialGradient",
        f'<stop offset="0" stop-color="{lit}"/><stop offset="1" stop-color="{dark}"/>',
        cx="0.66",
        cy="0.3",
        r="0.75",
    )
    return at(
        x,
        y,
        ellipse(-r * 0.4, 0, r * 1.1, r * 0.14, "#274b3a", opacity="0.2"),
        stroke(f"M0 0L0 {number(-height * 0.45)}", "#7a563d", height * 0.06),
        circle(0, -height * 0.62, r, fill),
    )


def bush(canvas: Canvas, x: float, y: float, width: float) -> str:
    """Return a low bush whose middle stands at ``x``, ``y``."""
    w = width
    d = (
        f"M{number(-w * 0.5)} 0A{number(w * 0.19)} {number(w * 0.19)} 0 0 1 {number(-w * 0.3)} "
        f"{number(-w * 0.22)}A{number(w * 0.25)} {number(w * 0.25)} 0 0 1 {number(w * 0.17)} "
        f"{number(-w * 0.3)}A{number(w * 0.19)} {number(w * 0.19)} 0 0 1 {number(w * 0.4)} "
        f"{number(-w * 0.17)}A{number(w * 0.12)} {number(w * 0.12)} 0 0 1 {number(w * 0.5)} 0z"
    )
    return at(x, y, path(d, canvas.down((0, "#86b269"), (1, "#4a8253"))))


def bird(x: float, y: float, width: float) -> str:
    """Return a gliding bird, its middle at ``x``, ``y``."""
    w = width / 2
    d = (
        f"M{number(-w)} {number(-w * 0.28)}Q{number(-w * 0.45)} {number(-w * 0.62)} 0 0"
        f"Q{number(w * 0.45)} {number(-w * 0.62)} {number(w)} {number(-w * 0.28)}"
    )
    return at(x, y, stroke(d, "#5d7686", max(1.6, w * 0.16), opacity="0.8"))


def _edge(line: Sequence[tuple[float, float, float]], side: int) -> list[Point]:
    points = []
    for index, (x, y, width) in enumerate(line):
        before, after = line[max(index - 1, 0)], line[min(index + 1, len(line) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        # The road lies on the ground: seen from low above, its breadth shrinks upwards.
        points.append(
            (
                x - side * dy / length * width / 2,
                y + side * dx / length * width / 2 * 0.62,
            )
        )
    return points


def road(canvas: Canvas, line: Sequence[tuple[float, float, float]], *, dashes: bool = True) -> str:
    """Return a road along ``(x, y, breadth)`` points, from the viewer into the distance."""
    wide = [(x, y, width * 1.16) for x, y, width in line]
    outline = smooth(_edge(wide, 1)) + smooth(_edge(wide, -1)[::-1], start="L") + "z"
    surface = smooth(_edge(line, 1)) + smooth(_edge(line, -1)[::-1], start="L") + "z"
    parts = [
        path(outline, "#e9dcb9"),
        path(surface, canvas.down((0, "#b9b6ac"), (0.45, "#8e9196"), (1, "#7b8187"))),
    ]
    if dashes:
        middle = [(x, y) for x, y, _ in line]
        parts.append(_dashes(middle, [width for *_, width in line]))
    return group(*parts)


def _dashes(middle: Sequence[Point], breadths: Sequence[float]) -> str:
    """Return a broken centre line that thins with the distance."""
    marks = []
    for index in range(len(middle) - 1):
        segment = [
            middle[max(index - 1, 0)],
            middle[index],
            middle[index + 1],
            middle[min(index + 2, len(middle) - 1)],
        ]
        breadth = (breadths[index] + breadths[index + 1]) / 2
        pieces = max(2, round(math.dist(middle[index], middle[index + 1]) / (breadth * 0.55)))
        for piece in range(pieces):
            if piece % 2:
                continue
            ends = [_between(segment, (piece + part) / pieces) for part in (0.2, 1.0)]
            d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in ends)
            marks.append(stroke(d, "#fdf6e3", max(1.0, breadth * 0.035)))
    return group(*marks, opacity="0.9")


def _between(segment: Sequence[Point], t: float) -> Point:
    """Return the point at ``t`` (0…1) of a Catmull-Rom curve's middle part."""

    def one(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )

    (ax, ay), (bx, by), (cx, cy), (dx, dy) = segment
    return one(ax, bx, cx, dx), one(ay, by, cy, dy)


def flowers(
    rng: random.Random, box: tuple[float, float, float, float], count: int, color: str
) -> str:
    """Return small flowers strewn over ``(x, y, width, height)``, greater towards the bottom."""
    x, y, width, height = box
    dots = []
    for _ in range(count):
        down = rng.random()
        size = 1.8 + 3.2 * down
        dots.append(circle(x + rng.random() * width, y + down * height, size, color))
    return group(*dots, opacity="0.9")
