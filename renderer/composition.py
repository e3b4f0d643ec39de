"""Composes pictures in YUV planes: only what changed since the picture before is laid again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from renderer.ink import FULL, Ink, Rect, Sprite, make_ink, scaled, window
from renderer.motion import REST, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from renderer.h264 import Planes

_FEATHER = 48
"""Width in pixels of the soft edge of a wipe."""


class Part(Protocol):
    """A piece of a drawn layer that may grow by itself: a bar of a chart, a number."""

    def at(self, state: State) -> Sprite | None:
        """Return the piece while it grows (``state.time``, ``state.growth``); None: not there."""


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A piece that does not change by itself."""

    sprite: Sprite

    def at(self, state: State) -> Sprite:
        """Return the piece."""
        del state
        return self.sprite


class Drawing:
    """A layer laid out at its place: pieces from back to front, and the ink of its rest.

    ``key`` is a digest of all that decides its pixels; drawings of one key look the same.
    """

    def __init__(
        self, parts: Sequence[Part], box: Rect, opacity: float = 1.0, key: str = ""
    ) -> None:
        self.parts = tuple(parts)
        self.box = box
        self.key = key
        self.opacity = round(opacity * FULL)
        self._rest: dict[Rect, tuple[Ink, ...]] = {}
        self._still: dict[tuple[int, Rect], tuple[Sprite, Ink | None]] = {}

    def inks(self, state: State, picture: Rect, scale: float) -> tuple[Ink, ...]:
        """Return the layer's ink in a state; ``scale`` is pixels to a reference pixel.

        Opacity is left to the caller where there are several pieces, so that they fade as one.
        """
        if state == REST and self.opacity == FULL:
            if picture not in self._rest:
                self._rest[picture] = self._make(state, picture, scale)
            return self._rest[picture]
        return self._make(state, picture, scale)

    def total_opacity(self, state: State) -> int:
        """Return the opacity with that of the layer itself, to 256."""
        return state.opacity * self.opacity >> 8

    def _make(self, state: State, picture: Rect, scale: float) -> tuple[Ink, ...]:
        opacity = self.total_opacity(state) if len(self.parts) == 1 else FULL
        plain = opacity == FULL and state == _grown(state)
        made: list[Ink] = []
        for part in self.parts:
            sprite = part.at(state)
            if sprite is None:
                continue
            if plain and sprite is part.at(REST):
                # A piece that has grown already: its ink is the one of its rest.
                ink = self._still_ink(sprite, picture)
                if ink is not None:
                    made.append(ink)
                continue
            if state.scale != 1:
                middle = (self.box.left + self.box.right) / 2, (self.box.top + self.box.bottom) / 2
                sprite = scaled(sprite, state.scale, middle)
            ink = make_ink(
                sprite,
                picture,
                dx=state.dx * scale,
                dy=state.dy * scale,
                opacity=opacity,
                reveal=self._reveal(state, picture),
            )
            if ink is not None:
                made.append(ink)
        return tuple(made)

    def _still_ink(self, sprite: Sprite, picture: Rect) -> Ink | None:
        key = (id(sprite), picture)
        if key not in self._still:
            self._still[key] = (sprite, make_ink(sprite, picture))
        return self._still[key][1]

    def _reveal(self, state: State, picture: Rect) -> NDArray[np.uint16] | None:
        if state.reveal >= 1:
            return None
        edge = self.box.left + state.reveal * (self.box.right - self.box.left + _FEATHER)
        columns = np.arange(picture.right, dtype=np.float32)
        weight = np.clip((edge - columns) / _FEATHER, 0, 1) * FULL
        result: NDArray[np.uint16] = weight.astype(np.uint16)
        return result


def _grown(state: State) -> State:
    """Return the rest with the state's growth: equal to the state when it does not move or fade."""
    return State(time=state.time, growth=state.growth)


@dataclass(slots=True)
class _Laid:
    """A layer as it stands in the current picture."""

    state: State | None = None
    inks: tuple[Ink, ...] = ()


