"""Every command and every option stands in docs/operating.md, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from cli.main import app
from cli.panels import MAKE, PEOPLE, RUN

TEXT = (Path(__file__).parents[2] / "docs" / "operating.md").read_text(encoding="utf-8")
COMMANDS = TEXT.partition("## Commands")[2].partition("2 always means wrong usage")[0]


def leaves(command=None, way=()):
    """Yield each command that does something, with the way to it."""
    command = command or typer.main.get_command(app)
    for name, inner in getattr(command, "commands", {}).items():
        if getattr(inner, "commands", None):
            yield from leaves(inner, (*way, name))
        else:
            yield (*way, name), inner


LEAVES = dict(leaves())


@pytest.mark.parametrize("way", LEAVES, ids=" ".join)
def test_every_command_and_option_is_documented(way: tuple[str, ...]) -> None:
    start = f"`{' '.join(way)}"
    lines = [row for row in COMMANDS.splitlines() if start in row.replace("`sollecito ", "`")]
    assert lines, f"sollecito {' '.join(way)} is not in docs/operating.md"
    row = lines[0]
    for option in LEAVES[way].params:
        if option.param_type_name != "option" or "--help" in option.opts:
            continue
        names = [*option.opts, *option.secondary_opts]
        assert any(name in row for name in names), f"{' '.join(way)}: {names}"


def test_no_option_is_documented_that_there_is_not() -> None:
    known = {
        name
        for command in LEAVES.values()
        for option in command.params
        for name in (*option.opts, *option.secondary_opts)
    }
    assert set(re.findall(r"--[a-z][a-z-]+", COMMANDS)) <= known


@pytest.mark.parametrize("way", LEAVES, ids=" ".join)
def test_every_command_and_option_has_help(way: tuple[str, ...]) -> None:
    command = LEAVES[way]
    assert command.help
    assert "Exit codes" in (command.epilog or "")
    for parameter in command.params:
        assert getattr(parameter, "help", ""), f"{' '.join(way)}: {parameter.name}"


def test_the_help_groups_the_commands() -> None:
    groups: dict[str, list[str]] = {}
    for name, command in typer.main.get_command(app).commands.items():
        groups.setdefault(command.rich_help_panel, []).append(name)
    assert groups == {
        MAKE: ["new", "check", "columns", "render", "demo"],
        PEOPLE: ["stats", "withdraw", "inbox"],
        RUN: ["serve", "worker", "doctor", "move", "keys", "webhook"],
    }
