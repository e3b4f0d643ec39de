"""Runs the command as a person would, into empty folders, and takes differences.

What a run for 40 recipients costs more than a run for 12 is what 28 further recipients cost, once
what many share is there: reading and checking their rows, binding, speech, sound, pictures,
encoding, films, pages, codes, storing, the database, everything.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from benchmarks import example
from benchmarks.memory import Peaks, watched
from benchmarks.processor_time import spent
from renderer.naming import clip_name

if TYPE_CHECKING:
    from pathlib import Path

WARM = 12
"""Recipients at the beginning of a run that do not count for its speed: caches are filling."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: processor seconds (children included), report, memory."""

    seconds: float
    report: dict[str, Any]
    peaks: Peaks


@dataclass(frozen=True, slots=True)
class Bytes:
    """Bytes below a folder that the world may read, and those of one film."""

    all: int
    film: float


def run(
    out: Path, limit: int, *, jobs: int = 1, data: Path | None = None, campaign: Path | None = None
) -> Run:
    """Render the first rows into a folder. Raises RuntimeError when not all are published."""
    command = [sys.executable, "-m", "cli", "render", str(campaign or example.FOLDER)]
    command += ["--out", str(out), "--limit", str(limit), "--jobs", str(jobs), "--json"]
    if data is not None:
        command += ["--data", str(data)]
    with spent() as cost:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        with watched(child.pid, out / "p") as peaks:
            printed, told = child.communicate()
    if child.returncode:
        raise RuntimeError(f"sollecito render ended with {child.returncode}:\n{told}")
    report: dict[str, Any] = json.loads(printed)
    if report["published"] != limit:
        raise RuntimeError(f"{report['published']} instead of {limit} were published.")
    return Run(cost.seconds, report, peaks)


def side_by_side(folder: Path, limit: int) -> float:
    """Return recipients a second of two separate commands at once, which share nothing.

    That is what the machine gives to two processes: two virtual processors are seldom twice one.
    """
    folders = [folder / "left", folder / "right"]
    with ThreadPoolExecutor(max_workers=len(folders)) as both:
        list(both.map(lambda out: run(out, limit), folders))
    return sum(map(rate, folders))


def corrected(folder: Path, limit: int) -> tuple[Path, int]:
    """Write the first rows of the example's data, the second with another first name.

    Return the file and how many clips that changes, found by naming those of both rows.
    """
    source = example.FOLDER / example.campaign().file.data.file
    header, *lines = source.read_text(encoding="utf-8-sig").splitlines()
    column = header.split(";").index(example.campaign().file.data.columns["first_name"])
    cells = lines[1].split(";")
    cells[column] = "Eulalia"
    lines[1] = ";".join(cells)
    data = folder / "corrected.csv"
    data.write_text("\n".join([header, *lines[:limit]]) + "\n", encoding="utf-8")
    _, before, *_ = example.rows()
    kit = example.kit(folder)
    after = before | {"first_name": "Eulalia"}
    old, new = (
        {clip_name(scene, bound.look, kit) for scene in bound.scenes}
        for bound in map(example.bound_for, (before, after))
    )
    return data, len(new - old)


def rate(out: Path) -> float:
    """Return recipients a second of wall time, after the first ``WARM``."""
    with closing(sqlite3.connect(out / ".sollecito" / "sollecito.db")) as database:
        rows = database.execute("select published_at from recipients order by published_at")
        moments = [datetime.fromisoformat(moment) for (moment,) in rows if moment]
    begin, end = moments[WARM], moments[-1]
    return (len(moments) - 1 - WARM) / (end - begin).total_seconds()


def stored(out: Path) -> Bytes:
    """Return what a run has stored."""
    folders = [out / name for name in ("clips", "films", "p", "static")]
    sizes = [f.stat().st_size for folder in folders for f in folder.rglob("*") if f.is_file()]
    films = [film.stat().st_size for film in (out / "films").glob("*.mp4")]
    return Bytes(sum(sizes), sum(films) / len(films))
