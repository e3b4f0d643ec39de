"""Does a killed worker lose anything? Are two workers nearly twice as quick as one?

``python -m benchmarks.many_machines --recipients 10000`` sends so many people of two short scenes
over the API to ``sollecito serve`` on PostgreSQL, Valkey and S3 with two workers, of which one is
killed with SIGKILL at half; then it publishes the same people under the same links on one machine,
and compares all objects byte by byte. ``--scaling 400`` also measures one worker against two, for
so many people each, by the clock and by processor time. Both want a quiet machine with two
processors, which the engines have as well; nothing is written into the repository.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from benchmarks.engines import running_engines
from benchmarks.long_run import CAMPAIGN
from benchmarks.planned_people import plan_people, write_people
from benchmarks.processor_time import seconds_of
from benchmarks.service import bundle, running_service, running_worker
from campaigns.models import Campaign, Recipient
from foundation.database import open_database
from foundation.settings import load_settings
from storage.opening import open_store
from workers.background import finish_unfinished

if TYPE_CHECKING:
    import subprocess

    import httpx

PUBLIC = ("clips/", "films/", "p/", "static/")
SCALING_GOAL = 1.8
LOOK_S = 0.5
STUCK_S = 600.0
"""Seconds in which at least one more recipient is published."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Recipients a second by the clock, and processor seconds of the workers for each."""

    a_second: float
    processor_each: float


def send(client: httpx.Client, campaign: Path, people: Path) -> str:
    """Make a campaign and send its people; return its address when all rows are in."""
    archive = {"Content-Type": "application/zip"}
    made = client.post("/campaigns", content=bundle(campaign), headers=archive)
    address = f"/campaigns/{made.raise_for_status().json()['name']}"
    begun = time.monotonic()
    with people.open("rb") as file:
        sent = client.post(f"{address}/imports", content=file, headers={"Content-Type": "text/csv"})
    where = f"{address}/imports/{sent.raise_for_status().json()['id']}"
    while (state := client.get(where).raise_for_status().json())["state"] != "done":
        if state["state"] in {"failed", "cancelled"}:
            raise RuntimeError(f"The import ended as {state['state']}: {state['error']}")
        time.sleep(LOOK_S)
    print(f"{state['accepted']} rows were in after {time.monotonic() - begun:.1f} s", flush=True)
    return address


def publish(
    folder: Path,
    engines: dict[str, str],
    campaign: Path,
    people: Path,
    *,
    workers: int,
    kill: bool = False,
) -> Rate:
    """Send people over the API and publish all; return how quickly.

    The time begins when a twentieth is published, so that starting does not count. With ``kill``
    the first worker ends by SIGKILL at half. Raises RuntimeError when nothing goes on.
    """
    environment = {**os.environ, **engines, "SOLLECITO_REQUESTS_A_MINUTE": "100000"}
    with ExitStack() as stack:
        client = stack.enter_context(running_service(folder, environment))
        running = [
            stack.enter_context(
                running_worker(folder / f"machine-{number}", environment, "--processes", 1)
            )
            for number in range(workers)
        ]
        address = send(client, campaign, people)
        recipients = sum(client.get(address).raise_for_status().json()["recipients"].values())
        begun, first, done, moved, used = 0.0, 0, 0, time.monotonic(), 0.0
        while done < recipients:
            time.sleep(LOOK_S)
            before = done
            done = client.get(address).raise_for_status().json()["recipients"]["published"]
            if done > before:
                moved = time.monotonic()
            if not begun and done >= recipients // 20:
                begun, first, used = time.monotonic(), done, processor_seconds(running)
            if kill and done >= recipients // 2:
                running[0].kill()
                running[0].wait()
                print(f"killed one worker at {done} of {recipients}", flush=True)
                kill = False
            lost = all(worker.poll() is not None for worker in running)
            if lost or time.monotonic() - moved > STUCK_S:
                raise RuntimeError(f"Nothing goes on at {done} of {recipients}.")
        each = (processor_seconds(running) - used) / (recipients - first)
        return Rate((recipients - first) / (time.monotonic() - begun), each)


def processor_seconds(workers: list[subprocess.Popen[bytes]]) -> float:
    """Return the processor seconds of workers and their rendering processes so far."""
    return sum(seconds_of(worker.pid) for worker in workers)


