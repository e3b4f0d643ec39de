"""What is sent to the service, kept privately until it was worked on."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from campaigns.held_imports import drop_held, uploads_needed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.database import Database
    from foundation.settings import Settings

UPLOADS = "uploads"
"""Folder of private state: a folder for each upload that an import has still to read."""

SCRATCH = "unpacking"
"""Folder of private state for what is needed during one request."""

LEFT_BEHIND_S = 24 * 3600.0
"""Seconds after which a file that no import has to read is one that somebody left behind."""

log = structlog.get_logger(__name__)


def new_upload(settings: Settings) -> tuple[str, Path]:
    """Make a folder for an upload; return its name and place."""
    name = secrets.token_hex(16)
    folder = settings.private / UPLOADS / name
    folder.mkdir(parents=True, mode=0o700)
    return name, folder


def upload_folder(settings: Settings, name: str) -> Path:
    """Return the folder of an upload."""
    return settings.private / UPLOADS / name


def remove_upload(settings: Settings, name: str) -> None:
    """Remove an upload; no error when there is none."""
    shutil.rmtree(upload_folder(settings, name), ignore_errors=True)


def tidy_uploads(database: Database, settings: Settings) -> None:
    """Drop imports that were held for too long, and files on this machine that none has to read.

    Such files are left behind where an import was cancelled through another machine, or a server
    was killed during a request.
    """
    with database.writing() as session:
        dropped = drop_held(session, settings.held_hours)
    if dropped:
        log.info("imports.dropped", count=dropped)
    above = settings.private / UPLOADS
    old = time.time() - LEFT_BEHIND_S
    found = [folder for folder in above.glob("*") if _last_change(folder) < old]
    with database.reading() as session:
        needed = uploads_needed(session, [folder.name for folder in found])
    for folder in found:
        if folder.name not in needed:
            remove_upload(settings, folder.name)
            log.info("upload.left_behind", upload=folder.name)


def _last_change(folder: Path) -> float:
    """Return when something last changed in a folder, in seconds since 1970; now when it goes."""
    try:
        return max(place.stat().st_mtime for place in (folder, *folder.iterdir()))
    except OSError:
        return time.time()


@contextmanager
def scratch_folder(settings: Settings) -> Iterator[Path]:
    """Yield an empty private folder that is gone after the block."""
    above = settings.private / SCRATCH
    above.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=above, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
