"""Shapes, pictures, codes, bases, and scenes in other formats."""

from __future__ import annotations

from chart_scenes import POINTS
from feature_case import Case, at, scene_of

from scenes.bound import (
    Base,
    ChartLayer,
    IconLayer,
    Motion,
    PictureLayer,
    QrLayer,
    ShapeLayer,
    TextLayer,
)


def shapes():
    return Case(
        scene_of(
            ShapeLayer(
                color="accent",
                radius=28,
                width=0.8,
                height=0.12,
                place=at(0.05),
                enter=Motion("draw", 600),
            ),
            ShapeLayer(color="highlight", width=0.6, height=0.004, place=at(0.21)),
            ShapeLayer(
                color="#2b7447",
                shape="ellipse",
                width=0.5,
                height=0.16,
                place=at(0.25),
                enter=Motion("pop", 480),
            ),
            ShapeLayer(
                color="accent_soft",
                shape="ellipse",
                width=0.3,
                height=0.3,
                opacity=0.5,
                place=at(0.3, 0.7),
                enter=Motion("rise"),
            ),
            ShapeLayer(color="ink", width=0.3, height=0.1, radius=400, place=at(0.7, 0.95)),
            ShapeLayer(
                color="line",
                width=0.5,
                height=0.2,
                place=at(0.92, 0.1),
                enter=Motion("slide", 600, direction="bottom"),
            ),
            IconLayer(icon="bell", color="highlight", width=0.2, place=at(0.62)),
            IconLayer(
                icon="car",
                color="#000000",
                width=0.3,
                opacity=0.6,
                place=at(0.78),
                enter=Motion("pop", 480, easing="ease-out-back"),
            ),
        ),
        moving=(160, 280, 440),
    )


def pictures():
    return Case(
        scene_of(
            PictureLayer(source="valley.png", width=0.6, place=at(0.03), enter=Motion("pop")),
            PictureLayer(
                source="valley.png",
                width=0.4,
                height=0.22,
                focus=(0.15, 0.2),
                radius=28,
                place=at(0.28, 0.27),
                enter=Motion("slide"),
            ),
            PictureLayer(
                source="valley.png",
                width=0.4,
                height=0.22,
                fit="contain",
                radius=16,
                place=at(0.28, 0.75),
            ),
            PictureLayer(source="turned.jpg", width=0.3, place=at(0.53, 0.27)),
            PictureLayer(
                source="badge.png",
                width=0.5,
                opacity=0.8,
                place=at(0.55, 0.7),
                enter=Motion("rise"),
            ),
            PictureLayer(
                source="photo.webp",
                uploaded=True,
                width=0.25,
                radius=90,
                place=at(0.8),
                enter=Motion("fade"),
            ),
            base=Base(gradient=("#ffffff", "#cfe6f5")),
        ),
        moving=(160, 280),
    )


def codes():
    return Case(
        scene_of(
            QrLayer(
                data="PAGOPA|002|301234567890123456|99999999990|18750",
                width=0.6,
                place=at(0.1),
                enter=Motion("rise"),
            ),
            QrLayer(
                data="HTTPS://EXAMPLE.ORG/A",
                error_correction="H",
                width=0.4,
                place=at(0.6),
                enter=Motion("pop"),
            ),
            base=Base(gradient=("#0f6072", "#16324a"), shade=0.2),
        ),
        moving=(160, 280),
    )


def base(base, **more):
    card = TextLayer(text="In primo piano", box="paper", place=at(0.5), enter=Motion("fade", 400))
    return Case(scene_of(card, base=base, min_ms=1_600), **more)


def shaped(look):
    return Case(
        scene_of(
            TextLayer(
                text="Buongiorno Nicolò", style="title", place=at(0.06), enter=Motion("rise")
            ),
            ChartLayer(points=POINTS, place=at(0.25), width=0.6, height=0.4, enter=Motion("draw")),
            TextLayer(
                text="187,50 € entro il 30 novembre",
                box="accent_soft",
                place=at(0.75),
                enter=Motion("slide"),
            ),
            IconLayer(icon="clock", color="accent", width=0.1, place=at(0.85, 0.1)),
        ),
        moving=(200,),
        look=look,
    )
