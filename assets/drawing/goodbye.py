"""The farewell: an evening-calm valley, somebody waving, a letter and a phone on the wall."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from assets.drawing.buildings import campanile, house
from assets.drawing.canvas import (
    Canvas,
    at,
    circle,
    ellipse,
    group,
    polygon,
    rect,
    stroke,
)
from assets.drawing.nature import (
    bird,
    bush,
    cloud,
    cypress,
    field_rows,
    hill,
    pine,
    road,
    sky,
    sun,
    tree,
)
from assets.drawing.people import grown_up
from assets.drawing.traffic import car

if TYPE_CHECKING:
    from assets.drawing.canvas import Point

SIZE = (720, 1280)
RIDGES: dict[str, list[Point]] = {
    "far": [(-10, 742), (110, 704), (240, 736), (370, 690), (500, 726), (620, 700), (730, 728)],
    "blue": [(-10, 780), (150, 752), (320, 778), (480, 744), (640, 772), (730, 756)],
    "green": [(-10, 826), (140, 800), (300, 822), (460, 810), (600, 800), (730, 808)],
    "gold": [(-10, 880), (180, 856), (380, 880), (560, 866), (730, 882)],
    "near": [(-10, 950), (200, 930), (420, 946), (730, 920)],
    "front": [(-10, 1040), (220, 1010), (480, 1022), (730, 1004)],
}


def _letter(x: float, y: float, width: float) -> str:
    """Return an envelope with a ticked seal, its lower middle at ``x``, ``y``."""
    w, h = width, width * 0.66
    return at(
        x,
        y,
        rect(-w / 2, -h, w, h, "#fffaf0", rx=8),
        polygon([(-w / 2 + 3, -h + 4), (0, -h * 0.36), (w / 2 - 3, -h + 4)], "#f3e3c6"),
        stroke(
            f"M{-w / 2 + 4:.0f} {-h + 5:.0f}L0 {-h * 0.36:.0f}L{w / 2 - 4:.0f} {-h + 5:.0f}",
            "#d9c294",
            3.0,
        ),
        stroke(
            f"M{-w / 2 + 5:.0f} -5L{-w * 0.16:.0f} {-h * 0.46:.0f}"
            f"M{w / 2 - 5:.0f} -5L{w * 0.16:.0f} {-h * 0.46:.0f}",
            "#e6d3ab",
            2.4,
        ),
        circle(0, -h * 0.4, 13, "#b4472a"),
        stroke(f"M-5 {-h * 0.4:.0f}l4 4l7 -8", "#ffffff", 3.2),
        turn=-7,
    )


def _phone(canvas: Canvas, x: float, y: float, height: float) -> str:
    """Return a phone that shows a tick; its lower middle at ``x``, ``y``."""
    h, w = height, height * 0.52
    screen = canvas.down((0, "#e4f1f0"), (1, "#c3dfdf"))
    return at(
        x,
        y,
        rect(-w / 2, -h, w, h, "#22384a", rx=13),
        rect(-w / 2 + 6, -h + 7, w - 12, h - 14, screen, rx=8),
        circle(0, -h * 0.6, w * 0.24, "#2b7447"),
        stroke(
            f"M{-w * 0.1:.1f} {-h * 0.6:.1f}"
            f"l{w * 0.075:.1f} {w * 0.08:.1f}l{w * 0.14:.1f} {-w * 0.16:.1f}",
            "#ffffff",
            5.0,
        ),
        rect(-w * 0.26, -h * 0.34, w * 0.52, 6, "#0f6072", rx=3),
        rect(-w * 0.18, -h * 0.26, w * 0.36, 5, "#8fb9bd", rx=2.5),
        turn=6,
    )


def goodbye() -> Canvas:
    """Draw the picture."""
    rng = random.Random(23)
    canvas = Canvas(*SIZE, "Un saluto dalla Regione Valdoro")
    canvas.add(
        sky(
            canvas,
            (0, "#d6e9ef"),
            (0.2, "#ebf2ec"),
            (0.4, "#fdf0d6"),
            (0.56, "#ffdcb4"),
            (1, "#ffdcb4"),
        ),
        sun(canvas, 168, 690, 54),
        cloud(500, 610, 200, 0.6),
        cloud(-70, 660, 190, 0.5),
        bird(410, 706, 22),
        bird(444, 720, 16),
        hill(canvas, RIDGES["far"], "#c3cdd6", "#d8d8cc"),
        hill(canvas, RIDGES["blue"], "#a9c3c4", "#bfd0b9"),
        hill(canvas, RIDGES["green"], "#aec99c", "#bfd197"),
        *(
            house(canvas, rng, x, y, w, h, gable=g)
            for x, y, w, h, g in ((500, 830, 34, 28, False), (532, 828, 30, 36, True))
        ),
        campanile(canvas, 580, 832, 120),
        *(
            house(canvas, rng, x, y, w, h, gable=g)
            for x, y, w, h, g in (
                (592, 832, 38, 32, False),
                (550, 838, 34, 28, False),
                (630, 836, 30, 24, True),
            )
        ),
        *(
            bush(canvas, x, y, w)
            for x, y, w in (
                (506, 836, 34),
                (548, 842, 36),
                (588, 842, 34),
                (628, 842, 40),
                (664, 842, 30),
            )
        ),
        hill(canvas, RIDGES["gold"], "#ecd083", "#cfc176"),
        field_rows(RIDGES["gold"], 4, 12, "#c9a552", 2.0, 0.5),
        hill(canvas, RIDGES["near"], "#a2c47d", "#7cad69"),
        road(
            canvas,
            [
                (720.0, 1034.0, 66.0),
                (560.0, 990.0, 52.0),
                (380.0, 972.0, 40.0),
                (300.0, 940.0, 28.0),
                (390.0, 906.0, 20.0),
                (520.0, 872.0, 13.0),
            ],
        ),
        *(
            cypress(canvas, x, y, h)
            for x, y, h in ((250, 962, 84), (214, 970, 96), (440, 952, 70), (672, 946, 70))
        ),
        car(canvas, 520, 978, 62, "#d9573f", turn=8),
        hill(canvas, RIDGES["front"], "#8fba72", "#5f9a5b"),
        pine(canvas, 86, 1050, 230),
        tree(canvas, 694, 1050, 96, 2),
        bush(canvas, 170, 1046, 90),
    )
    wall = canvas.down((0, "#e2cca2"), (1, "#d6bd90"))
    stones = group(
        *(
            rect(
                x + (row % 2) * 44,
                1078 + row * 46,
                82,
                40,
                "#e9d5ae" if (x // 88 + row) % 2 else "#eedbb8",
                rx=7,
            )
            for row in range(5)
            for x in range(-60, 740, 88)
        )
    )
    canvas.add(
        grown_up(344, 1160, 236, "#c0583a", "#3a2a22", "#d9a47c", wave=False, long=True),
        grown_up(438, 1166, 250, "#0f6072", "#6b4a33", "#eebf98", wave=True, long=False),
        rect(-10, 1060, 740, 230, wall),
        stones,
        rect(-10, 1052, 740, 22, "#f7e9cd"),
        rect(-10, 1074, 740, 5, "#b99a70", opacity="0.45"),
        ellipse(196, 1054, 70, 6, "#7a5a3a", opacity="0.25"),
        _letter(196, 1056, 124),
        ellipse(590, 1054, 44, 5, "#7a5a3a", opacity="0.25"),
        _phone(canvas, 590, 1056, 132),
    )
    return canvas
