"""How layers come in and go out, and how scenes follow each other."""

from __future__ import annotations

import dataclasses
from typing import get_args

from feature_case import END, Case, at, scene_of

from scenes.bound import (
    Base,
    Easing,
    Emphasis,
    Motion,
    PictureLayer,
    Place,
    TextLayer,
    Timing,
    Transition,
)


def easings():
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
    return Case(scene_of(*layers), moving=(160, 320, 640))


def pops():
    names = ("ease-out", "ease-out-back", "ease-out-elastic", "ease-out-bounce")
    layers = [
        TextLayer(
            text=name,
            box="accent_soft",
            place=at(0.08 + 0.14 * number),
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
            place=at(0.66 + 0.1 * number),
            emphasis=dataclasses.replace(emphasis, start_ms=400),
        )
        for number, emphasis in enumerate(emphases)
    ]
    return Case(scene_of(*layers), rest=(2_400, END), moving=(160, 560, 720, 1_000, 1_560))


def passing(effect, direction="right"):
    opening = Transition(effect, 480, "#16324a", direction)
    return Case(
        scene_of(
            TextLayer(text="Passaggio", style="title", place=at(0.3)),
            PictureLayer(source="valley.png", width=0.8, place=at(0.5)),
            opening=opening,
            closing=dataclasses.replace(opening, duration_ms=400, easing="linear"),
            base=Base(gradient=("#ffffff", "#d9eae9")),
        ),
        rest=(1_000,),
        moving=(80, 320, 2_080),
    )