class Composer:
    """Keeps one picture and brings it from state to state.

    Not for several threads. ``planes`` is the current picture; it is written over by the next.
    """

    def __init__(self, drawings: Sequence[Drawing], size: tuple[int, int], scale: float) -> None:
        self._drawings = tuple(drawings)
        self._picture = Rect(0, 0, *size)
        self._scale = scale
        self._laid = [_Laid() for _ in self._drawings]
        self.planes = empty_planes(size)
        self._under = empty_planes(size)
        self._under_layers: tuple[object, ...] | None = None

    def start(self, base: Planes, canvas: Planes | None = None) -> None:
        """Begin anew on a base, painting into ``canvas`` if given; no layer is seen yet."""
        self._base = base
        if canvas is not None:
            self.planes = canvas
        _copy(base, self.planes, self._picture)
        self._laid = [_Laid() for _ in self._drawings]
        self._under_layers = None

    def show(self, states: Sequence[State | None]) -> None:
        """Bring the picture to these states of the layers."""
        changed = [i for i, state in enumerate(states) if state != self._laid[i].state]
        if not changed:
            return
        lowest = changed[0]
        self._prepare_under(lowest)
        dirty: list[Rect] = []
        for index in changed:
            laid, state = self._laid[index], states[index]
            before, opaque = laid.inks, self._is_opaque(index)
            laid.state = state
            laid.inks = (
                ()
                if state is None
                else self._drawings[index].inks(state, self._picture, self._scale)
            )
            kept = set(before) & set(laid.inks) if opaque and self._is_opaque(index) else set()
            dirty.extend(ink.rect for ink in (*before, *laid.inks) if ink not in kept)
        for rect in merged(dirty):
            _copy(self._under, self.planes, rect)
            for index in range(lowest, len(self._drawings)):
                self._lay(index, self.planes, rect)

    def _is_opaque(self, index: int) -> bool:
        state = self._laid[index].state
        return state is None or self._drawings[index].total_opacity(state) == FULL

    def _prepare_under(self, lowest: int) -> None:
        """Keep what lies below the lowest layer that moves, so that it is laid only once."""
        wanted = tuple(laid.state for laid in self._laid[:lowest])
        if wanted == self._under_layers:
            return
        _copy(self._base, self._under, self._picture)
        for index in range(lowest):
            self._lay(index, self._under, self._picture)
        self._under_layers = wanted

    def _lay(self, index: int, planes: Planes, rect: Rect) -> None:
        laid = self._laid[index]
        if laid.state is None:
            return
        drawing = self._drawings[index]
        opacity = drawing.total_opacity(laid.state)
        if opacity == FULL or len(drawing.parts) == 1:
            for ink in laid.inks:
                ink.lay(planes, rect)
            return
        for area in merged([ink.rect & rect for ink in laid.inks]):
            before = [
                window(plane, area, step).copy()
                for plane, step in zip(planes, (1, 2, 2), strict=True)
            ]
            for ink in laid.inks:
                ink.lay(planes, area)
            for plane, old, step in zip(planes, before, (1, 2, 2), strict=True):
                target = window(plane, area, step)
                mixed = target * np.uint16(opacity)
                mixed += old * np.uint16(FULL - opacity)
                mixed += 128
                mixed >>= 8
                target[:] = mixed


def merged(rects: Sequence[Rect]) -> list[Rect]:
    """Return rectangles that cover all the given ones and do not overlap."""
    apart: list[Rect] = []
    for rect in rects:
        if not rect:
            continue
        joined = rect
        while True:
            touching = [other for other in apart if other & joined]
            if not touching:
                break
            for other in touching:
                apart.remove(other)
                joined |= other
        apart.append(joined)
    return apart


def empty_planes(size: tuple[int, int]) -> Planes:
    """Return the three planes of a picture, of width and height ``size``, not filled."""
    width, height = size
    return (
        np.empty((height, width), np.uint8),
        np.empty((height // 2, width // 2), np.uint8),
        np.empty((height // 2, width // 2), np.uint8),
    )


def _copy(source: Planes, target: Planes, rect: Rect) -> None:
    for old, new, step in zip(source, target, (1, 2, 2), strict=True):
        window(new, rect, step)[:] = window(old, rect, step)
