"""The look of the feature scenes, and what a scene to be compared is made of."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from scenes.bound import Base, Look, Place, Scene, TextStyle, Theme, Voice

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


def scene_of(*layers, base=None, min_ms=2_240, **more):
    return Scene("feature", "", base or Base(color="paper"), layers, (), min_ms=min_ms, **more)


def at(y, x=0.5):
    return Place(x, y)
