"""The invented region's logo, the blank number plate, and the paper behind the figures."""

from __future__ import annotations

from assets.drawing.canvas import Canvas, circle, element, group, number, path, rect, smooth, stroke

PETROL, GOLD, INK = "#0f6072", "#e6a83c", "#16324a"


def logo() -> Canvas:
    """Draw the logo: a sun over a golden valley in a round field, and the name beside it."""
    canvas = Canvas(436, 176, "Regione Valdoro")
    cut = canvas.define("clipPath", circle(88, 88, 80, "#fff"))
    canvas.add(
        group(
            rect(0, 0, 176, 176, canvas.down((0, "#fff3d2"), (0.6, "#ffe0a8"), (1, "#ffe0a8"))),
            circle(88, 76, 30, GOLD),
            path("M-4 104Q40 56 86 96Q130 52 184 92V180H-4z", "#3d8b97"),
            path("M-4 124Q50 88 100 120Q140 96 184 116V180H-4z", PETROL),
            stroke("M104 176Q70 156 96 140Q120 128 98 116", "#f5cf7d", 9.0),
            clip_path=cut,
        ),
        circle(88, 88, 80, "none", stroke=PETROL, stroke_width=7),
        _text("Regione", 192, 78, 48, 400, INK),
        _text("Valdoro", 190, 142, 72, 700, PETROL),
    )
    return canvas


def _text(words: str, x: float, y: float, size: int, weight: int, fill: str) -> str:
    return element(
        "text",
        words,
        x=float(x),
        y=float(y),
        fill=fill,
        font_family="Titillium Web",
        font_weight=weight,
        font_size=size,
    )


def plate() -> Canvas:
    """Draw a blank number plate with its two blue bands and a soft shadow; letters come later."""
    canvas = Canvas(660, 176, "Targa")
    canvas.add(
        rect(18, 26, 624, 134, INK, rx=22, opacity="0.22", filter=canvas.blur(8)),
        rect(14, 14, 632, 136, "#ffffff", rx=20),
        path("M34 14H76V150H34Q14 150 14 130V34Q14 14 34 14z", "#1d4f91"),
        path("M626 14H584V150H626Q646 150 646 130V34Q646 14 626 14z", "#1d4f91"),
        _text("V", 34, 138, 34, 700, "#ffffff"),
        circle(45, 56, 11, GOLD),
        _text("VO", 596, 138, 30, 700, "#ffffff"),
        rect(14, 14, 632, 136, "none", rx=20, stroke=INK, stroke_width=5),
    )
    return canvas


def paper() -> Canvas:
    """Draw warm paper with hills so faint that text reads as on plain paper."""
    canvas = Canvas(720, 1280, "Carta")
    canvas.add(
        rect(0, 0, 720, 1280, "#fbf6ec"),
        circle(704, 8, 176, "#fcf2dc"),
        circle(704, 8, 108, "#fdedcb"),
        _ridge([(-10, 1120), (150, 1084), (330, 1120), (520, 1070), (730, 1110)], "#f3ead6"),
        _ridge([(-10, 1172), (200, 1132), (420, 1168), (600, 1128), (730, 1156)], "#ebe6d2"),
        _ridge([(-10, 1212), (180, 1204), (380, 1180), (560, 1208), (730, 1184)], "#e2e3cf"),
    )
    return canvas


def _ridge(points: list[tuple[float, float]], fill: str) -> str:
    last, first = points[-1][0], points[0][0]
    return path(smooth(points) + f"L{number(last)} 1290L{number(first)} 1290z", fill)
