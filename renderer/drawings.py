"""Layers as they are drawn: the pieces of each, its ink in any state, and the rows it reaches."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from renderer.ink import FULL, Ink, Rect, Sprite, make_ink, scaled
from renderer.ink_store import InkStore, ink_bytes
from renderer.motion import REST, State, part_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

_MOVING = InkStore()

_FEATHER = 48
"""Width of the soft edge of a wipe, in pixels of the reference picture."""


class Part(Protocol):
    """A piece of a drawn layer that may grow by itself: a bar of a chart, a number."""

    def at(self, state: State) -> Sprite | None:
        """Return the piece while it grows (``state.time``, ``state.growth``); None: not there."""


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A piece that does not change by itself; ``order`` is its turn in a stagger (``Drawing``)."""

    sprite: Sprite
    order: int | None = None

    def at(self, state: State) -> Sprite:
        """Return the piece."""
        del state
        return self.sprite


class Drawing:
    """A layer laid out at its place: pieces from back to front, and the ink of its rest.

    ``key`` is a digest of all that decides its pixels; drawings of one key look the same.
    ``grows`` is told the bytes of ink that is made for good.

    Where a layer's parts come one after another, a part with an ``order`` (0, 1, …: a line, a row)
    is given the state of its own turn. Parts without one come with the first, except when they are
    drawn: those of a chart know their turns (``State.clock``).
    """

    def __init__(
        self, parts: Sequence[Part], box: Rect, opacity: float = 1.0, key: str = ""
    ) -> None:
        self.parts = tuple(parts)
        self.box = box
        self.key = key
        self.opacity = round(opacity * FULL)
        self.grows: Callable[[int], None] | None = None
        self._rest: dict[Rect, tuple[Ink, ...]] = {}
        self._still: dict[tuple[int, Rect], tuple[Sprite, Ink | None]] = {}
        self._reach: dict[State, tuple[int, int] | None] = {}
        self._part_bytes = sum(_array_bytes(part) for part in self.parts)
        self._ink_bytes = 0

    @property
    def held_bytes(self) -> int:
        """Bytes of its parts' arrays, and of the ink that was made for good so far."""
        return self._part_bytes + self._ink_bytes

    @property
    def staggered(self) -> int:
        """How many turns its parts take in a stagger; 0 where no part has an ``order``."""
        return max(
            (order + 1 for part in self.parts if (order := _order(part)) is not None), default=0
        )

    def inks(self, state: State, picture: Rect, scale: float) -> tuple[Ink, ...]:
        """Return the layer's ink in a state; ``scale`` is pixels to a reference pixel.

        Opacity is left to the caller unless it is ``faded`` already.
        """
        if _only_fades(state):
            if picture not in self._rest:
                made = self._make(REST, picture, scale)
                known = {id(ink) for _, ink in self._still.values()}
                self._hold(ink_bytes(ink for ink in made if id(ink) not in known))
                self._rest[picture] = made
            return self._rest[picture]
        if not self.key:
            return self._make(state, picture, scale)
        key = self.key, state, picture
        return _MOVING.get(key, lambda: self._make(state, picture, scale))

    def faded(self, state: State) -> bool:
        """Return whether the ink of a state has the layer's opacity in it.

        Not where there are several pieces, which fade as one, nor where a layer does nothing but
        fade: it keeps the ink of its rest.
        """
        return len(self.parts) == 1 and not _only_fades(state)

    def reach(self, state: State, scale: float) -> tuple[int, int] | None:
        """Return the rows of pixels (from, to) that the layer may cover in a state, or None.

        Known before any ink is made; none of its ink lies outside.
        """
        if state not in self._reach:
            self._reach[state] = self._measure(state, scale)
        return self._reach[state]

    def _measure(self, state: State, scale: float) -> tuple[int, int] | None:
        found: list[tuple[float, float]] = []
        for part in self.parts:
            own = _own_state(part, state)
            sprite = None if own is None else part.at(own)
            if own is None or sprite is None:
                continue
            bounds = sprite.bounds
            box = self.box if own is state else bounds
            middle = (box.top + box.bottom) / 2
            top, bottom = (
                middle + (edge - middle) * own.scale + own.dy * scale
                for edge in (bounds.top, bounds.bottom)
            )
            found.append((top, bottom))
        if not found:
            return None
        # Moved by parts of pixels, ink has a row more, and it is even; scaled, its edge is soft.
        soft = 2 if state.scale != 1 or state.parts_by is not None else 0
        return (
            math.floor(min(top for top, _ in found)) - 1 - soft,
            math.ceil(max(bottom for _, bottom in found)) + 2 + soft,
        )

    def total_opacity(self, state: State) -> int:
        """Return the opacity with that of the layer itself, to 256."""
        return state.opacity * self.opacity >> 8

    def _make(self, state: State, picture: Rect, scale: float) -> tuple[Ink, ...]:
        shared = self.total_opacity(state) if self.faded(state) else FULL
        made: list[Ink] = []
        for part in self.parts:
            own = _own_state(part, state)
            sprite = None if own is None else part.at(own)
            if own is None or sprite is None:
                continue
            opacity = shared if own is state else shared * own.opacity >> 8
            if opacity == FULL and own == _grown(own) and sprite is part.at(REST):
                # A piece that has grown already: its ink is the one of its rest.
                ink = self._still_ink(sprite, picture)
                if ink is not None:
                    made.append(ink)
                continue
            box = self.box if own is state else sprite.bounds
            if own.scale != 1:
                middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
                sprite = scaled(sprite, own.scale, middle)
            ink = make_ink(
                sprite,
                picture,
                dx=own.dx * scale,
                dy=own.dy * scale,
                opacity=opacity,
                reveal=_revealed(own, box, picture, scale),
            )
            if ink is not None:
                made.append(ink)
        return tuple(made)

    def _still_ink(self, sprite: Sprite, picture: Rect) -> Ink | None:
        key = (id(sprite), picture)
        if key not in self._still:
            ink = make_ink(sprite, picture)
            self._hold(ink_bytes(() if ink is None else (ink,)))
            self._still[key] = (sprite, ink)
        return self._still[key][1]

    def _hold(self, size: int) -> None:
        self._ink_bytes += size
        if self.grows is not None:
            self.grows(size)