@dataclass(frozen=True, slots=True)
class Names:
    """What is random in a campaign: the key of its clips' names, and each recipient's token."""

    secret: bytes
    tokens: dict[str, str]


def names_of(database_url: str) -> Names:
    """Return the names in a database that holds one campaign."""
    database = open_database(database_url)
    try:
        with database.reading() as session:
            rows = session.execute(select(Recipient.external_id, Recipient.token))
            tokens = {row.external_id: row.token for row in rows}
            return Names(session.scalars(select(Campaign.secret)).one(), tokens)
    finally:
        database.close()


def publish_here(folder: Path, names: Names) -> dict[str, str]:
    """Publish the same people under the same names on one machine; return all digests by key."""
    settings = load_settings(out=folder / "out", log_level="warning")
    database = open_database(settings.database)
    people = write_people(folder / "people.csv", len(names.tokens))
    plan_people(database, settings, people, secret=names.secret)
    with database.writing() as session:
        for external_id, token in names.tokens.items():
            same = update(Recipient).where(Recipient.external_id == external_id)
            session.execute(same.values(token=token))
    database.close()
    finish_unfinished(settings, threading.Event())
    return digests(settings.store)


def digests(address: str) -> dict[str, str]:
    """Return the SHA-256 of everything that the world may read, by key."""
    store = open_store(address)
    found = {}
    for prefix in PUBLIC:
        for key in store.keys(prefix):
            whole = hashlib.sha256()
            for piece in store.stream(key):
                whole.update(piece)
            found[key] = whole.hexdigest()
    return found


def lose_a_worker(recipients: int) -> bool:
    """Publish with a worker that is killed, and compare with one machine; return whether equal."""
    with tempfile.TemporaryDirectory(prefix="sollecito-bench-") as name:
        folder = Path(name)
        with running_engines(folder) as engines:
            people = write_people(folder / "people.csv", recipients)
            rate = publish(folder, engines, CAMPAIGN, people, workers=2, kill=True)
            print(
                f"{recipients} recipients published, {rate.a_second:.1f} a second, one worker lost"
            )
            names = names_of(engines["SOLLECITO_DATABASE_URL"])
            os.environ.update(engines)  # the keys of the store are read from there
            there = digests(engines["SOLLECITO_STORE_URL"])
            for variable in engines:
                os.environ.pop(variable)
        here = publish_here(folder, names)
        pages = sum(key.endswith("index.html") for key in here)
        print(f"{len(here)} objects on one machine, {len(there)} on the engines; {pages} pages")
        return there == here and pages == recipients


def compare_workers(recipients: int) -> bool:
    """Tell how many times as quick two workers are as one; return whether the goal is reached.

    By the clock, on this machine, where all engines and the service share its processors; and by
    processor time, which is what two machines give whose engines have machines of their own.
    """
    one, two = (_with_workers(workers, recipients) for workers in (1, 2))
    clock, processor = two.a_second / one.a_second, 2 * one.processor_each / two.processor_each
    print(f"two workers / one, by the clock: {clock:.2f}")
    print(f"two workers / one, by processor time: {processor:.2f} (goal {SCALING_GOAL})")
    return max(clock, processor) >= SCALING_GOAL


def _with_workers(workers: int, recipients: int) -> Rate:
    with tempfile.TemporaryDirectory(prefix="sollecito-bench-") as name:
        folder = Path(name)
        with running_engines(folder) as engines:
            people = write_people(folder / "people.csv", recipients)
            rate = publish(folder, engines, CAMPAIGN, people, workers=workers)
    print(
        f"{workers} worker(s): {rate.a_second:.2f} recipients a second,"
        f" {rate.processor_each * 1000:.0f} ms of a processor each",
        flush=True,
    )
    return rate


def main() -> None:
    """Run what the command line asks for; exit code 1 when something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--scaling", type=int, default=0, metavar="RECIPIENTS")
    given = parser.parse_args()
    reached = compare_workers(given.scaling) if given.scaling else True
    if given.recipients:
        equal = lose_a_worker(given.recipients)
        print("all published, every object the same" if equal else "NOT the same")
        reached = reached and equal
    sys.exit(not reached)


if __name__ == "__main__":
    main()
