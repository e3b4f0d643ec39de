"""Counts of what a process did."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Tally:
    """Counts of what was done, by name, from several threads."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._new: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, what: str, number: int = 1) -> None:
        """Count so many more."""
        with self._lock:
            self._counts[what] += number
            self._new[what] += number

    def __getitem__(self, what: str) -> int:
        with self._lock:
            return self._counts[what]

    def take(self) -> dict[str, int]:
        """Return what was counted since the last time."""
        with self._lock:
            taken, self._new = self._new, Counter()
        return {what: number for what, number in taken.items() if number}

    def give_back(self, counts: Mapping[str, int]) -> None:
        """Let the next ``take`` return these, too."""
        with self._lock:
            self._new.update(counts)
