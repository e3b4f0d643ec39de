"""The lake above the town, in the morning and in the evening: square, to be cut to any format."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assets.drawing.canvas import Canvas, at, ellipse, number, path, rect, stroke
from assets.drawing.nature import bird, bush, cloud, cypress, hill, pine, sky, sun, tree

if TYPE_CHECKING:
    from assets.drawing.canvas import Point

SIZE = (1280, 1280)
SHORE = 900
RIDGES: dict[str, list[Point]] = {
    "peaks": [
        (-10, 720),
        (120, 640),
        (250, 690),
        (380, 586),
        (500, 660),
        (640, 560),
        (780, 664),
        (920, 600),
        (1060, 690),
        (1180, 630),
        (1290, 700),
    ],
    "blue": [(-10, 780), (200, 730), (420, 776), (640, 716), (880, 770), (1100, 724), (1290, 776)],
    "green": [(-10, 846), (180, 800), (400, 850), (560, 870), (760, 866), (980, 812), (1290, 850)],
    "left": [(-10, 900), (150, 872), (330, 890), (470, 912)],
    "right": [(800, 912), (960, 884), (1120, 868), (1290, 890)],
}


@dataclass(frozen=True)
class Light:
    """The colours of a time of day."""

    sky: tuple[str, str, str]
    peaks: tuple[str, str]
    blue: tuple[str, str]
    green: tuple[str, str]
    near: tuple[str, str]
    water: tuple[str, str, str]
    glint: str


MORNING = Light(
    sky=("#d9edf8", "#eef7fb", "#fdf3df"),
    peaks=("#b3cbe0", "#c9dde8"),
    blue=("#8fb4cf", "#a8c9d6"),
    green=("#8fc0a4", "#a9cfa6"),
    near=("#7fb686", "#5f9d74"),
    water=("#bfe0ee", "#6fb2d6", "#2f80b8"),
    glint="#ffffff",
)
EVENING = Light(
    sky=("#dfe9f8", "#f3eef4", "#ffe0c2"),
    peaks=("#b7b9d6", "#d0c9dc"),
    blue=("#9aa9cb", "#b7bfd4"),
    green=("#8fb3a6", "#a6c0a4"),
    near=("#7ba586", "#588872"),
    water=("#f6dcc8", "#9fb3d3", "#3f6fa8"),
    glint="#fff1dc",
)


def _dam(canvas: Canvas, x: float, y: float, width: float) -> str:
    """Return the dam at the end of the lake, the middle of its crest at ``x``, ``y``."""
    w, h = width, width * 0.16
    stone = canvas.down((0, "#eef1f2"), (1, "#b9c6cc"))
    body = (
        f"M{number(-w / 2)} 0H{number(w / 2)}L{number(w * 0.42)} {number(h)}"
        f"Q0 {number(h * 1.16)} {number(-w * 0.42)} {number(h)}z"
    )
    return at(
        x,
        y,
        path(body, stone),
        *(
            stroke(f"M{number(w * k)} 4L{number(w * k * 0.9)} {number(h * 0.94)}", "#9fb0b8", 2.0)
            for k in (-0.36, -0.24, -0.12, 0.0, 0.12, 0.24, 0.36)
        ),
        rect(-w * 0.53, -9, w * 1.06, 12, "#ffffff", rx=5),
        rect(-w * 0.08, -34, w * 0.16, 28, "#f4f7f8", rx=4),
        path(f"M{number(-w * 0.1)} -32L0 -54L{number(w * 0.1)} -32z", "#c9684a"),
    )


def _waves(rng: random.Random, light: Light) -> list[str]:
    """Return glints on the water: longer and further apart towards the viewer."""
    parts = []
    for row in range(13):
        y = SHORE + 22 + row * 26 + row * row * 0.9
        for _ in range(9):
            x, length = rng.uniform(-20, 1280), rng.uniform(20, 60) * (1 + row * 0.12)
            lift = 3 + row * 0.35
            d = (
                f"M{number(x)} {number(y)}q{number(length / 4)} {number(-lift)}"
                f" {number(length / 2)} 0t{number(length / 2)} 0"
            )
            parts.append(stroke(d, light.glint, 2 + row * 0.18, opacity=f"{0.2 + row * 0.02:.2f}"))
    return parts


def _boat(x: float, y: float, scale: float) -> str:
    """Return a small sailing boat."""
    return at(
        x,
        y,
        ellipse(0, 6, 44, 5, "#1d4f79", opacity="0.25"),
        path("M4 -84V-14H46Q40 -56 4 -84z", "#ffffff"),
        path("M-4 -72V-14H-34Q-30 -46 -4 -72z", "#f2b36b"),
        path("M-46 -8H50Q40 12 22 12H-24Q-40 12 -46 -8z", "#c9684a"),
        scale=scale,
    )


def lake(light: Light = MORNING) -> Canvas:
    """Draw the picture; its upper half is calm, so that text can stand on it."""
    rng = random.Random(11)
    canvas = Canvas(*SIZE, "Il lago di Valdoro")
    top, middle, low = light.sky
    canvas.add(
        sky(canvas, (0, top), (0.3, middle), (0.58, low), (1, low)),
        sun(canvas, 866, 610, 46),
        cloud(60, 560, 240, 0.65),
        cloud(980, 520, 260, 0.6),
        cloud(430, 600, 170, 0.5),
        hill(canvas, RIDGES["peaks"], *light.peaks),
        hill(canvas, RIDGES["blue"], *light.blue),
        hill(canvas, RIDGES["green"], *light.green),
        *(
            tree(canvas, x, y, h, k)
            for k, (x, y, h) in enumerate(
                ((210, 822, 44), (250, 830, 52), (300, 836, 40), (1010, 826, 50), (1050, 832, 40))
            )
        ),
    )
    deep = canvas.down((0, light.water[0]), (0.35, light.water[1]), (1, light.water[2]))
    canvas.add(
        rect(0, SHORE - 12, 1280, 400, deep),
        _dam(canvas, 640, SHORE - 28, 260),
        rect(0, SHORE + 14, 1280, 374, deep),
        *_waves(rng, light),
        ellipse(866, SHORE + 74, 120, 9, light.glint, opacity="0.5"),
        ellipse(866, SHORE + 108, 74, 7, light.glint, opacity="0.4"),
        hill(canvas, [*RIDGES["left"], (472, 930)], *light.near),
        hill(canvas, RIDGES["right"], *light.near),
    )
    canvas.add(
        path(f"M-10 {SHORE + 30}Q240 {SHORE + 26} 480 {SHORE + 12}V1290H-10z", deep),
        path(f"M1290 {SHORE + 30}Q1040 {SHORE + 26} 796 {SHORE + 12}V1290H1290z", deep),
        *_waves(random.Random(12), light),
        *(
            cypress(canvas, x, y, h)
            for x, y, h in ((60, 922, 96), (104, 926, 118), (1200, 924, 110))
        ),
        pine(canvas, 168, 926, 150),
        tree(canvas, 1130, 922, 92, 1),
        bush(canvas, 230, 922, 80),
        bush(canvas, 1060, 922, 86),
        bush(canvas, 380, 918, 60),
        _boat(520, 1010, 1.0),
        _boat(800, 972, 0.55),
        bird(590, 520, 26),
        bird(636, 540, 18),
    )
    return canvas


def evening_lake() -> Canvas:
    """Draw the lake towards evening."""
    return lake(EVENING)
