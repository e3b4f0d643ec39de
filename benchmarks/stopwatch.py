"""Measures what named functions of the program cost, each without what it calls of the others."""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Stopwatch:
    """Processor seconds of this thread, by stage; time in an inner stage counts there alone."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._stages: list[str] = []
        self._since = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count a block to a stage."""
        self._switch()
        self._stages.append(name)
        try:
            yield
        finally:
            self._switch()
            self._stages.pop()

    def _switch(self) -> None:
        now = time.thread_time()
        if self._stages:
            self.seconds[self._stages[-1]] += now - self._since
        self._since = now

    def wrapped(self, name: str, function: Any) -> Any:
        """Return a function whose calls count to a stage."""

        @functools.wraps(function)
        def counted(*arguments: Any, **named: Any) -> Any:
            with self.stage(name):
                return function(*arguments, **named)

        return counted


@contextmanager
def watching(places: Mapping[str, tuple[tuple[Any, str], ...]]) -> Iterator[Stopwatch]:
    """Yield a stopwatch that counts calls of (module or class, attribute) pairs, by stage.

    The program is as before when the block ends.
    """
    watch = Stopwatch()
    before = [(o, name, getattr(o, name)) for pairs in places.values() for o, name in pairs]
    try:
        for stage, pairs in places.items():
            for owner, name in pairs:
                setattr(owner, name, watch.wrapped(stage, getattr(owner, name)))
        yield watch
    finally:
        for owner, name, function in before:
            setattr(owner, name, function)
