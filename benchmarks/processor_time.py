"""Processor seconds, of this process and of the children it has waited for."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.memory import children_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(slots=True)
class Spent:
    """What a block cost, known when it has ended."""

    seconds: float = 0.0


def processor_seconds() -> float:
    """Return user and system time of this process and its finished children."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


@contextmanager
def spent() -> Iterator[Spent]:
    """Measure a block."""
    result = Spent()
    before = processor_seconds()
    try:
        yield result
    finally:
        result.seconds = processor_seconds() - before


def seconds_of(pid: int) -> float:
    """Return user and system time of a process and its living children; 0 when it is gone (Linux).

    Fields 14 and 15 of /proc/PID/stat, see proc(5).
    """
    used = 0.0
    for each in (pid, *children_of(pid)):
        try:
            fields = Path(f"/proc/{each}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        except OSError:
            continue
        used += sum(map(int, fields.split()[11:13])) / os.sysconf("SC_CLK_TCK")
    return used


def in_own_process(module: str, arguments: Sequence[str] = ()) -> dict[str, Any]:
    """Run a module of the benchmarks in a fresh process and return the JSON it prints."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result
