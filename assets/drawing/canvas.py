"""A canvas that collects SVG elements and gradients; lengths in pixels of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]
Stops = tuple[tuple[float, str], ...]


def number(value: float) -> str:
    """Write a number with at most one decimal: small, and the same on every machine."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def attributes(values: dict[str, object]) -> str:
    """Write attributes; ``_`` in a name stands for ``-``, None leaves one out."""
    parts = []
    for name, value in values.items():
        if value is None:
            continue
        text = number(value) if isinstance(value, float) else str(value)
        parts.append(f' {name.replace("_", "-")}="{text}"')
    return "".join(parts)


def element(tag: str, *children: str, **values: object) -> str:
    """Return one SVG element."""
    inner = "".join(children)
    return (
        f"<{tag}{attributes(values)}>{inner}</{tag}>" if inner else f"<{tag}{attributes(values)}/>"
    )


def rect(x: float, y: float, width: float, height: float, fill: str, **values: object) -> str:
    """Return a rectangle."""
    return element(
        "rect",
        x=float(x),
        y=float(y),
        width=float(width),
        height=float(height),
        fill=fill,
        **values,
    )


def circle(x: float, y: float, r: float, fill: str, **values: object) -> str:
    """Return a circle around ``x``, ``y``."""
    return element("circle", cx=float(x), cy=float(y), r=float(r), fill=fill, **values)


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, **values: object) -> str:
    """Return an ellipse around ``x``, ``y``."""
    return element(
        "ellipse", cx=float(x), cy=float(y), rx=float(rx), ry=float(ry), fill=fill, **values
    )


def polygon(points: Sequence[Point], fill: str, **values: object) -> str:
    """Return a closed polygon."""
    text = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return element("polygon", points=text, fill=fill, **values)


def path(d: str, fill: str, **values: object) -> str:
    """Return a path of SVG path data."""
    return element("path", d=d, fill=fill, **values)


def stroke(d: str, color: str, width: float, **values: object) -> str:
    """Return a round-ended line along SVG path data."""
    return element(
        "path",
        d=d,
        fill="none",
        stroke=color,
        stroke_width=float(width),
        stroke_linecap="round",
        stroke_linejoin="round",
        **values,
    )


def group(*children: str, **values: object) -> str:
    """Return a group."""
    return element("g", *children, **values)


def at(x: float, y: float, *children: str, scale: float = 1.0, turn: float = 0.0) -> str:
    """Return a group whose origin stands at ``x``, ``y``, scaled, turned by degrees."""
    moves = f"translate({number(x)} {number(y)})"
    if turn:
        moves += f" rotate({number(turn)})"
    if scale != 1.0:
        moves += f" scale({scale:.3f})"
    return group(*children, transform=moves)


def smooth(points: Sequence[Point], *, start: str = "M") -> str:
    """Return path data of a curve through all points (Catmull-Rom, as cubic Béziers)."""
    padded = [points[0], *points, points[-1]]
    parts = [f"{start}{number(points[0][0])} {number(points[0][1])}"]
    for before, here, there, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        first = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        second = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        numbers = " ".join(number(part) for point in (first, second, there) for part in point)
        parts.append(f"C{numbers}")
    return "".join(parts)


class Canvas:
    """A picture under construction: ``add`` elements, ask for gradients, take the ``svg``."""

    def __init__(self, width: int, height: int, title: str) -> None:
        self.width = width
        self.height = height
        self.title = title
        self._definitions: list[str] = []
        self._names: dict[str, str] = {}
        self._elements: list[str] = []

    def add(self, *elements: str) -> None:
        """Draw over what is there."""
        self._elements.extend(elements)

    def define(self, kind: str, inner: str, **values: object) -> str:
        """Keep a gradient, filter or clip path (equal ones once); return what refers to it."""
        text = f"{kind}{attributes(values)}>{inner}"
        if text not in self._names:
            name = f"d{len(self._names)}"
            self._names[text] = name
            self._definitions.append(element(kind, inner, id=name, **values))
        return f"url(#{self._names[text]})"

    def down(self, *stops: tuple[float, str]) -> str:
        """Return a gradient from top to bottom of a shape."""
        return self.define("linearGradient", _stops(stops), x1=0, y1=0, x2=0, y2=1)

    def across(self, *stops: tuple[float, str]) -> str:
        """Return a gradient from left to right of a shape."""
        return self.define("linearGradient", _stops(stops), x1=0, y1=0, x2=1, y2=0)

    def glow(self, color: str, strength: float = 1.0) -> str:
        """Return a radial gradient from a colour to nothing."""
        inner = (
            f'<stop offset="0" stop-color="{color}" stop-opacity="{strength:.2f}"/>'
            f'<stop offset="0.35" stop-color="{color}" stop-opacity="{strength * 0.55:.2f}"/>'
            f'<stop offset="1" stop-color="{color}" stop-opacity="0"/>'
        )
        return self.define("radialGradient", inner)

    def blur(self, radius: float) -> str:
        """Return a filter that softens."""
        inner = element("feGaussianBlur", stdDeviation=float(radius))
        return self.define("filter", inner, x="-30%", y="-30%", width="160%", height="160%")

    def svg(self) -> str:
        """Return the whole picture, one element a line."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}">'
        )
        title = element("title", self.title)
        definitions = "<defs>\n" + "\n".join(self._definitions) + "\n</defs>"
        return "\n".join([head, title, definitions, *self._elements, "</svg>"]) + "\n"


def _stops(stops: Stops) -> str:
    return "".join(f'<stop offset="{offset:g}" stop-color="{color}"/>' for offset, color in stops)
