"""The folder that a run writes to: one run at a time, and what a killed one left is cleared."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from foundation.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.settings import Settings


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
        # With the lock held nobody uses the scratch of runs that were killed.
        shutil.rmtree(settings.private / "scratch", ignore_errors=True)
        yield
    finally:
        lock.release()
