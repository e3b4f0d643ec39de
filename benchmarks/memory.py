"""Memory of a run's processes, looked at while it works (Linux)."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOK_S = 0.25
"""Seconds between two looks."""


@dataclass(slots=True)
class Peaks:
    """Most bytes that the command and its rendering processes ever held (``VmHWM``).

    ``seen`` are (recipients published, most of a rendering process, of the command) at each look.
    """

    child: int = 0
    parent: int = 0
    seen: list[tuple[int, int, int]] = field(default_factory=list)

    def when(self, published: int) -> tuple[int, int]:
        """Return the peaks of rendering processes and command when so many were published."""
        known = [(child, parent) for done, child, parent in self.seen if done <= published]
        return known[-1] if known else (0, 0)


@contextmanager
def watched(pid: int, pages: Path) -> Iterator[Peaks]:
    """Watch a process and its children until the block ends; ``pages`` fills as they publish."""
    peaks = Peaks()
    end = threading.Event()

    def watch() -> None:
        while not end.wait(LOOK_S):
            peaks.parent = max(peaks.parent, peak_of(pid))
            peaks.child = max(peaks.child, *map(peak_of, children_of(pid)), 0)
            published = len(list(pages.iterdir())) if pages.is_dir() else 0
            peaks.seen.append((published, peaks.child, peaks.parent))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peaks
    finally:
        end.set()
        thread.join()


def children_of(pid: int) -> list[int]:
    """Return the ids of a process's children; none when it is gone."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text(encoding="ascii").split())
        except OSError:
            continue  # that thread has ended meanwhile
    return found


def held_by(pid: int) -> int:
    """Return the bytes that a process holds for itself alone now (``RssAnon``), 0 when it is gone.

    Pages of mapped files are not among it: the kernel takes those back whenever it needs them.
    """
    return _told(pid, "RssAnon:")


def peak_of(pid: int) -> int:
    """Return the most bytes that a process has held so far, 0 when it is gone."""
    return _told(pid, "VmHWM:")


def _told(pid: int, name: str) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    for line in status.splitlines():
        if line.startswith(name):
            return int(line.split()[1]) << 10
    return 0
