"""The command ``sollecito`` in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent


class Command(Protocol):
    """Runs ``sollecito`` with arguments and returns what it did."""

    def __call__(
        self, *arguments: object, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]: ...


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """Return this process's environment without settings of its own, and a wide terminal."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SOLLECITO_")}
    return {**clean, "COLUMNS": "200", **(extra or {})}


def command_line(arguments: Sequence[object]) -> list[str]:
    """Return the command line of ``sollecito`` with arguments."""
    return [sys.executable, "-m", "cli", *map(str, arguments)]


def run_command(
    *arguments: object, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``sollecito`` to its end."""
    return subprocess.run(
        command_line(arguments),
        cwd=ROOT,
        env=environment(env),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
