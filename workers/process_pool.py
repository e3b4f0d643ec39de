"""A fixed number of rendering processes, lent to one thread at a time."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from workers.rendering_process import RenderingProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Any


class ProcessPool:
    """Rendering processes, started when first used, or all by ``begin``.

    A thread gets the one that it had before, which knows its recipient already, unless that one is
    lent; else the one that was given back last, so that no more are started than are needed.

    Args:
        make_responder: see ``RenderingProcess``.
        size: how many processes there are at most.
        time_limit_s: seconds for one request.
        yielding: whether processes that answer requests go before these.
    """

    def __init__(
        self,
        make_responder: Callable[[], Callable[[Any], Any]],
        *,
        size: int,
        time_limit_s: float,
        yielding: bool = False,
    ) -> None:
        self._all = [
            RenderingProcess(make_responder, time_limit_s=time_limit_s, yielding=yielding)
            for _ in range(size)
        ]
        self._idle = list(self._all)
        self._given_back = threading.Condition()
        self._had = threading.local()

    def begin(self) -> None:
        """Start all processes; call before any thread uses one."""
        for process in self._all:
            process.begin()

    @contextmanager
    def lent(self) -> Iterator[RenderingProcess]:
        """Yield a process for this thread alone, waiting until one is idle."""
        with self._given_back:
            while not self._idle:
                self._given_back.wait()
            before = getattr(self._had, "process", None)
            process = before if before in self._idle else self._idle[-1]
            self._idle.remove(process)
        self._had.process = process
        try:
            yield process
        finally:
            with self._given_back:
                self._idle.append(process)
                self._given_back.notify()

    def abandon(self) -> None:
        """Kill all children at once; whoever waits for an answer gets RenderError."""
        for process in self._all:
            process.abandon()

    def close(self) -> None:
        """End all children; call when no thread uses one any more."""
        for process in self._all:
            process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
