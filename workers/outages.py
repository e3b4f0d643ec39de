"""Outages: what fails at a row and is no fault of the row, because nobody's work could be done.

Whether a refusal is one is asked of store and disk themselves, with something that is nobody's.
Where that works, it may be this row that cannot be stored, and its attempt counts.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from foundation.errors import StorageError
from foundation.refusals import FULL, worded
from workers.workshop import WorkStoppedError

if TYPE_CHECKING:
    from foundation.settings import Settings
    from storage.objects import ObjectStore
    from workers.workshop import Workshop

PROBE = "probe/"
"""What the keys of objects begin with that are put to see whether the store works."""

PATIENCE_S = 30.0
"""Seconds that work waits in its place; then all work of the process ends, and begins anew."""

LOOK_S = 2.0
"""Seconds between two looks whether it works again."""

ROOM_BYTES = 32 << 20
"""With less room than this a disk counts as full: caches, clips and films are written there."""

WRITTEN_BYTES = 1 << 16
"""Bytes that are written to see whether a disk takes any."""

log = structlog.get_logger(__name__)


def outage(shop: Workshop, error: Exception | None = None) -> str | None:
    """Return why nobody's work can be done now, as a sentence; None when it can.

    ``error`` is what was met: a database that broke off is an outage also when it is back by now.
    """
    if isinstance(error, OperationalError | InterfaceError):
        return worded(error)
    return full_disk(shop.settings) or _store_trouble(shop.store)


def full_disk(settings: Settings) -> str | None:
    """Return why this machine cannot keep files, as a sentence; None when it can."""
    try:
        settings.private.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(settings.private).free < ROOM_BYTES:
            return FULL
        for folder in (settings.private, Path(tempfile.gettempdir())):
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(WRITTEN_BYTES))
                file.flush()
    except OSError as error:
        return worded(error)
    return None


def wait_out(shop: Workshop, reason: str) -> None:
    """Return when work can be done again after an outage.

    Raises WorkStoppedError when the work is to end, which it is, too, when the outage lasts: the
    process then begins anew as soon as it can, or says why it ends. A full disk is not waited for.
    """
    log.warning("work.waits", reason=reason)
    end = time.monotonic() + PATIENCE_S
    while reason != FULL and time.monotonic() < end:
        if shop.stopping.wait(LOOK_S):
            raise WorkStoppedError
        if outage(shop) is None:
            log.info("work.goes_on")
            return
    shop.end_for(reason)
    raise WorkStoppedError


def _store_trouble(store: ObjectStore) -> str | None:
    key, body = f"{PROBE}{secrets.token_hex(8)}.txt", secrets.token_bytes(32)
    try:
        store.put(key, body, content_type="text/plain", cache_control="no-store")
        whole = store.get(key) == body
        store.delete(key)
    except StorageError as error:
        return str(error)
    return None if whole else "The object store gave back something else than was put there."
