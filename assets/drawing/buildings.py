"""Houses, a campanile, a church and a school: they stand on ``y``, lit from the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assets.drawing.canvas import (
    Canvas,
    at,
    circle,
    element,
    group,
    number,
    path,
    polygon,
    rect,
    stroke,
)

if TYPE_CHECKING:
    import random

WALLS = ("#f6e3c3", "#f2d2a4", "#efc19a", "#f8ecd8", "#e9b98f", "#f4dcc9")
ROOFS = ("#c8613f", "#b9553a", "#d07149", "#c46a4c")
SHUTTERS = ("#5f8f86", "#7a9a6a", "#8a6a52", "#4f7f8c")
GLASS = "#5c7480"


def _darker(color: str, share: float) -> str:
    parts = [round(int(color[i : i + 2], 16) * (1 - share)) for i in (1, 3, 5)]
    return "#" + "".join(f"{part:02x}" for part in parts)


def window(x: float, y: float, width: float, shutter: str | None) -> str:
    """Return a window around ``x``, ``y``, with shutters if a colour is given."""
    w, h = width, width * 1.5
    parts = [rect(x - w / 2, y - h / 2, w, h, GLASS, rx=float(w * 0.12))]
    if shutter:
        parts += [
            rect(x - w * 1.12, y - h / 2, w * 0.56, h, shutter),
            rect(x + w * 0.56, y - h / 2, w * 0.56, h, shutter),
        ]
    return group(*parts)


def house(
    canvas: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    gable: bool = False,
) -> str:
    """Return a house standing on ``y``, its left edge at ``x``: eaves in front, or a gable."""
    wall, roof = rng.choice(WALLS), rng.choice(ROOFS)
    shutter = rng.choice(SHUTTERS)
    w, h = width, height
    rise = w * (0.3 if gable else 0.2)
    over = w * 0.06
    shade = canvas.across((0, _darker(wall, 0.16)), (0.35, wall), (1, wall))
    parts: list[str] = []
    if gable:
        parts.append(polygon([(0, 0), (0, -h), (w / 2, -h - rise), (w, -h), (w, 0)], shade))
        parts.append(
            path(
                f"M{number(-over)} {number(-h + over * 0.5)}"
                f"L{number(w / 2)} {number(-h - rise - 1)}"
                f"L{number(w + over)} {number(-h + over * 0.5)}l0 {number(-over * 1.1)}"
                f"L{number(w / 2)} {number(-h - rise - over * 1.4)}"
                f"L{number(-over)} {number(-h - over * 0.6)}z",
                canvas.across((0, _darker(roof, 0.15)), (0.5, roof), (1, roof)),
            )
        )
    else:
        parts.append(rect(0, -h, w, h, shade))
        parts.append(rect(0, -h, w, h * 0.09, _darker(wall, 0.22), opacity="0.5"))
        parts.append(
            polygon(
                [(-over, -h + 1), (w * 0.08, -h - rise), (w * 0.92, -h - rise), (w + over, -h + 1)],
                canvas.down((0, roof), (1, _darker(roof, 0.12))),
            )
        )
        tiles = [
            stroke(
                f"M{number(w * part)} {number(-h - rise + 1)}"
                f"L{number(w * part + (part - 0.5) * over * 2)} {number(-h)}",
                _darker(roof, 0.2),
                1.0,
            )
            for part in (0.2, 0.35, 0.5, 0.65, 0.8)
        ]
        parts.append(group(*tiles, opacity="0.45"))
    columns = 1 if w < 34 else 2 if w < 62 else 3
    rows = 1 if h < 46 else 2 if h < 84 else 3
    size = min(w / columns * 0.24, 11.0)
    for row in range(rows):
        for column in range(columns):
            cx = w * (column + 0.5) / columns
            cy = -h + (h * 0.86) * (row + 0.62) / rows
            if row == rows - 1 and column == columns // 2 and rows > 1:
                door = size * 1.3
                parts.append(rect(cx - door / 2, -h * 0.23, door, h * 0.23, "#7a5340", rx=2))
            else:
                parts.append(window(cx, cy, size, shutter if size > 5 else None))
    return at(x, y, *parts)


def campanile(canvas: Canvas, x: float, y: float, height: float) -> str:
    """Return a bell tower, its middle at ``x``."""
    h = height
    w = h * 0.17
    brick = canvas.across((0, "#c98f68"), (0.4, "#e4b58a"), (1, "#edc59d"))
    trim = "#f7e8cf"
    belfry = -h * 0.74
    parts = [
        rect(-w / 2, -h * 0.78, w, h * 0.78, brick),
        *(rect(-w * 0.56, -h * part, w * 1.12, h * 0.014, trim) for part in (0.3, 0.5)),
        rect(-w * 0.08, -h * 0.24, w * 0.16, h * 0.06, GLASS, rx=2),
        circle(0, -h * 0.4, w * 0.26, trim),
        circle(0, -h * 0.4, w * 0.2, "#fffaf0"),
        stroke(
            f"M0 {number(-h * 0.4)}v{number(-w * 0.14)}M0 {number(-h * 0.4)}h{number(w * 0.1)}",
            "#5a4636",
            1.6,
        ),
        rect(-w * 0.6, belfry, w * 1.2, h * 0.02, trim),
        rect(-w * 0.5, belfry - h * 0.13, w, h * 0.13, brick),
        rect(-w * 0.62, belfry - h * 0.145, w * 1.24, h * 0.02, trim),
    ]
    for offset in (-0.24, 0.24):
        cx, a = w * offset, w * 0.14
        parts.append(
            path(
                f"M{number(cx - a)} {number(belfry)}v{number(-h * 0.07)}"
                f"a{number(a)} {number(a)} 0 0 1 {number(2 * a)} 0v{number(h * 0.07)}z",
                "#6d5446",
            )
        )
    top = belfry - h * 0.145
    parts += [
        polygon(
            [(-w * 0.6, top), (0, top - h * 0.16), (w * 0.6, top)],
            canvas.across((0, "#a34c36"), (0.5, "#bd5c40"), (1, "#d0724d")),
        ),
        stroke(f"M0 {number(top - h * 0.16)}v{number(-h * 0.035)}", "#8a6a3c", 2.0),
        circle(0, top - h * 0.2, 2.6, "#e6a83c"),
    ]
    return at(x, y, *parts)


def church(canvas: Canvas, x: float, y: float, width: float) -> str:
    """Return a church with a dome behind its front, the lower left corner at ``x``, ``y``."""
    w = width
    h = w * 0.74
    wall = canvas.across((0, "#e3cba8"), (0.4, "#f7e8cd"), (1, "#faf0dc"))
    dome = canvas.across((0, "#a9523a"), (0.6, "#c9694a"), (1, "#d67d58"))
    r = w * 0.3
    cx = w / 2
    return at(
        x,
        y,
        rect(cx - r * 0.98, -h * 1.36, r * 1.96, h * 0.5, wall),
        *(
            window(cx + offset * r, -h * 1.2, w * 0.05, None)
            for offset in (-0.66, -0.22, 0.22, 0.66)
        ),
        path(
            f"M{number(cx - r * 1.06)} {number(-h * 1.36)}"
            f"a{number(r * 1.06)} {number(r * 0.98)} 0 0 1 {number(r * 2.12)} 0z",
            dome,
        ),
        rect(cx - w * 0.035, -h * 1.36 - r * 1.2, w * 0.07, r * 0.28, "#f7e8cd"),
        circle(cx, -h * 1.36 - r * 1.28, w * 0.035, "#e6a83c"),
        polygon([(0, 0), (0, -h * 0.66), (cx, -h), (w, -h * 0.66), (w, 0)], wall),
        path(
            f"M{number(-w * 0.04)} {number(-h * 0.65)}L{number(cx)} {number(-h * 1.04)}"
            f"L{number(w * 1.04)} {number(-h * 0.65)}v{number(-h * 0.07)}"
            f"L{number(cx)} {number(-h * 1.12)}L{number(-w * 0.04)} {number(-h * 0.72)}z",
            canvas.across((0, "#b2553b"), (1, "#d07149")),
        ),
        circle(cx, -h * 0.68, w * 0.09, "#e3cba8"),
        circle(cx, -h * 0.68, w * 0.065, GLASS),
        path(
            f"M{number(cx - w * 0.09)} 0v{number(-h * 0.26)}a{number(w * 0.09)} {number(w * 0.09)} "
            f"0 0 1 {number(w * 0.18)} 0V0z",
            "#7a5340",
        ),
        window(w * 0.22, -h * 0.3, w * 0.06, None),
        window(w * 0.78, -h * 0.3, w * 0.06, None),
    )


def school(canvas: Canvas, x: float, y: float, width: float) -> str:
    """Return a friendly school with a clock and a flag, the lower left corner at ``x``, ``y``."""
    w = width
    h = w * 0.34
    wall = canvas.across((0, "#eccb98"), (0.3, "#f8e2b8"), (1, "#fbeccd"))
    roof = canvas.down((0, "#cb6a48"), (1, "#b2553b"))
    mid = w * 0.3
    left = (w - mid) / 2
    parts = [
        rect(0, -h, w, h, wall),
        polygon([(-8, -h + 1), (14, -h - 34), (w - 14, -h - 34), (w + 8, -h + 1)], roof),
        rect(0, -h, w, 7, "#d9b681", opacity="0.7"),
        rect(0, -12, w, 12, "#d8b284"),
    ]
    for side in (0.0, w - left):
        for column in range(2):
            for row in range(2):
                cx = side + left * (column + 0.5) / 2
                cy = -h + h * (0.3 + row * 0.42)
                parts.append(rect(cx - 17, cy - 19, 34, 38, "#fffaf0", rx=4))
                parts.append(rect(cx - 13, cy - 15, 26, 30, "#7fa9b5", rx=2))
                parts.append(
                    polygon([(cx - 13, cy + 3), (cx + 6, cy - 15), (cx - 13, cy - 15)], "#a9c9cf")
                )
                parts.append(stroke(f"M{number(cx)} {number(cy - 15)}v30", "#fffaf0", 2.4))
    front = canvas.across((0, "#f3d4a2"), (1, "#fdf1d8"))
    parts += [
        rect(left, -h * 1.22, mid, h * 1.22, front),
        polygon(
            [(left - 12, -h * 1.22 + 2), (w / 2, -h * 1.62), (w - left + 12, -h * 1.22 + 2)],
            canvas.across((0, "#b2553b"), (1, "#d07149")),
        ),
        circle(w / 2, -h * 1.04, 20, "#fffaf0"),
        circle(w / 2, -h * 1.04, 20, "none", stroke="#b2553b", stroke_width=3),
        stroke(
            f"M{number(w / 2)} {number(-h * 1.04)}v-12M{number(w / 2)} {number(-h * 1.04)}h8",
            "#16324a",
            3.0,
        ),
        rect(w / 2 - 58, -h * 0.8, 116, 26, "#0f6072", rx=6),
        element(
            "text",
            "SCUOLA",
            x=float(w / 2),
            y=float(-h * 0.8 + 20),
            fill="#ffffff",
            font_family="Titillium Web",
            font_weight=700,
            font_size=20,
            letter_spacing=2,
            text_anchor="middle",
        ),
        path(
            f"M{number(w / 2 - 32)} 0v{number(-h * 0.42)}a32 26 0 0 1 64 0V0z",
            "#8a5b41",
        ),
        stroke(f"M{number(w / 2)} 0v{number(-h * 0.58)}", "#6b4431", 2.4),
        rect(w / 2 - 46, -8, 92, 8, "#cdb391"),
        stroke(f"M{number(w / 2)} {number(-h * 1.6)}v-46", "#8a7a66", 3.0),
        path(
            f"M{number(w / 2 + 1)} {number(-h * 1.6 - 46)}q14 -7 26 0t26 0v24q-14 7 -26 0t-26 0z",
            "#e6a83c",
        ),
    ]
    return at(x, y, *parts)
