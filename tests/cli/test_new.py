"""The first campaign in five minutes, as README tells it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from command_process import Command


def test_a_first_campaign_from_new_to_the_page(tmp_path: Path, sollecito: Command) -> None:
    folder, out = tmp_path / "my-water", tmp_path / "out"
    run = sollecito("new", folder)
    assert run.returncode == 0, run.stderr
    assert f"sollecito check {folder}" in run.stdout
    run = sollecito("check", folder)
    assert run.returncode == 0
    assert "No fault found. 6 warnings to look at.\n" in run.stdout
    assert "The payee's account is still the example's" in run.stdout
    run = sollecito("render", folder, "--out", out, "--jobs", 1, "--excel")
    assert run.returncode == 0, run.stderr
    assert "3 recipients published" in run.stdout
    assert "Warning: The payee's account is still the example's" in run.stdout
    with (out / "recipients.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["id"] for row in rows] == ["A-1", "A-2", "A-3"]
    pages = [(out / row["page"]).read_text(encoding="utf-8") for row in rows]
    assert ["Buongiorno Giulia" in page for page in pages] == [False, True, False]
    # What is written anew keeps the form that was asked for.
    run = sollecito("withdraw", "my-water", "A-2", "--yes", "--out", out)
    assert run.returncode == 0, run.stderr
    head = (out / "recipients.csv").read_bytes().split(b"\n")
    assert head[0].startswith(b"\xef\xbb\xbfid;status;link")
    assert head[2].startswith(b"A-2;withdrawn;;")


def test_new_does_not_write_over(tmp_path: Path, sollecito: Command) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "x").touch()
    run = sollecito("new", tmp_path / "mine")
    assert run.returncode == 1
    assert "not empty" in run.stderr
