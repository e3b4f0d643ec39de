"""A bus, cars, a bridge and a train, seen from the side, wheels on ``y``, driving to the right."""

from __future__ import annotations

from assets.drawing.canvas import Canvas, at, circle, ellipse, group, number, path, rect, stroke

GLASS_TOP, GLASS_BOTTOM = "#e8f4f5", "#a9cdd6"


def _wheel(x: float, r: float) -> str:
    return group(
        circle(x, -r, r, "#2c3a44"),
        circle(x, -r, r * 0.5, "#c9d0d2"),
        circle(x, -r, r * 0.16, "#7b8790"),
    )


def bus(canvas: Canvas, x: float, y: float, width: float, *, turn: float = 0.0) -> str:
    """Return a regional bus, its middle at ``x``."""
    glass = canvas.down((0, GLASS_TOP), (1, GLASS_BOTTOM))
    body = canvas.down((0, "#1c7a8c"), (0.6, "#0f6072"), (1, "#0c4f5f"))
    parts = [
        ellipse(0, 0, 108, 7, "#1f3a3a", opacity="0.25"),
        path(
            "M-100 -14V-62Q-100 -78 -84 -78H74Q92 -78 97 -60L104 -36V-14Q104 -8 98 -8H-94"
            "Q-100 -8 -100 -14z",
            body,
        ),
        rect(-84, -84, 60, 8, "#0c4f5f", rx=3),
        rect(-100, -29, 203, 6, "#e6a83c"),
        path("M62 -68H76Q85 -68 88 -58L95 -36H62z", glass),
    ]
    parts += [rect(-92 + number_ * 30, -68, 26, 28, glass, rx=4) for number_ in range(4)]
    parts += [
        rect(30, -68, 26, 56, glass, rx=4),
        stroke("M43 -68V-12", "#0f6072", 2.0),
        rect(97, -26, 7, 9, "#fff1c4", rx=3),
        rect(-101, -26, 5, 10, "#d9573f", rx=2),
        _wheel(-62, 15),
        _wheel(70, 15),
    ]
    return at(x, y, *parts, scale=width / 208, turn=turn)


def car(
    canvas: Canvas,
    x: float,
    y: float,
    width: float,
    color: str,
    *,
    turn: float = 0.0,
    flip: bool = False,
) -> str:
    """Return a small car, its middle at ``x``; ``flip`` lets it drive to the left."""
    glass = canvas.down((0, GLASS_TOP), (1, GLASS_BOTTOM))
    parts = [
        ellipse(0, 0, 54, 5, "#1f3a3a", opacity="0.25"),
        path(
            "M-50 -10V-22Q-49 -30 -40 -32L-34 -33L-20 -48Q-17 -51 -12 -51H10Q17 -51 22 -46"
            "L34 -33L44 -30Q51 -28 51 -20V-12Q51 -8 46 -8H-46Q-50 -8 -50 -10z",
            color,
        ),
        path("M-27 -33L-16 -45Q-15 -46.5 -12 -46.5H-3V-33z", glass),
        path("M2 -46.5H9Q14 -46.5 18 -43L27 -33H2z", glass),
        rect(-50, -22, 101, 3.4, "#ffffff", opacity="0.28"),
        rect(45, -26, 6, 7, "#fff1c4", rx=3),
        rect(-50.5, -26, 4, 7, "#d9573f", rx=2),
        _wheel(-29, 10.5),
        _wheel(30, 10.5),
    ]
    inner = group(*parts, transform="scale(-1 1)") if flip else group(*parts)
    return at(x, y, inner, scale=width / 102, turn=turn)


def train(canvas: Canvas, x: float, y: float, width: float) -> str:
    """Return a regional train of two carriages, its left end at ``x``."""
    glass = canvas.down((0, GLASS_TOP), (1, GLASS_BOTTOM))
    body = canvas.down((0, "#fffaf0"), (0.62, "#f1e4cc"), (1, "#dfcfb2"))
    parts = []
    for offset in (0.0, 152.0):
        end = (
            "M{a} -8V-50Q{a} -58 {b} -58H{c}Q{d} -58 {e} -34V-8z"
            if offset
            else "M{a} -8V-50Q{a} -58 {b} -58H{f}V-8z"
        )
        text = end.format(
            a=number(offset),
            b=number(offset + 8),
            c=number(offset + 116),
            d=number(offset + 136),
            e=number(offset + 152),
            f=number(offset + 148),
        )
        parts.append(path(text, body))
        parts.append(rect(offset, -22, 148, 7, "#b4472a"))
        parts += [rect(offset + 10 + k * 26, -49, 20, 17, glass, rx=3) for k in range(4)]
    parts.append(path("M268 -49H270Q283 -48 291 -33H268z", glass))
    parts += [circle(cx, -5, 5, "#3a4750") for cx in (20, 34, 114, 128, 172, 186, 266, 280)]
    return at(x, y, *parts, scale=width / 304)


def viaduct(canvas: Canvas, x: float, y: float, width: float, height: float, arches: int) -> str:
    """Return a stone viaduct, its lower left corner at ``x``, ``y``."""
    stone = canvas.down((0, "#f0dcb8"), (1, "#d3b58a"))
    span = width / arches
    r = span * 0.38
    d = f"M0 0V{number(-height)}H{number(width)}V0z"
    holes = "".join(
        f"M{number(span * (k + 0.5) - r)} 0V{number(-height * 0.42)}"
        f"a{number(r)} {number(r)} 0 0 1 {number(2 * r)} 0V0z"
        for k in range(arches)
    )
    return at(
        x,
        y,
        path(d + holes, stone, fill_rule="evenodd"),
        rect(-4, -height - 6, width + 8, 9, "#e9d3ab"),
        rect(-4, -height + 3, width + 8, 3, "#b99a70", opacity="0.5"),
    )
