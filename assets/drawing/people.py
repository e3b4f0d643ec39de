"""Small people, seen as friendly shapes; feet on ``y``."""

from __future__ import annotations

from assets.drawing.canvas import at, circle, ellipse, path, rect, stroke


def child(
    x: float,
    y: float,
    height: float,
    shirt: str,
    hair: str,
    skin: str,
    *,
    wave: bool = False,
    bag: str = "#b4472a",
) -> str:
    """Return a child with a school bag; ``wave`` lifts an arm."""
    arm = "M9 -46L24 -66" if wave else "M9 -46L18 -27"
    parts = [
        ellipse(0, 0, 20, 3.5, "#274b3a", opacity="0.25"),
        rect(-17, -50, 12, 25, bag, rx=5),
        stroke("M-6 -22L-8 -2", "#2c4a63", 8.0),
        stroke("M6 -22L9 -2", "#2c4a63", 8.0),
        stroke("M-10 -1h5M8 -1h5", "#6b4431", 5.0),
        path("M-13 -22V-44Q-13 -56 0 -56Q13 -56 13 -44V-22Q0 -17 -13 -22z", shirt),
        stroke("M-9 -46L-16 -28", shirt, 7.0),
        stroke(arm, shirt, 7.0),
        circle(25 if wave else 18.5, -68 if wave else -25, 4.2, skin),
        circle(-16.5, -26, 4.0, skin),
        rect(-4, -61, 8, 8, skin),
        circle(0, -72, 15, skin),
        path("M-15.5 -72Q-16 -89 0 -89Q16 -89 15.5 -72Q10 -80 2 -80Q-9 -80 -15.5 -72z", hair),
        circle(4, -71, 1.6, "#3a2c26"),
        circle(10, -71, 1.6, "#3a2c26"),
        stroke("M4 -65.5Q7 -63 10 -65.5", "#8a4b3a", 1.6),
    ]
    return at(x, y, *parts, scale=height / 90)


def grown_up(
    x: float, y: float, height: float, coat: str, hair: str, skin: str, *, wave: bool, long: bool
) -> str:
    """Return a grown-up; ``wave`` lifts an arm, ``long`` lets the hair fall on the shoulders."""
    lower_arm = (28, -114) if wave else (21, -56)
    parts = [
        ellipse(0, 0, 22, 4, "#274b3a", opacity="0.25"),
        stroke("M-6 -44L-9 -3", "#2f4558", 10.0),
        stroke("M6 -44L9 -3", "#2f4558", 10.0),
        stroke("M-12 -2h6M9 -2h6", "#4a3429", 6.0),
        stroke("M-14 -86L-22 -68L-19 -52", coat, 9.0),
        circle(-19, -49, 5.0, skin),
    ]
    if long:
        parts.append(path("M-17 -116V-94Q0 -86 17 -94V-116z", hair))
    parts += [
        rect(-5, -106, 10, 14, skin),
        path("M-18 -40V-82Q-18 -97 -4 -97H4Q18 -97 18 -82V-40Q0 -34 -18 -40z", coat),
        path("M-6 -98Q0 -90 6 -98z", skin),
        stroke("M14 -87L26 -92L28 -112" if wave else "M14 -86L22 -68L21 -58", coat, 9.0),
        circle(lower_arm[0], lower_arm[1] - 3, 5.2, skin),
        circle(0, -116, 15, skin),
        path(
            "M-15.5 -113Q-18 -134 0 -134Q18 -134 15.5 -113Q11 -123 0 -123Q-11 -123 -15.5 -113z",
            hair,
        ),
        circle(-4, -115, 1.5, "#3a2c26"),
        circle(5, -115, 1.5, "#3a2c26"),
        stroke("M-4 -109Q0.5 -105 5 -109", "#8a4b3a", 1.7),
    ]
    return at(x, y, *parts, scale=height / 134)
