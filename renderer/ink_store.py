"""Ink of moving layers that several people's scenes show, made once.

What a layer looks like in the midst of its motion is asked for again only where recipients share
the layer. So ink is kept from the second time on that it is asked for: that of one person's layers
never takes room.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from renderer.ink import Ink

MEMORY_BYTES = 48 << 20
_ASKED = 20_000
"""Of so many things asked for is it known that they were."""


def ink_bytes(inks: Iterable[Ink]) -> int:
    """Return the bytes that inks hold."""
    return sum(
        plane.nbytes for ink in inks for plane in (ink.keep, ink.y, ink.keep_half, ink.u, ink.v)
    )


class InkStore:
    """Inks by key, the longest unused dropped first. Not for several threads."""

    def __init__(self, memory: int = MEMORY_BYTES) -> None:
        self._memory = memory
        self._bytes = 0
        self._kept: OrderedDict[Hashable, tuple[tuple[Ink, ...], int]] = OrderedDict()
        self._asked: OrderedDict[int, None] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], tuple[Ink, ...]]) -> tuple[Ink, ...]:
        """Return the inks of a key, which are made unless they are kept."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found[0]
        inks = make()
        mark = hash(key)
        if mark not in self._asked:
            self._asked[mark] = None
            if len(self._asked) > _ASKED:
                self._asked.popitem(last=False)
            return inks
        size = ink_bytes(inks)
        if size <= self._memory // 8:
            self._kept[key] = inks, size
            self._bytes += size
            while self._bytes > self._memory:
                _, (_, dropped) = self._kept.popitem(last=False)
                self._bytes -= dropped
        return inks