def _array_bytes(thing: object, depth: int = 3) -> int:
    """Return the bytes of the arrays that a part holds, itself or in what it is made of."""
    if isinstance(thing, np.ndarray):
        return thing.nbytes
    if not depth:
        return 0
    within: Iterable[object] = ()
    if isinstance(thing, (tuple, list)):
        within = thing
    elif isinstance(thing, dict):
        within = thing.values()
    elif dataclasses.is_dataclass(thing):
        # What a sprite was drawn from holds no pixels.
        names = (field.name for field in dataclasses.fields(thing) if field.name != "figure")
        within = [getattr(thing, name) for name in names]
    elif hasattr(thing, "__dict__"):
        within = list(vars(thing).values())
    return sum(_array_bytes(each, depth - 1) for each in within)


def _order(part: Part) -> int | None:
    """Return a part's turn in a stagger, where it has one of its own."""
    order: int | None = getattr(part, "order", None)
    return order


def _own_state(part: Part, state: State) -> State | None:
    """Return the state of a part: the layer's, or, in a stagger, that of the part's turn."""
    if state.parts_by is None:
        return state
    order = _order(part)
    if order is None and state.parts_by.effect == "draw":
        return state
    return part_state(state, order or 0)


def _revealed(state: State, box: Rect, picture: Rect, scale: float) -> NDArray[np.uint16] | None:
    """Return the weights (to 256) of a wipe: one row over all columns, or one column."""
    if state.reveal >= 1:
        return None
    feather = _FEATHER * scale
    upright = state.edge in {"top", "bottom"}
    start, end = (box.top, box.bottom) if upright else (box.left, box.right)
    middles = np.arange(picture.bottom if upright else picture.right, dtype=np.float32) + 0.5
    from_side = middles - start if state.edge in {"left", "top"} else end - middles
    edge = state.reveal * (end - start + feather)
    weights: NDArray[np.uint16]
    weights = (np.clip((edge - from_side) / feather, 0, 1) * FULL).astype(np.uint16)
    return weights[:, None] if upright else weights[None, :]


@lru_cache(maxsize=4_096)
def _only_fades(state: State) -> bool:
    return state == State(opacity=state.opacity)


def _grown(state: State) -> State:
    """Return the rest with the state's growth: equal to the state when it does not move or fade."""
    return State(time=state.time, growth=state.growth)
