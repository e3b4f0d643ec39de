"""Imports of large files in a process of their own: the server that took them keeps answering.

Checking rows is work of Python's interpreter, which does one thing at a time: beside it, requests
and recipients would wait for each row. What a file does to such a process hurts nobody else, and
its memory is given back.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from campaigns.models import Import
from foundation.errors import SollecitoError
from foundation.logging import configure_logging
from foundation.refusals import worded
from workers.import_work import do_import
from workers.processor_share import yield_to_others
from workers.rendering_process import end_with_parent
from workers.uploads import upload_bytes
from workers.workshop import open_workshop

if TYPE_CHECKING:
    from foundation.settings import Settings
    from workers.workshop import Workshop

APART_BYTES = 1 << 20
"""Size of a file from which on it is worth a process; smaller ones take less than its start."""

LOOK_S = 0.2
"""Seconds between two looks whether the work is to end."""

STOP_S = 8.0
"""Seconds that the batch at hand has to come to its end then."""

log = structlog.get_logger(__name__)


def do_import_apart(shop: Workshop, campaign_id: int, import_id: int) -> None:
    """Do an import as ``do_import`` does, a large file in a child process, until it ends.

    What goes wrong in the child is logged there, and the import is taken up again. One that is
    killed leaves its claim, which ends by itself.
    """
    if _bytes(shop, import_id) < APART_BYTES:
        do_import(shop, campaign_id, import_id)
        return
    child = multiprocessing.get_context("spawn").Process(
        target=_import, args=(shop.settings, campaign_id, import_id), daemon=True, name="importing"
    )
    child.start()
    try:
        while child.is_alive() and not shop.stopping.is_set():
            child.join(LOOK_S)
        if child.is_alive():
            child.terminate()
            child.join(STOP_S)
        if child.is_alive():
            child.kill()
            child.join()
        if child.exitcode:
            log.warning("import.process_lost", import_id=import_id, code=child.exitcode)
    finally:
        child.close()


def _bytes(shop: Workshop, import_id: int) -> int:
    """Return the size of an import's file, 0 when there is none."""
    with shop.database.reading() as session:
        upload = session.scalar(select(Import.upload).where(Import.id == import_id))
    return upload_bytes(shop.settings, shop.store, upload) if upload else 0


def _import(settings: Settings, campaign_id: int, import_id: int) -> None:
    """Do an import in this process, which is a child for it alone; SIGTERM gives it back."""
    stopping = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    threading.Thread(target=end_with_parent, daemon=True).start()
    configure_logging(settings)
    yield_to_others()
    try:
        with open_workshop(settings, stopping=stopping) as shop:
            do_import(shop, campaign_id, import_id)
    except SQLAlchemyError as error:
        log.warning("import.not_done", import_id=import_id, reason=worded(error))
    except (SollecitoError, OSError) as error:
        log.warning("import.not_done", import_id=import_id, exc_info=error)
