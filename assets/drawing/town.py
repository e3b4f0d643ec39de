"""The town of Castelvaldoro on its hill, on a spring morning: the picture of the first scene."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from assets.drawing.buildings import campanile, church, house
from assets.drawing.canvas import Canvas, group
from assets.drawing.nature import (
    bird,
    bush,
    cloud,
    cypress,
    field_rows,
    flowers,
    hill,
    pine,
    road,
    sky,
    sun,
    tree,
)
from assets.drawing.traffic import bus, car

if TYPE_CHECKING:
    from assets.drawing.canvas import Point

SIZE = (720, 1280)
RIDGES: dict[str, list[Point]] = {
    "far": [
        (-10, 640),
        (90, 596),
        (180, 622),
        (290, 566),
        (380, 606),
        (480, 572),
        (600, 612),
        (730, 578),
    ],
    "blue": [(-10, 676), (110, 640), (230, 668), (360, 634), (500, 662), (620, 628), (730, 650)],
    "green": [(-10, 720), (120, 690), (260, 712), (420, 690), (560, 716), (730, 684)],
    "town": [
        (-10, 842),
        (100, 812),
        (210, 772),
        (330, 752),
        (430, 756),
        (540, 790),
        (640, 826),
        (730, 838),
    ],
    "left": [(-10, 846), (120, 838), (260, 862), (400, 896), (560, 926), (730, 934)],
    "right": [(-10, 1006), (160, 966), (330, 946), (480, 934), (620, 906), (730, 884)],
    "front": [(-10, 1064), (150, 1076), (330, 1112), (520, 1126), (730, 1104)],
}
ROAD = [
    (40.0, 1330.0, 250.0),
    (150.0, 1180.0, 172.0),
    (360.0, 1084.0, 116.0),
    (560.0, 1036.0, 84.0),
    (600.0, 984.0, 60.0),
    (440.0, 944.0, 44.0),
    (250.0, 916.0, 33.0),
    (214.0, 880.0, 25.0),
    (300.0, 850.0, 18.0),
    (352.0, 818.0, 13.0),
]


def _houses(canvas: Canvas, rng: random.Random) -> list[str]:
    """Return the town: a back row along the ridge, the landmarks, then rows down the slope."""
    back = [
        (196, 778, 44, 40),
        (238, 768, 40, 54),
        (452, 768, 44, 52),
        (494, 780, 42, 42),
        (534, 796, 40, 36),
    ]
    middle = [
        (168, 806, 48, 44),
        (214, 796, 46, 58),
        (256, 792, 40, 46),
        (424, 792, 46, 60),
        (468, 800, 42, 46),
        (508, 812, 46, 44),
        (552, 824, 40, 34),
    ]
    front = [
        (136, 832, 50, 42),
        (186, 828, 44, 40),
        (230, 826, 54, 52),
        (284, 822, 44, 40),
        (392, 822, 50, 50),
        (442, 826, 44, 40),
        (486, 834, 52, 48),
        (540, 842, 44, 36),
    ]
    parts = [
        group(
            *(house(canvas, rng, *row, gable=k % 2 == 1) for k, row in enumerate(back)),
            opacity="0.92",
        ),
        campanile(canvas, 398, 790, 232),
        church(canvas, 290, 790, 94),
    ]
    parts += [house(canvas, rng, *row, gable=k % 3 == 1) for k, row in enumerate(middle)]
    parts += [
        cypress(canvas, 166, 822, 62),
        cypress(canvas, 330, 822, 58),
        cypress(canvas, 346, 826, 46),
        tree(canvas, 592, 846, 46, 1),
    ]
    parts += [house(canvas, rng, *row, gable=k % 3 == 0) for k, row in enumerate(front)]
    parts += [
        bush(canvas, x, y, width)
        for x, y, width in (
            (140, 836, 34),
            (180, 833, 30),
            (226, 830, 30),
            (276, 829, 28),
            (318, 827, 30),
            (392, 826, 26),
            (440, 828, 28),
            (488, 836, 32),
            (536, 843, 30),
            (582, 846, 34),
        )
    ]
    return parts


def town() -> Canvas:
    """Draw the picture."""
    rng = random.Random(7)
    canvas = Canvas(*SIZE, "Castelvaldoro al mattino")
    canvas.add(
        sky(
            canvas,
            (0, "#c4e2ee"),
            (0.22, "#dceef0"),
            (0.4, "#fbf1da"),
            (0.5, "#ffe3bd"),
            (1, "#ffe3bd"),
        ),
        sun(canvas, 566, 560, 44),
        cloud(40, 350, 190, 0.6),
        cloud(520, 420, 230, 0.55),
        cloud(-60, 500, 220, 0.45),
        hill(canvas, RIDGES["far"], "#b9cfd6", "#cfdcd4"),
        hill(canvas, RIDGES["blue"], "#a3c2c2", "#b9d0bd"),
        hill(canvas, RIDGES["green"], "#a9c7a0", "#bcd19c"),
        *(
            tree(canvas, x, y, h, k)
            for k, (x, y, h) in enumerate(
                ((60, 712, 26), (86, 708, 30), (640, 706, 30), (668, 702, 26), (690, 700, 32))
            )
        ),
        hill(canvas, RIDGES["town"], "#b4c983", "#8fb271"),
    )
    canvas.add(*_houses(canvas, rng))
    canvas.add(
        hill(canvas, RIDGES["left"], "#e7c977", "#c2bd6c"),
        field_rows(RIDGES["left"], 6, 13, "#c9a552", 2.0, 0.55),
        hill(canvas, RIDGES["right"], "#9dc07a", "#74a765"),
        field_rows(RIDGES["right"], 9, 14, "#5f9359", 2.6, 0.45),
        road(canvas, ROAD),
        *(
            cypress(canvas, x, y, h)
            for x, y, h in (
                (176, 900, 62),
                (150, 912, 74),
                (392, 912, 70),
                (432, 918, 80),
                (476, 926, 92),
                (664, 960, 128),
                (700, 982, 152),
            )
        ),
        car(canvas, 288, 904, 34, "#d9573f", flip=True, turn=6),
        car(canvas, 556, 960, 52, "#f6efe2", turn=14),
        pine(canvas, 96, 1020, 190),
        tree(canvas, 186, 1010, 92, 1),
        bus(canvas, 462, 1052, 150, turn=-12),
        hill(canvas, [(480, 1290), (560, 1170), (640, 1122), (730, 1102)], "#6da160", "#4b8553"),
        hill(canvas, [(-10, 1090), (60, 1118), (110, 1190), (130, 1290)], "#7bab66", "#4f8a55"),
        bush(canvas, 664, 1136, 110),
        bush(canvas, 20, 1120, 100),
        flowers(rng, (590, 1160, 120, 100), 12, "#fff3d6"),
        flowers(rng, (20, 1150, 60, 110), 8, "#f3c766"),
        bird(250, 452, 26),
        bird(292, 470, 18),
        bird(222, 478, 16),
    )
    return canvas
