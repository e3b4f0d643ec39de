"""``make bench``: what a further recipient of the example costs, and how much MoviePy needs."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import whole_runs
from benchmarks.processor_time import in_own_process

WANTED = 60
"""MoviePy must need at least so many times the processor time."""

RESULTS = Path(__file__).parent / "results"


def main() -> int:
    """Measure, print a table, keep the figures; 1 when the ratio is not reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="whole runs, medians are taken")
    parser.add_argument("--further", type=int, default=12, help="further recipients in a run")
    parser.add_argument("--films", type=int, default=1, help="films by MoviePy")
    asked = parser.parse_args()
    console = Console()
    runs = []
    for number in range(asked.rounds):
        console.print(f"sollecito, run {number + 1} of {asked.rounds} …")
        runs.append(whole_runs.measure(asked.further))
    console.print("the encoders alone …")
    floor = in_own_process("benchmarks.encoder_floor")
    films = []
    for number in range(asked.films):
        console.print(f"MoviePy, film {number + 1} of {asked.films} …")
        films.append(in_own_process("benchmarks.moviepy_film")["cpu_s"])

    moviepy = statistics.median(films)
    further = statistics.median(run.further for run in runs)
    rows = {
        "MoviePy 2, the same film": moviepy,
        "Sollecito, first recipient, everything empty": statistics.median(r.first for r in runs),
        "Sollecito, each further recipient": further,
        "Sollecito, a run that finds all done": statistics.median(run.again for run in runs),
        "libx264 alone, pictures ready": floor["h264_cpu_s"],
        "AAC alone, sound ready": floor["aac_cpu_s"],
    }
    table = Table("processor time", "seconds", "MoviePy ÷", title="examples/vehicle-tax")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, seconds in rows.items():
        table.add_row(name, f"{seconds:.2f}", f"{moviepy / seconds:.0f}")
    console.print(table)
    ratio = moviepy / further
    reached = ratio >= WANTED
    console.print(
        f"A further recipient gets {floor['clip_seconds']:.0f} s of personal clips, a film, a page "
        f"and codes for {1 / ratio:.1%} of what MoviePy needs for the film: "
        f"{ratio:.0f} times less, {'at least' if reached else 'NOT'} {WANTED} times."
    )
    _keep(rows, [run.further for run in runs], ratio)
    return 0 if reached else 1


def _keep(rows: dict[str, float], each_run: list[float], ratio: float) -> None:
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    result = {
        "at": now.isoformat(timespec="seconds"),
        "machine": {"processors": os.cpu_count(), "python": platform.python_version()},
        "load": os.getloadavg()[0],
        "cpu_seconds": rows,
        "further_in_each_run": each_run,
        "ratio": ratio,
    }
    file = RESULTS / f"{now:%Y%m%dT%H%M%SZ}.json"
    file.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
