"""Runs the command as a person would, into empty folders, and takes the difference.

What a run for 13 recipients costs more than a run for one is what 12 further recipients cost:
reading and checking their rows, binding, speech, sound, pictures, encoding, films, pages, codes,
storing, the database, everything.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.example import FOLDER
from benchmarks.processor_time import spent


@dataclass(frozen=True, slots=True)
class WholeRuns:
    """Processor seconds: the first recipient, each further one, and a run that finds all done."""

    first: float
    further: float
    again: float
    clips_rendered: int


def measure(further: int) -> WholeRuns:
    """Run for one recipient, for one and ``further`` others, and for the same again.

    Raises RuntimeError when a run does not publish everyone, or a second run renders anything.
    """
    with tempfile.TemporaryDirectory(prefix="sollecito-bench-") as folder:
        first, _ = _run(Path(folder) / "one", 1)
        all_of_them, report = _run(Path(folder) / "many", 1 + further)
        again, second = _run(Path(folder) / "many", 1 + further)
    if second["clips_rendered"] or second["unchanged"] != 1 + further:
        raise RuntimeError("The second run did not find everything done.")
    return WholeRuns(first, (all_of_them - first) / further, again, report["clips_rendered"])


def _run(out: Path, limit: int) -> tuple[float, dict[str, int]]:
    command = [sys.executable, "-m", "cli", "render", str(FOLDER), "--out", str(out)]
    command += ["--limit", str(limit), "--jobs", "1", "--json"]
    with spent() as cost:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"sollecito render ended with {done.returncode}:\n{done.stderr}")
    report: dict[str, int] = json.loads(done.stdout)
    if report["published"] != limit:
        raise RuntimeError(f"{report['published']} instead of {limit} were published.")
    return cost.seconds, report
