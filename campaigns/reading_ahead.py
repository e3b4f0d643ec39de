"""Makes the next items in a thread of their own while those before are put to use.

Reading and checking rows is work of this process, storing them mostly that of the database's: at
the same time both take as long as the longer of them.
"""

from __future__ import annotations

import queue
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.database import Database

Item = TypeVar("Item")

DEPTH = 2
"""Items that are made before they are asked for, at most; one more is being made."""

WITH_SQLITE = 0
"""The same where SQLite stores them: it works in this process and gives the interpreter's lock back
for each row, which a thread that computes then hardly ever returns in time."""

LOOK_S = 0.1
"""Seconds between two looks of the thread whether anybody still wants what it has made."""


class _Made(NamedTuple, Generic[Item]):
    """An item, or what was raised instead of it; neither after the last one."""

    items: tuple[Item, ...] = ()
    error: BaseException | None = None


@contextmanager
def read_ahead(source: Iterator[Item], *, depth: int = DEPTH) -> Iterator[Iterator[Item]]:
    """Yield an iterator of the same items in the same order, some of them made ahead.

    What ``source`` raises is raised in the place of its item, after all items before it. At the end
    of the block the thread ends, whether all was taken or not. Nobody else may use ``source`` (and
    what it is made from) meanwhile.

    Args:
        source: is gone through in a thread of its own.
        depth: how many items may wait; memory is that of ``depth`` + 2 items. With 0 there is no
            thread, and each item is made when it is asked for.
    """
    if not depth:
        yield source
        return
    made: queue.Queue[_Made[Item]] = queue.Queue(depth)
    unwanted = threading.Event()

    def hand_over(one: _Made[Item]) -> None:
        while not unwanted.is_set():
            try:
                made.put(one, timeout=LOOK_S)
            except queue.Full:
                continue
            return

    def make() -> None:
        try:
            for item in source:
                hand_over(_Made((item,)))
                if unwanted.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - raised again where it belongs
            hand_over(_Made(error=error))
        else:
            hand_over(_Made())

    def taken() -> Iterator[Item]:
        while True:
            one = made.get()
            if one.error is not None:
                raise one.error
            if not one.items:
                return
            yield from one.items

    thread = threading.Thread(target=make, name="reading-ahead", daemon=True)
    thread.start()
    try:
        yield taken()
    finally:
        unwanted.set()
        thread.join()


def depth_for(database: Database) -> int:
    """Return how many items to make ahead of a database that stores them."""
    return WITH_SQLITE if database.engine.dialect.name == "sqlite" else DEPTH
