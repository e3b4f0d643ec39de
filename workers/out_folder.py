"""The folder that a run writes to: one run at a time, and what a killed one left is cleared."""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from foundation.errors import SettingsError
from storage.local_folder import PART
from workers.hand_over import RECIPIENTS, REJECTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.settings import Settings


DAY_S = 24 * 3600.0

RUNNING = "running"
"""A file of private state that is there from a run's beginning to its orderly end."""


class OutFolderBusyError(SettingsError):
    """Raised when another run is at work on the same folder."""


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Hold the folder's lock, which ends with the process however it ends.

    Raises OutFolderBusyError at once when another process holds it, SettingsError when the folder
    cannot be written.
    """
    try:
        settings.private.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(settings.private / "lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise OutFolderBusyError(
            f"Another run is at work on {settings.out}. Wait until it has ended, or give another"
            " folder with --out."
        ) from None
    except OSError as error:
        raise SettingsError(f"{settings.out} cannot be written: {error.strerror}.") from error
    try:
        _clear_after_a_killed_run(settings)
        yield
        (settings.private / RUNNING).unlink(missing_ok=True)
    finally:
        lock.release()


def check_place(settings: Settings, campaign: Path) -> None:
    """Raise SettingsError when the folder would spoil the files of the campaign."""
    out, folder = settings.out.resolve(), campaign.resolve()
    media = folder / "media"
    if out in {folder, media} or media in out.parents:
        raise SettingsError(
            f"{settings.out} holds the campaign's own files. Give a folder of its own with --out."
        )


def others_in(settings: Settings, name: str) -> list[str]:
    """Return the other campaigns that were rendered into the folder, sorted."""
    kept = settings.private / "campaigns"
    found = kept.iterdir() if kept.is_dir() else ()
    return sorted(entry.name for entry in found if entry.is_dir() and entry.name != name)


def check_alone(settings: Settings, name: str) -> None:
    """Raise SettingsError when the hand-over files in the folder are another campaign's."""
    others = others_in(settings, name)
    if others and any((settings.out / file).exists() for file in (RECIPIENTS, REJECTED)):
        raise SettingsError(
            f"{settings.out} holds the campaign '{others[0]}'; give '{name}' a folder of its own"
            " with --out."
        )


def clear_old_scratch(settings: Settings) -> None:
    """Remove files in use of workers that were killed: those that nobody has touched for a day."""
    scratch = settings.private / "scratch"
    for entry in scratch.iterdir() if scratch.is_dir() else ():
        with suppress(FileNotFoundError):
            if entry.stat().st_mtime < time.time() - DAY_S:
                shutil.rmtree(entry, ignore_errors=True)


def _clear_after_a_killed_run(settings: Settings) -> None:
    """Remove what a run left that could not end: with the lock held nobody uses it."""
    running = settings.private / RUNNING
    if running.exists():
        shutil.rmtree(settings.private / "scratch", ignore_errors=True)
        if "://" not in settings.store:
            for part in Path(settings.store).rglob(f"{PART}*"):
                part.unlink(missing_ok=True)
    running.touch()
