"""Neither a worker nor a server grows with the number of rows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from planned_campaign import multiply_rows, plan_campaign
from started_command import variables

from benchmarks.imports import MOST_BYTES
from benchmarks.service_imports import import_by_service
from benchmarks.worker_memory import growth, watch_worker
from foundation.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = 450
WARM = 150
"""Recipients until all that is loaded when first needed is there."""

WORKER_GROWTH = 4_000
"""Bytes for each recipient that a worker's own process may seem to grow: what is seen of a process
moves in steps of its allocator. A million would be 4 GB; that is the least that is noticed here."""

RENDERING_GROWTH = 30_000
"""The same for its rendering process, which fills caches that are bounded, and is then replaced."""


@pytest.mark.timeout(600)
def test_a_worker_is_as_large_after_many_recipients_as_after_few(
    tmp_path: Path, many_machines: dict[str, str]
) -> None:
    settings = load_settings(out=tmp_path / "planned", log_level="warning", **many_machines)
    plan_campaign(tmp_path / "campaign", settings, 1)
    # All have the same clips: claims, plans, pages, codes and objects are each one's own.
    multiply_rows(settings, PEOPLE)
    environment = {**os.environ, **variables(many_machines)}
    looks = list(watch_worker(tmp_path, environment, settings, PEOPLE))
    assert looks[-1].published == PEOPLE
    found = growth(looks, after=WARM)
    assert found.worker < WORKER_GROWTH, looks
    assert found.rendering < RENDERING_GROWTH, looks


@pytest.mark.timeout(600)
def test_server_and_import_process_hold_little_of_a_large_file(tmp_path: Path) -> None:
    held = import_by_service(tmp_path, os.environ, 20_000)
    assert 0 < held.importing < MOST_BYTES
    assert 0 < held.server < MOST_BYTES
