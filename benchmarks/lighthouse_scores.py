"""Lighthouse over one page: its four scores and what it would mend, from its own JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "lighthouse"
"""Holds the pinned packages; they are installed there when they are missing."""

TRIES = 3

CHROME_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores from 0 to 100, milliseconds to the first and the largest paint, and layout shift.

    The paints are Lighthouse's own estimate for its mobile preset (1.6 Mbit/s, 150 ms, a processor
    four times slower). ``wanting`` names the audits that are not passed.
    """

    performance: float
    accessibility: float
    best_practices: float
    first_paint_ms: float
    largest_paint_ms: float
    layout_shift: float
    wanting: tuple[str, ...]


def install() -> Path:
    """Return Lighthouse's program, installed from the lock when it is missing.

    Raises SystemExit with what to do when Node.js is not there.
    """
    program = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if shutil.which("npm") is None:
        raise SystemExit("make page-bench needs Node.js 18.16 or newer with npm (for Lighthouse).")
    if not program.exists():
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)
    return program


def measure(address: str, chromium: str, folder: Path) -> Scores:
    """Return what Lighthouse's mobile preset says of a page.

    On a busy machine it may miss the beginning of the visit (``NO_NAVSTART``) or lose the browser:
    it is asked up to three times. Raises SystemExit with its reason when all fail.
    """
    report = folder / "lighthouse.json"
    command = [str(install()), address, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--chrome-flags={CHROME_FLAGS}", "--only-categories=performance"]
    command += ["--only-categories=accessibility", "--only-categories=best-practices"]
    why = ""
    for _ in range(TRIES):
        report.unlink(missing_ok=True)
        subprocess.run(command, check=False, env={**os.environ, "CHROME_PATH": chromium})
        told = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
        why = "no report" if not told else told.get("runtimeError", {}).get("code", "")
        if why in {"", "NO_ERROR"}:
            return scores_of(told)
    raise SystemExit(f"Lighthouse failed {TRIES} times: {why}.")


def scores_of(report: dict[str, Any]) -> Scores:
    """Return the scores of a report."""
    categories, audits = report["categories"], report["audits"]
    wanted = {ref["id"] for category in categories.values() for ref in category["auditRefs"]}
    return Scores(
        performance=100 * categories["performance"]["score"],
        accessibility=100 * categories["accessibility"]["score"],
        best_practices=100 * categories["best-practices"]["score"],
        first_paint_ms=audits["first-contentful-paint"]["numericValue"],
        largest_paint_ms=audits["largest-contentful-paint"]["numericValue"],
        layout_shift=audits["cumulative-layout-shift"]["numericValue"],
        wanting=tuple(
            f"{audits[name]['title']} {audits[name].get('displayValue', '')}".strip()
            for name in sorted(wanted)
            if audits[name]["score"] is not None and audits[name]["score"] < 0.9
        ),
    )
