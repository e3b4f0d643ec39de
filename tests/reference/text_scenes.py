"""Texts: sizes, scripts, letters, figures that count, lines at the sides, narration."""

from __future__ import annotations

import dataclasses

from feature_case import END, Case, at, scene_of

from scenes.bound import Emphasis, IconLayer, Motion, Place, Sentence, ShapeLayer, TextLayer, Timing

_LONG = (
    "Il pagamento può essere fatto in banca, in tabaccheria, all’ufficio postale, dal sito o "
    "dall’app della sua banca, con il codice avviso che trova qui sotto, entro la data indicata"
)


def texts():
    leaving = {"timing": Timing(end_ms=1_600), "exit": Motion("rise", 400)}
    return Case(
        scene_of(
            TextLayer(
                text="Buongiorno Nicolò", style="title", place=at(0.06), enter=Motion("rise")
            ),
            TextLayer(text=_LONG, place=at(0.16), align="left", enter=Motion("fade", 600)),
            TextLayer(text=_LONG, style="heading", max_lines=2, shrink=0.6, place=at(0.36)),
            TextLayer(text="Tassa\nautomobilistica", align="right", width=0.5, place=at(0.48, 0.7)),
            TextLayer(text="In un riquadro", box="accent_soft", place=Place(below=24)),
            TextLayer(
                text="a metà", box="highlight_soft", color="#a83f23", opacity=0.5, place=at(0.7)
            ),
            TextLayer(text="Va via", style="title", place=at(0.8), **leaving),
        ),
        rest=(1_000, END),
        moving=(120, 240, 1_360, 1_480),
    )


def scripts():
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
        TextLayer(text=text, place=at(0.05 + 0.115 * number), enter=Motion("fade", 320))
        for number, text in enumerate(words)
    ]
    return Case(scene_of(*lines), moving=(160,))


def letters():
    return Case(
        scene_of(
            TextLayer(
                text="Scritto lettera per lettera, su più righe e senza salti",
                style="heading",
                place=at(0.1),
                enter=Motion("typewriter", 1_200, easing="linear"),
            ),
            TextLayer(
                text="prima riga\nseconda riga\nterza riga",
                place=at(0.4),
                enter=Motion("rise", 400, stagger_ms=160),
                timing=Timing(end_ms=2_400),
                exit=Motion("fade", 400, stagger_ms=120),
            ),
            TextLayer(
                text="da destra\ncon un po’ di ritardo",
                box="accent_soft",
                place=at(0.6),
                enter=Motion("slide", 400, direction="right", stagger_ms=200),
            ),
            min_ms=3_000,
        ),
        rest=(1_560, END),
        moving=(240, 440, 840, 1_960, 2_160),
    )


def figures():
    return Case(
        scene_of(
            TextLayer(
                text="187,50 €",
                style="figure",
                place=at(0.1),
                enter=Motion("count_up", 900),
                timing=Timing(end_ms=1_900),
                exit=Motion("fade", 320),
            ),
            TextLayer(
                text="fra 12 giorni",
                style="title",
                count_from=30,
                place=at(0.3),
                enter=Motion("count_up", 900, easing="linear"),
            ),
            TextLayer(
                text="1.250 punti",
                style="title",
                place=at(0.5),
                enter=Motion("count_up", 600, 200),
            ),
        ),
        rest=(1_200, END),
        moving=(200, 480, 640, 1_720),
    )


def sides():
    layers = []
    for number, side in enumerate(("left", "right", "top", "bottom")):
        y = 0.05 + 0.23 * number
        layers += [
            TextLayer(
                text=f"slide {side}",
                style="heading",
                place=at(y, 0.3),
                enter=Motion("slide", 480, direction=side, easing="ease-in-out"),
                timing=Timing(end_ms=1_800),
                exit=Motion("slide", 400, direction=side),
            ),
            IconLayer(
                icon="calendar",
                color="accent",
                width=0.24,
                place=at(y, 0.78),
                enter=Motion("wipe", 480, direction=side, easing="linear"),
                timing=Timing(end_ms=1_800),
                exit=Motion("wipe", 400, direction=side),
            ),
        ]
    return Case(scene_of(*layers), rest=(1_000,), moving=(160, 280, 1_520, 1_680))


def spoken():
    """Return a scene whose layers follow its narration, over and beyond each other."""
    scene = scene_of(
        ShapeLayer(color="accent_soft", width=0.9, height=0.5, radius=40, place=at(0.2)),
        TextLayer(
            text="con la seconda frase",
            style="heading",
            place=at(0.3),
            enter=Motion("rise"),
            timing=Timing(sentence=2),
        ),
        TextLayer(
            text="prima della fine",
            place=at(0.42),
            enter=Motion("fade"),
            timing=Timing(start_ms=200, end_ms=2_000, sentence=1),
            exit=Motion("rise", 320),
            emphasis=Emphasis("pulse", 480, start_ms=400, sentence=1),
        ),
        TextLayer(text="oltre il bordo della figura", style="title", place=at(0.6, 1.0)),
        TextLayer(text="sopra", style="figure", place=Place(0.5, -0.03)),
    )
    said = (Sentence("Prima frase.", "Prima frase."), Sentence("Seconda.", "Seconda."))
    return Case(dataclasses.replace(scene, say=said), rest=(END,), moving=(720, 960, 1_880))
