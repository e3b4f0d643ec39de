"""Composes pictures in YUV planes: only what changed since the picture before is laid again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from renderer.drawings import Drawing, Part, Still
from renderer.ink import FULL, Ink, Rect, mix, window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.h264 import Planes
    from renderer.motion import State

__all__ = ["Composer", "Drawing", "Part", "Still", "empty_planes", "merged"]


@dataclass(slots=True)
class _Laid:
    """A layer as it stands in the current picture: its ink, and the same ink in the window."""

    state: State | None = None
    inks: tuple[Ink, ...] = ()
    placed: tuple[Ink, ...] = ()


class Composer:
    """Keeps a picture, or a stretch of its rows, and brings it from state to state.

    Not for several threads. ``rows`` are the rows of pixels painted (from, to; both even), all by
    default. ``planes`` are those rows of the current picture; they are written over by the next.
    """

    def __init__(
        self,
        drawings: Sequence[Drawing],
        size: tuple[int, int],
        scale: float,
        rows: tuple[int, int] | None = None,
    ) -> None:
        width, height = size
        self._drawings = tuple(drawings)
        self._picture = Rect(0, 0, width, height)
        self._rows = rows or (0, height)
        self._window = Rect(0, 0, width, self._rows[1] - self._rows[0])
        self._scale = scale
        self._laid = [_Laid() for _ in self._drawings]
        self._planes: Planes | None = None
        self._under: Planes | None = None
        self._under_layers: tuple[object, ...] | None = None

    @property
    def planes(self) -> Planes:
        """The rows as they stand."""
        if self._planes is None:
            self._planes = empty_planes((self._window.right, self._window.bottom))
        return self._planes

    def start(self, base: Planes, canvas: Planes | None = None) -> None:
        """Begin anew on a (whole) base, painting into ``canvas`` if given; no layer is seen yet."""
        top, bottom = self._rows
        # Windows of plain arrays are cut quicker than those of a mapped file.
        y, u, v = (np.asarray(plane) for plane in base)
        half = slice(top // 2, bottom // 2)
        self._base = y[top:bottom], u[half], v[half]
        if canvas is not None:
            self._planes = canvas
        _copy(self._base, self.planes, self._window)
        self._laid = [_Laid() for _ in self._drawings]
        self._under_layers = None

    def show(self, states: Sequence[State | None]) -> list[Rect]:
        """Bring the picture to these states of the layers and return what was written to."""
        changed = [i for i, state in enumerate(states) if state != self._laid[i].state]
        if not changed:
            return []
        lowest = changed[0]
        under = self._prepared_under(lowest)
        dirty: list[Rect] = []
        for index in changed:
            laid, state = self._laid[index], states[index]
            before, opaque = (laid.inks, laid.placed), self._is_opaque(index)
            laid.state = state
            laid.inks = (
                ()
                if state is None
                else self._drawings[index].inks(state, self._picture, self._scale)
            )
            laid.placed = tuple(self._placed(ink) for ink in laid.inks)
            kept = set(before[0]) & set(laid.inks) if opaque and self._is_opaque(index) else set()
            for inks, placed in (before, (laid.inks, laid.placed)):
                dirty.extend(
                    there.rect & self._window
                    for ink, there in zip(inks, placed, strict=True)
                    if ink not in kept
                )
        written = merged(dirty)
        for rect in written:
            _copy(under, self.planes, rect)
            for index in range(lowest, len(self._drawings)):
                self._lay(index, self.planes, rect)
        return written

    def _placed(self, ink: Ink) -> Ink:
        """Return ink in the window's own rows."""
        top = self._rows[0]
        if not top:
            return ink
        return Ink(ink.rect.moved(0, -top), ink.keep, ink.y, ink.keep_half, ink.u, ink.v)

    def _is_opaque(self, index: int) -> bool:
        state = self._laid[index].state
        return state is None or self._drawings[index].total_opacity(state) == FULL

    def _prepared_under(self, lowest: int) -> Planes:
        """Return what lies below the lowest layer that moves; it is laid only once."""
        wanted = tuple(laid.state for laid in self._laid[:lowest])
        if not any(wanted):
            return self._base
        if self._under is None:
            self._under = empty_planes((self._window.right, self._window.bottom))
        if wanted != self._under_layers:
            _copy(self._base, self._under, self._window)
            for index in range(lowest):
                self._lay(index, self._under, self._window)
            self._under_layers = wanted
        return self._under

    def _lay(self, index: int, planes: Planes, rect: Rect) -> None:
        laid = self._laid[index]
        if laid.state is None:
            return
        drawing = self._drawings[index]
        opacity = drawing.total_opacity(laid.state)
        if opacity == FULL or drawing.faded(laid.state):
            for ink in laid.placed:
                if _meet(ink.rect, rect):
                    ink.lay(planes, rect)
            return
        touched = [ink for ink in laid.placed if _meet(ink.rect, rect)]
        for area in merged([ink.rect & rect for ink in touched]):
            inks = [ink for ink in touched if _meet(ink.rect, area)]
            if len(inks) == 1:
                inks[0].lay(planes, area, opacity)
                continue
            y, u, v = (
                window(plane, area, step).copy()
                for plane, step in zip(planes, (1, 2, 2), strict=True)
            )
            for ink in inks:
                ink.lay(planes, area)
            mix(planes, (y, u, v), area, opacity)


def merged(rects: Sequence[Rect]) -> list[Rect]:
    """Return rectangles that cover all the given ones and do not overlap."""
    apart: list[Rect] = []
    for rect in rects:
        if not rect:
            continue
        joined = rect
        while True:
            touching = [other for other in apart if _meet(other, joined)]
            if not touching:
                break
            for other in touching:
                apart.remove(other)
                joined |= other
        apart.append(joined)
    return apart


def _meet(one: Rect, other: Rect) -> bool:
    """Return whether two rectangles have a pixel in common; quicker than to make that rectangle."""
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


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
