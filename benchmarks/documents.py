"""Figures that were measured, kept as JSON, and written into the documents between marks."""

from __future__ import annotations

import json
import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.goals import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
SCHEMA = "sollecito/benchmark@2"


def keep(
    figures: Sequence[Figure],
    stages: Sequence[tuple[str, float]],
    *,
    load: float,
    rounds: dict[str, Any],
    folder: Path = RESULTS,
    prefix: str = "",
) -> Path:
    """Write what was measured into a file of its own and return it; ``prefix`` begins its name."""
    now = datetime.now(UTC)
    result = {
        "schema": SCHEMA,
        "at": now.isoformat(timespec="seconds"),
        "machine": {"processors": os.cpu_count(), "python": platform.python_version()},
        "load": load,
        "figures": [{name: getattr(f, name) for name in f.__slots__} for f in figures],
        "stages": stages,
        "rounds": rounds,
    }
    folder.mkdir(exist_ok=True)
    file = folder / f"{prefix}{now:%Y%m%dT%H%M%SZ}.json"
    file.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def newest(folder: Path = RESULTS, prefix: str = "") -> dict[str, Any]:
    """Return what was kept last under a prefix. Raises SystemExit when nothing was."""
    for file in sorted(folder.glob(f"{prefix}[0-9]*.json"), reverse=True):
        result: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if result.get("schema") == SCHEMA:
            return result
    raise SystemExit("Nothing was measured yet: run 'make bench' first.")


def write(result: dict[str, Any], root: Path = ROOT) -> list[Path]:
    """Write a result's tables into README.md and docs/performance.md; return the files."""
    figures = [Figure(**plain) for plain in result["figures"]]
    machine = _machine(result)
    headlines = [f"| {f.headline} | {f.shown} |" for f in figures if f.headline]
    stages = [f"| {name} | {1e3 * seconds:.1f} |" for name, seconds in result["stages"]]
    readme, performance = root / "README.md", root / "docs" / "performance.md"
    _between(readme, "figures", [machine, "", "| | measured |", "|---|---:|", *headlines])
    _between(performance, "figures", [machine, "", *_table(figures)])
    _between(
        performance, "stages", ["| stage of a further recipient | ms |", "|---|---:|", *stages]
    )
    return [readme, performance]


def write_table(result: dict[str, Any], mark: str, root: Path = ROOT) -> Path:
    """Write a result's table into docs/performance.md between the marks of a name."""
    performance = root / "docs" / "performance.md"
    figures = [Figure(**plain) for plain in result["figures"]]
    _between(performance, mark, [_machine(result), "", *_table(figures)])
    return performance


def _table(figures: Sequence[Figure]) -> list[str]:
    rows = [f"| {f.name} | {f.shown} | {f.wanted} | {_answer(f)} |" for f in figures]
    return ["| measured | figure | goal | |", "|---|---:|---:|---|", *rows]


def _machine(result: dict[str, Any]) -> str:
    told = result["machine"]
    busy = "" if result["load"] <= 0.7 else ": others worked on it, which makes every figure larger"
    return (
        f"{result['at'][:10]}, {told['processors']} virtual processors, Python {told['python']},"
        f" load {result['load']:.1f} before the start{busy}."
    )


def _answer(figure: Figure) -> str:
    return "**missed**" if figure.answer == "missed" else figure.answer


def _between(file: Path, mark: str, lines: Sequence[str]) -> None:
    """Replace what stands between two marks. Raises ValueError when they are not there once."""
    begin, end = f"<!-- {mark}: written by python -m benchmarks -->", f"<!-- end of {mark} -->"
    text = file.read_text(encoding="utf-8")
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    body = "\n".join([begin, "", *lines, "", end])
    changed, count = pattern.subn(lambda _: body, text)
    if count != 1:
        raise ValueError(f"{file.name} has {count} places for {mark}")
    file.write_text(changed, encoding="utf-8")
