"""Drawings of layers that several people's scenes show, laid out once.

Bounded by the bytes that they hold, which grow as ink is made for them (each tells how much); the
longest unused go first.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from renderer.drawings import Drawing

MEMORY_BYTES = 48 << 20
_MOST = 256
"""Small drawings are not many more than this: what they hold besides arrays is not counted."""


class DrawingStore:
    """Drawings by key. Not for several threads.

    What was drawn last stays until another is drawn, however large: its scene is being drawn.
    """

    def __init__(self, memory: int = MEMORY_BYTES) -> None:
        self._memory = memory
        self._kept: OrderedDict[Hashable, Drawing] = OrderedDict()
        self._held = 0

    @property
    def held_bytes(self) -> int:
        """Bytes that the drawings hold now."""
        return self._held

    def get(self, key: Hashable, make: Callable[[], Drawing]) -> Drawing:
        """Return the drawing of a key, which is made unless it is kept."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        self._make_room()
        drawing = self._kept[key] = make()
        self._held += drawing.held_bytes
        drawing.grows = self._grow
        return drawing

    def _grow(self, size: int) -> None:
        self._held += size

    def _make_room(self) -> None:
        while self._held > self._memory or len(self._kept) >= _MOST:
            _, dropped = self._kept.popitem(last=False)
            self._held -= dropped.held_bytes
            dropped.grows = None
