"""Does a killed worker lose anything? Are two workers nearly twice as quick as one?

``python -m benchmarks.many_machines --recipients 10000`` publishes so many people of two short
scenes on PostgreSQL, Valkey and S3 with two workers, of which one is killed with SIGKILL at half;
then the same people on one machine, and compares all objects byte by byte.
``--scaling 400`` also measures one worker against two, for so many people each.
Both want a quiet machine with two processors; nothing is written into the repository.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from benchmarks.engines import running_engines
from benchmarks.long_run import CAMPAIGN, person
from campaigns.importing import import_rows
from campaigns.migrate import upgrade
from campaigns.queries import ensure_campaign
from foundation.database import open_database
from foundation.settings import load_settings
from scenes.loading import load_campaign
from storage.opening import open_store
from workers.background import finish_unfinished
from workers.edition import make_edition

if TYPE_CHECKING:
    from foundation.settings import Settings

PUBLIC = ("clips/", "films/", "p/", "static/")
LOOK_S = 0.5


def plan(folder: Path, recipients: int) -> Settings:
    """Import so many people into the embedded set-up; nothing is rendered."""
    shutil.copytree(CAMPAIGN, folder / "campaign")
    (folder / "campaign" / "media").mkdir(exist_ok=True)
    data = folder / "campaign" / "people.csv"
    lines = ["id;first_name;amount;reference", *(";".join(person(n)) for n in range(recipients))]
    data.write_text("\n".join(lines) + "\n", encoding="utf-8")
    campaign = load_campaign(folder / "campaign")
    settings = load_settings(out=folder / "out", log_level="warning")
    database = open_database(settings.database)
    upgrade(database.engine)
    with database.writing() as session:
        row = ensure_campaign(
            session,
            campaign.file.name,
            digest=campaign.digest,
            expires_on=campaign.file.expires_on,
            public_base=campaign.file.public_base,
            pay_hosts=campaign.file.pay_link.hosts,
        )
    make_edition(settings, row, campaign)
    import_rows(database, row.id, campaign, data)
    database.close()
    return settings


def command(*words: object) -> list[str]:
    """Return the command line of ``sollecito``."""
    return [sys.executable, "-m", "cli", *map(str, words)]


def publish(folder: Path, settings: Settings, workers: int, *, kill: bool) -> float:
    """Move what was planned to new engines and publish all; return seconds from the first to last.

    The time begins when a twentieth is published, so that starting does not count. With ``kill``
    the first worker ends by SIGKILL at half. The environment stays set for who looks at the store.
    """
    subprocess.run(command("move", "--out", settings.out), check=True, stdout=subprocess.DEVNULL)
    database = open_database(os.environ["SOLLECITO_DATABASE_URL"])

    def published() -> int:
        with database.reading() as session:
            count = "select count(*) from recipients where status = 'published'"
            return int(session.execute(text(count)).scalar_one())

    with database.reading() as session:
        total = int(session.execute(text("select count(*) from recipients")).scalar_one())
    running = []
    for number in range(workers):
        with (folder / f"worker-{number}.log").open("wb") as log:
            words = command("worker", "--processes", 1, "--out", folder / f"machine-{number}")
            running.append(subprocess.Popen(words, stdout=log, stderr=log))
    begun, first, done = 0.0, 0, 0
    try:
        while done < total:
            time.sleep(LOOK_S)
            done = published()
            if not begun and done >= total // 20:
                begun, first = time.monotonic(), done
            if kill and done >= total // 2:
                running[0].kill()
                running[0].wait()
                print(f"killed one worker at {done} of {total}", flush=True)
                kill = False
            if all(worker.poll() is not None for worker in running):
                raise RuntimeError(f"No worker is left; see {folder}.")
        return (time.monotonic() - begun) * total / max(1, total - first)
    finally:
        for worker in running:
            worker.terminate()
        for worker in running:
            worker.wait(90)
        database.close()


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
        settings = plan(folder, recipients)
        with running_engines(folder) as environment:
            os.environ.update(environment)
            seconds = publish(folder, settings, 2, kill=True)
            print(f"{recipients} recipients published in {seconds:.0f} s, one worker lost")
            there = digests(environment["SOLLECITO_STORE_URL"])
            for variable in environment:
                os.environ.pop(variable)
        finish_unfinished(settings, threading.Event())
        here = digests(settings.store)
        pages = sum(key.endswith("index.html") for key in here)
        print(f"{len(here)} objects on one machine, {len(there)} on the engines; {pages} pages")
        return there == here and pages == recipients


def compare_workers(recipients: int) -> float:
    """Return how many times as quick two workers are as one."""
    rates = []
    for workers in (1, 2):
        with tempfile.TemporaryDirectory(prefix="sollecito-bench-") as name:
            folder = Path(name)
            settings = plan(folder, recipients)
            with running_engines(folder) as environment:
                os.environ.update(environment)
                seconds = publish(folder, settings, workers, kill=False)
                for variable in environment:
                    os.environ.pop(variable)
        rates.append(recipients / seconds)
        print(f"{workers} worker(s): {rates[-1]:.2f} recipients a second", flush=True)
    return rates[1] / rates[0]


def main() -> None:
    """Run what the command line asks for; exit code 1 when something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--scaling", type=int, default=0, metavar="RECIPIENTS")
    given = parser.parse_args()
    if given.scaling:
        print(f"two workers / one: {compare_workers(given.scaling):.2f} (goal 1.8)")
    if given.recipients:
        equal = lose_a_worker(given.recipients)
        print("all published, every object the same" if equal else "NOT the same")
        sys.exit(not equal)


if __name__ == "__main__":
    main()
