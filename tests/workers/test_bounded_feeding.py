"""A hundred thousand planned rows: few messages and ids at a time, whether work goes on or not."""

from __future__ import annotations

import gc
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from planned_campaign import multiply_rows, plan_campaign

from foundation.settings import load_settings
from workers import feeding as feeding_module
from workers.actors import declare_actors
from workers.broker import RENDER, connect, open_broker
from workers.crew import Crew
from workers.editions import Editions
from workers.feeding import FETCHED, MOST, Feeding
from workers.sweeping import AHEAD_PER_THREAD
from workers.workshop import open_workshop

if TYPE_CHECKING:
    from pathlib import Path

    from dramatiq import Broker

    from foundation.settings import Settings

ROWS = 100_000
THREADS = 2
SHARED = 4
"""Messages for clips that the first people share: two scenes for all, amounts that some share."""

MEMORY = 4 << 20
"""Bytes that handing out may hold for all of these rows: their ids alone would be as much."""


def waiting(settings: Settings, broker: Broker) -> int:
    """Return how many messages wait at the broker."""
    if settings.broker_url.startswith("memory"):
        return int(broker.queues[RENDER].qsize())  # type: ignore[attr-defined]
    with connect(settings.broker_url) as client:
        return int(client.llen(f"sollecito:{RENDER}"))


@pytest.mark.timeout(300)
def test_handing_out_holds_no_more_than_keeps_workers_busy(
    set_up: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding_module, "LOOK_S", 0.0)
    settings = load_settings(out=tmp_path / "out", log_level="warning", jobs=1, **set_up)
    plan_campaign(tmp_path / "campaign", settings, 1)
    multiply_rows(settings, ROWS)
    with open_workshop(settings) as shop:
        broker, pending = open_broker(settings)
        editions = Editions(shop)
        crew = Crew(declare_actors(broker, shop, editions), pending, editions)
        feeding = Feeding(shop, crew, threads=THREADS)
        assert feeding.step()
        gc.collect()
        tracemalloc.start()
        try:
            # Nobody works: nothing more is sent.
            for _ in range(20):
                assert feeding.step()
                assert waiting(settings, broker) <= 2 * THREADS * AHEAD_PER_THREAD + SHARED
            if set_up:  # many workers take all there is, again and again
                sent = 0
                while sent < ROWS // 10:
                    found = waiting(settings, broker)
                    assert 0 < found <= MOST + SHARED
                    sent += found
                    broker.flush(RENDER)
                    assert feeding.step()
                    assert all(len(rows.ids) <= FETCHED for rows in feeding._rows.values())
                assert feeding._most == MOST, "it has found out that there are many"
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < MEMORY
        feeding.end()
        broker.close()
