"""The example campaign, rendered once for all tests of the whole way, by the command itself."""

from __future__ import annotations

import csv

import pytest
from filelock import FileLock
from rendered_example import EXAMPLE, Person, Rendered, sollecito


@pytest.fixture(scope="session")
def vehicle_tax(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """Render all of ``examples/vehicle-tax``, once for all test processes."""
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):
        shared = shared.parent
    out = shared / "vehicle-tax"
    with FileLock(f"{out}.lock"):
        if not (out / "recipients.csv").exists():
            run = sollecito("render", EXAMPLE, "--out", out, "--json")
            assert run.returncode == 0, run.stderr
    with (EXAMPLE / "debtors.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Posizione"]: row for row in csv.DictReader(file, delimiter=";")}
    with (out / "recipients.csv").open(encoding="utf-8", newline="") as file:
        people = tuple(
            Person(row=rows[line["id"]], handover=line, out=out) for line in csv.DictReader(file)
        )
    return Rendered(out=out, people=people)
