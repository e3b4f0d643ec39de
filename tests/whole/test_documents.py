"""The documents are part of the product: every command, option, setting and column is in them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer.main

from cli.main import app
from foundation.settings import PREFIX, Settings

if TYPE_CHECKING:
    import click

ROOT = Path(__file__).resolve().parents[2]
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
COMMANDS: dict[str, click.Command] = getattr(typer.main.get_command(app), "commands")  # noqa: B009  (typer types it as a plain command)


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in names.split("\0") if name]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_documented_and_has_help(command: str) -> None:
    assert f"`sollecito {command}" in OPERATING
    assert COMMANDS[command].help
    line = next(row for row in OPERATING.splitlines() if f"`sollecito {command}" in row)
    for parameter in COMMANDS[command].params:
        if parameter.name == "help":
            continue
        assert getattr(parameter, "help", None), f"{parameter.name} has a help text"
        shown = max(parameter.opts + parameter.secondary_opts, key=len)
        argument = (parameter.metavar or shown.upper()).rstrip(".")
        name = shown if shown.startswith("-") else argument
        assert name in line or any(opt in line for opt in parameter.secondary_opts)


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_every_setting_is_documented(setting: str) -> None:
    assert f"`{PREFIX}{setting.upper()}`" in OPERATING


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*/*.md")]:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_locks_name_no_address_and_hash_everything() -> None:
    for lock in ROOT.glob("requirements/*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*(-i|-f|--(extra-)?index-url|--find-links)", text, re.MULTILINE)
        for entry in re.split(r"\n(?=[a-z])", text):
            if entry.strip() and not entry.startswith("#"):
                assert "--hash=sha256:" in entry
    assert not [path for path in tracked() if path.name in {"pip.conf", ".npmrc"}]
