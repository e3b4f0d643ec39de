"""Bound scenes that together use every feature of the renderer, and the moments to look at."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import get_args

from scenes.bound import (
    Base,
    ChartLayer,
    ChartPoint,
    Easing,
    Emphasis,
    IconLayer,
    Look,
    Motion,
    PictureLayer,
    Place,
    QrLayer,
    Scene,
    Sentence,
    ShapeLayer,
    TableLayer,
    TextLayer,
    TextStyle,
    Theme,
    Timing,
    Transition,
    Voice,
)

_COLORS = {
    "paper": "#fbf6ec",
    "ink": "#16324a",
    "muted": "#52616d",
    "accent": "#0f6072",
    "accent_soft": "#d9eae9",
    "highlight": "#a83f23",
    "highlight_soft": "#f9e2d3",
    "line": "#dccfb8",
    "white": "#ffffff",
}
_STYLES = {
    "title": (700, 62),
    "heading": (700, 48),
    "body": (400, 36),
    "strong": (600, 36),
    "small": (400, 28),
    "figure": (700, 118),
    "label": (600, 28),
    "chart_label": (600, 28),
}
_THEME = Theme(
    name="feature",
    colors=tuple(sorted(_COLORS.items())),
    styles=tuple(
        (name, TextStyle("Titillium Web", weight, size, 1.2, _COLORS["ink"]))
        for name, (weight, size) in sorted(_STYLES.items())
    ),
)
PORTRAIT = Look("portrait", _THEME, Voice(), "it-IT")
LANDSCAPE = dataclasses.replace(PORTRAIT, format="landscape")
SQUARE = dataclasses.replace(PORTRAIT, format="square")
TALL = dataclasses.replace(PORTRAIT, lines=1080)

END = -1
"""The last picture of a scene."""


@dataclass(frozen=True, slots=True)
class Case:
    """A scene, and the moments (ms) at which everything rests or something moves.

    The first moment of rest is kept as a control frame.
    """

    scene: Scene
    rest: tuple[int, ...] = (END,)
    moving: tuple[int, ...] = ()
    look: Look = PORTRAIT


def _scene(*layers, base=None, min_ms=2_240, **more):
    return Scene("feature", "", base or Base(color="paper"), layers, (), min_ms=min_ms, **more)


def _at(y, x=0.5):
    return Place(x, y)


_POINTS = (
    ChartPoint("2023", 120, "120 €"),
    ChartPoint("2024", 96.5, "96,50 €"),
    ChartPoint("2025", 160, "160 €"),
    ChartPoint("2026", 187.5, "187,50 €", highlight=True),
)
_WITH_ICONS = (
    ChartPoint("Strade e ponti", 46, "46 €", icon="road"),
    ChartPoint("Autobus e treni", 32, "32 €", highlight=True, icon="bus"),
    ChartPoint("Scuole", 22, "22 €", icon="school"),
)
_LONG = (
    "Il pagamento può essere fatto in banca, in tabaccheria, all’ufficio postale, dal sito o "
    "dall’app della sua banca, con il codice avviso che trova qui sotto, entro la data indicata"
)


def _texts():
    leaving = {"timing": Timing(end_ms=1_600), "exit": Motion("rise", 400)}
    return Case(
        _scene(
            TextLayer(
                text="Buongiorno Nicolò", style="title", place=_at(0.06), enter=Motion("rise")
            ),
            TextLayer(text=_LONG, place=_at(0.16), align="left", enter=Motion("fade", 600)),
            TextLayer(text=_LONG, style="heading", max_lines=2, shrink=0.6, place=_at(0.36)),
            TextLayer(
                text="Tassa\nautomobilistica", align="right", width=0.5, place=_at(0.48, 0.7)
            ),
            TextLayer(text="In un riquadro", box="accent_soft", place=Place(below=24)),
            TextLayer(
                text="a metà", box="highlight_soft", color="#a83f23", opacity=0.5, place=_at(0.7)
            ),
            TextLayer(text="Va via", style="title", place=_at(0.8), **leaving),
        ),
        rest=(1_000, END),
        moving=(120, 240, 1_360, 1_480),
    )


def _scripts():
    words = (
        "Größe, Łódź, İstanbul, Ţară, Việt Nam",
        "Ελληνικά: Καλημέρα σας",
        "Добрый день, Україна",
        "السيد محمد عبد الله 187,50 €",
        "שלום, דוד כהן: 12 ימים",
        "efficace, fiduciosi, ufficio",
        "Nicolo\u0300 e\u0300 n\u0303: segni uniti",
        "नमस्ते श्री क्षेत्रपाल ❤ ☎",
    )
    lines = [
        TextLayer(text=text, place=_at(0.05 + 0.115 * number), enter=Motion("fade", 320))
        for number, text in enumerate(words)
    ]
    return Case(_scene(*lines), moving=(160,))


def _letters():
    return Case(
        _scene(
            TextLayer(
                text="Scritto lettera per lettera, su più righe e senza salti",
                style="heading",
                place=_at(0.1),
                enter=Motion("typewriter", 1_200, easing="linear"),
            ),
            TextLayer(
                text="prima riga\nseconda riga\nterza riga",
                place=_at(0.4),
                enter=Motion("rise", 400, stagger_ms=160),
                timing=Timing(end_ms=2_400),
                exit=Motion("fade", 400, stagger_ms=120),
            ),
            TextLayer(
                text="da destra\ncon un po’ di ritardo",
                box="accent_soft",
                place=_at(0.6),
                enter=Motion("slide", 400, direction="right", stagger_ms=200),
            ),
            min_ms=3_000,
        ),
        rest=(1_560, END),
        moving=(240, 440, 840, 1_960, 2_160),
    )


def _figures():
    return Case(
        _scene(
            TextLayer(
                text="187,50 €",
                style="figure",
                place=_at(0.1),
                enter=Motion("count_up", 900),
                timing=Timing(end_ms=1_900),
                exit=Motion("fade", 320),
            ),
            TextLayer(
                text="fra 12 giorni",
                style="title",
                count_from=30,
                place=_at(0.3),
                enter=Motion("count_up", 900, easing="linear"),
            ),
            TextLayer(
                text="1.250 punti",
                style="title",
                place=_at(0.5),
                enter=Motion("count_up", 600, 200),
            ),
        ),
        rest=(1_200, END),
        moving=(200, 480, 640, 1_720),
    )


def _sides():
    layers = []
    for number, side in enumerate(("left", "right", "top", "bottom")):
        y = 0.05 + 0.23 * number
        layers += [
            TextLayer(
                text=f"slide {side}",
                style="heading",
                place=_at(y, 0.3),
                enter=Motion("slide", 480, direction=side, easing="ease-in-out"),
                timing=Timing(end_ms=1_800),
                exit=Motion("slide", 400, direction=side),
            ),
            IconLayer(
                icon="calendar",
                color="accent",
                width=0.24,
                place=_at(y, 0.78),
                enter=Motion("wipe", 480, direction=side, easing="linear"),
                timing=Timing(end_ms=1_800),
                exit=Motion("wipe", 400, direction=side),
            ),
        ]
    return Case(_scene(*layers), rest=(1_000,), moving=(160, 280, 1_520, 1_680))


def _easings():
    layers = [
        TextLayer(
            text=easing,
            style="label",
            align="left",
            place=Place(0.3, 0.02 + 0.046 * number, ("left", "top")),
            enter=Motion("slide", 800, easing=easing),
        )
        for number, easing in enumerate(get_args(Easing))
    ]
    return Case(_scene(*layers), moving=(160, 320, 640))


def _pops():
    names = ("ease-out", "ease-out-back", "ease-out-elastic", "ease-out-bounce")
    layers = [
        TextLayer(
            text=name,
            box="accent_soft",
            place=_at(0.08 + 0.14 * number),
            enter=Motion("pop", 480, easing=name),
            timing=Timing(end_ms=1_800),
            exit=Motion("pop", 400),
        )
        for number, name in enumerate(names)
    ]
    emphases = (Emphasis("pulse"), Emphasis("shake", times=2), Emphasis("lift", 480))
    layers += [
        TextLayer(
            text=emphasis.effect,
            style="title",
            place=_at(0.66 + 0.1 * number),
            emphasis=dataclasses.replace(emphasis, start_ms=400),
        )
        for number, emphasis in enumerate(emphases)
    ]
    return Case(_scene(*layers), rest=(2_400, END), moving=(160, 560, 720, 1_000, 1_560))


def _shapes():
    return Case(
        _scene(
            ShapeLayer(
                color="accent",
                radius=28,
                width=0.8,
                height=0.12,
                place=_at(0.05),
                enter=Motion("draw", 600),
            ),
            ShapeLayer(color="highlight", width=0.6, height=0.004, place=_at(0.21)),
            ShapeLayer(
                color="#2b7447",
                shape="ellipse",
                width=0.5,
                height=0.16,
                place=_at(0.25),
                enter=Motion("pop", 480),
            ),
            ShapeLayer(
                color="accent_soft",
                shape="ellipse",
                width=0.3,
                height=0.3,
                opacity=0.5,
                place=_at(0.3, 0.7),
                enter=Motion("rise"),
            ),
            ShapeLayer(color="ink", width=0.3, height=0.1, radius=400, place=_at(0.7, 0.95)),
            ShapeLayer(
                color="line",
                width=0.5,
                height=0.2,
                place=_at(0.92, 0.1),
                enter=Motion("slide", 600, direction="bottom"),
            ),
            IconLayer(icon="bell", color="highlight", width=0.2, place=_at(0.62)),
            IconLayer(
                icon="car",
                color="#000000",
                width=0.3,
                opacity=0.6,
                place=_at(0.78),
                enter=Motion("pop", 480, easing="ease-out-back"),
            ),
        ),
        moving=(160, 280, 440),
    )


def _pictures():
    return Case(
        _scene(
            PictureLayer(source="valley.png", width=0.6, place=_at(0.03), enter=Motion("pop")),
            PictureLayer(
                source="valley.png",
                width=0.4,
                height=0.22,
                focus=(0.15, 0.2),
                radius=28,
                place=_at(0.28, 0.27),
                enter=Motion("slide"),
            ),
            PictureLayer(
                source="valley.png",
                width=0.4,
                height=0.22,
                fit="contain",
                radius=16,
                place=_at(0.28, 0.75),
            ),
            PictureLayer(source="turned.jpg", width=0.3, place=_at(0.53, 0.27)),
            PictureLayer(
                source="badge.png",
                width=0.5,
                opacity=0.8,
                place=_at(0.55, 0.7),
                enter=Motion("rise"),
            ),
            PictureLayer(
                source="photo.webp",
                uploaded=True,
                width=0.25,
                radius=90,
                place=_at(0.8),
                enter=Motion("fade"),
            ),
            base=Base(gradient=("#ffffff", "#cfe6f5")),
        ),
        moving=(160, 280),
    )


def _codes():
    return Case(
        _scene(
            QrLayer(
                data="PAGOPA|002|301234567890123456|99999999990|18750",
                width=0.6,
                place=_at(0.1),
                enter=Motion("rise"),
            ),
            QrLayer(
                data="HTTPS://EXAMPLE.ORG/A",
                error_correction="H",
                width=0.4,
                place=_at(0.6),
                enter=Motion("pop"),
            ),
            base=Base(gradient=("#0f6072", "#16324a"), shade=0.2),
        ),
        moving=(160, 280),
    )


def _chart(kind, points=_POINTS, *, stagger=0, **more):
    layer = ChartLayer(
        chart=kind,
        points=points,
        height=0.42,
        enter=Motion("draw", 900, stagger_ms=stagger),
        **more,
    )
    other = ChartLayer(
        chart=kind,
        points=points[:2],
        width=0.7,
        height=0.3,
        place=_at(0.62),
        enter=Motion("fade", 400),
        maximum=more.get("maximum"),
    )
    return Case(_scene(dataclasses.replace(layer, place=_at(0.08)), other), moving=(200, 440, 720))


def _table():
    rows = (
        ("Tassa", "150,00 €"),
        ("Sanzione per il ritardo nel pagamento della tassa automobilistica", "30,00 €"),
        ("Interessi", "7,50 €"),
        ("Totale", "187,50 €"),
    )
    return Case(
        _scene(
            TableLayer(
                rows=rows,
                header=("Voce", "Importo"),
                align=("left", "right"),
                total=True,
                box="white",
                place=_at(0.08),
                enter=Motion("rise", 400, stagger_ms=120),
            ),
            TableLayer(
                rows=(("a", "b", "c"), ("1", "22", "333")),
                style="small",
                width=0.5,
                align=("left", "center", "right"),
                place=_at(0.6),
                enter=Motion("fade"),
                timing=Timing(end_ms=1_800),
                exit=Motion("fade", 320),
            ),
        ),
        rest=(1_200, END),
        moving=(200, 440, 600, 1_600),
    )


def _base(base, **more):
    card = TextLayer(text="In primo piano", box="paper", place=_at(0.5), enter=Motion("fade", 400))
    return Case(_scene(card, base=base, min_ms=1_600), **more)


def _passing(effect, direction="right"):
    opening = Transition(effect, 480, "#16324a", direction)
    return Case(
        _scene(
            TextLayer(text="Passaggio", style="title", place=_at(0.3)),
            PictureLayer(source="valley.png", width=0.8, place=_at(0.5)),
            opening=opening,
            closing=dataclasses.replace(opening, duration_ms=400, easing="linear"),
            base=Base(gradient=("#ffffff", "#d9eae9")),
        ),
        rest=(1_000,),
        moving=(80, 320, 2_080),
    )


def _shaped(look):
    return Case(
        _scene(
            TextLayer(
                text="Buongiorno Nicolò", style="title", place=_at(0.06), enter=Motion("rise")
            ),
            ChartLayer(
                points=_POINTS, place=_at(0.25), width=0.6, height=0.4, enter=Motion("draw")
            ),
            TextLayer(
                text="187,50 € entro il 30 novembre",
                box="accent_soft",
                place=_at(0.75),
                enter=Motion("slide"),
            ),
            IconLayer(icon="clock", color="accent", width=0.1, place=_at(0.85, 0.1)),
        ),
        moving=(200,),
        look=look,
    )


def _spoken():
    """Return a scene whose layers follow its narration, over and beyond each other."""
    scene = _scene(
        ShapeLayer(color="accent_soft", width=0.9, height=0.5, radius=40, place=_at(0.2)),
        TextLayer(
            text="con la seconda frase",
            style="heading",
            place=_at(0.3),
            enter=Motion("rise"),
            timing=Timing(sentence=2),
        ),
        TextLayer(
            text="prima della fine",
            place=_at(0.42),
            enter=Motion("fade"),
            timing=Timing(start_ms=200, end_ms=2_000, sentence=1),
            exit=Motion("rise", 320),
            emphasis=Emphasis("pulse", 480, start_ms=400, sentence=1),
        ),
        TextLayer(text="oltre il bordo della figura", style="title", place=_at(0.6, 1.0)),
        TextLayer(text="sopra", style="figure", place=Place(0.5, -0.03)),
    )
    said = (Sentence("Prima frase.", "Prima frase."), Sentence("Seconda.", "Seconda."))
    return Case(dataclasses.replace(scene, say=said), rest=(END,), moving=(720, 960, 1_880))


CASES: dict[str, Case] = {
    "texts": _texts(),
    "scripts": _scripts(),
    "letters": _letters(),
    "figures": _figures(),
    "sides": _sides(),
    "easings": _easings(),
    "pops": _pops(),
    "shapes": _shapes(),
    "pictures": _pictures(),
    "codes": _codes(),
    "bars": _chart("bar", title="I suoi ultimi anni"),
    "rows": _chart("rows", _WITH_ICONS, title="Ogni 100 euro"),
    "donut": _chart("donut"),
    "line": _chart("line"),
    "progress": _chart("progress", maximum=400),
    "bars_in_turn": _chart("bar", _WITH_ICONS, stagger=120),
    "table": _table(),
    "base_gradient": _base(Base(gradient=("#cfe5ee", "#0f6072"))),
    "base_picture": _base(Base(picture="valley.png", focus=(0.2, 0.5), shade=0.25)),
    "base_whole": _base(Base(picture="valley.png", fit="contain", focus=(0.5, 0.3))),
    "base_film": _base(Base(video="film.mp4", focus=(0.6, 0.5), shade=0.1), moving=(200, 1_000)),
    "base_function": _base(Base(function="bases.py:waves"), moving=(200, 1_000)),
    "cross_fade": _passing("cross-fade"),
    "slide": _passing("slide"),
    "slide_up": _passing("slide", "bottom"),
    "landscape": _shaped(LANDSCAPE),
    "square": _shaped(SQUARE),
    "lines_1080": _shaped(TALL),
    "spoken": _spoken(),
}
