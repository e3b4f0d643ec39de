"""What the kinds of chart share: labels of one size, pieces that come in one after another."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from renderer.figures import PanelFigure
from renderer.ink import Sprite
from renderer.motion import eased
from renderer.pieces import panel_sprite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.colours import Yuv
    from renderer.motion import State
    from renderer.shapes import Radii
    from renderer.stage import Stage
    from renderer.text_layout import TextBlock
    from scenes.bound import ChartPoint, TextStyle

_VALUE_MARGIN = 16
_CHOSEN_SLOTS = 3
READABLE = 0.72
"""Values are left out rather than written smaller than this share of their style's size."""

_OVERLAP = 0.55
"""Share of a piece's own time that the next piece waits."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When one of several pieces comes in: from ``start`` to ``end``, shares of the drawing."""

    start: float
    end: float

    def share(self, time: float) -> float:
        """Return how far the piece has come at a share of the drawing's time."""
        if time >= 1:
            return 1.0
        return min(1.0, max(0.0, (time - self.start) / (self.end - self.start)))


def turns_of(count: int, *, one_by_one: bool = False) -> list[Turn]:
    """Return the turns of ``count`` pieces that follow each other, overlapping.

    ``one_by_one``: in a stagger each piece has all of its own time.
    """
    if one_by_one:
        return [Turn(0.0, 1.0)] * count
    length = 1 / (1 + (count - 1) * _OVERLAP) if count else 1.0
    return [Turn(i * _OVERLAP * length, i * _OVERLAP * length + length) for i in range(count)]


@dataclass(frozen=True, slots=True, eq=False)
class FadingPiece:
    """A piece that fades in during its turn; ``order`` is its place in a stagger.

    One that goes ``with_growth`` comes when a shape has grown so far, whatever the easing.
    """

    sprite: Sprite
    turn: Turn
    order: int | None = None
    with_growth: bool = False

    def at(self, state: State) -> Sprite | None:
        """Return the piece at a state of the drawing."""
        share = self.turn.share(state.growth if self.with_growth else state.time)
        return None if share <= 0 else self.sprite.faded(share)


@dataclass(frozen=True, slots=True, eq=False)
class RisingBar:
    """An upright bar that grows from its foot; one that is ``hanging`` (its radii) from its top."""

    sprite: Sprite
    turn: Turn
    order: int | None = None
    hanging: Radii | None = None

    def at(self, state: State) -> Sprite | None:
        """Return the bar at a state of the drawing."""
        share = self.turn.share(state.time)
        if share >= 1:
            return self.sprite
        whole = self.sprite.mask
        height = whole.shape[0] * eased(share, "ease-out")
        rows = int(np.ceil(height))
        if rows < 1:
            return None
        if self.hanging:
            x, y, width = self.sprite.x, self.sprite.y, whole.shape[1]
            return panel_sprite(self.sprite.colour, x, y, width, rows, self.hanging)
        part = np.uint16(round((rows - height) * 256))
        upper = whole[:rows].astype(np.uint16)
        above = np.vstack([np.zeros_like(upper[:1]), upper[:-1]])
        mask = ((upper * (256 - part) + above * part) >> 8).astype(np.uint8)
        top = self.sprite.y + whole.shape[0] - rows
        figure = self.sprite.figure
        if isinstance(figure, PanelFigure):
            foot = figure.top + figure.height
            figure = dataclasses.replace(figure, top=foot - height, height=height)
        return Sprite(mask, self.sprite.x, top, self.sprite.colour, figure=figure)


@dataclass(frozen=True, slots=True, eq=False)
class LyingBar:
    """A lying bar that grows from its left end, which stays round."""

    sprite: Sprite
    turn: Turn
    radius: int | Radii
    order: int | None = None

    def at(self, state: State) -> Sprite | None:
        """Return the bar at a state of the drawing."""
        share = self.turn.share(state.time)
        if share >= 1:
            return self.sprite
        height, whole = self.sprite.mask.shape
        width = round(whole * eased(share, "ease-out"))
        if width < min(whole, height):
            return None
        return panel_sprite(
            self.sprite.colour, self.sprite.x, self.sprite.y, width, height, self.radius
        )


def even_texts(
    stage: Stage,
    texts: Sequence[str],
    style: TextStyle,
    width: float,
    max_lines: int = 1,
    largest: float | None = None,
) -> list[TextBlock]:
    """Lay several texts out in ``width`` pixels each, all in the size that the longest needs."""
    blocks = [stage.text(text, style, width, max_lines, largest) for text in texts]
    size = min((block.size for block in blocks), default=0.0)
    return [stage.text(text, style, width, max_lines, largest=size) for text in texts]


def value_texts(
    points: Sequence[ChartPoint], stage: Stage, style: TextStyle, slot: float, chosen: int
) -> dict[int, TextBlock]:
    """Return the values that are written in slots of so many pixels: all where they can be read.

    Else only the ``chosen`` one, which may be as wide as three slots.
    """
    others = even_texts(stage, [p.text for p in points], style, slot - stage.px(_VALUE_MARGIN))
    readable = style.size * stage.scale * READABLE
    if min(block.size for block in others) >= readable:
        return dict(enumerate(others))
    own = stage.text(points[chosen].text, style, slot * min(len(points), _CHOSEN_SLOTS))
    return {chosen: own}


def mixed(colour: Yuv, other: Yuv, share: float) -> Yuv:
    """Return ``share`` of a colour mixed with another."""
    y, u, v = (round(a * share + b * (1 - share)) for a, b in zip(colour, other, strict=True))
    return y, u, v
