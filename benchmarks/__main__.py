"""``make bench``: what a further recipient of the example costs, beside MoviePy and the encoders.

Everything is processor time, children included, and the median of several rounds in which the
things compared take turns, because the machine may be busy with other work. Exit code 1 when
something that the README promises was not reached.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import long_run, whole_runs
from benchmarks.figures import Measured, figures_of, stages_table
from benchmarks.goals import broken_promises, table_of
from benchmarks.processor_time import in_own_process

RESULTS = Path(__file__).parent / "results"


def main() -> int:
    """Measure, print the tables, keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="rounds, medians are taken")
    parser.add_argument("--further", type=int, default=14, help="further recipients in a round")
    parser.add_argument(
        "--films", type=int, default=2, help="films by MoviePy, at most one a round"
    )
    parser.add_argument("--long", type=int, default=800, help="recipients of the run for memory")
    asked = parser.parse_args()
    console = Console()
    started = time.monotonic()

    def say(what: str) -> None:
        console.print(f"{time.monotonic() - started:4.0f} s  {what} …", highlight=False)

    measured = Measured()
    # One folder for all, removed at the end: a disk is slower for a while after files were removed.
    with tempfile.TemporaryDirectory(prefix="sollecito-bench-", ignore_cleanup_errors=True) as root:
        for number in range(asked.rounds):
            say(f"round {number + 1} of {asked.rounds}: Sollecito")
            folder = Path(root) / str(number)
            folder.mkdir()
            # In the last round all 40 people of the example, for the run that finds all done.
            further = asked.further if number < asked.rounds - 1 else max(asked.further, 39)
            _round(measured, folder, further)
            say("the encoders alone, and each stage by itself")
            measured.floors.append(in_own_process("benchmarks.encoder_floor"))
            measured.stages.append(in_own_process("benchmarks.stages")["stages_cpu_s"])
            if number < asked.films:
                say("MoviePy, one film")
                measured.moviepy.append(in_own_process("benchmarks.moviepy_film")["cpu_s"])
        say(f"{asked.long} recipients of a short campaign, for memory")
        measured.memory = long_run.measure(Path(root), asked.long)
    figures = figures_of(measured)
    console.print(table_of(figures))
    console.print(stages_table(measured))
    broken = broken_promises(figures)
    for figure in figures:
        if not figure.reached:
            console.print(f"Missed: {figure.name}. {figure.note or 'See docs/performance.md.'}")
    _keep({f.name: asdict(f) | {"reached": f.reached} for f in figures}, measured)
    say("done")
    return 1 if broken else 0


def _round(measured: Measured, folder: Path, further: int) -> None:
    """Measure one empty folder, two with one and with two processes, again, and a correction."""
    one = whole_runs.run(folder / "one", 1)
    many = whole_runs.run(folder / "many", 1 + further)
    again_one = whole_runs.run(folder / "one", 1)
    again = whole_runs.run(folder / "many", 1 + further)
    two = whole_runs.run(folder / "two", 1 + further, jobs=2)
    if again.report["clips_rendered"] or again.report["unchanged"] != 1 + further:
        raise RuntimeError("The second run did not find everything done.")
    data, changed = whole_runs.corrected(folder, 1 + further)
    correction = whole_runs.run(folder / "many", 1 + further, data=data)
    stored_one = whole_runs.stored(folder / "one")
    stored = whole_runs.stored(folder / "many")
    measured.first.append(one.seconds)
    measured.further.append((many.seconds - one.seconds) / further)
    measured.again.append((again.seconds - again_one.seconds) / further)
    measured.again_whole.append((again.seconds, 1 + further))
    measured.two.append((two.seconds - one.seconds) / further)
    measured.rates.append((whole_runs.rate(folder / "many"), whole_runs.rate(folder / "two")))
    measured.correction.append(correction.seconds - again.seconds)
    measured.corrected.append((correction.report["clips_rendered"], changed))
    measured.peaks.append((many.peaks.child, many.peaks.parent))
    measured.stored.append(((stored.all - stored_one.all) / further, stored.film))


def _keep(figures: dict[str, Any], measured: Measured) -> None:
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    result = {
        "at": now.isoformat(timespec="seconds"),
        "machine": {"processors": os.cpu_count(), "python": platform.python_version()},
        "load": os.getloadavg()[0],
        "figures": figures,
        "rounds": asdict(measured),
    }
    file = RESULTS / f"{now:%Y%m%dT%H%M%SZ}.json"
    file.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
