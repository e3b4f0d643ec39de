"""How much memory do server and import process hold while the service takes in many rows?

``python -m benchmarks.service_imports --rows 200000`` sends a CSV file of twenty columns to
``sollecito serve`` on one machine. The campaign is paused, so that nothing is rendered: what is
measured is the most that the server and the process that imports ever held. Exit code 1 when that
was more than the goal.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.import_data import write_campaign, write_rows
from benchmarks.imports import MOST_BYTES
from benchmarks.long_run import MEGABYTE
from benchmarks.memory import children_of, watched
from benchmarks.service import bundle, running_service

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOK_S = 0.2


@dataclass(frozen=True, slots=True)
class Held:
    """Rows that came in, the seconds that took, and the most bytes of either process."""

    rows: int
    seconds: float
    server: int
    importing: int


def import_by_service(folder: Path, environment: Mapping[str, str], rows: int) -> Held:
    """Send so many rows to a server of its own; ``folder`` holds everything.

    Raises RuntimeError when they do not all come in.
    """
    campaign = folder / "campaign"
    campaign.mkdir()
    write_campaign(campaign)
    write_rows(campaign / "debtors.csv", rows)
    others = set(children_of(os.getpid()))
    with running_service(folder, environment) as client:
        (server,) = set(children_of(os.getpid())) - others
        archive = {"Content-Type": "application/zip"}
        made = client.post("/campaigns", content=bundle(campaign), headers=archive)
        address = f"/campaigns/{made.raise_for_status().json()['name']}"
        client.patch(address, json={"state": "paused"}).raise_for_status()
        begun = time.monotonic()
        with watched(server, folder / "nothing") as peaks:
            with (campaign / "debtors.csv").open("rb") as file:
                csv = {"Content-Type": "text/csv"}
                sent = client.post(f"{address}/imports", content=file, headers=csv)
            where = f"{address}/imports/{sent.raise_for_status().json()['id']}"
            while (state := client.get(where).raise_for_status().json())["state"] in {
                "waiting",
                "running",
            }:
                time.sleep(LOOK_S)
            seconds = time.monotonic() - begun
        if state["accepted"] != rows:
            raise RuntimeError(f"The import ended as {state['state']}: {state['error']}")
    return Held(rows, seconds, peaks.parent, peaks.child)


def main() -> int:
    """Measure and print one line; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.service_imports", description=__doc__
    )
    parser.add_argument("--rows", type=int, default=200_000)
    asked = parser.parse_args()
    environment = {**os.environ, "SOLLECITO_REQUESTS_A_MINUTE": "100000"}
    with tempfile.TemporaryDirectory(prefix="sollecito-bench-") as folder:
        held = import_by_service(Path(folder), environment, asked.rows)
    print(
        f"{held.rows} rows in {held.seconds:.1f} s; most that was held: server"
        f" {held.server / MEGABYTE:.0f} MB, import process {held.importing / MEGABYTE:.0f} MB"
        f" (goal {MOST_BYTES >> 20} MB each)"
    )
    return 0 if max(held.server, held.importing) <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
