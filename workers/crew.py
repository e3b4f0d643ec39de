"""The threads that do the work: a dramatiq worker on a broker, and what it was given to do."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dramatiq import Worker

from workers.actors import Actors, declare_actors
from workers.broker import Pending, open_broker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.edition import Edition
    from workers.workshop import Workshop

IDLE_MS = 100
"""Milliseconds between two looks of an idle thread; also how exact a retry's delay is."""

STOP_S = 10.0
"""Seconds that work at hand has to come to a good end when everything is to stop."""


@dataclass(slots=True)
class Crew:
    """Work is sent through ``actors``; ``pending`` counts what is on its way.

    ``editions`` are the campaigns that are being worked on, by id.
    """

    actors: Actors
    pending: Pending
    editions: dict[int, Edition] = field(default_factory=dict)


@contextmanager
def hire(shop: Workshop, *, threads: int) -> Iterator[Crew]:
    """Yield a crew of so many threads; at the end the work at hand is finished or given back.

    Rendering that takes longer than ten seconds to finish then is cut off.
    """
    broker, pending = open_broker(shop.settings)
    editions: dict[int, Edition] = {}
    actors = declare_actors(broker, shop, editions.__getitem__)
    worker = Worker(broker, worker_threads=threads, worker_timeout=IDLE_MS)
    worker.start()
    try:
        yield Crew(actors, pending, editions)
    finally:
        shop.stopping.set()
        worker.stop(timeout=int(STOP_S * 1000))
        if any(thread.is_alive() for thread in worker.workers):
            shop.processes.abandon()
            worker.stop(timeout=int(STOP_S * 1000))
        broker.close()
