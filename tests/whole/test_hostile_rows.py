"""Rows that want to do harm: each gives a correct, harmless result or a clear rejection."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from rendered_example import EXAMPLE, sollecito
from streams import decode

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "script": "<script>alert(1)</script>",
    "template": "{{7*7}} {% raw %}",
    "format": "%{pts} %s {0}",
    "filter": "x',drawtext=textfile=/etc/passwd:x='",
    "attribute": '"><img src=x onerror=alert(1)>',
    "hebrew": "דוד בן־גוריון",
    "arabic": "محمد العربي",
    "emoji": "Anna 😀🎉",
    "formula": '=HYPERLINK("http://evil.example")',
    "break": "Maria\nGrazia",
    "path": "../../etc/passwd",
    "phonemes": "[[d'Avv3n]] <break time='9s'/>",
}
"""Row id to a first name that must come out as it is, or be rejected with a reason."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, str]]]:
    """Render a file of hostile rows and return the output folder and the rows of recipients."""
    folder = tmp_path_factory.mktemp("hostile")
    with (EXAMPLE / "debtors.csv").open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        good = next(reader)
        header = list(reader.fieldnames or [])
    rows = [{**good, "Posizione": key, "Nome": name} for key, name in NAMES.items()]
    rows += [
        {**good, "Posizione": "long", "Nome": "A" * 300},
        {**good, "Posizione": "nul", "Nome": "Ma\0rio"},
        {**good, "Posizione": "override", "Nome": "Anna\u202egnp.exe"},
        {**good, "Posizione": "nan", "Totale": "NaN"},
        {**good, "Posizione": "infinite", "Totale": "1e9"},
        {**good, "Posizione": "ambiguous", "Totale": "1_000"},
        {**good, "Posizione": "check", "Codice avviso": "399017641791543928"},
        {**good, "Posizione": "fine"},
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, header, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    data = folder / "hostile.csv"
    data.write_text(text.getvalue(), encoding="utf-8", newline="")
    run = sollecito("render", EXAMPLE, "--data", data, "--out", folder / "out", "--json")
    assert run.returncode == 3, run.stderr
    assert json.loads(run.stdout)
    for secret in (good["Cognome"], good["Totale"], "drawtext", "7*7"):
        assert secret not in run.stderr, "messages carry no personal data"
    with (folder / "out" / "recipients.csv").open(encoding="utf-8", newline="") as file:
        return folder / "out", {row["id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def rejected(hostile: tuple[Path, dict[str, dict[str, str]]]) -> dict[str, dict[str, str]]:
    with (hostile[0] / "rejected.csv").open(encoding="utf-8", newline="") as file:
        return {row["Posizione"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("row_id", "field"),
    [
        ("long", "first_name"),
        ("nul", ""),
        ("override", "first_name"),
        ("nan", "amount"),
        ("infinite", "amount"),
        ("ambiguous", "amount"),
        ("check", "notice"),
    ],
)
def test_clear_rejections(rejected: dict[str, dict[str, str]], row_id: str, field: str) -> None:
    row = rejected[row_id]
    assert field in row["field"]
    assert int(row["line"]) > 1
    assert len(row["reason"]) > 20, "a sentence that says what was expected"


@pytest.mark.parametrize("row_id", [*NAMES, "fine"])
def test_harmless_results(
    hostile: tuple[Path, dict[str, dict[str, str]]],
    rejected: dict[str, dict[str, str]],
    row_id: str,
) -> None:
    out, people = hostile
    if row_id == "emoji" and row_id in rejected:
        assert "U+1F" in rejected[row_id]["reason"], "the character that no font can draw is named"
        return
    assert people[row_id]["status"] == "published"
    html = (out / people[row_id]["page"]).read_text(encoding="utf-8")
    for scripted in re.findall(r"<script\b[^>]*>", html):
        assert "src=" in scripted or 'type="application/json"' in scripted
    assert "<img src=x" not in html
    if row_id == "template":
        assert "{{7*7}}" in html
        assert "49 {%" not in html
    if row_id == "break":
        assert "Maria Grazia" in html
    assert len(decode(out / people[row_id]["film"]).times) > 1000
    assert not any(name in people[row_id]["page"] for name in ("script", "etc", "Maria"))
