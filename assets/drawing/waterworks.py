"""The invented water company's logo, the way of the water, and its meters."""

from __future__ import annotations

import random

from assets.drawing.buildings import house
from assets.drawing.canvas import (
    Canvas,
    at,
    circle,
    element,
    ellipse,
    group,
    path,
    rect,
    stroke,
)
from assets.drawing.nature import cloud, sun, tree

BLUE, AQUA, INK = "#0b5cad", "#19b3a6", "#0b2a4a"
DROP = "M0 -70Q52 -8 52 22A52 50 0 0 1 -52 22Q-52 -8 0 -70z"


def _text(words: str, x: float, y: float, size: int, weight: int, fill: str, **more: object) -> str:
    return element(
        "text",
        words,
        x=float(x),
        y=float(y),
        fill=fill,
        font_family="Titillium Web",
        font_weight=weight,
        font_size=size,
        **more,
    )


def water_logo() -> Canvas:
    """Draw the logo: a drop with two waves, and the name beside it."""
    canvas = Canvas(470, 176, "Acque di Valdoro")
    cut = canvas.define("clipPath", element("path", d=DROP, transform="translate(76 92)"))
    canvas.add(
        at(76, 92, path(DROP, canvas.down((0, "#2f8fe0"), (1, BLUE)))),
        group(
            path("M10 104Q44 84 76 102T142 100V180H10z", AQUA),
            path("M10 126Q44 108 76 124T142 122V180H10z", "#0e8f8a"),
            clip_path=cut,
        ),
        _text("Acque di", 156, 78, 46, 400, INK),
        _text("Valdoro", 154, 142, 72, 700, BLUE),
    )
    return canvas


def meter(figures: str, serial: str, *, shade: str = "#8e9aa3") -> Canvas:
    """Draw a water meter in its niche, as a technician's telephone sees it, 960 × 1280.

    ``figures`` are the cubic metres, then a comma and the litres, as the drums show them.
    """
    canvas = Canvas(960, 1280, f"Contatore {serial}")
    wall = canvas.down((0, "#c9c3b8"), (0.6, "#b5ada0"), (1, "#8f877b"))
    brass = canvas.down((0, "#e3bd72"), (0.45, "#c2944a"), (1, "#8b6428"))
    whole, _, litres = figures.partition(",")
    canvas.add(
        rect(0, 0, 960, 1280, wall),
        *(
            rect(x + (row % 2) * 120 - 120, row * 128, 232, 120, "#d3ccc0", rx=6, opacity="0.5")
            for row in range(10)
            for x in range(0, 1200, 240)
        ),
        rect(-20, 720, 1000, 120, brass),
        rect(-20, 732, 1000, 18, "#f5dca3", opacity="0.6"),
        *(rect(x, 690, 74, 180, brass, rx=12) for x in (70, 816)),
        ellipse(500, 1010, 380, 60, "#4b453c", opacity="0.45", filter=canvas.blur(26)),
        circle(480, 690, 372, canvas.down((0, "#4f8fd0"), (1, "#14508f"))),
        circle(480, 690, 330, "#10406f"),
        circle(480, 690, 312, canvas.down((0, "#ffffff"), (1, "#dfe6ea"))),
        _text("m³", 480, 506, 54, 600, "#3b4a55", text_anchor="middle"),
        rect(206, 540, 548, 124, "#20262b", rx=14),
    )
    drums = [(figure, "#f6f4ee", "#16181a") for figure in whole]
    drums += [(figure, "#c5281f", "#ffffff") for figure in litres]
    step = 528 / len(drums)
    for place, (figure, ground, ink) in enumerate(drums):
        x = 216 + place * step
        canvas.add(
            rect(x + 3, 550, step - 6, 104, ground, rx=8),
            rect(x + 3, 550, step - 6, 22, "#000000", rx=8, opacity="0.16"),
            rect(x + 3, 632, step - 6, 22, "#000000", rx=8, opacity="0.16"),
            _text(figure, x + step / 2, 630, 80, 700, ink, text_anchor="middle"),
        )
    canvas.add(
        _text(f"N. {serial}", 480, 740, 44, 600, "#3b4a55", text_anchor="middle"),
        at(480, 850, *(circle(0, 0, r, c) for r, c in ((62, "#b9c6cf"), (54, "#f4f7f8")))),
        at(480, 850, path("M0 -46L12 0L0 46L-12 0z", "#c5281f"), turn=38.0),
        path(
            "M250 500A290 290 0 0 1 520 402L500 470A220 220 0 0 0 320 540z",
            "#ffffff",
            opacity="0.35",
        ),
        rect(0, 0, 960, 1280, shade, opacity="0.12"),
    )
    return canvas


def water_way() -> Canvas:
    """Draw the way of the water on a round-cornered card: spring, tank, pipe, houses."""
    rng = random.Random(5)
    canvas = Canvas(1000, 1000, "Dalla sorgente al rubinetto")
    rock = canvas.down((0, "#a9c1d4"), (1, "#7fa3ba"))
    green = canvas.down((0, "#a5cf9e"), (0.3, "#7dba88"), (1, "#5d9f74"))
    steel = canvas.across((0, "#e6eff5"), (1, "#9fb6c8"))
    pipe, water = "#7d94a6", "#38a1d8"
    card = canvas.define("clipPath", rect(28, 28, 944, 944, "#fff", rx=56))
    line = "M352 640V800H846V632M532 800V640"
    inside = (
        rect(0, 0, 1000, 1000, canvas.down((0, "#cfe8f5"), (0.6, "#f3f9f4"), (1, "#f3f9f4"))),
        sun(canvas, 780, 170, 44),
        cloud(430, 220, 210, 0.8),
        cloud(80, 150, 150, 0.7),
        path("M-20 700V470L120 250L190 350L236 296L420 640V700z", rock),
        path("M120 250L86 303L114 326L138 298L164 330L190 350z", "#ffffff"),
        path("M0 1000V640Q260 570 520 612T1000 610V1000z", green),
        path("M0 1000V860Q300 820 560 850T1000 836V1000z", "#4d8d68", opacity="0.45"),
        stroke("M262 470Q268 520 300 542T344 612", water, 20.0),
        stroke("M266 476Q272 522 303 544T346 606", "#bfe6f7", 6.0),
        ellipse(352, 634, 84, 21, "#2b84b8"),
        ellipse(352, 628, 84, 19, water),
        *(rect(x, 420, 13, 204, "#71879a") for x in (478, 573)),
        stroke("M485 496L579 590M579 496L485 590", "#9fb0bd", 7.0),
        stroke(line, pipe, 30.0),
        stroke(line, "#bccbd7", 12.0),
        stroke("M532 640V436", pipe, 20.0),
        path("M450 334Q532 288 614 334V412Q532 456 450 412z", steel),
        path("M442 336Q532 258 622 336Q532 312 442 336z", BLUE),
        at(532, 384, path(DROP, BLUE), scale=0.46),
        tree(canvas, 660, 636, 84, 1),
        house(canvas, rng, 700, 640, 96, 112),
        house(canvas, rng, 794, 640, 108, 156, gable=True),
        house(canvas, rng, 900, 640, 84, 98),
        *(at(x, 800, path(DROP, "#ffffff"), scale=0.2) for x in (440, 640, 740)),
        at(846, 736, path(DROP, "#ffffff"), scale=0.2),
    )
    canvas.add(group(*inside, clip_path=card))
    return canvas
