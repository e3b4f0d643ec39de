"""The workers of a server: look now and then for what a run left unfinished, and finish it."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from campaigns.models import ImportState, RecipientStatus
from campaigns.queries import campaign_names, find_campaign, latest_import
from foundation.database import open_database
from foundation.errors import SollecitoError
from workers.crew import hire
from workers.edition import kept_edition
from workers.hand_over import write_recipients
from workers.out_folder import OutFolderBusyError, locked, others_in
from workers.planning import counts, release_all
from workers.running import store_shared
from workers.sweeping import work_through
from workers.webhook_delivery import deliver_due, forget_old
from workers.workshop import open_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaigns.models import Campaign, Import
    from foundation.settings import Settings
    from workers.workshop import Workshop

log = structlog.get_logger(__name__)

TELL_EVERY_S = 2.0
"""Seconds between two looks for webhooks that are to be told something."""

FORGET_EVERY_S = 3600.0
"""Seconds between two looks for messages that are old enough to be deleted."""

STOP_S = 30.0
"""Seconds that unfinished work has to come to an end when the server stops."""


@contextmanager
def working_in_background(settings: Settings) -> Iterator[None]:
    """Look for unfinished work in a thread of this process until the block ends.

    Rendering processes are started only when there is work.
    """
    stopping = threading.Event()
    threads = [
        threading.Thread(target=work, args=(settings, stopping), name=name, daemon=True)
        for name, work in (("background", _work_until), ("telling", _tell_until))
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopping.set()
        for thread in threads:
            thread.join(STOP_S)


def _work_until(settings: Settings, stopping: threading.Event) -> None:
    while not stopping.is_set():
        try:
            finish_unfinished(settings, stopping)
        except OutFolderBusyError:
            log.debug("background.another_run_is_at_work")
        except (SollecitoError, SQLAlchemyError, OSError) as error:
            log.warning("background.could_not_work", exc_info=error)
        stopping.wait(settings.sweep_seconds)


def _tell_until(settings: Settings, stopping: threading.Event) -> None:
    """Tell webhooks what is due, and now and then forget what is old."""
    database = open_database(settings.database)
    forgotten = 0.0
    try:
        while not stopping.is_set():
            try:
                deliver_due(database, settings)
                if time.monotonic() - forgotten >= FORGET_EVERY_S or not forgotten:
                    forget_old(database, settings)
                    forgotten = time.monotonic()
            except (SollecitoError, SQLAlchemyError, OSError) as error:
                log.warning("background.could_not_tell", exc_info=error)
            stopping.wait(TELL_EVERY_S)
    finally:
        database.close()


def finish_unfinished(settings: Settings, stopping: threading.Event) -> int:
    """Finish what is planned in all campaigns; return how many campaigns had something.

    Raises OutFolderBusyError while another process works on the folder.
    """
    with open_workshop(settings, stopping=stopping) as shop:
        unfinished = _unfinished(shop)
        if not unfinished:
            return 0
        with locked(settings), hire(shop, threads=settings.processes) as crew:
            if settings.database_url is None:
                with shop.database.writing() as session:
                    release_all(session)
            for campaign, latest in unfinished:
                edition = kept_edition(settings, campaign)
                log.info("background.goes_on", campaign=campaign.id)
                store_shared(shop, edition)
                work_through(shop, crew, edition, latest.id, threads=settings.processes)
                shop.check_trouble()
                # A killed import has brought some only, and other campaigns' files stay theirs.
                if latest.state == ImportState.DONE and not others_in(settings, campaign.name):
                    write_recipients(
                        shop.database, campaign.id, latest.id, edition.public_base, settings.out
                    )
        return len(unfinished)


def _unfinished(shop: Workshop) -> list[tuple[Campaign, Import]]:
    found = []
    with shop.database.reading() as session:
        for name in campaign_names(session):
            campaign = find_campaign(session, name)
            latest = latest_import(session, campaign.id) if campaign else None
            if campaign is None or latest is None:
                continue
            if counts(session, campaign.id, latest.id)[RecipientStatus.PLANNED]:
                found.append((campaign, latest))
    return found
