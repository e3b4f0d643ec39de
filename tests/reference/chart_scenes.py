"""Charts and tables."""

from __future__ import annotations

import dataclasses

from feature_case import END, Case, at, scene_of

from scenes.bound import ChartLayer, ChartPoint, Motion, TableLayer, Timing

POINTS = (
    ChartPoint("2023", 120, "120 €"),
    ChartPoint("2024", 96.5, "96,50 €"),
    ChartPoint("2025", 160, "160 €"),
    ChartPoint("2026", 187.5, "187,50 €", highlight=True),
)


WITH_ICONS = (
    ChartPoint("Strade e ponti", 46, "46 €", icon="road"),
    ChartPoint("Autobus e treni", 32, "32 €", highlight=True, icon="bus"),
    ChartPoint("Scuole", 22, "22 €", icon="school"),
)


def chart(kind, points=POINTS, *, stagger=0, **more):
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
        place=at(0.62),
        enter=Motion("fade", 400),
        maximum=more.get("maximum"),
    )
    return Case(scene_of(dataclasses.replace(layer, place=at(0.08)), other), moving=(200, 440, 720))


def table():
    rows = (
        ("Tassa", "150,00 €"),
        ("Sanzione per il ritardo nel pagamento della tassa automobilistica", "30,00 €"),
        ("Interessi", "7,50 €"),
        ("Totale", "187,50 €"),
    )
    return Case(
        scene_of(
            TableLayer(
                rows=rows,
                header=("Voce", "Importo"),
                align=("left", "right"),
                total=True,
                box="white",
                place=at(0.08),
                enter=Motion("rise", 400, stagger_ms=120),
            ),
            TableLayer(
                rows=(("a", "b", "c"), ("1", "22", "333")),
                style="small",
                width=0.5,
                align=("left", "center", "right"),
                place=at(0.6),
                enter=Motion("fade"),
                timing=Timing(end_ms=1_800),
                exit=Motion("fade", 320),
            ),
        ),
        rest=(1_200, END),
        moving=(200, 440, 600, 1_600),
    )
