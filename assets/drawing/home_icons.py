"""Icons of the house: water, light, lines and what is done about them."""

from __future__ import annotations

from assets.drawing.canvas import circle, path, rect
from assets.drawing.icon_parts import CUT, Icon, W, cut, line, ring

_DROP = "M128 20Q212 118 212 160A84 78 0 0 1 44 160Q44 118 128 20z"

HOME_ICONS: dict[str, Icon] = {
    "bulb": Icon(
        (
            path(
                "M128 20A78 78 0 0 0 82 160Q94 170 94 186H162Q162 170 174 160A78 78 0 0 0 128 20z",
                W,
            ),
            rect(96, 196, 64, 18, W, rx=9),
            rect(106, 222, 44, 16, W, rx=8),
        ),
        (cut("M88 98A40 40 0 0 1 128 58", 14),),
    ),
    "camera": Icon(
        (
            path(
                "M44 66H80L94 42Q98 36 106 36H150Q158 36 162 42L176 66H212Q236 66 236 90V194"
                "Q236 218 212 218H44Q20 218 20 194V90Q20 66 44 66z",
                W,
            ),
        ),
        (circle(128, 142, 54, CUT), circle(204, 98, 10, CUT)),
        (circle(128, 142, 34, W),),
    ),
    "drop": Icon((path(_DROP, W),), (cut("M84 164A44 42 0 0 0 126 204", 15),)),
    "clean": Icon(
        (path(_DROP, W),),
        (cut("M88 158L118 188L170 128", 22),),
    ),
    "globe": Icon(
        (
            ring(98, 18),
            line("M30 128H226M128 30V226", 16),
            line("M128 30Q74 80 74 128T128 226Q182 176 182 128T128 30", 16),
        ),
    ),
    "meter": Icon(
        (
            circle(128, 118, 94, W),
            rect(14, 176, 46, 54, W, rx=10),
            rect(196, 176, 46, 54, W, rx=10),
            rect(50, 190, 156, 30, W),
        ),
        (circle(128, 118, 72, CUT),),
        (
            rect(74, 84, 108, 36, W, rx=8),
            line("M128 166L152 142", 14),
            circle(128, 166, 10, W),
        ),
    ),
    "shower": Icon(
        (
            line("M40 232V70Q40 30 80 30T120 70V82", 20),
            path("M60 128Q60 82 120 82T180 128Q180 136 172 136H68Q60 136 60 128z", W),
            *(
                line(f"M{x} {y}V{y + 18}", 14)
                for x, y in ((84, 162), (120, 162), (156, 162), (84, 206), (120, 206), (156, 206))
            ),
        ),
    ),
    "tap": Icon(
        (
            rect(20, 92, 34, 92, W, rx=10),
            path("M48 108H150Q214 108 214 172V190H158V176Q158 166 148 166H48z", W),
            rect(108, 58, 26, 56, W),
            rect(70, 36, 102, 26, W, rx=13),
            path("M186 204Q208 230 208 238A22 14 0 0 1 164 238Q164 230 186 204z", W),
        ),
    ),
    "washer": Icon(
        (rect(34, 22, 188, 212, W, rx=26),),
        (circle(128, 146, 64, CUT), circle(72, 54, 12, CUT), rect(104, 46, 88, 16, CUT, rx=8)),
        (path("M78 146Q102 124 128 146T178 146A50 50 0 0 1 78 146z", W),),
    ),
    "wifi": Icon(
        (
            line("M24 104Q128 8 232 104", 22),
            line("M62 146Q128 88 194 146", 22),
            line("M98 186Q128 162 158 186", 22),
            circle(128, 220, 16, W),
        ),
    ),
    "wrench": Icon(
        (
            path(
                "M232 74A64 64 0 0 1 150 136L72 226Q56 240 38 224Q20 206 36 188L122 106"
                "A64 64 0 0 1 184 24L150 60L156 98L196 106z",
                W,
            ),
        ),
        (circle(56, 206, 11, CUT),),
    ),
}
"""Icon name to drawing."""
