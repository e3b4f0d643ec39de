"""The command ``sollecito`` as a process that runs until it is told to end."""

from __future__ import annotations

import json
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from command_process import ROOT, command_line, environment
from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

PATIENCE_S = 240.0
"""Seconds after which what is waited for is not going to come, also on a busy machine."""

HELD = ("recipients", "clips", "imports")
"""Tables whose rows somebody may hold by a lease."""


@dataclass(frozen=True)
class Started:
    """A process that was started, and the file of its log lines (JSON)."""

    process: subprocess.Popen[bytes]
    log: Path

    def told(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def lines(self) -> list[dict[str, Any]]:
        """Return its log lines, without what else it wrote."""
        return [json.loads(line) for line in self.told().splitlines() if line.startswith("{")]

    def has_told(self, event: str) -> bool:
        return any(line["event"] == event for line in self.lines())

    def end(self) -> None:
        """Ask for its end by SIGTERM, and see that it ends well."""
        self.process.terminate()
        assert self.process.wait(PATIENCE_S) == 0, self.told()


def variables(settings: Mapping[str, object]) -> dict[str, str]:
    """Return settings as environment variables, and log lines that a test can read."""
    named = {f"SOLLECITO_{name.upper()}": str(value) for name, value in settings.items()}
    return {"SOLLECITO_LOG_FORMAT": "json", **named}


@contextmanager
def started(*arguments: object, settings: Mapping[str, object], log: Path) -> Iterator[Started]:
    """Yield a running ``sollecito``; it is killed at the end, unless it has ended."""
    with log.open("ab") as lines:
        process = subprocess.Popen(
            command_line(arguments),
            cwd=ROOT,
            env=environment(variables(settings)),
            stdout=lines,
            stderr=lines,
        )
    try:
        yield Started(process, log)
    finally:
        process.kill()
        process.wait()


def until(condition: Callable[[], Any], *running: Started) -> Any:
    """Return what a condition gives once it is true; all processes must run until then."""
    end = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        for one in running:
            assert one.process.poll() is None, one.told()
        assert time.monotonic() < end, "\n".join(one.told() for one in running)
        time.sleep(0.05)
    return found


class Rows:
    """What a database says, asked without the code under test.

    Args:
        address: of the database.
    """

    def __init__(self, address: str) -> None:
        self._engine = create_engine(address, pool_pre_ping=True)

    def ask(self, query: str) -> list[Any]:
        with self._engine.connect() as connection:
            return list(connection.execute(text(query)))

    def count(self, table: str, condition: str = "1 = 1") -> int:
        return int(self.ask(f"select count(*) from {table} where {condition}")[0][0])  # noqa: S608 - the test's own words

    def published(self) -> int:
        return self.count("recipients", "status = 'published'")

    def held(self) -> int:
        """Return how many rows somebody holds, and leases by name with them."""
        rows = sum(self.count(table, "lease_owner is not null") for table in HELD)
        return rows + self.count("leases")

    def close(self) -> None:
        self._engine.dispose()
