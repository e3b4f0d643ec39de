"""The workers of a machine: they look for unfinished work, and finish it, until they are stopped.

With the broker inside this process they are part of ``sollecito serve`` and work on its folder,
under the folder's lock, whenever there is something to do. With a broker that machines share they
are ``sollecito worker``, and serving is left to others.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from campaigns.migrate import upgrade
from campaigns.models import Campaign, Import, ImportState, RecipientStatus
from campaigns.queries import all_campaigns, latest_import
from foundation.clock import utc_now
from foundation.database import open_database
from foundation.errors import SollecitoError, StorageError
from foundation.refusals import worded
from storage.opening import open_store
from workers.broker import connect, is_shared
from workers.campaign_copies import YOUNG_S, remove_others
from workers.crew import hire
from workers.desk_work import desk_work
from workers.feeding import Feeding
from workers.hand_over import write_recipients
from workers.import_process import do_import_apart
from workers.kept_leftovers import remove_leftovers
from workers.out_folder import OutFolderBusyError, clear_old_scratch, locked, others_in
from workers.outages import outage
from workers.owed_claims import OwedClaims
from workers.planning import counts, open_campaigns, release_all
from workers.uploads import is_shared as is_in_store
from workers.uploads import tidy_uploads
from workers.webhook_delivery import deliver_due, forget_old
from workers.workshop import open_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from foundation.settings import Settings
    from workers.workshop import Workshop

log = structlog.get_logger(__name__)

TELL_EVERY_S = 2.0
"""Seconds between two looks for webhooks that are to be told something."""

FORGET_EVERY_S = 3600.0
"""Seconds between two looks for messages and uploads that are old enough to be deleted."""

WORKERS_FIRST = timedelta(seconds=30)
"""How long an import that any machine can do is left to the workers, before the server does it."""

STOP_S = 30.0
"""Seconds that unfinished work has to come to an end when the server stops."""

LOOK_S = 0.2
"""Seconds between two looks at how much is on its way."""

IDLE_LOOK_S = 1.0
"""Seconds between two looks for new work."""


AGAIN_S = 5.0
"""Seconds before the work begins again that something refused."""


@contextmanager
def working_in_background(settings: Settings) -> Iterator[None]:
    """Work in threads of this process until the block ends: render, and tell webhooks.

    With a broker that machines share nothing is rendered: that is what ``sollecito worker`` is for.
    Only files that no worker has begun in a while are imported.
    """
    stopping = threading.Event()
    works = [("telling", _tell_until)]
    works.append(
        ("importing", _import_until) if is_shared(settings) else ("background", work_until_stopped)
    )
    threads = [
        threading.Thread(target=work, args=(settings, stopping), name=name, daemon=True)
        for name, work in works
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopping.set()
        for thread in threads:
            thread.join(STOP_S)


def work_until_stopped(settings: Settings, stopping: threading.Event) -> None:
    """Work until ``stopping`` is set: what is at hand then is finished, or given back.

    Servers that do not answer are waited for. Rendering processes are started when there is work.
    """
    work = work_for_all if is_shared(settings) else _finish_again_and_again
    owed = OwedClaims()
    while not stopping.is_set():
        try:
            work(settings, stopping, owed)
        except OutFolderBusyError:
            log.debug("background.another_run_is_at_work")
        except StorageError as error:
            log.warning("background.could_not_work", reason=str(error))
        except SQLAlchemyError as error:
            log.warning("background.could_not_work", reason=worded(error))
        except (SollecitoError, OSError) as error:
            log.warning("background.could_not_work", exc_info=error)
        stopping.wait(min(settings.sweep_seconds, AGAIN_S))


def _finish_again_and_again(
    settings: Settings, stopping: threading.Event, owed: OwedClaims
) -> None:
    """Look for unfinished work in the database of this folder alone, and finish it."""
    database = open_database(settings.database)
    set_aside: dict[int, float] = {}
    try:
        upgrade(database.engine)
        while not stopping.is_set():
            with database.reading() as session:
                found = _at_hand(open_campaigns(session), set_aside) or desk_work(session)
            if found:
                finish_unfinished(settings, stopping, set_aside, owed)
            stopping.wait(min(settings.sweep_seconds, IDLE_LOOK_S))
    finally:
        database.close()


def _at_hand(campaigns: Sequence[int], set_aside: Mapping[int, float]) -> list[int]:
    """Return those campaigns that are not set aside at the moment."""
    now = time.monotonic()
    return [campaign for campaign in campaigns if set_aside.get(campaign, 0.0) <= now]


def _import_until(settings: Settings, stopping: threading.Event) -> None:
    """Do the imports that no worker does, or whose files this machine alone has."""
    while not stopping.is_set():
        try:
            with open_workshop(settings, stopping=stopping, yielding=True) as shop:
                while not shop.stopping.is_set():
                    with shop.database.reading() as session:
                        desk = desk_work(session)
                    for work in desk:
                        if work.import_id is not None and _for_us(shop, work.import_id):
                            do_import_apart(shop, work.campaign_id, work.import_id)
                    stopping.wait(IDLE_LOOK_S)
        except SQLAlchemyError as error:
            log.warning("background.could_not_import", reason=worded(error))
        except (SollecitoError, OSError) as error:
            log.warning("background.could_not_import", exc_info=error)
        stopping.wait(AGAIN_S)


def _for_us(shop: Workshop, import_id: int) -> bool:
    """Return whether a server does an import itself: one that no worker has begun in a while."""
    with shop.database.reading() as session:
        row = session.get_one(Import, import_id)
    if row.upload is None or utc_now() - row.started_at > WORKERS_FIRST:
        return True
    return not is_in_store(shop.store, row.upload)


def work_for_all(
    settings: Settings, stopping: threading.Event, owed: OwedClaims | None = None
) -> None:
    """Work with all machines of a shared broker until ``stopping`` is set, or something refuses.

    What was at hand then is given back, or owed until the database answers again.
    Raises SettingsError, StorageError, SQLAlchemyError.
    """
    _answers(settings)
    clear_old_scratch(settings)
    with open_workshop(settings, stopping=stopping, yielding=True, owed=owed) as shop:
        upgrade(shop.database.engine)
        _begin_again(shop)
        # What a process loads takes a second: the first recipient is not to wait for it.
        shop.processes.begin()
        with (
            _telling(settings),
            _broker_errors(),
            hire(shop, threads=settings.processes) as crew,
        ):
            log.info("worker.ready", processes=settings.processes)
            feeding = Feeding(shop, crew, threads=settings.processes)
            try:
                while not stopping.is_set():
                    feeding.step()
                    shop.check_trouble()
                    stopping.wait(LOOK_S)
            finally:
                feeding.end()


@contextmanager
def _telling(settings: Settings) -> Iterator[None]:
    """Tell webhooks in a thread until the block ends, also where no server runs."""
    stopping = threading.Event()
    thread = threading.Thread(
        target=_tell_until, args=(settings, stopping), name="telling", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(STOP_S)


def _tell_until(settings: Settings, stopping: threading.Event) -> None:
    """Tell webhooks what is due, and now and then forget what is old."""
    database = open_database(settings.database)
    forgotten = 0.0
    try:
        while not stopping.is_set():
            try:
                while deliver_due(database, settings) and not stopping.is_set():
                    pass
                if time.monotonic() - forgotten >= FORGET_EVERY_S or not forgotten:
                    forget_old(database, settings)
                    tidy_uploads(database, settings, open_store(settings.store))
                    remove_leftovers(database, settings)
                    forgotten = time.monotonic()
            except (SollecitoError, SQLAlchemyError, OSError) as error:
                log.warning("background.could_not_tell", exc_info=error)
            except Exception:  # nobody else would do what is left, until the next start
                log.exception("background.unexpected")
            stopping.wait(TELL_EVERY_S)
    finally:
        database.close()


def finish_unfinished(
    settings: Settings,
    stopping: threading.Event,
    set_aside: dict[int, float] | None = None,
    owed: OwedClaims | None = None,
) -> int:
    """Finish what is planned in all campaigns; return how many campaigns had something.

    A campaign whose files cannot be had is noted in ``set_aside``, with the moment until which it
    is, and waited for by nobody: the folder's lock is free for others meanwhile. ``owed`` is what
    could not be given back before. Raises OutFolderBusyError while another process works on the
    folder, StorageError when nothing can be stored.
    """
    set_aside = {} if set_aside is None else set_aside
    with open_workshop(settings, stopping=stopping, yielding=True, owed=owed) as shop:
        upgrade(shop.database.engine)
        worked_on: set[int] = set()
        with shop.database.reading() as session:
            worked_on.update(open_campaigns(session))
            worked_on.update(work.campaign_id for work in desk_work(session))
        if not worked_on:
            return 0
        with locked(settings):
            _begin_again(shop)
            _remove_old_copies(shop)
            if settings.database_url is None:
                with shop.database.writing() as session:
                    release_all(session)
            with hire(shop, threads=settings.processes) as crew:
                log.info("background.goes_on", campaigns=len(worked_on))
                feeding = Feeding(shop, crew, threads=settings.processes, set_aside=set_aside)
                while not shop.stopping.is_set():
                    unfinished = feeding.step()
                    with shop.database.reading() as session:
                        found = open_campaigns(session)
                        desk = desk_work(session)
                    worked_on.update(found)
                    waiting = _at_hand(found, set_aside)
                    if not (unfinished or waiting or desk or crew.pending.count):
                        break
                    crew.pending.wait_for_change(LOOK_S)
            shop.check_trouble()
            for campaign_id in sorted(worked_on):
                _hand_over(shop, campaign_id)
        return len(worked_on)


def _begin_again(shop: Workshop) -> None:
    """Give back what an outage has left, and see that there is none.

    Raises StorageError, which says what is the matter; SQLAlchemyError.
    """
    given_back = shop.owed.give_back(shop.database)
    if given_back:
        log.info("background.gave_back", claims=given_back)
    reason = outage(shop)
    if reason is not None:
        raise StorageError(reason)


def _remove_old_copies(shop: Workshop) -> None:
    """Remove copies of files that campaigns had before: nobody is at work with them now.

    Young ones stay: a version may be stored between the look at the database and the removal.
    """
    with shop.database.reading() as session:
        campaigns = all_campaigns(session)
    for campaign in campaigns:
        remove_others(shop.settings.private, campaign.name, campaign.digest, young_s=YOUNG_S)


def _hand_over(shop: Workshop, campaign_id: int) -> None:
    """Write the printer's file of a campaign that was rendered into this folder alone."""
    settings = shop.settings
    with shop.database.reading() as session:
        campaign = session.get(Campaign, campaign_id)
        latest = latest_import(session, campaign_id)
        if campaign is None or latest is None or latest.state != ImportState.DONE:
            return  # a killed import has brought some only
        if campaign.managed:
            return  # the service hands over when it is asked
        left = counts(session, campaign_id, latest.id)[RecipientStatus.PLANNED]
    mine = (settings.private / "campaigns" / campaign.name).is_dir()
    if left or not mine or others_in(settings, campaign.name):
        return
    write_recipients(shop.database, campaign_id, latest.id, campaign.public_base, settings.out)


def _answers(settings: Settings) -> None:
    """Raise StorageError when the broker does not answer."""
    with _broker_errors(), connect(settings.broker_url) as client:
        client.ping()


@contextmanager
def _broker_errors() -> Iterator[None]:
    """Turn the errors of the broker's server into StorageError, which says what to look at."""
    import redis
    from dramatiq.errors import BrokerError

    try:
        yield
    except (redis.RedisError, BrokerError) as error:
        raise StorageError(
            f"The broker could not be used: {type(error).__name__}. 'sollecito doctor' says more."
        ) from error
