"""How soon does the first of a large upload have a page? Does the service answer while it renders?

``python -m benchmarks.first_published`` starts ``sollecito serve`` with two rendering processes,
makes a campaign of ``examples/vehicle-tax`` over the API and sends its people so often, under other
ids and plates, that there are 100,000 rows. The time begins with the upload and ends when a
recipient is told as published; on an empty folder, with nothing prepared.

Once all rows are in, the campaign and its progress are asked for 20 times a second in turns while
rendering goes on; the time of each answer is that of a client on the same machine, whose two
processors the rendering has as well. ``--engines`` does the same on PostgreSQL, Valkey and S3, with
``serve`` and one ``worker`` of two processes. Exit code 1 when a goal was missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from benchmarks.engines import running_engines
from benchmarks.example import FOLDER
from benchmarks.service import bundle, running_service, running_worker

if TYPE_CHECKING:
    import httpx

FIRST_GOAL_S = 10.0
"""Seconds from the upload's start to the first page."""

ANSWER_GOAL_MS = 50.0
"""Milliseconds that 99 of 100 status requests take at most while rendering."""

A_SECOND = 20
"""Status requests a second."""

LOOK_S = 0.1
IMPORT_S = 240.0


def main() -> int:
    """Measure, print a line of JSON, and say whether the goals were reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=30.0, help="of status requests")
    parser.add_argument("--engines", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sollecito-first-") as name, ExitStack() as stack:
        folder = Path(name)
        environment = {
            **os.environ,
            "SOLLECITO_JOBS": "2",
            "SOLLECITO_REQUESTS_A_MINUTE": "100000",
            "SOLLECITO_LOG_LEVEL": "warning",
        }
        if asked.engines:
            environment |= stack.enter_context(running_engines(folder))
        data = write_rows(folder / "people.csv", asked.rows)
        client = stack.enter_context(running_service(folder, environment))
        if asked.engines:
            stack.enter_context(running_worker(folder / "worker", environment))
        figures = {"rows": asked.rows, "engines": asked.engines, "load": os.getloadavg()[0]}
        figures |= measure(client, data, asked.seconds)
    print(json.dumps(figures))
    reached = (
        figures["first_published_s"] <= FIRST_GOAL_S and figures["answer_p99_ms"] <= ANSWER_GOAL_MS
    )
    print("reached" if reached else "MISSED", f"(goals: {FIRST_GOAL_S} s, {ANSWER_GOAL_MS} ms)")
    return 0 if reached else 1


def write_rows(file: Path, rows: int) -> Path:
    """Write so many rows of the example, each with an id and a plate of its own."""
    with (FOLDER / "debtors.csv").open(encoding="utf-8-sig", newline="") as source:
        header, *people = csv.reader(source, delimiter=";")
    person, plate = header.index("Posizione"), header.index("Targa")
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(header)
        for number in range(rows):
            row = list(people[number % len(people)])
            row[person] = f"B-{number:07}"
            row[plate] = f"{chr(65 + number % 26)}B {number // 26 % 1000:03} {number // 26_000:02}"
            writer.writerow(row)
    return file


def measure(client: httpx.Client, data: Path, seconds: float) -> dict[str, Any]:
    """Send the rows and return the figures."""
    made = client.post(
        "/campaigns", content=bundle(FOLDER), headers={"Content-Type": "application/zip"}
    )
    made.raise_for_status()
    path = f"/campaigns/{made.json()['name']}"
    started = time.perf_counter()
    with data.open("rb") as file:
        sent = client.post(f"{path}/imports", content=file, headers={"Content-Type": "text/csv"})
    sent.raise_for_status()
    uploaded = time.perf_counter() - started
    number = sent.json()["id"]
    first: float | None = None
    imported: float | None = None
    while first is None or imported is None:
        if time.perf_counter() - started > IMPORT_S:
            raise RuntimeError("The rows did not come in, or nobody was published.")
        if first is None and _published(client, path):
            first = time.perf_counter() - started
        state = client.get(f"{path}/imports/{number}").json()["state"]
        if imported is None and state not in {"waiting", "running"}:
            imported = time.perf_counter() - started
            if state != "done":
                raise RuntimeError(f"The import ended as {state}.")
        time.sleep(LOOK_S)
    before, begun = _published(client, path), time.perf_counter()
    took = _ask_again_and_again(client, (path, f"{path}/progress"), seconds)
    done = _published(client, path) - before
    if not done:
        raise RuntimeError("Nothing was rendered while the status was asked for.")
    cut = quantiles(took, n=100)
    return {
        "uploaded_s": round(uploaded, 2),
        "first_published_s": round(first, 2),
        "imported_s": round(imported, 2),
        "answers": len(took),
        "answer_p50_ms": round(cut[49], 1),
        "answer_p99_ms": round(cut[98], 1),
        "answer_most_ms": round(max(took), 1),
        "published_a_second": round(done / (time.perf_counter() - begun), 2),
    }


def _published(client: httpx.Client, path: str) -> int:
    return int(client.get(path).raise_for_status().json()["recipients"]["published"])


def _ask_again_and_again(
    client: httpx.Client, paths: tuple[str, ...], seconds: float
) -> list[float]:
    """Ask for the paths in turns at a steady rate; return the milliseconds of each answer."""
    took = []
    begun = time.perf_counter()
    for number in range(int(seconds * A_SECOND)):
        time.sleep(max(0.0, begun + number / A_SECOND - time.perf_counter()))
        before = time.perf_counter()
        client.get(paths[number % len(paths)]).raise_for_status()
        took.append((time.perf_counter() - before) * 1000)
    return took


if __name__ == "__main__":
    sys.exit(main())
