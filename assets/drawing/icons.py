"""The icons: white silhouettes on transparency, one grid of 256 pixels, one line breadth."""

from __future__ import annotations

from assets.drawing.canvas import circle, path, polygon, rect, stroke
from assets.drawing.home_icons import HOME_ICONS
from assets.drawing.icon_parts import CUT, Icon, W, cut, line, ring

ICONS: dict[str, Icon] = {
    **HOME_ICONS,
    "arrow": Icon((line("M44 128H208M142 60L212 128L142 196", 26),)),
    "back": Icon((line("M92 60L36 114L92 168M44 114H150Q216 114 216 168T150 216H110", 24),)),
    "bank": Icon(
        (
            polygon([(128, 28), (232, 88), (232, 104), (24, 104), (24, 88)], W),
            *(rect(x, 116, 26, 72, W, rx=4) for x in (44, 92, 138, 186)),
            rect(32, 196, 192, 14, W, rx=4),
            rect(20, 214, 216, 16, W, rx=5),
        ),
        (circle(128, 76, 13, CUT),),
    ),
    "bell": Icon(
        (
            path(
                "M128 30Q190 36 190 106V148L214 186Q216 192 208 192H48Q40 192 42 186L66 148V106"
                "Q66 36 128 30z",
                W,
            ),
            circle(128, 30, 15, W),
            path("M98 204H158Q154 232 128 232Q102 232 98 204z", W),
        ),
    ),
    "bus": Icon(
        (
            rect(40, 30, 176, 176, W, rx=30),
            rect(56, 190, 36, 40, W, rx=12),
            rect(164, 190, 36, 40, W, rx=12),
            rect(18, 82, 16, 56, W, rx=8),
            rect(222, 82, 16, 56, W, rx=8),
        ),
        (
            rect(60, 70, 136, 66, CUT, rx=10),
            rect(92, 45, 72, 11, CUT, rx=5.5),
            circle(76, 170, 13, CUT),
            circle(180, 170, 13, CUT),
        ),
        (rect(123, 70, 10, 66, W),),
    ),
    "calendar": Icon(
        (
            rect(30, 46, 196, 184, W, rx=26),
            rect(70, 22, 22, 54, W, rx=11),
            rect(164, 22, 22, 54, W, rx=11),
        ),
        (
            rect(50, 104, 156, 106, CUT, rx=10),
            stroke("M81 76V44M175 76V44", CUT, 34.0),
        ),
        (
            rect(70, 24, 22, 50, W, rx=11),
            rect(164, 24, 22, 50, W, rx=11),
            *(rect(x, y, 24, 22, W, rx=5) for y in (122, 166) for x in (70, 116, 162)),
        ),
    ),
    "car": Icon(
        (
            path(
                "M60 108L80 58Q86 44 102 44H154Q170 44 176 58L196 108Q224 114 224 140V186H32V140"
                "Q32 114 60 108z",
                W,
            ),
            rect(40, 176, 42, 42, W, rx=14),
            rect(174, 176, 42, 42, W, rx=14),
        ),
        (
            path("M86 104L100 70Q102 64 110 64H146Q154 64 156 70L170 104z", CUT),
            circle(72, 148, 16, CUT),
            circle(184, 148, 16, CUT),
            rect(108, 142, 40, 12, CUT, rx=6),
        ),
    ),
    "card": Icon(
        (rect(20, 52, 216, 152, W, rx=26),),
        (
            rect(20, 88, 216, 30, CUT),
            rect(48, 152, 60, 18, CUT, rx=9),
            rect(166, 146, 42, 30, CUT, rx=8),
        ),
    ),
    "chat": Icon(
        (
            path(
                "M48 36H208Q236 36 236 64V150Q236 178 208 178H126L72 226Q66 230 66 222V178H48"
                "Q20 178 20 150V64Q20 36 48 36z",
                W,
            ),
        ),
        tuple(circle(x, 107, 14, CUT) for x in (82, 128, 174)),
    ),
    "check": Icon((line("M44 136L104 194L214 70", 34),)),
    "clock": Icon((ring(96), line("M128 72V130L170 156"))),
    "coins": Icon(
        (
            rect(26, 158, 120, 30, W, rx=15),
            rect(38, 120, 120, 30, W, rx=15),
            rect(26, 196, 120, 30, W, rx=15),
            circle(176, 88, 62, W),
        ),
        (
            circle(176, 88, 68, "none", stroke=CUT, stroke_width=12),
            cut("M198 66A32 32 0 1 0 198 110M140 80H180M140 97H176", 11),
        ),
    ),
    "document": Icon(
        (path("M66 22H154L212 80V210Q212 234 188 234H66Q44 234 44 210V44Q44 22 66 22z", W),),
        (
            polygon([(150, 40), (196, 86), (150, 86)], CUT),
            cut("M82 124H174M82 160H174M82 196H138", 15),
        ),
    ),
    "download": Icon(
        (
            line(
                "M128 34V156M74 106L128 160L182 106M38 176V204Q38 220 54 220H202Q218 220 218 204"
                "V176",
                24,
            ),
        )
    ),
    "euro": Icon((line("M196 66A80 80 0 1 0 196 190M40 110H152M40 148H140", 26),)),
    "heart": Icon(
        (
            path(
                "M128 222Q28 154 28 92Q28 40 78 40Q112 40 128 72Q144 40 178 40Q228 40 228 92"
                "Q228 154 128 222z",
                W,
            ),
        )
    ),
    "home": Icon(
        (
            path(
                "M128 26L238 122Q246 132 234 134H212V208Q212 228 192 228H64Q44 228 44 208V134H22"
                "Q10 132 18 122z",
                W,
            ),
        ),
        (path("M104 228V170Q104 150 128 150T152 170V228z", CUT),),
    ),
    "info": Icon((ring(96), line("M128 120V178", 24), circle(128, 80, 15, W))),
    "leaf": Icon(
        (
            path("M216 36Q224 200 104 200Q44 200 44 140Q44 36 216 36z", W),
            line("M36 226Q44 196 74 166", 20),
        ),
        (cut("M74 168Q110 116 168 86", 14),),
    ),
    "letter": Icon(
        (rect(20, 50, 216, 156, W, rx=24),),
        (cut("M44 84L116 140Q128 149 140 140L212 84", 17),),
    ),
    "people": Icon(
        (
            circle(128, 74, 40, W),
            path("M58 216Q54 128 128 128T198 216Q198 226 186 226H70Q58 226 58 216z", W),
            circle(46, 98, 28, W),
            circle(210, 98, 28, W),
            path("M4 198Q2 138 46 138Q62 138 72 146Q42 168 42 210H16Q4 210 4 198z", W),
            path(
                "M252 198Q254 138 210 138Q194 138 184 146Q214 168 214 210H240Q252 210 252 198z", W
            ),
        ),
    ),
    "phone": Icon(
        (
            path(
                "M62 28L92 26Q102 26 105 36L116 78Q118 88 110 94L90 108Q108 148 148 166L162 146"
                "Q168 138 178 140"
                "L220 151Q230 154 230 164L228 194Q226 226 194 226Q30 214 30 60Q32 30 62 28z",
                W,
            ),
        ),
    ),
    "pin": Icon(
        (path("M128 236Q46 148 46 104Q46 24 128 24T210 104Q210 148 128 236z", W),),
        (circle(128, 104, 32, CUT),),
    ),
    "play": Icon((path("M78 44Q78 30 92 37L208 118Q220 128 208 138L92 219Q78 226 78 212z", W),)),
    "qr": Icon(
        (
            *(rect(x, y, 84, 84, W, rx=14) for x, y in ((28, 28), (144, 28), (28, 144))),
            *(
                rect(x, y, 26, 26, W, rx=5)
                for x, y in ((144, 144), (202, 144), (173, 173), (144, 202), (202, 202))
            ),
        ),
        tuple(rect(x, y, 46, 46, CUT, rx=6) for x, y in ((47, 47), (163, 47), (47, 163))),
        tuple(rect(x, y, 22, 22, W, rx=4) for x, y in ((59, 59), (175, 59), (59, 175))),
    ),
    "question": Icon(
        (
            ring(96),
            line("M98 104Q98 72 129 72T160 102Q160 120 140 130Q128 137 128 152", 22),
            circle(128, 186, 15, W),
        )
    ),
    "road": Icon(
        (
            path(
                "M98 28H158Q164 28 166 36L226 218Q229 228 218 228H38Q27 228 30 218L90 36"
                "Q92 28 98 28z",
                W,
            ),
        ),
        (cut("M128 52V76M128 110V142M128 178V210", 16),),
    ),
    "school": Icon(
        (
            polygon([(128, 28), (250, 84), (128, 140), (6, 84)], W),
            path("M56 124L128 158L200 124V174Q200 214 128 214T56 174z", W),
            line("M230 92V162", 14),
            circle(230, 174, 15, W),
        ),
        (stroke("M6 98L128 154L250 98", CUT, 11.0),),
        (polygon([(128, 28), (250, 84), (128, 140), (6, 84)], W), line("M230 92V162", 14)),
    ),
    "shield": Icon(
        (path("M128 18L220 52V118Q220 202 128 240Q36 202 36 118V52z", W),),
        (cut("M86 126L116 158L174 94", 24),),
    ),
    "shop": Icon(
        (
            path(
                "M52 30H204L238 96Q238 126 212 126Q190 126 184 104Q178 126 156 126"
                "Q134 126 128 104Q122 126 100 126Q78 126 72 104Q66 126 44 126Q18 126 18 96z",
                W,
            ),
            path("M40 144H216V208Q216 228 196 228H60Q40 228 40 208z", W),
        ),
        (
            rect(66, 160, 56, 42, CUT, rx=6),
            path("M144 228V170Q144 160 154 160H182Q192 160 192 170V228z", CUT),
        ),
    ),
    "train": Icon(
        (
            rect(48, 22, 160, 176, W, rx=40),
            line("M84 200L56 236M172 200L200 236", 20),
        ),
        (
            rect(70, 66, 116, 58, CUT, rx=12),
            circle(88, 160, 14, CUT),
            circle(168, 160, 14, CUT),
            rect(104, 40, 48, 11, CUT, rx=5),
        ),
    ),
    "warning": Icon(
        (path("M110 36Q128 8 146 36L240 202Q252 228 224 228H32Q4 228 16 202z", W),),
        (cut("M128 88V146", 22), circle(128, 188, 14, CUT)),
    ),
}
"""Icon name to drawing."""
