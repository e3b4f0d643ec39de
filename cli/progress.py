"""How far a run is: a bar on a terminal, a line now and then otherwise."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from workers.sweeping import Progress

LINE_EVERY_S = 5.0
"""Seconds between two lines where there is no terminal."""


def remaining(seconds: float | None) -> str:
    """Return a remaining time as ``1:05 left``, or an empty text when it is unknown."""
    if seconds is None:
        return ""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, seconds_left = divmod(rest, 60)
    clock = f"{hours}:{minutes:02}:{seconds_left:02}" if hours else f"{minutes}:{seconds_left:02}"
    return f"{clock} left"


def rate(progress: Progress) -> str:
    """Return how quick a run is, ``2.1/s`` or ``12/min``, or an empty text at its start."""
    if progress.rate <= 0:
        return ""
    if progress.rate >= 1:
        return f"{progress.rate:.1f}/s"
    return f"{progress.rate * 60:.0f}/min"


@contextmanager
def showing(console: Console) -> Iterator[Callable[[Progress], None]]:
    """Yield what is told the progress of a run and shows it on ``console``."""
    if console.is_terminal:
        with _bar(console) as show:
            yield show
    else:
        yield _lines(console)


@contextmanager
def _bar(console: Console) -> Iterator[Callable[[Progress], None]]:
    columns = (
        TextColumn("Publishing"),
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[left]}"),
        TextColumn("[red]{task.fields[failed]}"),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, rate="", left="", failed="")

        def show(progress: Progress) -> None:
            bar.update(
                task,
                total=progress.total,
                completed=progress.done,
                rate=rate(progress),
                left=remaining(progress.remaining_s),
                failed=f"{progress.failed} failed" if progress.failed else "",
            )

        yield show


def _lines(console: Console) -> Callable[[Progress], None]:
    last = time.monotonic()

    def show(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < LINE_EVERY_S or progress.done == progress.total:
            return
        last = now
        parts = [
            f"{progress.done} of {progress.total} recipients",
            f"{progress.clips_rendered} clips rendered",
            f"{progress.failed} failed" if progress.failed else "",
            rate(progress),
            remaining(progress.remaining_s),
        ]
        console.print(", ".join(part for part in parts if part))

    return show
