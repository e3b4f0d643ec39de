"""How figures of pages are taken from visits and from Lighthouse's report."""

from __future__ import annotations

import json
import sys

import pytest

from benchmarks import lighthouse_scores
from benchmarks.lighthouse_scores import FOLDER, scores_of
from benchmarks.page_speed import figures_of
from benchmarks.slow_line import Visit


def report(**scores: float) -> dict:
    audits = {
        "first-contentful-paint": {"title": "First", "score": 1, "numericValue": 800.0},
        "largest-contentful-paint": {"title": "Largest", "score": 0.95, "numericValue": 1100.0},
        "cumulative-layout-shift": {"title": "Shift", "score": 1, "numericValue": 0.01},
        "slow": {"title": "Too much script", "score": 0.2, "displayValue": "3 kB"},
        "told": {"title": "Only told", "score": None},
        "elsewhere": {"title": "Of another category", "score": 0},
    }
    names = ("performance", "accessibility", "best-practices")
    refs = [{"id": name} for name in audits if name != "elsewhere"]
    return {
        "audits": audits,
        "categories": {
            name: {"score": scores.get(name.replace("-", "_"), 1), "auditRefs": refs}
            for name in names
        },
    }


def test_scores_of_a_report():
    scores = scores_of(report(performance=0.97))
    assert (scores.performance, scores.accessibility, scores.best_practices) == (97, 100, 100)
    assert scores.largest_paint_ms == 1100
    assert scores.wanting == ("Too much script 3 kB",)


@pytest.mark.parametrize(("failures", "tries"), [(0, 1), (2, 3)])
def test_lighthouse_is_asked_again_when_it_missed_the_visit(tmp_path, monkeypatch, failures, tries):
    asked = lighthouse(tmp_path, monkeypatch, failures)
    assert lighthouse_scores.measure("http://x/", "chromium", tmp_path).performance == 97
    assert len(asked.read_text().splitlines()) == tries


def test_lighthouse_that_always_fails_is_given_up_with_its_reason(tmp_path, monkeypatch):
    asked = lighthouse(tmp_path, monkeypatch, 9)
    with pytest.raises(SystemExit, match="NO_NAVSTART"):
        lighthouse_scores.measure("http://x/", "chromium", tmp_path)
    assert len(asked.read_text().splitlines()) == lighthouse_scores.TRIES


def lighthouse(folder, monkeypatch, failures):
    """Put a program in Lighthouse's place that fails so often; return where it notes its calls."""
    asked = folder / "asked"
    bad = {**report(), "runtimeError": {"code": "NO_NAVSTART"}}
    (folder / "bad.json").write_text(json.dumps(bad))
    (folder / "good.json").write_text(json.dumps(report(performance=0.97)))
    program = folder / "lighthouse"
    program.write_text(
        f"""#!{sys.executable}
import pathlib, shutil, sys
folder = pathlib.Path({str(folder)!r})
with (folder / "asked").open("a") as file:
    file.write("x\\n")
times = len((folder / "asked").read_text().splitlines())
out = [part[14:] for part in sys.argv if part.startswith("--output-path=")][0]
shutil.copy(folder / ("bad.json" if times <= {failures} else "good.json"), out)
sys.exit(times <= {failures})
"""
    )
    program.chmod(0o755)
    monkeypatch.setattr(lighthouse_scores, "install", lambda: program)
    return asked


def test_medians_stand_beside_their_goals():
    visits = [Visit(400, 900, 50_000, 0), Visit(600, 2500, 58_000, 0), Visit(500, 700, 70_000, 0)]
    scores = [scores_of(report(performance=share)) for share in (0.9, 0.96, 0.99)]
    figures = {figure.name: figure for figure in figures_of(visits, scores)}
    assert figures["Lighthouse, mobile: performance"].value == 96
    assert figures["from the touch to the film's first picture, same line"].value == 0.9
    assert figures["loaded before the film, with headers"].value == 58
    assert all(figure.reached for figure in figures.values())
    late = {figure.name: figure for figure in figures_of([Visit(1300, 1, 1, 0)], scores)}
    assert not late["largest paint at 1.6 Mbit/s and 150 ms"].reached


def test_the_lock_names_no_address():
    lock = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    assert all("resolved" not in package for package in lock["packages"].values())
    assert "://" not in json.dumps(lock)
