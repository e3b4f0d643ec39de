"""``sollecito columns`` proposes what ``data.columns`` would hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from command_process import Command
    from tiny_campaign import Tiny


def test_columns_are_proposed_and_said_as_yaml(
    tiny: Tiny, sollecito: Command, tmp_path: Path
) -> None:
    data = tmp_path / "lista.csv"
    data.write_text("Codice Pratica;Nome;Totale;Rif.;Note\nP1;Anna;12,50;R1;x\n")
    run = sollecito("columns", tiny.folder, "--data", data)
    assert run.returncode == 0, run.stderr
    assert "  id: Codice Pratica\n" in run.stdout
    assert "    amount: Totale\n" in run.stdout
    assert '    reference: "Rif."\n' in run.stdout
    assert "Not used: Note" in run.stdout
    assert "Anna" not in run.stdout


def test_what_is_missing_is_the_exit_code(tiny: Tiny, sollecito: Command, tmp_path: Path) -> None:
    data = tmp_path / "lista.csv"
    data.write_text("id;Nome\nP1;Anna\n")
    run = sollecito("columns", tiny.folder, "--data", data, "--json")
    assert run.returncode == 1
    found = json.loads(run.stdout)
    assert found["missing"] == ["amount", "reference"]
    assert found["columns"] == {"first_name": "Nome"}
    assert found["id"]["given"] is True


def test_check_names_the_command(tiny: Tiny, sollecito: Command, tmp_path: Path) -> None:
    data = tmp_path / "lista.csv"
    data.write_text("id;Nome\nP1;Anna\n")
    run = sollecito("check", tiny.folder, "--data", data)
    assert run.returncode == 1
    assert "'sollecito columns' proposes it" in run.stdout
