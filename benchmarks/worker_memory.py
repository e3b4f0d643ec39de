"""Does a worker stay as large as it is, however many recipients it makes?

``python -m benchmarks.worker_memory --recipients 4000`` has one ``sollecito worker`` with one
rendering process publish so many people of two short scenes, on PostgreSQL, Valkey and S3, and
looks at the memory of both processes as they go. Growth is the slope over the second half: what is
kept on purpose (names of clips seen, texts laid out, bands) is bounded and full, or nearly so, by
then. Exit code 1 when a worker would grow by more than its goal over a million.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from benchmarks.engines import running_engines
from benchmarks.long_run import MEGABYTE
from benchmarks.memory import children_of, held_by
from benchmarks.planned_people import plan_people, write_people
from benchmarks.service import running_worker
from campaigns.models import Recipient, RecipientStatus
from foundation.database import open_database
from foundation.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from foundation.database import Database
    from foundation.settings import Settings

LOOK_S = 0.5
STUCK_S = 300.0
"""Seconds in which at least one more recipient is published."""

GOAL_BYTES = 1024
"""Growth for each recipient that counts as none: a thousand recipients, a megabyte."""


@dataclass(frozen=True, slots=True)
class Look:
    """Bytes that worker and rendering process held when so many were published."""

    published: int
    worker: int
    rendering: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Bytes by which each process grows for a further recipient."""

    worker: float
    rendering: float


def growth(looks: Sequence[Look], *, after: int) -> Growth:
    """Return the slope of memory over the looks with more than ``after`` recipients published."""
    late = [look for look in looks if look.published > after]
    people = [look.published for look in late]
    return Growth(
        linear_regression(people, [look.worker for look in late]).slope,
        linear_regression(people, [look.rendering for look in late]).slope,
    )


def watch_worker(
    folder: Path, environment: Mapping[str, str], settings: Settings, recipients: int
) -> Iterator[Look]:
    """Yield looks at a worker that makes so many people, who are planned already.

    ``environment`` gives it the same engines as ``settings``. Raises RuntimeError when nothing
    goes on.
    """
    database = open_database(settings.database)
    try:
        with running_worker(folder / "worker", environment, "--processes", 1) as worker:
            moved, before = time.monotonic(), 0
            while before < recipients:
                time.sleep(LOOK_S)
                done = _published(database)
                if done > before:
                    moved, before = time.monotonic(), done
                if worker.poll() is not None or time.monotonic() - moved > STUCK_S:
                    raise RuntimeError(f"Nothing goes on at {done} of {recipients}.")
                rendering = sum(map(held_by, children_of(worker.pid)))
                yield Look(done, held_by(worker.pid), rendering)
    finally:
        database.close()


def plan(folder: Path, settings: Settings, recipients: int) -> None:
    """Plan so many people; ``folder`` is for their data."""
    database = open_database(settings.database)
    try:
        plan_people(database, settings, write_people(folder / "people.csv", recipients))
    finally:
        database.close()


def _published(database: Database) -> int:
    done = select(func.count()).where(Recipient.status == RecipientStatus.PUBLISHED)
    with database.reading() as session:
        return session.scalars(done).one()


def main() -> int:
    """Measure, and print a line for every twentieth of the recipients; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.worker_memory", description=__doc__)
    parser.add_argument("--recipients", type=int, default=4000)
    asked, told = parser.parse_args(), 0
    with tempfile.TemporaryDirectory(prefix="sollecito-bench-") as name:
        folder = Path(name)
        with running_engines(folder) as engines:
            os.environ.update(engines)
            settings = load_settings(out=folder / "planned", log_level="warning")
            plan(folder, settings, asked.recipients)
            looks: list[Look] = []
            for look in watch_worker(folder, os.environ, settings, asked.recipients):
                if not looks or look.published >= told:
                    told = look.published + max(1, asked.recipients // 20)
                    print(
                        f"{look.published:>7}: worker {look.worker / MEGABYTE:.1f} MB,"
                        f" rendering process {look.rendering / MEGABYTE:.1f} MB",
                        flush=True,
                    )
                looks.append(look)
    found = growth(looks, after=asked.recipients // 2)
    print(f"for a further recipient: worker {found.worker:.0f} bytes (goal {GOAL_BYTES}),")
    print(f"rendering process {found.rendering:.0f} bytes; it is replaced at 400 MB")
    return 0 if found.worker <= GOAL_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
