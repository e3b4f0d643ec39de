"""How quickly rows come in: ``python -m benchmarks.imports --rows 1000000 --database postgresql``.

A CSV file of twenty columns is checked and stored as ``sollecito render`` and the service do it,
into an empty database; then the same file again, in which nothing has changed. The time is that of
the clock, from the opening of the file to the last row stored; memory is the most that the process
ever held. Exit code 1 when a goal was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.import_data import write_campaign, write_rows
from benchmarks.memory import peak_of
from benchmarks.postgres import running_postgres
from benchmarks.processor_time import in_own_process, processor_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

GOALS = {"sqlite": 10_000, "postgresql": 15_000}
"""Rows a second that are to be reached at least, by database."""

MOST_BYTES = 400 << 20
"""Memory that is to be held at most."""


@dataclass(frozen=True, slots=True)
class Result:
    """One import: rows, seconds by the clock and of the processor, most bytes of memory."""

    rows: int
    seconds: float
    cpu_seconds: float
    peak_bytes: int

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds


def main() -> int:
    """Measure and print a table, then one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", choices=sorted(GOALS), default="sqlite")
    parser.add_argument("--work", nargs=2, metavar=("FOLDER", "ADDRESS"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        print(json.dumps(asdict(import_once(Path(asked.work[0]), asked.work[1]))))
        return 0
    with tempfile.TemporaryDirectory(prefix="sollecito-imports-") as root:
        folder = Path(root)
        write_campaign(folder)
        write_rows(folder / "debtors.csv", asked.rows)
        size = (folder / "debtors.csv").stat().st_size
        with _database(asked.database, folder) as address:
            work = ["--work", root, address]
            first, again = (Result(**in_own_process("benchmarks.imports", work)) for _ in range(2))
    goal = GOALS[asked.database]
    table = Table(title=f"{asked.rows:,} rows of 20 columns, {size >> 20} MB, {asked.database}")
    for heading in ("", "rows/s", "goal", "seconds", "processor s", "memory MB", "at most"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, result, least in (("new people", first, goal), ("the same again", again, None)):
        table.add_row(
            name,
            f"{result.rate:,.0f}",
            f"≥ {least:,}" if least else "",
            f"{result.seconds:.1f}",
            f"{result.cpu_seconds:.1f}",
            f"{result.peak_bytes >> 20}",
            f"{MOST_BYTES >> 20}",
        )
    console = Console()
    console.print(table)
    reached = first.rate >= goal and max(first.peak_bytes, again.peak_bytes) <= MOST_BYTES
    figures = {
        "rows": asked.rows,
        "database": asked.database,
        "load": os.getloadavg()[0],
        "goal_rows_per_second": goal,
        "rows_per_second": round(first.rate),
        "again_rows_per_second": round(again.rate),
        "peak_bytes": max(first.peak_bytes, again.peak_bytes),
        "reached": reached,
    }
    print(json.dumps(figures))
    return 0 if reached else 1


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    with running_postgres() as address:
        yield address


def import_once(folder: Path, address: str) -> Result:
    """Import the file of a folder in this process."""
    from campaigns.importing import import_rows
    from campaigns.migrate import upgrade
    from campaigns.queries import ensure_campaign
    from foundation.database import open_database
    from renderer.fonts import missing_glyphs
    from scenes.loading import load_campaign

    campaign = load_campaign(folder)
    database = open_database(address)
    upgrade(database.engine)
    with database.writing() as session:
        campaign_id = ensure_campaign(
            session,
            campaign.file.name,
            digest=campaign.digest,
            expires_on=None,
            public_base=campaign.file.public_base,
            pay_hosts=campaign.file.pay_link.hosts,
        ).id
    before, started = processor_seconds(), time.perf_counter()
    report = import_rows(
        database,
        campaign_id,
        campaign,
        folder / campaign.file.data.file,
        missing_glyphs=lambda text: missing_glyphs([text]),
    )
    seconds = time.perf_counter() - started
    if report.rejected:
        raise RuntimeError(f"{report.rejected} rows were rejected, which should all be good.")
    result = Result(report.read, seconds, processor_seconds() - before, peak_of(os.getpid()))
    database.close()
    return result


if __name__ == "__main__":
    sys.exit(main())
