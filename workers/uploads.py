"""What is sent to the service, kept privately until it was worked on.

With database and store of many machines it goes into the store, below ``imports/``, which no server
hands out, under a name that nobody can guess: so any machine can do the import.
"""

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
from foundation.errors import StorageError
from workers.campaign_copies import take_over
from workers.stored_copies import NOT_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.database import Database
    from foundation.settings import Settings
    from storage.objects import ObjectStore

SHARED = "imports/"
"""What the keys of uploads in the store begin with."""

ROWS_TYPE = "application/octet-stream"

UPLOADS = "uploads"
"""Folder of private state: a folder for each upload that an import has still to read."""

ARRIVING = "arriving"
"""Folder of private state for uploads on their way into the store."""

SCRATCH = "unpacking"
"""Folder of private state for what is needed during one request."""

LEFT_BEHIND_S = 24 * 3600.0
"""Seconds after which a file on this machine is one that somebody left behind."""

log = structlog.get_logger(__name__)


def new_upload(settings: Settings) -> tuple[str, Path]:
    """Make a folder for an upload; return its name and place."""
    name = secrets.token_hex(16)
    above = ARRIVING if _through_the_store(settings) else UPLOADS
    folder = settings.private / above / name
    folder.mkdir(parents=True, mode=0o700)
    return name, folder


def upload_folder(settings: Settings, name: str) -> Path:
    """Return the folder of an upload."""
    return settings.private / UPLOADS / name


def share_upload(settings: Settings, store: ObjectStore, name: str) -> None:
    """Move an upload into the store for all machines, if there are several.

    To be done when its import is noted down: what is in the store and no import has to read is
    removed. Raises StorageError or OSError; the upload is then left to this machine.
    """
    if not _through_the_store(settings):
        return
    folder = settings.private / ARRIVING / name
    try:
        for path in folder.iterdir():
            key = f"{SHARED}{name}/{path.name}"
            store.put(key, path, content_type=ROWS_TYPE, cache_control=NOT_KEPT)
    except (StorageError, OSError):
        _keep_here(settings, name)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _through_the_store(settings: Settings) -> bool:
    """Return whether other machines have the same database and the same store."""
    return settings.database_url is not None and settings.store_url is not None


def _keep_here(settings: Settings, name: str) -> None:
    place = upload_folder(settings, name)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    (settings.private / ARRIVING / name).rename(place)


def is_shared(store: ObjectStore, name: str) -> bool:
    """Return whether an upload is in the store."""
    return next(iter(store.keys(f"{SHARED}{name}/")), None) is not None


def upload_bytes(settings: Settings, store: ObjectStore, name: str) -> int:
    """Return the size of an upload, on this machine or in the store; 0 when it is nowhere.

    Raises StorageError when the store does not answer.
    """
    folder = upload_folder(settings, name)
    if folder.is_dir():
        return sum(file.stat().st_size for file in folder.iterdir())
    if not _through_the_store(settings):
        return 0
    return sum(store.size(key) or 0 for key in store.keys(f"{SHARED}{name}/"))


def fetch_upload(settings: Settings, store: ObjectStore, name: str) -> Path:
    """Return the file of an upload, fetched from the store when it is not on this machine.

    Raises StorageError when it is nowhere.
    """
    folder = upload_folder(settings, name)
    if not folder.is_dir() and _through_the_store(settings):
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=folder.parent) as part:
            files = Path(part) / "files"
            files.mkdir(mode=0o700)
            for key in store.keys(f"{SHARED}{name}/"):
                with (files / key.rpartition("/")[2]).open("wb") as file:
                    file.writelines(store.stream(key))
            if any(files.iterdir()):
                take_over(files, folder)
    path = next(folder.iterdir(), None) if folder.is_dir() else None
    if path is None:
        raise StorageError("The upload of an import is gone.")
    return path


def remove_upload(settings: Settings, name: str, store: ObjectStore | None = None) -> None:
    """Remove an upload, with ``store`` also the copy in it; no error when there is none."""
    for above in (UPLOADS, ARRIVING):
        shutil.rmtree(settings.private / above / name, ignore_errors=True)
    if store is not None and _through_the_store(settings):
        for key in list(store.keys(f"{SHARED}{name}/")):
            store.delete(key)


def tidy_uploads(database: Database, settings: Settings, store: ObjectStore | None = None) -> None:
    """Drop imports that were held for too long, and files that none has to read.

    Such files are left behind where an import was cancelled through another machine, or a server
    was killed during a request.
    """
    with database.writing() as session:
        dropped = drop_held(session, settings.held_hours)
    if dropped:
        log.info("imports.dropped", count=dropped)
    old = time.time() - LEFT_BEHIND_S
    found = [
        folder
        for above in (UPLOADS, ARRIVING)
        for folder in (settings.private / above).glob("*")
        if _last_change(folder) < old
    ]
    shared = set()
    if store is not None and _through_the_store(settings):
        shared = {key.split("/")[1] for key in store.keys(SHARED)}
    with database.reading() as session:
        needed = uploads_needed(session, [*(folder.name for folder in found), *shared])
    for name in shared - set(needed):
        remove_upload(settings, name, store)
    for folder in found:
        if folder.name in needed and folder.parent.name == ARRIVING:
            _keep_here(settings, folder.name)  # the server ended before it was in the store
        elif folder.name not in needed:
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
