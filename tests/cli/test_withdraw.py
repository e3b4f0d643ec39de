"""``sollecito withdraw``, and the report that leads to it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from typing import TYPE_CHECKING

from command_process import ROOT, command_line, environment
from tiny_campaign import ROWS, write_data

if TYPE_CHECKING:
    from pathlib import Path

    from command_process import Command
    from tiny_campaign import Tiny


def test_who_has_paid_is_named_and_taken_back(tiny: Tiny, sollecito: Command) -> None:
    write_data(tiny.folder / "debtors.csv", ROWS[:2])
    run = sollecito("render", tiny.folder, "--out", tiny.out)
    assert run.returncode == 0, run.stderr
    assert "1 recipient of earlier data is no longer in the file; the link still" in run.stdout
    assert f"sollecito withdraw tiny c3 --out {tiny.out}" in run.stdout
    report = json.loads(sollecito("render", tiny.folder, "--out", tiny.out, "--json").stdout)
    assert report["not_in_data"] == ["c3"]
    for told in ("Withdrawn: c3.", "Withdrawn before: c3."):
        run = sollecito("withdraw", "tiny", "c3", "--yes", "--out", tiny.out)
        assert (run.returncode, run.stdout) == (0, f"{told}\n"), run.stderr
    run = sollecito("render", tiny.folder, "--out", tiny.out)
    assert "earlier data" not in run.stdout
    write_data(tiny.folder / "debtors.csv", ROWS)
    run = sollecito("render", tiny.folder, "--out", tiny.out)
    assert "1 recipient was withdrawn and is left out; their links stay closed." in run.stdout


def test_nothing_is_withdrawn_without_being_asked(tiny: Tiny, sollecito: Command) -> None:
    run = sollecito("withdraw", "tiny", "a1", "--out", tiny.out)
    assert run.returncode == 1
    assert "no terminal to ask in. Add --yes" in run.stderr
    for answer, told in (("n", "Nothing was withdrawn."), ("y", "Withdrawn: a1.")):
        seen = _in_terminal(["withdraw", "tiny", "a1", "--out", tiny.out], f"{answer}\n")
        assert "The link of a1 in 'tiny' will close for good" in seen
        assert told in seen


def _in_terminal(arguments: list[object], typed: str) -> str:
    """Return what a command shows in a terminal in which something is typed."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command_line(arguments),
        cwd=ROOT,
        env=environment(),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        os.write(ours, typed.encode())
        seen, _ = process.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    return str(seen)


def test_an_unknown_id_is_named(tiny: Tiny, sollecito: Command) -> None:
    run = sollecito("withdraw", tiny.folder, "zz9", "a1", "--yes", "--out", tiny.out, "--json")
    assert run.returncode == 1
    assert json.loads(run.stdout) == {
        "campaign": "tiny",
        "withdrawn": ["a1"],
        "already": [],
        "unknown": ["zz9"],
    }
    assert "zz9" in run.stderr


def test_withdraw_where_nothing_is(tmp_path: Path, sollecito: Command) -> None:
    run = sollecito("withdraw", "tiny", "a1", "--yes", "--out", tmp_path / "typo")
    assert run.returncode == 1
    assert "Nothing has been rendered" in run.stderr
    assert not (tmp_path / "typo").exists()
