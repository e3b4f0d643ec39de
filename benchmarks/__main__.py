"""``make bench``: what a further recipient of the example costs, beside MoviePy and the encoders.

Everything is processor time, children included; of several rounds the median is taken, and the
things compared take turns, because the machine may be busy with other work. Exit code 1 when
something that the README promises was not reached.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from benchmarks import documents, long_run, whole_runs
from benchmarks.figures import Measured, figures_of, stages_of, stages_table
from benchmarks.goals import broken_promises, table_of
from benchmarks.processor_time import in_own_process
from benchmarks.steady_memory import Steady

ALL = 40
"""Recipients of the example."""


def main() -> int:
    """Measure, print the tables, keep the figures; or write kept figures into the documents."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="rounds, medians are taken")
    parser.add_argument("--films", type=int, default=2, help="films by MoviePy in a round")
    parser.add_argument("--long", type=int, default=400, help="recipients of the long run")
    parser.add_argument("--steady", type=int, default=2_000, help="recipients for full caches")
    parser.add_argument(
        "--write-docs",
        action="store_true",
        help="measure nothing; write the figures of the last time into README.md and docs",
    )
    asked = parser.parse_args()
    console = Console()
    if asked.write_docs:
        for file in documents.write(documents.newest()):
            console.print(f"Written: {file}", highlight=False)
        return 0
    measured = _measure(asked, console)
    figures, stages = figures_of(measured), stages_of(measured)
    console.print(table_of(figures))
    console.print(stages_table(stages))
    for figure in figures:
        if not figure.reached:
            console.print(f"Missed: {figure.name}. {figure.note or 'See docs/performance.md.'}")
    documents.keep(figures, stages, load=measured.load, rounds=asdict(measured))
    console.print("`python -m benchmarks --write-docs` writes this into the documents.")
    return 1 if broken_promises(figures) else 0


def _measure(asked: argparse.Namespace, console: Console) -> Measured:
    started = time.monotonic()

    def say(what: str) -> None:
        console.print(f"{time.monotonic() - started:4.0f} s  {what} …", highlight=False)

    measured = Measured(load=os.getloadavg()[0])
    # One folder for all, removed at the end: a disk is slower for a while after files were removed.
    with tempfile.TemporaryDirectory(prefix="sollecito-bench-", ignore_cleanup_errors=True) as root:
        for number in range(asked.rounds):
            for film in range(asked.films):
                say(f"round {number + 1} of {asked.rounds}: MoviePy, one film")
                measured.moviepy.append(in_own_process("benchmarks.moviepy_film")["cpu_s"])
                say("the encoders alone, and each stage by itself")
                measured.floors.append(in_own_process("benchmarks.encoder_floor"))
                measured.stages.append(in_own_process("benchmarks.stages")["stages_cpu_s"])
                if film == 0:
                    say("Sollecito")
                    folder = Path(root) / str(number)
                    folder.mkdir()
                    _round(measured, folder)
        say(f"{asked.long} recipients of a short campaign, and the same again")
        measured.long = long_run.measure(Path(root), asked.long)
        say(f"memory of a rendering process with full caches, {asked.steady} recipients")
        steady = in_own_process("benchmarks.steady_memory", [str(asked.steady)])
        measured.steady = Steady(**steady)
        say("done")
    return measured


def _round(measured: Measured, folder: Path) -> None:
    """Measure the first recipient, a warm-up, all, two processes, all again and a correction."""
    warm, further = whole_runs.WARM, ALL - whole_runs.WARM
    one = whole_runs.run(folder / "one", 1)
    few = whole_runs.run(folder / "few", warm)
    many = whole_runs.run(folder / "many", ALL)
    # Now: the correction below publishes a recipient anew, long after the others.
    rate = whole_runs.rate(folder / "many")
    two_few = whole_runs.run(folder / "two-few", warm, jobs=2)
    two = whole_runs.run(folder / "two", ALL, jobs=2)
    apart = whole_runs.side_by_side(folder, ALL)
    again = whole_runs.run(folder / "many", ALL)
    if again.report["clips_rendered"] or again.report["unchanged"] != ALL:
        raise RuntimeError("The second run did not find everything done.")
    data, changed = whole_runs.corrected(folder, ALL)
    correction = whole_runs.run(folder / "many", ALL, data=data)
    stored_few = whole_runs.stored(folder / "few")
    stored = whole_runs.stored(folder / "many")
    measured.first.append(one.seconds)
    measured.warming.append(few.seconds / warm)
    measured.further.append((many.seconds - few.seconds) / further)
    measured.two.append((two.seconds - two_few.seconds) / further)
    measured.rates.append((rate, whole_runs.rate(folder / "two"), apart))
    measured.correction.append(correction.seconds - again.seconds)
    measured.corrected.append((correction.report["clips_rendered"], changed))
    measured.peaks.append((many.peaks.child, many.peaks.parent))
    measured.stored.append(((stored.all - stored_few.all) / further, stored.film))


if __name__ == "__main__":
    sys.exit(main())
