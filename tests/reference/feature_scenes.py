"""Bound scenes that together use every feature of the renderer, and the moments to look at."""

from __future__ import annotations

from chart_scenes import WITH_ICONS, chart, table
from feature_case import END, LANDSCAPE, PORTRAIT, SQUARE, TALL, Case
from motion_scenes import easings, passing, pops
from picture_scenes import base, codes, pictures, shaped, shapes
from text_scenes import figures, letters, scripts, sides, spoken, texts

from scenes.bound import Base

__all__ = ["CASES", "END", "LANDSCAPE", "PORTRAIT", "SQUARE", "Case"]

CASES: dict[str, Case] = {
    "texts": texts(),
    "scripts": scripts(),
    "letters": letters(),
    "figures": figures(),
    "sides": sides(),
    "easings": easings(),
    "pops": pops(),
    "shapes": shapes(),
    "pictures": pictures(),
    "codes": codes(),
    "bars": chart("bar", title="I suoi ultimi anni"),
    "rows": chart("rows", WITH_ICONS, title="Ogni 100 euro"),
    "donut": chart("donut"),
    "line": chart("line"),
    "progress": chart("progress", maximum=400),
    "bars_in_turn": chart("bar", WITH_ICONS, stagger=120),
    "table": table(),
    "base_gradient": base(Base(gradient=("#cfe5ee", "#0f6072"))),
    "base_picture": base(Base(picture="valley.png", focus=(0.2, 0.5), shade=0.25)),
    "base_whole": base(Base(picture="valley.png", fit="contain", focus=(0.5, 0.3))),
    "base_film": base(Base(video="film.mp4", focus=(0.6, 0.5), shade=0.1), moving=(200, 1_000)),
    "base_function": base(Base(function="bases.py:waves"), moving=(200, 1_000)),
    "cross_fade": passing("cross-fade"),
    "slide": passing("slide"),
    "slide_up": passing("slide", "bottom"),
    "landscape": shaped(LANDSCAPE),
    "square": shaped(SQUARE),
    "lines_1080": shaped(TALL),
    "spoken": spoken(),
}
