"""What the tax pays for: a road with a bus, a viaduct with a train, a school with its children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assets.drawing.buildings import school
from assets.drawing.canvas import Canvas, at, circle, element, rect, stroke
from assets.drawing.nature import bush, cloud, cypress, field_rows, hill, sky, tree
from assets.drawing.people import child
from assets.drawing.traffic import bus, car, train, viaduct

if TYPE_CHECKING:
    from assets.drawing.canvas import Point

SIZE = (720, 1280)
ROAD_TOP, ROAD_BOTTOM = 1030, 1112
RIDGES: dict[str, list[Point]] = {
    "far": [(-10, 800), (120, 770), (240, 792), (380, 756), (520, 784), (730, 750)],
    "near": [(-10, 838), (150, 812), (330, 836), (520, 806), (730, 826)],
    "valley": [(-10, 886), (120, 902), (260, 890), (420, 872), (730, 856)],
    "meadow": [(-10, 926), (220, 930), (460, 908), (730, 908)],
}


def _road(canvas: Canvas) -> list[str]:
    """Return the straight road of the foreground, with its kerbs and a bus stop."""
    return [
        rect(0, ROAD_TOP - 16, 720, 18, "#e6d9ba"),
        rect(0, ROAD_TOP, 720, ROAD_BOTTOM - ROAD_TOP, canvas.down((0, "#969aa0"), (1, "#7b8187"))),
        *(
            rect(x, (ROAD_TOP + ROAD_BOTTOM) / 2 - 2, 52, 5, "#fdf6e3", rx=2)
            for x in range(-20, 720, 104)
        ),
        rect(0, ROAD_BOTTOM, 720, 12, "#e6d9ba"),
    ]


def _bus_stop(x: float, y: float) -> str:
    """Return a bus stop sign standing at ``x``, ``y``."""
    return at(
        x,
        y,
        stroke("M0 0V-92", "#5b6b74", 5.0),
        circle(0, -104, 19, "#0f6072"),
        circle(0, -104, 19, "none", stroke="#fffaf0", stroke_width=3),
        element(
            "g", rect(-9, -112, 18, 14, "#fffaf0", rx=3), rect(-7, -110, 14, 6, "#0f6072", rx=1)
        ),
        circle(-5, -97, 2.4, "#fffaf0"),
        circle(5, -97, 2.4, "#fffaf0"),
    )


def services() -> Canvas:
    """Draw the picture."""
    canvas = Canvas(*SIZE, "Strade, autobus e scuole della Regione Valdoro")
    canvas.add(
        sky(
            canvas,
            (0, "#fbf6ec"),
            (0.4, "#f4f3e8"),
            (0.54, "#e2eeea"),
            (0.63, "#fdeed2"),
            (1, "#fdeed2"),
        ),
        cloud(30, 800, 150, 0.7),
        cloud(560, 775, 170, 0.6),
        hill(canvas, RIDGES["far"], "#b3cdd2", "#c9dacd"),
        hill(canvas, RIDGES["near"], "#a5c59f", "#b9d09c"),
        *(cypress(canvas, x, y, h) for x, y, h in ((664, 832, 50), (690, 836, 62))),
        viaduct(canvas, -20, 906, 420, 78, 6),
        train(canvas, 40, 823, 262),
        hill(canvas, RIDGES["valley"], "#b6cc86", "#9cbf78"),
        hill(canvas, RIDGES["meadow"], "#a3c67c", "#7fb06b"),
        field_rows([(-10, 932), (120, 938), (250, 934)], 4, 13, "#6f9f5d", 2.0, 0.35),
    )
    canvas.add(
        tree(canvas, 296, 1004, 116, 1),
        school(canvas, 322, 1014, 366),
        tree(canvas, 700, 1012, 128, 2),
        *_road(canvas),
        _bus_stop(300, ROAD_TOP - 8),
        child(388, ROAD_TOP - 4, 80, "#e6a83c", "#5a3b2a", "#eebf98", bag="#0f6072"),
        child(436, ROAD_TOP - 2, 74, "#d9573f", "#2e2622", "#a9714f", wave=True, bag="#2b7447"),
        child(596, ROAD_TOP - 3, 76, "#4f8fa3", "#c58a45", "#f3cba8", bag="#e6a83c"),
        child(640, ROAD_TOP - 4, 70, "#7d6ba8", "#3a2a22", "#d9a47c", bag="#b4472a"),
        bus(canvas, 160, ROAD_TOP + 44, 244),
        car(canvas, 520, ROAD_TOP + 74, 112, "#d9573f", flip=True),
        rect(0, ROAD_BOTTOM + 12, 720, 160, canvas.down((0, "#86b56d"), (1, "#5c9658"))),
        bush(canvas, 60, ROAD_BOTTOM + 26, 120),
        bush(canvas, 676, ROAD_BOTTOM + 24, 90),
    )
    return canvas
