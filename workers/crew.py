"""The threads that do the work: dramatiq workers on a broker, and what they were given to do."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dramatiq import Worker

from workers.actors import Actors, declare_actors
from workers.broker import DESK, RENDER, Backlog, open_broker
from workers.editions import Editions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.workshop import Workshop

IDLE_MS = 100
"""Milliseconds between two looks of an idle thread; also how exact a retry's delay is."""

STOP_S = 10.0
"""Seconds that work at hand has to come to a good end when everything is to stop."""

DESK_THREADS = 1
"""Threads for what waits more than it works."""


@dataclass(slots=True)
class Crew:
    """Work is sent through ``actors``; ``pending`` counts what is on its way.

    ``editions`` are the campaigns that are being worked on.
    """

    actors: Actors
    pending: Backlog
    editions: Editions


@contextmanager
def hire(shop: Workshop, *, threads: int) -> Iterator[Crew]:
    """Yield a crew of so many threads; at the end the work at hand is finished or given back.

    Each thread has one rendering process to ask, and fetches one message ahead of its work, so that
    it need not wait for the broker between two; what is fetched is lost to other machines.
    Rendering that takes longer than ten seconds to finish at the end is cut off.
    Raises redis' errors when a server that is away cannot be told of the end; all has ended then.
    """
    broker, pending = open_broker(shop.settings)
    editions = Editions(shop)
    actors = declare_actors(broker, shop, editions)
    rendering = Worker(broker, queues={RENDER}, worker_threads=threads, worker_timeout=IDLE_MS)
    rendering.queue_prefetch = 2 * threads  # dramatiq counts those that are worked on, too
    desk = Worker(broker, queues=set(DESK), worker_threads=DESK_THREADS, worker_timeout=IDLE_MS)
    desk.queue_prefetch = 1
    rendering.start()
    desk.start()
    try:
        yield Crew(actors, pending, editions)
    finally:
        shop.stopping.set()
        with ExitStack() as ending:  # from the last to the first, also when one raises
            ending.callback(broker.close)
            ending.callback(desk.stop, timeout=int(STOP_S * 1000))
            ending.callback(_stop, rendering, shop)


def _stop(rendering: Worker, shop: Workshop) -> None:
    try:
        rendering.stop(timeout=int(STOP_S * 1000))
    finally:
        if any(thread.is_alive() for thread in rendering.workers):
            shop.processes.abandon()
            rendering.stop(timeout=int(STOP_S * 1000))
