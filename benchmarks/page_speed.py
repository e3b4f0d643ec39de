"""``make page-bench``: the example's page as a phone on a slow line meets it, and Lighthouse.

Medians of several visits, because machines are busy. Exit code 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median

from rich.console import Console

from benchmarks import documents, lighthouse_scores, slow_line
from benchmarks.goals import Figure, table_of
from docs.served_example import ROOT, render, served, token_of

PAGE = "page"
"""Marks in docs/performance.md, and what the kept files are called."""


def main() -> int:
    """Measure, print and keep; or write what was kept into the documents."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page_speed", description=__doc__)
    parser.add_argument("--visits", type=int, default=5, help="visits, of which the median counts")
    parser.add_argument("--write-docs", action="store_true", help="write what was measured last")
    asked = parser.parse_args()
    console = Console()
    if asked.write_docs:
        file = documents.write_table(documents.newest(prefix=PAGE), PAGE)
        console.print(f"Written: {file}", highlight=False)
        return 0
    load = os.getloadavg()[0]
    visits, scores = _measure(asked.visits)
    figures = figures_of(visits, scores)
    console.print(table_of(figures, title="the page of examples/vehicle-tax"))
    for audit in scores[-1].wanting:
        console.print(f"Lighthouse: {audit}", highlight=False)
    rounds = {"visits": [asdict(each) for each in visits], "scores": [asdict(s) for s in scores]}
    documents.keep(figures, (), load=load, rounds=rounds, prefix=PAGE)
    return 0 if all(figure.reached for figure in figures) else 1


def _measure(number: int) -> tuple[list[slow_line.Visit], list[lighthouse_scores.Scores]]:
    sys.path.insert(0, str(ROOT / "tests"))
    from browser_install import find_chromium
    from playwright.sync_api import sync_playwright

    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("No Chromium: `make test` installs one, or name it in SOLLECITO_CHROMIUM.")
    with tempfile.TemporaryDirectory(prefix="sollecito-page-") as name:
        out = Path(name) / "out"
        token = token_of(render(out))
        with served(out) as address:
            page = f"{address}/p/{token}/"
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium, args=lighthouse_scores.CHROME_FLAGS.split()[1:]
                )
                visits = [slow_line.visit(browser, page) for _ in range(number)]
                browser.close()
            scores = [lighthouse_scores.measure(page, chromium, Path(name)) for _ in range(3)]
    return visits, scores


def figures_of(
    visits: list[slow_line.Visit], scores: list[lighthouse_scores.Scores]
) -> list[Figure]:
    """Return the medians beside their goals."""
    return [
        Figure(
            "Lighthouse, mobile: performance", median(s.performance for s in scores), "", 95, "more"
        ),
        Figure(
            "Lighthouse: accessibility", median(s.accessibility for s in scores), "", 100, "more"
        ),
        Figure(
            "Lighthouse: best practices", median(s.best_practices for s in scores), "", 100, "more"
        ),
        Figure(
            "largest paint, as Lighthouse estimates it",
            median(s.largest_paint_ms for s in scores) / 1000,
            "s",
        ),
        Figure(
            "largest paint at 1.6 Mbit/s and 150 ms",
            median(v.largest_paint_ms for v in visits) / 1000,
            "s",
            1.2,
        ),
        Figure(
            "from the touch to the film's first picture, same line",
            median(v.first_picture_ms for v in visits) / 1000,
            "s",
            2.0,
        ),
        Figure(
            "loaded before the film, with headers",
            median(v.bytes_before_film for v in visits) / 1000,
            "kB",
            60,
        ),
        Figure("layout shift", median(v.shift for v in visits), "", 0.1),
    ]


if __name__ == "__main__":
    sys.exit(main())
